"""The page of an official document, GB/T 9704-2012 §5–7: paper, type area, grid of 22 lines of 28 characters, page numbers."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Final

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.section import Section, _Footer
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from huiying.report.clean import clean
from huiying.report.word.text import (
    BODY_POINTS,
    BODY_STYLE,
    CHARACTER_TWIPS,
    SUBSTITUTES,
    Face,
    add_text,
    off_grid,
    set_face,
)

PAPER: Final = (Mm(210), Mm(297))
TOP, LEFT = Mm(37), Mm(28)
TYPE_AREA: Final = (Mm(156), Mm(225))
LINES, CHARACTERS = 22, 28
LINE_TWIPS = 579
"""225 mm over 22 lines, in twentieths of a point, rounded down so that 22 lines always fit."""
FOOTER_GAP = Mm(25)
"""From the edge of the paper to the foot of the page number, whose dash then stands 7 mm below the type area."""


def new_document(*, title: str, author: str, made_at: datetime) -> DocumentType:
    """Return an empty A4 document with the grid, the styles and the page numbers of an official one."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = clean(title, 200), clean(author, 200), ""
    properties.created = properties.modified = made_at.replace(microsecond=0)
    properties.last_modified_by = properties.author
    properties.language = "zh-CN"
    _set_fonts(document)
    prepare(document)
    return document


def prepare(document: DocumentType) -> None:
    """Give a document, new or the office's own, the style of the body, the settings, and the page of its last section."""
    style = document.styles.add_style(BODY_STYLE, WD_STYLE_TYPE.PARAGRAPH) if _lacks(document) else None
    if style is not None:
        _set_style(style)
    _set_settings(document)
    lay_out(document.sections[-1])


def _lacks(document: DocumentType) -> bool:
    return all(style.name != BODY_STYLE for style in document.styles)


def to_bytes(document: DocumentType) -> bytes:
    """Return the document as the bytes of a .docx."""
    part_tables(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def part_tables(document: DocumentType) -> None:
    """End a document in a paragraph: Word wants one after the last table, and joins a table that follows it."""
    if document.element.body.tbl_lst and document.element.body[-2] is document.element.body.tbl_lst[-1]:
        last = document.add_paragraph(style=BODY_STYLE)
        last.paragraph_format.line_spacing = Pt(1)
        off_grid(last)


def lay_out(section: Section) -> None:
    """Give a section the paper, the margins, the grid and the page numbers."""
    width, height = PAPER
    section.page_width, section.page_height = width, height
    section.top_margin, section.left_margin = TOP, LEFT
    section.bottom_margin = Mm(297 - 37 - 225)
    section.right_margin = Mm(210 - 28 - 156)
    section.header_distance, section.footer_distance, section.gutter = Mm(20), FOOTER_GAP, Mm(0)
    grid = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001 - python-docx has no door to the grid
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)  # noqa: SLF001
    grid.attrib.clear()
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE_TWIPS))
    _number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _set_style(style: ParagraphStyle) -> None:
    style.font.size = Pt(BODY_POINTS)
    run = style.element.get_or_add_rPr()
    set_face(run, Face.BODY)
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(CHARACTER_TWIPS))
    size = run.find(qn("w:sz"))
    size.addprevious(spacing)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE_TWIPS / 20)
    layout.widow_control = False
    properties = style.element.get_or_add_pPr()
    for tag in ("w:autoSpaceDE", "w:autoSpaceDN"):  # no gap between digits and characters: the line has 28 places
        gap = OxmlElement(tag)
        gap.set(qn("w:val"), "0")
        properties.insert_element_before(gap, "w:spacing", "w:ind", "w:jc")


def _set_settings(document: DocumentType) -> None:
    document.settings.odd_and_even_pages_header_footer = True
    settings = document.settings.element
    control = settings.find(qn("w:characterSpacingControl"))
    if control is not None:
        control.set(qn("w:val"), "doNotCompress")


def _set_fonts(document: DocumentType) -> None:
    """Name a substitute for each face, for computers (and LibreOffice) without the old fonts."""
    part = next(part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    fonts = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{SUBSTITUTES.get(face, face)}"/>'
        f'<w:charset w:val="86"/><w:family w:val="{"swiss" if face is Face.LEVEL_ONE else "roman"}"/></w:font>'
        for face in Face
    )
    table = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    part._blob = table.encode()  # noqa: SLF001 - python-docx has no door to the font table


def _number(footer: _Footer, alignment: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —: 4号 宋体, one character in from the outer edge (§7.5)."""
    footer.is_linked_to_previous = False
    paragraph: Paragraph = footer.paragraphs[0]
    paragraph.alignment = alignment
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(18)
    if alignment is WD_ALIGN_PARAGRAPH.RIGHT:
        layout.right_indent = Pt(14)
    else:
        layout.left_indent = Pt(14)
    add_text(paragraph, "— ", Face.NUMBER, 14)
    run = add_text(paragraph, "", Face.NUMBER, 14)
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("result", "1"), ("end", "")):
        if kind in ("begin", "separate", "end"):
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText" if text == "PAGE" else "w:t")
            element.text = text
        run._r.append(element)  # noqa: SLF001 - a field has no door either
    add_text(paragraph, " —", Face.NUMBER, 14)
