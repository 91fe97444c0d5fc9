"""A recipe's pins: where on a detail page things stand, where reading by words is not enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from huiying.model import Stated
from huiying.probe.pages.dates import stated
from huiying.probe.pages.flat import clean, clean_lines
from huiying.probe.pages.flatten import flatten, parse
from huiying.probe.pages.labels import says_nothing, state_in
from huiying.probe.pages.reading import PageAnswer, PageReading

MOST_ANSWERS = 20


def pinned(html: str, pins: Mapping[str, str], reading: PageReading) -> PageReading:
    """Return the reading with what the pins find; a pin that finds nothing says that there is nothing."""
    if not pins or reading.note:
        return reading
    tree = parse(html)
    if "state" in pins:
        text = _first(tree, pins["state"])
        reading = replace(reading, state=state_in(text) or text[:20])
    if "asked_at" in pins:
        reading = replace(reading, asked_at=_time(tree, pins["asked_at"]))
    if "unit" in pins:
        reading = replace(reading, unit=_first(tree, pins["unit"])[:40])
    if "number" in pins:
        reading = replace(reading, number=_first(tree, pins["number"])[:60])
    answers = reading.answers
    if "text" in pins:
        texts = [clean_lines(flatten(node.html or "").text) for node in _nodes(tree, pins["text"])[:MOST_ANSWERS]]
        answers = tuple(PageAnswer(text=text) for text in texts)
    if len(answers) > 1:
        answers = tuple(one for one in _each(tree, pins, answers) if not says_nothing(one.text))
        when = answers[0].answered_at if answers else None
    else:
        when = _time(tree, pins["answered_at"]) if "answered_at" in pins else reading.answered_at
        answers = tuple(
            replace(
                answer,
                answered_at=answer.answered_at if "answered_at" not in pins and answer.answered_at else when,
                unit=answer.unit or reading.unit,
            )
            for answer in answers
            if not says_nothing(answer.text)
        )
    return replace(reading, answers=answers, answered_at=when, text="\n\n".join(answer.text for answer in answers))


def _each(tree: LexborHTMLParser, pins: Mapping[str, str], answers: tuple[PageAnswer, ...]) -> tuple[PageAnswer, ...]:
    """Give several replies the pinned times and units where there is one for each, in order; else a pin says nothing."""

    def pinned_to(name: str) -> list[str]:
        found = [_text(node) for node in _nodes(tree, pins[name])]
        return found if len(found) == len(answers) else [""] * len(answers)

    if "answered_at" in pins:
        times = [stated(text) for text in pinned_to("answered_at")]
        answers = tuple(replace(one, answered_at=time) for one, time in zip(answers, times, strict=True))
    if "unit" in pins:
        units = pinned_to("unit")
        answers = tuple(replace(one, unit=one.unit or unit[:40]) for one, unit in zip(answers, units, strict=True))
    return answers


def _nodes(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return list(tree.css(selector))
    except (SelectolaxError, ValueError):
        return []


def _first(tree: LexborHTMLParser, selector: str) -> str:
    nodes = _nodes(tree, selector)
    return _text(nodes[0]) if nodes else ""


def _text(node: LexborNode) -> str:
    return clean(flatten(node.html or "").text)


def _time(tree: LexborHTMLParser, selector: str) -> Stated | None:
    return stated(_first(tree, selector))
