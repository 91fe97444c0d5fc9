"""What a page offers to fill and to press, as the script of huiying.probe.extract found it: frozen, bounded, cleaned.

The plain data comes from a hostile page through the browser's JSON, so nothing of its shape is taken on trust: wrong types
become empty values, texts are cut and stripped of control characters, lists are cut. Nothing here raises for bad data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where an element is: `selector` is unique within the last shadow root (else the document) of the last frame.

    `frame` are the CSS selectors of the iframes to switch through, outermost first; `shadow` those of the shadow hosts.
    """

    selector: str
    frame: tuple[str, ...] = ()
    shadow: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One choice of a select, radio or tick group. `press` is what a person clicks where the input itself is drawn over."""

    text: str
    value: str
    selected: bool = False
    disabled: bool = False
    selector: str = ""
    press: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A picture near a text control; `words` says that its address or title speaks of a captcha."""

    selector: str
    src: str = ""
    alt: str = ""
    words: bool = False
    width: int = 0
    height: int = 0
    visible: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Widget:
    """A select drawn by script: press `trigger`, then one of `items` (CSS; "" where the list is not in the page yet)."""

    kind: str
    trigger: str
    items: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Texts:
    """The texts around a control. `before` and `after` are on the same line, `above` and `below` beyond a block's border.

    `section` is the heading of the part of the form in which the control stands (被举报人信息), "" where there is none.
    """

    label: tuple[str, ...] = ()
    left: str = ""
    header: str = ""
    item: str = ""
    item_after: str = ""
    before: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    placeholder: str = ""
    title: str = ""
    value: str = ""
    legend: str = ""
    group: str = ""
    section: str = ""
    seen_left: str = ""
    seen_above: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Control:
    """One thing to fill, as a person counts them: a radio group is one, a rich-text editor is one, a drawn select is one.

    `kind` is text, textarea, select, radio, checkbox, file or richtext. `editor` is "frame" where `place` is the editor's
    iframe, "element" where it is an editable element. `hidden` says why a person can't see it ("" where they can).
    `required` says by what it is marked ("" where it is not). `chain` are the ancestors' numbers, outermost first.
    """

    order: int
    kind: str
    place: Place
    tag: str = ""
    type: str = ""
    name: str = ""
    id: str = ""
    css_class: str = ""
    model: str = ""
    texts: Texts = Texts()
    attributes: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    pictures: tuple[Picture, ...] = ()
    pressables: tuple[str, ...] = ()
    widget: Widget | None = None
    editor: str = ""
    companion: str = ""
    maxlength: int = 0
    minlength: int = 0
    pattern: str = ""
    required: str = ""
    hidden: str = ""
    hidden_by: int = 0
    disabled: bool = False
    readonly: bool = False
    multiple: bool = False
    filled: bool = False
    form: int = 0
    chain: tuple[int, ...] = ()

    @property
    def visible(self) -> bool:
        return not self.hidden


@dataclass(frozen=True, kw_only=True, slots=True)
class Button:
    """Something to press. `words` are its class, handler, address and picture: what speaks where it has no text."""

    order: int
    place: Place
    tag: str = ""
    type: str = ""
    text: str = ""
    name: str = ""
    id: str = ""
    words: str = ""
    hidden: str = ""
    disabled: bool = False
    form: int = 0
    chain: tuple[int, ...] = ()


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
