"""Which turns of a conversation, or steps of a letter's way, are the replies to our question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huiying.model import Stated
from huiying.probe.pages.flat import HEADINGS, SEPARATORS, Element, Flat, clean, clean_lines
from huiying.probe.pages.labels import QUESTION_NAMES, WISHED, Name, name_of, says_nothing, state_in
from huiying.probe.pages.likeness import bare, same_title
from huiying.probe.pages.reading import PageAnswer
from huiying.probe.pages.records import Record
from huiying.probe.pages.replytimes import Found
from huiying.probe.pages.sides import find_sides
from huiying.probe.pages.speakers import STEPS, Who, greets, is_mark, is_step, read_head, says_reply, side_of
from huiying.probe.pages.stamps import signature, without_head
from huiying.probe.pages.turns import Turn, find_turns

SHORTEST = 8
_SHORTEST_QUESTION, _HEAD_OF_QUESTION = 4, 16
_ASKING = frozenset({Who.CITIZEN, Who.ASK_STEP})
_REPLYING = frozenset({Who.OFFICE, Who.REPLY_STEP})
_OF_REPLY = frozenset({Name.ANSWER, Name.ANSWERED, Name.UNIT, Name.REPLIER})


@dataclass(frozen=True, slots=True)
class Talk:
    """The replies, and when the question was put, as the speakers' lines say it. `way`: they are steps of a letter's way;
    `claimed`: one of the steps says when it was answered; `step`: the only such step.
    """

    replies: tuple[Found, ...] = ()
    asked_at: Stated | None = None
    way: bool = False
    claimed: bool = False
    step: Turn | None = None


def read_talk(flat: Flat, record: Record, ours: Sequence[str]) -> Talk:
    """Return what the speakers' lines of a record say of our question, of which `ours` are the body and the title.

    A reply is an office's turn after our question, in the same conversation: a box of the question's kind or of a
    replier's class, a head that says 答复, or words to a citizen right below the question. Another citizen's turn, a
    heading, or anything else between ends it.
    """
    turns = find_turns(flat, record)
    at, end = _question(flat, record, turns, ours)
    if at < 0 or any(turn.low <= at < turn.high for turn in turns if turn.who not in _ASKING):
        return Talk()  # an office's name beside each line: a list
    asker = _asker(flat, turns, at)
    way = sum(turn.who in STEPS and turn.when is not None for turn in turns) > 1
    case = _Case(flat, record, tuple(filter(None, ours)), asker, way, at, end)
    replies = [found for turn in case.offices(turns) if (found := case.reply(turn)) is not None]
    asked_at = asker.when if asker else None
    if not replies and any(ours):
        question, sides = find_sides(flat, at, end)
        asked_at = asked_at or (question.when if question else None)
        replies = [Found(PageAnswer(text=side.text, answered_at=side.when), side.start, side.end) for side in sides]
    if asked_at is None and way:
        asked_at = next((turn.when for turn in turns if turn.who is Who.ASK_STEP and turn.when), None)
    if asked_at is not None:
        replies = [one for one in replies if not _earlier(one.answer.answered_at, asked_at)]
    answered = [t for t in turns if way and t.who is Who.REPLY_STEP and t.when and t.start > at]
    answered = [t for t in answered if says_reply(flat.text[t.start : t.end]) and not WISHED.match(t.text(flat))]
    step = answered[0] if len(answered) == 1 else None
    return Talk(tuple(replies), asked_at, way, bool(answered), step)


def _earlier(when: Stated | None, asked: Stated) -> bool:
    return when is not None and when.at.date() < asked.at.date()


def _question(flat: Flat, record: Record, turns: Sequence[Turn], ours: Sequence[str]) -> tuple[int, int]:
    """Return where our question begins and ends; -1 for nowhere."""
    text = flat.text[record.start : record.end]
    for own in filter(None, ours):
        start, end = _place(text, own)
        if start >= 0:
            return record.start + start, record.start + end
    if any(ours):
        return -1, -1
    labelled = [(hit.start, hit.value_end) for hit in record.hits if hit.name is Name.QUESTION]
    asking = [(turn.low, turn.low) for turn in turns if turn.who in _ASKING]
    return min([*labelled, *asking], default=(-1, -1))


def _place(text: str, own: str) -> tuple[int, int]:
    """Return where `own` stands in a text, whatever stands between the letters, known by its first letters."""
    whole = bare(own)
    if len(whole) < _SHORTEST_QUESTION:
        return -1, -1
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for letter in bare(char):
            letters.append(letter)
            places.append(place)
    found = "".join(letters).find(whole[:_HEAD_OF_QUESTION])
    return (places[found], places[min(found + len(whole), len(places)) - 1] + 1) if found >= 0 else (-1, -1)


def _asker(flat: Flat, turns: Sequence[Turn], at: int) -> Turn | None:
    """Return the turn in which our question was put: the one that holds it, or a citizen's line right below it without words."""
    for turn in turns:
        if turn.who not in _ASKING:
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


@dataclass(frozen=True, slots=True)
class _Case:
    """Our question on a page: it stands at [`at`, `end`)."""

    flat: Flat
    record: Record
    ours: tuple[str, ...]
    asker: Turn | None
    way: bool
    at: int
    end: int

    def offices(self, turns: Sequence[Turn]) -> Iterator[Turn]:
        """Yield the office's turns that follow our question in its conversation."""
        ends = [hit.start for hit in self.record.hits if hit.name is Name.END and hit.start > self.at]
        heads = [
            e.start
            for e in self.flat.elements
            if e.tag in HEADINGS and e.start >= self.end and not self._names_reply(e)
        ]
        limit = min([*ends, *heads], default=self.record.end)
        last = max(self.end, self.asker.high if self.asker else 0)
        for turn in turns:
            if turn.start <= self.at or turn is self.asker:
                continue
            apart = self._says_more(last, min(turn.start, turn.low))
            last = turn.high
            if turn.start >= limit or (apart and not self.way):
                return
            if turn.who is Who.CITIZEN and not (self.asker and self.asker.name and turn.name == self.asker.name):
                return
            if turn.who in _REPLYING and turn.low > self.at and self._stands_with(turn):
                yield turn

    def _names_reply(self, heading: Element) -> bool:
        inside = (hit.name for hit in self.record.hits if heading.start <= hit.start < heading.end)
        return is_step(clean(self.flat.text[heading.start : heading.end])) or any(name in _OF_REPLY for name in inside)

    def _says_more(self, low: int, high: int) -> bool:
        """Whether words stand between two places that are no label, no label's value and no ornament."""
        values = [
            (h.start, max(h.end, h.value_start + len(h.value) + 4)) for h in self.record.hits if low <= h.start < high
        ]
        for piece in re.finditer(r"[^\n\x1e\x1f]+", self.flat.text[low:high]):
            start, text = low + piece.start(), clean(piece.group())
            plain = not text or is_mark(text) or read_head(text) or state_in(text) or name_of(text) is not None
            if not plain and not any(a <= start < b for a, b in values):
                return True
        return False

    def _stands_with(self, turn: Turn) -> bool:
        if turn.foot and not (self.asker and self.asker.foot):
            return False
        if turn.who is Who.REPLY_STEP:
            return self.way or bool(turn.name)
        head = self.flat.deepest(turn.start, turn.end)
        boxes = [self.flat.elements[index] for index in self.flat.up(head)]
        if any(side_of(box.classes) == "office" for box in boxes if box.start > self.at):
            return True
        if says_reply(self.flat.text[turn.start : turn.end]):
            return True
        return self._of_a_kind(turn) or (turn.when is not None and greets(turn.text(self.flat)))

    def _of_a_kind(self, turn: Turn) -> bool:
        """Whether a turn's box stands beside the question's, and both are of one kind."""
        if self.asker is None or not self.asker.named or turn.box == self.asker.box:
            return False
        one, other = self.flat.elements[turn.box], self.flat.elements[self.asker.box]
        return (one.parent, one.tag) == (other.parent, other.tag)

    def reply(self, turn: Turn) -> Found | None:
        """Return an office's turn as a reply; None where its words are none."""
        flat = self.flat
        ending = QUESTION_NAMES | {Name.END}
        hits = [h for h in self.record.hits if turn.low <= h.start < turn.high and h.name in ending]
        high = min([turn.high, *(h.start for h in hits if h.pure or h.name is Name.END)])
        text = clean_lines(flat.text[turn.low : high]).strip(" :：")
        if len(bare(text)) < SHORTEST or says_nothing(text) or WISHED.match(text) or _all_links(flat, turn.low, high):
            return None
        if any(same_title(text, own) for own in self.ours):
            return None
        text, unit, when = without_head(text)
        signer, signed = signature(text)
        answer = PageAnswer(text=text, answered_at=turn.when or when or signed, unit=turn.name or unit or signer)
        return Found(answer, min(turn.start, turn.low), max(turn.end, high))


def _all_links(flat: Flat, low: int, high: int) -> bool:
    """Whether a text stands mostly in links: these are lines of a list, no reply."""
    links = [e for e in flat.elements if e.tag == "a" and e.href and e.start < high and e.end > low]
    covered = sum(min(e.end, high) - max(e.start, low) for e in links)
    return covered * 2 > len(flat.text[low:high].strip(SEPARATORS))
