"""A conversation whose boxes name nobody: only their classes say on which side each stands (me, other, admin)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from huiying.model import Stated
from huiying.probe.pages.flat import Flat, clean, clean_lines
from huiying.probe.pages.labels import says_nothing
from huiying.probe.pages.likeness import bare
from huiying.probe.pages.speakers import read_head, side_of

MOST_BOXES = 100
SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Side:
    """What one box of a conversation says, with its place."""

    text: str
    when: Stated | None
    start: int
    end: int


def find_sides(flat: Flat, at: int, end: int) -> tuple[Side | None, list[Side]]:
    """Return the box of the question at [at, end), and the replies: the boxes of the other side, or of an office's class, that
    stand beside it up to the citizen's next one. A reply without a time is none here: classes alone are weak words.
    """
    for index in flat.up(flat.deepest(at, end)):
        box = flat.elements[index]
        if box.parent < 0:
            break
        if side_of(box.classes) != "citizen":
            continue
        replies: list[Side] = []
        for other in flat.following(index)[:MOST_BOXES]:
            if flat.elements[other].tag != box.tag or not flat.elements[other].classes:
                continue
            if side_of(flat.elements[other].classes) == "citizen":
                break
            if _answers(flat.elements[other].classes, box.classes) and (said := _said(flat, other)) is not None:
                replies.append(said)
        if replies:
            return _said(flat, index), replies
    return None, []


def _answers(classes: str, asking: str) -> bool:
    """Whether a box is an office's, or stands opposite one of its own kind (msg me, msg other)."""
    side = side_of(classes)
    return side == "office" or (side == "opposite" and bool(_tokens(classes) & _tokens(asking)))


def _tokens(classes: str) -> set[str]:
    return set(re.split(r"[\s_-]+", classes.lower()))


def _said(flat: Flat, index: int) -> Side | None:
    """Return a box's words and its time, which stands in it or right before it."""
    box = flat.elements[index]
    lines = clean_lines(flat.inside(index).replace("\x1f", "\n")).split("\n")
    times = [said.when for line in lines if (said := read_head(line, flat.year)) is not None and said.who is None]
    siblings = flat.elements[box.parent].children
    before = [i for i in siblings if flat.elements[i].end <= box.start]
    if (
        not times
        and before
        and (said := read_head(clean(flat.inside(before[-1])), flat.year)) is not None
        and said.who is None
    ):
        times = [said.when]
    words = "\n".join(line for line in lines if (said := read_head(line, flat.year)) is None or said.who is not None)
    if len(times) != 1 or len(bare(words)) < SHORTEST or says_nothing(words):
        return None
    return Side(words, times[0], box.start, box.end)
