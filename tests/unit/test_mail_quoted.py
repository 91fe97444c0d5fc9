"""What a mail only repeats is set apart, in the ways of the mail programs that offices use."""

from __future__ import annotations

import pytest

from huiying.mailbox.quoted import split_quoted

ANSWER = "您好！身份证到期前三个月可到派出所换领，工本费20元。"
ASKED = "我的身份证快到期了，请问怎么换？"
FIELDS = "发件人: 王小明 <a@x.cn>\n发送时间: 2024年2月5日 10:00\n收件人: b <b@x.cn>\n主题: 咨询"


@pytest.mark.parametrize(
    "between",
    [
        f"------------------ 原始邮件 ------------------\n{FIELDS}",
        "在 2024-02-05 10:00:00，“王小明” <a@163.com> 写道：",
        "---- 回复的原邮件 ----\n| 发件人 | 王小明<a@163.com> |\n| 发送日期 | 2024年02月05日 10:00 |",
        f"________________________________\n{FIELDS}",
        "----邮件原文----\n发件人：“王小明” <a@139.com>\n收件人：b <b@x.cn>\n抄 送： (无)\n发送时间：2024-02-05 10:00:00",
        "======= 2024-02-05 10:00:00 您在来信中写道：=======\n",
        "---- 王小明 wrote ----",
        "On Wed, 17 Nov 2010, Stefan Richter wrote:",
        "------------------------------------------\n发件人：王小明<a@x.cn>\n日　期：2024年02月05日 10:00\n收件人：<b@x.cn>\n主　题：咨询",
        "Date: Mon, 5 Feb 2024 10:00:00 +0800\nTo: b@x.cn",
        "2024-02-05 10:00 GMT+08:00 王小明 <\na@x.cn>:",
        "26.06.2024, 14:41, “A L” <abc@example.com>:",
        "Fra: a@x.dk\nSendt: 5. februar 2024 10:00\nTil: b\nEmne: spørgsmål",
        "От: A L\nОтправлено: 5 февраля 2024 г. 15:05\nКому: b",
        "Op 5-feb.-2024, om 10:00 heeft A <a@x.nl> het volgende geschreven:",
    ],
)
def test_what_stands_below_an_announced_quotation_is_quoted(between: str) -> None:
    own, quoted = split_quoted(f"{ANSWER}\n\n{between}\n\n{ASKED}")
    assert own == ANSWER
    assert ASKED in quoted


def test_a_date_and_an_address_above_marked_lines_announce_a_quotation() -> None:
    own, quoted = split_quoted(f"{ANSWER}\n2024/2/5 王小明 <a@x.cn>\n\n> {ASKED}\n")
    assert own == ANSWER
    assert ASKED in quoted


def test_an_answer_below_a_marked_quotation_is_kept_whatever_that_announces() -> None:
    marked = "".join(f"> {line}\n" for line in f"-----原始邮件-----\n{FIELDS}\n\n{ASKED}".split("\n"))
    own, quoted = split_quoted(f"{marked}\n{ANSWER}")
    assert own == ANSWER
    assert ASKED in quoted


@pytest.mark.parametrize(
    "line",
    [
        "2024年2月5日 政务公开科 <zwgk@c.gov.cn>",
        "时间：2024年2月5日至3月8日\n地点：市政务服务中心二楼",
        "日期：2024年2月5日\n答复单位：市公安局",
        "发件人所在单位须盖章。",
        "您于2024年2月5日来信写道：\n身份证丢了怎么办？现答复如下。",
        "您在2024年2月5日来信中写到身份证丢失一事",
        "On 5 Feb 2024 I wrote to the office about it",
        "On 5 Feb 2024 the form was sent to your address",
        "请将材料发送至 rsj@c.gov.cn：身份证、户口簿。",
    ],
)
def test_a_signature_or_a_field_of_an_answer_announces_none(line: str) -> None:
    text = f"{ANSWER}\n\n{line}\n\n工作时间为周一至周五。"
    assert split_quoted(text) == (text, "")
