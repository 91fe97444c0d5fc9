"""Which control a script's refusal means that names none of the page (pure): told by its words.

A page drawn by a component library keeps what is typed under names that stand in its script alone: `if (!this.text)
Toast('请填写留言内容')`. Such a refusal means the one control whose words are its own; where two could be meant, it means none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from huiying.probe.conditions import Check
from huiying.probe.controls import Control
from huiying.probe.evidence import KNOWN, weigh
from huiying.probe.labels import told_by_hints
from huiying.probe.lexicon import Lexicon
from huiying.probe.loops import EACH
from huiying.probe.rules import OF_LAYUI

MAX_ORPHANS = 40
MAX_ASKED = 120

_ASKS = re.compile(
    r"请.{0,6}(?:输入|填|选|写|上传|同意|阅读|勾)|[能可得会]为空|是?空[的值!！。]?$|未[填输选写勾]|没有?[填输选写]"
    r"|必[填须选]|不[能得可]?(?:少于|小于)|不足|至少|格式|正确|有误|有效"
)
_SAID = re.compile(
    r"(?:格式|输入|填写)?(?:不正确|错误|有误|无效|不合法|不[能得可]?(?:少于|小于|足).*|至少.*|长度.*|格式)$"
)
_BIG = frozenset({"textarea", "richtext"})


def named(control: Control) -> set[str]:
    """Return the names by which a page's script may call a control."""
    own = {control.name, control.id, control.model.split(".")[-1], control.attributes.get("prop", "")}
    return (own | {control.place.selector}) - {""}


def meant(checks: Sequence[Check], controls: Sequence[Control], lexicon: Lexicon) -> list[Check]:
    """Return the checks, those that name no control of the page put to the one control of which their words speak."""
    known = {name for one in controls for name in (*named(one), *one.css_class.split())}
    asked = told_by_hints([one for one in controls if one.visible and not one.disabled][:MAX_ASKED])
    found: list[Check] = []
    seen: dict[str, Control | None] = {}
    for check in checks:
        orphan = check.demands and check.name not in known and not check.name.startswith((EACH, OF_LAYUI))
        if orphan and _ASKS.search(check.message) and check.message not in seen and len(seen) < MAX_ORPHANS:
            seen[check.message] = _told(check.message, asked, lexicon)
        one = seen.get(check.message) if orphan else None
        found.append(replace(check, name=one.place.selector, form="") if one is not None else check)
    return found


def _told(message: str, controls: Sequence[Control], lexicon: Lexicon) -> Control | None:
    for fit in _ways(message, controls, lexicon):
        if fit:
            return fit[0] if len(fit) == 1 else None
    return None


def _ways(message: str, controls: Sequence[Control], lexicon: Lexicon) -> Iterator[list[Control]]:
    """The controls that the words fit: by a text beside them, by its end, by their field, as the only big box."""
    cores = {_SAID.sub("", one) for one in lexicon.candidates(message)} - {""}
    words = [(one, _words(one, lexicon)) for one in controls]
    yield [one for one, own in words if own & cores]
    yield [one for one, own in words if any(_ends(a, b) for a in own for b in cores)]
    fields = _best({name: one for core in cores for name, one in lexicon.read_label(core).items()})
    weighed = [(one, {name: it.score for name, it in weigh(one, lexicon, messages={}).items()}) for one in controls]
    yield [one for one, scores in weighed if _best(scores) & fields]
    yield [one for one in controls if one.kind in _BIG] if "body" in fields else []


def _words(control: Control, lexicon: Lexicon) -> set[str]:
    t = control.texts
    texts = (*t.label, t.left, t.item, *t.before[:1], t.placeholder, t.title)
    return {candidate for text in texts if text for candidate in lexicon.candidates(text) if len(candidate) > 1}


def _ends(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


def _best(scores: dict[str, float]) -> set[str]:
    top = max(scores.values(), default=0.0)
    return {name for name, one in scores.items() if one == top >= KNOWN}
