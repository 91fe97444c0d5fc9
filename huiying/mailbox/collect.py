"""One pass over the mailbox: every mail that the ledger has not yet is committed raw, before anybody looks at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Event

from huiying.errors import NotAllowed, Unreachable
from huiying.mailbox.imap import Fetched, ImapMailbox, Opened
from huiying.ports import Clock, IncomingMail, MailStore

ASKED_AT_ONCE = 200
"""UIDs in one command: about 2,000 characters, well below what servers take."""

FETCHED_AT_ONCE = 50
BATCH_BYTES = 8 * 1024 * 1024
MAX_MAIL_BYTES = 64 * 1024 * 1024
"""Of a batch, and of one mail: what bounds the memory of a pass."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """A mail, or a whole folder (`uid` None), that could not be read this time; it is asked for again each pass."""

    folder: str
    why: str
    uid: int | None = None

    def __str__(self) -> str:
        if self.uid is None:
            return f"邮箱文件夹“{self.folder}”不能读取：{self.why}"
        return f"邮箱文件夹“{self.folder}”中有一封邮件（UID {self.uid}）不能读取：{self.why}"


@dataclass(frozen=True, kw_only=True, slots=True)
class CollectReport:
    """收信结果: `new` mails committed, `known` already, `folders` as they were opened.

    `reached_at` is the instant before the first folder was opened: where the report is `complete`, every mail that
    the server had by then is in the ledger. Only a complete report proves that there was no answer.
    """

    new: int
    known: int
    folders: Mapping[str, Opened]
    reached_at: datetime
    failed: tuple[Failure, ...] = ()
    stopped: bool = False

    @property
    def complete(self) -> bool:
        """Whether every mail of every folder was read."""
        return not self.failed and not self.stopped


def collect(mailbox: ImapMailbox, store: MailStore, *, clock: Clock, stop: Event | None = None) -> CollectReport:
    """Read what is missing, folder by folder; between two batches `stop` ends the pass, and nothing is lost by it.

    Raises:
        Unreachable: the connection was lost, or not one folder could be opened. What was committed stays so.
    """
    account = mailbox.settings.account
    report = CollectReport(new=0, known=0, folders={}, reached_at=clock.now())
    for name in mailbox.folders():
        try:
            opened = mailbox.open(name)
            listed = mailbox.uids(opened)
        except NotAllowed as error:
            why = f"{error.facts['why']}。请核对设置中的文件夹名"
            report = replace(report, failed=(*report.failed, Failure(folder=name, why=why)))
            continue
        kept = store.mail_uids(account, name, opened.uidvalidity)
        missing = [uid for uid in listed if uid not in kept]
        reading = _Reading(mailbox, store, opened, stop or Event())
        reading.read(missing)
        report = replace(
            report,
            new=report.new + reading.new,
            known=report.known + len(listed) - len(missing) + reading.known,
            folders={**report.folders, name: opened},
            failed=(*report.failed, *reading.still_failed()),
            stopped=reading.stopped,
        )
        if reading.stopped:
            break
    if not report.folders:
        raise Unreachable(what=f"邮箱 {account} ", why=str(report.failed[0]), do="请登录网页邮箱检查")
    return report


class _Reading:
    """The reading of one open folder."""

    def __init__(self, mailbox: ImapMailbox, store: MailStore, opened: Opened, stop: Event) -> None:
        self._mailbox = mailbox
        self._store = store
        self._opened = opened
        self._stop = stop
        self._failed: dict[int, str] = {}
        self.new = 0
        self.known = 0
        self.stopped = False

    def read(self, missing: Sequence[int]) -> None:
        for chunk in _chunks(missing, ASKED_AT_ONCE):
            for batch in _batches(self._sizes(chunk)):
                if self._stop.is_set():
                    self.stopped = True
                    return
                self._keep(self._fetch(batch))

    def still_failed(self) -> list[Failure]:
        """Return the failures, without those of mails that were deleted meanwhile; all where that can't be seen."""
        if not self._failed:
            return []
        name = self._opened.name
        try:
            there = set(self._mailbox.uids(self._mailbox.open(name)))
        except NotAllowed:  # the folder itself is gone
            there = set(self._failed)
        return [Failure(folder=name, uid=uid, why=why) for uid, why in self._failed.items() if uid in there]

    def _sizes(self, uids: Sequence[int]) -> dict[int, int]:
        try:
            sizes = self._mailbox.sizes(uids)
        except NotAllowed:  # then each is fetched alone
            return dict.fromkeys(uids, BATCH_BYTES)
        self._failed.update((uid, "服务器没有给出邮件大小") for uid in uids if uid not in sizes)
        for uid, size in sizes.items():
            if size > MAX_MAIL_BYTES:
                self._failed[uid] = f"邮件过大（{size // 1024 // 1024} MB）。请在网页邮箱里查看，处理后移出该文件夹"
        return {uid: size for uid, size in sizes.items() if uid not in self._failed}

    def _fetch(self, uids: Sequence[int]) -> Mapping[int, Fetched]:
        """Fetch together; where the server refuses, one by one, so that one bad mail holds up no other."""
        try:
            found = self._mailbox.fetch(uids)
        except NotAllowed as error:
            if len(uids) > 1:
                return {uid: mail for single in uids for uid, mail in self._fetch([single]).items()}
            self._failed[uids[0]] = f"{error.facts['why']}"
            return {}
        for uid in uids:
            if uid not in found:
                self._failed[uid] = "服务器没有给出邮件内容"
        return found

    def _keep(self, found: Mapping[int, Fetched]) -> None:
        """Commit a batch at once: ten thousand mails are two hundred commits."""
        mails = []
        for uid, mail in found.items():
            if mail.received_at is None:
                self._failed[uid] = "服务器没有给出收到时间。请在网页邮箱里查看"
                continue
            mails.append(
                IncomingMail(
                    account=self._mailbox.settings.account,
                    folder=self._opened.name,
                    uidvalidity=self._opened.uidvalidity,
                    uid=uid,
                    received_at=mail.received_at,
                    raw=mail.raw,
                )
            )
        new = self._store.keep_mails(mails)
        self.new += new
        self.known += len(mails) - new


def _chunks(uids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(uids), size):
        yield uids[start : start + size]


def _batches(sizes: Mapping[int, int]) -> Iterable[list[int]]:
    """Cut into batches of bounded number and bytes, in order of arrival."""
    batch: list[int] = []
    total = 0
    for uid in sorted(sizes):
        if batch and (len(batch) == FETCHED_AT_ONCE or total + sizes[uid] > BATCH_BYTES):
            yield batch
            batch, total = [], 0
        batch.append(uid)
        total += sizes[uid]
    if batch:
        yield batch
