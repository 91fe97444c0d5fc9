"""Replies that stand as data in a page's scripts, or in a JSON answer, instead of its markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from huiying.model import Stated
from huiying.probe.pages.dates import from_epoch, stated_alone
from huiying.probe.pages.flat import clean, clean_lines
from huiying.probe.pages.flatten import MOST_HTML, flatten, parse
from huiying.probe.pages.labels import SCRIPT_NAMES, claims_reply, says_nothing, state_in
from huiying.probe.pages.likeness import bare, contains, same_title
from huiying.probe.pages.reading import PageAnswer, PageReading
from huiying.probe.pages.speakers import is_office
from huiying.probe.pages.stamps import without_head

MOST_OBJECTS = 5000
MOST_DEPTH = 12
MOST_ANSWERS = 20
_ROLES = frozenset({"role", "type", "from", "sender", "usertype", "fromtype", "sendertype"})
_CITIZENS = frozenset(
    {
        "user",
        "citizen",
        "ask",
        "asker",
        "question",
        "member",
        "visitor",
        "网友",
        "用户",
        "市民",
        "群众",
        "咨询人",
        "提问",
        "追问",
    }
)
_STEP_KEYS = frozenset(
    {"node", "nodename", "step", "stepname", "action", "actionname", "operate", "operatetype", "type", "stage", "event"}
)
_REPLY_STEPS = frozenset({"reply", "answer", "replied", "答复", "回复", "部门答复", "部门回复", "办结答复"})
_ASIDE_KEY = re.compile(r"hot|transfer|forward|relat|recommend|latest|other|similar|common")
_REPLY_KEY = re.compile(r"reply|replies|replay|answer|huifu|dafu|feedback|respon|^hf|^df|回复|答复")


def read_embedded(html: str, *, number: str = "", title: str = "", question: str = "") -> PageReading | None:
    """Return what the data in a page's scripts says of the question; None where no object is about it."""
    readings = []
    for item in _objects(html):
        fields = _fields(item)
        if not {"title", "question", "text"} & fields.keys():
            continue
        fits = _fits(fields, number, title, question)
        if fits or not (number or title or question):
            readings.append((fits, _reading(item, fields, found=fits)))
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


def _reading(item: dict[str, Any], fields: dict[str, Any], *, found: bool) -> PageReading:
    answers = _answers(item, fields)
    first = answers[0] if answers else None
    state = fields.get("state")
    return PageReading(
        found=found, state=state_in(state) if isinstance(state, str) else "", asked_at=_time(fields.get("asked_at")),
        answered_at=first.answered_at if first else _time(fields.get("answered_at")),
        unit=first.unit if first else _short(fields, "unit", 40),
        text="\n\n".join(answer.text for answer in answers), answers=answers,
        number=_short(fields, "number", 60), title=_short(fields, "title", 200),
        claimed=not answers and isinstance(state, str) and claims_reply(state_in(state)),
    )  # fmt: skip


def _answers(item: dict[str, Any], fields: dict[str, Any]) -> tuple[PageAnswer, ...]:
    """Return the replies of a letter: its own, and each of those in a list beside it, with its own time and unit."""
    found = [_answer(fields)] + [_answer(_reply_fields(reply)) for reply in _replies(item)[:MOST_ANSWERS]]
    told = [answer for answer in found if not says_nothing(answer.text) and len(bare(answer.text)) >= 2]
    last = {answer.text: answer for answer in reversed(told)} | {a.text: a for a in told if a.answered_at or a.unit}
    return tuple(last[text] for text in dict.fromkeys(answer.text for answer in told))


def _answer(fields: dict[str, Any]) -> PageAnswer:
    raw = fields.get("text")
    text = _plain(raw) if isinstance(raw, str) else ""
    text, unit, when = without_head(text)
    return PageAnswer(
        text=text, answered_at=_time(fields.get("answered_at")) or when, unit=_short(fields, "unit", 40) or unit
    )


def _reply_fields(reply: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of an object that is a reply as a whole: there content is its text, createTime its time."""
    named = {_bare_key(key): value for key, value in reply.items() if not isinstance(value, dict | list)}
    fields = {}
    for name, wanted in (("text", "question"), ("answered_at", "asked_at"), ("unit", "unit")):
        keys = [
            *(k for k in named if SCRIPT_NAMES.get(k) == name),
            *(k for k in named if SCRIPT_NAMES.get(f"reply{k}") == name),
        ]
        keys += [k for k in named if SCRIPT_NAMES.get(k) == wanted]
        fields[name] = next((named[key] for key in keys if named[key] not in {None, ""}), None)
    return fields


def _short(fields: dict[str, Any], name: str, most: int) -> str:
    return clean(str(fields.get(name) or ""))[:most]


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
        field = SCRIPT_NAMES.get(_bare_key(key))
        if field is None or isinstance(value, dict | list) or value in {None, ""}:
            continue
        fields.setdefault(field, value)
    return fields


def _bare_key(key: object) -> str:
    return re.sub(r"[_\W]", "", str(key)).lower()


def _objects(html: str) -> Iterator[dict[str, Any]]:
    count = 0
    for text in _sources(html):
        stack: list[tuple[Any, int]] = [(value, 0) for value in _values(text)]
        while stack and count < MOST_OBJECTS:
            value, depth = stack.pop()
            count += 1
            if isinstance(value, dict):
                yield _merged(value)
            elif isinstance(value, list):
                yield from _conversation(value)
            if depth < MOST_DEPTH:
                inner: Iterable[Any] = value if isinstance(value, list) else ()
                if isinstance(value, dict):
                    inner = [each for key, each in value.items() if not _is_reply(key)]
                stack.extend((each, depth + 1) for each in inner if isinstance(each, dict | list))


def _conversation(items: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield each citizen's words of a list with the office's that follow them, where the items name their speakers."""
    asking: dict[str, Any] | None = None
    for item in items:
        if not isinstance(item, dict) or "question" not in _fields(item):
            return
        office = next((str(value) for value in item.values() if isinstance(value, str) and is_office(value)), "")
        if not office:
            if asking and "replies" in asking:
                yield asking
            asking = dict(item)
        elif asking is not None:
            replies = asking.setdefault("replies", [])
            if isinstance(replies, list):
                replies.append({"unit": office, **item})
    if asking and "replies" in asking:
        yield asking


def _is_reply(key: object) -> bool:
    """Whether what stands under this name is a reply or a list of them."""
    bare_key = _bare_key(key)
    return _REPLY_KEY.search(bare_key) is not None and not _ASIDE_KEY.search(bare_key)


def _replies(item: dict[str, Any]) -> list[dict[str, Any]]:
    under = [value for key, value in item.items() if _is_reply(key)]
    each = [one for value in under for one in (value if isinstance(value, list) else [value])]
    each += [one for value in item.values() if isinstance(value, list) for one in value if _is_reply_step(one)]
    return [one for one in each if isinstance(one, dict) and not _is_others(one, item)]


def _is_reply_step(step: object) -> bool:
    """Whether an object is the step of a letter's way that answers it ({"node": "REPLY", "opinion": …})."""
    if not isinstance(step, dict):
        return False
    named = [value for key, value in step.items() if _bare_key(key) in _STEP_KEYS and isinstance(value, str)]
    return any(value.strip().lower() in _REPLY_STEPS for value in named)


def _is_others(reply: dict[str, Any], letter: dict[str, Any]) -> bool:
    """Whether an object among replies is a citizen's further words, or another letter's reply."""
    role = {str(value).strip().lower() for key, value in reply.items() if _bare_key(key) in _ROLES}
    title, ours = _fields(reply).get("title"), _fields(letter).get("title")
    return bool(role & _CITIZENS) or (title is not None and ours is not None and not same_title(str(title), str(ours)))


def _merged(item: dict[str, Any]) -> dict[str, Any]:
    """Return an object whose letter stands beside its replies ({"letter": {…}, "replies": […]}) as one."""
    if not _replies(item) or {"title", "question"} & _fields(item).keys():
        return item
    letters = [
        v
        for k, v in item.items()
        if isinstance(v, dict) and not _is_reply(k) and {"title", "question"} & _fields(v).keys()
    ]
    return {**item, **letters[0]} if len(letters) == 1 else item


def is_data(html: str) -> bool:
    """Whether a page is an answer in JSON, without markup."""
    return html[:200].lstrip("\ufeff \r\n\t").startswith(("{", "["))


def _sources(html: str) -> Iterator[str]:
    text = html[:MOST_HTML].lstrip("\ufeff \r\n\t")
    if is_data(html):
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
