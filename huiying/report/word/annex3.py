"""Annex 3 as a document of its own, or as one annex of the notice."""

from __future__ import annotations

from collections.abc import Iterator

from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import RGBColor

from huiying.report.annex3 import Annex3
from huiying.report.clean import clean, name
from huiying.report.text import NONE, by_reason, objections, remark
from huiying.report.word.annex import add_annex_head, add_remark
from huiying.report.word.page import new_document, to_bytes
from huiying.report.word.tables import Cell, add_table, head
from huiying.report.word.text import Face, add_paragraph, add_text, centred

WIDTHS = (52, 104)
DRAFT = RGBColor(0xC0, 0x00, 0x00)


def annex3_docx(annex: Annex3) -> bytes:
    """Return the annex as the bytes of a .docx; a draft says so on every page.

    The objections stand under the table; where the annex is one of the published notice they do not.
    """
    document = new_document(title=annex.title, author=annex.office, made_at=annex.as_of)
    add_annex3(document, annex, new_page=False)
    for line in objections(annex):
        add_remark(document, line, space_before=6)
    return to_bytes(document)


def add_annex3(document: DocumentType, annex: Annex3, *, new_page: bool, number: str | None = None) -> None:
    """Append the annex: its head, the table, and the remarks under it; `number` stands in place of its own."""
    add_annex_head(document, str(annex.number) if number is None else number, annex.title, new_page=new_page)
    if annex.draft:
        line = centred(add_paragraph(document))
        add_text(line, f"（{annex.draft_line}）", Face.LEVEL_TWO, 14).font.color.rgb = DRAFT
        _mark_pages(document)
    else:
        add_paragraph(document)
    add_table(document, WIDTHS, [head("互动回应情况", "网站名称")], list(_rows(annex)))
    if annex.notes:
        add_remark(document, remark(annex), space_before=6)


def _rows(annex: Annex3) -> Iterator[tuple[Cell, Cell]]:
    for row in annex.rows:
        listed = "、".join(map(name, row.sites))
        yield (
            _label(row.label, len(row.sites)),
            Cell(lines=(listed or NONE,), align="both" if listed else "center"),
        )
    if annex.not_measured:
        yield _label(annex.not_measured_label, len(annex.not_measured)), Cell(lines=by_reason(annex), align="both")


def _label(label: str, count: int) -> Cell:
    return Cell(lines=(clean(label), f"（{count}家）"))


def _mark_pages(document: DocumentType) -> None:
    for section in document.sections:
        for header in (section.header, section.even_page_header):
            header.is_linked_to_previous = False
            mark = header.paragraphs[0]
            mark.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            add_text(mark, "草稿", Face.LEVEL_ONE, 14).font.color.rgb = DRAFT
