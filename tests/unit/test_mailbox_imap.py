"""The mailbox's adapter against servers that behave as some providers do."""

from __future__ import annotations

import imaplib
import socket
import threading
from datetime import date, datetime
from random import Random
from typing import Any

import pytest

from huiying.errors import BadInput, LoginRefused, NotAllowed, Unreachable
from huiying.mailbox.account import MailSettings
from huiying.mailbox.backoff import Backoff
from huiying.mailbox.collect import collect
from huiying.mailbox.folders import Folder, watched
from huiying.mailbox.imap import ImapMailbox
from huiying.mailbox.watch import MailWatcher
from huiying.model import SHANGHAI
from tests.fakes import FakeClock, FakeMailStore
from tests.imap_servers import SCRIPT, ScriptedImap, pymap_server

NOW = datetime(2024, 2, 5, 9, 0, tzinfo=SHANGHAI)


def settings(port: int, **changes: Any) -> MailSettings:
    known: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": port,
        "user": "wenjuan@163.com",
        "password": "code",
        "tls": "plain",
    }
    return MailSettings(**known | changes)


def mailbox(server: ScriptedImap, **changes: Any) -> ImapMailbox:
    return ImapMailbox(settings(server.port, **changes), connect_seconds=5, read_seconds=5)


def watcher(server: ScriptedImap, store: FakeMailStore, **changes: Any) -> MailWatcher:
    backoff = Backoff(first=0.05, longest=0.2, random=Random(1))
    return MailWatcher(mailbox(server, **changes), store, FakeClock(NOW), backoff=backoff)


def test_id_is_sent_before_any_folder_is_opened() -> None:
    store = FakeMailStore()
    with ScriptedImap(needs_id=True) as server, watcher(server, store) as watching:
        report = watching.run_once()
    assert (report.new, report.complete, list(report.folders)) == (1, True, ["INBOX", "垃圾邮件"])
    assert store.mails[0].received_at == datetime(2024, 2, 5, 9, 30, tzinfo=SHANGHAI)


def test_a_server_without_id_is_not_sent_it() -> None:
    with ScriptedImap({"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"}) as server:
        mailbox(server).connect()
        assert not any(said.startswith("ID ") for said in server.commands)


def test_a_server_that_opens_no_folder_is_told_with_its_own_words() -> None:
    script = {"EXAMINE": b"{tag} NO EXAMINE Unsafe Login. Please contact kefu@188.com for help\r\n"}
    with ScriptedImap(script) as server, watcher(server, FakeMailStore()) as watching:
        with pytest.raises(Unreachable, match=r"kefu@188\.com"):
            watching.run_once()
        with pytest.raises(Unreachable):
            watching.run_once()
        assert server.count("LOGIN") == 1


def test_a_refused_login_is_not_repeated() -> None:
    script = {"LOGIN": b"{tag} NO Login fail. Password is incorrect or login frequency limited\r\n"}
    with ScriptedImap(script) as server, watcher(server, FakeMailStore()) as watching:
        with pytest.raises(LoginRefused, match=r"登录被拒绝（Login fail.*frequency limited）"):
            watching.run_once()
        assert not watching.wait(0.5)
        assert server.count("LOGIN") == 1


def test_a_refusal_in_chinese_is_shown_as_it_was_meant() -> None:
    words = "登录失败，请使用授权码登录".encode("gb18030")
    with (
        ScriptedImap({"LOGIN": b"{tag} NO " + words + b"\r\n"}) as server,
        pytest.raises(LoginRefused, match="请使用授权码登录"),
    ):
        mailbox(server).connect()


def test_a_server_that_is_full_is_tried_again() -> None:
    script = {"LOGIN": b"{tag} NO [UNAVAILABLE] Temporary authentication failure\r\n"}
    with ScriptedImap(script) as server, watcher(server, FakeMailStore()) as watching:
        with pytest.raises(Unreachable, match="暂时不能登录") as told:
            watching.run_once()
        assert not isinstance(told.value, LoginRefused)
        watching.wait(0.6)
        assert server.count("LOGIN") > 1


def test_a_connection_lost_during_login_is_no_refusal() -> None:
    with ScriptedImap({"LOGIN": b""}) as server, pytest.raises(Unreachable, match="断开") as told:
        mailbox(server).connect()
    assert not isinstance(told.value, LoginRefused)


def test_a_server_that_says_goodbye_is_told_with_its_own_words() -> None:
    with ScriptedImap({"EXAMINE": b"* BYE Too many sessions\r\n"}) as server:
        box = mailbox(server)
        box.connect()
        with pytest.raises(Unreachable, match="Too many sessions"):
            box.open("INBOX")
        assert not box.connected


def test_a_line_without_end_closes_the_connection() -> None:
    with ScriptedImap({"UID SEARCH": b"* SEARCH" + b" 7" * 600_000 + b"\r\n{tag} OK done\r\n"}) as server:
        box = mailbox(server)
        box.connect()
        with pytest.raises(Unreachable, match="应答不正常"):
            box.uids(box.open("INBOX"))
        assert not box.connected


def test_something_else_than_a_mail_server_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as web:

        def serve() -> None:
            client, _ = web.accept()
            client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            client.close()

        server = threading.Thread(target=serve)
        server.start()
        with pytest.raises(Unreachable, match="Bad Request"):
            ImapMailbox(settings(web.getsockname()[1])).connect()
        server.join()


def test_an_idle_that_the_server_ends_by_closing_is_no_busy_loop() -> None:
    script = {"IDLE": b"+ idling\r\n", "DONE": b""}
    with ScriptedImap(script) as server:
        box = mailbox(server)
        box.connect()
        box.open("INBOX")
        timer = threading.Timer(0.3, box._client.socket().shutdown, [0])  # type: ignore[union-attr]
        timer.start()
        with pytest.raises(Unreachable, match="断开"):
            box.idle(60, threading.Event())
        timer.join()
        assert not box.connected


@pytest.mark.parametrize(
    "answer",
    [
        b"+ idling\r\n* 2 EXISTS\r\n",  # in one packet: no poll of the socket shows the second line
        b"* 2 EXISTS\r\n+ idling\r\n",
        b"* 1 RECENT\r\n* OK Still here\r\n+ idling\r\n",
    ],
)
def test_mail_told_together_with_the_begin_of_idle_is_noticed(answer: bytes) -> None:
    with ScriptedImap({"IDLE": answer}) as server:
        box = mailbox(server)
        box.connect()
        box.open("INBOX")
        assert box.idle(3600, threading.Event())  # the test's own time limit would end it otherwise
        assert server.commands[-1] == "DONE"


def test_a_line_that_cannot_be_read_while_idling_ends_the_connection() -> None:
    with ScriptedImap({"IDLE": b"+ idling\r\n* (((\r\n"}) as server:
        box = mailbox(server)
        box.connect()
        box.open("INBOX")
        with pytest.raises(Unreachable):
            box.idle(3600, threading.Event())
        assert not box.connected  # any command would be one inside IDLE


def test_a_server_that_refuses_idle_is_polled() -> None:
    with (
        ScriptedImap({"IDLE": b"{tag} NO not today\r\n"}) as server,
        watcher(server, FakeMailStore(), poll_seconds=0.4) as watching,
    ):
        watching.run_once()
        assert watching.wait(30)
        watching.run_once()
        assert watching.wait(30)
        assert (server.count("IDLE"), server.count("LOGIN")) == (1, 1)


def test_one_bad_mail_holds_up_no_other() -> None:
    script = {
        "UID SEARCH": b"* SEARCH 7 8\r\n{tag} OK done\r\n",
        "RFC822.SIZE": b"* 1 FETCH (UID 7 RFC822.SIZE 18)\r\n* 2 FETCH (UID 8 RFC822.SIZE 18)\r\n{tag} OK done\r\n",
        "UID FETCH 7,8 (I": b"{tag} NO internal error\r\n",
        "UID FETCH 8 (I": b"{tag} NO internal error\r\n",
    }
    store = FakeMailStore()
    with ScriptedImap(script) as server, watcher(server, store, folders=("INBOX",)) as watching:
        report = watching.run_once()
        assert "UID 8" in watching.health().error
    assert (report.new, report.complete) == (1, False)
    assert [(one.uid, one.why) for one in report.failed] == [(8, "服务器答复“fetch failed: internal error”")]
    assert [one.uid for one in store.mails] == [7]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"* 1 FETCH (UID 7 INTERNALDATE \"yesterday\" BODY[] {1}\r\nx)\r\n{tag} OK done\r\n", "收到时间"),
        (b"* 1 FETCH (UID 7 INTERNALDATE \"05-Feb-2024 09:30:00 +0800\" BODY[] NIL)\r\n{tag} OK done\r\n", "没有给出邮件内容"),
        (b"* 1 FETCH (UID 7 INTERNALDATE ((( \r\n{tag} OK done\r\n", "服务器答复"),
    ],
)  # fmt: skip
def test_a_mail_that_the_server_does_not_give_whole_is_told(answer: bytes, why: str) -> None:
    with (
        ScriptedImap({"BODY.PEEK": answer}) as server,
        watcher(server, FakeMailStore(), folders=("INBOX",)) as watching,
    ):
        report = watching.run_once()
    assert report.new == 0
    assert why in str(report.failed[0])


def test_a_mail_of_monstrous_size_is_told_and_not_fetched() -> None:
    script = {"RFC822.SIZE": b"* 1 FETCH (UID 7 RFC822.SIZE 900000000)\r\n{tag} OK done\r\n"}
    with ScriptedImap(script) as server, watcher(server, FakeMailStore(), folders=("INBOX",)) as watching:
        report = watching.run_once()
        assert "邮件过大" in str(report.failed[0])
        assert not any("BODY.PEEK" in said for said in server.commands)


def test_a_mail_that_is_listed_but_has_no_size_is_not_passed_over_in_silence() -> None:
    script = {"RFC822.SIZE": b"{tag} OK done\r\n"}
    with ScriptedImap(script) as server, watcher(server, FakeMailStore(), folders=("INBOX",)) as watching:
        report = watching.run_once()
    assert [one.uid for one in report.failed] == [7]
    assert not report.complete


def test_a_folder_that_vanishes_while_it_is_read_holds_up_no_other() -> None:
    """The first mail can't be read; the look whether it is still there finds the folder gone."""
    opened = SCRIPT["EXAMINE"]
    script: dict[str, bytes | list[bytes]] = {
        'EXAMINE "Junk"': [opened, b"{tag} NO [NONEXISTENT] no such mailbox\r\n"],
        "BODY.PEEK": [b"{tag} NO internal error\r\n", SCRIPT["BODY.PEEK"]],
    }
    store = FakeMailStore()
    with ScriptedImap(script) as server, watcher(server, store, folders=("Junk", "INBOX")) as watching:
        report = watching.run_once()
    assert [str(one.folder) for one in report.failed] == ["Junk"]
    assert (report.new, list(report.folders)) == (1, ["Junk", "INBOX"])


def test_a_server_that_says_goodbye_while_idling_is_logged_in_to_again() -> None:
    script: dict[str, bytes | list[bytes]] = {
        "IDLE": [b"+ idling\r\n* BYE server going down\r\n", b"+ idling\r\n* 2 EXISTS\r\n"],
        "DONE": [b"", b"{tag} OK done\r\n"],
    }
    with ScriptedImap(script) as server, watcher(server, FakeMailStore(), folders=("INBOX",)) as watching:
        watching._renew_seconds = 0.3
        watching.run_once()
        assert watching.wait(30)  # the connection is a new one: mail may have come meanwhile
        watching.run_once()
        assert watching.wait(30)
        assert (server.count("LOGIN"), server.count("IDLE")) == (2, 2)


def test_a_literal_cut_short_is_never_kept() -> None:
    script = {"BODY.PEEK": b'* 1 FETCH (UID 7 INTERNALDATE "05-Feb-2024 09:30:00 +0800" BODY[] {5000}\r\nSubject: a'}
    store = FakeMailStore()
    with ScriptedImap(script) as server, watcher(server, store) as watching, pytest.raises(Unreachable):
        watching.run_once()
    assert not store.mails


def test_a_big_folder_is_listed_in_windows_from_the_newest_down() -> None:
    script = {
        "EXAMINE": b"* 45000 EXISTS\r\n* OK [UIDVALIDITY 1] it is\r\n{tag} OK done\r\n",
        "UID SEARCH 40001:*": b"* SEARCH 90002\r\n{tag} OK done\r\n",
        "UID SEARCH 20001:40000": b"* SEARCH 50000 90002\r\n{tag} OK done\r\n",
        "UID SEARCH 1:20000": b"* SEARCH 3\r\n{tag} OK done\r\n",
    }
    with ScriptedImap(script) as server:
        box = mailbox(server, since=date(2024, 1, 1))
        box.connect()
        assert box.uids(box.open("INBOX")) == [3, 50000, 90002]
        assert server.commands[-1].endswith("SINCE 31-Dec-2023")


def test_an_empty_folder_is_not_searched() -> None:
    script = {
        "EXAMINE": b"* 0 EXISTS\r\n* OK [UIDVALIDITY 1] it is\r\n{tag} OK done\r\n",
        "UID SEARCH": b"{tag} BAD no messages\r\n",
    }
    with ScriptedImap(script) as server:
        box = mailbox(server)
        box.connect()
        assert collect(box, FakeMailStore(), clock=FakeClock(NOW)).complete


@pytest.mark.parametrize(
    "listing",
    [
        b'* LIST () "/" "&broken"\r\n{tag} OK done\r\n',
        b"{tag} NO no listing here\r\n",
        b'* LIST ((\\Odd "/" x\r\n{tag} OK done\r\n',
        b"{tag} OK done\r\n",
    ],
)
def test_a_listing_that_cannot_be_read_still_leaves_the_inbox(listing: bytes) -> None:
    with ScriptedImap({"LIST": listing}) as server:
        box = mailbox(server)
        box.connect()
        assert box.folders() == ("INBOX",)


def test_a_garbled_answer_is_told_without_control_characters() -> None:
    with ScriptedImap({"EXAMINE": b"{tag} NO \x1b[31mred\x07 alert\r\n"}) as server:
        box = mailbox(server)
        box.connect()
        with pytest.raises(NotAllowed) as told:
            box.open("INBOX")
    assert str(told.value).isprintable()
    assert "alert" in str(told.value)


def test_junk_folders_are_known_by_flag_or_name() -> None:
    listing = [
        Folder(name="Sent Messages", flags=frozenset({"\\sent"}), delimiter="/"),
        Folder(name="INBOX/垃圾邮件", delimiter="/"),
        Folder(name="Trash", flags=frozenset({"\\trash"})),
        Folder(name="Filtered", flags=frozenset({"\\junk"})),
        Folder(name="Junk", flags=frozenset({"\\noselect"})),
        Folder(name="INBOX.Spam", delimiter="."),
        Folder(name="inbox"),
    ]
    assert watched(listing) == ("INBOX", "INBOX/垃圾邮件", "Filtered", "INBOX.Spam")


@pytest.mark.parametrize(
    "changes",
    [
        {"host": "mail.kaifeng.example"},
        {"user": 'a" b'},
        {"user": "a\r\nb"},
        {"password": "秘密"},
        {"password": "x\r\nA1 DELETE INBOX"},
    ],
)
def test_settings_that_would_break_a_command_or_leak_a_password_are_refused(changes: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        settings(143, **changes)


def test_the_password_is_not_shown() -> None:
    assert "code" not in repr(settings(143))


def test_the_account_is_fit_for_a_path() -> None:
    assert settings(143, user="../a/b").account == ".._a_b@127.0.0.1"


def test_the_wait_after_failures_doubles_up_to_five_minutes_with_jitter() -> None:
    backoff = Backoff(random=Random(7))
    waits = [backoff.failed() for _ in range(40)]
    for wait, full in zip(waits, [min(2.0**n, 300) for n in range(40)], strict=True):
        assert 0.75 * full <= wait <= full
    assert len(set(waits[10:])) > 1
    backoff.reset()
    assert backoff.failed() <= 1
    assert backoff.failed(refused=True) > 1000


def test_pymap_is_read_and_idled() -> None:
    store = FakeMailStore()
    with pymap_server() as port:
        box = ImapMailbox(settings(port, user="demo", password="demo", poll_seconds=3600))

        def deliver(n: int) -> None:
            with imaplib.IMAP4("127.0.0.1", port) as session:
                session.login("demo", "demo")
                session.append("INBOX", "", None, b"Message-ID: <%d@x>\r\n\r\nbody\r\n" % n)  # type: ignore[arg-type]

        deliver(1)
        with MailWatcher(box, store, FakeClock(NOW)) as watching:
            watching.run_once()
            timer = threading.Timer(0.5, deliver, [2])
            timer.start()
            assert watching.wait(100)
            timer.join()
            watching.run_once()
    assert len(store.mails) == 2
