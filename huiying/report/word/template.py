"""The office's own red head: {标题}, {发文字号} … in its text are filled in, {正文} is where the notice goes.

Word parts a line into runs wherever it likes, so a name in braces is looked for over the runs of a paragraph and takes
the look of its first character.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from huiying.errors import BadInput

BODY = "正文"
WHERE = "红头模板"
_NAMED = re.compile(r"\{([一-鿿]{1,12})\}")


def open_template(data: bytes) -> DocumentType:
    """Open a template; raises BadInput where it is no .docx."""
    try:
        return Document(io.BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise BadInput(where=WHERE, what="不是可读取的 .docx", do="请另存为 .docx 后再试") from error


def fill_template(document: DocumentType, values: Mapping[str, str]) -> frozenset[str]:
    """Fill in the names in braces and return those that stood there; {正文} stays for `body_place`.

    Raises:
        BadInput: a name is none of `values`, or {正文} does not stand in a paragraph of its own.
    """
    used: set[str] = set()
    for paragraph in _paragraphs(document):
        text = _text(paragraph)
        for name in _NAMED.findall(text):
            if name not in values and name != BODY:
                known = "、".join(f"{{{key}}}" for key in (*values, BODY))
                raise BadInput(where=WHERE, what=f"有不认识的{{{name}}}", do=f"可用的有：{known}")
            if name == BODY and (text.strip() != f"{{{BODY}}}" or paragraph.getparent() is not document.element.body):
                raise BadInput(
                    where=WHERE, what=f"{{{BODY}}}没有独占一段", do="请把它单独放在一段里，不要放在表格或页眉中"
                )
            used.add(name)
        _fill(paragraph, values)
    return frozenset(used)


def body_place(document: DocumentType) -> Any:
    """Return the paragraph of {正文}; None where the template has none."""
    return next(
        (one for one in document.element.body.iterchildren(qn("w:p")) if _text(one).strip() == f"{{{BODY}}}"), None
    )


def move_before(place: Any, elements: list[Any]) -> None:
    """Put elements where the place is, and take the place away; settings of a section that it ends are kept."""
    for element in elements:
        place.addprevious(element)
    if place.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
        place.getparent().remove(place)
    else:
        for run in place.findall(qn("w:r")):
            place.remove(run)


def _paragraphs(document: DocumentType) -> Iterator[Any]:
    parts = [document.element.body]
    for section in document.sections:
        for part in (section.header, section.first_page_header, section.even_page_header):
            parts += [] if part.is_linked_to_previous else [part._element]  # noqa: SLF001 - no door to text boxes in it
        for foot in (section.footer, section.first_page_footer, section.even_page_footer):
            parts += [] if foot.is_linked_to_previous else [foot._element]  # noqa: SLF001
    for part in parts:
        yield from part.iter(qn("w:p"))


def _texts(paragraph: Any) -> list[Any]:
    """Return the pieces of text of a paragraph, not those of a text box inside it."""
    return [piece for piece in paragraph.iter(qn("w:t")) if next(piece.iterancestors(qn("w:p"))) is paragraph]


def _text(paragraph: Any) -> str:
    return "".join(piece.text or "" for piece in _texts(paragraph))


def _fill(paragraph: Any, values: Mapping[str, str]) -> None:
    pieces = _texts(paragraph)
    for match in reversed(list(_NAMED.finditer("".join(piece.text or "" for piece in pieces)))):
        if match[1] in values:
            _put(pieces, match.start(), match.end(), values[match[1]])


def _put(pieces: list[Any], start: int, end: int, value: str) -> None:
    """Replace [start, end) of the pieces' joined text; the value stands in the first of them."""
    place = 0
    for piece in pieces:
        text = piece.text or ""
        low, high = max(start - place, 0), min(end - place, len(text))
        if low < high or (low == high == 0 and start == place and text == ""):
            piece.text = text[:low] + (value if place <= start else "") + text[high:]
            piece.set(qn("xml:space"), "preserve")
        place += len(text)
