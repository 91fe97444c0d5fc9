r"""A page as one string that keeps its structure: what a reader sees, in order, with every element's place in it.

In the string "\n" parts blocks, CELL parts table cells, RUN parts inline elements. Scripts, forms' controls, hidden
elements, navigation and footers are left out; what remains is bounded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from huiying.probe.pages.dates import year_of
from huiying.probe.pages.labels import name_of

CELL, RUN = "\x1e", "\x1f"
SEPARATORS = f" \n{CELL}{RUN}"
PIECE = re.compile(rf"[^\n{CELL}{RUN}]+")
"""What stands on one line, in one cell, in one run."""

MOST_HTML = 5_000_000
MOST_ELEMENTS = 60_000
MOST_TEXT = 600_000
DEEPEST = 200
"""Elements nested deeper than any page that people read are read as text of the last one."""

DROPPED = frozenset(
    [
        "script", "style", "noscript", "template", "head", "select", "option", "button", "iframe", "object", "embed", "svg",
        "canvas", "nav", "footer", "audio", "video",
    ]
)  # fmt: skip
INLINE = frozenset(
    [
        "a", "abbr", "b", "big", "bdi", "bdo", "cite", "code", "em", "font", "i", "label", "mark", "q", "s", "small", "span",
        "strong", "sub", "sup", "u", "time", "ins", "del", "tt", "var", "kbd", "nobr", "img",
    ]
)  # fmt: skip
_FRAMES = frozenset(["footer", "div", "p", "td"])
"""What is left out as a page's frame still tells the year."""
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_PAGE_FRAME = re.compile(
    r"(?:^|[\s_-])(?:footer|foot|copyright|banquan|crumbs?|breadcrumb|navbar|nav|navigation|topbar|sidebar|sidenav)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LETTERS_FOOT = re.compile(
    r"(?:reply|replay|answer|ans|hf|huifu|letter|mail|msg|message|post|item|card|comment|content|ask|question)[\w-]{0,12}foot|foot[\w-]{0,2}(?:reply|answer)",
    re.IGNORECASE,
)
"""The foot of a letter or of a reply, which is none of the page's."""
MOST_OPEN = 2000
_TAGS = re.compile(  # those that do not close of themselves
    r"<(/?)(?:div|span|table|ul|ol|dl|b|i|u|s|a|em|strong|font|big|small|code|tt|section|article|form|center|blockquote|h[1-6]|label"
    r"|main|aside|header|nobr|pre|button|svg|g|fieldset|details)\b",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TAB = re.compile(r"""\b(?:data-[\w-]{1,30}|href|aria-controls)\s{0,9}=\s{0,9}["']#([\w-]{1,60})["']""")
"""What a page's tabs open: a reader sees it with a click."""
_WINDOW = re.compile(r"modal|dialog|popup|layer|mask", re.IGNORECASE)
_CLICK = re.compile(r"""(?:location(?:\.href)?\s*=|open\(|location\.(?:assign|replace)\()\s*['"]([^'"]{1,1000})['"]""")
_SPACES = re.compile(
    r"[ \t\r\n\f\v\xa0\u2000-\u200b\u202f\u205f\u3000\ufeff\ue000-\uf8ff\x1e\x1f\x00-\x08\x0e-\x1d\x7f]+"
)
_LINE_SPACES = re.compile(
    r"[ \t\f\v\xa0\u2000-\u200b\u202f\u205f\u3000\ufeff\ue000-\uf8ff\x1e\x1f\x00-\x08\x0e-\x1d\x7f]+"
)


@dataclass(slots=True)
class Element:
    """One element: its span in the string, its place in the tree (`parent` is an index, -1 at the top)."""

    tag: str
    parent: int
    start: int
    end: int = 0
    classes: str = ""
    href: str = ""
    title: str = ""
    children: list[int] = field(default_factory=list)
    locked: bool = False


@dataclass(slots=True)
class Flat:
    """The page's string and its elements in document order."""

    text: str
    elements: list[Element]
    title: str = ""
    forms: int = 0
    year: int = 0
    """The year of a date that is written without one; 0 where the page does not tell it."""

    def deepest(self, start: int, end: int) -> int:
        """Return the index of the smallest element that holds [start, end)."""
        at = 0
        while True:
            children = self.elements[at].children
            inner = bisect_right(children, start, key=lambda c: self.elements[c].start) - 1
            while (
                inner >= 0
                and self.elements[children[inner]].end < end
                and self.elements[children[inner]].start == start
            ):
                inner -= 1  # empty elements share the place where the next one begins
            if inner < 0 or self.elements[children[inner]].end < end:
                return at
            at = children[inner]

    def up(self, index: int) -> Iterator[int]:
        """Yield the element and its ancestors, innermost first."""
        while index >= 0:
            yield index
            index = self.elements[index].parent

    def inside(self, index: int) -> str:
        """Return an element's part of the string."""
        element = self.elements[index]
        return self.text[element.start : element.end]

    def mostly_links(self, start: int, end: int) -> bool:
        """Whether a part of the string stands mostly in links: these are lines of a list."""
        links = (e for e in self.elements if e.tag == "a" and e.href and e.start < end and e.end > start)
        covered = sum(min(e.end, end) - max(e.start, start) for e in links)
        return covered * 2 > len(self.text[start:end].strip(SEPARATORS))

    def nearest(self, index: int, tags: frozenset[str]) -> int:
        """Return the innermost element-or-ancestor with one of the tags; -1 for none."""
        return next((i for i in self.up(index) if self.elements[i].tag in tags), -1)

    def following(self, index: int) -> list[int]:
        """Return the siblings after an element."""
        parent = self.elements[index].parent
        if parent < 0:
            return []
        siblings = self.elements[parent].children
        return siblings[bisect_right(siblings, index) :]


def parse(html: str) -> LexborHTMLParser:
    """Return the page's tree, of a bounded part of it: the parser's time grows with the square of the nesting."""
    html = html[:MOST_HTML]
    depth = 0
    for match in _TAGS.finditer(html):
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > MOST_OPEN:
            return LexborHTMLParser(html[: match.start()])
    return LexborHTMLParser(html)


def flatten(html: str) -> Flat:
    """Return the page as a Flat; any text is a page, an empty one too."""
    tree = parse(html)
    title = tree.css_first("title")
    builder = _Builder(tabs=frozenset(_TAB.findall(html[:MOST_HTML])))
    if tree.body is not None:
        builder.walk(tree.body)
    text = "".join(builder.parts)
    return Flat(
        text=text,
        elements=builder.elements or [Element("body", -1, 0, 0)],
        title=clean(title.text()) if title is not None else "",
        forms=builder.forms,
        year=year_of("\n".join([text, *builder.frame])),
    )


def clean(text: str) -> str:
    """Return one line: every run of white space, separators and control characters is one space."""
    return _SPACES.sub(" ", text).strip()


def clean_lines(text: str) -> str:
    """Return text as lines without markup separators or empty lines."""
    lines = (_LINE_SPACES.sub(" ", line).strip() for line in text.replace(CELL, "\n").replace(RUN, "").splitlines())
    return "\n".join(line for line in lines if line)


class _Builder:
    def __init__(self, *, tabs: frozenset[str]) -> None:
        self.tabs = tabs
        self.parts: list[str] = []
        self.elements: list[Element] = []
        self.length = 0
        self.forms = 0
        self.frame: list[str] = []
        self.open = 0

    def walk(self, body: LexborNode) -> None:
        # Iterative: a hostile page may be nested thousands deep.
        stack: list[tuple[LexborNode | None, int]] = [(body, -1)]
        while stack:
            node, parent = stack.pop()
            if node is None:
                self.open -= 1
                self._close(parent)
                continue
            if node.tag == "-text":
                self._text(node, parent)
                continue
            index = parent if self.open >= DEEPEST else self._open(node, parent)
            if index < 0 or (index == parent and (node.tag or "") in DROPPED):
                if node.tag in _FRAMES:
                    self.frame.append(clean(node.text(separator=" "))[:500])
                continue
            if index != parent:
                self.open += 1
                stack.append((None, index))
            if self.elements[index].tag == "textarea":
                continue
            children = list(node.iter(include_text=True))
            stack.extend((child, index) for child in reversed(children))

    def _put(self, text: str) -> None:
        text = text[: max(0, MOST_TEXT - self.length)]
        if text:
            self.parts.append(text)
            self.length += len(text)

    def _part(self, separator: str) -> None:
        last = self.parts[-1] if self.parts else "\n"
        if last == separator or (separator == RUN and last in {"\n", CELL}):
            return
        self._put(separator)

    def _text(self, node: LexborNode, parent: int) -> None:
        raw = node.text_content or ""
        if parent >= 0 and self.elements[parent].tag == "pre":
            raw = _LINE_SPACES.sub(" ", raw.replace("\r\n", "\n"))
        else:
            raw = _SPACES.sub(" ", raw)
        if raw.strip() or (raw and self.parts and self.parts[-1] not in {"\n", CELL}):
            self._put(raw)

    def _open(self, node: LexborNode, parent: int) -> int:
        tag = node.tag or ""
        if tag.startswith("-") or tag in DROPPED or len(self.elements) >= MOST_ELEMENTS:
            return -1
        if tag in {"br", "hr"}:
            self._part("\n")
            return -1
        attributes = node.attributes
        classes = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()[:200]
        shown = (attributes.get("id") or "") in self.tabs and not _WINDOW.search(classes)
        if _left_out(tag, attributes, classes, parent, tab=shown):
            return -1
        if tag == "form":
            self.forms += 1
        if tag in {"td", "th"}:
            self._part(CELL)
        else:
            self._part(RUN if tag in INLINE else "\n")
        index = len(self.elements)
        self.elements.append(
            Element(
                tag, parent, self.length, 0, classes,
                _link(tag, attributes),
                clean((attributes.get("title") or "")[:500]),
                locked=tag == "fieldset" and "disabled" in attributes,
            )
        )  # fmt: skip
        if parent >= 0:
            self.elements[parent].children.append(index)
        if tag in {"input", "textarea"}:
            self._value(node, tag, index)
        return index

    def _locked(self, index: int) -> bool:
        while index >= 0 and not self.elements[index].locked:
            index = self.elements[index].parent
        return index >= 0

    def _value(self, node: LexborNode, tag: str, index: int) -> None:
        # A look-up's result often stands in locked controls; an open control is a form of the page.
        attributes = node.attributes
        if not ({"readonly", "disabled"} & attributes.keys() or self._locked(index)):
            return
        text = node.text() if tag == "textarea" else attributes.get("value") or ""
        self._put(self._label(attributes) + _LINE_SPACES.sub(" ", text))

    def _label(self, attributes: dict[str, str | None]) -> str:
        """Return the label that only a locked control's own attributes give; "" where the page shows one or none is known."""
        words = (attributes.get(name) or "" for name in ("aria-label", "title", "placeholder"))
        label = next((word.strip(" :：*") for word in words if name_of(re.sub(r"\s", "", word)) is not None), "")
        shown = "".join(self.parts[-6:]).rstrip(f"{SEPARATORS}:：*")
        return f"{label}：" if label and not shown.endswith(label) else ""

    def _close(self, index: int) -> None:
        element = self.elements[index]
        element.end = self.length
        if element.tag in {"td", "th"}:
            self._part(CELL)
        else:
            self._part(RUN if element.tag in INLINE else "\n")


def _link(tag: str, attributes: dict[str, str | None]) -> str:
    """Return where an element leads: an address, or the one that stands in its click script; "" for none."""
    href = (attributes.get("href") or "").strip()[:2000] if tag == "a" else ""
    if href and not href.lower().startswith(("javascript", "#")):
        return href
    script = f"{href} {attributes.get('onclick') or ''}"[:3000]
    match = _CLICK.search(script)
    return match[1] if match else href


def _left_out(tag: str, attributes: dict[str, str | None], classes: str, parent: int, *, tab: bool) -> bool:
    if not tab and ("hidden" in attributes or _UNSEEN.search(attributes.get("style") or "")):
        return True
    if tag == "input" and (attributes.get("type") or "").lower() in {"hidden", "submit", "button", "image", "password"}:
        return True
    return parent >= 0 and bool(classes) and tag not in {"td", "th", "tr"} and _is_frame(classes)


def _is_frame(classes: str) -> bool:
    return bool(_PAGE_FRAME.search(classes)) and not _LETTERS_FOOT.search(classes)
