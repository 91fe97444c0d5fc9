"""Reading a user's table from the bytes of an .xlsx, .xls, .ods or .csv file (the only python-calamine)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, load_workbook

from huiying.errors import BadInput

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as rows of text; a merged cell's text stands in every cell it covers."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def read_sheets(file_name: str, data: bytes) -> list[Sheet]:
    """Return the sheets of the file; a .csv has one.

    Raises:
        BadInput: the file is no table, or larger than anybody's roster.
    """
    if len(data) > MAX_BYTES:
        raise BadInput(where=file_name, what="文件超过50MB", do="请只保留需要导入的表")
    if file_name.lower().endswith((".csv", ".txt", ".tsv")):
        return [Sheet(file_name, _read_csv(file_name, data))]
    try:
        book = load_workbook(io.BytesIO(data))
        return [Sheet(name, _read_sheet(book, name)) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise BadInput(where=file_name, what="不是可读取的表格", do="请另存为 .xlsx 或 .csv 后再导入") from error


def _read_sheet(book: CalamineWorkbook, name: str) -> tuple[tuple[str, ...], ...]:
    sheet = book.get_sheet_by_name(name)
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    return tuple(tuple(row) for row in rows)


def _text(cell: object) -> str:
    match cell:
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.isoformat(sep=" ")
        case date() | time() | timedelta():
            return str(cell)
        case _:
            return str(cell)


def decode(data: bytes) -> str:
    """Return the text of a csv: UTF-8 with or without BOM, UTF-16 with BOM, else GB18030 (what Excel in Chinese saves)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _read_csv(file_name: str, data: bytes) -> tuple[tuple[str, ...], ...]:
    text = decode(data).replace("\0", "")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t\uff0c", key=first.count)
    if delimiter == "\uff0c":
        text, delimiter = text.replace("\uff0c", ","), ","
    try:
        rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise BadInput(where=file_name, what=f"csv 格式有误（{error}）", do="请用表格软件重新保存") from error
    return tuple(rows[:MAX_ROWS])


def is_blank(row: Sequence[str]) -> bool:
    """Whether no cell of the row says anything."""
    return not any(cell.strip(" \t\r\n　\xa0") for cell in row)
