"""Where our question stands on a page, and in whose turn it was put."""

from __future__ import annotations

import re
from collections.abc import Sequence

from huiying.probe.pages.flat import HEADINGS, SEPARATORS, Flat
from huiying.probe.pages.labels import Name
from huiying.probe.pages.likeness import bare
from huiying.probe.pages.records import Record
from huiying.probe.pages.speakers import Who
from huiying.probe.pages.turns import Turn

_SHORTEST_QUESTION, _HEAD_OF_QUESTION, _LONGEST_QUESTION = 4, 16, 400
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
ASKING = frozenset({Who.CITIZEN, Who.ASK_STEP})


def where_asked(flat: Flat, record: Record, ours: Sequence[str]) -> tuple[int, int]:
    """Return where our question begins and ends; -1 for nowhere."""
    text = flat.text[record.start : record.end]
    for own in filter(None, ours):
        start, end = _place(text, own)
        if start >= 0:
            return record.start + start, record.start + end
    if any(ours):
        return -1, -1
    labelled = [(hit.start, hit.value_end) for hit in record.hits if hit.name is Name.QUESTION]
    return min(labelled, default=(-1, -1))


def _place(text: str, own: str) -> tuple[int, int]:
    """Return where `own` stands in a text, whatever stands between the letters, known by its first letters."""
    letters = bare(own)
    if len(letters) < _SHORTEST_QUESTION:
        return -1, -1
    text = text.translate(_WIDE).lower()
    found = _apart(letters[:_HEAD_OF_QUESTION]).search(text)
    if found is None:
        return -1, -1
    whole = _apart(letters[:_LONGEST_QUESTION]).match(text, found.start())
    return found.start(), whole.end() if whole else min(found.start() + len(own), len(text))


def _apart(letters: str) -> re.Pattern[str]:
    return re.compile(r"[\W_]{0,20}".join(map(re.escape, letters)))


def with_body(flat: Flat, turns: Sequence[Turn], at: int, end: int) -> int:
    """Return where the words end that stand with our title in its box, before any office speaks; `end` where it is no title.

    A title fills its element alone. Of its boxes the smallest with more in it holds the words; one with a second heading none.
    """
    if at < 0:
        return end
    title = flat.deepest(at, end)
    if (
        flat.inside(title).strip(SEPARATORS + "·•#") != flat.text[at:end].strip(SEPARATORS)
        or flat.elements[title].tag == "a"
    ):
        return end
    for index in flat.up(title):
        box = flat.elements[index]
        offices = [turn for turn in turns if turn.who not in ASKING and end <= min(turn.start, turn.low)]
        stop = min([box.end, *(min(turn.start, turn.low) for turn in offices)])
        people = [turn for turn in turns if turn.who in ASKING and end <= turn.start < stop]
        if not flat.text[end:stop].strip(SEPARATORS):
            continue
        headings = (e for e in flat.elements if e.tag in HEADINGS and end <= e.start < stop)
        return end if box.tag in {"body", "tr"} or len(people) > 1 or any(headings) else stop
    return end


def asker_of(flat: Flat, turns: Sequence[Turn], at: int, end: int = -1) -> Turn | None:
    """Return the turn in which our question was put: the one that holds it, or a citizen's line right below it without words."""
    for turn in turns:
        if turn.who not in ASKING:
            if turn.start > at:
                return None
            continue
        if turn.low <= at < turn.high:
            return turn
        if at < turn.start < end:
            return turn  # between our title and the words that stand with it
        if turn.start > at:
            between = flat.text[at : turn.start]
            alone = not turn.text(flat) or turn.foot
            return turn if alone or between.strip(SEPARATORS).count("\n") == 0 else None
    return None
