"""One site: what it has, what it took in, and what it shows of a letter at this instant."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from huiying.drill.city.captcha import Captchas
from huiying.drill.city.clock import CityClock
from huiying.drill.city.desk import Desk, Letter
from huiying.drill.city.dice import dice
from huiying.drill.city.places import Place
from huiying.drill.city.plan import Plan
from huiying.drill.city.wording import answer_to, line

INTERIM_AFTER = timedelta(minutes=25)
_PENDING = ("待受理", "待审核", "未受理")
_UNDER_WAY = {"processing": ("办理中", "已受理", "正在办理"), "transferred": ("已转办", "办理中", "已转办")}
_DONE = ("已办结", "已答复", "已回复")


class Sessions:
    """What a site remembers of a visitor: small strings by session; lost when the city restarts, as with real sites."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: dict[tuple[str, str], str] = {}

    def put(self, session: str, key: str, value: str) -> None:
        with self._lock:
            if len(self._values) > 20_000:
                self._values.clear()
            self._values[session, key] = value

    def get(self, session: str, key: str) -> str:
        return self._values.get((session, key), "")

    def pop(self, session: str, key: str) -> str:
        with self._lock:
            return self._values.pop((session, key), "")

    def token(self, session: str) -> str:
        """Return a new hidden token of this session."""
        value = secrets.token_hex(16)
        self.put(session, "token", value)
        return value


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A letter as the site shows it now. `text` is whatever stands in the answer's place; `replied_at` None: nothing yet."""

    letter: Letter
    status: str
    text: str = ""
    replied_at: datetime | None = None
    unit: str = ""
    final: bool = False


@dataclass(kw_only=True)
class House:
    """The facts and stores that a site's pages are made from. `platform` and `base` are URLs without a final slash."""

    place: Place
    plan: Plan
    clock: CityClock
    desk: Desk
    captchas: Captchas
    fault: Callable[[], str]
    base: str
    platform: str
    sessions: Sessions = field(default_factory=Sessions)
    visits: int = 0

    @property
    def style(self) -> int:
        return self.plan.style

    @property
    def phone(self) -> str:
        return f"0371-{dice(self.place.name).randrange(22000000, 29999999)}"

    def letters(self) -> tuple[Letter, ...]:
        return self.desk.letters(self.place.name)

    def answer(self, letter: Letter) -> str:
        """Return the effective answer's text."""
        return answer_to(letter.title, self.style, unit=self.place.unit, phone=self.phone)

    def view(self, letter: Letter) -> View:
        """Return what a page shows of the letter at this instant; an answer shows from its instant on."""
        now, plan, unit = self.clock.now(), self.plan, self.place.unit
        answered = plan.answered(letter.asked_at)
        noted = letter.asked_at + INTERIM_AFTER
        interim = line(plan.interim, self.style, phone=self.phone) if plan.interim in _UNDER_WAY else ""
        if answered is not None and answered <= now:
            text = self.answer(letter)
            if interim and self.style % 2:  # the forwarding note stays, the answer comes after it
                text = f"{interim}\n{text}"
            return View(
                letter=letter, status=_DONE[self.style % 3], text=text, replied_at=answered, unit=unit, final=True
            )
        if interim and noted <= now:
            status = _UNDER_WAY[plan.interim][self.style % 3]
            return View(letter=letter, status=status, text=interim, replied_at=noted, unit=unit)
        return View(letter=letter, status=_PENDING[self.style % 3])
