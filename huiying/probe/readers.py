"""The plain data that the script of huiying.probe.extract found, made into controls and buttons: bounded and cleaned.

It comes from a hostile page through the browser's JSON, so nothing of its shape is taken on trust: wrong types become empty
values, texts are cut and stripped of control characters, lists are cut. Nothing here raises for bad data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from huiying.probe.controls import Button, Control, Option, Picture, Place, Texts, Widget

MAX_CONTROLS = 3000
MAX_BUTTONS = 600
MAX_OPTIONS = 600
MAX_TEXT = 400

_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]"
)


def text_of(value: object, limit: int = MAX_TEXT) -> str:
    """Return a one-line text of at most `limit` characters, without control characters; "" for anything but text."""
    if not isinstance(value, str):
        return ""
    return " ".join(_CONTROL.sub(" ", value[: limit * 4]).split())[:limit]


def texts_of(value: object, limit: int = 6) -> tuple[str, ...]:
    """Return the cleaned texts of a JSON list; empty for anything else."""
    if not isinstance(value, list):
        return ()
    return tuple(text for one in value[:limit] if (text := text_of(one)))


def path_of(value: object) -> tuple[str, ...]:
    """Return a list of selectors; empty for anything else."""
    return tuple(one[:2000] for one in value[:20] if isinstance(one, str)) if isinstance(value, list) else ()


def whole(value: object) -> int:
    """Return a number between 0 and a million; 0 for anything else."""
    return min(max(int(value), 0), 1_000_000) if isinstance(value, int) else 0


def mapping(value: object) -> Mapping[str, Any]:
    """Return the value where it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def _place(raw: Mapping[str, Any], prefix: tuple[str, ...]) -> Place:
    return Place(
        selector=str(raw.get("selector") or "")[:4000],
        frame=prefix + path_of(raw.get("frame")),
        shadow=path_of(raw.get("shadow")),
    )


def _chain(raw: Mapping[str, Any]) -> tuple[int, ...]:
    chain = raw.get("chain")
    return tuple(one for one in chain[-150:] if isinstance(one, int)) if isinstance(chain, list) else ()


def _read_texts(raw: Mapping[str, Any]) -> Texts:
    return Texts(
        label=texts_of(raw.get("label")),
        left=text_of(raw.get("left")),
        header=text_of(raw.get("header")),
        item=text_of(raw.get("item")),
        item_after=text_of(raw.get("item_after")),
        before=texts_of(raw.get("before")),
        above=texts_of(raw.get("above")),
        after=texts_of(raw.get("after")),
        below=texts_of(raw.get("below")),
        placeholder=text_of(raw.get("placeholder")),
        title=text_of(raw.get("title")),
        value=text_of(raw.get("value")),
        legend=text_of(raw.get("legend")),
        group=text_of(raw.get("group")),
        section=text_of(raw.get("section"), 60),
        seen_left=text_of(raw.get("seen_left"), 60),
        seen_above=text_of(raw.get("seen_above"), 60),
    )


def _read_option(raw: Mapping[str, Any]) -> Option:
    return Option(
        text=text_of(raw.get("text"), 120),
        value=text_of(raw.get("value"), 160),
        selected=raw.get("selected") is True,
        disabled=raw.get("disabled") is True,
        selector=str(raw.get("selector") or "")[:2000],
        press=str(raw.get("press") or "")[:2000],
    )


def _read_picture(raw: Mapping[str, Any]) -> Picture:
    return Picture(
        selector=str(raw.get("selector") or "")[:2000],
        src=text_of(raw.get("src"), 300),
        alt=text_of(raw.get("alt"), 100),
        words=raw.get("words") is True,
        width=whole(raw.get("width")),
        height=whole(raw.get("height")),
        visible=raw.get("visible") is not False,
    )


def _objects(value: object, limit: int) -> list[Mapping[str, Any]]:
    return [mapping(one) for one in value[:limit]] if isinstance(value, list) else []


def read_control(raw: Mapping[str, Any], prefix: tuple[str, ...], offset: int) -> Control:
    """Make a control of the script's data; `prefix` is the frame path of its document, `offset` shifts its order."""
    widget = mapping(raw.get("widget"))
    attributes = mapping(raw.get("attributes"))
    return Control(
        order=offset + whole(raw.get("order")),
        kind=text_of(raw.get("kind"), 20),
        place=_place(raw, prefix),
        tag=text_of(raw.get("tag"), 40),
        type=text_of(raw.get("type"), 20),
        name=text_of(raw.get("name"), 200),
        id=text_of(raw.get("id"), 200),
        css_class=text_of(raw.get("class"), 200),
        model=text_of(raw.get("model"), 100),
        texts=_read_texts(mapping(raw.get("texts"))),
        attributes={text_of(key, 40): text_of(value, 160) for key, value in list(attributes.items())[:30]},
        options=tuple(_read_option(one) for one in _objects(raw.get("options"), MAX_OPTIONS)),
        pictures=tuple(_read_picture(one) for one in _objects(raw.get("pictures"), 4)),
        pressables=texts_of(raw.get("pressables")),
        widget=Widget(
            kind=text_of(widget.get("kind"), 20),
            trigger=str(widget.get("trigger") or ""),
            items=str(widget.get("items") or ""),
        )
        if widget
        else None,
        editor=text_of(raw.get("editor"), 10),
        companion=str(raw.get("companion") or "")[:2000],
        maxlength=whole(raw.get("maxlength")),
        minlength=whole(raw.get("minlength")),
        pattern=text_of(raw.get("pattern"), 200),
        required=text_of(raw.get("required"), 60),
        hidden=text_of(raw.get("hidden"), 20),
        hidden_by=whole(raw.get("hidden_by")),
        disabled=raw.get("disabled") is True,
        readonly=raw.get("readonly") is True,
        multiple=raw.get("multiple") is True,
        filled=raw.get("filled") is True,
        form=whole(raw.get("form")),
        chain=_chain(raw),
    )


def read_button(raw: Mapping[str, Any], prefix: tuple[str, ...], offset: int) -> Button:
    """Make a button of the script's data."""
    return Button(
        order=offset + whole(raw.get("order")),
        place=_place(raw, prefix),
        tag=text_of(raw.get("tag"), 20),
        type=text_of(raw.get("type"), 20),
        text=text_of(raw.get("text"), 60),
        name=text_of(raw.get("name"), 100),
        id=text_of(raw.get("id"), 100),
        words=text_of(raw.get("words")),
        hidden=text_of(raw.get("hidden"), 20),
        disabled=raw.get("disabled") is True,
        form=whole(raw.get("form")),
        chain=_chain(raw),
    )
