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
from huiying.model import CheckResult, Inquiry, Round
from tests.fakes import FakeClock, FakePages
from tests.rounds import monday, open_round
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
