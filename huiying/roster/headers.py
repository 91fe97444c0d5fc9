"""Finding columns by what their headers mean, not by where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiying.roster.tables import Sheet

SEARCHED_ROWS = 15
_NOISE = re.compile(r"[\s*::\u200b\ufeff]+|[(\[【].*?[)\]】]")

Meanings = Mapping[str, tuple[str, ...]]
"""Field → the headers that mean it, the most usual first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Header:
    """Where the header stands (0-based row of `sheet`) and which column holds which field."""

    sheet: Sheet
    row: int
    columns: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """What is wrong with one row of a user's table; `row` counts from 1 as the user's program shows it."""

    row: int
    column: str
    what: str

    def __str__(self) -> str:
        return f"第{self.row}行「{self.column}」：{self.what}" if self.column else f"第{self.row}行：{self.what}"


def tidy(cell: str) -> str:
    """Return the cell without padding, line breaks and invisible characters; its punctuation stays as written."""
    visible = "".join(" " if char.isspace() else char for char in cell if char.isspace() or char.isprintable())
    return re.sub(r" +", " ", visible).strip()


def folded(cell: str) -> str:
    """Return the tidy cell in half-width form: for addresses and codes, and for telling names apart."""
    return tidy(unicodedata.normalize("NFKC", cell))


def find_header(sheets: Sequence[Sheet], meanings: Meanings, required: Sequence[str]) -> Header | None:
    """Return the header row with the most known columns, among those that have all required ones."""
    best: Header | None = None
    for sheet in sheets:
        for number, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
            columns = match_columns(row, meanings)
            complete = all(field in columns for field in required)
            if complete and (best is None or len(columns) > len(best.columns)):
                best = Header(sheet=sheet, row=number, columns=columns)
    return best


def match_columns(row: Sequence[str], meanings: Meanings) -> dict[str, int]:
    """Return field → column; a header that is a field's word to the letter goes before one that contains it."""
    headers = [_NOISE.sub("", unicodedata.normalize("NFKC", cell)) for cell in row]
    found: dict[str, int] = {}
    for exact in (True, False):
        for field, words in meanings.items():
            if field in found:
                continue
            for word in words:
                hits = [
                    column
                    for column, header in enumerate(headers)
                    if column not in found.values()
                    and (header.lower() == word.lower() if exact else len(word) > 1 and word.lower() in header.lower())
                    and len(header) <= 20
                ]
                if hits:
                    found[field] = hits[0]
                    break
    return found
