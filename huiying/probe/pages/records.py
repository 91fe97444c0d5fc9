"""One page may show many people's questions: where each begins and ends."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from huiying.probe.pages.fields import Hit
from huiying.probe.pages.flat import HEADINGS, SEPARATORS, Flat
from huiying.probe.pages.labels import QUESTION_NAMES, Name

_ANSWERISH = frozenset({Name.ANSWER, Name.ANSWERED})
_LONGEST_HEADING = 120


@dataclass(frozen=True, slots=True)
class Record:
    """The part [start, end) of the page's string that belongs to one question, with the labels in it."""

    start: int
    end: int
    hits: tuple[Hit, ...]


def split_records(flat: Flat, hits: list[Hit]) -> list[Record]:
    """Return the page's questions in order; a page without repeated question labels is one record."""
    splitting = _splitting(hits)
    if not splitting:
        return [Record(0, len(flat.text), tuple(hits))]
    boxes = _boxes(flat, splitting)
    spans = [(flat.elements[box].start, flat.elements[box].end) for box in boxes]
    if not _hold(spans, hits):
        spans = _runs(flat, boxes)
    return [Record(start, end, tuple(h for h in hits if start <= h.start < end)) for start, end in spans]


def _splitting(hits: list[Hit]) -> list[Hit]:
    """Return the hits of the label that begins each question, where one is repeated."""
    kinds = Counter((h.name, h.label) for h in hits if h.name in QUESTION_NAMES and not h.label.startswith("追"))
    if not kinds or max(kinds.values()) < 2:
        return []  # several replies under one question are not told from several questions
    most = max(kinds.values())
    chosen = next((h.name, h.label) for h in hits if kinds.get((h.name, h.label)) == most)
    return [h for h in hits if (h.name, h.label) == chosen]


def _boxes(flat: Flat, splitting: list[Hit]) -> list[int]:
    starts = [h.start for h in splitting]
    boxes = []
    for hit in splitting:
        box = hit.element
        for index in flat.up(hit.element):
            element = flat.elements[index]
            if sum(element.start <= start < element.end for start in starts) > 1:
                break
            box = index
        boxes.append(box)
    return boxes


def _hold(spans: list[tuple[int, int]], hits: list[Hit]) -> bool:
    """Whether the boxes hold every reply of the page: then they are the records."""
    replies = [h.start for h in hits if h.name in _ANSWERISH]
    return all(any(start <= reply < end for start, end in spans) for reply in replies)


def _runs(flat: Flat, boxes: list[int]) -> list[tuple[int, int]]:
    """Return spans from each box to the next one; a heading right before a box belongs to it."""
    starts = [_with_heading(flat, box) for box in boxes]
    last = flat.elements[boxes[-1]]
    end = flat.elements[last.parent].end if last.parent >= 0 else last.end
    return list(zip(starts, [*starts[1:], max(end, last.end)], strict=True))


def _with_heading(flat: Flat, box: int) -> int:
    element = flat.elements[box]
    if element.parent < 0:
        return element.start
    siblings = flat.elements[element.parent].children
    place = siblings.index(box)
    for before in reversed(siblings[max(0, place - 2) : place]):
        candidate = flat.elements[before]
        text = flat.inside(before).strip(SEPARATORS)
        if not text:
            continue
        is_heading = candidate.tag in HEADINGS or candidate.tag == "dt" or "tit" in candidate.classes.lower()
        return candidate.start if is_heading and len(text) <= _LONGEST_HEADING else element.start
    return element.start
