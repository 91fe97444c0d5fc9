"""Which control is which field (pure): evidence over the whole form, one control per field, and nothing guessed.

A control below `THRESHOLD` stays unmapped; a required control needs `SURE`. What is required and not mapped is reported, so
that the form is not sent half filled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from huiying.probe import lexicon as words
from huiying.probe.accounts import log_in_of, without_passwords_of_others
from huiying.probe.assignment import best_assignment
from huiying.probe.cascade import CASCADES, join_cascades, named_apart, parts_of
from huiying.probe.challenge import ChallengeKind, asks_for_log_in, challenge_of, picture_of, sends_code
from huiying.probe.controls import Button, Control, Picture, Place
from huiying.probe.evidence import KNOWN, Evidence
from huiying.probe.form import FormModel
from huiying.probe.labels import label_of, told_by_hints
from huiying.probe.lexicon import Lexicon
from huiying.probe.limits import Limit, limit_of
from huiying.probe.purpose import Purpose
from huiying.probe.required import answered, demands_all, is_optional, is_required, star_leads
from huiying.probe.rivals import NOTHING, THRESHOLD, followers, own_words, tables
from huiying.probe.sending import sending_button
from huiying.probe.steps import steps_of
from huiying.probe.traits import present

SURE = 0.5
MAX_CANDIDATES = 150

ANSWERABLE = frozenset(
    {
        "title", "body", "name", "nickname", "phone", "telephone", "email", "address", "postcode", "id_number", "id_type",
        "category", "department", "subject_unit", "region", "public", "anonymous", "reply_way", "query_password",
        "query_password_confirm", "captcha", "sms_code", "agree", "attachment", "keywords", "query_number", "username",
        "password",
    }
)  # fmt: skip
"""The fields for which a round has an answer. Any other field that a form demands (职业, 民族, 事发地点) is reported like one
that is not known: nothing true could be written into it."""

_SPARE = {"telephone": "phone", "nickname": "name"}
"""Second names, and the field each stands in for; weighed low, so that two poor fits don't beat the right one."""

MANY = frozenset({"category", "agree", "attachment"})
"""What a form may ask for more than once, each time with a label of its own: 信件类型 and 信件分类, two promises to tick."""

_EXACT = 0.95
"""The strength of a label that is a term itself: 信件分类 asks for a kind of letter again, 旅游类型 for something else."""

_CHECKED = frozenset({"captcha", "sms_code"})
"""A code that stands in the form is demanded, star or no star: the server checks it."""

_CALLED = frozenset({"phone", "telephone"})


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
    """What a form asks for, as far as it is known. `unmapped_required` must be empty before the form may be filled.

    `onward` is the button that leads to a further step, where the form is in steps; `later` are the places hidden in each of them.
    """

    purpose: Purpose
    fields: tuple[Recognised, ...]
    unmapped_required: tuple[Control, ...] = ()
    submit: Button | None = None
    challenge: ChallengeKind = ChallengeKind.NONE
    picture: Picture | None = None
    limits: Mapping[str, Limit] = field(default_factory=dict)
    onward: Button | None = None
    later: tuple[tuple[Place, ...], ...] = ()

    def step(self, control: Control) -> int:
        """Return in which step a control stands: 1 is the one in front."""
        return next((number for number, held in enumerate(self.later, 2) if control.place in held), 1)

    def control(self, name: str) -> Control | None:
        """Return the control of a field, None where the form has none."""
        return next((one.control for one in self.fields if one.field == name), None)


def _usable(form: FormModel, lexicon: Lexicon) -> list[Control]:
    """The controls that can be filled, and the lists that open only once the list before them is chosen."""
    chosen = [
        one
        for one in present(form.controls, form.buttons, lexicon)
        if not one.disabled or (one.kind == "select" and not answered(one, lexicon))
    ]
    shown = [one for one in chosen if one.readonly and one.kind in {"text", "textarea"} and one.texts.value]
    return [one for one in chosen if one.widget or one not in shown][:MAX_CANDIDATES]


def _behind_an_editor(controls: Sequence[Control], demanded: Collection[str], lexicon: Lexicon) -> set[str]:
    """The one editor's name where the script demands a body that no control in sight is: it is copied from the editor."""
    editors = [one for one in controls if one.kind == "richtext"]
    seen = {name for one in controls for name in (one.name, one.id)}
    bodies = [one for one in demanded if one not in seen and lexicon.read_name(one).get("body", 0.0) >= KNOWN]
    return {editors[0].id or editors[0].name} - {""} if bodies and len(editors) == 1 else set()


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
        [
            scores[name].score * (0.3 if name in _SPARE else 1.0)
            if name in scores and scores[name].score >= THRESHOLD
            else 0.0
            for scores in table
        ]
        for name in fields
    ]
    return (
        {column: name for name, column in zip(fields, best_assignment(worth), strict=True) if column >= 0}
        if fields
        else {}
    )


def _further(
    assigned: Mapping[int, str], controls: Sequence[Control], table: Sequence[dict[str, Evidence]], lexicon: Lexicon
) -> dict[int, str]:
    """Return the controls that ask once more for what another one asks for already."""
    found = {}
    for index, scores in enumerate(table):
        name, best = max(scores.items(), key=lambda pair: pair[1].score, default=("", NOTHING))
        first = next((controls[one] for one, other in sorted(assigned.items()) if other == name), None)
        apart = first is not None and (controls[index].kind != "select" or named_apart(controls[index], first))
        called = name != "category" or lexicon.read_label(label_of(controls[index])).get(name, 0.0) >= _EXACT
        if index not in assigned and name in MANY and best.score >= KNOWN and apart and called:
            found[index] = name
    return found


def _renamed(taken: dict[int, str], controls: Sequence[Control]) -> dict[int, str]:
    """Second names step in for the first where those are missing; a code that is sent to the phone is no picture's."""
    held = set(taken.values())
    for spare, main in _SPARE.items():
        if spare in held and main not in held:
            taken = {index: main if name == spare else name for index, name in taken.items()}
    if "sms_code" in held:
        return taken
    return {
        index: "sms_code" if name == "captcha" and _by_phone(index, controls, taken) else name
        for index, name in taken.items()
    }


def _by_phone(index: int, controls: Sequence[Control], taken: Mapping[int, str]) -> bool:
    """Whether a code comes to the phone: a button beside it, or beside the phone before it, sends it, and no picture shows it."""
    phones = [one for one in (index - 2, index - 1, index + 1) if taken.get(one) in _CALLED]
    beside = sends_code(controls[index], phone=bool(phones)) or any(
        sends_code(controls[one]) for one in phones if one < index
    )
    return beside and not any(one.words for one in controls[index].pictures)


def recognise(form: FormModel, *, lexicon: Lexicon | None = None) -> Recognition:
    """Return which field each control of the form is, with confidence (0…1) and reason, and what could not be told."""
    lexicon = lexicon or words.load()
    controls = _usable(form, lexicon)
    following = followers(controls)
    controls = [own_words(one) if index in following else one for index, one in enumerate(controls)]
    leads = star_leads(controls)
    demanded = {one.name for one in form.checks if one.demands}
    demanded |= _behind_an_editor(controls, demanded, lexicon)
    borne = Counter(word for one in controls for word in set(one.css_class.split()))
    alone = frozenset(word for word, count in borne.items() if count == 1)
    every = demands_all(form.notes)
    required = [
        is_required(one, demanded, leading=leads, first=index == 0, follows=index in following, classes=alone)
        or (every and one.kind not in {"checkbox", "file"} and not is_optional(one))
        for index, one in enumerate(controls)
    ]
    table = tables(form, told_by_hints(controls), required, lexicon)
    account = log_in_of(form.purpose, controls, lexicon)
    for index in account:
        table[index].clear()
    without_passwords_of_others(form.purpose, controls, table)
    join_cascades(controls, table)
    assigned = _assign(table)
    assigned |= _further(assigned, controls, table, lexicon)
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
        unsure = (required[index] and sure < SURE) or sure < THRESHOLD * 0.8
        unknown = required[index] and named[index] not in ANSWERABLE and not answered(controls[index], lexicon)
        if named[index] == "trap" or unsure or unknown:
            continue
        parts = parts_of(index, name, controls, assigned, table) if name in CASCADES else ()
        covered |= {index, *(controls.index(one) for one in parts)}
        fields.append(
            Recognised(
                field=named[index],
                control=controls[index],
                confidence=round(sure, 2),
                why=table[index][name].why,
                required=required[index] or (named[index] in _CHECKED and not is_optional(controls[index])),
                parts=parts,
            )
        )
    unmapped = tuple(
        one
        for index, one in enumerate(controls)
        if required[index] and index not in covered and assigned.get(index) != "trap" and not answered(one, lexicon)
    )
    limits = {one.field: limit_of(one.field, one.control, form.notes, form.checks) for one in fields}
    steps = steps_of(form.controls, form.buttons, lexicon)
    found = Recognition(
        purpose=form.purpose,
        fields=tuple(fields),
        unmapped_required=unmapped,
        submit=sending_button(form, lexicon),
        limits={name: one for name, one in limits.items() if one != Limit()},
        onward=steps.onward if steps is not None else None,
        later=tuple(tuple(one.place for one in held) for held in steps.later) if steps is not None else (),
    )
    captcha = found.control("captcha")
    kind = challenge_of(
        captcha,
        found.control("sms_code"),
        slider_texts=form.slider_texts,
        must_log_in=form.log_in_first
        or any(required[index] for index in account)
        or (asks_for_log_in(form.login_texts) and not (found.control("body") and found.submit)),
    )
    return replace(found, challenge=kind, picture=picture_of(captcha) if captcha else None)
