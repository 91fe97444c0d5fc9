"""Brings mails to an IMAP mailbox at their simulated instants, each once, whatever is killed in between."""

from __future__ import annotations

import base64
import imaplib
import logging
import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from huiying.drill.city.clock import CityClock
from huiying.drill.city.journal import Journal
from huiying.drill.city.mail import Parcel

_log = logging.getLogger(__name__)
_ID = re.compile(rb"message-id:\s*(<[^>]+>)", re.IGNORECASE)
_LOOK_EVERY = 0.4


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class MailAccount:
    """The catch-all mailbox to which every address typed into a form leads. Plain IMAP, folder INBOX."""

    host: str
    port: int
    user: str
    password: str

    def __repr__(self) -> str:
        return f"MailAccount(host={self.host!r}, port={self.port}, user={self.user!r})"


class Postman:
    """Journals a mail when it is due, then appends it with that instant as INTERNALDATE.

    Before each delivery the server is asked which Message-IDs it has: a mail whose APPEND was cut off is sent again
    only where it is missing, and a new, empty server (the embedded one after a restart) gets them all once more.
    """

    def __init__(
        self, account: MailAccount, journal: Journal, clock: CityClock, all_mails: Callable[[], Iterable[Parcel]]
    ) -> None:
        self._account = account
        self._journal = journal
        self._clock = clock
        self._all_mails = all_mails
        self._lock = threading.Lock()
        self._sent: dict[str, tuple[datetime, bytes]] = {
            entry["id"]: (datetime.fromisoformat(entry["at"]), base64.b64decode(entry["raw"]))
            for entry in journal.entries
            if entry["type"] == "mail"
        }
        self._waiting = set(self._sent)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._walk, name="city-postman", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def deliver(self) -> None:
        """Deliver all that is due, in the order of the instants; where the server can't be reached, later."""
        with self._lock:
            now = self._clock.now()
            due = [parcel for parcel in self._all_mails() if parcel.due <= now and parcel.id not in self._sent]
            for parcel in sorted(due, key=lambda parcel: (parcel.due, parcel.id)):
                self._note(parcel)
            if self._waiting:
                try:
                    self._append()
                except (OSError, imaplib.IMAP4.error) as error:
                    _log.warning("邮件暂时无法送达 %s:%s", self._account.host, error)

    def _note(self, parcel: Parcel) -> None:
        raw = parcel.raw()
        entry = {
            "type": "mail",
            "id": parcel.id,
            "at": parcel.due.isoformat(),
            "site": parcel.site,
            "kind": parcel.kind,
        }
        self._journal.write(entry | {"to": parcel.to, "subject": parcel.subject, "raw": base64.b64encode(raw).decode()})
        self._sent[parcel.id] = (parcel.due, raw)
        self._waiting.add(parcel.id)

    def _append(self) -> None:
        account = self._account
        with imaplib.IMAP4(account.host, account.port, timeout=20) as server:
            server.login(account.user, account.password)
            here = _message_ids(server)
            for name in sorted(self._waiting - here, key=lambda name: (self._sent[name][0], name)):
                at, raw = self._sent[name]
                status, answer = server.append("INBOX", "", imaplib.Time2Internaldate(at), raw)
                if status != "OK":
                    raise imaplib.IMAP4.error(repr(answer))
                self._waiting.discard(name)
            self._waiting -= here

    def _walk(self) -> None:
        while not self._stop.wait(_LOOK_EVERY):
            self.deliver()


def _message_ids(server: imaplib.IMAP4) -> set[str]:
    _, exists = server.select("INBOX", readonly=True)
    if exists == [b"0"]:  # Dovecot calls 1:* of nothing an error
        return set()
    _, found = server.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")
    blocks = (item[1] for item in found if isinstance(item, tuple))
    return {match[1].decode("ascii", "replace") for block in blocks if (match := _ID.search(block))}
