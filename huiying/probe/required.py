"""Which controls a form demands (pure): by markup, by a star or 必填 beside them, by what the page's script says."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

from huiying.probe.controls import Control
from huiying.probe.lexicon import Lexicon
from huiying.probe.loops import EACH
from huiying.probe.meant import named
from huiying.probe.rules import OF_LAYUI

_STAR = re.compile(r"[*＊★﹡]|必填|必选|必需|必须填写|不能为空|不可为空")
_STAR_FIRST = re.compile(r"\s*[(（]?\s*(?:[*＊★﹡]|必填|必选|必需)")
_STAR_ALONE = re.compile(r"\s*[(（]?\s*(?:[*＊★﹡]\s*(?:\Z|[)）]|必|不[能可]为空)|必填|必选|必需)")
"""Where a form puts its stars before the controls, a star behind one that begins a sentence (*格式：…) begins a hint."""

_LEGEND = re.compile(
    r"(?:带有?|标有?|打|有|加|注)\s*[“\"(（]?\s*[*＊★﹡]\s*[”\")）]?\s*(?:星?号|标[记注志识]|[的为是者项])[^，。；*＊★﹡]{0,10}"
    r"|[*＊★﹡]\s*[)）”\"]?\s*(?:星?号|为|是|的|项|表示|代表|标[记注示志])[^，。；*＊★﹡]{0,8}?(?:必[填选须需录]|不能为空)[^，。；*＊★﹡]{0,3}"
)
"""带*为必填项 explains the stars of the whole form; it is no star of the control that it happens to stand beside."""

_TIP = re.compile(r"[*＊★﹡]\s*(?:看不清|点击|单击|换一|刷新|不区分|区分大小写|请?点)")
"""*点击图片刷新 tells how to get another picture; it does not say that the code is demanded."""
_OPTIONAL = re.compile(r"选填|非必填|可不填|可选填|可为空|[(（]可选[)）]|可以不填")

_ASIDE = re.compile(
    r"[(（【\[][^()（）【】\[\]]{0,24}(?<!非)(?<!不是)(?<!不)(?:必填|必选|不能为空)[^()（）【】\[\]]{0,4}[)）】\]]|[，,、;；\s]\s*必[填选]项?[。!！]?\s*\Z"
)
"""A hint may say 必填 first, or behind its own words: 请描述您的问题（5-100字，必填）."""

_ALL = re.compile(
    r"(?:以[上下]|所有|全部|各|每)[^,，。；;*＊★星标带加红粗]{0,10}?(?:(?:均|都|皆|全)(?:为|是)?|为|是)必填"
    r"|(?:以[上下]|所有|全部|各|每)[^,，。；;*＊★星标带加红粗]{0,10}?(?:均|都|皆)(?:必须|须|需要?|应)?(?:填写|不[能可得]为空)"
)
"""以上各项均为必填项 is the star of every control; 所有带*的均为必填 is none of any."""

_BY_BROWSER = frozenset({"required", "aria-required"})
"""Marks that no text beside the control takes back: the browser itself refuses an empty one."""


def _marks(text: str) -> str:
    """Without the stars that are no mark of one control."""
    return _TIP.sub("", _LEGEND.sub("", text))


def star_leads(controls: Sequence[Control]) -> bool:
    """Whether this form puts its stars before the control: then a star behind one belongs to the next."""
    for one in controls:
        t = one.texts
        if any(_STAR.search(_marks(text)) for text in (*t.label, t.left, *t.before[:1], t.item)):
            return True
        if any(_STAR.match(_marks(text)) for text in (*t.after[:1], t.item_after)):
            return False
    return True


def is_required(
    control: Control,
    demanded: Container[str],
    *,
    leading: bool,
    first: bool,
    follows: bool = False,
    classes: frozenset[str] = frozenset(),
) -> bool:
    """Whether the form demands the control: marked in its markup, by a star or 必填 beside it, or by the page's script.

    `follows`: the control stands behind another one in the same cell, whose star is not its own. `classes` are those that one
    control of the form bears alone: a script may call it by them.
    """
    if control.required in _BY_BROWSER:
        return True
    if is_optional(control):
        return False
    names = named(control) | classes & set(control.css_class.split())
    names |= {OF_LAYUI + one for one in re.split(r"[|,\s]+", control.attributes.get("lay-verify", "")) if one}
    names |= {f"{EACH}*", EACH + control.tag, *(f"{EACH}{one}^" for one in control.css_class.split())}
    marked = bool(control.required) or any(one in demanded for one in names)
    return (
        marked
        or _star_before(control, leading=leading or first, follows=follows)
        or _star_behind(control, leading=leading)
    )


def _before(control: Control) -> tuple[str, ...]:
    t = control.texts
    beside = (*t.label, t.left, t.item, *t.before[:1])
    return (*beside, t.group, t.legend, *(() if any(beside) else (t.header, *t.above[:1])))


def demands_all(notes: Iterable[str]) -> bool:
    """Whether one of the page's notes says that every item must be filled (以上各项均为必填项)."""
    return any(_ALL.search(re.sub(r"\s+", "", one)) for one in notes)


def is_optional(control: Control) -> bool:
    """Whether a text beside the control says that it may stay empty (选填)."""
    t = control.texts
    return any(_OPTIONAL.search(text) for text in (*_before(control), t.item_after, t.placeholder, t.value)) or any(
        _OPTIONAL.match(text.lstrip("（( ")) for text in t.after[:1]
    )


def _star_before(control: Control, *, leading: bool, follows: bool) -> bool:
    t = control.texts
    if any(_STAR.search(_marks(text)[:14]) or _ASIDE.search(text) for text in (t.placeholder, t.value)):
        return True
    if follows:
        return any(_STAR.search(_marks(text)) for text in (*t.label, t.item))
    return any(_STAR.search(_marks(text)) for text in _before(control)) and (
        leading or bool(t.label or t.left or t.item)
    )


def _star_behind(control: Control, *, leading: bool) -> bool:
    t = control.texts
    if leading and not t.item_after:
        return False
    behind = [_marks(_without_options(text, control)) for text in (*t.after[:1], t.item_after)]
    return any((_STAR_ALONE if leading else _STAR_FIRST).match(text) for text in behind)


def _without_options(text: str, control: Control) -> str:
    """是 ○否 * → *: behind a group of choices their own words come first."""
    if control.kind in {"radio", "checkbox"}:
        for option in control.options:
            text = text.strip().removeprefix(option.text) if option.text else text
    return text


def answered(control: Control, lexicon: Lexicon) -> bool:
    """Whether the control already holds a choice, so that leaving it alone is an answer."""
    if control.kind in {"radio", "checkbox"}:
        return any(one.selected for one in control.options)
    if control.kind == "select":
        return any(one.selected and not lexicon.is_empty_choice(one.text, one.value) for one in control.options)
    return control.readonly and bool(control.texts.value)
