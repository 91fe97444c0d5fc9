"""The head of an annex page: 附件 with its number, and the title (GB/T 9704-2012 §7.4)."""

from __future__ import annotations

from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from huiying.report.clean import clean
from huiying.report.word.text import Face, add_paragraph, add_text, centred, off_grid

TITLE_POINTS = 22
"""2号."""
NOTE_POINTS = 12
"""小四."""


def add_annex_head(document: DocumentType, number: str, title: str, *, new_page: bool) -> None:
    """附件 and number in 黑体 3号 at the top left, the title centred in the third line in 小标宋 2号."""
    mark = add_paragraph(document)
    mark.paragraph_format.page_break_before = new_page
    add_text(mark, f"附件{number}", Face.LEVEL_ONE)
    add_paragraph(document)
    heading = centred(add_paragraph(document))
    heading.paragraph_format.keep_with_next = True
    add_text(heading, clean(title, 200), Face.TITLE, TITLE_POINTS)


def add_remark(document: DocumentType, text: str, *, space_before: float = 0) -> Paragraph:
    """A remark under or over a table, in a smaller size."""
    paragraph = add_paragraph(document)
    layout = paragraph.paragraph_format
    layout.space_before, layout.line_spacing = Pt(space_before), Pt(18)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    off_grid(paragraph)
    add_text(paragraph, clean(text), Face.BODY, NOTE_POINTS)
    return paragraph
