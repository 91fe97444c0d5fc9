"""A conversation or a letter's way that no label parts: what each speaker said, and when, by the lines that say who speaks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from huiying.model import Stated
from huiying.probe.pages.flat import SEPARATORS, Flat, clean_lines
from huiying.probe.pages.heads import Head, find_heads, right_above, says_more
from huiying.probe.pages.records import Record
from huiying.probe.pages.speakers import Who

MOST_TURNS = 200


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


def find_turns(flat: Flat, record: Record, at: int = -1) -> tuple[list[Turn], Stated | None]:
    """Return the turns of a record in the page's order, and the time that stands alone right above our question at `at`."""
    heads, loose = find_heads(flat, record, at)
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
    return [_timed(flat, turn, loose) for turn in turns], right_above(flat, loose, at)


def _feet(flat: Flat, record: Record, heads: list[Head]) -> dict[int, int]:
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


def _foot(flat: Flat, head: Head, low: int) -> Turn | None:
    if head.who is None:
        return None
    named = any(said.named for said, _, _ in head.said)
    box = flat.deepest(head.start, head.end)
    return Turn(head.who, head.name, head.when, head.start, head.end, low, head.start, named, box, foot=True)


def _turn(flat: Flat, record: Record, head: Head, before: int, following: int, *, many: bool) -> Turn | None:
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
    if row >= 0 and says_more(flat.text[max(flat.elements[row].start, before) : head.start]):
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


def _with_words(flat: Flat, box: int, head: Head, low: int, high: int) -> int | None:
    """Return where the words begin whose foot the head is: its smallest box with words has them above it only."""
    for index in flat.up(box):
        element = flat.elements[index]
        above = flat.text[max(element.start, low) : head.start].strip(SEPARATORS)
        if flat.text[head.end : min(element.end, high)].strip(SEPARATORS):
            return None
        if above:
            return element.start if element.start >= low and element.tag not in {"body", "table"} else None
    return None


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
