"""Plain text to the blocks of a notice; tables come as tabs, as |, or as one cell a line with a | at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from huiying.report.audit.paper import Block, Paragraph, Table, canonical

MAX_CHARACTERS = 2_000_000
_RULE = re.compile(r"^[\s|:+\-—]+$")
_GAP = re.compile(r"\s{2,}")


def read_text(text: str, *, columns_by_gap: bool = False) -> list[Block]:
    """Return the blocks of a notice saved as text.

    `columns_by_gap` is for text that was laid out by a PDF reader: two spaces or more part the cells.
    """
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    stream: list[str] = []
    for line in text[:MAX_CHARACTERS].splitlines():
        cells = _cells(line, by_gap=columns_by_gap)
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


def _cells(line: str, *, by_gap: bool) -> tuple[str, ...] | None:
    """Return the line's cells; None for a paragraph, () for a ruled line."""
    inner = line.strip()
    if "|" in inner:
        return _piped(inner)
    if "\t" in line.strip("\t\r\n "):
        return tuple(map(canonical, line.strip("\r\n").split("\t")))
    if by_gap and len(parts := _GAP.split(inner)) > 1:
        return tuple(map(canonical, parts))
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


_PAGE_NUMBER = re.compile(r"^[\s—\-–]*\d{1,4}[\s—\-–]*$")
_NEW_PARAGRAPH = re.compile(
    r"^(?:附件|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．])"
)
FULL = 0.85
"""A line as wide as this share of the widest goes on in the next."""


def read_layout(text: str) -> list[Block]:
    """Return the blocks of a text as a PDF reader laid it out: lines joined to paragraphs, page numbers left out."""
    lines = [line for line in text[:MAX_CHARACTERS].replace("\f", "\n").splitlines() if not _PAGE_NUMBER.match(line)]
    plain = [line for line in lines if len(_GAP.split(line.strip())) == 1]
    widest = max((_width(line) for line in plain), default=0)
    joined: list[str] = []
    open_line = False
    for line in lines:
        table = len(_GAP.split(line.strip())) > 1
        if open_line and line.strip() and not table and not _NEW_PARAGRAPH.match(line.strip()):
            joined[-1] += line.strip()
        else:
            joined.append(line)
        if line.strip():
            open_line = not table and _width(line) >= FULL * widest
    return read_text("\n".join(joined), columns_by_gap=True)


def _width(line: str) -> int:
    return sum(2 if ord(char) > 0x2E80 else 1 for char in line.rstrip())
