"""One press is one letter, whatever the page does by itself; a page's own questions and messages are part of it."""

from __future__ import annotations

import time

import pytest

from huiying.model import BlockReason, State
from huiying.probe.browser import ChromiumBrowser
from tests.practice_site import RECEIPT, Answer, PracticeSite
from tests.unit.test_probe_submit import BODY, TITLE, Desk, serve_form

pytestmark = pytest.mark.browser

BUTTON = "<button type=button id=go>提交</button>"
SEND = """
var f = document.getElementById('letter'), go = document.getElementById('go');
function send(then, path) {
  var x = new XMLHttpRequest(); x.open('POST', path || f.getAttribute('action'));
  x.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
  x.onload = function () { then && then(x.responseText); };
  x.send(new URLSearchParams(new FormData(f)).toString());
}
"""


TWO_FETCHES = """
go.onclick = function () {
  for (var i = 0; i < 2; i++) fetch('/save?t=' + Date.now() + i, {method: 'POST', headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({a: f.zhuti.value, b: f.neirong.value, t: Date.now() + i})});
};
"""


def script(text: str) -> str:
    return f"<script>{SEND}{text}</script>"


def saved(site: PracticeSite) -> list[str]:
    return [path for path, _ in site.posts if path.startswith("/save")]


@pytest.mark.parametrize(
    ("button", "after"),
    [
        ("<button type=submit id=go>提交</button>", "go.onclick = function () { send(); };"),
        (BUTTON, "for (var i = 0; i < 2; i++) go.addEventListener('click', function () { send(); });"),
        (BUTTON, "go.onclick = function () { send(); setTimeout(function () { send(); }, 300); };"),
        ("<button type=submit id=go onclick='f.submit()'>提交</button>", ""),
        (BUTTON, TWO_FETCHES),
    ],
    ids=["script and form", "bound twice", "sent again later", "submit() and submit", "two fetches"],
)
def test_a_button_that_would_send_twice_sends_once(
    chromium: ChromiumBrowser, site: PracticeSite, button: str, after: str
) -> None:
    serve_form(site, button=button, after=script(after))
    Desk(chromium, site).put()
    time.sleep(0.5)
    assert len(saved(site)) == 1


def test_a_result_that_reloads_itself_is_not_sent_again(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    """Chromium sends the POST again for location.reload(), without asking."""
    reload = "<script>setTimeout(function () { location.reload(); }, 300)</script>"
    serve_form(site)
    site.on_post = lambda path, fields: Answer(RECEIPT + reload)
    assert Desk(chromium, site).put().receipt.number == "2024020500017"
    time.sleep(0.6)
    assert len(saved(site)) == 1


def test_a_result_that_sends_the_same_form_on_is_stopped(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    onward = f"<form method=post action=/save><textarea name=neirong>{BODY}</textarea></form><script>document.forms[0].submit()</script>"
    serve_form(site)
    site.on_post = lambda path, fields: Answer(RECEIPT + onward)
    assert Desk(chromium, site).put().state is State.SUBMITTED
    assert len(saved(site)) == 1


def test_a_check_before_the_sending_is_no_second_letter(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    check = (
        "go.onclick = function () { fetch('/save', {method: 'POST', body: new URLSearchParams({act: 'check',"
        " neirong: f.neirong.value})}).then(function () { f.submit(); }); };"
    )
    serve_form(site, button=BUTTON, after=script(check))
    assert Desk(chromium, site).put().receipt.number == "2024020500017"
    assert [fields.get("act") for _, fields in site.posts] == ["check", None]


def test_a_result_in_a_window_of_its_own_is_read(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(site, form="target=_blank")
    assert Desk(chromium, site).put().receipt.number == "2024020500017"
    assert len(saved(site)) == 1


def test_a_captcha_that_is_asked_after_the_press_is_unknown(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(site)
    site.on_post = lambda path, fields: Answer(
        "<h2>安全验证</h2><p>请输入验证码继续访问</p><form method=post action=/waf><input name=v><button>确定</button></form>"
    )
    assert Desk(chromium, site).put().state is State.UNCONFIRMED
    assert len(site.posts) == 1


def test_a_look_up_form_on_the_result_is_no_refused_captcha(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(site)
    site.on_post = lambda path, fields: Answer(
        "<p>您好，请登录</p><h2>信件已进入流转</h2><form>信件编号<input name=bh> 请输入验证码<input name=v><button>查询</button></form>"
    )
    assert Desk(chromium, site).put().state is State.UNCONFIRMED
    assert len(site.posts) == 1


# --- questions and messages that a script draws

BOX = (
    "<div id=box style='position:fixed;top:40px;left:40px;width:320px;background:#fff;display:none'><p>WORDS</p>"
    "<button type=button onclick=\"box.style.display='none'\">取消</button><button type=button id=yes>确定</button></div>"
)
ASK = (
    "var box = document.getElementById('box'); go.onclick = function () { box.style.display = 'block'; };"
    " document.getElementById('yes').onclick = function () { box.style.display = 'none'; send(function (text) {"
    " document.body.insertAdjacentHTML('beforeend', text); }); };"
)


def test_a_drawn_question_before_sending_is_part_of_the_press(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(site, button=BUTTON, after=BOX.replace("WORDS", "确认提交该信件吗？") + script(ASK))
    desk = Desk(chromium, site)
    assert desk.put().receipt.number == "2024020500017", desk.door.outcomes
    assert len(saved(site)) == 1


def test_a_drawn_question_about_something_else_is_left_alone(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(site, button=BUTTON, after=BOX.replace("WORDS", "关注我们的公众号？") + script(ASK))
    assert Desk(chromium, site).put().state is State.UNCONFIRMED
    assert saved(site) == []


def test_two_confirms_in_a_row_are_both_part_of_the_press(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(site, form="onsubmit=\"return confirm('确定提交吗？') && confirm('请核对信息是否无误')\"")
    assert Desk(chromium, site).put().state is State.SUBMITTED
    assert len(saved(site)) == 1


def test_a_message_that_fades_before_the_page_leaves_is_heard(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    fade = "<div id=m></div>" + script(
        "go.onclick = function () { send(function () { var m = document.getElementById('m'); m.innerText = '提交成功';"
        " setTimeout(function () { m.innerText = ''; location.href = '/list'; }, 250); }); };"
    )
    serve_form(site, button=BUTTON, after=fade)
    site.pages["/list"] = Answer("<ul><li>关于医保缴费提交失败的咨询 已回复<li>道路积水 已受理</ul>")
    site.on_post = lambda path, fields: Answer('{"code":0}', type="application/json")
    assert Desk(chromium, site).put().state is State.SUBMITTED


def test_a_check_whose_message_fades_is_rejected_since_nothing_left(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    fade = "<div id=m></div>" + script(
        "go.onclick = function () { var m = document.getElementById('m'); m.innerText = '请完善信息，联系地址不能为空';"
        " setTimeout(function () { m.innerText = ''; }, 700); };"
    )
    serve_form(site, button=BUTTON, after=fade)
    desk = Desk(chromium, site)
    assert desk.put().block is BlockReason.FORM_CHANGED
    assert site.posts == []


# --- buttons, menus and windows that are not there at once


def test_a_button_that_counts_down_is_waited_for(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    count = "setTimeout(function () { go.disabled = false; go.innerText = '提交'; }, 2500);"
    serve_form(site, button="<button type=submit id=go disabled>提交(3)</button>", after=script(count))
    assert Desk(chromium, site).put().state is State.SUBMITTED


OVER = (
    "<div id=over style='position:fixed;left:0;right:0;top:0;bottom:0;z-index:9;background:#fff'>"
    "<p>本网站使用 Cookie 以改善浏览体验。</p>INSIDE</div>"
)


@pytest.mark.parametrize(
    ("inside", "state"),
    [
        ("<a href=/policy>了解详情</a> <button type=button onclick='over.remove()'>我知道了</button>", State.SUBMITTED),
        ("<span style='cursor:pointer' onclick='over.remove()'>×</span>", State.SUBMITTED),
        (
            "<button onclick='location=\"/out\"'>拒绝</button><button onclick='over.remove()'>全部接受</button>",
            State.SUBMITTED,
        ),
        ("<form>手机号 <input name=p><button type=button onclick='over.remove()'>确定</button></form>", State.BLOCKED),
        ("<a href=/policy>知道了</a>", State.BLOCKED),
    ],
    ids=["a notice", "a cross", "consent", "asks for something", "leads away"],
)
def test_what_lies_over_the_button_is_closed_where_it_asks_for_nothing(
    chromium: ChromiumBrowser, site: PracticeSite, inside: str, state: State
) -> None:
    serve_form(site, after=OVER.replace("INSIDE", inside))
    desk = Desk(chromium, site)
    assert desk.put().state is state, desk.door.blocks
    assert len(site.posts) == (1 if state is State.SUBMITTED else 0)


def test_a_menu_that_only_listens_is_followed_under_the_pointer(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.pages["/"] = Answer(
        "<div id=menu style='width:200px'><div style='cursor:pointer'>互动交流"
        "<div id=sub style='display:none;cursor:pointer'>我要咨询</div></div></div>"
        "<script>var sub = document.getElementById('sub');"
        "document.getElementById('menu').addEventListener('mouseenter', function () { sub.style.display = 'block'; });"
        "sub.addEventListener('click', function () { location.href = '/letter'; });</script>"
    )
    serve_form(site)
    assert Desk(chromium, site).put(channel="").state is State.SUBMITTED
    assert site.posts[0][1]["zhuti"] == TITLE


def test_a_form_behind_a_button_of_the_home_page_is_opened_first(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(site)
    form = site.pages["/letter"].body
    site.pages["/"] = Answer(
        "<a href='#' onclick=\"document.getElementById('w').style.display='block';return false\">我要写信</a>"
        f"<div id=w style='display:none'>{form}</div>"
    )
    desk = Desk(chromium, site)
    assert desk.put(channel="").state is State.SUBMITTED, desk.door.blocks


def test_a_home_page_that_is_drawn_late_is_waited_for(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.pages["/"] = Answer(
        "<div id=app></div><script>setTimeout(function () { document.getElementById('app').innerHTML ="
        " '<a href=/letter>我要咨询</a>'; }, 1200)</script>"
    )
    serve_form(site)
    assert Desk(chromium, site).put(channel="").state is State.SUBMITTED


WHO_ONLY = (
    "<h3>登记</h3><form method=post action=/who><p>姓名：<input name=xm></p><p>手机号码：<input name=sj></p>"
    "<input type=submit value=确定></form>"
)


@pytest.mark.parametrize(
    ("link", "page", "why"),
    [
        ("我要咨询", WHO_ONLY, BlockReason.FORM_CHANGED),
        (
            "我要咨询",
            "<form action=/s><input name=q placeholder=搜索><button>搜索</button></form>",
            BlockReason.NO_CHANNEL,
        ),
        ("我要咨询", "<p>请拨打12345</p>", BlockReason.NO_CHANNEL),
        ("报名参会", WHO_ONLY, BlockReason.NO_CHANNEL),
    ],
    ids=["who writes", "a search", "a telephone", "elsewhere"],
)
def test_a_site_is_not_named_for_having_no_channel_where_its_channel_shows_a_form_that_is_not_understood(
    chromium: ChromiumBrowser, site: PracticeSite, link: str, page: str, why: BlockReason
) -> None:
    site.pages["/"] = Answer(f"<a href=/ask>{link}</a>")
    site.pages["/ask"] = Answer(page)
    assert Desk(chromium, site).put(channel="").block is why
    assert site.posts == []


@pytest.mark.parametrize(
    ("offices", "found"),
    [("县教育局 杞县人民政府办公室", True), ("县教育局 县卫健委", False)],
    ids=["its office", "others'"],
)
def test_a_page_that_asks_to_whom_one_writes_leads_to_the_sites_own_office(
    chromium: ChromiumBrowser, site: PracticeSite, offices: str, found: bool
) -> None:
    links = "".join(f"<li><a href='/letter?{n}'>{name}</a>" for n, name in enumerate(offices.split()))
    site.pages["/"] = Answer("<a href='/choose'>我要咨询</a>")
    site.pages["/choose"] = Answer(f"<h3>请选择您要咨询的部门</h3><ul>{links}</ul>")
    serve_form(site)
    assert (Desk(chromium, site).put(channel="").state is State.SUBMITTED) is found
    assert [one for one in site.gets if one.startswith("/letter")] == (["/letter?1"] if found else [])
