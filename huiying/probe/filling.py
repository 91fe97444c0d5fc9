"""Filling a live form by plan: choices first, read again after each (they swap parts and load cascades), then texts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from huiying.model import BlockReason
from huiying.probe.blocked import Blocked
from huiying.probe.browser import ChromiumBrowser
from huiying.probe.controls import Place
from huiying.probe.fill import (
    CHOICES,
    LABELS,
    Action,
    Choose,
    Pick,
    Reading,
    Slot,
    Tick,
    Write,
    check_complete,
    in_order,
    picked,
    plan,
)
from huiying.probe.news import new_lines
from huiying.probe.options import real_options
from huiying.probe.outcome_words import SOFT
from huiying.probe.values import Values

MAX_ROUNDS = 40
SWAPPED = 0.1
"""Seconds without a request after a choice: parts that it swaps are there at once, options that it loads are waited for."""

MAX_LEVELS = 5
"""Levels of a cascade that one drawn select unfolds."""

CASCADE = 4.0
"""Seconds that the options of a dependent select may take to come."""


@dataclass(slots=True)
class Filling:
    """One filling of one form. `messages` are what the page said about it meanwhile (validation on blur)."""

    browser: ChromiumBrowser
    read: Callable[[], Reading]
    values: Values
    messages: list[str] = field(default_factory=list)
    _done: set[tuple[str, Place]] = field(default_factory=set)

    def fill(self) -> Reading:
        """Fill the form and return it as it then stands, all but its check.

        Raises:
            Blocked: it can't be filled honestly, or the page does not take what is typed.
        """
        before = self.browser.look()
        waited = 0.0
        for _ in range(MAX_ROUNDS):
            reading = self.read()
            todo = self._next(reading)
            if todo:
                for slot, action in todo:
                    self._act(slot, action)
                continue
            waiting = [slot for slot in reading.slots if _unanswered(slot)]
            if (waiting or any(map(_empty, reading.slots))) and waited < CASCADE:
                time.sleep(0.25)
                waited += 0.25
                continue
            if waiting:
                name = LABELS.get(waiting[0].field, waiting[0].field)
                raise Blocked(BlockReason.UNMAPPED_REQUIRED, f"必填的“{name}”没有可选的内容")
            check_complete(reading)
            self._hear(before.text)
            return reading
        raise Blocked(BlockReason.FORM_CHANGED, "表单随填写不断变化，未能填完")

    def _next(self, reading: Reading) -> list[tuple[Slot, Action]]:
        """Return the next choice alone, or all texts together, or the ticks at the end."""
        open_slots = [slot for slot in in_order(reading.slots) if slot.key not in self._done]
        planned = [(slot, action) for slot in open_slots if (action := plan(slot, self.values)) is not None]
        choices = [one for one in planned if one[0].control.kind in CHOICES and one[0].field != "agree"]
        texts = [one for one in planned if isinstance(one[1], Write)]
        return choices[:1] or texts or planned

    def _act(self, slot: Slot, action: Action) -> None:
        self._done.add(slot.key)
        match action:
            case Write(target=target, text=text):
                self.browser.write(target, text)
            case Choose(target=target, option=option):
                self.browser.choose(target, value=option.value, label=option.text)
                self.browser.settle(2.0, quiet=SWAPPED)
            case Tick(target=target, press=press):
                self.browser.tick(target, press=press)
                self.browser.settle(2.0, quiet=SWAPPED)
            case Pick():
                self._pick(slot, action)
                self.browser.settle(2.0, quiet=SWAPPED)
        notices = self.browser.read_notices()
        self.messages += notices
        for notice in notices:
            if isinstance(action, Write) and SOFT.search(notice):
                raise Blocked(
                    BlockReason.FORM_CHANGED, f"填写“{LABELS.get(slot.field, slot.field)}”时网站提示：{notice[:100]}"
                )

    def _pick(self, slot: Slot, action: Pick) -> None:
        entries = self.browser.unfold(action.trigger, items=action.items)
        if not entries and slot.required:
            name = LABELS.get(slot.field, slot.field)
            raise Blocked(BlockReason.UNMAPPED_REQUIRED, f"必填的“{name}”打开后没有可选的内容")
        for level in range(MAX_LEVELS):
            text = picked(slot, entries, self.values, further=level > 0) if entries else ""
            if not text:
                if not level:
                    self.browser.fold()
                return
            entries = self.browser.take(text, items=action.items)
            if not entries:
                self.browser.confirm()

    def _hear(self, before: str) -> None:
        lines = new_lines(before, self.browser.look().text)
        self.messages += [line[:200] for line in lines if SOFT.search(line)][:20]


def _empty(slot: Slot) -> bool:
    """Whether it is a further select of a cascade whose options have not come; some never get any."""
    return (
        slot.part and slot.control.kind == "select" and slot.control.widget is None and not real_options(slot.control)
    )


def _unanswered(slot: Slot) -> bool:
    """Whether a required choice still stands without one (a cascade whose options are not there yet)."""
    control = slot.control
    if not slot.required or control.kind not in CHOICES or control.widget is not None:
        return False
    return not any(option.selected for option in real_options(control))
