"""What the core asks of the world. Adapters stand in probe/, mailbox/ and db/; fakes in tests/fakes.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from huiying.model import (
    BlockReason,
    Dispatch,
    Evidence,
    EvidenceKind,
    Inquiry,
    Outcome,
)


class Clock(Protocol):
    """The time of the world that is measured. A simulated clock jumps where a real one sleeps."""

    def now(self) -> datetime:
        """Return the present instant, aware."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let that much time pass; return early, without an error, when the process is asked to stop."""
        ...


class EvidenceVault(Protocol):
    """Write-once files, found by the sha256 of their bytes."""

    def keep(self, data: bytes, *, kind: EvidenceKind, suffix: str, folder: str) -> Evidence:
        """Write `data` below `folder` (e.g. "2024Q1/杞县") and return it; the same bytes twice are one file."""
        ...

    def keep_all(self, pieces: Sequence[bytes], *, kind: EvidenceKind, suffix: str, folder: str) -> list[Evidence]:
        """Write each piece as `keep` does; all are on the disk before it returns."""
        ...

    def kept(self, folder: str, kind: EvidenceKind) -> frozenset[str]:
        """Return the paths of what was kept below `folder` of this kind, whether or not the database knows of it."""
        ...

    def read(self, evidence: Evidence) -> bytes:
        """Return the bytes; raises TamperedEvidence where they no longer match."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Challenge:
    """A picture or task that only a person may solve. `picture` is PNG, JPEG or GIF bytes at the picture's own size."""

    site: str
    kind: str
    picture: bytes
    page_url: str
    attempt: int
    prompt: str = ""


class Challenger(Protocol):
    """A person who reads captchas; the tool has no other way to the text."""

    def solve(self, challenge: Challenge) -> str | None:
        """Return what the person typed; None when nobody answered in time; "" asks for another picture."""
        ...


class Door(Protocol):
    """The ledger as the probe sees it: the one way to be allowed to press (DESIGN §4)."""

    def arm(self, inquiry: Inquiry, *, evidence: Sequence[Evidence], page_url: str = "") -> Dispatch:
        """Commit the permission to press once on the page; raises Conflict where the slot is taken."""
        ...

    def settle(self, dispatch: Dispatch, outcome: Outcome, *, evidence: Sequence[Evidence]) -> Inquiry:
        """Commit what came of the press. A verdict needs evidence; Unknown may come without."""
        ...

    def block(self, inquiry: Inquiry, reason: BlockReason, note: str, *, evidence: Sequence[Evidence]) -> Inquiry:
        """Commit why the question could not be put. Nothing was sent."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class IncomingMail:
    """A mail as the server gave it: `received_at` is the IMAP INTERNALDATE, aware."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    received_at: datetime
    raw: bytes


class MailStore(Protocol):
    """Where mails are kept raw, before anybody looks at them."""

    def mail_uids(self, account: str, folder: str, uidvalidity: int) -> frozenset[int]:
        """Return the UIDs already kept for this folder under this UIDVALIDITY."""
        ...

    def keep_mails(self, mails: Sequence[IncomingMail]) -> int:
        """Commit raw mails of one account, all or none, and return how many are new. One that is known already (same
        UID, or same Message-ID and body after a UIDVALIDITY change) only has its new UID noted.
        """
        ...


class Progress(Protocol):
    """How long work shows that it goes on."""

    def begin(self, what: str, total: int) -> None:
        """Start a bar of `total` steps."""
        ...

    def step(self, line: str) -> None:
        """Count one step; `line` says in Chinese what was done."""
        ...

    def say(self, line: str) -> None:
        """Show a line without counting a step."""
        ...

    def end(self) -> None:
        """Take the bar away."""
        ...
