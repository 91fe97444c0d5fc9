"""The whole notice as a document: GB/T 9704-2012 §7, with the office's own red head where it has one."""

from __future__ import annotations

import io
import math
import re
import unicodedata
import zipfile
from datetime import datetime

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from huiying.errors import BadInput
from huiying.report.annexes import AnnexPage, Part
from huiying.report.clean import clean
from huiying.report.notice import Notice
from huiying.report.word.annex import TITLE_POINTS, add_annex_head, add_remark
from huiying.report.word.annex3 import add_annex3
from huiying.report.word.page import new_document, prepare, to_bytes
from huiying.report.word.tables import Cell, add_table, head
from huiying.report.word.text import BODY_POINTS, Face, add_paragraph, add_text, centred, hang_indent, indent_first

TITLE_WIDTH = 19
"""Characters of 2号 in a line of the title; 156 mm hold 20."""
INDENT = 2
"""Characters; the body's first lines, and the list of annexes."""
DATE_INDENT = 4
"""Characters; a sealed document's date stands so far from the right edge (§7.3.5.1)."""


def notice_docx(notice: Notice, *, made_at: datetime, template: bytes | None = None) -> bytes:
    """Return the notice as the bytes of a .docx; `template` is the office's own red head, which stays on top.

    Raises:
        BadInput: the template is no .docx.
    """
    document = _open(template) if template else None
    if document is None:
        document = new_document(title=notice.title, author=notice.office, made_at=made_at)
    else:
        prepare(document)
    _add_body(document, notice)
    for page in notice.annexes:
        _add_page(document, page)
    return to_bytes(document)


def _open(template: bytes) -> DocumentType:
    try:
        return Document(io.BytesIO(template))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise BadInput(where="红头模板", what="不是可读取的 .docx", do="请另存为 .docx 后再试") from error


def _add_body(document: DocumentType, notice: Notice) -> None:
    title = centred(add_paragraph(document))
    for place, part in enumerate(title_lines(clean(notice.title, 300))):
        run = add_text(title, "", Face.TITLE, TITLE_POINTS)
        if place:
            run.add_break()
        run.add_text(part)
    add_paragraph(document)
    if notice.addressees:
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
    _add_signature(document, notice)


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
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    add_paragraph(document).paragraph_format.keep_with_next = True
    single = len(notice.annexes) == 1
    for page in notice.annexes:
        paragraph = _justified(document, indent=0)
        paragraph.paragraph_format.keep_with_next = True  # the signature never stands alone on a page
        label = "附件：" if page.number == 1 else ""
        mark = "" if single else f"{page.number}."
        hang_indent(paragraph, first=INDENT + (0 if label else 3), rest=INDENT + 3 + width(mark))
        add_text(paragraph, f"{label}{mark}{clean(page.title, 200)}")


def _add_signature(document: DocumentType, notice: Notice) -> None:
    """The office stands centred over the date, the date four characters from the right edge (§7.3.5.1)."""
    if not notice.office and not notice.issued:
        return
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


def _add_page(document: DocumentType, page: AnnexPage) -> None:
    if page.answers is not None:
        add_annex3(document, page.answers, new_page=True)
        return
    add_annex_head(document, str(page.number), page.title, new_page=True)
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
