"""Which of a page's records is our question, and which are surely another's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from huiying.probe.pages.asking import where_asked
from huiying.probe.pages.fields import Hit
from huiying.probe.pages.flat import PIECE, Flat, clean
from huiying.probe.pages.labels import Name
from huiying.probe.pages.likeness import (
    STRANGE,
    bare,
    contains,
    has_number,
    kinship,
    number_places,
    only_kin,
    same_title,
)
from huiying.probe.pages.records import Record


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What is known of our question, to find it among others: its receipt number, its title, its text."""

    number: str = ""
    title: str = ""
    question: str = ""

    def __bool__(self) -> bool:
        return bool(self.number or self.title or self.question)


def best_records(flat: Flat, records: list[Record], asked: Asked) -> list[Record]:
    """Return the records that fit best: by number, else by title and text together, else by either."""

    def holding(test: Callable[[str], bool], among: Iterable[Record]) -> list[Record]:
        return [record for record in among if test(flat.text[record.start : record.end])]

    if asked.number and (found := holding(lambda text: has_number(text, asked.number), records)):
        return found
    by_title = [record for record in records if _shows_title(flat, record, asked.title)] if asked.title else []
    by_text = holding(lambda text: contains(text, asked.question), records) if asked.question else []
    if not by_title and asked.question:
        by_title = [record for record in records if _shows_title(flat, record, asked.question)]
    by_title = [r for r in by_title if not _other_body(r, flat.text[r.start : r.end], asked)]
    both = [record for record in by_title if record in by_text]
    fitting = both or by_title or by_text
    if not fitting and asked.question and not asked.title:
        place = only_kin([_title(record) for record in records], asked.question)
        fitting = records[place : place + 1] if place >= 0 else []
    return [r for r in fitting if not _other_number(r, asked)] or fitting[:0]


def fits(flat: Flat, record: Record, asked: Asked) -> bool:
    """Whether a record is our question: by its number, else by its title or its words."""
    text = flat.text[record.start : record.end]
    if asked.number and has_number(text, asked.number):
        return True
    if _other_number(record, asked):
        return False
    title, question = asked.title, asked.question
    if _other_body(record, text, asked):
        return False
    return (
        (bool(title) and (_shows_title(flat, record, title) or same_title(_page_title(flat), title)))
        or (bool(question) and (contains(text, question) or _shows_title(flat, record, question)))
    )  # fmt: skip


def _page_title(flat: Flat) -> str:
    return flat.title.replace("_", "-").split("-")[0]


def _shows_title(flat: Flat, record: Record, title: str) -> bool:
    for hit in record.hits:
        if hit.name in {Name.TITLE, Name.QUESTION} and same_title(hit.value, title):
            return True
    needle = bare(title)
    if len(needle) < 4:
        return False
    lines = PIECE.findall(flat.text[record.start : record.end])
    return any(
        needle == bare(line)
        or (len(line) < 200 and same_title(line, title))
        or (len(needle) >= 8 and needle in bare(line))
        for line in lines
        if line.strip()
    )


def _other_body(record: Record, text: str, asked: Asked) -> bool:
    """Whether the record shows, under our title, another person's words."""
    if not (asked.title and asked.question) or contains(text, asked.question):
        return False
    bodies = [h.value for h in record.hits if h.name is Name.QUESTION and len(bare(h.value)) >= 12]
    return any(not same_title(body, asked.title) and kinship(asked.question, body) <= STRANGE for body in bodies)


def places(flat: Flat, record: Record, asked: Asked) -> list[int]:
    """Return where our number stands in a record, else our words and each line that is our title alone; [] for nowhere."""
    text = flat.text[record.start : record.end]
    if asked.number and (found := [record.start + at for at in number_places(text, asked.number)]):
        return found
    at, _ = where_asked(flat, record, (asked.question, asked.title))
    lines = PIECE.finditer(text)
    titles = [record.start + line.start() for line in lines if _is_title(line.group(), asked)]
    return [*([at] if at >= 0 else []), *titles]


def _is_title(line: str, asked: Asked) -> bool:
    return len(line) < 200 and any(
        len(own) >= 4 and bare(line) == own for own in map(bare, (asked.title, asked.question))
    )


def _title(record: Record) -> str:
    return value_of(record, Name.TITLE) or value_of(record, Name.QUESTION)


def _other_number(record: Record, asked: Asked) -> bool:
    """Whether the record names a number of the same form as ours that is another one."""
    if not asked.number:
        return False
    shown = [h.value.split(" ")[0] for h in record.hits if h.name is Name.NUMBER and h.value]
    return any(len(value) == len(asked.number) and value != asked.number for value in shown)


def names_another(flat: Flat, record: Record, asked: Asked) -> bool:
    """Whether the page itself says which question it shows, and it is not ours."""
    if _other_number(record, asked) or _other_body(record, flat.text[record.start : record.end], asked):
        return True
    if not (asked.title or asked.question):
        return False
    shown = [h.value for h in record.hits if h.name in {Name.TITLE, Name.QUESTION} and len(bare(h.value)) >= 4]
    if not asked.title:  # a title words the same question otherwise than its body
        shown = [value for value in shown if kinship(value, asked.question) <= STRANGE]
    return bool(shown)


def value_of(record: Record, name: Name) -> str:
    """Return what the record's first label of this name says; "" for none."""
    values: list[Hit] = [h for h in record.hits if h.name is name and h.value]
    return clean(values[0].value)[:200] if values else ""
