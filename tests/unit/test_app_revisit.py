"""What a visit to a site's pages tells the operator, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from huiying.app.revisit import revisit
from huiying.app.world import World
from huiying.db.evidence import FileVault
from huiying.db.ledger import open_ledger
from huiying.model import Accepted, CheckResult, EvidenceKind, Inquiry, Receipt, Round
from huiying.probe.kept import kept_bytes
from huiying.probe.page import PageText
from huiying.probe.recipe import Recipes, read_recipe
from tests.fakes import FakeClock, FakePages
from tests.rounds import monday, open_round, proof
from tests.worlds import submit, world_of

CAPTCHA = (
    '<form action="/cx.do" method="post">编号：<input name="bh"> 查询码：<input name="cxm"> 验证码：<input name="yzm">'
    '<img src="/yzm.jpg"><input type="submit" value="查询"></form>'
)


@dataclass
class Stage:
    world: World
    round: Round
    inquiry: Inquiry
    pages: FakePages

    def visit(self) -> str:
        self.world.clock.sleep(3600.0)
        return revisit(self.world, self.round, self.inquiry, mailbox_whole=None)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    clock = FakeClock(monday())
    ledger = open_ledger(
        f"sqlite:///{tmp_path / 'x.sqlite'}", clock=clock, vault=FileVault(tmp_path / "evidence", clock)
    )
    opened, (inquiry,) = open_round(ledger, "甲县")
    pages = FakePages({})
    world = replace(world_of(tmp_path, ledger, clock), fetcher=pages)
    yield Stage(world, opened, submit(ledger, inquiry), pages)
    ledger.engine.dispose()


# --- the ways of a family that the filled form showed

FAMILY = """
[signs]
html = ["<!-- 某某信箱 -->"]
[answer.lookup]
page = "/box/find"
method = "get"
number = "k1"
query_code = "k2"
"""
FORM = PageText(url="http://www.site1.gov.cn/box/", html="<!-- 某某信箱 --><form></form>")
FIND = "<form action=/box/find><input name=k1><input name=k2></form>"


@pytest.fixture
def known(stage: Stage, tmp_path: Path) -> Stage:
    """A site whose form bore the signs of a family, and its question put."""
    family = read_recipe(FAMILY, name="box", where="box.toml")
    world = replace(stage.world, recipes=Recipes(families={"box": family}))
    opened, (inquiry,) = open_round(world.ledger, "甲县", name="另一轮", beside=["2024年第一季度"])
    form = replace(FORM, url=inquiry.site.home_url + "box/")
    evidence = world.vault.keep(kept_bytes(form, monday()), kind=EvidenceKind.PAGE_BEFORE, suffix=".html", folder="x")
    dispatch = world.ledger.door.arm(inquiry, evidence=[evidence])
    taken = Accepted(why="页面显示受理编号", receipt=Receipt(number="20240007", query_code="7788"))
    inquiry = world.ledger.door.settle(dispatch, taken, evidence=[proof()])
    return Stage(world, opened, inquiry, stage.pages)


def test_a_familys_look_up_is_asked_though_no_recipe_was_written(known: Stage) -> None:
    home = known.inquiry.site.home_url
    letter = f"<h2>{known.inquiry.title}</h2><p>编号：20240007</p><p>办理状态：办理中</p>"
    known.pages.pages |= {home: "<p>首页</p>", f"{home}box/find": FIND}
    known.pages.pages[f"{home}box/find?k1=20240007&k2=7788"] = letter
    known.visit()
    assert f"{home}box/find?k1=20240007&k2=7788" in known.pages.gets
    assert [one.result for one in known.world.ledger.observations.of(known.inquiry.id)] == [CheckResult.ABSENT]


def test_a_familys_way_that_this_site_does_not_have_counts_for_nothing(known: Stage) -> None:
    known.pages.pages[known.inquiry.site.home_url] = "<p>首页</p>"
    assert "404" not in known.visit()


def test_a_site_without_the_signs_gets_no_familys_ways(known: Stage) -> None:
    world = replace(known.world, recipes=Recipes())
    revisit(world, known.round, known.inquiry, mailbox_whole=None)
    assert not [url for url in known.pages.gets if "/box/find" in url]


def test_a_site_that_is_down_is_told_once_until_it_was_reached_again(stage: Stage) -> None:
    home = stage.inquiry.site.home_url
    assert "404" in stage.visit()
    assert stage.visit() == ""
    stage.pages.pages[home] = CAPTCHA
    stage.visit()
    del stage.pages.pages[home]
    assert "404" in stage.visit()


def test_a_page_that_stays_unreadable_though_the_site_is_reached_is_told_once(stage: Stage) -> None:
    stage.pages.pages |= {stage.inquiry.site.home_url: CAPTCHA, f"{stage.inquiry.site.home_url}yzm.jpg": b"picture"}
    told = [stage.visit() for _ in range(3)]
    assert "没有人填写" in told[0]
    assert told[1:] == ["", ""]
    seen = stage.world.ledger.observations.of(stage.inquiry.id)
    assert [one.result for one in seen] == [CheckResult.UNREADABLE] * 3
