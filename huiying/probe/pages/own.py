"""Which row or box of a list is our question's alone, where no label parts the questions: a neighbour's reply is never ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from huiying.probe.pages.fields import Hit, cell_hit
from huiying.probe.pages.flat import PIECE, SEPARATORS, Flat, clean
from huiying.probe.pages.labels import Name, name_of
from huiying.probe.pages.likeness import bare
from huiying.probe.pages.records import Record
from huiying.probe.pages.speakers import Who, read_head

MOST_SIBLINGS = 300
_FEWEST_ROWS, _FEWEST_CELLS = 2, 3
_COLUMNS = frozenset({Name.ASKED, Name.ANSWERED, Name.STATE, Name.UNIT, Name.RECEIVER, Name.NUMBER})
_COUNTING = re.compile(r"\d+|\b(?:odd|even|alt|first|last|active|on|cur|current|selected|open|show)\b", re.IGNORECASE)
_SHORTEST, _SHORTEST_TITLE, _BESIDE = 8, 4, 4


def own_part(flat: Flat, record: Record, places: Sequence[int]) -> Record:
    """Return the part of a record that is the one item of a list at one of these places; the record itself where it is no list.

    `places` are where our number, title or words stand. An item is a table's row with the rows that belong to it, or a
    box among boxes of its kind of which one at least holds two speakers' lines. Two items that can be ours are none.
    """
    spans = {
        span
        for place in places
        if (span := _row(flat, record, place) or _term(flat, place) or _box(flat, record, place)) is not None
    }
    if len(spans) != 1:
        return record
    low, high = spans.pop()
    low, high = max(low, record.start), min(high, record.end)
    if low >= high:
        return record
    inside = [hit for hit in record.hits if low <= hit.start < high]
    columns = _columns(flat, flat.deepest(low, low + 1)) if inside or flat.text[low:high].strip(SEPARATORS) else []
    return Record(low, high, tuple(sorted([*inside, *columns], key=lambda hit: hit.start)))


def _columns(flat: Flat, place: int) -> list[Hit]:
    """Return what the table's first row names in a row of its list: times, state, unit, number."""
    row = flat.nearest(place, frozenset(["tr"]))
    table = flat.nearest(row, frozenset(["table"])) if row >= 0 else -1
    if table < 0:
        return []
    head = next((i for i in range(table, row) if flat.elements[i].tag == "tr"), -1)
    cells = [_cells(flat, index) for index in (head, row)] if head >= 0 else [[], []]
    labels = [re.sub(r"\s", "", clean(flat.inside(cell))) for cell in cells[0]]
    if len(cells[0]) != len(cells[1]) or sum(name_of(label) is not None for label in labels) < _FEWEST_ROWS:
        return []
    named = ((name_of(label), label, cell) for label, cell in zip(labels, cells[1], strict=True))
    return [cell_hit(flat, name, label, cell) for name, label, cell in named if name in _COLUMNS]


def _row(flat: Flat, record: Record, place: int) -> tuple[int, int] | None:
    """Return the span of the table row at a place and of the rows of fewer cells below it; None where it is no list's."""
    row = flat.nearest(flat.deepest(place, place + 1), frozenset(["tr"]))
    if row < 0 or any(_labels(flat, record, row)) or read_head(_first(flat, row), flat.year):
        return None
    siblings = [s for s in flat.elements[flat.elements[row].parent].children if flat.elements[s].tag == "tr"]
    count = len(_cells(flat, row))
    alike = [s for s in siblings if len(_cells(flat, s)) == count and flat.inside(s).strip(SEPARATORS)]
    if count < _FEWEST_CELLS or len(alike) < _FEWEST_ROWS or not all(_has_number(flat, s) for s in alike[-2:]):
        return None
    after = [s for s in alike if s > row]
    end = flat.elements[after[0]].start if after else flat.elements[siblings[-1]].end
    return flat.elements[row].start, end


def _labels(flat: Flat, record: Record, row: int) -> Iterator[Hit]:
    """Yield the labels in a row other than a reply's: a row of fields is no line of a list."""
    box = flat.elements[row]
    return (h for h in record.hits if box.start <= h.start < box.end and h.name not in {Name.ANSWER, Name.OTHER})


def _term(flat: Flat, place: int) -> tuple[int, int] | None:
    """Return the span of a term and what is said under it, at a place in a list of terms that are no labels."""
    item = flat.nearest(flat.deepest(place, place + 1), frozenset(["dt", "dd"]))
    if item < 0:
        return None
    siblings = flat.elements[flat.elements[item].parent].children
    terms = [s for s in siblings if flat.elements[s].tag == "dt"]
    begins = [t for t in terms if t <= item]
    if len(terms) < _FEWEST_ROWS or not begins or any(_is_label(flat, t) for t in terms):
        return None
    after = [t for t in terms if t > item]
    end = flat.elements[after[0]].start if after else flat.elements[siblings[-1]].end
    return flat.elements[begins[-1]].start, end


def _is_label(flat: Flat, term: int) -> bool:
    """Whether a term is a field's name, a speaker's line or a mark (Q, A), and no letter's title."""
    text = clean(flat.inside(term))
    known = name_of(re.sub(r"\s", "", text)) is not None or read_head(text, flat.year) is not None
    return known or len(bare(text)) < _SHORTEST_TITLE


def _cells(flat: Flat, row: int) -> list[int]:
    return [c for c in flat.elements[row].children if flat.elements[c].tag in {"td", "th"}]


def _first(flat: Flat, row: int) -> str:
    """Return what a row's first cell says: a speaker's name begins a turn, no list's line."""
    cells = _cells(flat, row)
    return clean(flat.inside(cells[0])) if cells else ""


def _has_number(flat: Flat, row: int) -> bool:
    """Whether a row has a date or a number in a cell of its own, as a list's lines have."""
    cells = (flat.inside(c).strip(SEPARATORS) for c in flat.elements[row].children)
    return any(re.fullmatch(r"[\d年月日时分秒:/.\s-]+", cell) for cell in cells)


def _box(flat: Flat, record: Record, place: int) -> tuple[int, int] | None:
    """Return the span of the box at a place that stands among boxes of its kind, each somebody's words with their reply."""
    labelled = [hit.end for hit in record.hits if hit.when is not None]
    for index in flat.up(flat.deepest(place, place + 1)):
        element = flat.elements[index]
        if element.parent < 0 or element.tag in {"td", "th", "tr", "tbody"}:
            continue
        kind = _kind(element.tag, element.classes)
        siblings = [
            s
            for s in flat.elements[element.parent].children[:MOST_SIBLINGS]
            if _kind(flat.elements[s].tag, flat.elements[s].classes) == kind
        ]
        if len(siblings) > 1 and _are_letters(flat, siblings, labelled):
            return element.start, element.end
    return None


def _kind(tag: str, classes: str) -> tuple[str, str]:
    first = _COUNTING.sub("", classes).split()[:1]
    return tag, first[0].strip("-_") if first else ""


def _are_letters(flat: Flat, boxes: Sequence[int], labelled: Sequence[int]) -> bool:
    """Whether most boxes have a speaker's line, and one at least two with words between; the steps of one letter's way are none."""
    heads = [_heads(flat, box, labelled) for box in boxes]
    if any(Who.OTHER_STEP in found for found in heads):
        return False
    return sum(map(bool, heads)) * 2 > len(boxes) and any(len(found) > 1 for found in heads)


def _heads(flat: Flat, box: int, labelled: Sequence[int]) -> list[Who | None]:
    """Return whom the lines with a time name in a box, of which words part each from the one before.

    A time beside a label is a field's, no speaker's.
    """
    element, words = flat.elements[box], _SHORTEST
    found: list[Who | None] = []
    for piece in PIECE.finditer(flat.text, element.start, element.end):
        text = clean(piece.group())
        said = read_head(text, flat.year)
        if said is None or said.when is None:
            words += len(re.findall(r"[\u4e00-\u9fff]", text)) if said is None else 0
            if said and said.who is Who.OTHER_STEP:
                found.append(said.who)
        elif words >= _SHORTEST and not any(0 <= piece.start() - end <= _BESIDE for end in labelled):
            found.append(said.who)
            words = 0
    return found
