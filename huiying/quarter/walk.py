"""Walking a user's table: headers by what they mean, wherever they stand; titles, totals and blank rows passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from huiying.quarter.cells import joined

_CAPTION = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|附件|附表|注[:：]|[(]?数据采集时间)")
TOTALS = ("合计", "总计", "共计", "小计", "平均")
LONGEST_HEADER = 20


class Sheet(Protocol):
    """A table as rows of text; what a merged cell says stands in every cell it covers."""

    @property
    def name(self) -> str:
        """The sheet's name, or the file's."""
        ...

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """Rows of cells."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column: its header in the template, other headers that mean it, and what the template says of it."""

    key: str
    header: str
    words: tuple[str, ...] = ()
    required: bool = False
    note: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A kind of table: its sheet in the template, words by which other sheets are known, and its columns."""

    key: str
    name: str
    columns: tuple[Column, ...]
    about: str = ""

    @property
    def required(self) -> frozenset[str]:
        """The keys without which a row of headers is none of this kind."""
        return frozenset(column.key for column in self.columns if column.required)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of a user's table: the cells by column key, where it stands, and the caption above its table.

    `total` marks a line of sums over the lines before it, back to the head or the total before.
    """

    cells: Mapping[str, str]
    where: str
    caption: str = ""
    total: bool = False

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")


def walk(sheet: Sheet, kind: Kind) -> Iterator[Row]:
    """Yield the lines of all tables of this kind in the sheet, one after another or under two rows of headers."""
    columns: dict[str, int] = {}
    caption = ""
    above: Sequence[str] = ()
    for number, cells in enumerate(sheet.rows, start=1):
        texts = list(dict.fromkeys(text for text in map(joined, cells) if text))
        below = sheet.rows[number] if number < len(sheet.rows) else ()
        if found := match(cells, above, kind):
            columns = found
        elif _is_upper_head(cells, below, kind):
            pass  # a further table begins, with two rows of headers
        elif texts and _is_caption(cells, columns):
            caption = texts[0] if len(texts) == 1 else caption
        elif texts:
            row = {key: cells[place] for key, place in columns.items() if place < len(cells)}
            total = any(text.startswith(TOTALS) or text.endswith(TOTALS) for text in texts[:2])
            yield Row(cells=row, where=f"“{sheet.name}”第{number}行", caption=caption, total=total)
        above = cells


def _is_caption(cells: Sequence[str], columns: Mapping[str, int]) -> bool:
    """Whether the row is a title: above any header, one text over the whole width, or nothing in the known columns."""
    texts = list(map(joined, cells))
    merged = len(texts) > 1 and len(set(texts)) == 1
    known = [texts[place] for place in columns.values() if place < len(texts)]
    return merged or not any(known) or bool(_CAPTION.match("".join(texts)))


def _is_upper_head(cells: Sequence[str], below: Sequence[str], kind: Kind) -> bool:
    """Whether the row is the first of two rows of headers: the next one is a head only with it, or repeats what it says."""
    if not match(below, cells, kind):
        return False
    lower = list(map(joined, below))
    alone = _columns(lower, kind).keys() >= kind.required
    return not alone or any(text and text == under for text, under in zip(map(joined, cells), lower, strict=False))


def match(cells: Sequence[str], above: Sequence[str], kind: Kind) -> dict[str, int]:
    """Return key → column where the row, alone or under the row above, is a row of headers of this kind; else {}."""
    alone = _columns(list(map(joined, cells)), kind)
    if alone.keys() >= kind.required:
        return alone
    upper = [*map(joined, above), *[""] * len(cells)]
    both = _columns([joined(cell) or upper[place] for place, cell in enumerate(cells)], kind)
    # Under a row of headers every cell of the second is a header too, or empty.
    return both if alone and both.keys() >= kind.required else {}


def _columns(headers: Sequence[str], kind: Kind) -> dict[str, int]:
    found: dict[str, int] = {}
    plain = [header.split("(")[0].rstrip("*:：") if len(header) <= LONGEST_HEADER else "" for header in headers]
    for exact in (True, False):
        for column in kind.columns:
            if column.key in found:
                continue
            for word in (column.header, *column.words):
                hits = [
                    place
                    for place, header in enumerate(plain)
                    if place not in found.values()
                    and (header == word if exact else len(word) > 1 and word in header and header)
                ]
                if hits:
                    found[column.key] = hits[0]
                    break
    return found
