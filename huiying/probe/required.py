"""Which controls a form demands (pure): by markup, by a star or 必填 beside them, by what the page's script says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from huiying.probe.controls import Control
from huiying.probe.lexicon import Lexicon

_STAR = re.compile(r"[*＊★﹡]|必填|必选|必须填写|不能为空|不可为空")
_OPTIONAL = re.compile(r"选填|非必填|可不填|可选填|可为空|[(（]可选[)）]|可以不填")


def star_leads(controls: Sequence[Control]) -> bool:
    """Whether this form puts its stars before the control: then a star behind one belongs to the next."""
    for one in controls:
        t = one.texts
        if any(_STAR.search(text) for text in (*t.label, t.left, *t.before[:1], t.item)):
            return True
        if any(_STAR.match(text) for text in (*t.after[:1], t.item_after)):
            return False
    return True


def is_required(control: Control, messages: Mapping[str, str], *, leading: bool, first: bool) -> bool:
    """Whether the form demands the control: marked in its markup, by a star or 必填 beside it, or by the page's script."""
    t = control.texts
    before = (
        *t.label,
        t.left,
        t.item,
        t.group,
        t.legend,
        t.header,
        *t.before[:1],
        *(t.above[:1] if not (t.label or t.left or t.item or t.before) else ()),
    )
    after = (*t.after[:1], t.item_after, t.placeholder, t.value)
    if any(_OPTIONAL.search(text) for text in (*before, *after)):
        return False
    if control.required:
        return True
    if any(_STAR.search(text) for text in before) and (leading or first or t.label or t.left or t.item):
        return True
    if any(_STAR.search(text[:14]) for text in (t.placeholder, t.value)):
        return True
    if any(re.match(r"\s*[(（]?\s*(?:[*＊★﹡]|必填|必选)", text) for text in (*t.after[:1], t.item_after)) and (
        not leading or bool(t.item_after)
    ):
        return True
    return any(
        re.search(r"请|不能为空|必须|没有填|未填", messages.get(one, "")) for one in (control.name, control.id) if one
    )


def answered(control: Control, lexicon: Lexicon) -> bool:
    """Whether the control already holds a choice, so that leaving it alone is an answer."""
    if control.kind in {"radio", "checkbox"}:
        return any(one.selected for one in control.options)
    if control.kind == "select":
        return any(one.selected and not lexicon.is_empty_choice(one.text, one.value) for one in control.options)
    return control.readonly and bool(control.texts.value)
