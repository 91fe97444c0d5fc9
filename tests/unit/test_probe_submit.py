"""Putting a question with a real Chromium, on pages of loopback that count every POST."""

from __future__ import annotations

import base64
import os
import signal
from pathlib import Path

import pytest

from huiying.errors import NotAllowed
from huiying.model import BlockReason, EvidenceKind, Inquiry, Persona, Question, Rejected, Site, State, Unknown
from huiying.probe.browser import ChromiumBrowser, Patience
from huiying.probe.page import Target
from huiying.probe.recipe import Recipe, Recipes, read_recipe
from huiying.probe.submit import put
from tests.fakes import FakeChallenger, FakeClock, FakeDoor, FakeVault
from tests.practice_site import RECEIPT, Answer, PracticeSite, practice_site
from tests.rounds import monday

pytestmark = pytest.mark.browser

PERSONA = Persona(name="王芳", phone="13800000000", email="wf@example.com", address="开封市鼓楼区某路1号")
TITLE, BODY = "如何办理居住证", "请问在本地租房居住,办理居住证需要带哪些材料?到哪里办理?"
BUTTON = '<input type="submit" value="提交">'
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC"
)
CAPTCHA = (
    '<tr><td>验证码：*</td><td><input name="yzm"><img src="/captcha.png" alt="验证码" width=80 height=30 '
    "onclick=\"this.src='/captcha.png?'+Math.random()\"></td></tr>"
)


@pytest.fixture
def site(site: PracticeSite) -> PracticeSite:
    serve_form(site)
    return site


def serve_form(site: PracticeSite, path: str = "/letter", **words: str) -> None:
    given = {"code": "4102000001", "action": "/save", "form": "", "rows": "", "button": BUTTON, "after": ""} | words
    site.page(path, "form.html", **given)


class Desk:
    """Everything that `put` is given, and what came of it."""

    def __init__(self, browser: ChromiumBrowser, site: PracticeSite, *answers: str | None) -> None:
        self.browser, self.site = browser, site
        self.clock = FakeClock(monday())
        self.door = FakeDoor(self.clock)
        self.vault = FakeVault(self.clock)
        self.challenger = FakeChallenger(*answers)

    def put(
        self,
        *,
        channel: str = "/letter",
        recipe: Recipe | None = None,
        hosts: tuple[str, ...] = (),
        code: str = "",
        families: Recipes | None = None,
    ) -> Inquiry:
        listed = Site(
            id=1,
            order=1,
            name="杞县",
            home_url=self.site.url + "/",
            hosts=hosts or (self.site.host,),
            code=code,
            channel_url=self.site.url + channel if channel else "",
        )
        inquiry = Inquiry(
            id=7,
            round_id=1,
            site=listed,
            question=Question(id=1, title=TITLE, body=BODY),
            state=State.PLANNED,
            alias="q7@mail.example",
            title=TITLE,
            body=BODY,
            query_password="a1b2c3",
        )
        return put(
            inquiry,
            persona=PERSONA,
            recipe=recipe,
            browser=self.browser,
            door=self.door,
            vault=self.vault,
            challenger=self.challenger,
            clock=self.clock,
            folder="2024Q1/001-杞县",
            families=families,
        )


# --- accepted


def test_a_plain_form_is_filled_and_its_receipt_read(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    desk = Desk(chromium, site)
    after = desk.put()
    assert after.state is State.SUBMITTED, desk.door.blocks or desk.door.outcomes
    assert (after.receipt.number, after.receipt.query_code) == ("2024020500017", "k7m2")
    assert len(site.posts) == 1
    fields = site.posts[0][1]
    assert fields["xingming"] == "王芳"
    assert fields["shouji"] == "13800000000"
    assert fields["youxiang"] == "q7@mail.example"
    assert fields["leixing"] == "2"
    assert fields["gk"] == "0"
    assert (fields["zhuti"], fields["neirong"]) == (TITLE, BODY)
    assert {
        EvidenceKind.PAGE_BEFORE,
        EvidenceKind.SCREENSHOT_BEFORE,
        EvidenceKind.PAGE_AFTER,
        EvidenceKind.SCREENSHOT_AFTER,
    } <= set(desk.vault.kinds())


def test_a_code_that_stands_only_in_an_alert_is_kept(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.on_post = lambda path, fields: Answer(
        "<script>alert('留言成功!信件编号:XJ0099,查询密码:88aa77');location='/letter'</script>"
    )
    desk = Desk(chromium, site)
    after = desk.put()
    assert (after.receipt.number, after.receipt.query_code) == ("XJ0099", "88aa77")
    assert EvidenceKind.ALERT in desk.vault.kinds()
    assert len(site.posts) == 1


def test_a_confirm_before_sending_is_part_of_the_press(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(site, form="onsubmit=\"return confirm('确定要提交吗?')\"")
    after = Desk(chromium, site).put()
    assert after.state is State.SUBMITTED
    assert len(site.posts) == 1


AJAX = """<script>
document.getElementById('go').onclick = function () {
  var x = new XMLHttpRequest(); x.open('POST', '/api/save');
  x.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
  x.onload = function () { AFTER };
  x.send(new URLSearchParams(new FormData(document.getElementById('letter'))).toString());
};</script>"""


def test_an_answer_to_a_script_is_read_without_navigation(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(
        site,
        button="<button type=button id=go>提交</button>",
        after=AJAX.replace("AFTER", "document.body.className='done'"),
    )
    site.on_post = lambda path, fields: Answer(
        '{"success":true,"msg":"提交成功","data":{"bh":"LY20240001","cxm":"9z8y"}}', type="application/json"
    )
    after = Desk(chromium, site).put()
    assert after.state is State.SUBMITTED
    assert (after.receipt.number, after.receipt.query_code) == ("LY20240001", "9z8y")
    assert len(site.posts) == 1


def test_an_answer_to_a_script_that_leaves_at_once_is_kept(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(
        site, button="<button type=button id=go>提交</button>", after=AJAX.replace("AFTER", "location.href='/list'")
    )
    site.pages["/list"] = Answer("<ul><li>关于医保缴费提交失败的咨询 已回复<li>道路积水 已受理</ul>")
    site.on_post = lambda path, fields: Answer(
        '{"code":0,"msg":"留言成功,查询编号:LY20240002"}', type="application/json"
    )
    after = Desk(chromium, site).put()
    assert after.state is State.SUBMITTED
    assert after.receipt.number == "LY20240002"


def test_a_form_in_a_frame_is_filled_and_its_answer_read_there(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.pages["/framed"] = Answer("<h1>政民互动</h1><iframe src='/letter' width=1000 height=700></iframe>")
    after = Desk(chromium, site).put(channel="/framed")
    assert after.state is State.SUBMITTED
    assert after.receipt.number == "2024020500017"


def test_a_form_in_a_frame_of_the_shared_platform_is_filled(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    platform = f"localhost:{site.port}"
    site.pages["/framed"] = Answer(
        f"<h1>政民互动</h1><iframe src='http://{platform}/letter' width=1000 height=700></iframe>"
    )
    desk = Desk(chromium, site)
    after = desk.put(channel="/framed", hosts=(site.host, platform))
    assert after.state is State.SUBMITTED, desk.door.blocks
    assert len(site.posts) == 1


def test_a_notice_page_is_ticked_and_passed_on_the_way_from_home(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.pages["/"] = Answer(
        "<a href='/report'>信访举报</a><a href='/hd'>互动交流</a><a href='/news'>咨询服务中心举行揭牌仪式活动报道</a>"
    )
    site.pages["/hd"] = Answer("<a href='/query'>信件查询</a><a href='/notice'>我要咨询</a>")
    site.pages["/notice"] = Answer(
        "<h2>写信须知</h2><p>请遵守法律法规。</p><label>"
        "<input type=checkbox id=ok onclick=\"document.getElementById('b').disabled=!this.checked\">我已阅读并同意</label>"
        "<button id=b disabled onclick=\"location='/letter'\">下一步</button>"
    )
    after = Desk(chromium, site).put(channel="")
    assert after.state is State.SUBMITTED
    assert not any(path.startswith(("/report", "/query")) for path in site.gets)


def test_a_captcha_is_read_by_a_person_and_asked_again_after_a_refusal(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    serve_form(site, rows=CAPTCHA)
    site.pages["/captcha.png"] = Answer(raw=PNG, type="image/png")
    said = iter(["验证码错误,请重新输入!", RECEIPT])

    def answer(path: str, fields: dict[str, str]) -> Answer:
        text = next(said)
        return Answer(text if "编号" in text else f"<script>alert('{text}');history.back()</script>")

    site.on_post = answer
    desk = Desk(chromium, site, "ab12", "", "cd34")
    after = desk.put()
    assert after.state is State.SUBMITTED, desk.door.outcomes
    assert [fields["yzm"] for _, fields in site.posts] == ["ab12", "cd34"]
    assert len(desk.door.armed) == 2
    assert desk.challenger.asked[0].picture.startswith(b"\x89PNG")
    assert desk.challenger.asked[0].prompt == "验证码"
    assert EvidenceKind.CHALLENGE in desk.vault.kinds()


@pytest.mark.parametrize(
    "button", ["<button type=submit>提交</button>", "<button type=button onclick='this.form.submit()'>提交</button>"]
)
def test_a_refused_form_that_comes_back_in_the_answer_is_pressed_again(
    chromium: ChromiumBrowser, site: PracticeSite, button: str
) -> None:
    """The answer to the POST is the form itself with a message; what left before that was refused stops nothing now."""
    serve_form(site, action="/letter", rows=CAPTCHA, button=button)
    site.pages["/captcha.png"] = Answer(raw=PNG, type="image/png")
    form = site.pages["/letter"].body
    said = iter([form.replace("<form", "<p class=err>验证码错误,请重新输入</p><form", 1), RECEIPT])
    site.on_post = lambda path, fields: Answer(next(said))
    desk = Desk(chromium, site, "ab12", "cd34")
    assert desk.put().state is State.SUBMITTED, desk.door.outcomes
    assert [fields["yzm"] for _, fields in site.posts] == ["ab12", "cd34"]


# --- rejected and unknown


def test_a_captcha_refused_three_times_blocks(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(site, rows=CAPTCHA)
    site.pages["/captcha.png"] = Answer(raw=PNG, type="image/png")
    site.on_post = lambda path, fields: Answer("<script>alert('验证码不正确');history.go(-1)</script>")
    desk = Desk(chromium, site, "1", "2", "3", "4", "5")
    assert desk.put().block is BlockReason.CHALLENGE_REFUSED
    assert len(site.posts) == 3


@pytest.mark.parametrize(
    "answer",
    [
        Answer("内部错误", status=500),
        Answer(""),
        Answer("没有回音", delay=7),
        Answer("", drop=True),
        Answer("<script>alert('请不要重复提交,该内容已经提交过')</script>"),
        Answer("<ul><li>关于医保缴费提交失败的咨询 已回复<li>道路积水 已受理</ul>"),
    ],
    ids=["500", "blank", "no answer", "dropped", "duplicate", "other people's letters"],
)
def test_what_proves_nothing_is_unknown_and_is_pressed_once(
    chromium: ChromiumBrowser, site: PracticeSite, answer: Answer
) -> None:
    site.on_post = lambda path, fields: answer
    desk = Desk(chromium, site)
    after = desk.put()
    assert after.state is State.UNCONFIRMED, desk.door.outcomes
    assert len(desk.door.armed) == 1
    assert len(site.posts) == 1  # Chromium itself repeats a POST that a used connection dropped without an answer


def test_a_form_that_reloads_empty_is_unknown(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.on_post = lambda path, fields: site.pages["/letter"]
    assert Desk(chromium, site).put().state is State.UNCONFIRMED


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("标题不能少于10个字", BlockReason.FORM_CHANGED),
        ("提交过于频繁,请稍后再试", BlockReason.RATE_LIMITED),
        ("请先登录后再留言", BlockReason.LOGIN_REQUIRED),
    ],
)
def test_a_refusal_in_so_many_words_is_rejected(
    chromium: ChromiumBrowser, site: PracticeSite, said: str, reason: BlockReason
) -> None:
    site.on_post = lambda path, fields: Answer(f"<script>alert('{said}');history.back()</script>")
    desk = Desk(chromium, site)
    assert desk.put().block is reason
    assert isinstance(desk.door.outcomes[0], Rejected)


def test_the_pages_own_check_that_stops_the_form_is_rejected(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(
        site,
        form="onsubmit=\"document.getElementById('m').innerText='手机号码格式不正确';return false\"",
        after="<div id=m></div>",
    )
    desk = Desk(chromium, site)
    assert desk.put().block is BlockReason.FORM_CHANGED
    assert isinstance(desk.door.outcomes[0], Rejected)
    assert site.posts == []


# --- blocked before the door


def blocked(desk: Desk) -> BlockReason | None:
    assert desk.door.armed == []
    assert desk.site.posts == []
    return desk.door.blocks[0][0] if desk.door.blocks else None


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer("坏了", status=502), BlockReason.SERVER_ERROR),
        (Answer("慢", delay=6), BlockReason.TIMEOUT),
        (Answer("<p>没完没了", endless=True), BlockReason.TIMEOUT),
        (Answer("", drop=True), BlockReason.UNREACHABLE),
        (Answer("禁止", status=403), BlockReason.RATE_LIMITED),
        (Answer("<p>这里什么也没有"), BlockReason.NO_CHANNEL),
        (Answer("<h2>我要咨询</h2><p>请先登录后再进行留言</p><a href='/login'>登录</a>"), BlockReason.LOGIN_REQUIRED),
    ],
)
def test_a_page_that_can_not_be_used_blocks_with_its_reason(
    chromium: ChromiumBrowser, site: PracticeSite, answer: Answer, reason: BlockReason
) -> None:
    site.pages["/"] = site.pages["/letter"] = answer
    desk = Desk(chromium, site)
    desk.put()
    assert blocked(desk) is reason
    site.pages["/"] = Answer("<a href='/ok'>我要咨询</a>")
    serve_form(site, "/ok")
    assert Desk(chromium, site).put(channel="").state is State.SUBMITTED  # the session is usable afterwards


def test_what_the_surest_link_met_is_the_reason(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.pages["/"] = Answer("<a href='/broken'>我要咨询</a><a href='/list'>互动交流</a>")
    site.pages["/broken"] = Answer("坏了", status=500)
    site.pages["/list"] = Answer("<p>没有表单")
    desk = Desk(chromium, site)
    desk.put(channel="")
    assert blocked(desk) is BlockReason.SERVER_ERROR


def test_a_refused_connection_is_unreachable(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    desk = Desk(chromium, site)
    site.port = 1
    desk.put()
    assert blocked(desk) is BlockReason.UNREACHABLE


def test_a_redirect_to_another_host_is_left_before_anything_is_typed(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    with practice_site() as other:
        serve_form(other)
        site.pages["/letter"] = Answer("", status=302, headers={"Location": other.url + "/letter"})
        desk = Desk(chromium, site)
        desk.put()
        assert blocked(desk) is BlockReason.OFF_ROSTER
        assert other.posts == []


def test_a_form_that_would_send_to_another_host_is_not_pressed(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    with practice_site() as other:
        serve_form(site, action=other.url + "/save")
        desk = Desk(chromium, site)
        desk.put()
        assert blocked(desk) is BlockReason.OFF_ROSTER
        assert other.posts == []


def test_an_action_that_a_script_turns_elsewhere_is_stopped(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    with practice_site() as other:
        serve_form(
            site,
            button=f"<button type=button onclick=\"var f=this.form;f.action='{other.url}/save';f.submit()\">提交</button>",
        )
        desk = Desk(chromium, site)
        assert desk.put().block is BlockReason.OFF_ROSTER
        assert other.posts == []
        assert site.posts == []


def test_a_frame_of_another_host_is_not_filled(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.pages["/framed"] = Answer(
        f"<h1>政民互动</h1><iframe src='http://localhost:{site.port}/letter' width=900 height=700></iframe>"
    )
    desk = Desk(chromium, site)
    desk.put(channel="/framed")
    assert blocked(desk) is BlockReason.OFF_ROSTER


def test_another_sites_code_is_the_wrong_site(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    desk = Desk(chromium, site)
    desk.put(code="4102999999")
    assert blocked(desk) is BlockReason.WRONG_SITE


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("<tr><td>身份证号：<b>*</b></td><td><input name=sfzh required></td></tr>", BlockReason.REAL_NAME_REQUIRED),
        ("<tr><td>宗教信仰派别：<b>*</b></td><td><input name=q17 required></td></tr>", BlockReason.UNMAPPED_REQUIRED),
        (CAPTCHA, BlockReason.CHALLENGE_UNSOLVED),
        (
            "<tr><td>短信验证码：*</td><td><input name=smscode><button type=button>获取短信验证码</button></td></tr>",
            BlockReason.SMS_REQUIRED,
        ),
    ],
    ids=["id card", "unknown", "captcha unanswered", "sms"],
)
def test_a_form_that_can_not_be_filled_honestly_blocks(
    chromium: ChromiumBrowser, site: PracticeSite, rows: str, reason: BlockReason
) -> None:
    site.pages["/captcha.png"] = Answer(raw=PNG, type="image/png")
    serve_form(site, rows=rows)
    desk = Desk(chromium, site)
    desk.put()
    assert blocked(desk) is reason


def test_a_text_that_does_not_fit_is_never_cut(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(site, rows="", after="")
    site.pages["/letter"] = Answer(site.pages["/letter"].body.replace('maxlength="50"', 'maxlength="3"'))
    desk = Desk(chromium, site)
    desk.put()
    assert blocked(desk) is BlockReason.FORM_CHANGED


def test_a_recipes_missing_selector_says_that_the_form_changed(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    recipe = read_recipe('[fields]\ntitle = "#gone"\n', name="x", where="x.toml")
    desk = Desk(chromium, site)
    desk.put(recipe=recipe)
    assert blocked(desk) is BlockReason.FORM_CHANGED
    assert "#gone" in desk.door.blocks[0][1]


def test_a_recipe_names_the_way_the_fields_and_the_button(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.pages["/way"] = Answer("<a href='/letter'>进去</a>")
    recipe = read_recipe(
        '[[steps]]\nopen = "/way"\n[[steps]]\nlink = "进去"\n[fields]\nbody = "textarea"\n'
        'category = {selector = "[name=leixing]", option = "投诉"}\n'
        '[submit]\nselector = "input[type=submit]"\n[outcome]\naccepted = ["谢谢惠顾"]\nreceipt = ["票号(?P<number>[0-9]+)"]\n',
        name="x",
        where="x.toml",
    )
    site.on_post = lambda path, fields: Answer("<p>谢谢惠顾 票号778899")
    after = Desk(chromium, site).put(channel="/way", recipe=recipe)
    assert after.receipt.number == "778899"
    assert site.posts[0][1]["leixing"] == "1"


# --- crashes


def test_a_browser_killed_in_the_press_is_unknown_and_a_new_one_takes_the_next_site(
    site: PracticeSite, tmp_path: Path
) -> None:
    with ChromiumBrowser(folder=tmp_path, patience=Patience(page=4, press=5)) as browser:
        desk = Desk(browser, site)
        desk.door = FakeDoor(desk.clock, after_arm=lambda: _kill(browser))
        assert desk.put().state is State.UNCONFIRMED
        assert isinstance(desk.door.outcomes[0], Unknown)
        assert len(site.posts) <= 1
        assert Desk(browser, site).put().state is State.SUBMITTED


def test_a_machine_that_slept_between_the_permission_and_the_click_does_not_click(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    serve_form(site)
    desk = Desk(chromium, site)
    desk.door = FakeDoor(desk.clock, after_arm=lambda: desk.clock.sleep(15 * 3600))
    put = desk.put()
    assert site.posts == []
    assert (put.state, put.block) == (State.BLOCKED, BlockReason.BROWSER_FAILED)
    assert "没有点击" in desk.door.outcomes[0].why


def test_a_browser_killed_before_the_door_blocks(site: PracticeSite, tmp_path: Path) -> None:
    with ChromiumBrowser(folder=tmp_path, patience=Patience(page=4, press=5)) as browser:
        desk = Desk(browser, site)
        serve_form(site, rows=CAPTCHA)
        site.pages["/captcha.png"] = Answer(raw=PNG, type="image/png")
        desk.challenger.solve = lambda challenge: _kill(browser) or "ab12"  # type: ignore[method-assign,func-returns-value]
        desk.put()
        assert blocked(desk) is BlockReason.BROWSER_FAILED


def test_a_full_disk_after_the_press_leaves_it_unknown(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    desk = Desk(chromium, site)
    desk.vault = FakeVault(desk.clock, fail_after=2)
    assert desk.put().state is State.UNCONFIRMED
    assert len(site.posts) == 1


def _kill(browser: ChromiumBrowser) -> None:
    os.kill(browser.process_id(), signal.SIGKILL)


# --- forms that live


def test_a_captcha_that_is_checked_on_blur_is_asked_again_without_a_press(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    check = (
        "<script>var y=document.getElementsByName('yzm')[0];y.onblur=function(){fetch('/check?v='+y.value).then(r=>r.text())"
        ".then(t=>{document.getElementById('m').innerText=t})}</script><div id=m></div>"
    )
    serve_form(site, rows=CAPTCHA, after=check)
    site.pages["/captcha.png"] = Answer(raw=PNG, type="image/png")
    site.pages["/check?v=bad1"] = Answer("验证码错误", type="text/plain; charset=utf-8")
    site.pages["/check?v=good"] = Answer("", type="text/plain; charset=utf-8")
    desk = Desk(chromium, site, "bad1", "good")
    assert desk.put().state is State.SUBMITTED
    assert len(desk.door.armed) == 1
    assert site.posts[0][1]["yzm"] == "good"


def test_a_select_that_a_script_draws_is_chosen_by_its_entry(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    drawn = (
        "<tr><td>受理部门：<b>*</b></td><td><select name=bm required style='display:none'><option value=''>请选择</option>"
        "<option value=7>杞县人民政府办公室</option></select><div class='layui-form-select'><div class='layui-select-title'>"
        "<input type=text placeholder=请选择 readonly onclick=\"document.getElementById('dl').style.display='block'\"></div>"
        "<dl id=dl style='display:none'><dd onclick=\"document.getElementsByName('bm')[0].value='7';this.parentNode.style.display='none'\">"
        "杞县人民政府办公室</dd></dl></div></td></tr>"
    )
    serve_form(site, rows=drawn)
    desk = Desk(chromium, site)
    assert desk.put().state is State.SUBMITTED, desk.door.blocks or desk.door.outcomes
    assert site.posts[0][1]["bm"] == "7"


def test_options_that_come_with_the_choice_above_are_waited_for(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    cascade = (
        "<tr><td>受理单位：<b>*</b></td><td><select name=qx required onchange=\"setTimeout(function(){document.getElementsByName('bm')[0]"
        ".innerHTML='<option value=>请选择</option><option value=3>办公室</option><option value=4>财务科</option>'},700)\">"
        "<option value=''>请选择</option><option value=1>杞县</option><option value=2>通许县</option></select>"
        "<select name=bm required><option value=''>请选择</option></select></td></tr>"
    )
    serve_form(site, rows=cascade)
    desk = Desk(chromium, site)
    assert desk.put().state is State.SUBMITTED, desk.door.blocks or desk.door.outcomes
    assert (site.posts[0][1]["qx"], site.posts[0][1]["bm"]) == ("1", "3")


def test_a_question_to_send_again_is_answered_no(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    again = AJAX.replace("AFTER", "if(confirm('网络繁忙,是否重新提交?')) document.getElementById('letter').submit()")
    serve_form(site, button="<button type=button id=go>提交</button>", after=again)
    site.on_post = lambda path, fields: Answer("")
    desk = Desk(chromium, site)
    assert desk.put().state is State.UNCONFIRMED
    assert len(site.posts) == 1


def test_the_same_dispatch_is_never_pressed_twice(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    chromium.begin((site.host,))
    chromium.open(site.url + "/letter")
    dispatch = FakeDoor(FakeClock(monday())).arm(_planned(), evidence=())
    chromium.press(dispatch, Target(selector="input[type=submit]"))
    chromium.after_press()
    chromium.open(site.url + "/letter")
    with pytest.raises(NotAllowed):
        chromium.press(dispatch, Target(selector="input[type=submit]"))
    assert len(site.posts) == 1


def _planned() -> Inquiry:
    listed = Site(id=1, order=1, name="杞县", home_url="http://x/", hosts=("x",))
    return Inquiry(
        id=7,
        round_id=1,
        site=listed,
        question=Question(id=1, title=TITLE, body=BODY),
        state=State.PLANNED,
        alias="a@b.cn",
    )
