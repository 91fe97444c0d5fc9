"""What can be followed on a page, and how surely each link's words lead to a consultation form (pure; DESIGN §6)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from huiying.probe.page import Target

LINKS = (files("huiying.probe") / "links.js").read_text(encoding="utf-8")
WORDS: dict[str, dict[str, int]] = tomllib.loads((files("huiying.probe") / "channel.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """Something to follow: its words, where it says it leads, and the element."""

    text: str
    href: str
    target: Target
    shown: bool = True
    disabled: bool = False
    score: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Crossing:
    """What can be followed on a page, and the boxes that a 须知 page wants ticked. `texts` counts places for long texts."""

    url: str
    links: tuple[Link, ...]
    boxes: tuple[Link, ...]
    texts: int


def crossing(documents: Sequence[dict[str, object]]) -> Crossing:
    """Read the answer of links.js."""
    links: list[Link] = []
    boxes: list[Link] = []
    texts = 0
    for document in documents:
        outer = tuple(str(part) for part in _list(document.get("frame")))
        links += [_link(raw, outer) for raw in _list(document.get("links"))[:1500] if isinstance(raw, dict)]
        boxes += [_link(raw, outer) for raw in _list(document.get("boxes"))[:20] if isinstance(raw, dict)]
        count = document.get("texts")
        texts += count if isinstance(count, int) else 0
    return Crossing(
        url=str(documents[0].get("url", "")) if documents else "", links=tuple(links), boxes=tuple(boxes), texts=texts
    )


def score(text: str) -> int:
    """Say how surely a link's words lead to a consultation form; 0 or less: not at all."""
    words = re.sub(r"[\s【】\[\]《》<>·、>|»›]+", "", text)
    best = max((points for word, points in WORDS["towards"].items() if word in words), default=0)
    if not best:
        return 0
    # A long text is a headline, not a menu entry.
    return best - sum(points for word, points in WORDS["away"].items() if word in words) - max(0, len(words) - 8) * 6


def question_tab(found: Crossing) -> Link | None:
    """Return the shown tab for questions where a page offers forms for several kinds of letter side by side (咨询 | 投诉 | 建议)."""
    rows: dict[tuple[tuple[str, ...], str], list[tuple[Link, int]]] = {}
    for link in found.links:
        words = re.sub(r"\s+", "", link.text)
        kinds = [points for word, points in WORDS["kinds"].items() if word in words]
        here = not link.href.startswith(("http:", "https:")) or link.href.split("#")[0] == found.url.split("#")[0]
        if link.shown and here and kinds and len(words) <= 6:
            # Entries of one row stand at places that differ in their numbers only.
            row = (link.target.frame, re.sub(r"\d+", "#", link.target.selector))
            rows.setdefault(row, []).append((link, max(kinds)))
    mixed = [row for row in rows.values() if {0, 1} <= {kind for _, kind in row}]
    return next((link for row in mixed for link, kind in row if kind), None)


def rank(found: Crossing) -> list[Link]:
    """Return the links worth following, the surest first; hidden menu entries after shown ones of the same words."""
    best: dict[tuple[str, str], Link] = {}
    for link in found.links:
        points = score(link.text) - (0 if link.shown else 3)
        key = (link.href or link.target.selector, link.text)
        if points > 0 and key not in best:
            best[key] = Link(text=link.text, href=link.href, target=link.target, shown=link.shown, score=points)
    return sorted(best.values(), key=lambda link: -link.score)


def _link(raw: dict[str, object], outer: tuple[str, ...]) -> Link:
    inner = tuple(str(part) for part in _list(raw.get("frame")))
    return Link(
        text=str(raw.get("text", ""))[:120],
        href=str(raw.get("href", ""))[:2000],
        target=Target(selector=str(raw.get("selector", "")), frame=(*outer, *inner)),
        shown=bool(raw.get("shown", True)),
        disabled=bool(raw.get("disabled", False)),
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
