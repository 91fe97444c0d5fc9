"""Runs and paragraphs in the typefaces of GB/T 9704-2012."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

BODY_POINTS = 16
"""3号, the size of the body."""
CHARACTER_TWIPS = -5
"""28 characters of 16 pt are 2 mm wider than 156 mm: each is set closer by a quarter of a point."""
BODY_STYLE = "公文正文"


class Face(StrEnum):
    """A typeface by the use that GB/T 9704-2012 makes of it."""

    TITLE = "方正小标宋简体"
    BODY = "仿宋_GB2312"
    LEVEL_ONE = "黑体"
    LEVEL_TWO = "楷体_GB2312"
    NUMBER = "宋体"


SUBSTITUTES = {Face.TITLE: "宋体", Face.BODY: "仿宋", Face.LEVEL_TWO: "楷体"}
"""What a computer without the old fonts uses instead; written into the document's font table."""


def set_face(properties: Any, face: Face) -> None:
    """Name the face for every script: without eastAsia, Word sets Chinese in its own choice."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()  # theme fonts would win over names
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), face.value)
    fonts.set(qn("w:hint"), "eastAsia")  # quotation marks and dashes in the Chinese face


def add_text(paragraph: Paragraph, text: str, face: Face = Face.BODY, points: float = BODY_POINTS) -> Run:
    """Add text to a paragraph in one face and size."""
    run = paragraph.add_run(text)
    run.font.size = Pt(points)
    set_face(run._r.get_or_add_rPr(), face)  # noqa: SLF001 - python-docx can't name the eastAsia face
    return run


def add_paragraph(document: DocumentType) -> Paragraph:
    """Append an empty paragraph on the page's grid, whatever the template's own style for plain text."""
    return document.add_paragraph(style=BODY_STYLE)


def indent_first(paragraph: Paragraph, characters: float) -> None:
    """Indent the first line by so many characters; in characters, so that it holds at any size."""
    hang_indent(paragraph, first=characters, rest=0)


def hang_indent(paragraph: Paragraph, *, first: float, rest: float, points: float = BODY_POINTS) -> None:
    """Indent the first line and the others by so many characters of that size."""
    layout = paragraph.paragraph_format
    pitch = points + CHARACTER_TWIPS / 20
    layout.left_indent = Pt(rest * pitch)
    layout.first_line_indent = Pt((first - rest) * pitch)


def centred(paragraph: Paragraph) -> Paragraph:
    """Centre a paragraph and return it."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def off_grid(paragraph: Paragraph) -> None:
    """Let a paragraph keep its own line pitch instead of the page's 22 lines."""
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 - no door to the grid
        snap, "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr", "w:sectPr"
    )
