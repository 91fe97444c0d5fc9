"""Which turns of a conversation, or steps of a letter's way, are the replies to our question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huiying.model import Stated
from huiying.probe.pages.asking import ASKING, asker_of, where_asked, with_body
from huiying.probe.pages.fields import Hit
from huiying.probe.pages.flat import HEADINGS, PIECE, SEPARATORS, Element, Flat, clean, clean_lines
from huiying.probe.pages.labels import QUESTION_NAMES, WISHED, Name, name_of, says_nothing, state_in
from huiying.probe.pages.likeness import bare, same_title
from huiying.probe.pages.reading import PageAnswer
from huiying.probe.pages.records import Record
from huiying.probe.pages.replytimes import Found
from huiying.probe.pages.sides import find_sides
from huiying.probe.pages.speakers import (
    STEPS,
    Who,
    greets,
    is_anybody,
    is_mark,
    read_head,
    says_reply,
    side_of,
)
from huiying.probe.pages.stamps import signature, without_head
from huiying.probe.pages.turns import Turn, find_turns

SHORTEST = 8
_REPLYING = frozenset({Who.OFFICE, Who.REPLY_STEP})
_OF_REPLY = frozenset({Name.ANSWER, Name.ANSWERED, Name.UNIT, Name.REPLIER})


@dataclass(frozen=True, slots=True)
class Talk:
    """The replies, and when the question was put, as the speakers' lines say it. `way`: they are steps of a letter's way;
    `claimed`: one of the steps says when it was answered; `step`: the only such step.
    `others_from` is where another citizen begins to speak.
    """

    replies: tuple[Found, ...] = ()
    asked_at: Stated | None = None
    way: bool = False
    claimed: bool = False
    step: Turn | None = None
    others_from: int | None = None


def read_talk(flat: Flat, record: Record, ours: Sequence[str]) -> Talk:
    """Return what the speakers' lines of a record say of our question, of which `ours` are the body and the title.

    A reply is an office's turn after our question, in the same conversation: a box of the question's kind or of a
    replier's class, a head that says 答复, or words to a citizen right below the question. Another citizen's turn, a
    heading, or anything else between ends it.
    """
    at, end = where_asked(flat, record, ours)
    turns, above = find_turns(flat, record, at)
    end = with_body(flat, turns, at, end)
    if at < 0 and not any(ours):
        at, end = min(((turn.low, turn.low) for turn in turns if turn.who in ASKING), default=(-1, -1))
    if at < 0 or any(turn.low <= at < turn.high for turn in turns if turn.who not in ASKING and turn.when):
        return Talk()  # an office's name beside each line: a list
    asker = asker_of(flat, turns, at, end)
    way = sum(turn.who in STEPS and turn.when is not None for turn in turns) > 1
    case = _Case(flat, record, tuple(filter(None, ours)), asker, way, at, end)
    replies = [found for turn in case.offices(turns) if (found := case.reply(turn)) is not None]
    asked_at = asker.when if asker else above if replies else None
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
    return Talk(tuple(replies), asked_at, way, bool(answered), step, case.others_from(turns))


def _earlier(when: Stated | None, asked: Stated) -> bool:
    return when is not None and when.at.date() < asked.at.date()


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
        headings = (e for e in self.flat.elements if e.tag in HEADINGS and e.start >= self.end)
        heads = [e.start for e in headings if not (self._names_reply(e) or any(_within(e, turn) for turn in turns))]
        limit = min([*ends, *heads], default=self.record.end)
        last = max(self.end, self.asker.high if self.asker else 0)
        for turn in turns:
            if turn.start <= self.at or turn is self.asker:
                continue
            apart = self._says_more(last, min(turn.start, turn.low))
            last = turn.high
            if turn.start >= limit or (apart and not self.way):
                return
            if turn.who is Who.CITIZEN and not self._same_person(turn):
                return
            tells = turn.who is Who.OTHER_STEP and turn.when is not None and greets(turn.text(self.flat))
            if (turn.who in _REPLYING or tells) and turn.low > self.at and self._stands_with(turn):
                yield turn

    def _same_person(self, turn: Turn) -> bool:
        asker = self.asker
        return asker is not None and bool(asker.name) and turn.name == asker.name and not is_anybody(asker.name)

    def others_from(self, turns: Sequence[Turn]) -> int:
        """Return where another citizen, by name and time, begins to speak after our question; the record's end for nowhere."""
        if self.asker is None or not self.asker.named or self.asker.when is None:
            return self.record.end
        later = (
            t
            for t in turns
            if t.start > self.at and t is not self.asker and t.who is Who.CITIZEN and t.named and t.when
        )
        return next((turn.start for turn in later if not self._same_person(turn)), self.record.end)

    def _names_reply(self, heading: Element) -> bool:
        inside = (hit.name for hit in self.record.hits if heading.start <= hit.start < heading.end)
        return read_head(clean(self.flat.text[heading.start : heading.end]), self.flat.year) is not None or any(
            name in _OF_REPLY for name in inside
        )

    def _says_more(self, low: int, high: int) -> bool:
        """Whether words stand between two places that are no label, no label's value and no ornament."""
        values = [
            (h.start, max(h.end, h.value_start + len(h.value) + 4)) for h in self.record.hits if low <= h.start < high
        ]
        for piece in PIECE.finditer(self.flat.text[low:high]):
            start, text = low + piece.start(), clean(piece.group())
            plain = (
                not text
                or is_mark(text)
                or read_head(text, self.flat.year)
                or state_in(text)
                or name_of(text) is not None
            )
            if not plain and not any(a <= start < b for a, b in values):
                return True
        return False

    def _stands_with(self, turn: Turn) -> bool:
        if turn.foot and not (self.asker and self.asker.foot):
            return False
        if turn.who in {Who.REPLY_STEP, Who.OTHER_STEP}:
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
        hits = [h for h in self.record.hits if turn.low <= h.start < turn.high]
        low, unit, when = self._details(turn, hits)
        high = min([turn.high, *(h.start for h in hits if h.name in ending and (h.pure or h.name is Name.END))])
        text = clean_lines(flat.text[low:high]).strip(" :：")
        if len(bare(text)) < SHORTEST or says_nothing(text) or WISHED.match(text) or flat.mostly_links(turn.low, high):
            return None
        if any(same_title(text, own) for own in self.ours):
            return None
        text, head_unit, head_when = without_head(text)
        signer, signed = signature(text)
        when = turn.when or when or head_when or signed
        answer = PageAnswer(text=text, answered_at=when, unit=turn.name or unit or head_unit or signer)
        return Found(answer, min(turn.start, turn.low), max(turn.end, high))

    def _details(self, turn: Turn, hits: Sequence[Hit]) -> tuple[int, str, Stated | None]:
        """Return where a turn's words begin after the labels of its unit and time, and what these say."""
        low, unit, when = turn.low, "", None
        for hit in hits:
            if hit.name not in _OF_REPLY or self.flat.text[low : hit.start].strip(SEPARATORS):
                break
            low, unit = hit.end, unit or hit.unit
            if hit.name is not Name.ANSWER and hit.value:
                unit = unit if hit.name is Name.ANSWERED else unit or hit.value
                when = when or hit.when
                place = self.flat.text.find(hit.value[:8].split(" ")[0], hit.end, turn.high)
                low = place + len(hit.value) if place >= 0 else low
        return low, unit, when


def _within(heading: Element, turn: Turn) -> bool:
    """Whether a heading is itself the line that names a speaker."""
    return heading.start <= turn.end and turn.start <= heading.end
