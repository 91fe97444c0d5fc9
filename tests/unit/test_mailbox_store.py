"""The ledger and the fake of the tests keep mail by the same rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from huiying.db.evidence import FileVault
from huiying.db.ledger import open_ledger
from huiying.model import SHANGHAI
from huiying.ports import IncomingMail, MailStore
from tests.fakes import FakeClock, FakeMailStore

MAIL = IncomingMail(
    account="a@b.cn",
    folder="INBOX",
    uidvalidity=1,
    uid=5,
    received_at=datetime(2024, 2, 5, tzinfo=SHANGHAI),
    raw=b"Message-ID: <1@x>\r\n\r\nbody\r\n",
)


@pytest.fixture(params=["ledger", "fake"])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[MailStore]:
    if request.param == "fake":
        yield FakeMailStore()
        return
    ledger = open_ledger(
        f"sqlite:///{tmp_path / 'x.sqlite'}", clock=clock, vault=FileVault(tmp_path / "evidence", clock)
    )
    yield ledger.mails
    ledger.engine.dispose()


def test_a_mail_is_new_once(store: MailStore) -> None:
    assert [store.keep_mails([MAIL]), store.keep_mails([MAIL]), store.keep_mails([])] == [1, 0, 0]
    assert store.mail_uids("a@b.cn", "INBOX", 1) == {5}


def test_a_new_uid_of_the_same_mail_is_noted_and_the_mail_not_new(store: MailStore) -> None:
    store.keep_mails([MAIL])
    moved = [replace(MAIL, uidvalidity=2), replace(MAIL, folder="Junk", uid=9), replace(MAIL, uid=6)]
    assert [store.keep_mails([one]) for one in moved] == [0] * 3
    assert store.mail_uids("a@b.cn", "INBOX", 2) == {5}
    assert store.mail_uids("a@b.cn", "Junk", 1) == {9}
    assert store.mail_uids("a@b.cn", "INBOX", 1) == {5, 6}


def test_a_batch_counts_each_mail_once_and_notes_every_uid(store: MailStore) -> None:
    store.keep_mails([MAIL])
    other = replace(MAIL, uid=8, raw=b"Message-ID: <2@x>\r\n\r\nbody\r\n")
    twice = replace(other, folder="Junk", uid=3)
    assert store.keep_mails([replace(MAIL, uid=7), other, twice, other]) == 1
    assert store.mail_uids("a@b.cn", "INBOX", 1) == {5, 7, 8}
    assert store.mail_uids("a@b.cn", "Junk", 1) == {3}


def test_one_message_id_with_another_body_is_another_mail(store: MailStore) -> None:
    store.keep_mails([MAIL])
    assert store.keep_mails([replace(MAIL, uid=6, raw=MAIL.raw + b"more\r\n")])


def test_one_mail_delivered_to_two_of_our_addresses_is_two_mails(store: MailStore) -> None:
    copies = [replace(MAIL, uid=uid, raw=f"Delivered-To: a{uid}@city.test\r\n".encode() + MAIL.raw) for uid in (6, 7)]
    assert store.keep_mails(copies) == 2
    assert store.keep_mails([replace(one, uidvalidity=2) for one in copies]) == 0


def test_mails_without_a_message_id_are_told_apart_by_their_bytes(store: MailStore) -> None:
    bare = replace(MAIL, raw=b"Subject: a\r\n\r\nbody\r\n")
    assert store.keep_mails([bare])
    assert not store.keep_mails([replace(bare, uidvalidity=2)])
    assert store.keep_mails([replace(bare, uid=7, raw=b"Subject: b\r\n\r\nbody\r\n")])


def test_another_account_is_another_mailbox(store: MailStore) -> None:
    store.keep_mails([MAIL])
    assert store.keep_mails([replace(MAIL, account="c@d.cn")])
    assert store.mail_uids("c@d.cn", "INBOX", 1) == {5}
