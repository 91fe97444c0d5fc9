"""The text of a PDF, as it was laid out, to the blocks of a notice.

Lines are joined to paragraphs. A table counts only where every row has as many cells as its head: wrapped and merged
cells cannot be put together for certain, and a table read wrongly makes false alarms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from huiying.report.audit.paper import Block, Paragraph, Table, canonical
from huiying.report.audit.read import MAX_CHARACTERS
from huiying.report.audit.tables import TOTALS

FULL = 0.85
"""A line as wide as this share of the widest goes on in the next."""
_GAP = re.compile(r"\s{2,}")
_PAGE_NUMBER = re.compile(r"^[\s—\-–]*\d{1,4}[\s—\-–]*$")
_BEGINS = re.compile(r"^(?:附件|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．])")


def read_layout(text: str) -> list[Block]:
    """Return the blocks of a text as a PDF reader laid it out; page numbers are left out."""
    lines = [line for line in text[:MAX_CHARACTERS].replace("\f", "\n").splitlines() if not _PAGE_NUMBER.match(line)]
    widest = max((_width(line) for line in lines if len(_GAP.split(line.strip())) == 1), default=0)
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    going_on = ""
    for line in lines:
        cells = tuple(map(canonical, _GAP.split(line.strip())))
        if not line.strip():
            continue
        if len(cells) > 1:
            blocks += _paragraph(going_on)
            going_on = ""
            rows.append(cells)
            continue
        blocks += _table(rows)
        rows = []
        if going_on and _BEGINS.match(line.strip()):
            blocks += _paragraph(going_on)
            going_on = ""
        going_on += line.strip()
        if _width(line) < FULL * widest:
            blocks += _paragraph(going_on)
            going_on = ""
    return [*blocks, *_paragraph(going_on), *_table(rows)]


def _paragraph(text: str) -> list[Block]:
    return [Paragraph(canonical(text))] if text.strip() else []


def _table(rows: Sequence[tuple[str, ...]]) -> list[Block]:
    if not rows:
        return []
    head, *lines = [row for row in rows if row[0] not in TOTALS] or [()]
    whole = lines and all(len(line) == len(head) for line in lines) and not any(cell.isdigit() for cell in head)
    return [Table((head, *lines) if whole else ())]


def _width(line: str) -> int:
    return sum(2 if ord(char) > 0x2E80 else 1 for char in line.rstrip())
