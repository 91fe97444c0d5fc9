"""What a page offers to fill and to press: frozen, as huiying/probe/readers.py made it of the script's data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
