"""A workbook whose text stays text: every cell of others' words is written as a string, never as a formula."""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from huiying.model import SHANGHAI
from huiying.report.clean import clean

LONGEST_CELL = 32767
"""Characters; Excel refuses to open a longer one, and xlsxwriter silently leaves it out."""
LINE_POINTS = 17
A3, A4 = 8, 9
"""Excel's numbers of the papers."""
TALLEST_ROW = 409
"""Points, Excel's own limit."""
_FORMATS: Mapping[str, dict[str, object]] = {
    "title": {"font_name": "方正小标宋简体", "font_size": 18, "align": "center"},
    "remark": {"font_name": "仿宋", "font_size": 11, "text_wrap": True, "font_color": "#595959"},
    "note": {"font_name": "黑体"},
    "warning": {"font_name": "楷体", "font_size": 12, "align": "center", "font_color": "#C00000", "bold": True},
    "head": {"font_name": "黑体", "border": 1, "align": "center", "text_wrap": True, "bg_color": "#DDE6F0"},
    "label": {"border": 1, "align": "center", "text_wrap": True},
    "text": {"border": 1, "text_wrap": True},
    "number": {"border": 1, "align": "center", "num_format": "0"},
    "percent": {"border": 1, "align": "center", "num_format": "0.0%"},
    "time": {"border": 1, "align": "center", "num_format": "yyyy-mm-dd hh:mm"},
    "hash": {"border": 1, "text_wrap": True, "font_name": "Consolas", "font_size": 9},
    "plain": {"num_format": "@"},
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One column of a table: its header, its width in characters and the look of its cells."""

    header: str
    width: float
    look: str = "text"


class Book:
    """A workbook in memory with the looks of official tables."""

    def __init__(self, *, title: str, author: str, made_at: datetime) -> None:
        self._buffer = io.BytesIO()
        self.workbook: Any = xlsxwriter.Workbook(
            self._buffer,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        made = made_at.astimezone(SHANGHAI).replace(tzinfo=None, microsecond=0)
        self.workbook.set_properties({"title": clean(title, 200), "author": clean(author, 200), "created": made})
        base = {"font_name": "仿宋", "font_size": 12, "valign": "vcenter"}
        self.looks: dict[str, Any] = {key: self.workbook.add_format(base | look) for key, look in _FORMATS.items()}

    def add_sheet(self, name: str, *, landscape: bool = False, wide: bool = False) -> Worksheet:
        """Add a sheet set up for A4 (A3 where `wide`): fits the width, numbered pages."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_paper(A3 if wide else A4)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.hide_gridlines(2)
        return sheet

    def put(self, sheet: Worksheet, row: int, column: int, value: object, look: str = "text") -> None:
        """Write one cell: numbers and instants as such, everything else as text."""
        style = self.looks[look]
        if isinstance(value, datetime):
            sheet.write_datetime(row, column, value.astimezone(SHANGHAI).replace(tzinfo=None), style)
        elif isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            sheet.write_number(row, column, value, style)
        elif value is None or value == "":
            sheet.write_blank(row, column, None, style)
        else:
            sheet.write_string(row, column, lines(str(value)), style)

    def put_table(self, sheet: Worksheet, top: int, fields: Sequence[Field], rows: Sequence[Sequence[object]]) -> None:
        """Write a table with its head in row `top`: frozen, repeated on each printed page, with a filter."""
        for column, field in enumerate(fields):
            sheet.set_column(column, column, field.width)
            self.put(sheet, top, column, field.header, "head")
        sheet.set_row(top, 24)
        for number, row in enumerate(rows, start=top + 1):
            for column, (field, value) in enumerate(zip(fields, row, strict=True)):
                self.put(sheet, number, column, value, field.look)
            sheet.set_row(number, height(row, [field.width for field in fields]))
        sheet.freeze_panes(top + 1, min(2, len(fields) - 1))
        sheet.repeat_rows(top)
        sheet.autofilter(top, 0, top + max(len(rows), 1), len(fields) - 1)

    def to_bytes(self) -> bytes:
        """Close the workbook and return the bytes of a .xlsx."""
        self.workbook.close()
        return self._buffer.getvalue()


def lines(text: str) -> str:
    """Return the text fit for a cell, with its line breaks."""
    kept = "\n".join(clean(line) for line in text[: LONGEST_CELL * 2].split("\n"))
    return kept if len(kept) <= LONGEST_CELL else kept[: LONGEST_CELL - 2] + "……"


def height(row: Sequence[object], widths: Sequence[float]) -> float:
    """Return the points that a row needs so that no wrapped text is hidden."""
    needed = max(
        (wrapped(str(value), width) for value, width in zip(row, widths, strict=True) if isinstance(value, str)),
        default=1,
    )
    return min(max(needed, 1) * LINE_POINTS + 4, TALLEST_ROW)


def wrapped(text: str, width: float) -> int:
    """Estimate how many lines a text takes in a column of `width` half-width characters."""
    room = max(width - 2, 2)
    return sum(max(1, math.ceil(_measure(line) / room)) for line in text.split("\n"))


def _measure(text: str) -> float:
    return sum(2.15 if unicodedata.east_asian_width(char) in "WFA" else 1.05 for char in text)
