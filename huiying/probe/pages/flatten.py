"""A saved page made into a Flat: scripts, forms' controls, hidden elements, navigation and footers are left out.

What remains is bounded. Only a locked control's value is read: a look-up's result often stands in one.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from huiying.probe.pages.dates import year_of
from huiying.probe.pages.flat import CELL, INLINE, LINE_SPACES, RUN, SEPARATORS, SPACES, Element, Flat, clean
from huiying.probe.pages.labels import name_of

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
_FRAMES = frozenset(["footer", "div", "p", "td"])
"""What is left out as a page's frame still tells the year."""
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
            raw = LINE_SPACES.sub(" ", raw.replace("\r\n", "\n"))
        else:
            raw = SPACES.sub(" ", raw)
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
        self._put(self._label(attributes) + LINE_SPACES.sub(" ", text))

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
