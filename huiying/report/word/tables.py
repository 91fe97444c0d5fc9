"""Tables of an annex: full width of the type area, heads repeated on each page, no row torn that fits on one.

Rows are written as XML at once: python-docx finds each cell anew, which takes minutes for thousands of units.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from docx.document import Document as DocumentType
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from huiying.report.word.text import Face, set_face

POINTS = 14
"""4号."""
LINE_TWIPS = 440
TWIPS_PER_MM = 1440 / 25.4
PADDING_TWIPS = 100
TALLEST_WHOLE_ROW = 24
"""Lines; a taller row may break over pages, for LibreOffice cuts off what does not fit on one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One cell: a paragraph for each of `lines`. `merge` continues or begins a cell that spans rows; `points` is the size."""

    lines: tuple[str, ...]
    align: Literal["center", "left", "right", "both"] = "center"
    face: Face = Face.BODY
    merge: Literal["", "restart", "continue"] = ""
    span: int = 1
    points: float = POINTS


def head(*texts: str, points: float = POINTS) -> tuple[Cell, ...]:
    """Return a header row."""
    return tuple(Cell(lines=(text,), face=Face.LEVEL_ONE, points=points) for text in texts)


def row(*texts: str) -> tuple[Cell, ...]:
    """Return a row of centred cells."""
    return tuple(Cell(lines=(text,)) for text in texts)


def add_table(
    document: DocumentType,
    widths: Sequence[float],
    heads: Sequence[Sequence[Cell]],
    rows: Sequence[Sequence[Cell]],
) -> None:
    """Append a table with columns of so many millimetres; `heads` are repeated on every page."""
    columns = [round(width * TWIPS_PER_MM) for width in widths]
    table = _element("w:tbl")
    table.append(_properties(sum(columns)))
    grid = _element("w:tblGrid")
    for width in columns:
        grid.append(_element("w:gridCol", w=width))
    table.append(grid)
    for cells in heads:
        table.append(_row(cells, columns, repeated=True))
    for cells in rows:
        table.append(_row(cells, columns, repeated=False))
    document.element.body.insert_element_before(table, "w:sectPr")


def _properties(width: int) -> Any:
    properties = _element("w:tblPr")
    properties.append(_element("w:tblW", w=width, type="dxa"))
    properties.append(_element("w:jc", val="center"))
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz=4, space=0, color="000000"))
    properties.append(borders)
    properties.append(_element("w:tblLayout", type="fixed"))
    margins = _element("w:tblCellMar")
    for side, gap in (("top", 40), ("left", PADDING_TWIPS), ("bottom", 40), ("right", PADDING_TWIPS)):
        margins.append(_element(f"w:{side}", w=gap, type="dxa"))
    properties.append(margins)
    return properties


def _row(cells: Sequence[Cell], columns: Sequence[int], *, repeated: bool) -> Any:
    element = _element("w:tr")
    properties = _element("w:trPr")
    placed: list[tuple[Cell, int]] = []
    start = 0
    for cell in cells:
        placed.append((cell, sum(columns[start : start + cell.span])))
        start += cell.span
    if max(height(cell, width) for cell, width in placed) <= TALLEST_WHOLE_ROW:
        properties.append(_element("w:cantSplit"))
    if repeated:
        properties.append(_element("w:tblHeader"))
    element.append(properties)
    for cell, width in placed:
        element.append(_cell(cell, width))
    return element


def height(cell: Cell, width: int) -> int:
    """Estimate how many lines a cell of so many twips takes."""
    room = max(width - 2 * PADDING_TWIPS, cell.points * 20)
    return sum(max(1, math.ceil(_measure(line) * cell.points * 20 / room)) for line in cell.lines)


def _measure(line: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55 for char in line)


def _cell(cell: Cell, width: int) -> Any:
    element = _element("w:tc")
    properties = _element("w:tcPr")
    properties.append(_element("w:tcW", w=width, type="dxa"))
    if cell.span > 1:
        properties.append(_element("w:gridSpan", val=cell.span))
    if cell.merge:
        properties.append(_element("w:vMerge", val=cell.merge))
    properties.append(_element("w:vAlign", val="center"))
    element.append(properties)
    for line in ("",) if cell.merge == "continue" else cell.lines:
        element.append(_paragraph(line, cell))
    return element


def _paragraph(line: str, cell: Cell) -> Any:
    element = _element("w:p")
    properties = _element("w:pPr")
    properties.append(_element("w:snapToGrid", val=0))
    properties.append(
        _element("w:spacing", line=round(LINE_TWIPS * cell.points / POINTS), lineRule="exact", before=0, after=0)
    )
    properties.append(_element("w:jc", val=cell.align))
    element.append(properties)
    run = _element("w:r")
    look = _element("w:rPr")
    set_face(look, cell.face)
    for tag in ("w:sz", "w:szCs"):
        look.append(_element(tag, val=round(cell.points * 2)))
    run.append(look)
    text = _element("w:t")
    text.text = line
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    element.append(run)
    return element


def _element(tag: str, **attributes: str | int) -> Any:
    element = OxmlElement(tag)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    return element
