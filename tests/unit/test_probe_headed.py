"""Handing the visible browser to a person and taking it back: Xvfb stands in for the screen, xdotool for the person's hands."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest

from huiying.model import BlockReason, State
from huiying.ports import Challenge
from huiying.probe.browser import ChromiumBrowser, Patience
from tests.practice_site import Answer, PracticeSite
from tests.unit.test_probe_submit import Desk, serve_form

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="no Xvfb or xdotool"),
]


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1600x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as answer:
        display = f":{answer.readline().strip()}"
    before = os.environ.get("DISPLAY")
    os.environ["DISPLAY"] = display
    yield display
    if before is None:
        del os.environ["DISPLAY"]
    else:
        os.environ["DISPLAY"] = before
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture(scope="module")
def chromium(screen: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromiumBrowser]:
    folder = tmp_path_factory.mktemp("browsers")
    with ChromiumBrowser(folder=folder, headed=True, patience=Patience(page=8, press=6)) as browser:
        yield browser


def hands(*words: object) -> None:
    subprocess.run(["xdotool", *map(str, words)], check=True, stdout=subprocess.DEVNULL)
    time.sleep(0.2)


def place(browser: ChromiumBrowser, selector: str) -> tuple[int, int]:
    """Where an element's middle is on the screen."""
    x, y = browser.run(
        "const b = document.querySelector(arguments[0]).getBoundingClientRect();"
        "return [screenX + (outerWidth - innerWidth) / 2 + b.left + b.width / 2,"
        " screenY + outerHeight - innerHeight + b.top + b.height / 2]",
        selector,
    )
    return round(x), round(y)


class Person:
    """Answers each challenge by doing something on the screen and pressing Enter in the terminal."""

    def __init__(self, do: Callable[[Challenge], None]) -> None:
        self.do = do
        self.asked: list[Challenge] = []

    def solve(self, challenge: Challenge) -> str | None:
        self.asked.append(challenge)
        self.do(challenge)
        return ""


def put(browser: ChromiumBrowser, site: PracticeSite, do: Callable[[Challenge], None], **more: str) -> Desk:
    desk = Desk(browser, site)
    desk.challenger = Person(do)  # type: ignore[assignment]
    desk.put(**more)  # type: ignore[arg-type]
    return desk


def test_an_sms_code_is_typed_by_the_person_in_the_window(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(
        site,
        rows="<tr><td>短信验证码：*</td><td><input name=smscode id=sms required>"
        "<button type=button>获取短信验证码</button></td></tr>",
    )

    def type_code(challenge: Challenge) -> None:
        hands("mousemove", *place(chromium, "#sms"), "click", 1)
        hands("type", "482913")

    desk = put(chromium, site, type_code)
    assert desk.door.outcomes, desk.door.blocks
    assert [one.kind for one in desk.challenger.asked] == ["sms"]
    assert site.posts[0][1]["smscode"] == "482913"
    assert len(site.posts) == 1


SMS = (
    "<tr><td>短信验证码：*</td><td><input name=smscode id=sms required><button type=button id=get>获取短信验证码</button>"
    "</td></tr>"
)
BY_REQUEST = """<script>document.querySelector('form').onsubmit=function(e){e.preventDefault();var data=new URLSearchParams(
new FormData(this));fetch('/save',{method:'POST',body:data}).then(function(a){return a.text()}).then(function(t){
document.body.innerHTML=t})};</script>"""


@pytest.mark.parametrize("script", ["", BY_REQUEST], ids=["a form", "a script's request"])
@pytest.mark.parametrize("by", ["Enter in the field", "a click on the button"])
def test_a_person_who_presses_send_himself_sends_nothing_the_program_does(
    chromium: ChromiumBrowser, site: PracticeSite, by: str, script: str
) -> None:
    serve_form(site, rows=SMS, after=script)

    def type_and_press(challenge: Challenge) -> None:
        hands("mousemove", *place(chromium, "#sms"), "click", 1)
        hands("type", "482913")
        if by == "Enter in the field":
            hands("key", "Return")
        else:
            hands("mousemove", *place(chromium, "form [type=submit]"), "click", 1)
        time.sleep(0.5)
        assert site.posts == []

    desk = put(chromium, site, type_and_press)
    assert desk.door.inquiry is not None
    assert desk.door.inquiry.state is State.SUBMITTED, desk.door.blocks
    assert [post["smscode"] for _, post in site.posts] == ["482913"]


def test_what_the_code_itself_sends_goes_through_meanwhile(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    ask = "<script>document.getElementById('get').onclick=function(){fetch('/code',{method:'POST',body:'phone=1'})}</script>"
    serve_form(site, rows=SMS, after=ask)

    def ask_and_type(challenge: Challenge) -> None:
        hands("mousemove", *place(chromium, "#get"), "click", 1)
        hands("mousemove", *place(chromium, "#sms"), "click", 1)
        hands("type", "482913")

    desk = put(chromium, site, ask_and_type)
    assert desk.door.outcomes, desk.door.blocks
    assert [path for path, _ in site.posts] == ["/code", "/save"]


def test_a_letter_that_leaves_in_a_persons_hands_all_the_same_is_never_put_again(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    serve_form(site, rows=SMS)

    def send_disguised(challenge: Challenge) -> None:
        chromium.run(
            "const f=document.createElement('form');f.method='post';f.action='/save';f.innerHTML='<input name=x value=c2VjcmV0>';"
            "document.body.append(f);f.submit();"
        )
        time.sleep(1)

    desk = put(chromium, site, send_disguised)
    assert len(site.posts) == 1
    assert desk.door.blocks == []
    assert desk.door.inquiry is not None
    assert desk.door.inquiry.state is State.UNCONFIRMED
    assert "交给人操作期间" in desk.door.inquiry.note


def test_a_slider_is_dragged_by_the_person_in_the_window(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    slider = """<tr><td>安全验证：</td><td><div id=track style="position:relative;width:300px;height:34px;background:#ddd">
<div id=knob class="slider-btn" style="position:absolute;left:0;width:40px;height:34px;background:#48f"></div>
<span class="slider-text" style="padding-left:60px">请按住滑块，拖动到最右边</span></div>
<input type=hidden name=passed id=passed></td></tr>"""
    script = """<script>var k=document.getElementById('knob'),x=null;k.onmousedown=function(e){x=e.clientX;e.preventDefault()};
document.onmousemove=function(e){if(x===null)return;k.style.left=Math.max(0,Math.min(260,e.clientX-x))+'px'};
document.onmouseup=function(){if(x!==null&&parseInt(k.style.left)>=255){document.getElementById('passed').value='ok';
document.querySelector('.slider-text').innerText='验证通过'}x=null};</script>"""
    serve_form(
        site,
        rows=slider,
        after=script,
        form="onsubmit=\"if(!document.getElementById('passed').value){alert('请先完成滑块验证');return false}\"",
    )

    def drag(challenge: Challenge) -> None:
        x, y = place(chromium, "#knob")
        hands("mousemove", x, y, "mousedown", 1)
        for step in range(1, 15):
            hands("mousemove", x + step * 20, y)
        hands("mouseup", 1)

    desk = put(chromium, site, drag)
    assert desk.door.outcomes, desk.door.blocks
    assert [one.kind for one in desk.challenger.asked] == ["slider"]
    assert site.posts[0][1]["passed"] == "ok"


def test_a_log_in_is_done_by_the_person_and_the_form_is_found_again(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    serve_form(site)
    form = site.pages.pop("/letter").body
    site.pages["/"] = Answer("<a href='/hall'>我要咨询</a>")
    site.pages["/hall"] = Answer(
        "<meta charset=utf-8><h2>我要咨询</h2><div id=here><p>请先登录后再进行留言</p>"
        "<input id=user placeholder=用户名><input id=word type=password placeholder=密码>"
        "<button id=in type=button onclick=\"if(document.getElementById('word').value=='geheim1')location.href='/mine'\">"
        "登录</button></div>"
    )
    site.pages["/mine"] = Answer("<meta charset=utf-8><p>个人中心</p><a href='/letter2'>我要咨询</a>")
    site.pages["/letter2"] = Answer(form)

    def log_in(challenge: Challenge) -> None:
        hands("mousemove", *place(chromium, "#user"), "click", 1)
        hands("type", "wangfang")
        hands("mousemove", *place(chromium, "#word"), "click", 1)
        hands("type", "geheim1")
        site.pages["/"] = Answer("<a href='/mine'>我要咨询</a>")
        hands("mousemove", *place(chromium, "#in"), "click", 1)
        time.sleep(1)

    desk = put(chromium, site, log_in, channel="")
    assert [one.kind for one in desk.challenger.asked] == ["login"], desk.door.blocks
    assert desk.door.inquiry is not None
    assert desk.door.inquiry.state is State.SUBMITTED, desk.door.blocks
    assert len(site.posts) == 1


def test_a_person_who_does_not_come_blocks_with_what_was_needed(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(
        site,
        rows="<tr><td>短信验证码：*</td><td><input name=smscode><button type=button>获取短信验证码</button></td></tr>",
    )
    desk = Desk(chromium, site, None)
    assert desk.put().block is BlockReason.SMS_REQUIRED
    assert site.posts == []
    serve_form(site)
    assert Desk(chromium, site).put().state is State.SUBMITTED  # the next site is not kept waiting
