r"""A page as one string that keeps its structure: what a reader sees, in order, with every element's place in it.

In the string "\n" parts blocks, CELL parts table cells, RUN parts inline elements. `flatten` makes it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

CELL, RUN = "\x1e", "\x1f"
SEPARATORS = f" \n{CELL}{RUN}"
PIECE = re.compile(rf"[^\n{CELL}{RUN}]+")
"""What stands on one line, in one cell, in one run."""

INLINE = frozenset(
    [
        "a", "abbr", "b", "big", "bdi", "bdo", "cite", "code", "em", "font", "i", "label", "mark", "q", "s", "small", "span",
        "strong", "sub", "sup", "u", "time", "ins", "del", "tt", "var", "kbd", "nobr", "img",
    ]
)  # fmt: skip
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
SPACES = re.compile(
    r"[ \t\r\n\f\v\xa0\u2000-\u200b\u202f\u205f\u3000\ufeff\ue000-\uf8ff\x1e\x1f\x00-\x08\x0e-\x1d\x7f]+"
)
LINE_SPACES = re.compile(
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


def clean(text: str) -> str:
    """Return one line: every run of white space, separators and control characters is one space."""
    return SPACES.sub(" ", text).strip()


def clean_lines(text: str) -> str:
    """Return text as lines without markup separators or empty lines."""
    lines = (LINE_SPACES.sub(" ", line).strip() for line in text.replace(CELL, "\n").replace(RUN, "").splitlines())
    return "\n".join(line for line in lines if line)
