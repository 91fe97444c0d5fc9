"""The mailbox on its server. Folders are opened by EXAMINE and mails read by BODY.PEEK, so nothing there ever changes."""

from __future__ import annotations

import contextlib
import selectors
import ssl
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

from imapclient import SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from huiying.errors import LoginRefused, NotAllowed, Unreachable
from huiying.mailbox.account import MailSettings
from huiying.mailbox.folders import INBOX, Folder, watched
from huiying.mailbox.imap.client import Client, introduce, tells_mail
from huiying.mailbox.mishaps import plain, why_lost
from huiying.model import SHANGHAI

CONNECT_SECONDS = 20.0
READ_SECONDS = 60.0
LEAVE_SECONDS = 2.0
SLICE_SECONDS = 0.5
"""How long a wait may go on after it was asked to stop."""

LISTED_AT_ONCE = 20_000
"""Sequence numbers a SEARCH; imaplib refuses a line of more than a million bytes."""

BUSY_WORDS = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "TEMPORARY", "TOO MANY", "TRY AGAIN", "稍后")
"""A server that refuses the log-in with these is full or broken for now; the password may be right."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A folder as EXAMINE showed it; `uidnext` is 0 where the server does not say."""

    name: str
    uidvalidity: int
    uidnext: int
    exists: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """A mail as the server gave it; `received_at` (INTERNALDATE, aware) is None where it could not be read."""

    received_at: datetime | None
    raw: bytes


class ImapMailbox:
    """One connection, kept as long as it lives. Used by one thread.

    Every method raises Unreachable where the connection is lost (it is closed then) and NotAllowed where the server
    refuses one command or answers it in a way that can't be read (the connection goes on).
    """

    def __init__(
        self,
        settings: MailSettings,
        *,
        connect_seconds: float = CONNECT_SECONDS,
        read_seconds: float = READ_SECONDS,
        tls_context: ssl.SSLContext | None = None,
    ) -> None:
        self.settings = settings
        self._timeout = SocketTimeout(connect_seconds, read_seconds)
        self._tls_context = tls_context
        self._client: Client | None = None

    @property
    def connected(self) -> bool:
        """Whether there is a connection that is not known to be lost."""
        return self._client is not None

    def connect(self) -> None:
        """Log in afresh. Raises LoginRefused where the server does not take the password."""
        self.close()
        settings = self.settings
        with self._asking("登录", vital=True):
            self._client = client = Client(
                settings.host,
                settings.port,
                ssl=settings.tls == "tls",
                ssl_context=self._tls_context,
                timeout=self._timeout,
            )
            client.normalise_times = False
            if settings.tls == "starttls":
                self._encrypt(client)
            self._log_in(client)
            introduce(client)

    def _encrypt(self, client: Client) -> None:
        try:
            client.starttls(self._tls_context)
        except IMAPClientError as error:
            raise self._lost("服务器不支持 STARTTLS 加密", "请改用 tls(端口一般为 993)") from error

    def _log_in(self, client: Client) -> None:
        try:
            client.login(self.settings.user, self.settings.password)
        except LoginError as error:
            if isinstance(error.__context__, IMAPClientAbortError):
                raise error.__context__ from None
            # imapclient gives the server's words as the print of a bytes object; the cause still has the bytes.
            words = getattr(error.__context__, "args", ())
            said = plain(words[0] if words else error)
            if any(word in said.upper() for word in BUSY_WORDS):
                raise self._lost(f"服务器暂时不能登录（{said}）", "稍后会自动重试") from error
            self.close()
            raise LoginRefused(
                what=f"邮箱 {self.settings.account} ",
                why=said,
                do="请检查授权码（不是网页登录密码），并确认网页邮箱里已开启 IMAP 服务",
            ) from error

    def close(self) -> None:
        """Drop the connection without a word: it may be dead."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):
                client.shutdown()

    def log_out(self) -> None:
        """Take leave of the server, where it still listens."""
        if self._client is not None:
            with contextlib.suppress(Exception):
                self._client.socket().settimeout(LEAVE_SECONDS)
                self._client.logout()
        self.close()

    def folders(self) -> tuple[str, ...]:
        """Return the folders to look at: those of the settings, else INBOX and what the server marks as junk."""
        if self.settings.folders:
            return self.settings.folders
        try:
            with self._asking("列出文件夹") as client:
                return watched([_folder(*line) for line in client.list_folders()])
        except NotAllowed:  # a listing that can't be read is no reason to miss INBOX
            return (INBOX,)

    def open(self, folder: str) -> Opened:
        """EXAMINE the folder; the methods below then speak of it."""
        with self._asking(f"打开文件夹“{folder}”") as client:
            answer = client.select_folder(folder, readonly=True)
            return Opened(
                name=folder,
                uidvalidity=int(answer.get(b"UIDVALIDITY", 0)),
                uidnext=int(answer.get(b"UIDNEXT", 0)),
                exists=int(answer.get(b"EXISTS", 0)),
            )

    def uids(self, opened: Opened) -> list[int]:
        """Return the UIDs of the mails received since the settings' day, ascending.

        From the newest down: mails deleted meanwhile shift the older numbers downwards, into windows yet to come.
        SINCE goes by the date as the server wrote it, in whatever zone: a day is added.
        """
        since = self.settings.since and self.settings.since - timedelta(days=1)
        found: set[int] = set()
        high: int | str = "*"
        for low in range(max(opened.exists - 1, 0) // LISTED_AT_ONCE * LISTED_AT_ONCE + 1, 0, -LISTED_AT_ONCE):
            if opened.exists == 0:
                break
            with self._asking(f"列出文件夹“{opened.name}”的邮件") as client:
                found.update(client.search([f"{low}:{high}", *(["SINCE", since] if since else [])]))
            high = low - 1
        return sorted(found)

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Return the bytes of each mail; one that is gone is absent."""
        with self._asking("查看邮件大小") as client:
            answer = client.fetch(uids, ["RFC822.SIZE"])
            return {uid: int(mail[b"RFC822.SIZE"]) for uid, mail in answer.items() if b"RFC822.SIZE" in mail}

    def fetch(self, uids: Sequence[int]) -> dict[int, Fetched]:
        """Return the mails; one that is gone or that the server does not give is absent."""
        with self._asking("读取邮件") as client:
            answer = client.fetch(uids, ["INTERNALDATE", "BODY.PEEK[]"])
            return {
                uid: Fetched(received_at=_in_beijing(mail.get(b"INTERNALDATE")), raw=mail[b"BODY[]"])
                for uid, mail in answer.items()
                if isinstance(mail.get(b"BODY[]"), bytes)
            }

    @property
    def can_idle(self) -> bool:
        """Whether the server tells of new mail by itself (RFC 2177), and the settings let it."""
        if not self.settings.idle:
            return False
        with self._asking("查看服务器功能") as client:
            return bool(client.has_capability("IDLE"))

    def idle(self, seconds: float, stop: Event) -> bool:
        """Wait in the open folder until the server tells of new mail; False when the time is up or `stop` is set.

        After a closed connection imapclient's idle_check returns [] at once, for ever. Readable but empty therefore
        ends the wait, and the DONE that always follows proves whether anybody is still there.
        """
        end = time.monotonic() + seconds
        with self._asking("等待新邮件") as client:
            arrived = client.begin_idle()
        with self._asking("等待新邮件", vital=True) as client:
            lines = client.idle_check(timeout=0)
            with selectors.DefaultSelector() as selector:
                selector.register(client.socket(), selectors.EVENT_READ)
                while not (arrived := arrived or tells_mail(lines)) and not stop.is_set():
                    left = end - time.monotonic()
                    if left <= 0:
                        break
                    if not selector.select(min(left, SLICE_SECONDS)):
                        continue
                    lines = client.idle_check(timeout=0)
                    if not lines:
                        break
            _, last = client.idle_done()
            return arrived or tells_mail(last)

    @contextlib.contextmanager
    def _asking(self, doing: str, *, vital: bool = False) -> Iterator[Client]:
        """Turn what imapclient, imaplib, the socket and TLS raise into our own errors; `vital`: no connection is of
        use after any of them.
        """
        if self._client is None and doing != "登录":
            raise self._lost("尚未登录", "稍后会自动重试")
        try:
            yield self._client  # type: ignore[misc]
        except (IMAPClientAbortError, OSError) as error:
            raise self._lost(*why_lost(error)) from error
        except (IMAPClientError, ValueError, TypeError, LookupError, AttributeError, AssertionError) as error:
            # All but the first are imapclient's own, on lines that no grammar foresees. A line that imaplib found too
            # long is read by half: what follows would be taken for other answers.
            if vital or "got more than" in str(error):
                raise self._lost(f"服务器的应答不正常（{plain(error)}）", "请检查 host、port 和加密方式") from error
            raise NotAllowed(
                what=f"在邮箱 {self.settings.account} {doing}",
                why=f"服务器答复“{plain(error)}”",
                do="其余邮件照常读取",
            ) from error

    def _lost(self, why: str, do: str) -> Unreachable:
        self.close()
        return Unreachable(what=f"邮箱 {self.settings.account} ", why=why, do=do)


def _in_beijing(instant: datetime | None) -> datetime | None:
    return instant and instant.astimezone(SHANGHAI)


def _folder(flags: Sequence[object], delimiter: object, name: object) -> Folder:
    return Folder(
        name=str(name),
        flags=frozenset(plain(flag).lower() for flag in flags),
        delimiter=plain(delimiter) if delimiter else "",
    )
