"""Selects that belong together: 区县 → 部门 → 科室 under one label (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from huiying.probe.controls import Control
from huiying.probe.evidence import Evidence
from huiying.probe.grouping import shared_depth
from huiying.probe.wording import plain

CASCADES = ("department", "category", "region")
MAX_PARTS = 4
_LEAST = 0.45
_OWN = 0.6


def _leads_cascade(control: Control, scores: Mapping[str, Evidence]) -> str:
    """The field that a select's label gives it, where such a field may take several selects; "" otherwise."""
    t = control.texts
    labelled = any(plain(text) for text in (*t.label, t.left, t.item, *t.before))
    best = max(scores.items(), key=lambda pair: pair[1].score, default=("", Evidence(score=0, why="")))
    said = [name for name in CASCADES if name in scores and scores[name].score >= 0.6]
    return (best[0] if best[0] in said else said[0]) if control.kind == "select" and labelled and said else ""


def _follows(control: Control, first: Control, scores: Mapping[str, Evidence], name: str) -> bool:
    """Whether a select stands in the same box as the one before it, with no label of its own, and is no other such field."""
    t = control.texts
    own_text = any(plain(text) for text in (*t.label, *t.before))
    beside = control.kind == "select" and not own_text and control.chain == first.chain and t.left == first.texts.left
    return beside and not any(other in scores and scores[other].score >= _OWN for other in CASCADES if other != name)


def join_cascades(controls: Sequence[Control], table: list[dict[str, Evidence]]) -> None:
    """The selects of a cascade have one label: the first takes its field, the others are its parts and nothing by themselves."""
    for index, control in enumerate(controls):
        field_name = _leads_cascade(control, table[index])
        following = index + 1
        while (
            field_name
            and following < len(controls)
            and _follows(controls[following], control, table[following], field_name)
        ):
            table[following] = {}
            following += 1
        if following > index + 1:
            table[index] = {field_name: table[index][field_name]}


def named_apart(control: Control, first: Control) -> bool:
    """Return whether a select has a label of its own: 信件类型 and 涉及领域 are two choices, each to be made."""
    t = control.texts
    own_label = next((plain(text) for text in (*t.label, t.left, *t.before[:1], t.item) if plain(text)), "")
    return bool(own_label) and own_label != next(
        (
            plain(text)
            for text in (*first.texts.label, first.texts.left, *first.texts.before[:1], first.texts.item)
            if plain(text)
        ),
        "",
    )


def parts_of(
    index: int, name: str, controls: Sequence[Control], taken: Mapping[int, str], table: Sequence[dict[str, Evidence]]
) -> tuple[Control, ...]:
    """The further selects of a cascade: unlabelled, or of the same field, right after the first."""
    found: list[Control] = []
    first = controls[index]
    for other in range(index + 1, len(controls)):
        control = controls[other]
        near = shared_depth(control.chain, first.chain) >= max(len(control.chain), len(first.chain)) - 2
        weak = max((one.score for one in table[other].values()), default=0) < _LEAST
        same = (name in table[other] or weak) and not named_apart(control, first)
        if (
            control.kind != "select"
            or first.kind != "select"
            or other in taken
            or not (near and same)
            or len(found) >= 4
        ):
            break
        found.append(control)
    return tuple(found)
