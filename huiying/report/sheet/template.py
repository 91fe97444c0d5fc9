"""Empty workbooks for a user to fill in: headers with notes, lists to choose from, and a sheet that explains them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from xlsxwriter.worksheet import Worksheet

from huiying.model import SHANGHAI
from huiying.report.sheet.book import Book, Field

ROWS_READY = 2000
"""Rows for which lists and text formats are laid out."""
LONGEST_LIST = 255
"""Characters of an inline list of Excel, commas included; longer ones stand on a hidden sheet."""
LISTS = "选项"
HELP = "填写说明"
HELP_FIELDS = (
    Field(header="工作表", width=16),
    Field(header="列", width=18),
    Field(header="是否必填", width=10, look="label"),
    Field(header="怎样填写", width=60),
    Field(header="示例", width=40),
)
MADE_AT = datetime(2024, 1, 1, tzinfo=SHANGHAI)
"""A fixed date, so that the same template is the same file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column to fill in. `choices` make a drop-down list; `example` stands on the sheet of explanations only.

    With `strict`, Excel refuses what is not among the choices; else it only offers them. `source` takes the choices
    from cells instead, such as =单位!$A$2:$A$2001.
    """

    header: str
    width: float = 18
    required: bool = False
    note: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    strict: bool = True
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateSheet:
    """A sheet to fill in; `rows` are lines that stand there already."""

    name: str
    columns: tuple[Column, ...]
    about: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def template_xlsx(sheets: Sequence[TemplateSheet], *, title: str, author: str = "") -> bytes:
    """Return the template as the bytes of a .xlsx: the sheets to fill in, then the explanations."""
    book = Book(title=title, author=author, made_at=MADE_AT)
    made = [(sheet, book.add_sheet(sheet.name, landscape=True)) for sheet in sheets]
    _add_help(book, sheets)
    lists = _add_lists(book, sheets)
    for sheet, target in made:
        target.hide_gridlines(0)
        for column, asked in enumerate(sheet.columns):
            _put_column(book, target, column, asked, lists)
        for number, row in enumerate(sheet.rows, start=1):
            for column, value in enumerate(row):
                book.put(target, number, column, value, "plain")
        target.freeze_panes(1, 0)
        target.repeat_rows(0)
    return book.to_bytes()


def _put_column(book: Book, sheet: Worksheet, column: int, asked: Column, lists: dict[tuple[str, ...], str]) -> None:
    # Text format keeps leading zeros and long numbers as typed.
    sheet.set_column(column, column, asked.width, book.looks["plain"])
    book.put(sheet, 0, column, f"{asked.header}*" if asked.required else asked.header, "head")
    said = "\n".join(part for part in (asked.note, f"例：{asked.example}" if asked.example else "") if part)
    if said:
        sheet.write_comment(0, column, said, {"x_scale": 2, "y_scale": 1.2, "author": ""})
    if asked.choices or asked.source:
        inline = ",".join(asked.choices)
        rule = {
            "validate": "list",
            "source": asked.source or lists.get(asked.choices) or list(asked.choices),
            "error_type": "stop" if asked.strict else "information",
            "error_title": "请从列表中选择",
            "error_message": f"“{asked.header}”须为列表中的一项"[:255],
        }
        if not lists.get(asked.choices) and len(inline) > LONGEST_LIST:
            raise ValueError(f"list too long: {asked.header}")
        sheet.data_validation(1, column, ROWS_READY, column, rule)


def _add_help(book: Book, sheets: Sequence[TemplateSheet]) -> None:
    rows: list[tuple[str, ...]] = []
    for sheet in sheets:
        if sheet.about:
            rows.append((sheet.name, "", "", sheet.about, ""))
        rows += [
            (sheet.name, asked.header, "必填" if asked.required else "选填", _how(asked), asked.example)
            for asked in sheet.columns
        ]
    book.put_table(book.add_sheet(HELP, landscape=True), 0, HELP_FIELDS, rows)


def _how(asked: Column) -> str:
    if not asked.choices:
        return asked.note
    return f"{asked.note}{'。' if asked.note else ''}可选：{'、'.join(asked.choices[:20])}"


def _add_lists(book: Book, sheets: Sequence[TemplateSheet]) -> dict[tuple[str, ...], str]:
    long = [
        asked.choices
        for sheet in sheets
        for asked in sheet.columns
        if len(",".join(asked.choices)) > LONGEST_LIST or any("," in choice for choice in asked.choices)
    ]
    if not long:
        return {}
    target = book.add_sheet(LISTS)
    target.hide()
    places: dict[tuple[str, ...], str] = {}
    for column, choices in enumerate(dict.fromkeys(long)):
        for row, choice in enumerate(choices):
            book.put(target, row, column, choice, "plain")
        letter = chr(ord("A") + column)
        places[choices] = f"='{LISTS}'!${letter}$1:${letter}${len(choices)}"
    return places
