"""How one site came into its row, as a document for the unit that objects: days, looks, evidence, other rules, objections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from huiying.calendar.explain import Explanation
from huiying.calendar.sightings import show
from huiying.model import Evidence
from huiying.report.annex3 import EVIDENCE_NAMES
from huiying.report.appendix import TITLE, Appendix, numbered
from huiying.report.clean import clean, name, sentence
from huiying.report.word.annex import add_annex_head
from huiying.report.word.page import new_document, to_bytes
from huiying.report.word.tables import Cell, add_table, head
from huiying.report.word.text import Face, add_paragraph, add_text, centred, indent_first

POINTS = 10.5
"""五号: sheets of figures, not the body of a notice."""
FACTS = (30, 126)
DAYS = (26, 16, 58, 12, 44)
LOOKS = (12, 31, 22, 22, 69)
OTHERS = (62, 50, 20, 24)
FILES = (12, 60, 84)
HALF_HASH = 32
NUMERALS = "一二三四五六七八九"
NONE = "无"


def appendix_docx(sheet: Appendix) -> bytes:
    """Return the sheet as the bytes of a .docx."""
    title = f"{name(sheet.inquiry.site.name)}{TITLE}"
    document = new_document(title=title, author=sheet.authority.office, made_at=sheet.as_of)
    add_annex_head(document, "", TITLE, new_page=False)
    add_text(
        centred(add_paragraph(document)), f"（{name(sheet.inquiry.site.name)}，{name(sheet.period)}）", Face.LEVEL_TWO
    )
    add_paragraph(document)
    add_table(document, FACTS, [], [tuple(_facts_row(*fact)) for fact in _facts(sheet)])
    for number, (heading, add) in enumerate(_sections(sheet)):
        line = add_paragraph(document)
        layout = line.paragraph_format
        layout.keep_with_next, layout.space_before = True, Pt(8)
        indent_first(line, 2)
        add_text(line, f"{NUMERALS[number]}、{heading}", Face.LEVEL_ONE)
        add(document)
    return to_bytes(document)


def _facts(sheet: Appendix) -> Iterator[tuple[str, str]]:
    inquiry = sheet.inquiry
    yield "网站", f"{inquiry.site.name}  {inquiry.site.code}"
    yield "主办单位", inquiry.site.unit
    yield "检查单位", sheet.authority.office
    yield "检查依据", sheet.authority.ground
    yield "咨询标题", inquiry.title
    yield "咨询内容", inquiry.body
    yield "提交时间", show(inquiry.asked_at) if inquiry.asked_at else "未能提交"
    yield "受理编号", inquiry.receipt.number
    yield "归入", sheet.row
    if sheet.reason:
        yield "原因", sheet.reason
    yield "标注", "、".join(sheet.marks)
    yield "状态", sheet.state


def _facts_row(label: str, said: str) -> Iterator[Cell]:
    yield Cell(lines=(label,), face=Face.LEVEL_ONE, points=POINTS)
    yield Cell(lines=(clean(said) or NONE,), align="left", points=POINTS)


def _sections(sheet: Appendix) -> Iterator[tuple[str, Section]]:
    told = sheet.explanation
    if told is not None:
        yield "计时规则", Lines(told.policy)
        yield "逐日计算", Rows(DAYS, ("日期", "工作日", "依据", "累计", "事项"), tuple(_days(told)))
        yield (
            "检查记录",
            Rows(LOOKS, ("编号", "时间", "渠道", "结果", "内容与证据"), tuple(_looks(told, sheet.evidence))),
        )
        yield "认定", Lines(told.decision)
        yield "换一种规则的结果", Rows(OTHERS, ("规则", "归入", "工作日", "与现在相比"), tuple(_others(told)))
    yield "异议与处理", Lines(sheet.disputes)
    yield "证据清单", Rows(FILES, ("序号", "种类、文件、留存时间", "sha256"), tuple(_files(sheet.evidence)))


class Lines:
    """Sentences, one paragraph each."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def __call__(self, document: DocumentType) -> None:
        for text in self._lines or (NONE,):
            paragraph = add_paragraph(document)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            indent_first(paragraph, 2)
            add_text(paragraph, sentence(text))


class Rows:
    """A table under its head."""

    def __init__(self, widths: Sequence[float], heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        self._widths, self._heads, self._rows = widths, heads, rows

    def __call__(self, document: DocumentType) -> None:
        rows = self._rows or [(_cell(NONE, span=len(self._widths)),)]
        add_table(document, self._widths, [head(*self._heads, points=POINTS)], rows)


Section = Lines | Rows


def _days(told: Explanation) -> Iterator[tuple[Cell, ...]]:
    for it in told.days:
        yield (
            _cell(f"{it.day}"),
            _cell("是" if it.workday else "否"),
            _cell(it.why, left=True),
            _cell(str(it.count)),
            Cell(lines=tuple(clean(event) for event in it.events) or ("",), align="left", points=POINTS),
        )


def _looks(told: Explanation, evidence: Sequence[Evidence]) -> Iterator[tuple[Cell, ...]]:
    numbers = numbered(evidence)
    for it in told.observed:
        files = numbers(it.evidence)
        said = [sentence(it.said, 600)] if it.said else []
        shown = [f"证据{files}"] if files else []
        yield (
            _cell(str(it.number)),
            _cell(show(it.at)),
            _cell(it.channel),
            _cell(it.result),
            Cell(lines=(*said, *shown) or (NONE,), align="left", points=POINTS),
        )


def _others(told: Explanation) -> Iterator[tuple[Cell, ...]]:
    for it in told.alternatives:
        yield (
            _cell(it.rule, left=True),
            _cell(it.row),
            _cell("" if it.workdays is None else str(it.workdays)),
            _cell("会变" if it.changed else "不变"),
        )


def _files(evidence: Sequence[Evidence]) -> Iterator[tuple[Cell, ...]]:
    for number, file in enumerate(evidence, start=1):
        about = (EVIDENCE_NAMES[file.kind], clean(file.path, 300), show(file.kept_at))
        digest = (file.sha256[:HALF_HASH], file.sha256[HALF_HASH:])
        yield (
            _cell(str(number)),
            Cell(lines=about, align="left", points=POINTS),
            Cell(lines=digest, align="left", points=POINTS),
        )


def _cell(text: str, *, left: bool = False, span: int = 1) -> Cell:
    return Cell(lines=(sentence(text, 300),), align="left" if left else "center", span=span, points=POINTS)
