"""A letter that leaves by a window of its own: the guard goes with it, and what the window says is read."""

from __future__ import annotations

import time

import pytest

from huiying.model import State
from huiying.probe.browser import ChromiumBrowser
from tests.practice_site import RECEIPT, Answer, PracticeSite
from tests.unit.test_probe_submit import BODY, Desk, serve_form

pytestmark = pytest.mark.browser

BUTTON = "<button type=button id=go>提交</button>"
RELOAD = "<script>setTimeout(function () { location.reload(); }, 300)</script>"


def script(text: str) -> str:
    return f"<script>var f = document.getElementById('letter'), go = document.getElementById('go'); {text}</script>"


def saved(site: PracticeSite) -> list[str]:
    time.sleep(0.8)
    return [path for path, _ in site.posts if path.startswith("/save")]


@pytest.mark.parametrize(
    ("form", "button", "after"),
    [
        ("target=_blank", "<button type=submit id=go>提交</button>", ""),
        ("target=_blank", BUTTON, "go.onclick = function () { f.submit(); };"),
        ("", BUTTON, "go.onclick = function () { f.target = 'w'; f.submit(); };"),
        ("", BUTTON, "go.onclick = function () { window.open('/wait', 'w'); f.target = 'w'; f.submit(); };"),
        ("", BUTTON, "go.onclick = function () { window.open('', 'w'); f.target = 'w'; f.requestSubmit(); };"),
        ("", "<button type=submit id=go formtarget=_blank>提交</button>", ""),
    ],
    ids=["_blank", "_blank by submit()", "named", "opened first", "opened empty", "formtarget"],
)
def test_a_result_in_another_window_that_reloads_itself_is_not_sent_again(
    chromium: ChromiumBrowser, site: PracticeSite, form: str, button: str, after: str
) -> None:
    serve_form(site, form=form, button=button, after=script(after))
    site.pages["/wait"] = Answer("<p>请稍候</p>")
    site.on_post = lambda path, fields: Answer(RECEIPT + RELOAD)
    assert Desk(chromium, site).put().receipt.number == "2024020500017"
    assert len(saved(site)) == 1


def test_a_form_in_a_window_that_a_link_opened_is_guarded_as_well(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    site.pages["/"] = Answer("<a href='#' onclick=\"window.open('/letter')\">我要咨询</a>")
    serve_form(site)
    site.on_post = lambda path, fields: Answer(RECEIPT + RELOAD)
    assert Desk(chromium, site).put(channel="").receipt.number == "2024020500017"
    assert len(saved(site)) == 1


SENDS = f"""<p>正在提交</p><script>
var text = new URLSearchParams({{a: opener.f.zhuti.value, neirong: opener.f.neirong.value}}).toString();
function send() {{ var x = new XMLHttpRequest(); x.open('POST', '/save');
  x.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
  x.onload = function () {{ document.body.insertAdjacentHTML('beforeend', x.responseText); }}; x.send(text); }}
send(); setTimeout(send, 200);
</script><!-- {BODY} -->"""


def test_a_window_whose_own_script_sends_the_letter_sends_it_once(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    serve_form(site, button=BUTTON, after=script("go.onclick = function () { window.open('/sends'); };"))
    site.pages["/sends"] = Answer(SENDS)
    assert Desk(chromium, site).put().receipt.number == "2024020500017"
    assert len(saved(site)) == 1


def test_a_window_that_is_written_and_sends_a_form_of_its_own_sends_it_once(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    write = """go.onclick = function () { var w = window.open(''), d = w.document;
      d.write('<form method=post action=/save><input name=zhuti><textarea name=neirong></textarea></form>');
      d.forms[0].zhuti.value = f.zhuti.value; d.forms[0].neirong.value = f.neirong.value; d.forms[0].submit();
      setTimeout(function () { f.submit(); }, 50); };"""
    serve_form(site, button=BUTTON, after=script(write))
    assert Desk(chromium, site).put().state in {State.SUBMITTED, State.UNCONFIRMED}
    assert len(saved(site)) == 1


def test_a_receipt_that_opens_in_a_window_after_the_sending_is_read(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    show = (
        "go.onclick = function () { fetch('/save', {method: 'POST', body: new URLSearchParams(new FormData(f))})"
        ".then(function () { window.open('/receipt'); }); };"
    )
    serve_form(site, button=BUTTON, after=script(show))
    site.on_post = lambda path, fields: Answer("{}", type="application/json")
    site.pages["/receipt"] = Answer(RECEIPT)
    assert Desk(chromium, site).put().receipt.number == "2024020500017"
    assert len(saved(site)) == 1


def test_a_form_that_answers_into_a_frame_of_the_page_still_does(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    show = "<iframe name=hid style='display:none'></iframe>" + script(
        "f.target = 'hid'; go.onclick = function () { f.submit(); };"
        "window.done = function (no) { document.body.insertAdjacentHTML('beforeend', '<p>提交成功，受理编号：' + no); };"
    )
    serve_form(site, button=BUTTON, after=show)
    site.on_post = lambda path, fields: Answer("<script>parent.done('2024020500017')</script>")
    assert Desk(chromium, site).put().receipt.number == "2024020500017"
    assert len(saved(site)) == 1
