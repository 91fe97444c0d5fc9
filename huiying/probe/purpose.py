"""What a form is for: consultation, search, log-in, subscription, survey, look-up or something else (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from huiying.probe.controls import Button, Control
from huiying.probe.evidence import weigh
from huiying.probe.grouping import kind_of
from huiying.probe.lexicon import Lexicon
from huiying.probe.wording import plain

MAX_WEIGHED = 120

_SURE = 0.55
_REMARK = 0.9
_NAME = 8
"""A heading of more characters is no plain name of a channel."""
_LINE = 12
"""A heading of more characters is a sentence or an article's title."""
_TITLE_ENDS = re.compile(r"\s*[-_|—–,，·>»]\s*")
"""What stands between a page's own name and the site's in a title."""
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


_SIGNED = frozenset({"title", "name", "nickname", "phone", "email", "telephone", "department"})


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
    @property
    def messages(self) -> Mapping[str, str]: ...


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


def _said_of_the_box(controls: Sequence[Control], messages: Mapping[str, str]) -> tuple[str, ...]:
    """What stands beside the form's big box (投诉内容, 我要留言), and what the script says of it (请填写咨询内容)."""
    boxes = [one.texts for one in controls if one.kind in {"textarea", "richtext"}][:1]
    beside = [
        text
        for t in boxes
        for text in (*t.label, t.left, t.item, *t.before[:1], *t.above[:1], t.placeholder, t.seen_left, t.seen_above)
    ]
    boxed = [one for one in controls if one.kind in {"textarea", "richtext"}][:1]
    beside += [messages.get(one.name) or messages.get(one.id, "") for one in boxed]
    return tuple(text for text in beside if 0 < len(text) <= 30)


def _all_apart(controls: Sequence[Control]) -> bool:
    """Whether there are several big boxes and each bears a label of its own: 企业情况, 融资用途 make no letter together."""
    boxes = [one.texts for one in controls if one.kind in {"textarea", "richtext"}]
    return len(boxes) > 1 and all(any(map(plain, (*t.label, t.left, t.item, *t.before[:1]))) for t in boxes)


def _above_the_box(controls: Sequence[Control]) -> tuple[str, ...]:
    boxes = [one.texts for one in controls if one.kind in {"textarea", "richtext"}][:1]
    return tuple(text for t in boxes for text in (*t.above[:1], t.seen_above) if 0 < len(text) <= 10)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Signs:
    """What the purpose is read from: likely fields, kinds of the buttons, kinds of control, the words around."""

    fields: Mapping[str, float]
    kinds: frozenset[str]
    typed: int
    choices: int
    controls: int
    big: bool
    apart: bool
    secret: bool
    looked_up: bool
    near: tuple[str, ...]
    above: tuple[str, ...]
    around: tuple[str, ...]
    lexicon: Lexicon

    def says(self, purpose: str, *, near: bool = False) -> bool:
        return self.lexicon.speaks_of(purpose, *(self.near if near else self.around))

    def contact(self) -> set[str]:
        return set(_CONTACT & self.fields.keys())


def purpose_of(form: Form, lexicon: Lexicon) -> Purpose:
    """Return what the form is for, by its fields first, then its buttons, then the words around it."""
    controls = present(form.controls)
    folded = all(one.hidden for one in controls)
    pressed = [one for one in form.buttons if folded or not one.hidden]
    buttons = tuple(one.text for one in pressed)
    choices = [one for one in controls if one.kind in {"radio", "checkbox"}]
    signs = _Signs(
        fields=_fields(controls, lexicon),
        kinds=frozenset(kind_of(one, lexicon) for one in pressed),
        typed=sum(1 for one in controls if one.kind in {"text", "textarea", "richtext"}),
        choices=len(choices),
        controls=len(controls),
        big=any(one.kind in {"textarea", "richtext"} for one in controls),
        apart=_all_apart(controls),
        looked_up=any(
            plain(one).endswith("查询") for one in (*form.headings[:2], _TITLE_ENDS.split(form.title.strip())[0])
        ),
        secret=any(one.type == "password" for one in controls),
        near=(*form.headings[:2], form.action, form.identity, *buttons, *_said_of_the_box(controls, form.messages)),
        above=_above_the_box(controls),
        around=(
            *form.headings,
            form.action,
            form.identity,
            form.title,
            form.url,
            *buttons,
            *_said_of_the_box(controls, form.messages),
        ),
        lexicon=lexicon,
    )
    whole = signs.big or signs.fields.get("body", 0.0) >= _SURE or {"title", "body"} <= signs.fields.keys()
    told = _with_body(signs, form) if whole else None
    return told or _entrance(signs) or _question(signs) or _letter_without_body(signs)


def _with_body(signs: _Signs, form: Form) -> Purpose | None:
    """A form that holds a text of some length is a letter, unless it says that it is something else."""
    contact = signs.contact()
    told: Purpose | None = None
    buttons = [one.text for one in form.buttons if not one.hidden]
    if signs.lexicon.speaks_of(
        "other", *form.headings[:2], form.title, form.action, form.identity, *buttons
    ) or _of_a_deal(form, buttons, signs.lexicon):
        told = Purpose.OTHER
    elif (
        "vote" in signs.kinds
        or (signs.choices >= 3 and not contact & {"title", "name", "phone", "email"} and signs.says("survey"))
        or _of_a_survey(form, signs.lexicon)
    ):
        told = Purpose.SURVEY
    elif ("comment" in signs.kinds and not _on_a_board(form, signs.lexicon)) or (
        signs.controls <= 4
        and (_called_comments(form, signs.lexicon) or (not contact & {"title", "phone"} and _for_comments(signs, form)))
    ):
        told = Purpose.OTHER
    elif signs.kinds & {"search", "lookup", "login"} and not signs.kinds & {"submit", ""} and len(contact) < 3:
        told = None
    elif (contact & _SIGNED and ("body" in signs.fields or (len(contact) >= 3 and not signs.apart))) or (
        (
            "body" in signs.fields
            or contact & _SIGNED
            or signs.kinds & {"submit", ""}
            or ("next" in signs.kinds and signs.controls > 1)
        )
        and signs.says("consultation")
    ):
        told = Purpose.CONSULTATION
    return told


def _of_a_deal(form: Form, buttons: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether the form orders, books or joins something: by its page's own title, its heading or button, or by what it asks for.

    A site's name (某某加盟网) and a stray line tell nothing where the form or its page is called after a letter.
    """
    title = _TITLE_ENDS.split(form.title.strip())[0]
    called = (title, *form.headings[:2], *buttons, form.action, form.identity)
    if lexicon.speaks_of("consultation", *called):
        return False
    asked = [text for one in present(form.controls) for text in _labels_of(one)]
    return lexicon.speaks_of("deals", *called) or lexicon.speaks_of("deal_asks", *asked)


def _of_a_survey(form: Form, lexicon: Lexicon) -> bool:
    """Whether the page's own title or heading calls it a survey and its box takes but a remark (网上评议 with 补充说明)."""
    boxes = [one for one in present(form.controls) if one.kind in {"textarea", "richtext"}]
    labels = [lexicon.read_label(text) for one in boxes for text in _labels_of(one)[:1]]
    called = (_TITLE_ENDS.split(form.title.strip())[0], *form.headings[:2])
    remarks = len(labels) == len(boxes) == 1 and labels[0].get("remark", 0.0) >= _REMARK
    return remarks and lexicon.speaks_of("survey", *called) and not lexicon.speaks_of("consultation", *called)


def _labels_of(control: Control) -> tuple[str, ...]:
    t = control.texts
    typed = (t.placeholder,) if control.kind == "text" else ()
    return tuple(one for one in (*t.label, t.left, t.item, *t.before[:1], *typed) if 0 < len(one) <= _LINE)


def _called_comments(form: Form, lexicon: Lexicon) -> bool:
    """Whether the line above the form is what a button for comments says: 发布评论."""
    above = (text for one in present(form.controls)[:1] for text in one.texts.above[:2])
    return any(lexicon.button_kind(one) == "comment" for one in above if len(plain(one)) <= _NAME)


def _for_comments(signs: _Signs, form: Form) -> bool:
    """Whether a short form is for comments on an article: its heading or the line above its box says so, or its name alone."""
    if _on_a_board(form, signs.lexicon):
        return False
    if signs.lexicon.speaks_of("comment", *form.headings[:2]):
        return True
    if signs.lexicon.speaks_of("comment", *signs.above) and not signs.lexicon.speaks_of(
        "consultation", *form.headings[:2]
    ):
        return True
    return signs.lexicon.speaks_of("comment", form.identity) and not signs.says("consultation", near=True)


def _on_a_board(form: Form, lexicon: Lexicon) -> bool:
    """Whether the heading calls the form a 留言板 and not a place for comments, whatever its button says.

    A page whose own heading is the name of such a channel (网上咨询) is one also where software calls the form 发表评论; the title of
    an article, which says more than a name, is none.
    """
    above = [one for one in form.headings[:2] if len(plain(one)) <= _LINE]
    if lexicon.speaks_of("consultation", *above) and not lexicon.speaks_of("comment", *above):
        return True
    names = [plain(one) for one in form.headings if not lexicon.speaks_of("comment", one)]
    return any(len(one) <= _NAME and one.endswith(lexicon.purposes["consultation"]) for one in names)


def _entrance(signs: _Signs) -> Purpose | None:
    """Log-in, registration, look-up by a number."""
    named = "username" in signs.fields or signs.says("login")
    entered = signs.secret and named and not signs.kinds & {"register", "lookup"}
    if signs.typed and ("login" in signs.kinds or entered):
        return Purpose.LOGIN
    if signs.kinds & {"register", "login"}:
        return Purpose.OTHER
    asks = signs.fields.get("query_number", 0.0) >= 0.5 or signs.fields.get("query_password", 0.0) >= 0.6
    known_by = signs.secret or bool(signs.fields.keys() & {"phone", "id_number", "captcha"})
    looks = "lookup" in signs.kinds and (asks or known_by)
    return Purpose.LOOKUP if looks or (asks and "name" not in signs.fields) else None


def _question(signs: _Signs) -> Purpose | None:
    """Search, subscription, survey, and what only a 查询 button tells."""
    told: Purpose | None = None
    few = signs.typed <= 1
    if "search" in signs.kinds or signs.fields.get("keywords", 0.0) >= 0.5 or (few and signs.says("search", near=True)):
        told = Purpose.SEARCH
    elif "subscribe" in signs.kinds or (signs.typed <= 2 and "email" in signs.fields and signs.says("subscribe")):
        told = Purpose.SUBSCRIBE
    elif signs.choices and ("vote" in signs.kinds or (signs.choices >= signs.typed and signs.says("survey"))):
        told = Purpose.SURVEY
    elif signs.typed >= 2 and not signs.big and len(signs.contact()) < 3 and signs.looked_up:
        told = Purpose.LOOKUP
    elif "lookup" in signs.kinds:
        told = Purpose.SEARCH if signs.fields.keys() & {"title", "category", "department"} else Purpose.LOOKUP
    return told


def _letter_without_body(signs: _Signs) -> Purpose:
    """A letter's form whose editor stands in a frame that can't be read from here."""
    whole = len(signs.contact()) >= 4 and "title" in signs.fields and signs.says("consultation")
    return Purpose.CONSULTATION if whole else Purpose.OTHER
