"""A form in steps (pure): the button that leads on, and what is hidden in the steps to come (docs/decisions/0027)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from huiying.probe.controls import Button, Control
from huiying.probe.grouping import kind_of
from huiying.probe.lexicon import Lexicon

_WRITTEN = frozenset({"text", "textarea", "richtext", "select", "radio"})
_FOLDED = frozenset({"display", "visibility"})
"""How the steps to come are put away; what is moved off the page or made thin is meant for robots."""

_SENDS = frozenset({"submit", "comment", "vote", "next", ""})
"""What a shown button may be that sends the form here: 我要留言 does where it is a native one."""

_FOREIGN = frozenset({"login", "search", "lookup", "register", "subscribe", "vote", "comment"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Steps:
    """`onward` is the shown button that leads on; `later` are the controls of each step that is hidden in this page."""

    onward: Button
    later: tuple[tuple[Control, ...], ...] = ()

    def hidden(self) -> list[Control]:
        """Return the controls of all steps to come."""
        return [one for step in self.later for one in step]


def steps_of(controls: Sequence[Control], buttons: Sequence[Button], lexicon: Lexicon) -> Steps | None:
    """Return the steps of a form; None where one of its shown buttons sends it, or none leads on."""
    shown = [(one, kind_of(one, lexicon)) for one in buttons if not one.hidden]
    onward = [one for one, kind in shown if kind == "step"]
    sends = any(kind in _SENDS and (kind == "submit" or one.type in {"submit", "image"}) for one, kind in shown)
    if not onward or sends:
        return None
    here = [one.order for one in controls if one.visible] or [onward[0].order]
    folded = [one for one in controls if one.hidden in _FOLDED and one.order > min(here)]
    panels = [tuple(held) for _, held in groupby(folded, key=lambda one: one.hidden_by)]
    causes = {held[0].hidden_by for held in panels}
    later = [
        held
        for held in panels
        if not (causes - {held[0].hidden_by}) & set(held[0].chain) and _is_step(held, buttons, lexicon)
    ]
    return Steps(onward=onward[-1], later=tuple(later))


def _is_step(held: Sequence[Control], buttons: Sequence[Button], lexicon: Lexicon) -> bool:
    """Whether a hidden part is a step, not a trap for robots or another form's: a place for a letter, several, or a button on."""
    kinds = {kind_of(one, lexicon) for one in buttons if held[0].hidden_by in one.chain}
    written = [one for one in held if one.kind in _WRITTEN]
    big = any(one.kind in {"textarea", "richtext"} for one in held)
    return bool(written) and not kinds & _FOREIGN and (big or len(written) > 1 or bool(kinds & {"step", "submit"}))


def last_button(buttons: Sequence[Button], lexicon: Lexicon) -> Button | None:
    """Return the button that sends the form at the end of its steps; None where it is not in the page yet."""
    ends = [one for one in buttons if one.hidden and kind_of(one, lexicon) == "submit"]
    return max(ends, key=lambda one: one.order, default=None)
