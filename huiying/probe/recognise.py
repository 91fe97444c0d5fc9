"""Which control is which field (pure): evidence over the whole form, one control per field, and nothing guessed.

A control below `THRESHOLD` stays unmapped; a required control needs `SURE`. What is required and not mapped is reported, so
that the form is not sent half filled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from huiying.probe import lexicon as words
from huiying.probe.assignment import best_assignment
from huiying.probe.cascade import CASCADES, join_cascades, parts_of
from huiying.probe.challenge import ChallengeKind, asks_for_log_in, challenge_of, picture_of, sends_code
from huiying.probe.controls import Button, Control, Picture
from huiying.probe.evidence import Evidence, weigh
from huiying.probe.form import FormModel
from huiying.probe.grouping import kind_of
from huiying.probe.lexicon import Lexicon
from huiying.probe.limits import Limit, noted, own, tighter
from huiying.probe.purpose import Purpose, present
from huiying.probe.required import answered, is_required, star_leads

THRESHOLD = 0.45
SURE = 0.5
MAX_CANDIDATES = 150

_NOT_IN_LETTERS = frozenset({"username", "password", "keywords", "query_number"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Recognised:
    """One field and its control. `parts` are the further selects of a cascade (区县 → 部门 → 科室), in their order."""

    field: str
    control: Control
    confidence: float
    why: str
    required: bool
    parts: tuple[Control, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Recognition:
    """What a form asks for, as far as it is known. `unmapped_required` must be empty before the form may be filled."""

    purpose: Purpose
    fields: tuple[Recognised, ...]
    unmapped_required: tuple[Control, ...] = ()
    submit: Button | None = None
    challenge: ChallengeKind = ChallengeKind.NONE
    picture: Picture | None = None
    limits: Mapping[str, Limit] = field(default_factory=dict)

    def control(self, name: str) -> Control | None:
        """Return the control of a field, None where the form has none."""
        return next((one.control for one in self.fields if one.field == name), None)


def _shared_pictures(controls: Iterable[Control]) -> frozenset[str]:
    seen: dict[str, int] = {}
    for control in controls:
        for selector in {one.selector for one in control.pictures}:
            seen[selector] = seen.get(selector, 0) + 1
    return frozenset(selector for selector, count in seen.items() if count > 1)


def _only_big_box(controls: Sequence[Control], table: Sequence[dict[str, Evidence]]) -> None:
    """The one big box of a form is its body, where nothing says otherwise."""
    big = [index for index, one in enumerate(controls) if one.kind in {"textarea", "richtext"}]
    if len(big) != 1 or any(scores.get("body", Evidence(score=0, why="")).score >= THRESHOLD for scores in table):
        return
    own_scores = table[big[0]]
    t = controls[big[0]].texts
    told = any(words.plain(text) for text in (*t.label, t.left, t.item, *t.before, t.placeholder))
    if not told and max((one.score for one in own_scores.values()), default=0.0) < THRESHOLD:
        own_scores["body"] = Evidence(score=0.6, why="唯一的多行输入框")


def _line_with_the_boxes_label(controls: Sequence[Control], table: Sequence[dict[str, Evidence]]) -> None:
    """A line that bears the same label as the one big box is the title: nobody asks for one text twice."""
    big = [index for index, one in enumerate(controls) if one.kind in {"textarea", "richtext"}]
    titled = any(scores.get("title", Evidence(score=0, why="")).score >= THRESHOLD for scores in table)
    if len(big) != 1 or titled:
        return
    label = _label(controls[big[0]])
    same = [index for index, one in enumerate(controls) if one.kind == "text" and label and _label(one) == label]
    if len(same) == 1:
        table[same[0]].pop("body", None)
        table[same[0]]["title"] = Evidence(score=0.72, why="与内容同名的单行输入框")


def _label(control: Control) -> str:
    t = control.texts
    return next((words.plain(one) for one in (*t.label, t.left, t.item, *t.before[:1]) if words.plain(one)), "")


def _tables(form: FormModel, controls: Sequence[Control], lexicon: Lexicon) -> list[dict[str, Evidence]]:
    shared = _shared_pictures(controls)
    table = [weigh(one, lexicon, messages=form.messages, shared_pictures=shared) for one in controls]
    if form.purpose is Purpose.CONSULTATION:
        _only_big_box(controls, table)
        _line_with_the_boxes_label(controls, table)
        table = [{name: one for name, one in scores.items() if name not in _NOT_IN_LETTERS} for scores in table]
    return table


def _usable(form: FormModel) -> list[Control]:
    chosen = [one for one in present(form.controls) if not one.disabled]
    return [one for one in chosen if not (one.readonly and one.kind == "text" and one.texts.value and not one.widget)][
        :MAX_CANDIDATES
    ]


def _confidence(name: str, index: int, table: Sequence[dict[str, Evidence]], taken: Mapping[int, str]) -> float:
    """The score, lowered where another control or another field that went empty would fit nearly as well."""
    score = table[index][name].score
    rivals = [scores[name].score for other, scores in enumerate(table) if other not in taken and name in scores]
    others = [one.score for other, one in table[index].items() if other != name and other not in taken.values()]
    sure = score
    if rivals and max(rivals) > score - 0.12:
        sure *= 0.75
    if others and max(others) > score - 0.08:
        sure *= 0.85
    return sure


def _assign(table: Sequence[dict[str, Evidence]]) -> dict[int, str]:
    """Return control index → field."""
    fields = sorted({name for scores in table for name, one in scores.items() if one.score >= THRESHOLD})
    worth = [
        [scores[name].score if name in scores and scores[name].score >= THRESHOLD else 0.0 for scores in table]
        for name in fields
    ]
    return (
        {column: name for name, column in zip(fields, best_assignment(worth), strict=True) if column >= 0}
        if fields
        else {}
    )


def _renamed(taken: dict[int, str], controls: Sequence[Control]) -> dict[int, str]:
    """Second names step in for the first where those are missing; a code that is sent to the phone is no picture's."""
    held = set(taken.values())
    for spare, main in (("telephone", "phone"), ("nickname", "name")):
        if spare in held and main not in held:
            taken = {index: main if name == spare else name for index, name in taken.items()}
    for index, name in list(taken.items()):
        if (
            name == "captcha"
            and "sms_code" not in held
            and sends_code(controls[index])
            and not any(one.words for one in controls[index].pictures)
        ):
            taken[index] = "sms_code"
    return taken


def _submit(form: FormModel, lexicon: Lexicon) -> Button | None:
    """Return the button that sends the form: by its words; of several the plainest, then the one right below the last control."""
    last = max((one.order for one in form.controls), default=0)
    wanted = {"submit": 0, "": 3, "next": 4}
    if form.purpose is not Purpose.CONSULTATION:
        wanted |= {"search": 0, "lookup": 0, "login": 0, "subscribe": 0, "vote": 0, "comment": 0, "register": 0}
    ranked = []
    for button in form.buttons:
        kind = kind_of(button, lexicon)
        if button.hidden and any(not one.hidden and kind_of(one, lexicon) == "submit" for one in form.buttons):
            continue
        if kind not in wanted or (kind == "" and (button.type not in {"submit", "image"} or words.plain(button.text))):
            continue
        exact = words.plain(button.text) in {"提交", "发送", "提交留言", "确定", "提交信件", "发表留言", "我要提交"}
        ranked.append(
            (
                wanted[kind],
                bool(button.hidden),
                not exact,
                button.order < last,
                button.type != "submit",
                abs(button.order - last),
                button.order,
                button,
            )
        )
    return min(ranked, key=lambda one: one[:-1])[-1] if ranked else None


def _limits(fields: Sequence[Recognised], form: FormModel) -> dict[str, Limit]:
    found = {}
    for one in fields:
        if one.control.kind not in {"text", "textarea", "richtext"}:
            continue
        t = one.control.texts
        near = (
            *t.label,
            t.left,
            t.item,
            t.item_after,
            *t.before[:1],
            *t.above[:1],
            *t.after[:1],
            t.placeholder,
            t.title,
            t.value,
            *t.below[:1],
        )
        limit = own(one.control.maxlength, one.control.minlength, near, field=one.field, notes=form.notes)
        limit = tighter(limit, noted(one.field, form.notes))
        if limit != Limit():
            found[one.field] = limit
    return found


def recognise(form: FormModel, *, lexicon: Lexicon | None = None) -> Recognition:
    """Return which field each control of the form is, with confidence (0…1) and reason, and what could not be told."""
    lexicon = lexicon or words.load()
    controls = _usable(form)
    table = _tables(form, controls, lexicon)
    join_cascades(controls, table)
    assigned = _assign(table)
    leads = star_leads(controls)
    required = [is_required(one, form.messages, leading=leads, first=index == 0) for index, one in enumerate(controls)]
    named = _renamed(dict(assigned), controls)
    fields: list[Recognised] = []
    covered: set[int] = set()
    for index in sorted(assigned):
        name = assigned[index]
        sure = (
            _confidence(name, index, table, assigned)
            * (0.9 if controls[index].hidden else 1.0)
            * (0.95 if named[index] != name else 1.0)
        )
        if named[index] == "trap" or (required[index] and sure < SURE) or sure < THRESHOLD * 0.8:
            continue
        parts = parts_of(index, name, controls, assigned, table) if name in CASCADES else ()
        covered |= {index, *(controls.index(one) for one in parts)}
        fields.append(
            Recognised(
                field=named[index],
                control=controls[index],
                confidence=round(sure, 2),
                why=table[index][name].why,
                required=required[index],
                parts=parts,
            )
        )
    unmapped = tuple(
        one
        for index, one in enumerate(controls)
        if required[index] and index not in covered and assigned.get(index) != "trap" and not answered(one, lexicon)
    )
    found = Recognition(
        purpose=form.purpose,
        fields=tuple(fields),
        unmapped_required=unmapped,
        submit=_submit(form, lexicon),
        limits=_limits(fields, form),
    )
    captcha = found.control("captcha")
    kind = challenge_of(
        captcha,
        found.control("sms_code"),
        slider_texts=form.slider_texts,
        must_log_in=asks_for_log_in(form.login_texts) and not (found.control("body") and found.submit),
    )
    return replace(found, challenge=kind, picture=picture_of(captcha) if captcha else None)
