"""Filling a form step by step, up to the one whose button sends it (docs/decisions/0027)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from huiying.model import BlockReason
from huiying.probe.blocked import Blocked
from huiying.probe.browser import ChromiumBrowser
from huiying.probe.fill import Reading, Slot
from huiying.probe.filling import Filling
from huiying.probe.news import new_lines
from huiying.probe.outcome_words import HARD, SOFT
from huiying.probe.page import PageText, Target
from huiying.probe.reading import FormReader
from huiying.probe.values import Values

MAX_STEPS = 8
COMES = 4.0
"""Seconds that the next step may take to come."""

_LETTER = frozenset({"title", "body"})


@dataclass(slots=True)
class Stepping:
    """One way through a form's steps; most have one. `answer` sees a step's check through and says whether to press on.

    `only_look` lets no step go to the site. `messages` are what the page said meanwhile, `slots` what was met in all steps,
    `number` the step in front.
    """

    browser: ChromiumBrowser
    reader: FormReader
    values: Values
    answer: Callable[[Reading], bool]
    only_look: bool = False
    messages: list[str] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    number: int = 1

    def fill(self) -> Reading:
        """Fill all steps and return the last one as it then stands, all but its check; an earlier one where `answer` stops there.

        Raises:
            Blocked: a step can't be filled honestly, does not give way, or may send by its 下一步.
        """
        letter = False
        for self.number in range(1, MAX_STEPS + 1):
            filling = Filling(browser=self.browser, read=self.reader.read, values=self.values)
            reading = filling.fill()
            self.messages += filling.messages
            self.slots += reading.slots
            if reading.rest and not any(slot.field == "body" for slot in self.slots):
                raise Blocked(BlockReason.FORM_CHANGED, "表单中没有找到填写内容的地方")
            if reading.onward is None or not self.answer(reading):
                return reading
            letter = letter or any(slot.field in _LETTER for slot in (*reading.slots, *reading.later))
            self._go_on(reading, reading.onward, letter=letter)
        raise Blocked(BlockReason.FORM_CHANGED, f"分步填写的表单超过{MAX_STEPS}步")

    def _go_on(self, reading: Reading, onward: Target, *, letter: bool) -> None:
        before = self.browser.look()
        self.reader.leave()
        if self.browser.step(onward, cut=letter or self.only_look):
            raise Blocked(BlockReason.FORM_CHANGED, _held(self.number, letter=letter))
        until = time.monotonic() + COMES
        now: Reading | None = None
        while time.monotonic() < until:
            now = self._now()
            if now is not None and _shown(now) != _shown(reading):
                return
            time.sleep(0.25)
        raise self._refused(before, still=now is not None)

    def _now(self) -> Reading | None:
        try:
            return self.reader.read()
        except Blocked as blocked:
            if blocked.reason is not BlockReason.FORM_CHANGED:
                raise
            return None

    def _refused(self, before: PageText, *, still: bool) -> Blocked:
        now = self.browser.look()
        said = [*self.browser.read_notices(), *now.invalid, *new_lines(before.text, now.text)]
        telling = [line for line in said if SOFT.search(line) or any(pattern.search(line) for pattern, _ in HARD)]
        words = "；".join(line[:80] for line in (telling or said)[:3])
        reasons = [reason for line in telling for pattern, reason in HARD if pattern.search(line)]
        if not still:
            return Blocked(BlockReason.FORM_CHANGED, f"第{self.number}步按“下一步”后没有出现填写信件的表单：{words}")
        # What a step says is no answer to a letter: none was put, and the site is not named for refusing one.
        reason = next((one for one in reasons if one is not BlockReason.REFUSED), BlockReason.FORM_CHANGED)
        return Blocked(reason, f"第{self.number}步没有通过：{words or '网站没有说明原因'}")


def _shown(reading: Reading) -> frozenset[object]:
    slots = {slot.key for slot in (*reading.slots, *filter(None, (reading.captcha,)))}
    return frozenset({*slots, *(one.place for one in reading.unmapped), "last" if reading.onward is None else ""})


def _held(number: int, *, letter: bool) -> str:
    if letter:
        return f"第{number}步的“下一步”要向网站发送信件内容，不能确定是否就是提交，没有让它发出，请人工办理"
    return f"分步填写：第{number}步要先发送到网站，才能看到后面的表单；摸排时不发送"
