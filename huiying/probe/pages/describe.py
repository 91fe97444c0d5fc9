"""`huiying page read`: what one saved page says of a question, as plain values."""

from __future__ import annotations

from huiying.answer import judge
from huiying.model import AnswerKind, Judgement, Precision, Stated
from huiying.probe.pages.detail import read_detail
from huiying.probe.pages.encoding import Undecodable, decode
from huiying.probe.pages.labels import is_settled
from huiying.probe.pages.likeness import only_kin
from huiying.probe.pages.listing import find_in_list, read_list
from huiying.probe.pages.reading import ListEntry, PageAnswer, PageReading

NOTHING_FOUND = "网页上没有认出咨询或答复"
NO_ANSWER = frozenset({AnswerKind.ACKNOWLEDGEMENT, AnswerKind.TRANSFERRED, AnswerKind.POINTER})


def describe(raw: bytes, *, question: str = "", number: str = "", title: str = "") -> dict[str, object]:
    """Return {"answered", "state", "asked_at", "answered_at", "precision", "unit", "text", "kind", "note"} for a saved page.

    Times are ISO 8601 (a date alone where the page gives no more), null where the page states none. `kind` is null
    without a reply. A reply that only acknowledges, transfers or points is no answer. On a list, a line that says
    已答复 or gives a time of reply is answered, kind "pointer": the text stands elsewhere. `note` (Chinese, "" for none)
    says why a page could not be read for this question: not decodable, another's question, several alike, nothing recognised.
    """
    try:
        html = decode(raw)
    except Undecodable as error:
        return _shape(PageReading(note=f"网页的文字无法识别（{error}）"), None)
    reading = read_detail(html, number=number, title=title, question=question)
    if reading.answers:
        return _with_judgement(reading, question or title)
    lines = read_list(html)
    entries = find_in_list(lines, title=title or question, number=number)
    if not entries and not title and (place := only_kin([line.title for line in lines], question)) >= 0:
        entries = [lines[place]]
    if len(entries) == 1:
        return _of_entry(entries[0])
    return _with_judgement(reading, question or title)


def _with_judgement(reading: PageReading, question: str) -> dict[str, object]:
    best: tuple[int, Judgement | None] = (0, None)
    for place, answer in enumerate(reading.answers):
        judgement = judge(answer.text, question=question)
        if best[1] is None or (best[1].kind in NO_ANSWER and judgement.kind not in NO_ANSWER):
            best = (place, judgement)
    return _shape(reading, best[1], best[0])


def _shape(reading: PageReading, judgement: Judgement | None, place: int = 0) -> dict[str, object]:
    answer = reading.answers[place] if reading.answers else None
    # Without a reply only a state like 已答复 or 已办结 says that there was one; else the time is another letter's.
    settled = reading.answered_at if is_settled(reading.state) and not reading.withdrawn else None
    when = answer.answered_at if answer else settled
    return {
        "answered": judgement is not None and judgement.kind not in NO_ANSWER,
        "state": reading.state,
        "asked_at": _iso(reading.asked_at),
        "answered_at": _iso(when),
        "precision": when.precision.value if when else None,
        "unit": _unit(reading, answer),
        "text": answer.text if answer else "",
        "kind": judgement.kind.value if judgement else None,
        "note": reading.note or ("" if _says_something(reading) else NOTHING_FOUND),
    }


def _unit(reading: PageReading, answer: PageAnswer | None) -> str:
    """Return the reply's unit; of several replies one that names none has not the unit of another."""
    if answer is None or not any(one.unit for one in reading.answers):
        return reading.unit
    return answer.unit


def _says_something(reading: PageReading) -> bool:
    stated = reading.found or reading.answers or reading.state or reading.asked_at or reading.answered_at
    return bool(stated or reading.number or reading.title)


def _of_entry(entry: ListEntry) -> dict[str, object]:
    answered = entry.claimed
    return {
        "answered": answered,
        "state": entry.state,
        "asked_at": _iso(entry.asked_at),
        "answered_at": _iso(entry.answered_at),
        "precision": entry.answered_at.precision.value if entry.answered_at else None,
        "unit": entry.unit,
        "text": "",
        "kind": AnswerKind.POINTER.value if answered or entry.answered_at else None,
        "note": "",
    }


def _iso(when: Stated | None) -> str | None:
    if when is None:
        return None
    if when.precision is Precision.DATE:
        return when.at.date().isoformat()
    return when.at.isoformat(timespec="minutes" if when.precision is Precision.MINUTE else "seconds")
