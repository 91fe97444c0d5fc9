"""What of a form its purpose is read from (pure): likely fields, kinds of its buttons and controls, the words around them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from huiying.probe.controls import Button, Control
from huiying.probe.evidence import weigh
from huiying.probe.grouping import kind_of
from huiying.probe.lexicon import Lexicon
from huiying.probe.steps import steps_of
from huiying.probe.wording import plain

MAX_WEIGHED = 120
TITLE_ENDS = re.compile(r"\s*[-_|—–,，·>»]\s*")
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


def present(controls: Sequence[Control], buttons: Sequence[Button], lexicon: Lexicon) -> list[Control]:
    """Return the controls that a person can see, now or in a later step.

    Where none can be seen (a form behind a 须知) they are those of the form itself.
    """
    seen = [one for one in controls if one.visible]
    steps = steps_of(controls, buttons, lexicon)
    if steps is not None and (later := steps.hidden()):
        return [*seen, *later]
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
class Traits:
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


def traits_of(form: Form, lexicon: Lexicon) -> Traits:
    """Return what the purpose of the form is read from."""
    controls = present(form.controls, form.buttons, lexicon)
    folded = all(one.hidden for one in controls)
    stepped = steps_of(form.controls, form.buttons, lexicon) is not None
    pressed = [
        one for one in form.buttons if folded or not one.hidden or (stepped and kind_of(one, lexicon) == "submit")
    ]
    buttons = tuple(one.text for one in pressed)
    choices = [one for one in controls if one.kind in {"radio", "checkbox"}]
    return Traits(
        fields=_fields(controls, lexicon),
        kinds=frozenset(kind_of(one, lexicon) for one in pressed),
        typed=sum(1 for one in controls if one.kind in {"text", "textarea", "richtext"}),
        choices=len(choices),
        controls=len(controls),
        big=any(one.kind in {"textarea", "richtext"} for one in controls),
        apart=_all_apart(controls),
        looked_up=any(
            plain(one).endswith("查询") for one in (*form.headings[:2], TITLE_ENDS.split(form.title.strip())[0])
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
