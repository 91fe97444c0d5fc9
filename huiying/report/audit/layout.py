"""The words of a PDF, as they stand on its pages, to the blocks of a notice. Pure.

A PDF knows no paragraphs and no tables. Lines are joined to paragraphs by where they begin and end. A table begins with
a row of several short texts; its columns are what stands under each other, its rows are told by the numbers (or labels)
of its first column, about which the lines of the other cells are centred. What does not come out as rows for certain
makes a table without rows: a table read wrongly makes false alarms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from huiying.report.audit.grid import columns_of, rows_of
from huiying.report.audit.paper import Block, Paragraph, Table, canonical
from huiying.report.audit.tables import NUMBERING

FULL = 0.93
"""A line that reaches this share of the widest one's right edge goes on in the next."""
GAP = 0.5
"""Heights of a character between two texts that make them two cells."""
LONGEST_HEAD = 16
MOST_WORDS = 400_000
_PAGE_NUMBER = re.compile(r"^[\s—\-–]*\d{1,4}[\s—\-–]*$")
_BEGINS = re.compile(
    r"^(?:附件|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．](?!\d)"
    r"|[（(]?数据采集|注[:：])"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page: its box in points from the top left corner, and its text."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.top + self.bottom) / 2

    @property
    def high(self) -> float:
        """Its height."""
        return self.bottom - self.top


Line = tuple[Word, ...]
"""Texts that stand beside each other, each as one word."""


def read_layout(pages: Sequence[Sequence[Word]]) -> list[Block]:
    """Return the blocks of a notice from the words of its pages; page numbers are left out."""
    left = MOST_WORDS
    lines: list[tuple[int, Line]] = []
    for number, words in enumerate(pages):
        lines += [(number, line) for line in lines_of(words[:left]) if not _PAGE_NUMBER.match(_text(line))]
        left = max(0, left - len(words))
    widest = max((line[-1].right for _, line in lines), default=0.0)
    blocks: list[Block] = []
    going_on = ""
    place = 0
    while place < len(lines):
        page, line = lines[place]
        if _is_head(line) and (end := _end_of_table(lines, place)) > place + 1:
            blocks += [*_paragraph(going_on), _table(lines[place:end])]
            going_on, place = "", end
            continue
        text = _text(line)
        starts = going_on and (_BEGINS.match(text) or line[0].left > _margin(lines, page) + line[0].high)
        if starts:
            blocks += _paragraph(going_on)
            going_on = ""
        going_on += text
        if line[-1].right < FULL * widest:
            blocks += _paragraph(going_on)
            going_on = ""
        place += 1
    return [*blocks, *_paragraph(going_on)]


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Return the lines of a page from top to bottom; what stands closely together is one text."""
    rows: list[list[Word]] = []
    for word in sorted(
        (one for one in words if one.text.strip() and one.high > 0), key=lambda one: (one.middle, one.left)
    ):
        if rows and abs(rows[-1][0].middle - word.middle) < min(rows[-1][0].high, word.high) / 2:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_joined(sorted(row, key=lambda one: one.left)) for row in rows]


def _joined(row: Sequence[Word]) -> Line:
    texts = [row[0]]
    for word in row[1:]:
        last = texts[-1]
        if word.left - last.right < GAP * max(last.high, word.high):
            top, bottom = min(last.top, word.top), max(last.bottom, word.bottom)
            texts[-1] = replace(
                last, right=max(last.right, word.right), top=top, bottom=bottom, text=f"{last.text} {word.text}"
            )
        else:
            texts.append(word)
    return tuple(texts)


def _is_head(line: Line) -> bool:
    return len(line) > 1 and all(
        len(word.text) <= LONGEST_HEAD and not re.search(r"\d|[。；;]", word.text) for word in line
    )


def _end_of_table(lines: Sequence[tuple[int, Line]], start: int) -> int:
    """Return where the lines end that fit under the head: each of their texts stands in one column."""
    columns = [(word.left, word.right) for word in lines[start][1]]
    end = start + 1
    while end < len(lines):
        line = lines[end][1]
        grown = columns_of(columns, [(word.left, word.right) for word in line])
        if grown is None or (len(line) == 1 and _BEGINS.match(line[0].text)):
            break
        if _is_head(line) and line[0].text in NUMBERING and _text(line) != _text(lines[start][1]):
            break
        columns = grown
        end += 1
    return end


def _table(lines: Sequence[tuple[int, Line]]) -> Table:
    head = tuple(canonical(word.text) for word in lines[0][1])
    body = [(page, line) for page, line in lines[1:] if tuple(canonical(word.text) for word in line) != head]
    columns = [(word.left, word.right) for word in lines[0][1]]
    for _, line in body:
        columns = columns_of(columns, [(word.left, word.right) for word in line]) or columns
    cells = [
        (
            page,
            next(place for place, (left, right) in enumerate(columns) if word.left < right and left < word.right),
            word,
        )
        for page, line in body
        for word in line
    ]
    rows = rows_of(
        [(page, column, word.middle, word.high, canonical(word.text)) for page, column, word in cells],
        width=len(head),
        numbered=head[0] in NUMBERING,
    )
    return Table((head, *rows) if rows else ())


def _margin(lines: Sequence[tuple[int, Line]], page: int) -> float:
    return min((line[0].left for number, line in lines if number == page), default=0.0)


def _paragraph(text: str) -> list[Block]:
    return [Paragraph(canonical(text))] if text.strip() else []


def _text(line: Line) -> str:
    return " ".join(word.text for word in line)
