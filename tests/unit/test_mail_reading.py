"""Mails that nobody should send: whatever the bytes, something is known and nothing is raised."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.mailbox.headers import addresses, instant, words
from huiying.mailbox.kinds import describe, judge_mail
from huiying.mailbox.message import read_message
from huiying.mailbox.parts import MAX_PARTS, safe_name
from huiying.model import AnswerKind

MAILS = sorted((Path(__file__).parent.parent / "mails").glob("*.eml"))
KINDS = {"bounce", "acknowledgement", "transferred", "pointer", "deflection", "substantive", "other"}


@given(st.binary(max_size=3000))
def test_arbitrary_bytes_never_raise(raw: bytes) -> None:
    assert describe(raw)["kind"] in KINDS


@settings(max_examples=300)
@given(st.data())
def test_a_damaged_mail_never_raises(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from(MAILS)).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, max(0, len(raw) - 1)))
        kind = data.draw(st.sampled_from(("cut", "flip", "insert", "repeat")))
        if kind == "cut":
            del raw[at : at + data.draw(st.integers(1, 200))]
        elif kind == "flip" and raw:
            raw[at] = data.draw(st.integers(0, 255))
        elif kind == "insert":
            raw[at:at] = data.draw(st.binary(max_size=40))
        else:
            raw[at:at] = raw[at : at + 300]
    described = describe(bytes(raw))
    assert described["kind"] in KINDS
    json.dumps(described, ensure_ascii=False).encode("utf-8")


@given(st.binary(max_size=200))
def test_an_encoded_word_never_raises_and_leaves_no_control_character(value: bytes) -> None:
    text = words(b"=?gb2312?B?" + value + b"?= " + value)
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in text)
    addresses([value])
    instant([value])


@pytest.mark.parametrize("raw", [b"", b"\r\n", b"   "])
def test_an_empty_mail_says_that_it_is_empty(raw: bytes) -> None:
    assert read_message(raw).problem == "邮件是空的"


@pytest.mark.parametrize(
    "raw",
    [
        "您好，补办社保卡请携带身份证到窗口办理，工本费20元。\n".encode(),
        "标题: 关于社保卡\n答复：请携带身份证\n".encode("gbk"),
        b"Note: bring your id card to the window.\nThanks\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)),
        "<html><body>请携带身份证到窗口办理。</body></html>".encode(),
    ],
    ids=["text", "text in GBK", "a word with a colon", "picture", "page"],
)
def test_a_file_without_a_mail_header_is_no_mail_and_says_so(raw: bytes) -> None:
    read = describe(raw)
    assert (read["kind"], read["why"]) == ("other", "文件没有邮件头，不是邮件")


def test_a_mail_that_an_editor_saved_with_a_byte_order_mark_is_read() -> None:
    raw = "\ufeffFrom: a@x.cn\r\nSubject: 答复\r\n\r\n请携带身份证到窗口办理，工本费20元。".encode()
    assert (describe(raw)["kind"], describe(raw)["subject"]) == ("substantive", "答复")


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_a_text_of_many_megabytes_is_not_cut_inside_a_character(charset: str) -> None:
    line = "请携带身份证到社保经办窗口办理补卡\r\n".encode(charset)
    for lines in (100_000, 200_000, 200_001):
        read = read_message(b"From: a@x.cn\r\nSubject: x\r\n\r\n" + line * lines)
        assert read.text.startswith("请携带身份证到社保经办窗口")


def test_a_receipt_whose_attachment_was_too_big_to_be_kept_waits_for_a_person() -> None:
    """The answer may stand in it."""
    note = "您好，您的来信已收到，我们将尽快答复，请耐心等待。".encode()
    file = b"Content-Type: application/zip; name=a.zip\r\nContent-Disposition: attachment\r\n\r\n" + b"x" * 26_000_000
    head = b"From: a@x.cn\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n"
    text = b"--B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + note
    judged = judge_mail(read_message(head + text + b"\r\n--B\r\n" + file + b"\r\n--B--\r\n"))
    assert (judged.kind, judged.sure) == (AnswerKind.ACKNOWLEDGEMENT, False)
    assert "附件过大" in judged.why


def test_ten_thousand_parts_are_read_as_far_as_the_bound_and_said() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=B\r\n\r\n" + b"--B\r\n\r\nhello\r\n" * 10_000 + b"--B--"
    mail = read_message(raw)
    assert "邮件分段过多" in mail.problem
    assert mail.text.count("hello") == MAX_PARTS


@pytest.mark.parametrize("depth", [50, 2000])
def test_mails_nested_without_end_are_kept_with_their_subject(depth: int) -> None:
    raw = b"Subject: deep\r\n"
    for level in range(depth):
        raw += b"Content-Type: multipart/mixed; boundary=B%d\r\n\r\n--B%d\r\n" % (level, level)
    assert read_message(raw + b"\r\nhi").subject == "deep"


def test_a_header_of_megabytes_is_cut_and_the_body_still_read() -> None:
    mail = read_message(b"Subject: ok\r\nX-Long: " + b"a" * 3_000_000 + b"\r\n\r\nhello")
    assert (mail.subject, mail.text) == ("ok", "hello")
    assert "邮件头过长" in mail.problem


@pytest.mark.parametrize(
    "markup",
    [b"<div>" * 100_000, b"<blockquote type=cite>x</blockquote>" * 20_000, b'<a "' * 100_000, b"<" * 300_000],
    ids=["deep", "many quotes", "open quotes", "only brackets"],
)
def test_hostile_markup_is_read_in_bounded_time(markup: bytes) -> None:
    assert "hi" in read_message(b"Content-Type: text/html\r\n\r\n<p>hi</p>" + markup).text


@given(st.text(max_size=300))
def test_a_file_name_is_always_safe(name: str) -> None:
    safe = safe_name(name)
    assert not set(safe) & set('/\\:*?"<>|')
    assert not safe.startswith(".")
    assert len(safe) <= 100


def test_recipients_come_from_every_field_that_names_one() -> None:
    mail = read_message(
        b"To: A <Q07@Ask.Example.cn>\r\nCc: b@x.cn\r\nDelivered-To: c@x.cn\r\nX-Original-To: d@x.cn\r\nEnvelope-To: <e@x.cn>\r\n\r\n"
    )
    assert mail.recipients == ("q07@ask.example.cn", "b@x.cn", "c@x.cn", "d@x.cn", "e@x.cn")


def test_a_recipient_that_only_a_server_noted_is_known() -> None:
    line = b"Received: from c.gov.cn by mx.city.test with SMTP id 1\r\n\tfor <A7B2@city.test>; Mon, 5 Feb 2024 09:30:00 +0800"
    assert read_message(line + b"\r\nTo: undisclosed-recipients:;\r\n\r\nx").recipients == ("a7b2@city.test",)


@pytest.mark.parametrize("stub", ["您的邮件客户端不支持HTML格式，请用浏览器查看", "This is an HTML mail.", ""])
def test_an_answer_in_html_is_read_where_the_plain_text_only_points_to_it(stub: str) -> None:
    answer = (
        "身份证到期前三个月可到派出所换领，工本费20元，办理时限为二十个工作日，请携带居民户口簿和原身份证，周一至周五均可办理。"
        * 2
    )
    parts = "".join(
        f"--B\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n{text}\r\n"
        for kind, text in (("plain", stub), ("html", f"<p>{answer}</p>"))
    )
    mail = read_message(f"Content-Type: multipart/alternative; boundary=B\r\n\r\n{parts}--B--".encode())
    assert mail.text == answer


def test_a_date_without_zone_is_beijing_time_and_a_missing_one_comes_from_received() -> None:
    mail = read_message(b"Date: Tue, 20 Feb 2024 10:15:00\r\n\r\nx")
    assert mail.date is not None
    assert mail.date.isoformat() == "2024-02-20T10:15:00+08:00"
    late = read_message(b"Received: from a by b; Tue, 20 Feb 2024 02:15:00 +0000\r\n\r\nx")
    assert late.date == mail.date


@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable", "x-uuencode", "nonsense"])
@pytest.mark.parametrize("charset", ["\x00utf-8", "utf-7", "idna", "punycode", "unicode_escape", "\udcff"])
def test_no_name_of_a_charset_makes_it_raise(charset: str, encoding: str) -> None:
    head = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    read_message(head.encode("utf-8", "surrogateescape") + "您好，工本费20元。\r\n".encode("gb18030"))
