"""版记: who is sent a copy, who printed it and when, between lines at the foot of the last page (GB/T 9704-2012 §7.4).

Each line of it is a frame at a place of its own: its lines are as wide as the type area, which indents would cut, and
LibreOffice puts paragraphs with different lines into no common frame. An empty paragraph keeps the room free above.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from docx.document import Document as DocumentType
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from huiying.report.imprint import Imprint
from huiying.report.word.page import LEFT, TOP, TYPE_AREA
from huiying.report.word.text import Face, add_paragraph, add_text, off_grid

POINTS: Final = 14
"""4号."""
THICK, THIN = 8, 6
"""Eighths of a point: 0.35 mm for the first and last line, 0.25 mm for those between."""
LINE_POINTS = 22
CHARACTERS = 29
"""Of 4号 in 156 mm, one less on each side."""
LABEL = "抄送："
SPACE = "　"


def add_imprint(document: DocumentType, imprint: Imprint) -> None:
    """Append the imprint; its last line is the last of the type area, whatever stands above it."""
    copied = wrap(imprint.copied_to, CHARACTERS - len(LABEL)) if imprint.copied_to else []
    printed = f"{imprint.printed_on}印发" if imprint.printed_on else ""
    if copied:
        lines = [f"{SPACE}{LABEL if not place else SPACE * len(LABEL)}{line}" for place, line in enumerate(copied)]
        _framed(document, lines, below=1, top=THICK, bottom=THIN)
    last = _framed(
        document, [f"{SPACE}{imprint.printed_by}\t{printed}"], below=0, top=0 if copied else THICK, bottom=THICK
    )
    last.paragraph_format.tab_stops.add_tab_stop(Length(TYPE_AREA[0] - Pt(POINTS)), WD_TAB_ALIGNMENT.RIGHT)
    anchor = add_paragraph(document)  # frames belong to the paragraph after them
    anchor.paragraph_format.line_spacing = Pt(LINE_POINTS * (len(copied) + 1))
    off_grid(anchor)


def wrap(text: str, width: float) -> list[str]:
    """Break a text into lines of so many full-width characters; no line begins with a mark that closes."""
    lines, used = [""], 0.0
    for char in text:
        wide = 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5
        if used + wide > width and char not in "，。；、：）》”":
            lines.append("")
            used = 0.0
        lines[-1] += char
        used += wide
    return lines


def _framed(document: DocumentType, lines: Sequence[str], *, below: int, top: int, bottom: int) -> Paragraph:
    """Append a frame of so many lines with `below` lines of the imprint under it."""
    paragraph = add_paragraph(document)
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE_POINTS)
    foot = TOP + TYPE_AREA[1] - Pt(LINE_POINTS * below)
    frame = OxmlElement("w:framePr")
    for key, value in (
        ("w", str(_twips(TYPE_AREA[0]))),
        ("h", str(LINE_POINTS * 20 * len(lines))),
        ("hRule", "exact"),
        ("wrap", "through"),
        ("vAnchor", "page"),
        ("hAnchor", "page"),
        ("x", str(_twips(LEFT))),
        ("y", str(_twips(Length(foot - Pt(LINE_POINTS * len(lines)))))),
    ):
        frame.set(qn(f"w:{key}"), value)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no door to frames and borders
    properties.insert_element_before(frame, "w:widowControl", "w:pBdr", "w:tabs", "w:spacing", "w:ind", "w:jc")
    borders = OxmlElement("w:pBdr")
    for side, size in (("top", top), ("bottom", bottom)):
        if size:
            line = OxmlElement(f"w:{side}")
            for key, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", "000000")):
                line.set(qn(f"w:{key}"), value)
            borders.append(line)
    properties.insert_element_before(borders, "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc")
    off_grid(paragraph)
    run = add_text(paragraph, "", Face.BODY, POINTS)
    for place, line_text in enumerate(lines):
        if place:
            run.add_break()
        run.add_text(line_text)
    return paragraph


def _twips(length: Length) -> int:
    return round(length / Mm(1) * 1440 / 25.4)
