"""The forms of a page: `from_json` turns what EXTRACT found (one dict per document) into models, purposes told apart (pure)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from huiying.probe import grouping, lexicon
from huiying.probe.challenge import asks_for_log_in
from huiying.probe.checks import always_says, checks_of, sayings_of
from huiying.probe.conditions import Check
from huiying.probe.controls import Button, Control
from huiying.probe.loops import EACH
from huiying.probe.meant import meant
from huiying.probe.purpose import Purpose, purpose_of
from huiying.probe.readers import (
    MAX_BUTTONS,
    MAX_CONTROLS,
    mapping,
    path_of,
    read_button,
    read_control,
    text_of,
    texts_of,
    whole,
)

MAX_DOCUMENTS = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class FormModel:
    """One form of a page: its controls and buttons in the order of the page, and what was said near them.

    `notes` are the page's sentences that speak of lengths; `checks` what the page's script says of its controls; `login_texts`,
    `slider_texts` the visible texts that speak of a log-in or a slider; `log_in_first`: its script sends nothing of a stranger's.
    """

    purpose: Purpose
    controls: tuple[Control, ...]
    buttons: tuple[Button, ...] = ()
    headings: tuple[str, ...] = ()
    url: str = ""
    title: str = ""
    action: str = ""
    selector: str = ""
    frame: tuple[str, ...] = ()
    identity: str = ""
    notes: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    login_texts: tuple[str, ...] = ()
    slider_texts: tuple[str, ...] = ()
    log_in_first: bool = False
    truncated: bool = False

    @property
    def messages(self) -> dict[str, str]:
        """What the script says when a control is left empty: name or id → words, where they speak of it alone."""
        return {one.name: one.message for one in self.checks if one.message and one.demands and one.alone}


def _unpacked(document: object) -> Mapping[str, Any]:
    """A page with Prototype.js hands its data over as text (see extract/result.js)."""
    raw = mapping(document)
    if isinstance(raw.get("json"), str):
        try:
            return mapping(json.loads(raw["json"]))
        except ValueError:
            return {}
    return raw


def _list(value: object, limit: int) -> list[Mapping[str, Any]]:
    return [mapping(one) for one in value[:limit]] if isinstance(value, list) else []


def _said(value: object, limit: int = 20) -> tuple[str, ...]:
    """The visible texts of a list of {text, visible}."""
    return tuple(
        text
        for one in _list(value, limit)
        if one.get("visible") is not False and (text := text_of(one.get("text"), 160))
    )


def _page_wide(form: Mapping[str, Any]) -> bool:
    return any(one.startswith("__VIEWSTATE") for one in texts_of(form.get("hidden_names"), 60))


def _groups(
    controls: Sequence[Control], buttons: Sequence[Button], forms: Mapping[int, Mapping[str, Any]]
) -> list[tuple[int, grouping.Group]]:
    words = lexicon.load()
    found: list[tuple[int, grouping.Group]] = []
    for node in dict.fromkeys(one.form for one in controls if one.form):
        held = [one for one in controls if one.form == node]
        own = [one for one in buttons if one.form == node]
        wide = _page_wide(forms.get(node, {}))
        found += [(node, group) for group in grouping.split(held, own, words, page_wide=wide)]
    stray = [one for one in buttons if not one.form]
    bare: list[tuple[int, grouping.Group]] = []
    for frame, held in grouping.by_frame(one for one in controls if not one.form).items():
        near = grouping.nearer_to_forms([one for one in stray if one.place.frame == frame], held, found)
        own = [one for one in stray if one.place.frame == frame and one not in near]
        bare += [(0, group) for group in grouping.split(held, own, words, page_wide=True)]
    bare = grouping.adopt(found, bare)
    for frame in {group[0][0].place.frame for _, group in found}:
        taken = [button for _, (held, own) in bare if any(one.kind != "checkbox" for one in held) for button in own]
        rest = [one for one in stray if one.place.frame == frame and one not in taken]
        grouping.lend_buttons([group for _, group in found if group[0][0].place.frame == frame], rest, words)
    return grouping.join_steps([*found, *bare], words)


def _headings(raw: Mapping[str, Any], held: Sequence[Control], offset: int) -> tuple[str, ...]:
    """The headings above a form, nearest first: they stand before its first control, or inside it."""
    first, last = min(one.order for one in held), max(one.order for one in held)
    known = [
        (offset + whole(one.get("order")), text_of(one.get("text"), 120)) for one in _list(raw.get("headings"), 200)
    ]
    inside = [text for order, text in known if first <= order <= last]
    above = [text for order, text in reversed(known) if order < first]
    return tuple(one for one in (*inside[:4], *above[:4]) if one)


def _held(control: Control) -> set[str]:
    chosen = [one for one in control.options if one.selected] if control.kind == "select" else []
    return {control.texts.value.strip(), *(text for one in chosen for text in (one.text.strip(), one.value.strip()))}


def _own_checks(
    checks: Sequence[Check], node: int, forms: Mapping[int, Mapping[str, Any]], controls: Iterable[Control]
) -> tuple[Check, ...]:
    """Without what the script says of another form's controls by that form's name; what refuses a control's own words demands it."""
    holding = {(name, words) for one in controls for name in (one.name, one.id) for words in _held(one) if words}
    checks = [replace(one, demands=True) if (one.name, one.held.strip()) in holding else one for one in checks]
    named = {other: {text_of(one.get(key), 100) for key in ("id", "name")} for other, one in forms.items()}
    foreign = {word for other, words in named.items() if other != node for word in words} - named.get(node, set())
    return tuple(
        replace(one, name=one.name.partition("@")[0]) if one.name.startswith(EACH) else one
        for one in checks
        if not {one.form, one.name.partition("@")[2] if one.name.startswith(EACH) else ""} & (foreign - {""})
    )


def _read_document(raw: Mapping[str, Any], offset: int) -> list[FormModel]:
    prefix = path_of(raw.get("frame"))
    controls = [read_control(one, prefix, offset) for one in _list(raw.get("controls"), MAX_CONTROLS)]
    controls = [one for one in controls if one.kind and one.place.selector]
    buttons = [read_button(one, prefix, offset) for one in _list(raw.get("buttons"), MAX_BUTTONS)]
    forms = {whole(one.get("node")): one for one in _list(raw.get("forms"), 200)}
    script = raw["script"] if isinstance(raw.get("script"), str) else ""
    checks, notes = (
        meant(checks_of(script), controls, lexicon.load()),
        (*texts_of(raw.get("notes"), 60), *sayings_of(script)),
    )
    models = []
    for node, (held, own) in sorted(
        _groups(controls, buttons, forms), key=lambda one: min(control.order for control in one[1][0])
    ):
        form = forms.get(node, {})
        identity = " ".join(text_of(form.get(key), 100) for key in ("id", "name", "class"))
        model = FormModel(
            purpose=Purpose.OTHER,
            controls=tuple(sorted(held, key=lambda one: one.order)),
            buttons=tuple(sorted(own, key=lambda one: one.order)),
            headings=_headings(raw, held, offset),
            url=text_of(raw.get("url"), 2000),
            title=text_of(raw.get("title"), 300),
            action=text_of(form.get("action"), 300),
            selector=str(form.get("selector") or "")[:2000],
            frame=held[0].place.frame,
            identity=identity.strip(),
            notes=notes,
            checks=_own_checks(checks, node, forms, held),
            login_texts=_said(raw.get("login_texts")),
            slider_texts=_said(raw.get("slider_texts")),
            log_in_first=asks_for_log_in(always_says(script)),
            truncated=raw.get("truncated") is True,
        )
        models.append(replace(model, purpose=purpose_of(model, lexicon.load())))
    return models


def from_json(documents: Iterable[object]) -> tuple[FormModel, ...]:
    """Return the forms of a page from what EXTRACT returned for each of its documents; never raises for bad data.

    A document read in a frame of another origin carries `frame`, the selectors of the iframes to switch through.
    """
    models: list[FormModel] = []
    for index, document in enumerate(documents):
        if index >= MAX_DOCUMENTS:
            break
        models += _read_document(_unpacked(document), index * 1_000_000)
    return tuple(models)


def shown_buttons(documents: Iterable[object]) -> list[Button]:
    """Return all buttons of a page that a person sees, in a form or not."""
    found: list[Button] = []
    for document in list(documents)[:MAX_DOCUMENTS]:
        raw = _unpacked(document)
        found += [read_button(one, path_of(raw.get("frame")), 0) for one in _list(raw.get("buttons"), MAX_BUTTONS)]
    return [one for one in found if not one.hidden and one.place.selector]


def to_json(model: FormModel) -> dict[str, Any]:
    """Return the model as plain data, for people and logs; empty values are left out."""
    return {key: value for key, value in asdict(model).items() if value}
