"""The time and the unit that stand with each of several replies."""

from __future__ import annotations

from dataclasses import dataclass, replace

from huiying.model import Stated
from huiying.probe.pages.dates import stated_alone
from huiying.probe.pages.fields import Hit
from huiying.probe.pages.labels import Name
from huiying.probe.pages.reading import PageAnswer
from huiying.probe.pages.records import Record
from huiying.probe.pages.stamps import signed


@dataclass(frozen=True, slots=True)
class Found:
    """An answer and where its label and its text stand."""

    answer: PageAnswer
    start: int
    end: int
    own: frozenset[int] = frozenset()
    """Where labels stand that are the reply's own words."""


def with_times(record: Record, found: list[Found]) -> list[Found]:
    """Give each reply the time and unit that stand with it: before it where the page heads replies with them, else after it."""
    times = _ranked([h for h in record.hits if h.name is Name.ANSWERED and h.when and not _within(found, h)])
    units = [h for h in record.hits if h.name in {Name.UNIT, Name.REPLIER} and h.value and not _within(found, h)]
    times = times or [h for h in units if h.when]
    done = []
    for place, one in enumerate(found):
        low = found[place - 1].end if place else record.start
        high = found[place + 1].start if place + 1 < len(found) else record.end
        time = _nearest(times, one, low, high)
        unit = _nearest([h for h in units if h.name is Name.UNIT], one, low, high) or _nearest(units, one, low, high)
        when = (
            time.when if time else one.answer.answered_at or _plain_time(record, one, high) or signed(one.answer.text)
        )
        done.append(
            replace(
                one, answer=replace(one.answer, answered_at=when, unit=(unit.value if unit else "") or one.answer.unit)
            )
        )
    return done


def _within(found: list[Found], hit: Hit) -> bool:
    return any(hit.start in one.own for one in found)


def _ranked(times: list[Hit]) -> list[Hit]:
    plain = [h for h in times if not h.weak]
    named = [h for h in plain if "复" in h.label or "答" in h.label]
    return named or plain or times


def _nearest(hits: list[Hit], one: Found, low: int, high: int) -> Hit | None:
    around = [h for h in hits if low <= h.start < high]
    if not around:
        return None
    before = [h for h in around if h.start < one.start]
    after = [h for h in around if h.start >= one.start]
    # The page's habit: where the first reply has its time before it, all have.
    return (before[-1] if before and not (after and hits[0].start >= one.start) else None) or (
        after[0] if after else None
    )


def _plain_time(record: Record, one: Found, high: int) -> Stated | None:
    """A label that says only 时间 is the reply's where it stands after the reply's label and no question's label is between."""
    for hit in record.hits:
        if hit.start < one.start or hit.start >= high:
            continue
        if hit.name in {Name.ASKED, Name.QUESTION, Name.TITLE, Name.END}:
            return None
        if hit.label in {"时间", "日期"}:
            when = stated_alone(hit.value)
            if when is not None:
                return when
    return None
