"""Columns and rows of a table from where its texts stand. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from huiying.report.audit.tables import TOTALS

Span = tuple[float, float]
Text = tuple[int, int, float, float, str]
"""Page, column, middle, height, text."""
Piece = tuple[float, float, str]
"""Middle on the pages under each other, height, text: a line of a cell."""
CLOSE = 1.45
"""Heights of a character between the middles of two lines of one cell."""
OFF = 0.6
"""Heights by which a cell may stand off the place where it should."""
EMPTY = 6.0
"""Points that an empty cell costs: three names about the middle of the second are three cells, not one and two empty ones."""
MOST_LINES = 40
"""Of one cell."""
_WHOLE_LABEL = re.compile(r"\(\d+[家个名项条]\)$")
PAGE = 10_000.0
"""Points; pages stand under each other."""


def columns_of(columns: Sequence[Span], texts: Sequence[Span]) -> list[Span] | None:
    """Return the columns widened by a line's texts; None where one of these stands in two columns or in none."""
    grown = list(columns)
    for left, right in texts:
        hit = [place for place, (low, high) in enumerate(grown) if left < high and low < right]
        if len(hit) != 1:
            return None
        low, high = grown[hit[0]]
        grown[hit[0]] = (min(low, left), max(high, right))
    parted = all(one[1] < other[0] for one, other in pairwise(grown))
    return grown if parted else None


def rows_of(texts: Sequence[Text], *, width: int, numbered: bool) -> list[tuple[str, ...]]:
    """Return the rows; [] where they are not sure. A merged cell's text stands in one of its rows, the others are empty.

    Cells stand at the top of their rows, or about their middles: one of the two must hold for every name.
    """
    by_column: list[list[Piece]] = [[] for _ in range(width)]
    for page, column, middle, high, text in texts:
        by_column[column].append((page * PAGE + middle, high, text))
    if numbered:
        _move_totals(by_column)
    labels = _numbers(by_column[0]) if numbered else _labels(by_column[0])
    if not labels or not by_column[1]:
        return []
    totals = [row for row, group in enumerate(labels) if group[0][2] in TOTALS]
    for anchors, place in (
        ([group[0][0] for group in labels], _under),
        ([sum(piece[0] for piece in group) / len(group) for group in labels], _about),
    ):
        placed = [place(pieces, anchors) for pieces in by_column[1:]]
        named = [row for row in range(len(anchors)) if row not in totals]
        if _sure(by_column[1], placed[0], anchors, named, top=place is _under):
            rows = [["".join(piece[2] for piece in group), *[""] * (width - 1)] for group in labels]
            for column, places in enumerate(placed, start=1):
                for row, piece in zip(places, by_column[column], strict=True):
                    rows[row][column] += piece[2]
            return [tuple(row) for row in rows]
    return []


def _move_totals(columns: list[list[Piece]]) -> None:
    """Put 合计, which stands across the first two columns, into the first: it is the label of its row."""
    totals = [piece for piece in columns[1] if piece[2] in TOTALS]
    columns[1] = [piece for piece in columns[1] if piece[2] not in TOTALS]
    columns[0] = sorted([*columns[0], *totals])


def _sure(
    pieces: Sequence[Piece], places: Sequence[int], anchors: Sequence[float], named: Sequence[int], *, top: bool
) -> bool:
    """Whether every row that has a name has it where it should stand, and no cell goes over a page."""
    cells: list[list[Piece]] = [[] for _ in anchors]
    for place, piece in zip(places, pieces, strict=True):
        cells[place].append(piece)
    if any(cell for row, cell in enumerate(cells) if row not in set(named)):
        return False
    for cell, anchor in ((cells[row], anchors[row]) for row in named):
        if not cell or cell[-1][0] - cell[0][0] > PAGE / 2:
            return False
        stands = cell[0][0] if top else sum(piece[0] for piece in cell) / len(cell)
        if abs(stands - anchor) > OFF * cell[0][1]:
            return False
    return True


def _numbers(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the row numbers; [] where anything else than numbers and lines of sums stands in their column."""
    if any(not text.isdigit() and text not in TOTALS for _, _, text in pieces):
        return []
    numbers = [int(text) for _, _, text in pieces if text.isdigit()]
    breaks = sum(after not in (before + 1, 1) for before, after in pairwise(numbers))
    return [] if breaks > max(2, len(numbers) // 20) else [[piece] for piece in pieces]  # numbers that wrap are none


def _labels(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the labels with their lines: a count in brackets ends one, a wide gap too."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        last = groups[-1][-1] if groups else None
        if last and piece[0] - last[0] <= CLOSE * max(last[1], piece[1]) and not _WHOLE_LABEL.search(last[2]):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _under(pieces: Sequence[Piece], anchors: Sequence[float]) -> list[int]:
    """Return for each line the last row that begins at its height or above it."""
    return [
        max((row for row, anchor in enumerate(anchors) if anchor <= middle + OFF * high), default=0)
        for middle, high, _ in pieces
    ]


def _about(pieces: Sequence[Piece], anchors: Sequence[float]) -> list[int]:
    """Return for each line its row, in order, so that all cells stand closest to the middles of their rows."""
    places: list[int] = []
    for page in dict.fromkeys(int(piece[0] // PAGE) for piece in pieces):
        rows = [row for row, anchor in enumerate(anchors) if int(anchor // PAGE) == page]
        lines = [piece[0] for piece in pieces if int(piece[0] // PAGE) == page]
        places += (
            [rows[place] for place in _fitted(lines, [anchors[row] for row in rows])] if rows else [0] * len(lines)
        )
    return places


def _fitted(lines: Sequence[float], anchors: Sequence[float]) -> list[int]:
    """Part the lines of a column into cells in order, one for each row or none, with the least distance in all."""
    far = float("inf")
    cost = [0.0] + [far] * len(lines)  # by how many lines are placed
    steps: list[list[int]] = []  # for each row and end, where its cell begins; the end itself where it is empty
    for anchor in anchors:
        after, begins = [one + EMPTY for one in cost], list(range(len(lines) + 1))
        for end in range(1, len(lines) + 1):
            total = 0.0
            for start in range(end - 1, max(-1, end - 1 - MOST_LINES), -1):
                total += lines[start]
                here = cost[start] + abs(total - anchor * (end - start))
                if here < after[end]:
                    after[end], begins[end] = here, start
        cost = after
        steps.append(begins)
    if cost[-1] == far:
        return [0] * len(lines)
    places, end = [0] * len(lines), len(lines)
    for row in range(len(anchors) - 1, -1, -1):
        start = steps[row][end]
        places[start:end] = [row] * (end - start)
        end = start
    return places
