"""Returned mail, automatic mail and people, told apart by structure and words together."""

from __future__ import annotations

import pytest

from huiying.mailbox.kinds import describe, judge_mail
from huiying.mailbox.message import read_message
from huiying.model import AnswerKind


def raw(subject: str, sender: str, body: str, *extra: str) -> bytes:
    head = [
        f"From: {sender}",
        "To: q07@ask.example.cn",
        f"Subject: {subject}",
        "Content-Type: text/plain; charset=utf-8",
        *extra,
    ]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


@pytest.mark.parametrize(
    "case",
    [
        (
            "Failure Notice",
            "MAILER-DAEMON@yahoo.com",
            "Sorry, we were unable to deliver your message to the following address.",
        ),
        (
            "Mail System Error - Returned Mail",
            "Postmaster@ezweb.example",
            "The user(s) account is disabled.\n<x@y>: 550 user unknown",
        ),
        (
            "Warning: could not send message for past 4 hours",
            "postmaster@c.com",
            "The message will be retried for 5 days.",
        ),
        ("Delivery Failure", "Mail Administrator <postmaster@c.com>", "Your message was not delivered to x@c.com"),
        (
            "Returned mail: User unknown",
            "Mail Delivery Subsystem <MAILER-DAEMON@c.com>",
            "550 5.1.1 <x@c.com>... User unknown",
        ),
        ("Mail could not be delivered", "System Administrator <sa@c.com>", "550 5.7.1 Unable to relay for x@c.com"),
        ("邮件无法投递", "postmaster@c.gov.cn", "您的邮件无法投递，原因：用户不存在 550 User not found"),
        ("退信通知", "admin@c.gov.cn", "很抱歉，您的邮件被退回，收件人邮箱已满。"),
        ("系统退信", "系统管理员 <admin@corp.netease.com>", "投递失败"),
        ("Re:求助", "post_master@sms.example", "Error: Invalid user address\n550 - no such user here"),
        ("メールエラー通知", "no-reply@m.example", "送信先のメールボックスが一杯のため、送信できませんでした。"),
        (
            "Delivery status",
            "x@c.com",
            "The following mail could not be delivered.\n\nOriginal message follows.\n\n550 unknown",
        ),
        (
            "AWS Notification Message",
            "S <no-reply@sns.example>",
            '{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[]}}',
        ),
        ("Unzustellbar: Anfrage", "postmaster@c.de", "Ihre Nachricht konnte nicht zugestellt werden."),
        ("未送达: 咨询", "Outlook <MicrosoftExchange0123456789abcdef@c.cn>", "找不到您输入的电子邮件地址。"),
        ("传递失败报告：用户 x 未列在目录中", "admin@c.cn", "您的消息未传递给：x@c.cn，因为该用户未列在目录中"),
        ("您的邮件已被拦截", "gateway@c.cn", "您发给 x@c.cn 的邮件被网关拦截，收件人没有收到。"),
        ("Re:咨询", "box@c.cn", "收件人邮箱已满。552 5.2.2 mailbox full", "Return-Path: <>"),
        ("ส่งไม่สำเร็จ", "MAILER-DAEMON@c.th", "ไม่พบผู้รับ"),
        ("Niedostarczona wiadomość", "postmaster@c.pl", "Wiadomość nie została dostarczona do x@c.pl"),
        ("반송된 메일", "postmaster@c.kr", "메일을 전달할 수 없습니다."),
        ("Kunne ikke leveres", "postmaster@c.dk", "Din meddelelse kunne ikke leveres."),
    ],
)
def test_what_mail_systems_write_is_known_as_returned_mail(case: tuple[str, ...]) -> None:
    assert describe(raw(*case))["kind"] == "bounce"


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Automatyczna odpowiedź: pytanie", "Jestem na urlopie."),
        ("Otomatik Yanıt: soru", "İzindeyim."),
        ("Conferma di lettura: richiesta", "Il messaggio è stato letto."),
        ("Your message to staff awaits moderator approval", "Your mail is being held."),
        ("Successful Mail Delivery Report", "Your message was successfully delivered."),
    ],
)
def test_automatic_answers_and_receipts_of_many_languages_are_no_letters(subject: str, body: str) -> None:
    assert describe(raw(subject, "a@b.com", body))["kind"] == "acknowledgement"


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        (
            "Re: schedule",
            "I'm on vacation next week, but here are the figures: 12 and 14.\n\nOn Mon, Feb 19, 2024 at 9:00 AM Z <z@x.com> wrote:\n> x",
        ),
        (
            "Re: your mail",
            "Your first mail could not be delivered (550 5.1.1), the second arrived. Yes, Tuesday is fine.",
        ),
        ("Question about undeliverable mail", "How do I read a bounce with 550 5.1.1? Thanks."),
        ("Re: hello", "Thanks!"),
        ("Fwd: form", "See below."),
        ("hello", "I have received your letter and enclose the form you asked for."),
    ],
)
def test_people_are_neither_returned_nor_automatic(subject: str, body: str) -> None:
    read = describe(raw(subject, "Jane <jane@b.com>", body))
    assert (read["kind"], read["automatic"]) == ("substantive", False)


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        (
            "系统管理员 <admin@c.gov.cn>",
            "关于不动产登记的答复",
            "很抱歉，目前该业务无法网上办理，请携带身份证到政务服务中心3号窗口办理。",
        ),
        (
            "mail_admin@c.gov.cn",
            "网上服务账号",
            "您的用户账号被禁用是因为超过180天未登录，可凭身份证在线解除，一个工作日内生效。",
        ),
        (
            "a@c.gov.cn",
            "关于邮件被拦截的答复",
            "您的邮件被网关拦截，是因为附件过大，请携带身份证到信息中心301室当面提交。",
        ),
        ("postmaster@c.gov.cn", "咨询答复", "公交IC卡可在城关镇营业厅办理，押金20元，携带身份证即可。"),
        ("do-not-reply@c.gov.cn", "咨询答复", "材料邮寄后无法送达的，窗口会电话联系您，另行免费寄送一次。"),
    ],
)
def test_an_answer_that_says_what_cannot_be_done_is_not_returned_mail(sender: str, subject: str, body: str) -> None:
    assert read_message(raw(subject, sender, body)).bounce == ""


def test_a_complaint_of_a_mail_system_is_no_letter() -> None:
    kind = 'multipart/report; report-type=feedback-report; boundary="F"'
    parts = "--F\r\n\r\nThis is an abuse report.\r\n--F\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n--F--"
    mail = f"From: staff@b.cn\r\nSubject: FW: x\r\nContent-Type: {kind}\r\n\r\n{parts}"
    assert describe(mail.encode())["kind"] == "bounce"


def test_an_address_between_two_commas_is_no_returned_mail() -> None:
    # One of flufl.bounce's detectors asks for no more than that: it needs another sign beside it.
    body = "办理需要三天，工本费20元。\nContact: Zhang, zhang@c.gov.cn, 0371-12345"
    assert describe(raw("关于身份证的答复", "张三 <zhang@c.gov.cn>", body))["kind"] == "substantive"


def test_an_automatic_answer_with_content_is_never_surely_an_answer() -> None:
    body = "您好！社保卡丢失后，请携带身份证到社保经办窗口办理补卡，工本费20元，当场领取。"
    mail = read_message(raw("自动回复：咨询", "a@c.gov.cn", body))
    judged = judge_mail(mail, question="社保卡丢失后怎么补办，要带什么？")
    assert (judged.kind, judged.sure) == (AnswerKind.ACKNOWLEDGEMENT, False)
    written = read_message(raw("关于身份证的答复", "a@c.gov.cn", body, "Auto-Submitted: auto-generated"))
    judged = judge_mail(written, question="社保卡丢失后怎么补办，要带什么？")
    assert (judged.kind, judged.sure) == (AnswerKind.SUBSTANTIVE, True)


def test_a_mail_that_speaks_of_a_file_that_did_not_come_waits_for_a_person() -> None:
    judged = judge_mail(read_message(raw("答复", "a@c.gov.cn", "您好，来信收悉，答复内容详见附件。")))
    assert not judged.sure
    assert "附件" in judged.why


def test_a_letter_to_a_discussion_list_is_a_person_s() -> None:
    head = ("Precedence: bulk", "Sender: owner-list@b.com", "X-Loop: b.com")
    read = describe(raw("Re: limits", "Anne <a@b.com>", "Use the limits file.", *head))
    assert (read["kind"], read["automatic"]) == ("substantive", False)


def test_a_name_under_an_english_letter_does_not_make_it_chinese() -> None:
    body = "Please find the questionnaire below, it takes five minutes.\n\nZhang 张"
    assert describe(raw("Questionnaire", "z@b.edu", body))["kind"] == "substantive"


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "X-Autoreply: yes",
        "Precedence: auto_reply",
        "X-Autorespond: x",
        "X-Vacation: on",
        "Precedence: bulk",
    ],
)
def test_a_header_mark_makes_a_mail_automatic(header: str) -> None:
    assert describe(raw("Re: x", "a@b.com", "I will answer later.", header))["automatic"]


@pytest.mark.parametrize(
    "header", ["Auto-Submitted: no", "X-Auto-Response-Suppress: All\r\nIn-Reply-To: <a@b>", "Precedence: list"]
)
def test_a_header_that_people_s_mails_carry_does_not(header: str) -> None:
    assert not describe(raw("Re: x", "a@b.com", "Tuesday is fine.", header))["automatic"]


def test_a_vacation_answer_from_the_null_path_is_not_returned_mail() -> None:
    read = describe(
        raw(
            "Out of office",
            "a@b.com",
            "I am out of the office; mail is not delivered to colleagues.",
            "Return-Path: <>",
        )
    )
    assert (read["kind"], read["automatic"]) == ("acknowledgement", True)


def test_a_report_of_success_is_not_returned_mail() -> None:
    body = "--F\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns;x\r\n\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n--F--"
    kind = 'multipart/report; report-type=delivery-status; boundary="F"'
    mail = f"From: postmaster@b.cn\r\nSubject: Delivered\r\nContent-Type: {kind}\r\n\r\n{body}"
    assert read_message(mail.encode()).bounce == ""
