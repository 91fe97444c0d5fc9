"""Scouting goes up to the button and no further."""

from __future__ import annotations

import pytest

from huiying.model import BlockReason, EvidenceKind, Persona, Question, Site, State
from huiying.probe.browser import ChromiumBrowser
from huiying.probe.recipe import Recipes, read_recipe
from huiying.probe.scout import Scouted, Verdict, scout
from tests.fakes import FakeClock, FakeVault
from tests.practice_site import Answer, PracticeSite
from tests.rounds import monday
from tests.unit.test_probe_submit import BODY, CAPTCHA, PERSONA, PNG, TITLE, Desk, serve_form

pytestmark = pytest.mark.browser


@pytest.fixture
def site(site: PracticeSite) -> PracticeSite:
    serve_form(site)
    site.pages["/"] = Answer("<a href='/hd'>互动交流</a>")
    site.pages["/hd"] = Answer("<a href='/letter'>我要咨询</a>")
    return site


def look(
    browser: ChromiumBrowser, site: PracticeSite, persona: Persona = PERSONA, families: Recipes | None = None
) -> tuple[Scouted, FakeVault]:
    vault = FakeVault(FakeClock(monday()))
    listed = Site(id=1, order=1, name="杞县", home_url=site.url + "/", hosts=(site.host,))
    question = Question(id=1, title=TITLE, body=BODY)
    found = scout(
        listed,
        persona=persona,
        question=question,
        browser=browser,
        vault=vault,
        folder="摸排/001-杞县",
        families=families,
    )
    assert site.posts == []
    return found, vault


def test_a_form_without_a_check_is_ready_and_its_draft_puts_the_question(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    found, vault = look(chromium, site)
    assert found.verdict is Verdict.READY, found.why
    assert found.url.endswith("/letter")
    assert {"标题", "内容", "姓名", "电话"} <= {name for name, _ in found.fields}
    assert vault.kinds() == [EvidenceKind.SCREENSHOT_BEFORE]
    recipe = read_recipe(found.recipe, name="杞县", where="杞县.toml")
    assert Desk(chromium, site).put(channel="", recipe=recipe).state is State.SUBMITTED
    assert len(site.posts) == 1


def test_a_captcha_is_told_and_stands_in_the_draft(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(site, rows=CAPTCHA)
    site.pages["/captcha.png"] = Answer(raw=PNG, type="image/png")
    found, _ = look(chromium, site)
    assert found.verdict is Verdict.CAPTCHA
    recipe = read_recipe(found.recipe, name="杞县", where="杞县.toml")
    assert recipe.challenge is not None
    assert recipe.challenge.kind == "image"


@pytest.mark.parametrize(
    ("page", "verdict"),
    [
        ("<h2>我要咨询</h2><p>请先登录后再进行留言</p>", Verdict.PERSON),
        ("<p>栏目建设中", Verdict.NOT_FOUND),
    ],
)
def test_what_a_site_needs_is_told(chromium: ChromiumBrowser, site: PracticeSite, page: str, verdict: Verdict) -> None:
    site.pages["/letter"] = Answer(page)
    assert look(chromium, site)[0].verdict is verdict


def test_an_unknown_required_field_is_named(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(site, rows="<tr><td>所属网格编号：<b>*</b></td><td><input name=q17 required></td></tr>")
    found, _ = look(chromium, site)
    assert found.verdict is Verdict.UNSURE
    assert "网格编号" in found.why


def test_a_draft_names_no_control_by_an_id_that_is_made_anew(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    fresh = (
        "var n = 0; document.querySelectorAll('[name]').forEach("
        "e => { e.id = 'el-id-' + Date.now() + '-' + n++; e.removeAttribute('name'); })"
    )
    serve_form(site, after=f"<script>{fresh}</script>", button="<button type=button>提交</button>")
    found, _ = look(chromium, site)
    assert found.verdict is Verdict.READY, found.why
    recipe = read_recipe(found.recipe, name="杞县", where="杞县.toml")
    assert not any("el-id" in rule.selector for rule in recipe.fields.values())
    assert Desk(chromium, site).put(channel="", recipe=recipe).block is not BlockReason.FORM_CHANGED


TRACKER = (
    "<h1>网上咨询</h1><div class=tabs><a href=/zx>概述</a><a href=/zx/issues>问题</a>"
    "<ul style='display:none'><li><a href=/zx/issues/new class=new-issue>{words}</a></li></ul></div>"
)


@pytest.mark.parametrize("words", ["新建问题", "提交工单"])
def test_a_channel_that_is_kept_in_a_tracker_is_found(
    chromium: ChromiumBrowser, site: PracticeSite, words: str
) -> None:
    serve_form(site, path="/zx/issues/new")
    site.pages["/"] = Answer("<a href=/news>政务要闻</a><a href=/zx>网上咨询</a>")
    site.pages["/zx"] = Answer(TRACKER.format(words=words) + "<p>欢迎提出您的问题</p>")
    found, _ = look(chromium, site)
    assert found.verdict is Verdict.READY, found.why
    assert found.url.endswith("/zx/issues/new")


def test_a_box_that_opens_a_menu_is_no_promise_to_tick(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.pages["/"] = Answer(
        "<nav style='display:none'><ul><li><a href='/'>阅读</a><li><a href='/source'>查看源代码</a></ul>"
        "<input type=checkbox id=more role=button aria-haspopup=true></nav><a href='/letter'>我要留言</a>"
    )
    found, _ = look(chromium, site)
    assert found.verdict is Verdict.READY, found.why
