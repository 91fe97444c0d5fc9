"""Which control is which field (pure): evidence over the whole form, one control per field, and nothing guessed.

A control below `THRESHOLD` stays unmapped; a required control needs `SURE`. What is required and not mapped is reported, so
that the form is not sent half filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from huiying.probe import lexicon as words
from huiying.probe.assignment import best_assignment
from huiying.probe.cascade import CASCADES, join_cascades, parts_of
from huiying.probe.challenge import ChallengeKind, asks_for_log_in, challenge_of, picture_of, sends_code
from huiying.probe.controls import Button, Control, Picture
from huiying.probe.evidence import KNOWN, Evidence, weigh
from huiying.probe.form import FormModel
from huiying.probe.lexicon import Lexicon
from huiying.probe.limits import Limit, noted, own, ruled, tighter
from huiying.probe.purpose import Purpose, present
from huiying.probe.required import answered, is_required, star_leads
from huiying.probe.sending import sending_button

THRESHOLD = 0.45
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

_CALLED = frozenset({"phone", "telephone"})
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


_NOTHING = Evidence(score=0.0, why="")


_WISH = re.compile(r"诉求|要求|目的|期望|愿望|希望|请求")
_MATTER = re.compile(r"内容|情况|描述|事实|经过|原因|理由|事由|详情|问题|留言|正文")


def _only_big_box(controls: Sequence[Control], table: Sequence[dict[str, Evidence]]) -> None:
    """The one big box of a letter's form is its body, where no text beside it says that it is another field."""
    big = [index for index, one in enumerate(controls) if one.kind in {"textarea", "richtext"}]
    if len(big) != 1 or any(scores.get("body", _NOTHING).score >= THRESHOLD for scores in table):
        return
    own_scores = table[big[0]]
    names = {name: one.score for name, one in own_scores.items() if name not in {"remark", "title"}}
    if max(names.values(), default=0.0) < THRESHOLD:
        spare = max((own_scores.pop(name, _NOTHING).score for name in ("remark", "title")), default=0.0)
        own_scores["body"] = Evidence(score=max(0.6, spare), why="唯一的多行输入框")


def _matter_before_wish(
    controls: Sequence[Control], table: Sequence[dict[str, Evidence]], required: Sequence[bool]
) -> None:
    """Of several big boxes the body is the one that must be filled, then the one for what happened, not for what is wanted."""
    big = [index for index, one in enumerate(controls) if one.kind in {"textarea", "richtext"}]
    big = [index for index in big if table[index].get("body", _NOTHING).score >= THRESHOLD]
    labels = {index: _label(controls[index]) for index in big}
    wishes = [index for index in big if _WISH.search(labels[index]) and not _MATTER.search(labels[index])]
    matters = [index for index in big if _MATTER.search(labels[index])]
    later = [index for index in big if not required[index]] if any(required[index] for index in big) else []
    for index in later or (wishes if matters else []):
        body = table[index]["body"]
        table[index]["body"] = replace(body, score=body.score * 0.6)


def _followers(controls: Sequence[Control]) -> set[int]:
    """The ticks that stand behind another control in the same cell and say themselves what they are (我不清楚部门)."""
    return {
        index
        for index, (one, other) in enumerate(pairwise(controls), start=1)
        if other.kind == "checkbox"
        and len(other.options) == 1
        and words.plain(other.options[0].text)
        and one.texts.left == other.texts.left != ""
        and one.chain == other.chain
    }


def _own_words(control: Control) -> Control:
    return replace(control, texts=replace(control.texts, left="", header="", before=()))


def _unnamed_list(controls: Sequence[Control], table: Sequence[dict[str, Evidence]]) -> None:
    """The one list without any label is the category where it ends in 其他: so only lists of kinds do."""
    lists = [index for index, one in enumerate(controls) if one.kind == "select"]
    if len(lists) != 1 or table[lists[0]]:
        return
    if any(words.plain(option.text) in {"其他", "其它", "其他类", "其他问题"} for option in controls[lists[0]].options):
        table[lists[0]]["category"] = Evidence(score=0.5, why="选项中有“其他”的唯一一个列表")


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


def _writers_department(controls: Sequence[Control], table: Sequence[dict[str, Evidence]]) -> None:
    """A line for 部门 beside one for 公司 or 工作单位 asks where the writer works, not to whom the letter goes."""
    if not any(scores.get("organisation", _NOTHING).score >= KNOWN for scores in table):
        return
    for control, scores in zip(controls, table, strict=True):
        if control.kind == "text" and not control.widget and _label(control) in {"部门", "科室", "单位"}:
            scores.pop("department", None)


def _office_complained_to(controls: Sequence[Control], table: Sequence[dict[str, Evidence]], lexicon: Lexicon) -> None:
    """投诉单位 with a list of offices is where the complaint goes, unless another control is; a line for it is the one complained of."""
    if any(scores.get("department", _NOTHING).score >= KNOWN for scores in table):
        return
    for control, scores in zip(controls, table, strict=True):
        offices = lexicon.read_options(one.text for one in control.options).get("department", 0.0)
        if (
            control.kind in {"select", "radio"}
            and offices >= KNOWN
            and re.fullmatch(r"(?:投诉|举报)(?:单位|部门)", _label(control))
        ):
            scores.pop("subject_unit", None)
            scores["department"] = Evidence(score=0.8, why="投诉单位的选项是部门")


def _label(control: Control) -> str:
    t = control.texts
    return next((words.plain(one) for one in (*t.label, t.left, t.item, *t.before[:1]) if words.plain(one)), "")


def _tables(
    form: FormModel, controls: Sequence[Control], required: Sequence[bool], lexicon: Lexicon
) -> list[dict[str, Evidence]]:
    shared = _shared_pictures(controls)
    table = [weigh(one, lexicon, messages=form.messages, shared_pictures=shared) for one in controls]
    if form.purpose is Purpose.CONSULTATION:
        _only_big_box(controls, table)
        _matter_before_wish(controls, table, required)
        _unnamed_list(controls, table)
        _line_with_the_boxes_label(controls, table)
        _writers_department(controls, table)
        _office_complained_to(controls, table, lexicon)
        table = [{name: one for name, one in scores.items() if name not in _NOT_IN_LETTERS} for scores in table]
    return table


def _usable(form: FormModel, lexicon: Lexicon) -> list[Control]:
    """The controls that can be filled, and the lists that open only once the list before them is chosen."""
    chosen = [
        one
        for one in present(form.controls)
        if not one.disabled or (one.kind == "select" and not answered(one, lexicon))
    ]
    shown = [one for one in chosen if one.readonly and one.kind in {"text", "textarea"} and one.texts.value]
    return [one for one in chosen if one.widget or one not in shown][:MAX_CANDIDATES]


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


def _renamed(taken: dict[int, str], controls: Sequence[Control]) -> dict[int, str]:
    """Second names step in for the first where those are missing; a code that is sent to the phone is no picture's."""
    held = set(taken.values())
    for spare, main in _SPARE.items():
        if spare in held and main not in held:
            taken = {index: main if name == spare else name for index, name in taken.items()}
    for index, name in list(taken.items()):
        if (
            name == "captcha"
            and "sms_code" not in held
            and sends_code(
                controls[index], phone=any(taken.get(one) in _CALLED for one in (index - 2, index - 1, index + 1))
            )
            and not any(one.words for one in controls[index].pictures)
        ):
            taken[index] = "sms_code"
    return taken


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
            *(value for value in one.control.attributes.values() if not value.isascii()),
        )
        limit = own(one.control.maxlength, one.control.minlength, near, field=one.field, notes=form.notes)
        limit = tighter(limit, noted(one.field, form.notes))
        attributes = (f"{key}:{value}" for key, value in one.control.attributes.items() if key != "class")
        limit = tighter(limit, ruled((one.control.css_class, *attributes)))
        words_of = (check.message for check in form.checks if check.name in {one.control.name, one.control.id} - {""})
        limit = tighter(limit, own(0, 0, words_of, field=one.field))
        if limit != Limit():
            found[one.field] = limit
    return found


def recognise(form: FormModel, *, lexicon: Lexicon | None = None) -> Recognition:
    """Return which field each control of the form is, with confidence (0…1) and reason, and what could not be told."""
    lexicon = lexicon or words.load()
    controls = _usable(form, lexicon)
    following = _followers(controls)
    controls = [_own_words(one) if index in following else one for index, one in enumerate(controls)]
    leads = star_leads(controls)
    demanded = {one.name for one in form.checks if one.demands}
    required = [
        is_required(one, demanded, leading=leads, first=index == 0, follows=index in following)
        for index, one in enumerate(controls)
    ]
    table = _tables(form, controls, required, lexicon)
    join_cascades(controls, table)
    assigned = _assign(table)
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
        submit=sending_button(form, lexicon),
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
