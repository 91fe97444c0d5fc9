"""Mails of the practice city arrive once, at their simulated instants, in the shapes that real ones have."""

from __future__ import annotations

import email
import email.policy
import imaplib
import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from huiying.drill.city import BEIJING, City, EmbeddedMail, MailAccount
from huiying.drill.city.mail import Parcel
from huiying.drill.city.wording import words
from tests.citizen import LETTER, Citizen
from tests.dovecot import Dovecot

ROUND_END = datetime(2024, 2, 26, tzinfo=BEIJING)


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[EmbeddedMail]:
    with EmbeddedMail(tmp_path / "mail") as mail:
        yield mail


def inbox(account: MailAccount) -> list[tuple[datetime, email.message.EmailMessage]]:
    """Return what lies in the mailbox, in its order: INTERNALDATE and message."""
    with imaplib.IMAP4(account.host, account.port, timeout=10) as server:
        server.login(account.user, account.password)
        _, exists = server.select("INBOX", readonly=True)
        _, found = server.fetch("1:*", "(INTERNALDATE BODY.PEEK[])") if exists != [b"0"] else ("OK", [])
    kept = []
    for head, raw in (item for item in found if isinstance(item, tuple)):
        parts = imaplib.Internaldate2tuple(head)
        assert parts
        kept.append(
            (
                datetime.fromtimestamp(time.mktime(parts), BEIJING),
                email.message_from_bytes(raw, policy=email.policy.default),
            )
        )
    return kept


def wait_for(account: MailAccount, count: int) -> None:
    for _ in range(100):
        if len(inbox(account)) >= count:
            return
        time.sleep(0.1)
    raise AssertionError("the mail did not come")


def truth_of(city: City, site: str) -> dict:
    return next(line for line in city.truth()["sites"] if line["site"] == site)


def text_of(message: email.message.EmailMessage) -> str:
    """Decode as a careful reader does: gb2312 and GBK are read as gb18030."""
    part = message.get_body(("plain", "html"))
    assert part is not None
    charset = str(part.get_content_charset()).replace("gb2312", "gb18030").replace("gbk", "gb18030")
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode(charset)


def test_an_acknowledgement_comes_at_once_and_the_answer_at_its_instant(tmp_path: Path, mail: EmbeddedMail):
    with City(tmp_path / "city", mail=mail.account) as city:
        citizen = Citizen(city)
        site = citizen.site_of("letterbox")
        citizen.put(site)
        wait_for(mail.account, 1)
        asked, acknowledgement = inbox(mail.account)[0]
        truth = truth_of(city, site)
        assert asked == datetime.fromisoformat(truth["asked_at"])
        assert acknowledgement["To"] == LETTER["email"]
        city.advance(ROUND_END)
        answered, answer = next(
            (at, message) for at, message in inbox(mail.account) if "answer_mail" in message["Message-ID"]
        )
        assert answered == datetime.fromisoformat(truth["answered_at"])
        assert "身份证" in text_of(answer)
        assert str(answer["From"]).endswith(".example>")


def test_a_jump_delivers_in_the_order_of_the_instants_before_it_returns(tmp_path: Path, mail: EmbeddedMail):
    with City(tmp_path / "city", mail=mail.account) as city:
        citizen = Citizen(city)
        for family in ("letterbox", "iframe", "pointer"):
            for turn in range(4):
                citizen.put(citizen.site_of(family, turn))
        city.advance(ROUND_END)
        mails = inbox(mail.account)
        instants = [at for at, _ in mails]
        assert instants == sorted(instants)
        for site in citizen.roster:
            truth = truth_of(city, site)
            if truth["posts_accepted"] and truth["answered_at"] and truth["family"] != "pointer":
                assert datetime.fromisoformat(truth["answered_at"]) in instants
        assert len({message["Message-ID"] for _, message in mails}) == len(mails)
        assert sum("noise" in message["Message-ID"] for _, message in mails) == len(words()["noise"])


def test_the_pointer_leads_to_the_answer_on_the_site(tmp_path: Path, mail: EmbeddedMail):
    with City(tmp_path / "city", mail=mail.account) as city:
        citizen = Citizen(city)
        site = citizen.site_of("pointer")
        citizen.put(site)
        city.advance(ROUND_END)
        at, pointer = next((at, message) for at, message in inbox(mail.account) if "pointer" in message["Message-ID"])
        answered = datetime.fromisoformat(truth_of(city, site)["answered_at"])
        assert at == answered + timedelta(minutes=1)
        assert "身份证" not in text_of(pointer)
        link = re.search(r"http://[^\s<]+", text_of(pointer).replace("&amp;", "&"))
        assert link
        page = citizen.get(link[0])
        assert "身份证" in page
        assert f"{answered:%Y-%m-%d %H:%M}" in page
        assert "链接已失效" in citizen.get(link[0][:-1])


def test_a_title_with_line_breaks_adds_no_header(tmp_path: Path, mail: EmbeddedMail):
    with City(tmp_path / "city", mail=mail.account) as city:
        citizen = Citizen(city)
        for turn in range(5):
            assert citizen.accepted(
                citizen.site_of("letterbox", turn),
                citizen.put(citizen.site_of("letterbox", turn), title="a\r\nBcc: x@y.example"),
            )
        city.advance(ROUND_END)
        mails = inbox(mail.account)
        assert len(mails) >= 9
        assert all(message["Bcc"] is None for _, message in mails)


def test_silence_with_an_acknowledgement_stays_silence(tmp_path: Path, mail: EmbeddedMail):
    with City(tmp_path / "city", mail=mail.account) as city:
        Citizen(city).put("市公安局")
        city.advance(ROUND_END)
        kinds = [
            message["Message-ID"].split(".")[0]
            for _, message in inbox(mail.account)
            if "noise" not in message["Message-ID"]
        ]
        assert kinds == ["<acknowledgement"]
        assert truth_of(city, "市公安局")["answered_at"] is None


def test_a_new_empty_server_gets_every_mail_again_with_its_own_instant(tmp_path: Path):
    with EmbeddedMail(tmp_path) as mail, City(tmp_path, mail=mail.account) as city:
        citizen = Citizen(city)
        citizen.put(citizen.site_of("letterbox"))
        city.advance(ROUND_END)
        before = [(at, message["Message-ID"]) for at, message in inbox(mail.account)]
        port = mail.account.port
    with EmbeddedMail(tmp_path) as mail:
        assert mail.account.port == port
        assert inbox(mail.account) == []
        with City(tmp_path, mail=mail.account):
            assert [(at, message["Message-ID"]) for at, message in inbox(mail.account)] == before


def test_a_city_that_restarts_beside_a_server_that_stayed_delivers_nothing_twice(tmp_path: Path, mail: EmbeddedMail):
    for _ in range(3):
        with City(tmp_path / "city", mail=mail.account) as city:
            Citizen(city).put("市公安局")
            city.advance(datetime(2024, 2, 6, 12, tzinfo=BEIJING))
    assert len(inbox(mail.account)) == 2  # one acknowledgement, one noise


def test_mails_wait_for_a_server_that_is_away(tmp_path: Path):
    mail = EmbeddedMail(tmp_path)
    with City(tmp_path, mail=mail.account) as city:
        Citizen(city).put("市公安局")
        city.advance(datetime(2024, 2, 6, 12, tzinfo=BEIJING))
        with mail:
            wait_for(mail.account, 2)


@pytest.mark.dovecot
def test_the_same_city_delivers_to_dovecot(tmp_path: Path):
    with Dovecot(tmp_path) as server:
        account = MailAccount(host=server.host, port=server.port, user=server.user, password=server.password)
        for _ in range(2):
            with City(tmp_path / "city", mail=account) as city:
                Citizen(city).put("市公安局")
                city.advance(datetime(2024, 2, 6, 12, tzinfo=BEIJING))
        mails = inbox(account)
        assert len(mails) == 2
        assert mails[1][0] == datetime(2024, 2, 6, 8, 30, tzinfo=BEIJING)


def parcel(style: int, kind: str = "answer_mail") -> Parcel:
    return Parcel(
        id=f"<{style}@x.example>",
        due=datetime(2024, 2, 6, 9, tzinfo=BEIJING),
        site="杞县",
        kind=kind,
        sender="service@qixian.example",
        sender_name="杞县人民政府办公室",
        to="a@b.example",
        subject="关于“请问朱镕路社保卡补办”的答复",
        text="您好,朱镕路社保卡网点可以补办。\n",
        style=style,
    )


def test_every_shape_of_mail_carries_the_same_words():
    shapes = set()
    for style in range(10):
        message = email.message_from_bytes(parcel(style).raw(), policy=email.policy.compat32)
        body = message.get_payload(0) if message.is_multipart() else message
        payload = body.get_payload(decode=True)
        label = str(body.get_content_charset())
        assert "朱镕路社保卡网点可以补办" in payload.decode("utf-8" if label == "utf-8" else "gb18030")
        pieces = email.header.decode_header(message["Subject"])
        subject = b"".join(piece if isinstance(piece, bytes) else piece.encode() for piece, _ in pieces)
        assert "请问朱镕路社保卡补办" in subject.decode("utf-8" if label == "utf-8" else "gb18030")
        shapes.add((message.get_content_type(), label, "Auto-Submitted" in message))
    assert {label for _, label, _ in shapes} == {"utf-8", "gb2312", "gb18030", "gbk"}
    assert {kind for kind, _, _ in shapes} == {"text/plain", "text/html", "multipart/alternative"}
    assert {marked for _, _, marked in shapes} == {True, False}


def test_what_is_labelled_gb2312_may_hold_more_than_gb2312():
    message = email.message_from_bytes(parcel(1).raw())
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    with pytest.raises(UnicodeDecodeError):
        payload.decode("gb2312")
