"""What was read of a page's forms as plain data: the shape of `huiying forms read --json` (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from huiying.probe.controls import Control, Place
from huiying.probe.form import from_json
from huiying.probe.purpose import Purpose
from huiying.probe.recognise import Recognition, recognise


def _where(place: Place) -> dict[str, Any]:
    found: dict[str, Any] = {"selector": place.selector}
    if place.frame:
        found["frame"] = list(place.frame)
    if place.shadow:
        found["shadow"] = list(place.shadow)
    return found


def _label(control: Control) -> str:
    t = control.texts
    return next(
        (one for one in (*t.label, t.left, *t.before, t.item, t.placeholder, t.title, t.seen_left, *t.above) if one), ""
    )[:60]


def as_dict(found: Recognition) -> dict[str, Any]:
    """Return the recognition as plain data, in the shape of `huiying forms read --json`."""
    stepped = found.purpose is Purpose.CONSULTATION and found.onward is not None
    return {
        "purpose": found.purpose.value,
        "fields": [
            {
                "field": one.field,
                "name": one.control.name or one.control.id,
                **_where(one.control.place),
                "required": one.required,
                "confidence": one.confidence,
                "why": one.why,
                **({"step": found.step(one.control)} if stepped else {}),
                **({"parts": [part.place.selector for part in one.parts]} if one.parts else {}),
            }
            for one in found.fields
        ],
        "unmapped_required": [
            {"name": one.name or one.id, **_where(one.place), "label": _label(one)} for one in found.unmapped_required
        ],
        "submit": found.submit.place.selector if found.submit else "",
        **({"onward": found.onward.place.selector, "steps": 1 + len(found.later)} if stepped and found.onward else {}),
        "challenge": found.challenge.value,
        "limits": {name: {"min": one.min, "max": one.max} for name, one in found.limits.items()},
    }


def read_page(documents: Iterable[object]) -> dict[str, Any]:
    """Return all forms of a page, from what EXTRACT returned for each of its documents, as plain data."""
    return {"forms": [as_dict(recognise(one)) for one in from_json(documents)]}
