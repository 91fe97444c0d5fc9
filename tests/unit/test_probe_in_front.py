"""Forms that are not in front at once: drawn late, in a dialog behind a button, behind the tab of their kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huiying.app.reading import read_forms
from huiying.model import State
from huiying.probe.browser import ChromiumBrowser
from tests.practice_site import Answer, PracticeSite
from tests.unit.test_probe_submit import BODY, Desk

pytestmark = pytest.mark.browser

FORM = (
    "<form method=post action=/save{kind}><p>姓名：<input name=xm></p><p>联系电话：<input name=dh></p><p>标题：<input name=bt></p>"
    "<p>内容：<textarea name=nr></textarea></p><button>提交</button></form>"
)
PLAIN = FORM.replace("{kind}", "")
LATE = "setTimeout(function () { document.getElementById('a').innerHTML = " + json.dumps(PLAIN) + "; }, 2500)"
MENU = "<h2>咨询服务</h2><p><a href=/>首页</a> <a href=/news>新闻</a></p>"


def tabs(row: str, shown: int = 0) -> str:
    panes = "".join(
        f"<div class=pane {'' if n == shown else 'hidden'}>{FORM.replace('{kind}', kind)}</div>"
        for n, kind in enumerate(["/ts", "/zx", "/jy"])
    )
    turn = "function go(n) { document.querySelectorAll('.pane').forEach(function (e, i) { e.hidden = i != n; }); return false; }"
    return f"<h2>互动交流</h2>{row}{panes}<script>{turn}</script>"


@pytest.mark.parametrize(
    "page",
    [
        MENU + f"<div id=a></div><script>{LATE}</script>",
        MENU
        + f"<div class=btn onclick='go()'>我要提问</div><div id=a></div><script>function go() {{ {LATE} }}</script>",
        MENU
        + f"<button onclick='document.getElementById(\"d\").hidden = false'>我要留言</button><div id=d hidden>{PLAIN}</div>",
        MENU
        + f"<button onclick='document.getElementById(\"d\").showModal()'>写信</button><dialog id=d>{PLAIN}</dialog>",
        MENU
        + "<span onclick='document.body.append(t.content.cloneNode(true))'>我要写信</span><template id=t>"
        + PLAIN
        + "</template>",
    ],
    ids=["late", "late behind a button", "hidden box", "dialog", "made by script"],
)
def test_a_form_that_comes_late_or_behind_a_button_is_found(
    chromium: ChromiumBrowser, site: PracticeSite, page: str
) -> None:
    site.pages["/"] = Answer("<a href=/ask>互动交流</a>")
    site.pages["/ask"] = Answer("<meta charset=utf-8>" + page)
    desk = Desk(chromium, site)
    assert desk.put(channel="").state is State.SUBMITTED, desk.door.blocks
    assert [fields["nr"] for _, fields in site.posts] == [BODY]


@pytest.mark.parametrize(
    "row",
    [
        "<ul><li onclick='go(0)'>投诉</li><li onclick='go(1)'>咨询</li><li onclick='go(2)'>建议</li></ul>",
        "<p><a href='#ts' onclick='return go(0)'>我要投诉</a><a href='#zx' onclick='return go(1)'>我要咨询</a></p>",
    ],
    ids=["list", "links"],
)
def test_of_forms_behind_tabs_that_for_questions_is_filled(
    chromium: ChromiumBrowser, site: PracticeSite, row: str
) -> None:
    site.pages["/"] = Answer("<a href=/ask>互动交流</a>")
    site.pages["/ask"] = Answer("<meta charset=utf-8>" + tabs(row))
    desk = Desk(chromium, site)
    assert desk.put(channel="").state is State.SUBMITTED, desk.door.blocks
    assert [path for path, _ in site.posts] == ["/save/zx"]


def test_a_tab_for_questions_that_leads_to_no_form_is_left_again(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    row = "<p><a href='#' onclick='return go(0)'>意见建议</a><a href='#' onclick='return go(9)'>政策咨询</a></p>"
    site.pages["/"] = Answer("<a href=/ask>互动交流</a>")
    site.pages["/ask"] = Answer("<meta charset=utf-8>" + tabs(row))
    desk = Desk(chromium, site)
    assert desk.put(channel="").state is State.SUBMITTED, desk.door.blocks
    assert [path for path, _ in site.posts] == ["/save/ts"]


def test_reading_a_page_by_hand_waits_for_a_form_that_is_drawn_late(tmp_path: Path) -> None:
    saved = tmp_path / "late.html"
    saved.write_text(f"<meta charset=utf-8>{MENU}<div id=a></div><script>{LATE}</script>", "utf-8")
    assert [one["purpose"] for one in read_forms(str(saved))["forms"]] == ["consultation"]
