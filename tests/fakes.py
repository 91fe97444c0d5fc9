"""Fakes, only at the ports."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Self

from huiying.errors import Conflict, NotAllowed, Unreachable
from huiying.mailbox.collect import CollectReport
from huiying.model import (
    Accepted,
    BlockReason,
    Dispatch,
    Evidence,
    EvidenceKind,
    Inquiry,
    Outcome,
    Rejected,
    State,
    Unknown,
)
from huiying.ports import Challenge, IncomingMail
from huiying.probe.blocked import Blocked
from huiying.probe.fetched import FailureKind, Fetched, FetchFailed
from huiying.probe.page import PageText, Target, allowed


class FakeClock:
    """A clock that stands still until it is moved; sleeping moves it."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def sleep(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)

    def move_to(self, instant: datetime) -> None:
        self._now = instant


class FakeMailStore:
    """MailStore in memory, with the ledger's rules; `fail_at` loses the batch with the n-th mail as a crash would."""

    def __init__(self, *, fail_at: int = 0) -> None:
        self.mails: list[IncomingMail] = []
        self.fail_at = fail_at
        self._uids: dict[tuple[str, str, int], set[int]] = {}
        self._known: set[tuple[str, bytes]] = set()
        self._calls = 0

    def mail_uids(self, account: str, folder: str, uidvalidity: int) -> frozenset[int]:
        return frozenset(self._uids.get((account, folder, uidvalidity), ()))

    def keep_mails(self, mails: Sequence[IncomingMail]) -> int:
        self._calls += len(mails)
        if self.fail_at and self._calls - len(mails) < self.fail_at <= self._calls:
            raise OSError(28, "No space left on device")
        return sum(self._keep(mail) for mail in mails)

    def _keep(self, mail: IncomingMail) -> bool:
        head, _, body = mail.raw.partition(b"\r\n\r\n")
        message_id = re.search(rb"(?im)^message-id:\s*(\S+)", head)
        delivered = b"\0".join(re.findall(rb"(?im)^(?:delivered-to|x-original-to|envelope-to):\s*(\S+)", head))
        known = (mail.account, message_id[1] + b"\0" + delivered + b"\0" + body if message_id else mail.raw)
        new = known not in self._known
        if new:
            self._known.add(known)
            self.mails.append(mail)
        self._uids.setdefault((mail.account, mail.folder, mail.uidvalidity), set()).add(mail.uid)
        return new


class FakeVault:
    """EvidenceVault in memory; `fail_after` breaks every keep after so many, as a full disk would."""

    def __init__(self, clock: FakeClock, *, fail_after: int | None = None) -> None:
        self.files: list[tuple[Evidence, bytes]] = []
        self._clock = clock
        self._left = fail_after

    def keep(self, data: bytes, *, kind: EvidenceKind, suffix: str, folder: str) -> Evidence:
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                raise OSError(28, "No space left on device")
        sha256 = hashlib.sha256(data).hexdigest()
        path = f"{folder}/{sha256[:12]}{suffix}"
        kept = Evidence(sha256=sha256, kind=kind, path=path, size=len(data), kept_at=self._clock.now())
        self.files.append((kept, data))
        return kept

    def keep_all(self, pieces: Sequence[bytes], *, kind: EvidenceKind, suffix: str, folder: str) -> list[Evidence]:
        return [self.keep(data, kind=kind, suffix=suffix, folder=folder) for data in pieces]

    def kept(self, folder: str, kind: EvidenceKind) -> frozenset[str]:
        return frozenset(
            kept.path for kept, _ in self.files if kept.kind is kind and kept.path.startswith(f"{folder}/")
        )

    def read(self, evidence: Evidence) -> bytes:
        return next(data for kept, data in self.files if kept == evidence)

    def kinds(self) -> list[EvidenceKind]:
        return [kept.kind for kept, _ in self.files]


class FakeMailWatcher:
    """MailWatcher of an empty mailbox: each pass is complete and takes so long; while `down` says why, none begins."""

    def __init__(self, clock: FakeClock, *, seconds: float = 0.0, down: str = "") -> None:
        self.passes: list[datetime] = []
        self.down = down
        self._clock, self._seconds = clock, seconds

    def run_once(self) -> CollectReport:
        if self.down:
            raise Unreachable(what="邮箱 w@city.test ", why=self.down, do="请检查网络")
        self.passes.append(self._clock.now())
        self._clock.sleep(self._seconds)
        return CollectReport(new=0, known=0, folders={}, reached_at=self.passes[-1])


_DISPATCHES = itertools.count(1)
"""A browser refuses a dispatch that it has seen, whichever door made it."""


class FakeDoor:
    """Door in memory, with the ledger's rules for one inquiry; `after_arm` runs once the dispatch is committed."""

    def __init__(self, clock: FakeClock, *, after_arm: Callable[[], None] = lambda: None) -> None:
        self.armed: list[Dispatch] = []
        self.outcomes: list[Outcome] = []
        self.blocks: list[tuple[BlockReason, str]] = []
        self.inquiry: Inquiry | None = None
        self._after_arm = after_arm
        self._clock = clock

    def arm(self, inquiry: Inquiry, *, evidence: Sequence[Evidence], page_url: str = "") -> Dispatch:
        if inquiry.state is not State.PLANNED or len(self.armed) != len(self.outcomes):
            raise Conflict(what="咨询件", expected="planned", found=inquiry.state)
        dispatch = Dispatch(id=next(_DISPATCHES), inquiry_id=inquiry.id, armed_at=self._clock.now())
        self.armed.append(dispatch)
        self.inquiry = replace(inquiry, state=State.ARMED)
        self._after_arm()
        return dispatch

    def settle(self, dispatch: Dispatch, outcome: Outcome, *, evidence: Sequence[Evidence]) -> Inquiry:
        if dispatch is not self.armed[-1] or self.inquiry is None:
            raise Conflict(what="提交凭证", expected="待定", found="已有结论")
        if not evidence and not isinstance(outcome, Unknown):
            raise NotAllowed(what="认定", why="没有证据", do="")
        if len(self.armed) == len(self.outcomes):
            if not isinstance(outcome, Accepted) or not isinstance(self.outcomes[-1], Unknown):
                raise Conflict(what="提交凭证", expected="待定", found="已有结论")
            self.outcomes.pop()  # the proof of a slow worker that was taken for dead
        self.outcomes.append(outcome)
        match outcome:
            case Accepted(receipt=receipt):
                self.inquiry = replace(self.inquiry, state=State.SUBMITTED, asked_at=dispatch.armed_at, receipt=receipt)
            case Rejected(reason=BlockReason.CHALLENGE_REFUSED):
                self.inquiry = replace(self.inquiry, state=State.PLANNED)
            case Rejected(reason=reason):
                self.inquiry = replace(self.inquiry, state=State.BLOCKED, block=reason)
            case Unknown(why=why):
                self.inquiry = replace(self.inquiry, state=State.UNCONFIRMED, note=why)
        return self.inquiry

    def block(self, inquiry: Inquiry, reason: BlockReason, note: str, *, evidence: Sequence[Evidence]) -> Inquiry:
        if inquiry.state is not State.PLANNED:
            raise Conflict(what="咨询件", expected=State.PLANNED, found=inquiry.state)
        self.blocks.append((reason, note))
        self.inquiry = replace(inquiry, state=State.BLOCKED, block=reason, note=note)
        return self.inquiry


class FakeChallenger:
    """A person who gives these answers, one after another, and nothing once they are used up."""

    def __init__(self, *answers: str | None) -> None:
        self.answers = list(answers)
        self.asked: list[Challenge] = []

    def solve(self, challenge: Challenge) -> str | None:
        self.asked.append(challenge)
        return self.answers.pop(0) if self.answers else None


class SilentProgress:
    """Progress that remembers what it was told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def begin(self, what: str, total: int) -> None: ...

    def step(self, line: str) -> None:
        self.say(line)

    def say(self, line: str) -> None:
        if line:
            self.lines.append(line)

    def end(self) -> None: ...


class FakePages:
    """The sites' pages by address, as huiying.probe.fetch.Fetcher would give them.

    A page is its HTML, its bytes, an exception to raise, or a function of the posted form. `posts` and `gets` keep what
    was asked for; an address that is not there answers 404.
    """

    def __init__(self, pages: Mapping[str, object]) -> None:
        self.pages = dict(pages)
        self.gets: list[str] = []
        self.posts: list[tuple[str, dict[str, str]]] = []

    def get(self, url: str, *, hosts: tuple[str, ...], referer: str = "", conditional: bool = True) -> Fetched:
        self.gets.append(url)
        return self._answer(url, hosts, {})

    def post(
        self, url: str, form: Mapping[str, str], *, hosts: tuple[str, ...], referer: str = "", charset: str = "utf-8"
    ) -> Fetched:
        self.posts.append((url, dict(form)))
        return self._answer(url, hosts, dict(form))

    def _answer(self, url: str, hosts: tuple[str, ...], form: dict[str, str]) -> Fetched:
        if not allowed(url, hosts):
            raise FetchFailed(FailureKind.OFF_ROSTER, "不在名录所列的网址之内")
        page = self.pages.get(url, FetchFailed(FailureKind.STATUS, "网站返回错误 404", status=404))
        if callable(page):
            page = page(form)
        if isinstance(page, Exception):
            raise page
        raw = page if isinstance(page, bytes) else str(page).encode()
        return Fetched(url=url, status=200, bytes=raw, text="" if isinstance(page, bytes) else str(page))


class FakePageBrowser:
    """A browser that draws these pages; a context manager and its own factory. `answer` is what a click brings."""

    def __init__(self, pages: Mapping[str, str], *, answer: str = "") -> None:
        self.pages = dict(pages)
        self.opened: list[str] = []
        self.written: dict[str, str] = {}
        self.clicked: list[str] = []
        self.answer = answer
        self._at = ""

    def __call__(self) -> FakePageBrowser:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None: ...

    def begin(self, hosts: tuple[str, ...]) -> None: ...

    def open(self, url: str) -> None:
        if url not in self.pages:
            raise Blocked(BlockReason.UNREACHABLE)
        self.opened.append(url)
        self._at = url

    def look(self) -> PageText:
        return PageText(url=self._at, html=self.answer if self.clicked else self.pages[self._at])

    def write(self, target: Target, text: str) -> None:
        self.written[target.selector] = text

    def picture(self, target: Target) -> bytes:
        return target.selector.encode()

    def prepare(self, target: Target) -> None: ...

    def click(self, target: Target) -> None:
        self.clicked.append(target.selector)

    def settle(self, limit: float = 5.0) -> None: ...
