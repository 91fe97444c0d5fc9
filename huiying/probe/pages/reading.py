"""What a page says of one question, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from huiying.model import Stated
from huiying.probe.pages.labels import claims_reply


@dataclass(frozen=True, kw_only=True, slots=True)
class PageAnswer:
    """One reply on a page: its text alone, the time and the unit that the page states for it."""

    text: str
    answered_at: Stated | None = None
    unit: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PageReading:
    """What a page says of one question.

    `found`: the question itself is on the page (proof that the site took it). `answers` are the replies in the page's
    order; `text`, `answered_at` and `unit` are of the first one, or what the page states without a reply text.
    `withdrawn`: the page says that the question was withdrawn or is kept back. `claimed`: it says that there is a reply
    and shows no text of it. `note` (Chinese) says what was unclear.
    """

    found: bool = False
    state: str = ""
    asked_at: Stated | None = None
    answered_at: Stated | None = None
    unit: str = ""
    text: str = ""
    answers: tuple[PageAnswer, ...] = ()
    number: str = ""
    dated: Stated | None = None
    title: str = ""
    withdrawn: bool = False
    claimed: bool = False
    note: str = ""

    @property
    def answered(self) -> bool:
        """Whether there is a reply with a text. A state alone (已办结) is none."""
        return bool(self.answers)


@dataclass(frozen=True, kw_only=True, slots=True)
class ListEntry:
    """One line of a public list. A time without a name of its own is neither asked_at nor answered_at, but `dated`."""

    title: str
    url: str
    asked_at: Stated | None = None
    answered_at: Stated | None = None
    state: str = ""
    unit: str = ""
    number: str = ""
    dated: Stated | None = None
    ended: bool = False
    """Whether `answered_at` is named as the letter's end (办结时间): that says of no reply (DOMAIN §5)."""

    @property
    def claimed(self) -> bool:
        """Whether the line says that there is a reply: by its state, or by a time of one."""
        return claims_reply(self.state) or (self.answered_at is not None and not self.ended)
