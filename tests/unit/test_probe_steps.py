"""A letter asked for in steps is filled step by step; only the press of the last one can send it (decision 0027)."""

from __future__ import annotations

import time

import pytest

from huiying.model import BlockReason, State
from huiying.probe.browser import ChromiumBrowser
from huiying.probe.recipe import read_recipe
from huiying.probe.scout import Verdict
from tests.practice_site import RECEIPT, Answer, PracticeSite
from tests.unit.test_probe_scout import look
from tests.unit.test_probe_submit import BODY, CAPTCHA, PNG, TITLE, Desk

pytestmark = pytest.mark.browser

END = "<button>提交</button>"
READ = "if (at == 0 && !document.getElementById('read').checked) { alert('请先阅读并同意写信须知'); return false; }"


def serve_steps(site: PracticeSite, path: str = "/letter", **words: str) -> None:
    given = {"kind": "button", "rows": "", "end": END, "further": "", "check": READ, "before": ""} | words
    site.page(path, "steps.html", **given)
    site.pages.setdefault("/", Answer(f"<a href='{path}'>我要写信</a>"))


def letter(site: PracticeSite) -> tuple[str, str, str, str]:
    [(_, fields)] = site.posts
    return fields["xm"], fields["sj"], fields["bt"], fields["nr"]


@pytest.mark.parametrize("kind", ["button", "submit"])
def test_steps_of_one_page_are_filled_one_after_the_other_and_sent_once(
    chromium: ChromiumBrowser, site: PracticeSite, kind: str
) -> None:
    serve_steps(site, kind=kind)
    desk = Desk(chromium, site)
    assert desk.put().state is State.SUBMITTED, desk.door.blocks
    assert letter(site) == ("王芳", "13800000000", TITLE, BODY)


def test_a_letter_that_comes_before_who_writes_is_sent_by_the_last_press_only(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    serve_steps(
        site,
        end="<button type=button class=go>下一步</button>",
        further="<div class=step><p>电子邮箱：<b>*</b><input name=yx></p><p>联系地址：<input name=dz></p>"
        "<button>提交</button></div>",
    )
    desk = Desk(chromium, site)
    assert desk.put().state is State.SUBMITTED, desk.door.blocks
    assert letter(site) == ("王芳", "13800000000", TITLE, BODY)
    assert site.posts[0][1]["yx"] == "q7@mail.example"


def test_steps_in_a_frame_are_gone_through(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_steps(site, "/inner")
    site.pages["/letter"] = Answer("<h1>互动交流</h1><iframe src=/inner width=900 height=600></iframe>")
    desk = Desk(chromium, site)
    assert desk.put().state is State.SUBMITTED, desk.door.blocks
    assert letter(site) == ("王芳", "13800000000", TITLE, BODY)


DRAWN = """<h2>我要咨询</h2><div id=app></div><script>
var m = {}, app = document.getElementById('app');
function keep() {
  app.querySelectorAll('input, textarea').forEach(function (e) { m[e.name] = e.value; });
}
function draw(html, then) {
  setTimeout(function () { app.innerHTML = html; app.querySelector('.to').onclick = function () { keep(); then(); }; }, 300);
}
function item(label, box) { return '<p>' + label + '：' + box + '</p>'; }
function button(words) { return '<div class="btn to">' + words + '</div>'; }
function who() { draw(item('姓名', '<input name=xm>') + item('手机号码', '<input name=sj>') + button('下一步'), what); }
function what() { draw(item('标题', '<input name=bt>') + item('内容', '<textarea name=nr></textarea>') + button('下一步'), more); }
function more() { draw(item('电子邮箱', '<input name=yx>') + item('联系地址', '<input name=dz>') + button('下一步'), sure); }
function sure() { draw('<p>请核对以上内容</p>' + button('提交'), send); }
function send() {
  fetch('/save', {method: 'POST', body: new URLSearchParams(m)}).then(function () {
    app.innerHTML = '<p>提交成功，受理编号：A20240205</p>';
  });
}
who();
</script>"""


def test_steps_that_a_script_draws_are_gone_through(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.pages["/letter"] = Answer(DRAWN)
    desk = Desk(chromium, site)
    assert desk.put().state is State.SUBMITTED, desk.door.blocks
    assert letter(site) == ("王芳", "13800000000", TITLE, BODY)


WHO = (
    "<h1>网上咨询</h1><p>第1步，共2步</p>{said}<form method=post><p>姓名：<input name=w-xm required></p>"
    "<p>手机号码：<input name=w-sj required></p><input type=submit value=下一步></form>"
)
WHAT = (
    "<h1>网上咨询</h1><p>第2步，共2步</p><form method=post action=/save><p>标题：<input name=bt required></p>"
    "<p>内容：<textarea name=nr required></textarea></p><button name=to value=1 formnovalidate>上一步</button>"
    "<input type=submit value=提交></form>"
)


def test_steps_that_are_pages_of_their_own_send_the_letter_once(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.pages["/letter"] = Answer(WHO.format(said=""))
    site.on_post = lambda path, fields: Answer(WHAT if path == "/letter" else RECEIPT)
    desk = Desk(chromium, site)
    assert desk.put().state is State.SUBMITTED, desk.door.blocks
    assert [path for path, _ in site.posts] == ["/letter", "/save"]
    assert site.posts[0][1] == {"w-xm": "王芳", "w-sj": "13800000000"}
    assert (site.posts[1][1]["bt"], site.posts[1][1]["nr"]) == (TITLE, BODY)


WHOM = (
    "<h1>网上咨询</h1><form method=post><p>信件类型：<select name=lx required><option value=''>请选择</option>"
    "<option>投诉</option><option>咨询</option></select></p><input type=submit value=下一步></form>"
)


def test_a_first_step_may_ask_for_the_kind_of_letter_only(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.pages["/letter"] = Answer(WHOM)
    answers = iter([WHO.format(said=""), WHAT, RECEIPT])
    site.on_post = lambda path, fields: Answer(next(answers))
    desk = Desk(chromium, site)
    assert desk.put().state is State.SUBMITTED, desk.door.blocks
    assert [sorted(fields) for _, fields in site.posts] == [["lx"], ["w-sj", "w-xm"], ["bt", "nr"]]
    assert site.posts[0][1]["lx"] == "咨询"


def test_a_step_that_the_site_refuses_is_told_in_its_words(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.pages["/letter"] = Answer(WHO.format(said=""))
    site.on_post = lambda path, fields: Answer(WHO.format(said="<p class=error>手机号码格式不正确</p>"))
    desk = Desk(chromium, site)
    assert desk.put().block is BlockReason.FORM_CHANGED
    assert "第1步没有通过：手机号码格式不正确" in desk.door.blocks[0][1]
    assert len(site.posts) == 1


@pytest.mark.parametrize(
    "say",
    ["alert('联系电话未通过校验，请修改')", "document.getElementById('who').prepend('联系电话未通过校验，请修改')"],
)
def test_a_step_that_the_page_refuses_is_told_in_its_words(
    chromium: ChromiumBrowser, site: PracticeSite, say: str
) -> None:
    serve_steps(site, check=f"{READ} if (at == 1) {{ {say}; return false; }}")
    desk = Desk(chromium, site)
    assert desk.put().block is BlockReason.FORM_CHANGED
    assert "第2步没有通过：联系电话未通过校验，请修改" in desk.door.blocks[0][1]
    assert site.posts == []


LAST = {
    "end": "<button type=button class=go>下一步</button>",
    "further": "<div class=step><p>电子邮箱：<input name=yx></p><p>联系地址：<input name=dz></p><button>提交</button></div>",
}
PAIRS = "new URLSearchParams(new FormData(document.getElementById('letter')))"


@pytest.mark.parametrize(
    "leaves",
    [
        f"fetch('/save', {{method: 'POST', body: {PAIRS}}});",
        f"setTimeout(function () {{ fetch('/save', {{method: 'POST', body: {PAIRS}}}); }}, 900);",
        f"navigator.sendBeacon('/save', {PAIRS});",
        f"fetch('/save?' + {PAIRS}).catch(function () {{ setInterval(function () {{ fetch('/save?' + {PAIRS}); }}, 300); }});",
        f"new Image().src = '/save?' + {PAIRS};",
        "document.getElementById('letter').submit();",
        "document.getElementById('letter').target = '_blank'; document.getElementById('letter').requestSubmit();",
        f"window.open('/save?' + {PAIRS});",
        f"var a = document.createElement('a'); a.href = '/save?' + {PAIRS}; a.target = '_blank'; a.click();",
        f"location.href = '/save?' + {PAIRS};",
        f"new Worker('/w.js').postMessage(String({PAIRS}));",
    ],
    ids=[
        "fetch",
        "later",
        "beacon",
        "tried again",
        "picture",
        "form",
        "another window",
        "window",
        "link",
        "address",
        "worker",
    ],
)
def test_what_would_send_the_letter_before_the_last_press_never_leaves(
    chromium: ChromiumBrowser, site: PracticeSite, leaves: str
) -> None:
    site.pages["/w.js"] = Answer(
        "onmessage = function (e) { fetch('/save', {method: 'POST', body: e.data}); };", type="text/javascript"
    )
    serve_steps(site, **LAST, before=f"if (at == 2) {{ {leaves} }}")
    desk = Desk(chromium, site)
    assert desk.put().block is BlockReason.FORM_CHANGED
    assert "没有让它发出" in desk.door.blocks[0][1]
    chromium.begin((site.host,))
    time.sleep(0.5)
    assert site.posts == []
    assert not [one for one in site.gets if one.startswith("/save")]


def test_a_service_worker_takes_no_letter_out_before_the_last_press(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    site.pages["/sw.js"] = Answer(
        "self.addEventListener('activate', function (e) { e.waitUntil(self.clients.claim()); });"
        "self.addEventListener('fetch', function (e) { e.respondWith(fetch(e.request)); });",
        type="text/javascript",
    )
    serve_steps(
        site,
        **LAST,
        before=f"if (at == 2) fetch('/save', {{method: 'POST', body: {PAIRS}}});",
        check=READ + "if (at == 0) navigator.serviceWorker.register('/sw.js');",
    )
    assert Desk(chromium, site).put().block is BlockReason.FORM_CHANGED
    assert site.posts == []


def test_a_letter_whose_only_button_leads_on_is_a_persons(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.pages["/letter"] = Answer(
        "<h2>我要写信</h2><form method=post action=/save><p>姓名：<input name=xm></p><p>标题：<input name=bt></p>"
        "<p>内容：<textarea name=nr></textarea></p><input type=submit value=下一步></form>"
    )
    desk = Desk(chromium, site)
    assert desk.put().block is BlockReason.FORM_CHANGED
    assert "请人工办理" in desk.door.blocks[0][1]
    assert site.posts == []
    assert desk.door.armed == []


def test_a_captcha_that_is_refused_leads_through_the_steps_again(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.pages["/captcha.png"] = Answer(raw=PNG, type="image/png")
    serve_steps(site, rows=f"<table>{CAPTCHA}</table>")
    form = site.pages["/letter"].body
    site.on_post = lambda path, fields: Answer(
        RECEIPT if fields["yzm"] == "good" else form + "<script>alert('验证码错误')</script>"
    )
    desk = Desk(chromium, site, "bad", "good")
    assert desk.put().state is State.SUBMITTED, (desk.door.blocks, desk.door.outcomes)
    assert [fields["nr"] for _, fields in site.posts] == [BODY, BODY]


def test_a_code_that_the_first_step_sends_to_the_phone_is_a_persons(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    site.pages["/letter"] = Answer(
        "<h2>我要咨询</h2><form method=post><p>姓名：<input name=xm></p><p>手机号码：<input name=sj></p>"
        "<p>短信验证码：<input name=dxyzm><button type=button>获取验证码</button></p><input type=submit value=下一步></form>"
    )
    assert Desk(chromium, site).put().block is BlockReason.SMS_REQUIRED
    assert site.posts == []


def test_a_recipe_names_fields_of_all_steps(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_steps(site)
    recipe = read_recipe(
        'verified = 2026-11-01\n[fields]\nname = "[name=xm]"\nphone = "[name=sj]"\ntitle = "[name=bt]"\n'
        'body = "[name=nr]"\n[submit]\nselector = "#what button:not([type])"\n',
        name="杞县",
        where="杞县.toml",
    )
    desk = Desk(chromium, site)
    assert desk.put(recipe=recipe).state is State.SUBMITTED, desk.door.blocks
    assert letter(site) == ("王芳", "13800000000", TITLE, BODY)


def test_scouting_goes_through_the_steps_of_a_page_and_sends_nothing(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    serve_steps(site)
    found, _ = look(chromium, site)
    assert found.verdict is Verdict.READY, found.why
    assert {"同意须知", "姓名", "电话", "标题", "内容"} <= {name for name, _ in found.fields}


def test_scouting_sends_no_step_to_the_site(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.pages["/"] = Answer("<a href=/letter>网上咨询</a>")
    site.pages["/letter"] = Answer(WHO.format(said=""))
    found, _ = look(chromium, site)
    assert found.verdict is Verdict.UNSURE
    assert "摸排时不发送" in found.why
