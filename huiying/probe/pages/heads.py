"""The lines of a page that only say who speaks and when, in the page's order."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from huiying.model import Stated
from huiying.probe.pages.fields import Hit
from huiying.probe.pages.flat import CELL, PIECE, SEPARATORS, Flat, clean
from huiying.probe.pages.labels import Name, name_of
from huiying.probe.pages.records import Record
from huiying.probe.pages.speakers import LONGEST_HEAD, STEPS, Said, Who, is_mark, read_head

_NEAR = 40
_ROWS = frozenset(["tr", "li", "dl"])
_TEXTS = frozenset({Name.ANSWER, Name.QUESTION, Name.TITLE, Name.END})
_STOP = re.compile(r"[\s:：)）\]】]+(?!\d)")
_COLON = re.compile(r"[:：](?!\d)")


@dataclass(slots=True)
class Head:
    """Pieces in a row that say who speaks and when."""

    start: int
    end: int
    said: list[tuple[Said, int, int]] = field(default_factory=list)

    @property
    def who(self) -> Who | None:
        found = [said.who for said, _, _ in self.said if said.who is not None]
        people = [who for who in found if who is Who.CITIZEN]
        steps = [who for who in found if who in STEPS]
        return (people or steps or found or [None])[0]

    @property
    def name(self) -> str:
        """The name: of a step's line the office's, of a citizen's line the citizen's."""
        kinds = {Who.CITIZEN} if self.who is Who.CITIZEN else {Who.OFFICE, *STEPS}
        return next((said.name for said, _, _ in self.said if said.name and said.who in kinds), "")

    @property
    def when(self) -> Stated | None:
        times = [said.when for said, _, _ in self.said if said.when]
        return times[0] if len(times) == 1 else None

    @property
    def mixed(self) -> bool:
        """Whether citizen and office both stand in it: that is a list of names, no head."""
        found = {said.who for said, _, _ in self.said}
        return {Who.CITIZEN, Who.OFFICE} <= found


def find_heads(flat: Flat, record: Record, at: int) -> tuple[list[Head], list[tuple[Stated, int, int]]]:
    """Return the heads, and the times that stand alone on a line away from any head."""
    heads: list[Head] = []
    loose: list[tuple[Stated, int, int]] = []
    labels = {hit.start for hit in record.hits}
    values = {
        _first_at(flat, hit)
        for hit in record.hits
        if hit.value and read_head(hit.label, flat.year) is None and hit.name not in _TEXTS
    }
    current: Head | None = None

    def close() -> None:
        nonlocal current
        if current is not None:
            if current.who is None:
                loose.extend((said.when, low, high) for said, low, high in current.said if said.when)
            elif not current.mixed:
                heads.append(current)
        current = None

    open_line = True
    for piece, low, high, begins in _pieces(flat, record):
        open_line = open_line or begins
        free = open_line and low not in values and not _labelled(flat, labels, low, high, piece)
        said = read_head(piece, flat.year) if free else None
        if said is None and open_line and is_mark(piece):
            continue
        if said is None:
            close()
            open_line = False
            continue
        if current is not None and not _goes_on(
            flat, current, said, high, timed=partial(_is_timed, flat, heads, loose, at)
        ):
            close()
        if current is None:
            current = Head(low, high)
        current.said.append((said, low, high))
        current.end = high
    close()
    return heads, loose


def _is_timed(flat: Flat, heads: list[Head], loose: list[tuple[Stated, int, int]], at: int) -> bool:
    """Whether the words just read have their time above them, so that one that follows them is not theirs."""
    if heads and (heads[-1].start > at or heads[-1].who in {Who.CITIZEN, Who.ASK_STEP}):
        return heads[-1].when is not None
    return at >= 0 and right_above(flat, loose, at) is not None


def _pieces(flat: Flat, record: Record) -> Iterator[tuple[str, int, int, bool]]:
    """Yield each piece of text with its place, and whether a line begins with it."""
    last = record.start - 1
    for match in PIECE.finditer(flat.text, record.start, record.end):
        text = clean(match.group())
        if not text:
            continue
        between = flat.text[max(last, 0) : match.start()]
        begins = last < record.start or "\n" in between or CELL in between
        last = match.end()
        cut = match.start() + _head_before_text(match.group(), flat.year) if begins else match.start()
        if cut > match.start():
            yield clean(flat.text[match.start() : cut]), match.start(), cut, True
            yield clean(flat.text[cut:last]), cut, last, False
        else:
            yield text, match.start(), last, begins


def _head_before_text(piece: str, year: int) -> int:
    """Return where a text begins that stands on its head's own line (2024-02-06 10:00 答复 市人社局:您好…); 0 for no such head."""
    stops = [match.end() for match in _STOP.finditer(piece[:LONGEST_HEAD])]
    heads = (
        stop for stop in reversed(stops) if (said := read_head(clean(piece[:stop]), year)) and said.when and said.who
    )
    cut = next(heads, 0)
    return cut if cut and read_head(clean(piece), year) is None and clean(piece[cut:]) else 0


def _labelled(flat: Flat, labels: set[int], low: int, high: int, piece: str) -> bool:
    """Whether a label stands in the piece, or right before it: then the piece is that label's value."""
    if _COLON.search(piece) and any(at in labels for at in range(low, high)):
        return True
    before = flat.text[max(0, low - _NEAR) : low].rstrip(SEPARATORS)[-1:]
    return before in {":", "："}


def _first_at(flat: Flat, hit: Hit) -> int:
    """Return where a label's value begins."""
    at = hit.value_start
    while at < hit.value_end and flat.text[at] in SEPARATORS:
        at += 1
    return at


def _goes_on(flat: Flat, head: Head, said: Said, high: int, *, timed: Callable[[], bool]) -> bool:
    """Whether a piece belongs to the head before it, and does not begin the next one.

    `timed`: the turn before has a time, so that one that follows its words is not its own.
    """
    rows = [flat.nearest(flat.deepest(at, at + 1), _ROWS) for at in (head.start, high - 1)]
    if rows[0] != rows[1] or (said.when and any(one.when for one, _, _ in head.said)):
        return False
    if said.who is not None and any(one.who is not None for one, _, _ in head.said):
        if said.name and head.name:
            return False
        first = next(one.who for one, _, _ in head.said if one.who is not None)
        return (first in STEPS) != (said.who in STEPS)  # a name and a step, or a state beside a name
    if head.who is not None or said.who is None:
        return True
    # A time before a name: the last one's below its text, or this one's? The same line tells, else the smaller box.
    _, start, end = head.said[-1]
    if "\n" not in flat.text[end:high] and CELL not in flat.text[end:high]:
        return True
    ours, theirs = flat.elements[flat.deepest(start, high)], _with_text_before(flat, start, end)
    return theirs is None or timed() or (ours.end - ours.start) < (theirs[1] - theirs[0])


def _with_text_before(flat: Flat, start: int, end: int) -> tuple[int, int] | None:
    """Return the smallest box of a time that has text before it; None where the line itself is the box."""
    for index in flat.up(flat.deepest(start, end)):
        box = flat.elements[index]
        if flat.text[box.start : start].strip(SEPARATORS):
            return box.start, box.end
    return None


def says_more(text: str) -> bool:
    """Whether a text is more than ornaments and labels."""
    pieces = [clean(piece) for piece in PIECE.findall(text)]
    return any(piece and not is_mark(piece) and name_of(re.sub(r"\s", "", piece)) is None for piece in pieces)


def right_above(flat: Flat, loose: list[tuple[Stated, int, int]], at: int) -> Stated | None:
    place = bisect_right(loose, at, key=lambda time: time[2]) - 1
    if place < 0 or at - loose[place][2] > _NEAR or says_more(flat.text[loose[place][2] : at]):
        return None
    return loose[place][0]
