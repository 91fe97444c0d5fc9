"""The label of a control, and what stands for it where two controls bear the same (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from huiying.probe.controls import Control
from huiying.probe.wording import plain


def label_of(control: Control) -> str:
    """Return the nearest label of a control, plain; "" where it has none."""
    t = control.texts
    return next((plain(one) for one in (*t.label, t.left, t.item, *t.before[:1]) if plain(one)), "")


def told_by_hints(controls: Sequence[Control]) -> list[Control]:
    """Two lines that bear the same label (投诉人 and 投诉人) are told apart by the hints in them, where each has another one."""
    lines = [one for one in controls if one.kind == "text" and not one.widget and label_of(one)]
    hints: dict[str, list[str]] = {}
    for one in lines:
        hints.setdefault(label_of(one), []).append(plain(one.texts.placeholder))
    apart = {label for label, said in hints.items() if 1 < len(said) == len(set(said) - {""})}
    return [
        replace(
            one, texts=replace(one.texts, label=(one.texts.placeholder,), left="", item="", before=(), seen_left="")
        )
        if one in lines and label_of(one) in apart
        else one
        for one in controls
    ]
