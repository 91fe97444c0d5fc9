"""Where a label's value can stand: beside it in its row, below it in its column, after it in the smallest box that goes on."""

from __future__ import annotations

import re

from huiying.probe.pages.flat import SEPARATORS, Flat
from huiying.probe.pages.labels import Name, name_of, state_in

MOST_ROWS = 50
_CELLS = frozenset(["td", "th"])
_LABELLIKE = frozenset(["span", "label", "em", "b", "strong", "i", "font", "td", "th", "dt"])
_HOLDERS = frozenset(["span", "div", "p", "td", "dd", "em", "b", "strong", "textarea", "input", "font", "label"])


def column_below(flat: Flat, element: int) -> list[tuple[int, int]]:
    """Return the cells below a column's head in a table of several replies (回复内容 | 回复部门 | 回复时间)."""
    cell = flat.nearest(element, _CELLS)
    row = flat.nearest(cell, frozenset(["tr"])) if cell >= 0 else -1
    if row < 0:
        return []
    cells = _cells(flat, row)
    names = {name_of(re.sub(r"[\s\x1e\x1f]", "", flat.inside(c))) for c in cells}
    rows = [below for below in _rows_below(flat, row) if len(_cells(flat, below)) == len(cells)][:MOST_ROWS]
    if len(cells) < 2 or len(rows) < 2 or Name.ANSWER not in names or Name.TITLE in names or None in names:
        return []
    place = cells.index(cell)
    return [(flat.elements[c].start, flat.elements[c].end) for c in (_cells(flat, below)[place] for below in rows)]


def region_of(flat: Flat, element: int, end: int) -> tuple[int, int]:
    """Return the part of the string where a label's value can stand."""
    cell = flat.nearest(element, _CELLS)
    if cell >= 0 and not _after(flat, end, flat.elements[cell].end):
        return _cell_region(flat, cell)
    term = flat.nearest(element, frozenset(["dt"]))
    if term >= 0 and not _after(flat, end, flat.elements[term].end):
        return _definition_region(flat, term)
    return end, _climb(flat, element, end)


def _after(flat: Flat, start: int, end: int) -> str:
    return flat.text[start:end].strip(SEPARATORS + ":：*")


def _cell_region(flat: Flat, cell: int) -> tuple[int, int]:
    row = flat.nearest(cell, frozenset(["tr"]))
    if row < 0:
        return flat.elements[cell].end, _climb(flat, cell, flat.elements[cell].end)
    cells = [c for c in flat.elements[row].children if flat.elements[c].tag in _CELLS]
    under = _under(flat, row, cells, cell)
    if under is not None:
        return under
    following = flat.following(cell)
    if following:
        start = flat.elements[following[0]].start
        return start, start if _is_left_empty(flat, following) else flat.elements[row].end
    table = flat.elements[row].parent
    if len(cells) == 1 and flat.following(row):
        return flat.elements[row].end, flat.elements[table].end
    return flat.elements[cell].end, flat.elements[cell].end


def _is_left_empty(flat: Flat, cells: list[int]) -> bool:
    """Whether an empty cell stands between a label and the row's next label: what follows is not this label's value."""
    if flat.inside(cells[0]).strip(SEPARATORS):
        return False
    return _is_label_cell(flat, next((cell for cell in cells if flat.inside(cell).strip(SEPARATORS)), cells[0]))


def _cells(flat: Flat, row: int) -> list[int]:
    return [c for c in flat.elements[row].children if flat.elements[c].tag in _CELLS]


def _rows_below(flat: Flat, row: int) -> list[int]:
    below = [r for r in flat.following(row) if flat.elements[r].tag == "tr"]
    if not below and flat.elements[flat.elements[row].parent].tag == "thead":
        bodies = flat.following(flat.elements[row].parent)
        below = [r for body in bodies for r in flat.elements[body].children if flat.elements[r].tag == "tr"]
    return below


def _under(flat: Flat, row: int, cells: list[int], cell: int) -> tuple[int, int] | None:
    """Return the cell below, where a whole row is labels and the next row is values."""
    if len(cells) < 2 or not all(_is_label_cell(flat, c) for c in cells):
        return None
    below = _rows_below(flat, row)
    values = _cells(flat, below[0]) if below else []
    if len(values) != len(cells) or all(_is_label_cell(flat, c) for c in values) or _is_list(flat, below, len(cells)):
        return None
    value = flat.elements[values[cells.index(cell)]]
    return value.start, value.end


def _is_list(flat: Flat, rows: list[int], columns: int) -> bool:
    """Whether several rows follow in the same columns: then the head names a list's columns, not one question's fields."""
    counts = [sum(flat.elements[c].tag in _CELLS for c in flat.elements[row].children) for row in rows[:2]]
    return (
        len(counts) == 2
        and counts[1] == columns
        and not any(_is_label_cell(flat, c) for c in flat.elements[rows[1]].children)
    )


def _is_label_cell(flat: Flat, cell: int) -> bool:
    text = re.sub(r"[\s\x1e\x1f]", "", flat.inside(cell))
    return bool(text) and name_of(text) is not None and not state_in(text)


def _definition_region(flat: Flat, term: int) -> tuple[int, int]:
    start = end = flat.elements[term].end
    for index in flat.following(term):
        if flat.elements[index].tag == "dt":
            break
        end = flat.elements[index].end
    if end == start:  # <div><dt>…</dt></div>: no list of its own
        return start, _climb(flat, term, start)
    return start, end


def _climb(flat: Flat, element: int, end: int) -> int:
    """Return the end of the smallest ancestor that has something after the label; `end` where a value is plainly empty."""
    labelled = element
    for index in flat.up(element):
        box = flat.elements[index]
        if _after(flat, end, box.end):
            return box.end
        if index != labelled and _has_empty_holder(flat, index, end) and flat.elements[labelled].tag in _LABELLIKE:
            return end
        if box.tag in {"td", "th", "tr", "table", "body", "form"}:
            return end
    return end


def _has_empty_holder(flat: Flat, box: int, end: int) -> bool:
    """Whether a box has an element after the label that could hold the value and holds nothing."""
    return any(flat.elements[c].tag in _HOLDERS and flat.elements[c].start >= end for c in flat.elements[box].children)
