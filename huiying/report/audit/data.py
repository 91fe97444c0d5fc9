"""Whether a finished notice agrees with the data it should be written from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from huiying.report.annexes import AnnexPage
from huiying.report.audit.finding import Finding
from huiying.report.audit.names import check_names
from huiying.report.audit.order import whole_claims
from huiying.report.audit.paper import Annex, Paper, Table, canonical, outline
from huiying.report.audit.read import read_text
from huiying.report.audit.tables import NUMBERING, is_total, listed
from huiying.report.audit.totals import check_totals
from huiying.report.notice import Notice, notice_text
from huiying.report.text import counted

SHORTEST = 5
"""Characters of a clause besides its numbers."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:%|[家个条篇份件项次名户月日])?")
SHOWN = 20
"""Findings of one annex before the rest is only counted."""


def check_data(paper: Paper, notice: Notice) -> Iterator[Finding]:
    """Yield where the paper differs from what the data say; `notice` is the one that the data make."""
    annexes = tuple(_annex(page) for page in notice.annexes)
    for finding in (*check_totals(replace(paper, annexes=annexes)), *check_names(replace(paper, annexes=annexes))):
        yield replace(finding, why=f"按数据：{finding.why}")
    yield from _clauses(paper, notice)
    figures = notice.figures
    for topic, value, place in whole_claims(paper):
        known = figures.sites if topic == "政府网站" else figures.accounts
        if known and value != known:
            yield Finding(place=place, stands=f"{value}个{topic}", should=f"{known}个", why="按数据：检查的总数")
    for annex in annexes:
        written = next((other for other in paper.annexes if _same(annex, other)), None)
        if written is None and paper.annexes:
            yield Finding(place="附件", stands="缺少", should=annex.title, why="按数据：应有此附件")
        elif written is not None and written.tables:  # else it could not be read, which is no finding
            yield from list(_compare(written, annex))[:SHOWN]


def _clauses(paper: Paper, notice: Notice) -> Iterator[Finding]:
    """Clauses that say the same as the data's but for their numbers; what was put in other words is left alone."""
    written = outline(read_text(notice_text(notice)))
    known: dict[str, set[tuple[str, ...]]] = {}
    for sentence in written.sentences():
        for clause in _split(sentence.text):
            known.setdefault(_NUMBER.sub("#", clause), set()).add(tuple(match[0] for match in _NUMBER.finditer(clause)))
    for sentence in paper.sentences():
        for clause in _split(sentence.text):
            numbers = [match[0] for match in _NUMBER.finditer(clause)]
            wanted = known.get(_NUMBER.sub("#", clause), set())
            if len(wanted) != 1 or tuple(numbers) in wanted:
                continue
            for stands, should in zip(numbers, next(iter(wanted)), strict=True):
                if stands != should:
                    yield Finding(
                        place=sentence.place, stands=stands, should=should, why=f"按数据：{_NUMBER.sub('□', clause)}"
                    )


def _split(text: str) -> list[str]:
    """Return the clauses that hold numbers and enough words to be known by."""
    clauses = re.split(r"[,;。:]", text)
    return [one for one in clauses if _NUMBER.search(one) and len(_NUMBER.sub("", one)) >= SHORTEST]


def _annex(page: AnnexPage) -> Annex:
    tables = [
        Table(tuple(tuple(canonical(str(cell)) for cell in row) for row in (part.head, *part.rows)))
        for part in page.parts
    ]
    if page.answers is not None:
        rows = [(counted(row.label, len(row.sites)), "、".join(row.sites)) for row in page.answers.rows]
        if missed := page.answers.not_measured:
            rows.append((counted(page.answers.not_measured_label, len(missed)), ""))
        head = ("互动回应情况", "网站名称")
        tables.append(Table(tuple((canonical(label), canonical(sites)) for label, sites in (head, *rows))))
    return Annex(number=page.number, title=canonical(page.title), tables=tuple(tables), captions=())


def _same(one: Annex, other: Annex) -> bool:
    return one.title == other.title or (
        bool(one.tables and other.tables) and one.tables[0].head == other.tables[0].head and one.number == other.number
    )


def _compare(written: Annex, known: Annex) -> Iterator[Finding]:
    said, should = _lines(written), _lines(known)
    for name, values in should.items():
        if name not in said:
            why = "按数据：此行应当列出"
            yield Finding(place=written.place, stands=f"缺少“{name}”", should="、".join(values) or name, why=why)
        elif not _agree(said[name], values):
            yield Finding(
                place=f"{written.place}“{name}”",
                stands="、".join(said[name]),
                should="、".join(values),
                why="与数据不一致",
            )
    for name in said:
        if name not in should:
            yield Finding(place=written.place, stands=f"“{name}”", should="不应列出", why="数据中没有")


def _agree(said: Sequence[str], should: Sequence[str]) -> bool:
    """Whether a line says what it should; a text file leaves cells empty, or out, that were merged on paper."""
    if "" in said:
        return {cell for cell in said if cell} <= set(should)
    return list(said) == list(should)


def _lines(annex: Annex) -> Mapping[str, Sequence[str]]:
    """Return the annex's lines by name: a unit with its figures, a member with its row's label."""
    found: dict[str, Sequence[str]] = {}
    for label, members in listed(annex).items():
        if not label.startswith("未能"):  # there the reasons stand between the names
            found |= {name: (label.split("(")[0],) for name in members}
    for table in annex.tables:
        if len(table.head) < 3:
            continue
        skip = [place for place, head in enumerate(table.head) if head in NUMBERING]
        for line in table.lines:
            cells = [cell for place, cell in enumerate(line) if place not in skip]
            if cells and cells[0] and not is_total(line):
                found[cells[0]] = tuple(cells[1:])
    return found
