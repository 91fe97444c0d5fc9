"""The quarter as a workbook: an overview with native charts, every annex, and the working tables behind the text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from xlsxwriter.worksheet import Worksheet

from huiying.inspection import Inspection
from huiying.model import Bucket
from huiying.report.annex3 import Annex3
from huiying.report.annexes import AnnexPage, Part
from huiying.report.clean import clean, name, sentence
from huiying.report.figures import Figures
from huiying.report.notice import Notice
from huiying.report.sheet.annex3 import add_annex3, add_lines
from huiying.report.sheet.book import Book, Field, height
from huiying.report.trend import Bars, by_unit, trend

MM_PER_CHARACTER = 2.0
"""Width of a column of the document over that of the workbook."""
PALETTE = ("#2E7D5B", "#7FB069", "#E6A23C", "#C0392B")
"""From answered at once to never."""
OVERVIEW = "概览"


def notice_xlsx(notice: Notice, *, made_at: datetime) -> bytes:
    """Return all annexes, the working tables and the charts of a notice as the bytes of a .xlsx."""
    book = Book(title=notice.title, author=notice.office, made_at=made_at)
    overview = book.add_sheet(OVERVIEW, landscape=True)
    _add_text(book, notice)
    answers: Annex3 | None = None
    for page in notice.annexes:
        if page.answers is not None:
            answers = page.answers
            add_annex3(book, page.answers)
        else:
            _add_page(book, page)
    if answers is not None:
        add_lines(book, answers)
    _add_working_tables(book, notice.figures.inspection)
    _add_comparison(book, notice.figures)
    _fill_overview(book, overview, notice)
    return book.to_bytes()


def _add_text(book: Book, notice: Notice) -> None:
    sheet = book.add_sheet("正文")
    sheet.set_column(0, 0, 110)
    texts = [notice.title, notice.addressees, *(line.heading + line.text for line in notice.lines)]
    for row, text in enumerate(texts):
        book.put(sheet, row, 0, text, "text")
        sheet.set_row(row, height([text], [110]))


def _add_page(book: Book, page: AnnexPage) -> None:
    sheet = book.add_sheet(f"附件{page.number}")
    columns = max(len(part.head) for part in page.parts)
    sheet.merge_range(0, 0, 0, columns - 1, clean(page.title), book.looks["title"])
    sheet.set_row(0, 36)
    row = 1
    for part in page.parts:
        row = _put_part(book, sheet, row, part) + 1
    if page.remark:
        book.put(sheet, row, 0, page.remark, "note")
    sheet.freeze_panes(1, 0)


def _put_part(book: Book, sheet: Worksheet, row: int, part: Part) -> int:
    widths = [width / MM_PER_CHARACTER for width in part.widths]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    if part.caption:
        book.put(sheet, row, 0, part.caption, "note")
        row += 1
    for column, text in enumerate(part.head):
        book.put(sheet, row, column, text, "head")
    first = row + 1
    for number, cells in enumerate(part.rows, start=first):
        for column, value in enumerate(cells):
            book.put(sheet, number, column, value, "number" if isinstance(value, int) else "text")
        sheet.set_row(number, height([str(value) for value in cells], widths))
    row = first + len(part.rows)
    for column, value in enumerate(part.total):
        if isinstance(value, int):
            letter = chr(ord("A") + column)
            # A living sum: whoever corrects a line sees the total follow.
            sheet.write_formula(row, column, f"=SUM({letter}{first + 1}:{letter}{row})", book.looks["number"], value)
        else:
            book.put(sheet, row, column, value, "label")
    return row + bool(part.total)


def _fill_overview(book: Book, sheet: Worksheet, notice: Notice) -> None:
    sheet.merge_range(0, 0, 0, 9, clean(notice.title), book.looks["title"])
    sheet.set_row(0, 36)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 9, 16)
    row = 2
    for bars, kind in _charts(notice.figures):
        top = row
        for column, text in enumerate((bars.caption, *bars.series)):
            book.put(sheet, row, column, text, "head")
        for label, values in bars.rows:
            row += 1
            book.put(sheet, row, 0, name(label), "text")
            for column, value in enumerate(values, start=1):
                book.put(sheet, row, column, value, "number")
        chart = book.workbook.add_chart(kind)
        for column, series in enumerate(bars.series, start=1):
            chart.add_series(
                {
                    "name": series,
                    "categories": [OVERVIEW, top + 1, 0, row, 0],
                    "values": [OVERVIEW, top + 1, column, row, column],
                    "fill": {"color": PALETTE[(column - 1) % len(PALETTE)]},
                }
            )
        if kind["type"] == "bar":
            chart.set_y_axis({"reverse": True, "interval_unit": 1})
        chart.set_title({"name": bars.caption, "name_font": {"size": 13}})
        chart.set_legend({"position": "bottom"} if len(bars.series) > 1 else {"none": True})
        chart.set_size({"width": 640, "height": max(300, 18 * len(bars.rows) + 120)})
        sheet.insert_chart(top, len(bars.series) + 2, chart)
        row = max(row + 2, top + max(300, 18 * len(bars.rows) + 120) // 20 + 2)


def _charts(figures: Figures) -> list[tuple[Bars, dict[str, str]]]:
    charts = []
    if figures.answers is not None:
        charts.append((trend(figures), {"type": "column", "subtype": "stacked"}))
    if figures.submissions is not None:
        charts.append((by_unit(figures.submissions), {"type": "bar"}))
    return charts


def _add_working_tables(book: Book, inspection: Inspection) -> None:
    _add_table(
        book,
        "网站检查",
        (Field(header="网站名称", width=28), Field(header="主办单位", width=28), Field(header="问题", width=60)),
        [
            (name(item.site), name(item.unit), sentence("；".join(item.vetoes)) or "合格")
            for item in inspection.websites
        ],
    )
    found = {(item.platform, item.name): item for item in inspection.problems}
    _add_table(
        book,
        "政务新媒体",
        (
            Field(header="平台", width=16),
            Field(header="账号", width=30),
            Field(header="主管单位", width=28),
            Field(header="状态", width=10),
            Field(header="检查结果", width=40),
        ),
        [
            (
                item.platform,
                name(item.name),
                name(item.unit),
                "在用" if item.in_use else "停用",
                sentence(found[item.platform, item.name].problem) if (item.platform, item.name) in found else "合格",
            )
            for item in inspection.accounts
        ],
    )
    _add_table(
        book,
        "重要信息转载",
        (
            Field(header="信息标题", width=50),
            Field(header="网站或账号", width=28),
            Field(header="主管单位", width=28),
            Field(header="是否转载", width=10),
            Field(header="是否及时", width=10),
            Field(header="是否规范", width=10),
            Field(header="网页来源", width=18),
            Field(header="距原文", width=10),
            Field(header="网址", width=40),
            Field(header="说明", width=40),
        ),
        [
            (
                name(item.item),
                name(item.place),
                name(item.unit),
                *map(_yes, (item.found, item.in_time, item.in_form)),
                name((item.copy.source or "") if item.copy else ""),
                item.copy.after if item.copy else "",
                clean(item.copy.url, 500) if item.copy else "",
                clean(item.why, 500),
            )
            for item in inspection.reposts
        ],
    )
    _add_table(
        book,
        "表述问题",
        (Field(header="单位", width=28), Field(header="问题个数", width=12, look="number")),
        [(name(item.unit), item.count) for item in inspection.wording],
    )
    _add_table(
        book,
        "上季度整改",
        (Field(header="单位", width=28), Field(header="问题", width=60), Field(header="是否整改", width=10)),
        [(name(item.unit), sentence(item.problem), _yes(item.done)) for item in inspection.rectifications],
    )


def _add_comparison(book: Book, figures: Figures) -> None:
    """Each site's row in the quarter before and now, and what became of it."""
    answers, past = figures.answers, figures.inspection.past
    if answers is None or not past:
        return
    labels = {row.bucket: row.label for row in answers.annex.rows}
    labels[Bucket.NOT_MEASURED] = answers.annex.not_measured_label
    before = dict(past[-1].rows)
    again, better, worse = map(frozenset, (answers.again_late, answers.better, answers.worse))

    def became(site: str) -> str:
        said = ["加快"] if site in better else ["变慢"] if site in worse else []
        return "、".join([*said, *(["连续两个季度超时"] if site in again else [])])

    rows = [
        (
            name(line.site),
            labels.get(before[line.site], "") if line.site in before else "",
            labels[line.bucket],
            became(line.site),
        )
        for line in answers.annex.lines
    ]
    fields = (
        Field(header="网站名称", width=28),
        Field(header=str(past[-1].quarter), width=24),
        Field(header=str(figures.inspection.quarter), width=24),
        Field(header="变化", width=24),
    )
    _add_table(book, "与上期比较", fields, rows)


def _yes(value: object) -> str:
    return "未核查" if value is None else "是" if value else "否"


def _add_table(book: Book, title: str, fields: Sequence[Field], rows: Sequence[Sequence[object]]) -> None:
    if rows:
        book.put_table(book.add_sheet(title, landscape=True), 0, fields, rows)
