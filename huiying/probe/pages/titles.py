"""Whether a title on a page is that of an item that was to be republished: surely, perhaps, or not.

Titles of official texts differ in one character and are two texts (第一批, 第二批; 解读 of a plan and the plan), so only
words that carry no sense may differ in a sure match. Everything else that is alike is for a person.
"""

from __future__ import annotations

import re
from enum import IntEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from huiying.probe.pages.likeness import bare

MAYBE = 70
"""Likeness (0–100) from which a title is shown to a person."""
SHORTEST_CUT = 10
_CUT = re.compile(r"(?:…+|\.{2,}|。{2,})\s*$")
_FILLERS = frozenset("的了和与及等之于对为")
_ADDED = re.compile(
    r"(?:转载|转发|全文|受权发布|重要转载|中共中央|国务院|中共[一-鿿]{2,8}委|[一-鿿]{2,8}?(?:省|市|县|区|自治区)(?:人民)?政府|人民政府"
    r"|办公厅|办公室|中国政府网|新华社|印发|关于|通知|发布|公布|最新|权威发布)*"
)


class Match(IntEnum):
    """How sure a title is the item's."""

    NO = 0
    MAYBE = 1
    SURE = 2


def match_title(shown: str, ours: str) -> tuple[Match, int]:
    """Return whether a shown title is ours, and their likeness (0–100)."""
    left, right = bare(shown), bare(ours)
    if not left or not right:
        return Match.NO, 0
    if left == right:
        return Match.SURE, 100
    likeness = min(round(fuzz.ratio(left, right)), 99)
    if cut := _CUT.search(shown.strip()):
        head = bare(shown.strip()[: cut.start()])
        if len(head) >= SHORTEST_CUT and head in right:
            return Match.MAYBE, likeness  # the page behind the link has the whole
    if _only_added(left, right) or _only_fillers(left, right):
        return Match.SURE, likeness
    short, long = sorted((left, right), key=len)
    alike = likeness >= MAYBE or (len(short) >= SHORTEST_CUT and short in long)
    return (Match.MAYBE if alike else Match.NO), likeness


def _only_added(left: str, right: str) -> bool:
    """Whether one is the other with no more than the names of those who issued or passed it on around it."""
    short, long = sorted((left, right), key=len)
    if len(short) < SHORTEST_CUT or short not in long:
        return False
    before, _, behind = long.partition(short)
    return bool(_ADDED.fullmatch(before) and _ADDED.fullmatch(behind))


def _only_fillers(left: str, right: str) -> bool:
    changed = "".join(
        left[edit.src_pos : edit.src_pos + (edit.tag != "insert")]
        + right[edit.dest_pos : edit.dest_pos + (edit.tag != "delete")]
        for edit in Levenshtein.editops(left, right)
    )
    return len(changed) <= 3 and set(changed) <= _FILLERS
