"""Plain text to the blocks of a notice; tables come as tabs, as |, or as one cell a line with a | at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from huiying.report.audit.paper import Block, Paragraph, Table, canonical

MAX_CHARACTERS = 1_000_000
_RULE = re.compile(r"^[\s|:+\-—]+$")


def read_text(text: str) -> list[Block]:
    """Return the blocks of a notice saved as text."""
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    stream: list[str] = []
    for line in text[:MAX_CHARACTERS].splitlines():
        cells = _cells(line)
        if cells is None:
            blocks += _tables(rows, stream)
            rows, stream = [], []
            if line.strip():
                blocks.append(Paragraph(canonical(line)))
        elif len(cells) == 1:
            stream += cells
        elif cells:
            rows.append(cells)
    return [*blocks, *_tables(rows, stream)]


def _cells(line: str) -> tuple[str, ...] | None:
    """Return the line's cells; None for a paragraph, () for a ruled line."""
    inner = line.strip()
    if "|" in inner:
        return _piped(inner)
    if "\t" in line.strip("\t\r\n "):
        return tuple(map(canonical, line.strip("\r\n").split("\t")))
    return None


def _piped(inner: str) -> tuple[str, ...] | None:
    parts = inner.removeprefix("|").removesuffix("|").split("|")
    if not any(map(str.strip, parts)):
        return ("",)
    if _RULE.match(inner):
        return ()
    return tuple(map(canonical, parts)) if len(parts) > 1 or inner.endswith("|") else None


def _tables(rows: Sequence[tuple[str, ...]], stream: Sequence[str]) -> list[Block]:
    found: list[Block] = []
    if rows:
        width = max(map(len, rows))
        found.append(Table(tuple(row + ("",) * (width - len(row)) for row in rows)))
    if stream:
        found.append(Table(tuple(_rows_of(stream))))
    return found


def _rows_of(stream: Sequence[str]) -> list[tuple[str, ...]]:
    """Part a run of cells into rows: by the numbers of its first column, else by twos."""
    width = next((place for place, cell in enumerate(stream) if cell.isdigit()), 0)
    if stream[0] != "序号" or not width:
        return [tuple(stream[start : start + 2]) for start in range(0, len(stream) - 1, 2)]
    rows, start, number = [tuple(stream[:width])], width, 1
    while start < len(stream):
        number += 1
        end = _next_row(stream, start, width, str(number))
        cells = tuple(stream[start:end])
        # Where merged cells were left out, only number and name are sure to stand in their columns.
        rows.append(cells if len(cells) == width else cells[:2] + ("",) * (width - len(cells[:2])))
        start = end
    return rows


def _next_row(stream: Sequence[str], start: int, width: int, number: str) -> int:
    whole = start + width
    begins = [
        place
        for place in range(start + 1, len(stream))
        if stream[place] == number and not _is_figure(stream, place + 1)
    ]
    if whole in begins or (whole == len(stream) and not begins):
        return whole
    if not begins and whole < len(stream) and stream[whole].isdigit() and not _is_figure(stream, whole + 1):
        return whole  # a whole row follows whose number is wrong: the check of numbering says so
    return begins[0] if begins else len(stream)


def _is_figure(stream: Sequence[str], place: int) -> bool:
    return place < len(stream) and stream[place].isdigit()
