"""The watcher against a real Dovecot."""

from __future__ import annotations

import hashlib
import ssl
import threading
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from huiying.errors import BadInput, LoginRefused, Unreachable
from huiying.mailbox.account import MailSettings
from huiying.mailbox.backoff import Backoff
from huiying.mailbox.collect import collect
from huiying.mailbox.imap import ImapMailbox
from huiying.mailbox.watch import MailWatcher
from huiying.model import SHANGHAI
from huiying.ports import IncomingMail, MailStore
from tests.dovecot import Dovecot
from tests.fakes import FakeClock, FakeMailStore
from tests.imap_servers import Proxy

pytestmark = pytest.mark.dovecot

NOW = datetime(2024, 2, 5, 9, 0, tzinfo=SHANGHAI)
LONG = 120.0
"""A wait that is over long before, where the code is right."""


def mail(n: int) -> bytes:
    return (
        f"Message-ID: <{n}@kaifeng.example>\r\nSubject: =?gb2312?B?tPC4tA==?= {n}\r\n\r\n".encode()
        + b"\xc4\xfa\xba\xc3 %d\r\n" % n
    )


@pytest.fixture
def dovecot(tmp_path: Path) -> Iterator[Dovecot]:
    with Dovecot(tmp_path) as server:
        yield server


def settings(server: Dovecot, **changes: Any) -> MailSettings:
    known: dict[str, Any] = {
        "host": server.host,
        "port": server.port,
        "user": server.user,
        "password": server.password,
        "tls": "plain",
    }
    return MailSettings(**known | changes)


def watcher(
    server: Dovecot, store: MailStore, *, stop: threading.Event | None = None, renew: float = 60, **changes: Any
) -> MailWatcher:
    mailbox = ImapMailbox(settings(server, **changes), connect_seconds=2, read_seconds=2)
    backoff = Backoff(first=0.05, longest=0.4, random=Random(1))
    return MailWatcher(mailbox, store, FakeClock(NOW), stop=stop, backoff=backoff, renew_seconds=renew)


def soon(seconds: float, what: Any, *arguments: Any) -> threading.Timer:
    timer = threading.Timer(seconds, what, arguments)
    timer.start()
    return timer


def kept(store: FakeMailStore) -> list[bytes]:
    return sorted(one.raw for one in store.mails)


def test_a_mail_is_kept_byte_for_byte_with_the_servers_time(dovecot: Dovecot) -> None:
    raw = b"Subject: \xb4\xf0\xb8\xb4\r\nX-Odd:\tyes \r\n\r\nline\r\n.\r\n\x00\xff no end of line"
    dovecot.deliver(raw.replace(b"\x00", b"\x01"), datetime(2024, 2, 4, 23, 59, 58, tzinfo=SHANGHAI))
    store = FakeMailStore()
    with watcher(dovecot, store) as watching:
        report = watching.run_once()
    assert (report.new, report.known, report.complete) == (1, 0, True)
    assert report.reached_at == NOW
    assert store.mails[0].raw == raw.replace(b"\x00", b"\x01")
    assert store.mails[0].received_at == datetime(2024, 2, 4, 15, 59, 58, tzinfo=UTC)
    assert store.mails[0].account == dovecot.user


def test_a_second_pass_finds_nothing_new(dovecot: Dovecot) -> None:
    for n in range(3):
        dovecot.deliver(mail(n))
    store = FakeMailStore()
    with watcher(dovecot, store) as watching:
        watching.run_once()
        report = watching.run_once()
    assert (report.new, report.known) == (0, 3)
    assert len(store.mails) == 3


def test_mail_in_the_junk_folder_is_found(dovecot: Dovecot) -> None:
    dovecot.deliver(mail(1), folder="垃圾邮件")
    store = FakeMailStore()
    with watcher(dovecot, store) as watching:
        report = watching.run_once()
    assert list(report.folders) == ["INBOX", "垃圾邮件"]
    assert [one.folder for one in store.mails] == ["垃圾邮件"]


def test_a_mail_moved_out_of_junk_is_not_taken_twice(dovecot: Dovecot) -> None:
    dovecot.deliver(mail(1), folder="垃圾邮件")
    store = FakeMailStore()
    with watcher(dovecot, store) as watching:
        watching.run_once()
        dovecot.admin("move", "INBOX", "mailbox", "垃圾邮件", "all")
        report = watching.run_once()
    assert (report.new, report.known) == (0, 1)


def test_nothing_on_the_server_changes(dovecot: Dovecot) -> None:
    dovecot.deliver_file(mail(1))
    dovecot.deliver_file(mail(2))
    before = dovecot.flags()
    with watcher(dovecot, FakeMailStore()) as watching:
        watching.run_once()
        watching.wait(0.2)
        watching.run_once()
    assert dovecot.flags() == before == [("\\Recent",), ("\\Recent",)]


def test_old_mail_is_left_alone(dovecot: Dovecot) -> None:
    dovecot.deliver(mail(1), datetime(2023, 6, 1, tzinfo=SHANGHAI))
    dovecot.deliver(mail(2), datetime(2023, 11, 27, 0, 30, tzinfo=SHANGHAI))
    store = FakeMailStore()
    with watcher(dovecot, store, since=date(2023, 11, 27)) as watching:
        watching.run_once()
    assert kept(store) == [mail(2)]


def test_idle_tells_of_new_mail(dovecot: Dovecot) -> None:
    store = FakeMailStore()
    with watcher(dovecot, store, poll_seconds=3600) as watching:
        watching.run_once()
        timer = soon(0.3, dovecot.deliver, mail(1))
        assert watching.wait(LONG)
        watching.run_once()
        timer.join()
    assert kept(store) == [mail(1)]


def test_mail_that_came_between_pass_and_wait_is_noticed_at_once(dovecot: Dovecot) -> None:
    with watcher(dovecot, FakeMailStore(), poll_seconds=3600) as watching:
        watching.run_once()
        dovecot.deliver(mail(1))
        assert watching.wait(LONG)


def test_idle_goes_on_over_its_renewals(dovecot: Dovecot) -> None:
    store = FakeMailStore()
    with watcher(dovecot, store, renew=0.2, poll_seconds=3600) as watching:
        watching.run_once()
        assert not watching.wait(1.5)
        timer = soon(0.5, dovecot.deliver, mail(1))
        assert watching.wait(LONG)
        timer.join()


def test_a_server_without_idle_is_polled(tmp_path: Path) -> None:
    store = FakeMailStore()
    without_idle = "IMAP4rev1 SASL-IR LITERAL+ UIDPLUS SPECIAL-USE"
    with Dovecot(tmp_path, capability=without_idle) as dovecot, watcher(dovecot, store, poll_seconds=0.5) as watching:
        watching.run_once()
        dovecot.deliver(mail(1))
        assert watching.wait(LONG)
        watching.run_once()
    assert kept(store) == [mail(1)]


def test_quiet_time_ends_without_a_notice(dovecot: Dovecot) -> None:
    with watcher(dovecot, FakeMailStore(), poll_seconds=3600) as watching:
        watching.run_once()
        assert not watching.wait(0.7)


def test_a_request_to_stop_ends_the_wait(dovecot: Dovecot) -> None:
    stop = threading.Event()
    with watcher(dovecot, FakeMailStore(), stop=stop, poll_seconds=3600) as watching:
        watching.run_once()
        timer = soon(0.3, stop.set)
        assert not watching.wait(3600)  # the test's own time limit would end it otherwise
        timer.join()


def test_a_restarted_server_is_found_again(dovecot: Dovecot) -> None:
    store = FakeMailStore()
    with watcher(dovecot, store, poll_seconds=3600) as watching:
        watching.run_once()
        dovecot.stop()
        assert not watching.wait(1.5)
        assert "连接" in watching.health().error
        assert watching.health().silent_since == NOW
        dovecot.start()
        dovecot.deliver(mail(1))
        assert watching.wait(LONG)
        watching.run_once()
        assert watching.health().error == ""
        assert watching.health().silent_since is None
    assert kept(store) == [mail(1)]


def test_a_pass_replaces_a_connection_that_died_in_its_sleep(dovecot: Dovecot) -> None:
    store = FakeMailStore()
    with watcher(dovecot, store) as watching:
        watching.run_once()
        dovecot.stop()
        dovecot.start()
        dovecot.deliver(mail(1))
        assert watching.run_once().new == 1


def test_a_connection_cut_while_idling_is_made_again_once(dovecot: Dovecot) -> None:
    store = FakeMailStore()
    with Proxy(dovecot.port) as proxy, watcher(dovecot, store, port=proxy.port, poll_seconds=3600) as watching:
        watching.run_once()
        timer = soon(0.5, proxy.cut)
        assert watching.wait(LONG)  # reconnected: mail may have come meanwhile
        timer.join()
        dovecot.deliver(mail(1))
        watching.run_once()
        assert proxy.accepted == 2
    assert kept(store) == [mail(1)]


def test_a_half_open_connection_is_noticed_and_loses_nothing(dovecot: Dovecot) -> None:
    store = FakeMailStore()
    with (
        Proxy(dovecot.port) as proxy,
        watcher(dovecot, store, renew=0.5, port=proxy.port, poll_seconds=3600) as watching,
    ):
        watching.run_once()
        proxy.freeze()
        dovecot.deliver(mail(1))
        assert not watching.wait(8)
        assert "超时" in watching.health().error
        with pytest.raises(Unreachable, match="超时"):
            watching.run_once()
        proxy.thaw()
        assert watching.wait(LONG)
        watching.run_once()
    assert kept(store) == [mail(1)]


def test_a_cut_in_the_middle_of_reading_loses_and_doubles_nothing(dovecot: Dovecot) -> None:
    for n in range(120):
        dovecot.deliver_file(mail(n))
    with Proxy(dovecot.port) as proxy:

        class CuttingStore(FakeMailStore):
            def keep_mails(self, mails: Sequence[IncomingMail]) -> int:
                if len(self.mails) in (0, 50):
                    proxy.cut()
                return super().keep_mails(mails)

        store = CuttingStore()
        with watcher(dovecot, store, port=proxy.port) as watching:
            for _ in range(20):
                try:
                    if watching.run_once().complete:
                        break
                except Unreachable:
                    watching.wait(5)
    assert kept(store) == sorted(mail(n) for n in range(120))


def test_a_new_uidvalidity_of_the_inbox_doubles_and_loses_nothing(dovecot: Dovecot) -> None:
    for n in range(5):
        dovecot.deliver(mail(n))
    store = FakeMailStore()
    with watcher(dovecot, store) as watching:
        first = watching.run_once().folders["INBOX"].uidvalidity
        dovecot.stop()
        for index in dovecot.maildir.glob("dovecot*"):
            index.unlink()
        time.sleep(1.1)  # Dovecot makes the new UIDVALIDITY of the second
        dovecot.start()
        dovecot.deliver(mail(5))
        report = watching.run_once()
    assert report.folders["INBOX"].uidvalidity != first
    assert (report.new, report.known) == (1, 5)
    assert kept(store) == sorted(mail(n) for n in range(6))


def test_a_folder_made_anew_while_connected_is_read_again(dovecot: Dovecot) -> None:
    dovecot.deliver(mail(1), folder="垃圾邮件")
    store = FakeMailStore()
    with watcher(dovecot, store) as watching:
        watching.run_once()
        dovecot.admin("mailbox", "delete", "垃圾邮件")
        time.sleep(1.1)
        dovecot.admin("mailbox", "create", "垃圾邮件")
        dovecot.deliver(mail(2), folder="垃圾邮件")
        dovecot.deliver(mail(1), folder="垃圾邮件")
        watching.run_once()
    assert kept(store) == [mail(1), mail(2)]


def test_a_mail_deleted_while_it_is_being_read_is_no_error(dovecot: Dovecot) -> None:
    for n in range(60):
        dovecot.deliver_file(mail(n))

    class DeletingStore(FakeMailStore):
        def keep_mails(self, mails: Sequence[IncomingMail]) -> int:
            if not self.mails:
                dovecot.expunge("52:55")
            return super().keep_mails(mails)

    store = DeletingStore()
    with watcher(dovecot, store) as watching:
        report = watching.run_once()
    assert report.complete
    assert len(store.mails) == 56


def test_a_crash_between_fetching_and_keeping_loses_and_doubles_nothing(dovecot: Dovecot) -> None:
    mails = [mail(n) for n in range(4)]
    for one in mails:
        dovecot.deliver(one)
    for crash in range(1, 5):
        store = FakeMailStore(fail_at=crash)
        with watcher(dovecot, store) as broken, pytest.raises(OSError, match="No space"):
            broken.run_once()
        with watcher(dovecot, store) as watching:
            watching.run_once()
        assert kept(store) == mails


def test_a_request_to_stop_ends_a_pass_between_two_batches(dovecot: Dovecot) -> None:
    for n in range(60):
        dovecot.deliver_file(mail(n))
    stop = threading.Event()

    class StoppingStore(FakeMailStore):
        def keep_mails(self, mails: Sequence[IncomingMail]) -> int:
            stop.set()
            return super().keep_mails(mails)

    store = StoppingStore()
    mailbox = ImapMailbox(settings(dovecot))
    mailbox.connect()
    report = collect(mailbox, store, clock=FakeClock(NOW), stop=stop)
    mailbox.log_out()
    assert (report.stopped, report.complete, report.new) == (True, False, 50)


def test_a_folder_that_is_not_there_is_told_and_the_others_are_read(dovecot: Dovecot) -> None:
    dovecot.deliver(mail(1))
    store = FakeMailStore()
    with watcher(dovecot, store, folders=("答复", "INBOX")) as watching:
        report = watching.run_once()
        assert "答复" in watching.health().error
    assert not report.complete
    assert "答复" in str(report.failed[0])
    assert kept(store) == [mail(1)]


def test_a_wrong_password_is_told_at_once_and_tried_once(dovecot: Dovecot) -> None:
    with Proxy(dovecot.port) as proxy, watcher(dovecot, FakeMailStore(), port=proxy.port, password="no") as watching:
        for _ in range(3):
            with pytest.raises(LoginRefused, match="请检查授权码"):
                watching.run_once()
        assert not watching.wait(0.5)
        assert proxy.accepted == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_the_connection_is_encrypted_and_the_certificate_checked(tmp_path: Path, security: str) -> None:
    with Dovecot(tmp_path, tls=True) as dovecot:
        dovecot.deliver(mail(1))
        port = dovecot.tls_port if security == "tls" else dovecot.port
        encrypted = settings(dovecot, tls=security, port=port, poll_seconds=3600)
        with pytest.raises(Unreachable, match="证书不可信"):
            ImapMailbox(encrypted).connect()
        context = ssl.create_default_context(cafile=str(dovecot.certificate))
        store = FakeMailStore()
        with MailWatcher(ImapMailbox(encrypted, tls_context=context), store, FakeClock(NOW)) as watching:
            watching.run_once()
            timer = soon(0.3, dovecot.deliver, mail(2))
            assert watching.wait(LONG)
            timer.join()
            watching.run_once()
        assert kept(store) == [mail(1), mail(2)]


def test_a_server_without_starttls_is_not_given_the_password(dovecot: Dovecot) -> None:
    with pytest.raises(Unreachable, match="STARTTLS"):
        ImapMailbox(settings(dovecot, tls="starttls")).connect()


def test_a_plain_connection_is_refused_off_this_machine() -> None:
    with pytest.raises(BadInput, match="只允许用于本机"):
        MailSettings(host="imap.163.com", port=143, user="a@163.com", password="x", tls="plain")


@pytest.mark.slow
def test_ten_thousand_mails_at_once_are_read_in_bounded_memory(dovecot: Dovecot) -> None:
    body = b"0123456789abcdef" * 1000
    for n in range(10_000):
        dovecot.deliver_file(mail(n) + body)

    class DigestStore:
        def __init__(self) -> None:
            self.digests: dict[tuple[str, int], bytes] = {}

        def mail_uids(self, account: str, folder: str, uidvalidity: int) -> frozenset[int]:
            return frozenset(uid for name, uid in self.digests if name == folder)

        def keep_mails(self, mails: Sequence[IncomingMail]) -> int:
            self.digests |= {(mail.folder, mail.uid): hashlib.sha256(mail.raw).digest() for mail in mails}
            return len(mails)

    store = DigestStore()
    mailbox = ImapMailbox(settings(dovecot))
    mailbox.connect()
    tracemalloc.start()
    report = collect(mailbox, store, clock=FakeClock(NOW))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    again = collect(mailbox, store, clock=FakeClock(NOW))
    mailbox.log_out()
    assert (report.new, report.complete) == (10_000, True)
    assert len(set(store.digests.values())) == 10_000
    assert (again.new, again.known) == (0, 10_000)
    assert peak < 40_000_000  # of 160 MB read
