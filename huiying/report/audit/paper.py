"""A finished notice as a structure: the paragraphs of its body, its list of annexes, and each annex with its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_WIDE = {0xFF01 + offset: chr(0x21 + offset) for offset in range(94)}
_WIDE |= {ord(wide): narrow for wide, narrow in (("　", " "), ("﹪", "%"), ("｡", "。"), ("﹑", "、"), ("＂", '"'))}
_SPACE = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
_ANNEX_MARK = re.compile(r"^附件([0-9]{1,2}|[一二三四五六七八九十]{1,3})?[::]?$")
_ANNEX_INLINE = re.compile(r"^附件([0-9]{1,2}|[一二三四五六七八九十]{1,3})[:、.]?([^:、.].{3,60})$")
_ANNEX_LIST = re.compile(r"^附件[::]?(?=\S)")
_LISTED = re.compile(r"^([0-9]{1,2})[.、．](.+)$")
_IMPRINT = re.compile(r"^(?:抄送|抄报|主送)[:：]|\d{4}年\d{1,2}月\d{1,2}日印发$")
CHINESE_NUMBERS = {char: value for value, char in enumerate("一二三四五六七八九", start=1)}
LONGEST_SENTENCE = 2000
"""Characters; the checks read a sentence several times over, and no sentence for people is longer."""
LONGEST_TITLE = 3
"""Lines of an annex's title."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, in canonical form."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of cells in canonical form; what a merged cell says stands in each row it covers.

    Without rows it is a table that could not be read for certain; then none of its annex is.
    """

    rows: tuple[tuple[str, ...], ...]

    @property
    def head(self) -> tuple[str, ...]:
        """The first row."""
        return self.rows[0] if self.rows else ()

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """The rows below the head."""
        return self.rows[1:]


Block = Paragraph | Table


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One sentence of the body, where it stands, and what stands before it in its paragraph."""

    text: str
    place: str
    before: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Annex:
    """One annex page: `captions` are the paragraphs that stand before, between and after its tables."""

    number: int
    title: str
    tables: tuple[Table, ...]
    captions: tuple[str, ...]

    @property
    def place(self) -> str:
        """How a finding names it."""
        return f"附件{self.number}" if self.number else "附件"


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A notice taken apart. `listed` are the titles in the list of annexes under the body."""

    paragraphs: tuple[str, ...]
    listed: tuple[tuple[int, str], ...]
    annexes: tuple[Annex, ...]
    tables: tuple[Table, ...]

    def sentences(self) -> Iterator[Sentence]:
        """Yield the sentences of the body in order."""
        heading, count = "开头", 0
        for text in self.paragraphs:
            if match := re.match(r"^[一二三四五六七八九十]{1,3}、[^。]{1,30}", text):
                heading, count = match[0], -1 if match[0] == text else 0
            count += 1
            before = ""
            for part in re.split(r"(?<=[。!?])", text):
                if part.strip() and len(part) <= LONGEST_SENTENCE:
                    yield Sentence(text=part, place=f"{heading}(第{count}段)", before=before)
                    before = (before + part)[-LONGEST_SENTENCE:]


def canonical(text: str) -> str:
    """Return the text with half-width digits and punctuation and without spaces, except between Latin words."""
    return _SPACE.sub("", text.translate(_WIDE).replace("\u200b", "").replace("\xa0", " ")).strip()


def chinese_number(text: str) -> int:
    """Return the value of 一 to 九十九; 0 where it is none."""
    tens, found, ones = text.partition("十")
    if any(char not in CHINESE_NUMBERS for char in tens + ones) or len(tens) > 1 or len(ones) > 1:
        return 0
    if not found:
        return CHINESE_NUMBERS.get(tens, 0)
    return CHINESE_NUMBERS.get(tens, 1) * 10 + CHINESE_NUMBERS.get(ones, 0)


def outline(blocks: Sequence[Block]) -> Paper:
    """Take a notice apart: the body ends where the first annex page begins."""
    marks = [
        place
        for place, block in enumerate(blocks)
        if isinstance(block, Paragraph)
        and (_ANNEX_MARK.match(block.text) or _ANNEX_INLINE.match(block.text))
        and _is_page(blocks, place)
    ]
    body = blocks[: marks[0]] if marks else blocks
    annexes = [
        _annex(blocks[start:end], order) for order, (start, end) in enumerate(pairwise([*marks, len(blocks)]), start=1)
    ]
    texts = [block.text for block in body if isinstance(block, Paragraph) and block.text]
    listed, paragraphs = _split_list(texts)
    return Paper(
        paragraphs=tuple(paragraphs),
        listed=tuple(listed),
        annexes=tuple(annexes),
        tables=tuple(block for block in body if isinstance(block, Table)),
    )


def _is_page(blocks: Sequence[Block], place: int) -> bool:
    """Whether an annex begins here, and not the list of annexes (附件: on a line of its own, then 1.…)."""
    following = [block for block in blocks[place + 1 :] if isinstance(block, Table) or block.text]
    text = getattr(blocks[place], "text", "")
    if _ANNEX_INLINE.match(text) and not _ANNEX_MARK.match(text):
        upto = next((n for n, block in enumerate(following) if _begins_annex(block)), len(following))
        return any(isinstance(block, Table) for block in following[:upto])
    return not (following and isinstance(following[0], Paragraph) and _LISTED.match(following[0].text))


def _is_imprint(block: Block) -> bool:
    """Whether the imprint (版记) begins here, as lines or as a table of the office's own: it belongs to no annex."""
    cells = [block.text] if isinstance(block, Paragraph) else [cell for row in block.rows for cell in row]
    return any(_IMPRINT.search(cell) for cell in cells)


def _begins_annex(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.text.startswith("附件")


def _annex(blocks: Sequence[Block], order: int) -> Annex:
    text = getattr(blocks[0], "text", "")
    mark = _ANNEX_MARK.match(text) or _ANNEX_INLINE.match(text)
    label = (mark[1] or "") if mark else ""
    number = int(label) if label.isdigit() else chinese_number(label) or order
    title: list[str] = [mark[2]] if mark and mark.re is _ANNEX_INLINE else []
    inline = bool(title)
    tables: list[Table] = []
    captions: list[str] = []
    torn = False
    for block in blocks[1:]:
        if _is_imprint(block):
            break
        if isinstance(block, Table):
            tables.append(block)
            torn = torn or not block.rows
        elif not block.text:
            continue
        elif (
            not tables
            and not inline
            and len(title) < LONGEST_TITLE
            and not re.match(r"^[(一二三四五六七八九十]", block.text)
        ):
            title.append(block.text)
        else:
            captions.append(block.text)
    whole = () if torn else tuple(tables)
    return Annex(number=number, title="".join(title), tables=whole, captions=tuple(captions))


def _split_list(texts: Sequence[str]) -> tuple[list[tuple[int, str]], list[str]]:
    listed: list[tuple[int, str]] = []
    kept: list[str] = []
    inside = False
    for text in texts:
        if single := _ANNEX_INLINE.match(text):
            number = int(single[1]) if single[1].isdigit() else chinese_number(single[1])
            listed.append((number, single[2]))
            inside = False
            continue
        opened = bool(_ANNEX_LIST.match(text)) or text in ("附件:", "附件")
        rest = _ANNEX_LIST.sub("", text) if opened else text
        entry = _LISTED.match(rest)
        if opened and not entry and rest not in ("附件:", "附件"):
            listed.append((1, rest))
        elif (opened or inside) and entry:
            listed.append((int(entry[1]), entry[2]))
        elif not opened:
            kept.append(text)
        inside = opened or (inside and entry is not None)
    return listed, kept
