"""The time and the unit that stand with each of several replies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from huiying.model import Stated
from huiying.probe.pages.dates import stated_alone
from huiying.probe.pages.fields import Hit
from huiying.probe.pages.flat import Flat
from huiying.probe.pages.groups import own_hits
from huiying.probe.pages.labels import QUESTION_NAMES, Name
from huiying.probe.pages.reading import PageAnswer
from huiying.probe.pages.records import Record
from huiying.probe.pages.stamps import signature

_PLAIN = frozenset({"时间", "日期"})


@dataclass(frozen=True, slots=True)
class Found:
    """An answer and where its label and its text stand."""

    answer: PageAnswer
    start: int
    end: int
    own: frozenset[int] = frozenset()
    """Where labels stand that are the reply's own words."""
    whole: bool = False
    """Its time and unit are known from its own lines: no label elsewhere is about it."""


def with_times(flat: Flat, record: Record, found: list[Found]) -> list[Found]:
    """Give each reply the time and the unit that stand with it.

    A record with one place for a reply has one time: before the reply where the page heads it so, else after it. Of
    several replies each has what stands in its own group; where that can't be told it has what its own text says.
    """
    if any(one.whole for one in found):
        return found
    places = _places(record, found)
    if len(places) <= 1:
        return [_single(record, one) for one in found]
    hits = _groupable(record, found, places)
    apart = [hit.start for hit in record.hits if hit.name in QUESTION_NAMES]

    def own(kinds: tuple[Kind, ...], value: Callable[[Hit], object]) -> dict[int, Hit]:
        """What stands with each reply, of the surest kind of label that has a value on this page."""
        some = ([hit for hit in hits if kind(hit)] for kind in kinds)
        among = next((labels for labels in some if any(value(hit) for hit in labels)), [])
        return own_hits(flat, places, among, apart=apart)

    times, units = own(_TIME_LABELS, _when), own(_UNIT_LABELS, lambda hit: hit.value)
    done = []
    for one in found:
        time, unit = times.get(one.start), units.get(one.start)
        signer, signed = signature(one.answer.text)
        when = (_when(time) if time else None) or one.answer.answered_at or signed
        name = (unit.value if unit else "") or one.answer.unit or signer
        done.append(replace(one, answer=replace(one.answer, answered_at=when, unit=name)))
    return done


def _places(record: Record, found: list[Found]) -> list[int]:
    """Return where replies stand or could: those found, and labels of the same wording that have no text beside them."""
    starts = {one.start for one in found}
    words = {hit.label for hit in record.hits if hit.name is Name.ANSWER and hit.start in starts}
    empty = {
        hit.start
        for hit in record.hits
        if hit.name is Name.ANSWER and hit.label in words and not any(one.start <= hit.start < one.end for one in found)
    }
    return sorted(starts | empty)


def _groupable(record: Record, found: list[Found], places: list[int]) -> list[Hit]:
    """Return the labels that can belong to a reply's group: after the question's last label before the replies, and
    before what follows them on the page; not the words of a reply itself.
    """
    asked = [hit.start for hit in record.hits if hit.name in QUESTION_NAMES and hit.start < places[0]]
    ends = [hit.start for hit in record.hits if hit.name is Name.END and hit.start > places[-1]]
    low, high = max(asked, default=record.start), min(ends, default=record.end)
    return [hit for hit in record.hits if low <= hit.start < high and not _within(found, hit)]


Kind = Callable[[Hit], bool]


def _named(hit: Hit) -> bool:
    return hit.name is Name.ANSWERED and not hit.weak and ("复" in hit.label or "答" in hit.label)


_TIME_LABELS: tuple[Kind, ...] = (
    _named,
    lambda hit: hit.name is Name.ANSWERED and not hit.weak,
    lambda hit: hit.name is Name.ANSWERED,
    lambda hit: hit.name in {Name.UNIT, Name.REPLIER} and hit.when is not None,
    lambda hit: hit.label in _PLAIN and hit.name not in QUESTION_NAMES,
)
"""What a reply's time is called, the surest first: a weaker one counts only where the record has none surer."""
_UNIT_LABELS: tuple[Kind, ...] = (
    lambda hit: hit.name is Name.UNIT,
    lambda hit: hit.name is Name.REPLIER,
)


def _when(hit: Hit) -> Stated | None:
    return hit.when or (stated_alone(hit.value) if hit.label in _PLAIN else None)


def _single(record: Record, one: Found) -> Found:
    """Give the only reply the record's time and unit, those that stand nearest to it."""
    times = _ranked([h for h in record.hits if h.name is Name.ANSWERED and h.when and not _within([one], h)])
    units = [h for h in record.hits if h.name in {Name.UNIT, Name.REPLIER} and h.value and not _within([one], h)]
    time = _nearest(times or [h for h in units if h.when], one)
    unit = _nearest([h for h in units if h.name is Name.UNIT], one) or _nearest(units, one)
    signer, signed = signature(one.answer.text)
    if time and signed and not _named(time):
        time = None  # the day on which a letter was closed is not the day of its reply
    when = time.when if time else one.answer.answered_at or _plain_time(record, one) or signed
    name = (unit.value if unit else "") or one.answer.unit or signer
    return replace(one, answer=replace(one.answer, answered_at=when, unit=name))


def _within(found: list[Found], hit: Hit) -> bool:
    return any(hit.start in one.own for one in found)


def _ranked(times: list[Hit]) -> list[Hit]:
    plain = [h for h in times if not h.weak]
    named = [h for h in plain if "复" in h.label or "答" in h.label]
    return named or plain or times


def _nearest(hits: list[Hit], one: Found) -> Hit | None:
    before = [h for h in hits if h.start < one.start]
    after = [h for h in hits if h.start >= one.start]
    return before[-1] if before else after[0] if after else None


def _plain_time(record: Record, one: Found) -> Stated | None:
    """A label that says only 时间 is the reply's where it stands after the reply's label and no question's label is between."""
    for hit in record.hits:
        if hit.start < one.start:
            continue
        if hit.name in {Name.ASKED, Name.QUESTION, Name.TITLE, Name.END}:
            return None
        if hit.label in {"时间", "日期"}:
            when = stated_alone(hit.value)
            if when is not None:
                return when
    return None
