"""A finished .docx as blocks of text and tables, for the audit; the reading half of the door to python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from huiying.errors import BadInput
from huiying.report.audit.paper import Block, Paragraph, Table, canonical

MAX_UNPACKED = 400 * 1024 * 1024
"""Bytes; a notice unpacks to a few megabytes, a bomb to more than this."""
MAX_ROWS = 20_000


def read_docx(name: str, data: bytes) -> list[Block]:
    """Return the blocks of a .docx in reading order; a merged cell's text stands in every row it covers.

    Raises:
        BadInput: it is no .docx, or unpacks to more than any notice does.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = sum(part.file_size for part in parts.infolist())
        if size > MAX_UNPACKED:
            raise BadInput(where=name, what="文件展开后过大", do="请另存为新的 .docx 后再试")
        document = Document(io.BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise BadInput(where=name, what="不是可读取的 Word 文档", do="请另存为 .docx 或 .txt 后再试") from error
    return list(_blocks(document.iter_inner_content()))


def _blocks(content: Iterator[WordParagraph | WordTable]) -> Iterator[Block]:
    for item in content:
        if isinstance(item, WordParagraph):
            yield from (Paragraph(canonical(line)) for line in item.text.splitlines() if line.strip())
        else:
            yield Table(tuple(_rows(item)))


def _rows(table: WordTable) -> Iterator[tuple[str, ...]]:
    width = len(table.columns)
    for number, row in enumerate(table.rows):
        if number >= MAX_ROWS:
            return
        cells = [canonical(cell.text) for cell in row.cells]
        yield tuple(cells[:width]) + ("",) * (width - len(cells))
