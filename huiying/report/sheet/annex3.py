"""Annex 3 as a workbook: the table, one line for each site, and one for each file of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlsxwriter.worksheet import Worksheet

from huiying.model import Evidence
from huiying.report.annex3 import EVIDENCE_NAMES, Annex3, SiteResult
from huiying.report.clean import clean, name, sentence
from huiying.report.sheet.book import Book, Field, height
from huiying.report.text import NONE, by_reason, counted, remark

WIDTHS = (26, 92)
CHARACTERS_PER_CELL = 800
"""A row of Excel holds no more than 409 points: longer lists go on in the next one."""
FILES_PER_CELL = 12
LINES = (
    Field(header="序号", width=6, look="number"),
    Field(header="网站名称", width=24),
    Field(header="主办单位", width=24),
    Field(header="分组", width=12),
    Field(header="咨询问题", width=36),
    Field(header="提交时间", width=18, look="time"),
    Field(header="受理编号", width=18),
    Field(header="答复时间", width=22),
    Field(header="渠道", width=12),
    Field(header="工作日数", width=10, look="number"),
    Field(header="归入", width=20),
    Field(header="标记", width=20),
    Field(header="依据/理由", width=48),
    Field(header="证据", width=82, look="hash"),
)
FILES = (
    Field(header="序号", width=6, look="number"),
    Field(header="网站名称", width=24),
    Field(header="种类", width=20),
    Field(header="文件", width=56),
    Field(header="字节数", width=12, look="number"),
    Field(header="保存时间", width=18, look="time"),
    Field(header="sha256", width=72, look="hash"),
)


def annex3_xlsx(annex: Annex3) -> bytes:
    """Return the annex as the bytes of a .xlsx."""
    book = Book(title=annex.title, author=annex.office, made_at=annex.as_of)
    add_annex3(book, annex)
    add_lines(book, annex)
    return book.to_bytes()


def add_annex3(book: Book, annex: Annex3) -> None:
    """Add the table as it stands in the notice."""
    sheet = book.add_sheet(f"附件{annex.number} 互动回应情况")
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, 1, clean(annex.title), book.looks["title"])
    sheet.set_row(0, 36)
    if annex.draft:
        sheet.merge_range(1, 0, 1, 1, annex.draft_line, book.looks["warning"])
    book.put(sheet, 2, 0, "互动回应情况", "head")
    book.put(sheet, 2, 1, "网站名称", "head")
    row = 3
    for label, parts in _rows(annex):
        row = _put_row(book, sheet, row, label, parts)
    if annex.notes:
        note = remark(annex)
        sheet.merge_range(row, 0, row, 1, note, book.looks["remark"])
        sheet.set_row(row, height([note], [sum(WIDTHS)]))
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)


def add_lines(book: Book, annex: Annex3) -> None:
    """Add the sheets that show what each row rests on."""
    sheet = book.add_sheet("逐站明细", landscape=True, wide=True)
    book.put_table(sheet, 0, LINES, [_line(annex, line) for line in annex.lines])
    sheet = book.add_sheet("证据清单", landscape=True)
    files = [(line, evidence) for line in annex.lines for evidence in line.evidence]
    book.put_table(sheet, 0, FILES, [_file(line, evidence) for line, evidence in files])


def _rows(annex: Annex3) -> Iterator[tuple[str, list[str]]]:
    for row in annex.rows:
        yield counted(clean(row.label), len(row.sites)), _parts([name(site) for site in row.sites], "、")
    if annex.not_measured:
        yield counted(annex.not_measured_label, len(annex.not_measured)), _parts(by_reason(annex), "\n")


def _parts(items: Sequence[str], joint: str) -> list[str]:
    parts = [""]
    for item in items:
        if parts[-1] and len(parts[-1]) + len(item) > CHARACTERS_PER_CELL:
            parts.append("")
        parts[-1] += (joint if parts[-1] else "") + item
    return parts if items else [NONE]


def _put_row(book: Book, sheet: Worksheet, row: int, label: str, parts: Sequence[str]) -> int:
    last = row + len(parts) - 1
    if last > row:
        sheet.merge_range(row, 0, last, 0, label, book.looks["label"])
    else:
        book.put(sheet, row, 0, label, "label")
    for number, part in enumerate(parts, start=row):
        book.put(sheet, number, 1, part)
        sheet.set_row(number, max(height([part], [WIDTHS[1]]), 30))
    return last + 1


def _line(annex: Annex3, line: SiteResult) -> tuple[object, ...]:
    said = filter(None, (*line.why, *line.disputes, line.reason))
    return (
        line.order,
        name(line.site),
        name(line.unit),
        name(line.group),
        clean(line.question, 300),
        line.asked_at,
        clean(line.receipt_number, 60),
        clean(line.answered, 200),
        clean(line.channel, 60),
        line.workdays,
        annex.labels[line.bucket],
        "、".join(clean(mark, 60) for mark in line.marks),
        "\n".join(sentence(text, 300) for text in said),
        _files(line.evidence),
    )


def _files(evidence: Sequence[Evidence]) -> str:
    shown = [f"{file.sha256}  {EVIDENCE_NAMES[file.kind]}" for file in evidence[:FILES_PER_CELL]]
    if len(evidence) > FILES_PER_CELL:
        shown.append(f"……共{len(evidence)}件，见“证据清单”")
    return "\n".join(shown)


def _file(line: SiteResult, file: Evidence) -> tuple[object, ...]:
    return line.order, name(line.site), EVIDENCE_NAMES[file.kind], file.path, file.size, file.kept_at, file.sha256
