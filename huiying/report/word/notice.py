"""The whole notice as a document: GB/T 9704-2012 §7, with the office's own red head where it has one."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import datetime

from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from huiying.report.annexes import AnnexPage, Part
from huiying.report.clean import clean
from huiying.report.notice import Notice, mark
from huiying.report.word.annex import TITLE_POINTS, add_annex_head, add_remark
from huiying.report.word.annex3 import add_annex3
from huiying.report.word.imprint import add_imprint
from huiying.report.word.page import new_document, part_tables, prepare, to_bytes
from huiying.report.word.tables import Cell, add_table, head
from huiying.report.word.template import body_place, fill_template, move_before, open_template
from huiying.report.word.text import BODY_POINTS, Face, add_paragraph, add_text, centred, hang_indent, indent_first

TITLE_WIDTH = 19
"""Characters of 2号 in a line of the title; 156 mm hold 20."""
TIED = 28 * 6
"""Characters; six lines."""
INDENT = 2
"""Characters; the body's first lines, and the list of annexes."""
SIGNATURE, IMPRINT = frozenset({"署名", "成文日期"}), frozenset({"抄送机关", "印发机关", "印发日期"})
"""What a template may hold in the signature's and the imprint's place."""
DATE_INDENT = 4
"""Characters; a sealed document's date stands so far from the right edge (§7.3.5.1)."""


def notice_docx(notice: Notice, *, made_at: datetime, template: bytes | None = None) -> bytes:
    """Return the notice as the bytes of a .docx.

    `template` is the office's own red head: it stays on top, or holds {正文} where the notice goes. What it names itself
    ({标题}, {主送机关}, {署名}, {成文日期}, {印发机关} …) is not written a second time.

    Raises:
        BadInput: the template is no .docx, or has a name in braces that there is not.
    """
    document = open_template(template) if template else None
    given: frozenset[str] = frozenset()
    if document is None:
        document = new_document(title=notice.title, author=notice.office, made_at=made_at)
    else:
        given = fill_template(document, _values(notice))
        prepare(document)
    place = body_place(document)
    before = len(document.element.body)
    _add_body(document, notice, given)
    for page in notice.annexes:
        _add_page(document, page, mark(page, notice.annexes))
    if notice.imprint is not None and place is None and not given & IMPRINT:
        add_imprint(document, notice.imprint)
    if place is not None:
        part_tables(document)
        end = document.element.body[-1].tag == qn("w:sectPr")
        move_before(place, list(document.element.body)[before - end : -1 if end else None])
    return to_bytes(document)


def _values(notice: Notice) -> dict[str, str]:
    """Return what may stand in braces in a template, with what it means."""
    inspection, imprint = notice.figures.inspection, notice.imprint
    return {
        "标题": clean(notice.title, 300),
        "发文字号": clean(inspection.document_number, 60),
        "主送机关": notice.addressees,
        "署名": notice.office,
        "成文日期": notice.issued,
        "季度": str(inspection.quarter),
        "抄送机关": imprint.copied_to if imprint else "",
        "印发机关": imprint.printed_by if imprint else "",
        "印发日期": imprint.printed_on if imprint else "",
    }


def _add_body(document: DocumentType, notice: Notice, given: frozenset[str]) -> None:
    if "标题" not in given:
        _add_title(document, notice.title)
    if notice.addressees and "主送机关" not in given:
        add_text(_justified(document, indent=0), notice.addressees)
    for line in notice.lines:
        paragraph = _justified(document)
        if line.level == 1:
            paragraph.paragraph_format.keep_with_next = True
            add_text(paragraph, line.text, Face.LEVEL_ONE)
            continue
        if line.heading:
            add_text(paragraph, line.heading, Face.LEVEL_TWO)
        add_text(paragraph, line.text)
    _add_annex_list(document, notice)
    if not given & SIGNATURE:
        _add_signature(document, notice)


def _add_title(document: DocumentType, text: str) -> None:
    title = centred(add_paragraph(document))
    for place, part in enumerate(title_lines(clean(text, 300))):
        run = add_text(title, "", Face.TITLE, TITLE_POINTS)
        if place:
            run.add_break()
        run.add_text(part)
    add_paragraph(document)


def _justified(document: DocumentType, *, indent: float = INDENT) -> Paragraph:
    paragraph = add_paragraph(document)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if indent:
        indent_first(paragraph, indent)
    return paragraph


def title_lines(title: str) -> list[str]:
    """Break a title where its sense breaks, into lines that fit and are of about equal length (§7.3.1)."""
    count = math.ceil(width(title) / TITLE_WIDTH)
    if count < 2:
        return [title]
    breaks = [match.start() for match in re.finditer(r"与|和|暨|及|检查|情况|有关", title) if match.start()]
    ideal = len(title) / count
    first = min(
        (place for place in breaks if max(width(title[:place]), width(title[place:]) / (count - 1)) <= TITLE_WIDTH),
        key=lambda place: abs(place - ideal),
        default=math.ceil(ideal),
    )
    return [title[:first], *title_lines(title[first:])]


def _add_annex_list(document: DocumentType, notice: Notice) -> None:
    """附件说明: one line below the body, two characters in; later lines stand under the first title (§7.3.4)."""
    if not notice.annexes:
        return
    _tie(document)
    add_paragraph(document).paragraph_format.keep_with_next = True
    single = len(notice.annexes) == 1
    for page in notice.annexes:
        paragraph = _justified(document, indent=0)
        paragraph.paragraph_format.keep_with_next = True  # the signature never stands alone on a page
        label = "附件：" if page.number == 1 else ""
        number = "" if single else f"{page.number}."
        hang_indent(paragraph, first=INDENT + (0 if label else 3), rest=INDENT + 3 + width(number))
        add_text(paragraph, f"{label}{number}{clean(page.title, 200)}")


def _tie(document: DocumentType) -> None:
    """Let the last paragraph go over the page with what follows: the seal wants text above it. A long one stays where
    it is, for LibreOffice would move the whole of it.
    """
    last = document.paragraphs[-1]
    last.paragraph_format.keep_with_next = width(last.text) <= TIED


def _add_signature(document: DocumentType, notice: Notice) -> None:
    """The office stands centred over the date, the date four characters from the right edge (§7.3.5.1)."""
    if not notice.office and not notice.issued:
        return
    _tie(document)
    for _ in range(2):
        add_paragraph(document).paragraph_format.keep_with_next = True
    over = (width(notice.issued) - width(notice.office)) / 2 if notice.issued else 0
    for text, indent in ((notice.office, max(DATE_INDENT + over, 0)), (notice.issued, DATE_INDENT)):
        if text:
            paragraph = add_paragraph(document)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = Pt(indent * BODY_POINTS)
            paragraph.paragraph_format.keep_with_next = text == notice.office
            add_text(paragraph, text)


def width(text: str) -> float:
    """Return the width of a text in full-width characters."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def _add_page(document: DocumentType, page: AnnexPage, number: str) -> None:
    if page.answers is not None:
        add_annex3(document, page.answers, new_page=True, number=number)
        return
    add_annex_head(document, number, page.title, new_page=True)
    add_paragraph(document)
    for place, part in enumerate(page.parts):
        if place:
            add_paragraph(document)
        if part.caption:
            caption = add_paragraph(document)
            caption.paragraph_format.keep_with_next = True
            add_text(caption, part.caption, Face.LEVEL_ONE)
        _add_part(document, part)
    if page.remark:
        add_remark(document, page.remark, space_before=6)


def _add_part(document: DocumentType, part: Part) -> None:
    rows = [tuple(_cell(value) for value in row) for row in part.rows]
    if part.total:
        first, _, *rest = part.total
        rows.append((Cell(lines=(str(first),), span=2), *(_cell(value) for value in rest)))
    add_table(document, part.widths, [head(*part.head)], rows)


def _cell(value: str | int) -> Cell:
    text = str(value)
    return Cell(lines=(text,), align="both" if width(text) > 14 else "center")
