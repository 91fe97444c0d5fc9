"""Replies that stand as data in a page's scripts, or in a JSON answer, instead of its markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from huiying.model import Stated
from huiying.probe.pages.dates import from_epoch, stated_alone
from huiying.probe.pages.flat import MOST_HTML, clean, clean_lines, flatten, parse
from huiying.probe.pages.labels import SCRIPT_NAMES, says_nothing, state_in
from huiying.probe.pages.likeness import bare, contains, same_title
from huiying.probe.pages.reading import PageAnswer, PageReading

MOST_OBJECTS = 5000
MOST_DEPTH = 12
MOST_STARTS = 400


def read_embedded(html: str, *, number: str = "", title: str = "", question: str = "") -> PageReading | None:
    """Return what the data in a page's scripts says of the question; None where no object is about it."""
    readings = []
    for item in _objects(html):
        fields = _fields(item)
        if "title" not in fields and "question" not in fields and "text" not in fields:
            continue
        fits = _fits(fields, number, title, question)
        if fits or not (number or title or question):
            readings.append((fits, _reading(fields, found=fits)))
    if not readings:
        return None
    answered = [reading for _, reading in readings if reading.answers]
    if len({reading.text for reading in answered}) > 1:
        return None
    return answered[0] if answered else readings[0][1]


def _fits(fields: dict[str, Any], number: str, title: str, question: str) -> bool:
    if number and str(fields.get("number", "")).strip() == number:
        return True
    shown = str(fields.get("title", ""))
    body = str(fields.get("question", ""))
    return (
        same_title(shown, title)
        or same_title(shown, question)
        or (bool(question) and contains(body, question))
        or same_title(body, title)
    )


def _reading(fields: dict[str, Any], *, found: bool) -> PageReading:
    raw = fields.get("text")
    text = _plain(raw) if isinstance(raw, str) else ""
    when = _time(fields.get("answered_at"))
    unit = clean(str(fields.get("unit") or ""))[:40]
    answers = () if says_nothing(text) or len(bare(text)) < 2 else (PageAnswer(text=text, answered_at=when, unit=unit),)
    state = fields.get("state")
    return PageReading(
        found=found, state=state_in(state) if isinstance(state, str) else "", asked_at=_time(fields.get("asked_at")),
        answered_at=when, unit=unit, text=answers[0].text if answers else "", answers=answers,
        number=clean(str(fields.get("number") or ""))[:60], title=clean(str(fields.get("title") or ""))[:200],
    )  # fmt: skip


def _plain(text: str) -> str:
    return clean_lines(flatten(text).text) if "<" in text else clean_lines(text)


def _time(value: object) -> Stated | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return from_epoch(float(value))
    text = str(value)[:60]
    return from_epoch(float(text)) if re.fullmatch(r"1\d{9}|1\d{12}", text) else stated_alone(text)


def _fields(item: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key, value in item.items():
        field = SCRIPT_NAMES.get(re.sub(r"[_\W]", "", str(key)).lower())
        if field is None or isinstance(value, dict | list) or value in {None, ""}:
            continue
        fields.setdefault(field, value)
    return fields


def _objects(html: str) -> Iterator[dict[str, Any]]:
    count = 0
    for text in _sources(html):
        stack: list[tuple[Any, int]] = [(value, 0) for value in _values(text)]
        while stack and count < MOST_OBJECTS:
            value, depth = stack.pop()
            count += 1
            if isinstance(value, dict):
                yield _merged(value)
            if depth < MOST_DEPTH:
                inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
                stack.extend((each, depth + 1) for each in inner if isinstance(each, dict | list))


def _merged(item: dict[str, Any]) -> dict[str, Any]:
    """Return an object with a single nested reply ({"reply": {"content": …, "time": …}}) drawn up into it."""
    for key in ("reply", "answer", "replies", "replyList", "answers", "replys"):
        inner = item.get(key)
        if isinstance(inner, list) and inner:
            inner = inner[0]
        if isinstance(inner, dict):
            renamed = {f"reply{name}": value for name, value in inner.items()}
            return (
                {k: v for k, v in item.items() if k != key}
                | renamed
                | {k: v for k, v in inner.items() if "reply" in k.lower()}
            )
    return item


def _sources(html: str) -> Iterator[str]:
    text = html[:MOST_HTML].lstrip("\ufeff \r\n\t")
    if text.startswith(("{", "[")):
        yield text
        return
    for script in parse(text).css("script"):
        content = script.text() or ""
        if "{" in content and not (script.attributes.get("src") or ""):
            yield content[:1_000_000]


def _values(text: str) -> Iterator[Any]:
    """Yield the JSON objects that stand in a script after = ( : or at its beginning."""
    decoder = json.JSONDecoder()
    at = 0
    for start in re.finditer(r"(?:^|[=(:,])\s*([{\[])\s*[\"{\[]", text):
        if start.start(1) < at:
            continue
        try:
            value, at = decoder.raw_decode(text, start.start(1))
        except (ValueError, RecursionError):
            continue
        yield value
