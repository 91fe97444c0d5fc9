"""A conversation or a letter's way that no label parts: what each speaker said, and when, by the lines that say who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from huiying.model import Stated
from huiying.probe.pages.fields import Hit
from huiying.probe.pages.flat import CELL, RUN, SEPARATORS, Flat, clean, clean_lines
from huiying.probe.pages.labels import Name, name_of
from huiying.probe.pages.records import Record
from huiying.probe.pages.speakers import LONGEST_HEAD, STEPS, Said, Who, is_mark, read_head

MOST_TURNS = 200
_NEAR = 40
_ROWS = frozenset(["tr", "li", "dl"])
_TEXTS = frozenset({Name.ANSWER, Name.QUESTION, Name.TITLE, Name.END})
_STOP = re.compile(r"[\s:：)）\]】]+(?!\d)")
_COLON = re.compile(r"[:：](?!\d)")
_PIECE = re.compile(rf"[^\n{CELL}{RUN}]+")


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's words: the head that names them at [start, end), the text at [low, high).

    `foot`: the head stands below the text. `box` is the largest element with this head alone. `named`: the name is one by its own form.
    """

    who: Who
    name: str
    when: Stated | None
    start: int
    end: int
    low: int
    high: int
    named: bool
    box: int
    foot: bool = False

    def text(self, flat: Flat) -> str:
        """Return what was said."""
        return clean_lines(flat.text[self.low : self.high])


@dataclass(slots=True)
class _Head:
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


def find_turns(flat: Flat, record: Record, at: int = -1) -> tuple[list[Turn], Stated | None]:
    """Return the turns of a record in the page's order, and the time that stands alone right above our question at `at`."""
    heads, loose = _heads(flat, record, at)
    heads = heads[:MOST_TURNS]
    feet = _feet(flat, record, heads)
    turns: list[Turn] = []
    for place, head in enumerate(heads):
        following = heads[place + 1].start if place + 1 < len(heads) else record.end
        before = heads[place - 1].end if place else record.start
        if place in feet:
            turn = _foot(flat, head, max(before, feet[place]))
        else:
            turn = _turn(flat, record, head, before, following, many=len(heads) > 1)
        if turn is not None:
            turns.append(turn)
    return [_timed(flat, turn, loose) for turn in turns], _right_above(flat, loose, at)


def _right_above(flat: Flat, loose: list[tuple[Stated, int, int]], at: int) -> Stated | None:
    last = next(((when, high) for when, _, high in reversed(loose) if high <= at), None)
    return last[0] if last and not _says_more(flat.text[last[1] : at]) else None


def _feet(flat: Flat, record: Record, heads: list[_Head]) -> dict[int, int]:
    """Return the heads in boxes that begin with words and end with a head, each with its box's start: they stand below their words."""
    groups: dict[int, list[int]] = {}
    for place, head in enumerate(heads):
        for index in flat.up(flat.deepest(head.start, head.end)):
            box = flat.elements[index]
            if (flat.text[box.start : head.start] + flat.text[head.end : box.end]).strip(SEPARATORS):
                if box.start >= record.start and box.end <= record.end and box.tag not in {"body", "table", "tr"}:
                    groups.setdefault(index, []).append(place)
                break
    found: dict[int, int] = {}
    for index, places in groups.items():
        box, first, last = flat.elements[index], heads[places[0]], heads[places[-1]]
        begins = flat.text[box.start : first.start].strip(SEPARATORS)
        if len(places) > 1 and begins and not flat.text[last.end : box.end].strip(SEPARATORS):
            found |= dict.fromkeys(places, box.start)
    return found


def _foot(flat: Flat, head: _Head, low: int) -> Turn | None:
    if head.who is None:
        return None
    named = any(said.named for said, _, _ in head.said)
    box = flat.deepest(head.start, head.end)
    return Turn(head.who, head.name, head.when, head.start, head.end, low, head.start, named, box, foot=True)


def _heads(flat: Flat, record: Record, at: int) -> tuple[list[_Head], list[tuple[Stated, int, int]]]:
    """Return the heads, and the times that stand alone on a line away from any head."""
    heads: list[_Head] = []
    loose: list[tuple[Stated, int, int]] = []
    labels = {hit.start for hit in record.hits}
    values = {
        _first_at(flat, hit)
        for hit in record.hits
        if hit.value and read_head(hit.label) is None and hit.name not in _TEXTS
    }
    current: _Head | None = None

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
        said = read_head(piece) if free else None
        if said is None and open_line and is_mark(piece):
            continue
        if said is None:
            close()
            open_line = False
            continue
        if current is not None and not _goes_on(flat, current, said, high, timed=_is_timed(flat, heads, loose, at)):
            close()
        if current is None:
            current = _Head(low, high)
        current.said.append((said, low, high))
        current.end = high
    close()
    return heads, loose


def _is_timed(flat: Flat, heads: list[_Head], loose: list[tuple[Stated, int, int]], at: int) -> bool:
    """Whether the words just read have their time above them, so that one that follows them is not theirs."""
    if heads and (heads[-1].start > at or heads[-1].who in {Who.CITIZEN, Who.ASK_STEP}):
        return heads[-1].when is not None
    return at >= 0 and _right_above(flat, loose, at) is not None


def _pieces(flat: Flat, record: Record) -> Iterator[tuple[str, int, int, bool]]:
    """Yield each piece of text with its place, and whether a line begins with it."""
    last = record.start - 1
    for match in _PIECE.finditer(flat.text, record.start, record.end):
        text = clean(match.group())
        if not text:
            continue
        between = flat.text[max(last, 0) : match.start()]
        begins = last < record.start or "\n" in between or CELL in between
        last = match.end()
        cut = match.start() + _head_before_text(match.group()) if begins else match.start()
        if cut > match.start():
            yield clean(flat.text[match.start() : cut]), match.start(), cut, True
            yield clean(flat.text[cut:last]), cut, last, False
        else:
            yield text, match.start(), last, begins


def _head_before_text(piece: str) -> int:
    """Return where a text begins that stands on its head's own line (2024-02-06 10:00 答复 市人社局:您好…); 0 for no such head."""
    stops = [match.end() for match in _STOP.finditer(piece[:LONGEST_HEAD])]
    heads = (stop for stop in reversed(stops) if (said := read_head(clean(piece[:stop]))) and said.when and said.who)
    cut = next(heads, 0)
    return cut if cut and read_head(clean(piece)) is None and clean(piece[cut:]) else 0


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


def _goes_on(flat: Flat, head: _Head, said: Said, high: int, *, timed: bool) -> bool:
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
    return timed or theirs is None or (ours.end - ours.start) < (theirs[1] - theirs[0])


def _with_text_before(flat: Flat, start: int, end: int) -> tuple[int, int] | None:
    """Return the smallest box of a time that has text before it; None where the line itself is the box."""
    for index in flat.up(flat.deepest(start, end)):
        box = flat.elements[index]
        if flat.text[box.start : start].strip(SEPARATORS):
            return box.start, box.end
    return None


def _turn(flat: Flat, record: Record, head: _Head, before: int, following: int, *, many: bool) -> Turn | None:
    who = head.who
    if who is None:
        return None
    box = item = flat.deepest(head.start, head.end)
    for index in flat.up(box):
        element = flat.elements[index]
        if element.start < before or element.end > following or element.start < record.start:
            break
        item = index
    element = flat.elements[item]
    after = flat.text[head.end : min(element.end, following)].strip(SEPARATORS)
    above = flat.text[max(element.start, before) : head.start].strip(SEPARATORS)
    named = any(said.named for said, _, _ in head.said)
    row = flat.nearest(box, frozenset(["tr"]))
    if row >= 0 and _says_more(flat.text[max(flat.elements[row].start, before) : head.start]):
        return None  # the columns of a list

    def make(low: int, high: int, *, foot: bool = False) -> Turn:
        return Turn(who, head.name, head.when, head.start, head.end, low, high, named, item, foot)

    near = _with_words(flat, box, head, max(before, record.start), following)
    if near is not None:
        return make(near, head.start, foot=True)
    if after:
        end = element.end if many else _reaching(flat, box, head.end)
        return make(head.end, min(end, following))
    if above and element.start >= before:
        return make(max(element.start, before), head.start, foot=True)
    # One line after another in one box: the words go on to the next head, within the box that holds the head's line.
    outer = _reaching(flat, item, head.end)
    high = min(outer, following, record.end)
    return make(head.end, high)


def _with_words(flat: Flat, box: int, head: _Head, low: int, high: int) -> int | None:
    """Return where the words begin whose foot the head is: its smallest box with words has them above it only."""
    for index in flat.up(box):
        element = flat.elements[index]
        above = flat.text[max(element.start, low) : head.start].strip(SEPARATORS)
        if flat.text[head.end : min(element.end, high)].strip(SEPARATORS):
            return None
        if above:
            return element.start if element.start >= low and element.tag not in {"body", "table"} else None
    return None


def _says_more(text: str) -> bool:
    """Whether a text is more than ornaments and labels."""
    pieces = [clean(piece) for piece in _PIECE.findall(text)]
    return any(piece and not is_mark(piece) and name_of(re.sub(r"\s", "", piece)) is None for piece in pieces)


def _reaching(flat: Flat, item: int, end: int) -> int:
    """Return the end of the smallest box that has something after the head; its own end where the box above is a list's line."""
    for index in flat.up(item):
        element = flat.elements[index]
        if flat.text[end : element.end].strip(SEPARATORS):
            return element.end
        if element.tag in {"li", "tr", "table"} and index != item:
            return element.end
    return end


def _timed(flat: Flat, turn: Turn, loose: list[tuple[Stated, int, int]]) -> Turn:
    """Give a turn without a time the only one that stands alone on a line in its words, and leave it out of them."""
    inside = [(when, low, high) for when, low, high in loose if turn.low <= low and high <= turn.high]
    if turn.when is not None or len(inside) != 1:
        return turn
    when, low, high = inside[0]
    if not flat.text[high : turn.high].strip(SEPARATORS):
        return replace(turn, when=when, high=low)
    if not flat.text[turn.low : low].strip(SEPARATORS):
        return replace(turn, when=when, low=high)
    return turn
