"""The mailbox watched for weeks: few log-ins, IDLE where the server has it, a poll beside it, and no silent death."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import datetime
from random import SystemRandom
from threading import Event
from types import TracebackType
from typing import Self

from huiying.errors import LoginRefused, NotAllowed, Unreachable
from huiying.mailbox.backoff import Backoff
from huiying.mailbox.collect import CollectReport, collect
from huiying.mailbox.imap import ImapMailbox, Opened
from huiying.ports import Clock, MailStore

RENEW_SECONDS = 240.0
"""IDLE is renewed this often: servers end it after 10 to 29 minutes, home routers forget a silent line after 5, and a
half-open connection is noticed by the renewal at the latest.
"""

STEADY_SECONDS = 60.0
"""A connection that lived this long was a good one: the next failure is met with the shortest wait again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MailHealth:
    """邮箱连接状况: by the world's clock. `reached_at` is the last pass that the server answered; `error` and
    `silent_since` (the last success, or the first failure) are empty while all is well.
    """

    tried_at: datetime | None = None
    reached_at: datetime | None = None
    error: str = ""
    silent_since: datetime | None = None


class MailWatcher:
    """Watches one mailbox from one thread. `stop` ends every wait within half a second."""

    def __init__(
        self,
        mailbox: ImapMailbox,
        store: MailStore,
        clock: Clock,
        *,
        stop: Event | None = None,
        backoff: Backoff | None = None,
        renew_seconds: float = RENEW_SECONDS,
    ) -> None:
        self._mailbox = mailbox
        self._store = store
        self._clock = clock
        self._stop = stop or Event()
        self._backoff = backoff or Backoff(random=SystemRandom())
        self._renew_seconds = renew_seconds
        self._health = MailHealth()
        self._report: CollectReport | None = None
        self._error: Unreachable | None = None
        self._connected_at = self._try_again_at = self._poll_at = 0.0
        self._idle_refused = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:  # in the middle of an answer, perhaps: a LOGOUT would have to read it to its end
            self._mailbox.close()

    def close(self) -> None:
        """Log out."""
        self._mailbox.log_out()

    def health(self) -> MailHealth:
        """Return when the mailbox was last truly reached, and what is wrong since."""
        return self._health

    def run_once(self) -> CollectReport:
        """Commit every mail that is not yet in the ledger.

        A connection that died in its sleep is replaced once, at once. While a failed try is still to be left alone,
        the same error is raised again without a new log-in.

        Raises:
            LoginRefused: the server does not take user and password.
            Unreachable: anything else that kept us from the mailbox.
        """
        was_connected = self._mailbox.connected
        try:
            return self._pass()
        except Unreachable:
            if not was_connected or self._stop.is_set():
                raise
        self._try_again_at = 0.0
        return self._pass()

    def wait(self, seconds: float) -> bool:
        """Wait so long at most; True when new mail may be there: told by IDLE, seen on the folder, a poll due, or
        after a reconnection. Never raises for a lost connection: it reconnects with a growing back-off.
        """
        end = time.monotonic() + seconds
        while not self._stop.is_set() and (left := end - time.monotonic()) > 0:
            try:
                if self._noticed(left):
                    return True
            except Unreachable as error:
                self._failed(error)
            except NotAllowed:
                self._idle_refused = True  # until the next connection; the poll goes on
        return False

    def _pass(self) -> CollectReport:
        self._connect()
        try:
            report = collect(self._mailbox, self._store, clock=self._clock, stop=self._stop)
        except Unreachable as error:
            self._failed(error)
            raise
        self._report = report
        self._poll_at = time.monotonic() + self._mailbox.settings.poll_seconds
        unread = str(report.failed[0]) if report.failed else ""
        self._health = MailHealth(tried_at=self._clock.now(), reached_at=report.reached_at, error=unread)
        return report

    def _connect(self) -> None:
        if self._mailbox.connected:
            return
        if self._error is not None and time.monotonic() < self._try_again_at:
            raise self._error.with_traceback(None)
        try:
            self._mailbox.connect()
        except Unreachable as error:
            self._failed(error)
            raise
        self._connected_at = time.monotonic()
        self._idle_refused = False
        self._error = None

    def _failed(self, error: Unreachable) -> None:
        self._mailbox.close()
        now = time.monotonic()
        if error is self._error:
            return
        if self._connected_at and now - self._connected_at >= STEADY_SECONDS:
            self._backoff.reset()
        self._connected_at = 0.0
        self._error = error
        self._try_again_at = now + self._backoff.failed(refused=isinstance(error, LoginRefused))
        instant = self._clock.now()
        since = self._health.silent_since or self._health.reached_at or instant
        self._health = replace(self._health, tried_at=instant, error=str(error), silent_since=since)

    def _noticed(self, left: float) -> bool:
        """Take one step of a wait, of `left` seconds at most; True when new mail may be there."""
        now = time.monotonic()
        if not self._mailbox.connected:
            if now < self._try_again_at:
                self._stop.wait(min(left, self._try_again_at - now))
                return False
            self._connect()
            return True
        left = min(left, self._poll_at - now)
        if left <= 0:
            return True
        if self._idle_refused or not self._mailbox.can_idle:
            self._stop.wait(left)
            return False
        first = next(iter(self._report.folders)) if self._report else self._mailbox.folders()[0]
        return self._changed(self._mailbox.open(first)) or self._mailbox.idle(
            min(left, self._renew_seconds), self._stop
        )

    def _changed(self, opened: Opened) -> bool:
        """Whether the folder is no longer as the last pass found it: mail came in between, where no IDLE told."""
        seen = self._report.folders.get(opened.name) if self._report else None
        if seen is None or opened.uidvalidity != seen.uidvalidity:
            return True
        if opened.uidnext and seen.uidnext:
            return opened.uidnext != seen.uidnext
        return opened.exists > seen.exists
