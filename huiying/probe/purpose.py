"""What a form is for: consultation, search, log-in, subscription, survey, look-up or something else (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from huiying.probe.controls import Button, Control
from huiying.probe.evidence import weigh
from huiying.probe.grouping import kind_of
from huiying.probe.lexicon import Lexicon

MAX_WEIGHED = 120

_SURE = 0.55
_CONTACT = frozenset(
    {
        "name",
        "nickname",
        "phone",
        "telephone",
        "email",
        "address",
        "id_number",
        "category",
        "department",
        "public",
        "organisation",
        "title",
    }
)


class Purpose(StrEnum):
    """表单用途."""

    CONSULTATION = "consultation"
    SEARCH = "search"
    LOGIN = "login"
    SUBSCRIBE = "subscribe"
    SURVEY = "survey"
    LOOKUP = "lookup"
    OTHER = "other"


class Form(Protocol):
    """What of a form its purpose is read from."""

    @property
    def controls(self) -> tuple[Control, ...]: ...
    @property
    def buttons(self) -> tuple[Button, ...]: ...
    @property
    def headings(self) -> tuple[str, ...]: ...
    @property
    def title(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def identity(self) -> str: ...
    @property
    def url(self) -> str: ...


def present(controls: Sequence[Control]) -> list[Control]:
    """Return the controls that a person can see; where none can be seen (a form behind a 须知), those of the form itself."""
    seen = [one for one in controls if one.visible]
    if any(one.kind in {"text", "textarea", "richtext", "select"} for one in seen):
        return seen
    hidden = [one for one in controls if one.hidden in {"display", "frame", "visibility"}]
    if not hidden:
        return seen
    causes = [one.hidden_by for one in hidden]
    usual = max(set(causes), key=causes.count)
    return (
        [*seen, *(one for one in hidden if one.hidden_by == usual)]
        if causes.count(usual) > 1 or len(hidden) == 1
        else seen
    )


def _fields(controls: Sequence[Control], lexicon: Lexicon) -> dict[str, float]:
    """The fields that the controls most likely are, without assigning them: field → best score."""
    found: dict[str, float] = {}
    for control in controls[:MAX_WEIGHED]:
        scores = weigh(control, lexicon, messages={})
        top = max((one.score for one in scores.values()), default=0.0)
        for name, one in scores.items():
            if one.score >= top - 0.12 and one.score >= 0.45:
                found[name] = max(found.get(name, 0.0), one.score)
    return found


def purpose_of(form: Form, lexicon: Lexicon) -> Purpose:
    """Return what the form is for, by its fields first, then its buttons, then the words around it."""
    controls = present(form.controls)
    fields = _fields(controls, lexicon)
    kinds = {kind_of(one, lexicon) for one in form.buttons if not one.hidden}
    around = (*form.headings, form.action, form.identity, form.title)
    big = [one for one in controls if one.kind in {"textarea", "richtext"}]
    typed = [one for one in controls if one.kind in {"text", "textarea", "richtext"}]
    if big or fields.get("body", 0.0) >= _SURE:
        told = _with_body(form, controls, fields, kinds, lexicon)
        if told:
            return told
    secret = any(one.type == "password" for one in controls)
    if "login" in kinds or (
        secret and ("username" in fields or lexicon.speaks_of("login", *around)) and "register" not in kinds
    ):
        return Purpose.LOGIN if typed else Purpose.OTHER
    if "register" in kinds:
        return Purpose.OTHER
    if _is_lookup(fields, kinds, secret=secret):
        return Purpose.LOOKUP
    if (
        "search" in kinds
        or fields.get("keywords", 0.0) >= 0.5
        or (len(typed) <= 1 and lexicon.speaks_of("search", form.action, form.identity))
    ):
        return Purpose.SEARCH
    if "subscribe" in kinds or (len(typed) <= 2 and "email" in fields and lexicon.speaks_of("subscribe", *around)):
        return Purpose.SUBSCRIBE
    choices = [one for one in controls if one.kind in {"radio", "checkbox"}]
    if choices and ("vote" in kinds or (len(choices) >= len(typed) and lexicon.speaks_of("survey", *around))):
        return Purpose.SURVEY
    if "lookup" in kinds:
        return Purpose.LOOKUP if not fields.keys() & {"title", "category", "department"} else Purpose.SEARCH
    if (
        len(_CONTACT & fields.keys()) >= 4
        and "title" in fields
        and lexicon.speaks_of("consultation", *around, form.url)
    ):
        return Purpose.CONSULTATION
    return Purpose.OTHER


def _is_lookup(fields: dict[str, float], kinds: set[str], *, secret: bool) -> bool:
    asks = fields.get("query_number", 0.0) >= 0.5 or fields.get("query_password", 0.0) >= 0.6
    return (asks and "name" not in fields) or (
        "lookup" in kinds and (asks or secret or bool(fields.keys() & {"phone", "id_number", "captcha"}))
    )


def _with_body(
    form: Form, controls: Sequence[Control], fields: dict[str, float], kinds: set[str], lexicon: Lexicon
) -> Purpose | None:
    around = (*form.headings, form.action, form.identity, form.title, form.url)
    buttons = tuple(one.text for one in form.buttons if not one.hidden)
    choices = [one for one in controls if one.kind in {"radio", "checkbox"} and len(one.options) > 1]
    contact = _CONTACT & fields.keys()
    near = (*form.headings[:2], form.action, form.identity, *buttons)
    if lexicon.speaks_of("other", *form.headings[:2], form.title, form.action, form.identity):
        return Purpose.OTHER
    if "vote" in kinds or (
        len(choices) >= 3 and not contact & {"title", "name", "phone", "email"} and lexicon.speaks_of("survey", *around)
    ):
        return Purpose.SURVEY
    if "comment" in kinds or (
        len(controls) <= 4 and not contact & {"title", "phone"} and lexicon.speaks_of("comment", *near)
    ):
        return Purpose.OTHER
    if kinds & {"search", "lookup", "login"} and not kinds & {"submit", ""} and len(contact) < 3:
        return None
    if "body" in fields or len(contact) >= 3:
        named = contact & {"title", "name", "nickname", "phone", "email", "telephone", "department"}
        if named or lexicon.speaks_of("consultation", *around, *buttons):
            return Purpose.CONSULTATION
    if len(contact & {"title", "name", "phone", "email"}) >= 1 and lexicon.speaks_of("consultation", *around, *buttons):
        return Purpose.CONSULTATION
    return None
