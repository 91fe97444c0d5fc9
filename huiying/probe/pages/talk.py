"""Which turns of a conversation, or steps of a letter's way, are the replies to our question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huiying.model import Stated
from huiying.probe.pages.flat import SEPARATORS, Flat, clean_lines
from huiying.probe.pages.labels import QUESTION_NAMES, Name, says_nothing
from huiying.probe.pages.likeness import bare, same_title
from huiying.probe.pages.reading import PageAnswer
from huiying.probe.pages.records import Record
from huiying.probe.pages.replytimes import Found
from huiying.probe.pages.speakers import STEPS, Who, side_of
from huiying.probe.pages.stamps import signature, without_head
from huiying.probe.pages.turns import Turn, find_turns

SHORTEST = 8
_HEAD_OF_QUESTION = 16


@dataclass(frozen=True, slots=True)
class Talk:
    """The replies, and when the question was put, as the speakers' lines say it. `way`: they are steps of a letter's way;
    `claimed`: one of the steps says when it was answered.
    """

    replies: tuple[Found, ...] = ()
    asked_at: Stated | None = None
    way: bool = False
    claimed: bool = False


def read_talk(flat: Flat, record: Record, ours: Sequence[str]) -> Talk:
    """Return what the speakers' lines of a record say of our question, of which `ours` are the body and the title.

    A reply is an office's turn after our question; another citizen's turn, or the heading of a column beside, ends it.
    """
    turns = find_turns(flat, record)
    if not turns:
        return Talk()
    at = _question(flat, record, turns, ours)
    if at < 0:
        return Talk()
    if any(turn.low <= at < turn.high for turn in turns if turn.who not in {Who.CITIZEN, Who.ASK_STEP}):
        return Talk()  # an office's name beside each line: a list
    asker = _asker(flat, turns, at)
    way = sum(turn.who in STEPS and turn.when is not None for turn in turns) > 1
    replies = [
        found
        for turn in _ours(flat, record, turns, at, asker)
        if (found := _reply(flat, record, turn, way=way, ours=ours))
    ]
    asked_at = asker.when if asker else None
    if asked_at is None and way:
        asked_at = next((turn.when for turn in turns if turn.who is Who.ASK_STEP and turn.when), None)
    if asked_at is not None:
        replies = [
            one
            for one in replies
            if one.answer.answered_at is None or one.answer.answered_at.at.date() >= asked_at.at.date()
        ]
    answered = [turn for turn in turns if turn.who is Who.REPLY_STEP and turn.when and turn.start > at]
    claimed = way and any("复" in flat.text[turn.start : turn.end] for turn in answered)
    return Talk(tuple(replies), asked_at, way, claimed)


def _question(flat: Flat, record: Record, turns: Sequence[Turn], ours: Sequence[str]) -> int:
    """Return where our question stands; -1 for nowhere."""
    text = flat.text[record.start : record.end]
    for own in filter(None, ours):
        if (place := _place(text, own)) >= 0:
            return record.start + place
    if any(ours):
        return -1
    labelled = [hit.start for hit in record.hits if hit.name in QUESTION_NAMES]
    asking = [turn.start for turn in turns if turn.who in {Who.CITIZEN, Who.ASK_STEP}]
    return min([*labelled, *asking], default=-1)


def _place(text: str, own: str) -> int:
    """Return where the first words of `own` begin in a text, whatever stands between the letters; -1 for nowhere."""
    head = bare(own)[:_HEAD_OF_QUESTION]
    if len(head) < 4:
        return -1
    letters, places = [], []
    for place, char in enumerate(text):
        for letter in bare(char):
            letters.append(letter)
            places.append(place)
    found = "".join(letters).find(head)
    return places[found] if found >= 0 else -1


def _asker(flat: Flat, turns: Sequence[Turn], at: int) -> Turn | None:
    """Return the turn in which our question was put: the one that holds it, or a citizen's line right below it without words."""
    for turn in turns:
        if turn.who not in {Who.CITIZEN, Who.ASK_STEP}:
            if turn.start > at:
                return None
            continue
        if turn.low <= at < turn.high:
            return turn
        if turn.start > at:
            between = flat.text[at : turn.start]
            alone = not turn.text(flat) or turn.foot
            return turn if alone or between.strip(SEPARATORS).count("\n") == 0 else None
    return None


def _ours(flat: Flat, record: Record, turns: Sequence[Turn], at: int, asker: Turn | None) -> Iterator[Turn]:
    ends = [hit.start for hit in record.hits if hit.name is Name.END and hit.start > at]
    limit = min(ends, default=record.end)
    for turn in turns:
        if turn.start <= at or turn is asker:
            continue
        if turn.start >= limit:
            return
        if turn.who is Who.CITIZEN and not (asker and asker.name and turn.name == asker.name):
            return
        if turn.foot and not (asker and asker.foot):
            continue
        if turn.who in {Who.OFFICE, Who.REPLY_STEP} and turn.low > at and _stands_with(flat, turn, asker):
            yield turn


def _stands_with(flat: Flat, turn: Turn, asker: Turn | None) -> bool:
    """Whether an office's name without a time is a speaker's: in a box of the question's kind, or of a replier's class."""
    if turn.when is not None or turn.who is Who.REPLY_STEP:
        return True
    box = flat.elements[turn.box]
    if asker is not None:
        other = flat.elements[asker.box]
        if turn.box != asker.box and (box.parent, box.tag) == (other.parent, other.tag):
            return True
    return any(side_of(flat.elements[index].classes) in {"office", "opposite"} for index in list(flat.up(turn.box))[:2])


def _reply(flat: Flat, record: Record, turn: Turn, *, way: bool, ours: Sequence[str]) -> Found | None:
    if turn.who is Who.REPLY_STEP and not way and not turn.name:
        return None
    stops = [
        h.start
        for h in record.hits
        if turn.low <= h.start < turn.high and h.name in QUESTION_NAMES | {Name.END} and (h.pure or h.name is Name.END)
    ]
    high = min([turn.high, *stops])
    text = clean_lines(flat.text[turn.low : high]).strip(" :：")
    if len(bare(text)) < SHORTEST or says_nothing(text) or any(same_title(text, own) for own in ours if own):
        return None
    if _all_links(flat, turn.low, high):
        return None
    text, head_unit, head_when = without_head(text)
    signer, signed = signature(text)
    answer = PageAnswer(text=text, answered_at=turn.when or head_when or signed, unit=turn.name or head_unit or signer)
    return Found(answer, min(turn.start, turn.low), max(turn.end, high))


def _all_links(flat: Flat, low: int, high: int) -> bool:
    """Whether a text stands wholly in links: these are lines of a list, no reply."""
    covered = sum(
        min(e.end, high) - max(e.start, low)
        for e in flat.elements
        if e.tag == "a" and e.href and e.start < high and e.end > low
    )
    return covered * 2 > len(flat.text[low:high].strip(SEPARATORS))
