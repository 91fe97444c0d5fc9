"""The text in a label's region that is a reply's own: without the labels of its time and unit, up to what ends it."""

from __future__ import annotations

import re

from huiying.probe.pages.dates import find_dates
from huiying.probe.pages.fields import Hit
from huiying.probe.pages.flat import CELL, HEADINGS, SEPARATORS, Flat, clean_lines
from huiying.probe.pages.labels import INNER_WORDS, Name, name_of, says_nothing
from huiying.probe.pages.records import Record

_SOFT = frozenset({Name.ANSWERED, Name.OTHER_TIME, Name.UNIT, Name.REPLIER, Name.STATE, Name.RECEIVER})
_NUMBERING = re.compile(r"\n[(（【\[]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})?[、.．)）】\[【]?$")
"""What is left before the label that ends a reply (四、 or 【)."""
_MARKED_UP = frozenset(["th", "td", "dt", "span", "b", "strong", "em", "i", "label", "font", "div"]) | HEADINGS


def collect(flat: Flat, record: Record, hit: Hit, start: int, end: int) -> tuple[str, int, bool, frozenset[int]]:
    """Return the text in [start, end) up to its end, that place, whether a time or unit stood there, and its own labels."""
    pieces: list[str] = []
    at, soft = start, False
    own: set[int] = set()
    for other in record.hits:
        if other.start < start or other.start >= end or other is hit or other.start < at:
            continue
        kind = (
            "end"
            if _again(flat, other, hit)
            else _kind(
                flat,
                other,
                has_text=not says_nothing(clean_lines("".join(pieces) + flat.text[at : other.start]).strip(" :：")),
            )
        )
        if kind == "none":
            own.add(other.start)
            continue
        pieces.append(flat.text[at : other.start])
        if kind == "end" or "".join(pieces).strip(SEPARATORS + ":：*【】[]"):
            at = end = other.start
            break
        soft = soft or (other.name in {Name.ANSWERED, Name.UNIT, Name.REPLIER} and bool(other.value))
        at = max(other.end, line_end(flat, other))
    pieces.append(flat.text[at:end])
    text = clean_lines("".join(pieces)).strip(" :：*").lstrip("】]").strip()
    return _NUMBERING.sub("", _without_empty_labels(text)), end, soft, frozenset(own)


def _without_empty_labels(text: str) -> str:
    """Leave out last lines that only announce what is not there (回复时间：)."""
    while (last := text.rpartition("\n"))[1] and name_of(last[2]) in _SOFT:
        text = last[0].rstrip()
    return text


def _again(flat: Flat, other: Hit, hit: Hit) -> bool:
    """Whether the label of a reply stands again at the head of a line: there the next reply begins."""
    head = flat.text[: other.start].rstrip(" \x1f")[-1:]
    return (other.name, other.label) == (Name.ANSWER, hit.label) and head in {"\n", CELL}


def _kind(flat: Flat, other: Hit, *, has_text: bool) -> str:
    """Return what a label inside a reply's region is: its "end", "soft" (a detail of the reply), or "none" (its own words)."""
    if other.name is Name.END:
        return "end"
    marked = _is_structural(flat, other)
    if other.name is Name.OTHER:
        return "soft" if marked and not has_text else "none"
    if other.name in _SOFT:
        own = has_text and other.label in INNER_WORDS and not marked
        plain = other.sure and not (has_text and not other.value)
        return "soft" if not own and (plain or not has_text) else "none"
    if other.name is Name.ASKED:
        return "end" if other.sure else "none"
    # A reply has headings of its own (处理结果:…, 问题:…): only what is marked up as a label ends it.
    return "end" if marked or not has_text else "none"


def _is_structural(flat: Flat, hit: Hit) -> bool:
    """Whether a label is marked up as one: alone in a cell, a term, a heading or an inline element."""
    element = flat.elements[hit.element]
    inside = flat.inside(hit.element).strip(SEPARATORS + ":：*【】[]")
    return len(inside) <= len(hit.label) + 4 and element.tag in _MARKED_UP


def line_end(flat: Flat, hit: Hit) -> int:
    """Return where the short value of a label ends."""
    at = max(hit.value_start, hit.end)
    if not hit.value:
        return hit.end
    place = flat.text.find(hit.value[:8].split(" ")[0], at)
    if place < 0 or place >= hit.value_end:
        return hit.end
    stop = place
    while stop < hit.value_end and flat.text[stop] not in "\n\x1e":
        stop += 1
    if hit.when is not None:
        dates = find_dates(flat.text[place:stop])
        return place + dates[0][2] if dates else stop
    return min(stop, place + len(hit.value))
