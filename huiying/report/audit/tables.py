"""Whether a table agrees with itself: numbering, totals, counts in labels, rates, units that stand twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from huiying.report.audit.finding import Finding
from huiying.report.audit.numbers import agrees, rates, rounded, show
from huiying.report.audit.paper import Annex, Table

NUMBERING = frozenset({"序号", "编号", "排名", "名次"})
TOTALS = frozenset({"合计", "总计", "共计", "小计"})
UNIT_HEADS = re.compile(
    r"^(县区|县市区|区县|县\(市、?区\)|地区|单位|部门|市级部门|市直部门|单位名称|部门名称|网站名称|报送单位)$"
)
NOTHING = frozenset({"", "无", "0", "-", "—", "——", "/"})
MOSTLY = 0.7
"""A relation between columns is taken as meant when this share of at least FEWEST rows keeps it."""
FEWEST = 4
_LABEL = re.compile(r"\((?:共)?(\d+)[家个名项条]\)$")
_PROSE = re.compile(r"[。:;,!?]|等$")
LONGEST_NAME = 25
WHOLE_LINE = 3
"""Cells without the number that make a line known."""
_NUMBER = re.compile(r"^\d{1,9}$")


def check_tables(annexes: Sequence[Annex]) -> Iterator[Finding]:
    """Yield what is wrong inside the annexes' tables."""
    for annex in annexes:
        for table in annex.tables:
            yield from _numbering(annex, table)
            yield from _totals(annex, table)
            yield from _labels(annex, table)
            yield from _rate_columns(annex, table)
            yield from _sum_columns(annex, table)
        yield from list(_twice(annex)) or _same_lines(annex)


def units(annex: Annex) -> list[str]:
    """Return the units of an annex in which each line is one unit's figures; [] for other annexes."""
    found: list[str] = []
    for table in annex.tables:
        column = next((place for place, head in enumerate(table.head) if UNIT_HEADS.match(head)), None)
        numeric = numeric_columns(table)
        others = [place for place, head in enumerate(table.head) if place != column and head not in NUMBERING]
        if column is not None and numeric and all(place in numeric or _is_rate(table, place) for place in others):
            found += [line[column] for line in table.lines if line[column] and not is_total(line)]
    return found


def _is_rate(table: Table, column: int) -> bool:
    return all("%" in line[column] or line[column] in NOTHING for line in table.lines)


def listed(annex: Annex) -> dict[str, list[str]]:
    """Return the names in cells that hold a list, by the label beside them."""
    found: dict[str, list[str]] = {}
    for table in annex.tables:
        if len(table.head) != 2 or numeric_columns(table):
            continue
        for label, cell in table.lines:
            found.setdefault(label, []).extend(names(cell))
    return found


def names(cell: str) -> list[str]:
    """Part a cell or clause into the names that it lists; 、 inside brackets or quotes parts nothing."""
    if cell in NOTHING:
        return []
    parts, depth, start = [], 0, 0
    for place, char in enumerate(cell):
        depth += (char in "(《“") - (char in ")》”")
        if depth <= 0 and char in "、,;\n":
            parts.append(cell[start:place])
            start = place + 1
    return [part for part in (*parts, cell[start:]) if part]


def is_total(line: Sequence[str]) -> bool:
    """Whether the line is one of totals."""
    return any(cell in TOTALS or cell.endswith(("合计", "小计", "总计")) for cell in line[:3])


def numeric_columns(table: Table) -> list[int]:
    """Return the columns that hold a whole number in every line, numbering left out."""
    if not table.lines:
        return []
    return [
        column
        for column, head in enumerate(table.head)
        if head not in NUMBERING
        and all(_NUMBER.match(line[column]) or line[column] in NOTHING for line in table.lines)
        and any(_NUMBER.match(line[column]) for line in table.lines)
    ]


def number(cell: str) -> int:
    """Return the cell's number; an empty one, 无 and dashes count 0."""
    return int(cell) if _NUMBER.match(cell) else 0


def _numbering(annex: Annex, table: Table) -> Iterator[Finding]:
    if not table.head or table.head[0] != "序号":
        return
    numbers = [int(line[0]) for line in table.lines if _NUMBER.match(line[0]) and not is_total(line)]
    numbers = [value for place, value in enumerate(numbers) if place == 0 or value != numbers[place - 1]]
    for before, after in pairwise(numbers):
        if after not in (before + 1, 1):
            yield Finding(
                place=f"{annex.place}序号列",
                stands=f"{before}之后为{after}",
                should=f"{before + 1}",
                why="序号应当连续",
            )


def _totals(annex: Annex, table: Table) -> Iterator[Finding]:
    for place, line in enumerate(table.lines):
        if not is_total(line) or not place:
            continue
        above = [row for row in table.lines[:place] if not is_total(row)]
        if len(above) < place:
            continue  # which lines a subtotal covers cannot be told from the table alone
        for column in numeric_columns(table):
            total = sum(number(row[column]) for row in above)
            if line[column] not in NOTHING and number(line[column]) != total:
                yield Finding(
                    place=f"{annex.place}合计行“{table.head[column]}”",
                    stands=line[column],
                    should=str(total),
                    why=f"以上{len(above)}行相加为{total}",
                )


def _labels(annex: Annex, table: Table) -> Iterator[Finding]:
    for line in table.lines:
        for place, cell in enumerate(line[:-1]):
            match = _LABEL.search(cell)
            beside = names(line[place + 1])
            listing = not _PROSE.search(line[place + 1]) and all(len(name) <= LONGEST_NAME for name in beside)
            if match and listing and not cell.startswith("未能") and int(match[1]) != len(beside):
                yield Finding(
                    place=f"{annex.place}“{cell}”",
                    stands=match[0].strip("()"),
                    should=re.sub(r"\d+", str(len(beside)), match[0]).strip("()"),
                    why=f"该行列出的名称为{len(beside)}个",
                )


def _twice(annex: Annex) -> Iterator[Finding]:
    lists = listed(annex)
    alone = [name for group in lists.values() for name in group]
    kinds = Counter(alone if _exclusive(lists) else [])
    kinds.update(units(annex))
    for name, times in kinds.items():
        if times > 1:
            yield Finding(
                place=annex.place, stands=f"“{name}”出现{times}次", should="只出现1次", why="同一名称重复列出"
            )


def _same_lines(annex: Annex) -> Iterator[Finding]:
    """A line that stands there twice from end to end; with cells left empty it cannot be told."""
    for table in annex.tables:
        first = 1 if table.head and table.head[0] in NUMBERING else 0
        lines = Counter(line[first:] for line in table.lines if not is_total(line))
        for line, times in lines.items():
            if times > 1 and len(line) >= WHOLE_LINE and all(line):
                stands = f"“{line[0]}”出现{times}次"
                yield Finding(place=annex.place, stands=stands, should="只出现1次", why="整行重复列出")


def _exclusive(lists: dict[str, list[str]]) -> bool:
    """Whether the labels shut each other out, as rows of answers do; accounts of one name may be on two platforms."""
    return sum(bool(_LABEL.search(label)) for label in lists) >= 2


def _rate_columns(annex: Annex, table: Table) -> Iterator[Finding]:
    for column, head in enumerate(table.head):
        if not head.endswith("率") or not head[:-1]:
            continue
        parts = [place for place in numeric_columns(table) if table.head[place].startswith(head[:-1])]
        wholes = [place for place in numeric_columns(table) if place not in parts]
        for part in parts[:1]:
            for whole in wholes:
                wrong = _wrong_rates(table, column, part, whole)
                if wrong is not None:
                    yield from _rate_findings(annex, table, wrong, (column, part, whole))
                    break


def _wrong_rates(table: Table, column: int, part: int, whole: int) -> list[tuple[str, ...]] | None:
    """Return the lines that break the relation; None where it does not seem meant."""
    right: list[tuple[str, ...]] = []
    wrong: list[tuple[str, ...]] = []
    for line in table.lines:
        stated = next(rates(line[column]), None)
        if stated is not None and number(line[whole]):
            (right if agrees(stated, number(line[part]), number(line[whole])) else wrong).append(line)
    return wrong if len(right) >= max(FEWEST - 1, MOSTLY * (len(right) + len(wrong))) else None


def _rate_findings(
    annex: Annex, table: Table, lines: Sequence[tuple[str, ...]], columns: tuple[int, int, int]
) -> Iterator[Finding]:
    column, part, whole = columns
    for line in lines:
        stated = next(rates(line[column]))
        should = show(rounded(number(line[part]), number(line[whole]), stated.places))
        yield Finding(
            place=f"{annex.place}“{_name(table, line)}”的{table.head[column]}",
            stands=str(stated),
            should=should,
            why=f"{line[part]}÷{line[whole]}={should}",
        )


def _sum_columns(annex: Annex, table: Table) -> Iterator[Finding]:
    numeric = numeric_columns(table)
    for column in numeric:
        parts = [place for place in numeric if place != column]
        if not re.fullmatch(r"合计|总计|总数|共计|小计", table.head[column]) or len(parts) < 2:
            continue
        wrong = [line for line in table.lines if number(line[column]) != sum(number(line[part]) for part in parts)]
        if len(table.lines) < FEWEST or len(wrong) > (1 - MOSTLY) * len(table.lines):
            continue
        for line in wrong:
            total = sum(number(line[part]) for part in parts)
            yield Finding(
                place=f"{annex.place}“{_name(table, line)}”的{table.head[column]}",
                stands=line[column],
                should=str(total),
                why="与同一行各列之和不符",
            )


def _name(table: Table, line: Sequence[str]) -> str:
    return next((cell for head, cell in zip(table.head, line, strict=False) if head not in NUMBERING), "")
