"""Which choice to take: a sensible 类型, the right 部门, public or secret as the round says (pure)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from huiying.probe import lexicon
from huiying.probe.controls import Control, Option
from huiying.probe.wording import plain

CATEGORIES = (
    "咨询",
    "我要咨询",
    "业务咨询",
    "政策咨询",
    "咨询类",
    "问题咨询",
    "询问",
    "提问",
    "问询",
    "求助",
    "其他",
    "其它",
    "建议",
)
"""What a plain question is filed under, best first."""

_NEAR = 84
_SECRET = re.compile(
    r"不公开|非公开|不予公开|保密|不愿|不同意|不允许|不可|私密|隐私|悄悄话|仅.{0,6}可见|内部|不显示|隐藏|匿名"
)
_NEGATIVE = re.compile(r"^(否|不|不是|no|n|false|0)$|^不(?!公开)")
_POSITIVE = re.compile(r"^(是|yes|y|true|1|对|好)$|愿意|同意|允许|可以")


def real_options(control: Control) -> tuple[Option, ...]:
    """Return the choices that choose something."""
    words = lexicon.load()
    choice = control.kind == "select"
    return tuple(
        one
        for one in control.options
        if not one.disabled and not (choice and words.is_empty_choice(one.text, one.value)) and (one.text or one.value)
    )


def choose_option(control: Control, wanted: Sequence[str]) -> Option | None:
    """Return the choice that fits the first of `wanted` (best first) that any fits: equal, then contained, then nearly equal.

    None where nothing fits: a choice is never made for want of a better one.
    """
    offered = [(plain(one.text), one) for one in real_options(control)]
    for want in (plain(one) for one in wanted if plain(one)):
        for text, option in offered:
            if text == want:
                return option
        holding = [(len(text), option) for text, option in offered if want in text]
        if holding:
            return min(holding, key=lambda pair: pair[0])[1]
        held = [(len(text), option) for text, option in offered if len(text) >= 3 and want.endswith(text)]
        if held:
            return max(held, key=lambda pair: pair[0])[1]
        if len(want) >= 4:
            near = [(fuzz.ratio(want, text), option) for text, option in offered if len(text) >= 4]
            score, best = max(near, key=lambda pair: pair[0], default=(0.0, None))
            if best is not None and score >= _NEAR:
                return best
    return None


def _asks_for_secrecy(control: Control) -> bool:
    t = control.texts
    said = " ".join((*t.label, t.left, t.item, *t.before, t.group, t.legend))
    return bool(re.search(r"保密|匿名|隐藏|私密|悄悄话|不公开", said)) and "是否公开" not in said


def choose_public(control: Control, *, public: bool) -> Option | None:
    """Return the choice of a radio group or select that makes the letter public or secret; None where it can't be told."""
    offered = real_options(control)
    secret = [
        one for one in offered if _SECRET.search(plain(one.text)) and not re.search(r"不保密|不匿名|不隐藏", one.text)
    ]
    if secret and len(secret) < len(offered):
        return next((one for one in offered if one not in secret), None) if public else secret[0]
    want_yes = public != _asks_for_secrecy(control)
    for one in offered:
        text = plain(one.text) or plain(one.value)
        negative = bool(_NEGATIVE.search(text))
        if (want_yes and not negative and _POSITIVE.search(text)) or (not want_yes and negative):
            return one
    return None


def tick_public(control: Control, *, public: bool) -> bool:
    """Return whether the single tick of a public/secret field has to be set."""
    text = plain(control.options[0].text) if control.options else ""
    secret = bool(_SECRET.search(text)) if text else _asks_for_secrecy(control)
    return public != secret
