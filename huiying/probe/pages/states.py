"""The state of a letter as its page words it."""

from __future__ import annotations

from huiying.probe.pages.flat import PIECE, Flat
from huiying.probe.pages.labels import ANSWERED_STATES, Name, says_nothing, state_in
from huiying.probe.pages.records import Record
from huiying.probe.pages.speakers import is_step


def state_of(record: Record, flat: Flat, *, way: bool = False) -> str:
    """Return the record's state as the page words it: by its label, in a reply field, or as a badge that stands alone.

    `way`: the page tells a letter's way by steps, and a step's name is no state.
    """
    for hit in record.hits:
        if hit.name is Name.STATE:
            if hit.label.startswith("是否") and hit.value in {"是", "否"}:
                return ("已" if hit.value == "是" else "未") + hit.label.removeprefix("是否")
            if state := state_in(hit.value):
                return state
            if hit.value and len(hit.value) <= 8 and not says_nothing(hit.value):
                return hit.value
    for hit in record.hits:
        if hit.name is Name.ANSWER and (state := state_in(hit.value)):
            return state
    badges = set(map(state_in, PIECE.findall(flat.text[record.start : record.end]))) - {"", "回复"}
    if way:
        badges = {badge for badge in badges if badge.startswith("已") or not is_step(badge)}
    if len(badges) > 1 and badges & ANSWERED_STATES and not any(badge.startswith(("未", "待")) for badge in badges):
        badges &= ANSWERED_STATES  # the furthest of several steps
    return badges.pop() if len(badges) == 1 else ""
