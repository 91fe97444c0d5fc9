"""A visit to a site: every way is tried, nothing is invented, nothing but a look-up is ever sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from huiying.model import (
    SHANGHAI,
    AnswerKind,
    Channel,
    Inquiry,
    Persona,
    Question,
    Receipt,
    Site,
    State,
)
from huiying.probe.fetched import FailureKind, FetchFailed
from huiying.probe.recheck import Absent, Recheck, Seen, Unreadable, recheck
from huiying.probe.visit import WayMemory
from huiying.probe.ways import AnswerWays, ways_from
from tests.fakes import FakeChallenger, FakeClock, FakePageBrowser, FakePages, FakeVault

HOST = "www.qx.gov.cn"
HOME = f"http://{HOST}/"
TITLE = "社保卡丢失后如何补办"
BODY = "您好,我的社保卡不慎丢失,请问补办需要带哪些材料,到哪里办理?谢谢。"
REPLY = "您好,请您携带本人有效身份证到合作银行任一网点办理社保卡补卡,当场领取。"
NOW = datetime(2024, 2, 7, 9, tzinfo=SHANGHAI)


def inquiry(*, number: str = "", code: str = "", channel: str = "", asked: bool = True, password: str = "") -> Inquiry:
    site = Site(id=7, order=1, name="杞县", home_url=HOME, hosts=(HOST,), channel_url=channel)
    return Inquiry(
        id=1, round_id=1, site=site, question=Question(id=1, title=TITLE, body=BODY, keywords=("身份证",)),
        state=State.SUBMITTED if asked else State.UNCONFIRMED, alias="a@b.cn", title=TITLE, body=BODY, query_password=password,
        asked_at=datetime(2024, 2, 5, 9, tzinfo=SHANGHAI) if asked else None, receipt=Receipt(number=number, query_code=code),
    )  # fmt: skip


def letter(
    reply: str = "", *, asked: str = "2024-02-05", title: str = TITLE, body: str = BODY, number: str = ""
) -> str:
    answer = (
        f"<tr><td>回复时间</td><td>2024-02-06 10:00</td></tr><tr><td>回复内容</td><td>{reply}</td></tr>"
        if reply
        else ""
    )
    numbered = f"<tr><td>信件编号</td><td>{number}</td></tr>" if number else ""
    return (
        f"<table>{numbered}<tr><td>标题</td><td>{title}</td></tr><tr><td>来信时间</td><td>{asked}</td></tr>"
        f"<tr><td>来信内容</td><td>{body}</td></tr><tr><td>状态</td><td>{'已回复' if reply else '办理中'}</td></tr>{answer}</table>"
    )


def listing(*rows: tuple[str, str, str], more: str = "", state: str = "已回复") -> str:
    lines = "".join(
        f'<tr><td><a href="{url}">{title}</a></td><td>{day}</td><td></td><td>{state}</td></tr>'
        for title, url, day in rows
    )
    return f"<table><tr><th>标题</th><th>来信时间</th><th>回复时间</th><th>状态</th></tr>{lines}</table>{more}"


LOOKUP = '<form action="/cx.do" method="post">编号：<input name="bh"> 查询码：<input name="cxm"><input type="submit" value="查询"></form>'
CAPTCHA = (
    '<form action="/cx.do" method="post">编号：<input name="bh"> 查询码：<input name="cxm"> 验证码：<input name="yzm">'
    '<img src="/yzm.jpg"><input type="submit" value="查询"></form>'
)


BY_PHONE = (
    '<form action="/q.do" method="post">手机号码：<input name="sj"> 信件标题：<input name="bt">'
    '<input type="submit" value="查询"></form>'
)


def visit(one: Inquiry, pages: FakePages, **more: Any) -> Recheck:
    clock = FakeClock(NOW)
    values: dict[str, Any] = {
        "ways": None, "browser_factory": None, "challenger": None, "vault": FakeVault(clock), "clock": clock, "folder": "x",
    }  # fmt: skip
    return recheck(one, fetcher=pages, **{**values, **more})


def ways(**raw: Any) -> AnswerWays:
    return ways_from(raw, where="杞县.toml")


def test_a_look_up_by_number_and_code_shows_the_reply() -> None:
    pages = FakePages(
        {HOME: '<a href="/cx.htm">信件查询</a>', f"{HOME}cx.htm": LOOKUP, f"{HOME}cx.do": letter(REPLY, number="ZX01")}
    )
    got = visit(inquiry(number="ZX01", code="1234"), pages)
    (seen,) = got.items
    assert isinstance(seen, Seen)
    assert (seen.channel, seen.reading.text, seen.judgement.kind) == (Channel.LOOKUP, REPLY, AnswerKind.SUBSTANTIVE)
    assert seen.reading.answered_at
    assert seen.reading.answered_at.at.isoformat() == "2024-02-06T10:00:00+08:00"
    assert seen.evidence
    assert pages.posts == [(f"{HOME}cx.do", {"bh": "ZX01", "cxm": "1234"})]
    assert got.found


def test_a_look_up_that_says_answered_and_shows_no_text_proves_no_silence() -> None:
    bubbles = f'<p>编号：ZX01 状态：已答复</p><div class="q">{BODY}</div><div class="a"></div>'
    shown = letter(number="ZX01").replace("办理中", "已答复")
    for page in (shown, bubbles + shown):
        pages = FakePages({HOME: LOOKUP, f"{HOME}cx.do": page})
        got = visit(inquiry(number="ZX01", code="1234"), pages)
        assert not [item for item in got.items if isinstance(item, Absent)]
        assert any(isinstance(item, Unreadable) and "没有读到答复的文字" in item.why for item in got.items)


def test_a_look_up_without_a_reply_proves_its_absence() -> None:
    pages = FakePages({HOME: LOOKUP, f"{HOME}cx.do": letter(number="ZX01")})
    got = visit(inquiry(number="ZX01", code="1234"), pages)
    (absent,) = got.items
    assert isinstance(absent, Absent)
    assert (absent.channel, absent.weak, absent.state) == (Channel.LOOKUP, False, "办理中")


def test_a_look_up_that_finds_nothing_proves_nothing() -> None:
    pages = FakePages({HOME: LOOKUP, f"{HOME}cx.do": "<p>查无此信件,请核对编号。</p>"})
    (item,) = visit(inquiry(number="ZX01", code="1234"), pages).items
    assert isinstance(item, Unreadable)
    assert item.why == "查询结果中没有本次咨询"


def test_an_acknowledgement_on_the_page_is_seen_as_one_and_the_other_ways_are_tried() -> None:
    pages = FakePages(
        {HOME: LOOKUP, f"{HOME}cx.do": letter("您的来信已收到,我们将尽快答复,请耐心等待。", number="ZX01")}
    )
    (seen,) = visit(inquiry(number="ZX01", code="1234"), pages).items
    assert isinstance(seen, Seen)
    assert seen.judgement.kind is AnswerKind.ACKNOWLEDGEMENT


def test_the_operator_reads_the_captcha_of_a_look_up() -> None:
    def answer(form: dict[str, str]) -> str:
        return letter(REPLY, number="ZX01") if form.get("yzm") == "ab12" else "<p>验证码错误,请重新输入</p>"

    pages = FakePages({HOME: CAPTCHA, f"{HOME}yzm.jpg": b"picture", f"{HOME}cx.do": answer})
    operator = FakeChallenger("xxxx", "", "ab12")
    got = visit(inquiry(number="ZX01", code="1234"), pages, challenger=operator)
    assert [type(item) for item in got.items] == [Seen]
    assert [asked.picture for asked in operator.asked] == [b"picture"] * 3
    assert [form["yzm"] for _, form in pages.posts] == ["xxxx", "ab12"]


def test_a_captcha_that_nobody_reads_makes_the_look_up_unreadable() -> None:
    pages = FakePages({HOME: CAPTCHA, f"{HOME}yzm.jpg": b"picture"})
    (item,) = visit(inquiry(number="ZX01", code="1234"), pages, challenger=FakeChallenger(None)).items
    assert isinstance(item, Unreadable)
    assert item.why == "查询验证码无人填写"
    assert pages.posts == []


def test_the_operator_is_not_asked_where_the_list_shows_it() -> None:
    pages = FakePages(
        {HOME: CAPTCHA + '<a href="/l.htm">来信选登</a>', f"{HOME}l.htm": listing((TITLE, "/d1.htm", "2024-02-05")),
         f"{HOME}d1.htm": letter(REPLY)}
    )  # fmt: skip
    operator = FakeChallenger("ab12")
    got = visit(inquiry(number="ZX01", code="1234"), pages, challenger=operator)
    assert [item.channel for item in got.items] == [Channel.LIST]
    assert operator.asked == []


def test_a_list_is_followed_page_by_page_to_our_line() -> None:
    others = [(f"关于第{n}号路的修缮问题", f"/o{n}.htm", "2024-02-06") for n in range(3)]
    pages = FakePages(
        {HOME: '<a href="/l.htm">公众留言</a>', f"{HOME}l.htm": listing(*others, more='<a href="/l2.htm">下一页</a>'),
         f"{HOME}l2.htm": listing((TITLE, "/d1.htm", "2024-02-05")), f"{HOME}d1.htm": letter(REPLY)}
    )  # fmt: skip
    (seen,) = visit(inquiry(), pages).items
    assert isinstance(seen, Seen)
    assert (seen.channel, seen.url) == (Channel.LIST, f"{HOME}d1.htm")


def test_a_pending_line_of_a_list_proves_the_absence() -> None:
    pages = FakePages(
        {
            HOME: '<a href="/l.htm">公众留言</a>',
            f"{HOME}l.htm": listing((TITLE, "/d1.htm", "2024-02-05"), state="办理中"),
            f"{HOME}d1.htm": letter(),
        }
    )
    (absent,) = visit(inquiry(), pages).items
    assert isinstance(absent, Absent)
    assert not absent.weak


LINE_ONLY = f"<table><tr><th>标题</th><th>来信时间</th><th>状态</th></tr><tr><td>{TITLE}</td><td>2024-02-05</td><td>{{}}</td></tr></table>"


@pytest.mark.parametrize("line", [LINE_ONLY.format("已答复"), LINE_ONLY.replace("状态", "答复时间").format("2024-02-06"),
                                  listing((TITLE, "/d1.htm", "2024-02-05"))])  # fmt: skip
def test_a_line_that_says_answered_proves_no_silence_whatever_stands_behind_it(line: str) -> None:
    pages = FakePages({HOME: '<a href="/l.htm">公众留言</a>', f"{HOME}l.htm": line, f"{HOME}d1.htm": letter()})
    items = visit(inquiry(), pages).items
    assert any(isinstance(item, Unreadable) and item.named and "没有读到答复的文字" in item.why for item in items)
    assert not [item for item in items if isinstance(item, Absent)]


@pytest.mark.parametrize(
    ("state", "kind"), [("办理中", Absent), ("已受理", Absent), ("已办结", Unreadable), ("", Unreadable)]
)
def test_a_line_without_a_page_behind_it_proves_silence_only_where_it_says_that_nothing_came_yet(
    state: str, kind: type
) -> None:
    pages = FakePages({HOME: '<a href="/l.htm">公众留言</a>', f"{HOME}l.htm": LINE_ONLY.format(state)})
    assert [type(item) for item in visit(inquiry(), pages).items] == [kind]


@pytest.mark.parametrize(
    "said",
    [
        "<p>您的来信已由市人社局答复。</p>",
        "<ul><li>2024-02-05 09:10 已受理</li><li>2024-02-06 10:00 已答复</li></ul>",
        "<p>答复时间：2024-02-06 10:00</p>",
    ],
)
def test_a_letters_page_that_says_answered_in_any_way_proves_no_silence(said: str) -> None:
    page = f"<p>编号：ZX01</p><p>标题：{TITLE}</p><p>来信内容：{BODY}</p>{said}"
    items = visit(inquiry(number="ZX01", code="1"), FakePages({HOME: LOOKUP, f"{HOME}cx.do": page})).items
    assert [type(item) for item in items] == [Unreadable]


def test_a_list_that_does_not_show_us_is_weak_evidence() -> None:
    pages = FakePages(
        {HOME: '<a href="/l.htm">公众留言</a>', f"{HOME}l.htm": listing(("路灯不亮影响出行", "/o.htm", "2024-01-05"))}
    )
    (absent,) = visit(inquiry(), pages).items
    assert isinstance(absent, Absent)
    assert absent.weak


def test_a_list_says_nothing_where_the_look_up_decides_and_failed() -> None:
    pages = FakePages(
        {HOME: LOOKUP + '<a href="/l.htm">公众留言</a>', f"{HOME}l.htm": listing(("路灯不亮影响出行", "/o.htm", "2024-01-05")),
         f"{HOME}cx.do": FetchFailed(FailureKind.TIMEOUT, "网站在30秒内没有给出网页")}
    )  # fmt: skip
    items = visit(inquiry(number="ZX01", code="1234"), pages).items
    assert [type(item) for item in items] == [Unreadable]


def test_last_quarters_question_with_the_same_words_is_not_ours() -> None:
    pages = FakePages(
        {HOME: '<a href="/l.htm">公众留言</a>', f"{HOME}l.htm": listing((TITLE, "/old.htm", "2023-11-28")),
         f"{HOME}old.htm": letter(REPLY, asked="2023-11-28")}
    )  # fmt: skip
    got = visit(inquiry(), pages)
    assert not got.found
    assert not any(isinstance(item, Seen) for item in got.items)


def test_two_lines_with_our_words_are_left_to_a_person() -> None:
    pages = FakePages(
        {HOME: '<a href="/l.htm">公众留言</a>', f"{HOME}l.htm": listing((TITLE, "/a.htm", "2024-02-05"), (TITLE, "/b.htm", "2024-02-05")),
         f"{HOME}a.htm": letter(REPLY), f"{HOME}b.htm": letter("另一个人的答复,请到社区办理即可,带户口簿。")}
    )  # fmt: skip
    (item,) = visit(inquiry(), pages).items
    assert isinstance(item, Unreadable)
    assert "须人工辨认" in item.why


def test_another_persons_letter_behind_the_line_is_not_taken() -> None:
    pages = FakePages(
        {HOME: '<a href="/l.htm">公众留言</a>', f"{HOME}l.htm": listing((TITLE, "/a.htm", "2024-02-05")),
         f"{HOME}a.htm": letter(REPLY, title="小区路灯不亮", body="路灯坏了三天无人修理,请问归谁管?")}
    )  # fmt: skip
    assert not any(isinstance(item, Seen) for item in visit(inquiry(), pages).items)


def test_another_persons_words_under_our_title_are_not_taken() -> None:
    other = "本人在外地务工,孩子的学籍档案需要转回原籍,请问转学手续由哪个科室受理?"
    pages = FakePages(
        {HOME: '<a href="/l.htm">公众留言</a>', f"{HOME}l.htm": listing((TITLE, "/a.htm", "2024-02-05")),
         f"{HOME}a.htm": letter(REPLY, body=other)}
    )  # fmt: skip
    got = visit(inquiry(), pages)
    assert not got.found
    assert not any(isinstance(item, Seen) for item in got.items)


def test_a_reply_without_any_date_is_left_to_a_person() -> None:
    undated = f"<p>标题：{TITLE}</p><p>来信内容：{BODY}</p><p>回复内容：{REPLY}</p>"
    pages = FakePages(
        {HOME: '<a href="/l.htm">公众留言</a>', f"{HOME}l.htm": f'<ul><li><a href="/d.htm">{TITLE}</a><b>已回复</b></li></ul>',
         f"{HOME}d.htm": undated}
    )  # fmt: skip
    (seen,) = visit(inquiry(), pages).items
    assert isinstance(seen, Seen)
    assert not seen.judgement.sure
    assert "未载明日期" in seen.judgement.why


def test_a_side_column_of_the_look_up_page_is_no_result() -> None:
    side = "<div><h4>最新办件</h4><p>来信时间：2024-02-06</p><p>状态：已回复</p></div>"
    pages = FakePages({HOME: LOOKUP + side, f"{HOME}cx.do": LOOKUP + side})
    got = visit(inquiry(number="ZX01", code="1234"), pages)
    assert [type(item) for item in got.items] == [Unreadable]
    assert not got.found


def test_a_number_named_only_to_say_it_is_unknown_is_no_proof() -> None:
    pages = FakePages({HOME: LOOKUP, f"{HOME}cx.do": "<p>您查询的编号 ZX01 不存在。</p>"})
    got = visit(inquiry(number="ZX01", code="1234"), pages)
    assert [type(item) for item in got.items] == [Unreadable]
    assert not got.found


def test_a_withdrawn_question_is_told_not_counted_as_silence() -> None:
    gone = f"<p>信件编号：ZX01</p><p>标题：{TITLE}</p><p>来信时间：2024-02-05</p><p>该信件涉及个人隐私，不予公开。</p>"
    pages = FakePages({HOME: LOOKUP, f"{HOME}cx.do": gone})
    (item,) = visit(inquiry(number="ZX01", code="1234"), pages).items
    assert isinstance(item, Unreadable)
    assert "不公开" in item.why


def test_a_pointer_to_a_page_without_our_question_proves_nothing() -> None:
    pages = FakePages({f"{HOME}index.htm": "<p>杞县人民政府</p>", HOME: "<p>首页</p>"})
    items = visit(inquiry(), pages, pointers=[f"{HOME}index.htm"]).items
    assert [type(item) for item in items] == [Unreadable]


def test_the_form_page_is_read_for_our_question_among_others() -> None:
    qa = '<div class="qa"><p><b>问:{}</b></p><p>{}</p><p>王* {} <span>{}</span></p>{}</div>'
    answer = f"<div><p><b>答:</b></p><p>{REPLY}</p><p>开封市人社局 2024.02.06 10:00</p></div>"
    form = "<form><input name=t><textarea name=c></textarea></form>"
    other = qa.format("公交改线了吗", "8路改线了吗,站牌在哪", "2024.02.06 09:00", "待办理", "")
    page = form + other + qa.format(TITLE, BODY, "2024.02.05 09:00", "已回复", answer)
    pages = FakePages({HOME: "<p>杞县人民政府</p>", f"{HOME}ly.htm": page})
    (seen,) = visit(inquiry(channel=f"{HOME}ly.htm"), pages).items
    assert isinstance(seen, Seen)
    assert (seen.channel, seen.reading.text, seen.reading.unit) == (Channel.SAME_PAGE, REPLY, "开封市人社局")
    assert pages.posts == []


def test_a_title_alone_on_a_form_page_is_no_proof_of_silence() -> None:
    page = f'<form><textarea name="c"></textarea></form><h4>最新留言</h4><p>{TITLE}</p><p>已回复</p>'
    got = visit(inquiry(channel=f"{HOME}ly.htm"), FakePages({HOME: "<p>首页</p>", f"{HOME}ly.htm": page}))
    assert got.items == ()


def test_a_question_shown_on_a_page_found_in_passing_is_read() -> None:
    page = f"<div><h4>{TITLE}</h4><p>{BODY}</p><p>留言时间：2024-02-05</p><p>回复：{REPLY}</p><p>回复时间：2024-02-06</p></div>"
    pages = FakePages({HOME: '<a href="/hd.htm">互动交流</a>', f"{HOME}hd.htm": page})
    memory = WayMemory()
    (seen,) = visit(inquiry(), pages, memory=memory).items
    assert isinstance(seen, Seen)
    assert seen.channel is Channel.SAME_PAGE
    pages.gets.clear()
    visit(inquiry(), pages, memory=memory)
    assert pages.gets == [f"{HOME}hd.htm"]


def test_a_lost_receipt_is_found_by_telephone_and_title() -> None:
    pages = FakePages({HOME: BY_PHONE, f"{HOME}q.do": letter(number="ZX99")})
    persona = Persona(name="王小明", phone="13837800001", email="a@b.cn")
    got = visit(inquiry(asked=False), pages, persona=persona, since=datetime(2024, 2, 5, tzinfo=SHANGHAI))
    assert (got.found, got.number) == (True, "ZX99")
    assert got.evidence
    assert pages.posts == [(f"{HOME}q.do", {"sj": "13837800001", "bt": TITLE})]


def test_an_old_letter_under_the_same_telephone_is_no_proof() -> None:
    pages = FakePages({HOME: BY_PHONE, f"{HOME}q.do": letter(REPLY, asked="2023-11-28")})
    persona = Persona(name="王小明", phone="13837800001", email="a@b.cn")
    got = visit(inquiry(asked=False), pages, persona=persona, since=datetime(2024, 2, 5, tzinfo=SHANGHAI))
    assert not got.found
    assert not any(isinstance(item, Seen) for item in got.items)


def test_a_pointer_from_a_mail_is_followed_on_the_sites_own_hosts_only() -> None:
    pages = FakePages({f"{HOME}v.htm?id=3": letter(REPLY)})
    got = visit(inquiry(), pages, pointers=["http://evil.example/v", f"{HOME}v.htm?id=3"])
    assert isinstance(got.items[0], Seen)
    assert pages.gets == [f"{HOME}v.htm?id=3"]


def test_a_look_up_on_another_host_is_never_sent() -> None:
    form = LOOKUP.replace("/cx.do", "http://other.example/cx.do")
    pages = FakePages({HOME: form})
    visit(inquiry(number="ZX01", code="1234"), pages)
    assert pages.posts == []
    named = ways(lookup={"page": "/", "action": "http://other.example/cx.do", "number": "bh", "query_code": "cxm"})
    (item,) = visit(inquiry(number="ZX01", code="1234"), pages, ways=named).items
    assert isinstance(item, Unreadable)
    assert pages.posts == []


def test_a_form_for_messages_is_never_sent() -> None:
    form = LOOKUP.replace("/cx.do", "/save.do").replace("<input type", '<textarea name="nr"></textarea><input type', 1)
    pages = FakePages({HOME: form, f"{HOME}save.do": "ok"})
    visit(inquiry(number="ZX01", code="1234"), pages)
    assert pages.posts == []


def test_a_site_that_is_down_is_told_in_one_line() -> None:
    pages = FakePages({HOME: FetchFailed(FailureKind.UNREACHABLE, "连接网站失败(连接不上)")})
    got = visit(inquiry(number="ZX01", code="1234"), pages)
    (item,) = got.items
    assert isinstance(item, Unreadable)
    assert (item.why, got.reached) == ("连接网站失败(连接不上)", False)


def test_a_site_that_shows_no_answers_anywhere_yields_nothing() -> None:
    got = visit(inquiry(), FakePages({HOME: "<p>杞县人民政府</p>"}))
    assert (got.items, got.reached) == ((), True)


def test_a_site_that_answers_by_mail_is_not_visited() -> None:
    pages = FakePages({})
    assert visit(inquiry(), pages, ways=ways(mail=True)).items == ()
    assert pages.gets == []


def test_the_browser_draws_what_only_a_script_shows_and_this_is_remembered() -> None:
    shell = '<div id="app"></div><script src="app.js"></script>'
    pages = FakePages({HOME: shell})
    browser = FakePageBrowser({HOME: '<a href="/l.htm">公众留言</a>' + listing((TITLE, "", "2024-02-05"))})
    memory = WayMemory()
    for _ in range(2):
        visit(inquiry(), pages, browser_factory=browser, memory=memory)
    assert browser.opened == [HOME, HOME]
    assert pages.gets.count(HOME) == 1


def test_a_page_that_the_browser_draws_no_more_is_read_without_it_again() -> None:
    shell = '<div id="app"></div><script src="app.js"></script>'
    pages, browser, memory = FakePages({HOME: shell}), FakePageBrowser({HOME: letter(number="ZX01")}), WayMemory()
    visit(inquiry(number="ZX01"), pages, browser_factory=browser, memory=memory)
    assert memory.drawn
    browser.pages.clear()
    pages.pages[HOME] = letter(REPLY, number="ZX01") + "<p>" + "文字" * 60 + "</p>"
    got = visit(inquiry(number="ZX01"), pages, browser_factory=browser, memory=memory)
    assert [type(item) for item in got.items] == [Seen]
    assert not memory.drawn


def test_what_was_decided_of_pages_that_show_nothing_any_more_is_forgotten() -> None:
    shell = '<div id="app"></div><script src="app.js"></script>'
    pages, browser, memory = FakePages({HOME: shell}), FakePageBrowser({HOME: CAPTCHA}), WayMemory()
    got = visit(inquiry(number="ZX01", code="1234"), pages, browser_factory=browser, memory=memory)
    assert {type(item) for item in got.items} == {Unreadable}
    assert not memory.drawn


def test_a_look_up_that_only_a_script_sends_is_made_in_the_browser() -> None:
    form = (
        '<div class="cx">编号：<input id="bh"> 查询码：<input name="cxm"> 验证码：<input name="yzm"><img id="yzmImg" src="data:x">'
        '<button type="button" onclick="cx()">查 询</button></div>' + "文字" * 60
    )
    pages = FakePages({HOME: form})
    browser = FakePageBrowser({HOME: form}, answer=letter(REPLY, number="ZX01"))
    got = visit(inquiry(number="ZX01", code="1234"), pages, browser_factory=browser, challenger=FakeChallenger("ab12"))
    assert [type(item) for item in got.items] == [Seen]
    assert list(browser.written.values()) == ["ZX01", "1234", "ab12"]
    assert browser.clicked == ["body > div:nth-of-type(1) > button:nth-of-type(1)"]


def test_plain_pages_never_start_the_browser() -> None:
    browser = FakePageBrowser({})
    pages = FakePages({HOME: LOOKUP + "<p>" + "文字" * 60 + "</p>", f"{HOME}cx.do": letter(number="ZX01")})
    visit(inquiry(number="ZX01", code="1234"), pages, browser_factory=browser)
    assert browser.opened == []


def test_the_places_found_once_are_not_looked_for_again() -> None:
    pages = FakePages(
        {
            HOME: '<a href="/l.htm">公众留言</a>' + "<p>文字</p>",
            f"{HOME}l.htm": listing((TITLE, "/d.htm", "2024-02-05")),
            f"{HOME}d.htm": letter(),
        }
    )
    memory = WayMemory()
    visit(inquiry(), pages, memory=memory)
    pages.gets.clear()
    visit(inquiry(), pages, memory=memory)
    assert pages.gets == [f"{HOME}l.htm", f"{HOME}d.htm"]


def test_places_that_show_nothing_any_more_are_looked_for_anew() -> None:
    memory = WayMemory()
    pages = FakePages(
        {
            HOME: '<a href="/l.htm">公众留言</a>',
            f"{HOME}l.htm": listing((TITLE, "/d.htm", "2024-02-05"), state="办理中"),
            f"{HOME}d.htm": letter(),
        }
    )
    visit(inquiry(), pages, memory=memory)
    pages.pages[HOME] = '<a href="/new.htm">公众留言</a>'
    pages.pages[f"{HOME}new.htm"] = pages.pages.pop(f"{HOME}l.htm")
    assert [type(item) for item in visit(inquiry(), pages, memory=memory).items] == [Unreadable]
    assert [type(item) for item in visit(inquiry(), pages, memory=memory).items] == [Absent]


def test_a_recipes_pins_decide_where_words_do_not_help() -> None:
    odd = f'<h3>{TITLE}</h3><div id="x1">{REPLY}</div><i class="t">于2月前 2024-02-06 08:00 发出</i>'
    pages = FakePages({f"{HOME}l.htm": listing((TITLE, "/d.htm", "2024-02-05")), f"{HOME}d.htm": odd})
    named = ways(list={"pages": ["/l.htm"]}, detail={"text": "#x1", "answered_at": ".t"})
    (seen,) = visit(inquiry(), pages, ways=named).items
    assert isinstance(seen, Seen)
    assert seen.reading.text == REPLY
    assert seen.reading.answered_at
    assert seen.reading.answered_at.at.isoformat() == "2024-02-06T08:00:00+08:00"


def test_a_lists_pages_can_be_named_by_a_pattern() -> None:
    pages = FakePages(
        {f"{HOME}l.htm": listing(("路灯不亮影响出行", "/o.htm", "2024-02-06")),
         f"{HOME}l.htm?p=2": listing((TITLE, "/d.htm", "2024-02-05")),
         f"{HOME}d.htm": letter(REPLY)}
    )  # fmt: skip
    named = ways(list={"pages": ["/l.htm"], "pattern": "/l.htm?p={page}", "most": 3})
    assert [type(item) for item in visit(inquiry(), pages, ways=named).items] == [Seen]


def test_several_replies_are_judged_one_by_one() -> None:
    second = f"<tr><td>回复时间</td><td>2024-02-07 08:00</td></tr><tr><td>补充回复</td><td>{REPLY}</td></tr>"
    two = letter("您的来信已转市人社局办理,请耐心等待。", number="ZX01") + f"<table>{second}</table>"
    pages = FakePages({HOME: LOOKUP, f"{HOME}cx.do": two})
    items = visit(inquiry(number="ZX01", code="1234"), pages).items
    kinds = [item.judgement.kind for item in items if isinstance(item, Seen)]
    assert kinds[-1] is AnswerKind.SUBSTANTIVE
    assert kinds[0] in {AnswerKind.TRANSFERRED, AnswerKind.ACKNOWLEDGEMENT}


ACK = "您的来信已收到,我们将尽快答复,请耐心等待。"
DOWN = FetchFailed(FailureKind.TIMEOUT, "网站在30秒内没有给出网页")


def board(reply: str) -> str:
    form = '<form><textarea name="c"></textarea></form>'
    return f"{form}<div><h4>{TITLE}</h4><p>{BODY}</p><p>留言时间：2024-02-05</p><p>回复：{reply}</p></div>"


def test_a_board_in_passing_without_a_reply_does_not_save_the_look_up_by_number() -> None:
    pages = FakePages(
        {HOME: CAPTCHA, f"{HOME}ly.htm": board(""), f"{HOME}yzm.jpg": b"\xff\xd8picture", f"{HOME}cx.do": letter(REPLY, number="ZX01")}
    )  # fmt: skip
    one = inquiry(number="ZX01", code="1234", channel=f"{HOME}ly.htm")
    items = visit(one, pages, challenger=FakeChallenger("7k3m")).items
    assert [item.reading.text for item in items if isinstance(item, Seen)] == [REPLY]
    unread = visit(one, pages).items
    assert any(isinstance(item, Unreadable) for item in unread), "nobody read the captcha: no silence is proved"


@pytest.mark.parametrize("shown", [ACK, ""], ids=["a receipt note", "no reply"])
def test_a_list_that_can_not_be_read_keeps_a_board_from_proving_that_no_answer_came(shown: str) -> None:
    pages = FakePages({HOME: '<a href="/l.htm">信件公开</a>', f"{HOME}l.htm": DOWN, f"{HOME}ly.htm": board(shown)})
    memory = WayMemory()
    for _ in range(2):
        items = visit(inquiry(channel=f"{HOME}ly.htm"), pages, memory=memory).items
        assert [item.why for item in items if isinstance(item, Unreadable)] == [DOWN.note]
        assert len(items) == 2


def test_a_list_that_was_read_before_and_fails_now_is_missed_as_well() -> None:
    pages = FakePages(
        {HOME: '<a href="/l.htm">信件公开</a>', f"{HOME}l.htm": listing(("路灯不亮影响出行", "/o.htm", "2024-01-05")),
         f"{HOME}ly.htm": board(ACK)}
    )  # fmt: skip
    memory, one = WayMemory(), inquiry(channel=f"{HOME}ly.htm")
    assert [type(item) for item in visit(one, pages, memory=memory).items] == [Seen]
    pages.pages[f"{HOME}l.htm"] = DOWN
    assert {type(item) for item in visit(one, pages, memory=memory).items} == {Seen, Unreadable}


def test_a_look_up_page_that_can_not_be_read_is_missed() -> None:
    pages = FakePages({HOME: '<a href="/cx.htm">信件查询</a>', f"{HOME}cx.htm": DOWN, f"{HOME}ly.htm": board(ACK)})
    items = visit(inquiry(number="ZX01", code="1234", channel=f"{HOME}ly.htm"), pages).items
    assert {type(item) for item in items} == {Seen, Unreadable}


def test_a_dead_link_is_no_place_where_an_answer_stands() -> None:
    pages = FakePages({HOME: '<a href="/l.htm">信件公开</a>', f"{HOME}ly.htm": board(ACK)})
    assert [type(item) for item in visit(inquiry(channel=f"{HOME}ly.htm"), pages).items] == [Seen]


@pytest.mark.parametrize(("reply", "kind"), [(ACK, Seen), ("", Absent)], ids=["a receipt note", "no reply"])
def test_a_look_up_by_number_decides_though_a_list_can_not_be_read(reply: str, kind: type) -> None:
    pages = FakePages(
        {
            HOME: LOOKUP + '<a href="/l.htm">信件公开</a>',
            f"{HOME}l.htm": DOWN,
            f"{HOME}cx.do": letter(reply, number="ZX01"),
        }
    )
    items = visit(inquiry(number="ZX01", code="1234"), pages).items
    assert [type(item) for item in items] == [kind]


def test_the_letters_own_page_decides_though_another_list_can_not_be_read() -> None:
    pages = FakePages(
        {HOME: '<a href="/l.htm">公众留言</a><a href="/m.htm">信件公开</a>', f"{HOME}m.htm": DOWN,
         f"{HOME}l.htm": listing((TITLE, "/d.htm", "2024-02-05")), f"{HOME}d.htm": letter(ACK)}
    )  # fmt: skip
    assert {type(item) for item in visit(inquiry(), pages).items} == {Seen}


def test_where_the_letters_own_reply_points_to_a_page_that_can_not_be_read_nothing_stands_in_for_it() -> None:
    reply = f"您好,您的来信已答复,请登录 {HOME}v.htm 查看答复内容。"
    pages = FakePages({HOME: LOOKUP, f"{HOME}cx.do": letter(reply, number="ZX01"), f"{HOME}v.htm": DOWN})
    items = visit(inquiry(number="ZX01", code="1234"), pages).items
    assert [type(item) for item in items] == [Seen, Unreadable]


@pytest.mark.parametrize("page", ["", "<", "\x00", "<table>" * 500, "{}", "<p>回复内容：</p>" * 500])
def test_whatever_a_look_up_answers_the_visit_ends(page: str) -> None:
    pages = FakePages({HOME: LOOKUP, f"{HOME}cx.do": page})
    assert not any(isinstance(item, Seen) for item in visit(inquiry(number="ZX01", code="1234"), pages).items)
