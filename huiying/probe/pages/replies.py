"""The replies of one record: the text of each alone, with the time and the unit that stand with it."""

from __future__ import annotations

import re
from dataclasses import replace

from huiying.probe.pages.collect import collect, line_end
from huiying.probe.pages.fields import Hit
from huiying.probe.pages.flat import CELL, INLINE, SEPARATORS, Flat, clean, clean_lines
from huiying.probe.pages.labels import (
    GONE,
    QUESTION_NAMES,
    REPLY_NAMES,
    Name,
    is_count,
    is_settled,
    says_nothing,
    state_in,
)
from huiying.probe.pages.reading import PageAnswer
from huiying.probe.pages.records import Record
from huiying.probe.pages.replytimes import Found, with_times
from huiying.probe.pages.speakers import is_office, is_step, read_head
from huiying.probe.pages.stamps import UNIT_WORD, by_heads, signature, without_head, without_stamp
from huiying.probe.pages.talk import Talk

LONGEST_TEXT = 20_000
MOST_ANSWERS = 20
SHORTEST_UNLABELLED = 8
MOST_SIGNED = 6
_REPLY_CLASS = re.compile(
    r"(?:^|[\s_-])(?:reply|replay|answer|huifu|dafu|hfnr|hf|huida|response)(?:$|[\s_-]|con|content|text|txt|nr|body|main|info)",
    re.IGNORECASE,
)

_FEEDBACK_CLASS = re.compile(rf"{_REPLY_CLASS.pattern}|(?:^|[\s_-])(?:feedback|fankui)(?:$|[\s_-])", re.IGNORECASE)


def find_replies(flat: Flat, record: Record, talk: Talk) -> list[Found]:
    """Return the record's replies in the page's order; fields that say that there is none are none.

    `talk` is what the lines say that name a speaker or a step: it serves where no label names a reply, and where the
    label is a step's own name.
    """
    hits = [h for h in record.hits if h.name is Name.ANSWER]
    if any(not h.weak for h in hits):
        hits = [h for h in hits if not h.weak]
    found: list[Found] = []
    for hit in hits[:MOST_ANSWERS]:
        if found and hit.start < found[-1].end:
            continue
        found.extend(_reply(flat, record, hit))
    if talk.replies and talk.way and all(_within_turn(one, talk) for one in found):
        return _distinct(list(talk.replies))
    if found or any(_says_there_is_none(hit) for hit in hits):
        return with_times(flat, record, _distinct(found))
    labelled = _under_reply_labels(flat, record)
    if labelled and not (talk.replies and talk.replies[0].start < labelled[0].start):
        return with_times(flat, record, labelled)
    return _distinct(list(talk.replies)) or with_times(flat, record, _by_class(flat, record))


def _says_there_is_none(hit: Hit) -> bool:
    """Whether a reply's field holds words that are no reply; a number of replies or 已反馈 leaves the reply to stand elsewhere."""
    state = state_in(hit.value)
    return bool(hit.value) and not hit.weak and not is_count(hit.value) and not is_settled(state)


def _within_turn(one: Found, talk: Talk) -> bool:
    return any(turn.start <= one.start < turn.end for turn in talk.replies)


def _distinct(found: list[Found]) -> list[Found]:
    seen: list[str] = []
    kept = []
    for one in found:
        bare = re.sub(r"\s", "", one.answer.text)
        if not any(bare == other for other in seen):
            seen.append(bare)
            kept.append(one)
    return kept


def _reply(flat: Flat, record: Record, hit: Hit) -> list[Found]:
    start, end = hit.value_start, min(hit.value_end, record.end)
    text, stop, soft, own = collect(flat, record, hit, start, end)
    unit = hit.unit or _unit_before(flat, hit)
    if re.fullmatch(UNIT_WORD, text):  # [官方回答]:市人社局 stands for "by whom"; the text comes below
        unit, start, text, soft = text, flat.text.find(text, start) + len(text), "", True
    if not text and soft:
        # A head with the reply's time and unit, the text in the box below it.
        for index in flat.up(hit.element):
            outer = flat.elements[index]
            if outer.end <= end or outer.tag in {"tr", "body"}:
                continue
            end = min(outer.end, record.end)
            text, stop, _, own = collect(flat, record, hit, start, end)
            if text:
                break
    below, stop = _signed_below(flat, record, text, stop)
    end = max(stop, hit.end)
    parts = by_heads(f"{text}{below}")
    if len(parts) > 1:
        several = (_found(part, "", hit.start, end, year=flat.year) for part in parts)
        return [replace(one, own=own, whole=True) for one in several if one is not None]
    one = _found(f"{text}{below}", unit, hit.start, end, year=flat.year)
    if one is None:
        return []
    return [replace(one, own=own, answer=replace(one.answer, answered_at=hit.when or one.answer.answered_at))]


def _unit_before(flat: Flat, hit: Hit) -> str:
    """Return the office's name that stands on the line before a reply's label (市人社局 官方回复)."""
    line = clean(
        flat.text[max(flat.text.rfind("\n", 0, hit.start), flat.text.rfind(CELL, 0, hit.start)) + 1 : hit.start]
    )
    return line if hit.pure and is_office(line) else ""


def _signed_below(flat: Flat, record: Record, text: str, stop: int) -> tuple[str, int]:
    """Return the paragraphs of the same kind right below a reply's text up to its signature, and where they end."""
    block = next((i for i in flat.up(flat.deepest(stop - 1, stop)) if flat.elements[i].tag not in INLINE), -1)
    if not text or block < 0 or flat.text[stop : flat.elements[block].end].strip(SEPARATORS):
        return "", stop
    lines: list[str] = []
    for index in flat.following(block)[:MOST_SIGNED]:
        element = flat.elements[index]
        if element.tag != flat.elements[block].tag or any(element.start <= h.start < element.end for h in record.hits):
            break
        lines.append(clean_lines(flat.inside(index)))
        if signature("\n".join(["", *lines]))[1] is not None:
            return "\n" + "\n".join(filter(None, lines)), element.end
    return "", stop


def _says_more(text: str) -> bool:
    """Whether a text is more than numbers and the names of steps (a bar of them: 4 答复 5 办结)."""
    words = re.findall(r"[\u4e00-\u9fff]+|[A-Za-z]+", text)
    return any(not is_step(word) for word in words) or (not words and len(text) > 3)


def _found(text: str, unit: str, start: int, end: int, *, year: int) -> Found | None:
    text, head_unit, head_when = without_head(text)
    text, foot_unit, foot_when = without_stamp(text, year)
    head_unit, head_when = head_unit or foot_unit, head_when or foot_when
    text = text[:LONGEST_TEXT]
    if says_nothing(text) or not _says_more(text) or (len(text) <= 60 and GONE.search(text)):
        return None
    return Found(PageAnswer(text=text, answered_at=head_when, unit=unit or head_unit), start, end)


def _under_reply_labels(flat: Flat, record: Record) -> list[Found]:
    """A reply without a label of its own, in the box of its time and unit; never a box that tells of the question."""
    for hit in record.hits:
        if hit.name not in {Name.ANSWERED, Name.UNIT} or not (hit.when or (hit.name is Name.UNIT and hit.value)):
            continue
        for index in list(flat.up(hit.element))[:5]:
            box = flat.elements[index]
            inside = [h for h in record.hits if box.start <= h.start < box.end]
            if box.start < record.start or any(
                h.name in {Name.ASKED, Name.QUESTION, Name.TITLE, Name.NUMBER, Name.ASKER} for h in inside
            ):
                break
            text, stop, _, _ = collect(
                flat, replace_hits(record, inside), hit, line_end(flat, hit), min(box.end, record.end)
            )
            if len(text) < SHORTEST_UNLABELLED:
                first = min(h.start for h in inside)
                text, stop = clean_lines(flat.text[box.start : first]).strip(" :："), first
            unit = hit.value if hit.name is Name.UNIT else hit.unit
            if len(text) >= SHORTEST_UNLABELLED and (one := _found(text, unit, box.start, stop, year=flat.year)):
                return [one]
    return _below_reply_head(flat, record)


def _below_reply_head(flat: Flat, record: Record) -> list[Found]:
    """A reply in the block below a line that says by whom and when it was given, after the question."""
    for hit in record.hits:
        if hit.name is not Name.ANSWERED or not hit.when or hit.weak:
            continue
        block = next((i for i in flat.up(hit.element) if flat.elements[i].tag not in INLINE), -1)
        box = flat.elements[block]
        inside = {h.name for h in record.hits if box.start <= h.start < box.end}
        asked = any(h.name in QUESTION_NAMES and h.start < box.start for h in record.hits)
        below = flat.following(block) if block >= 0 else []
        if not (asked and below and inside & {Name.UNIT, Name.REPLIER} and inside <= REPLY_NAMES):
            continue
        end = min([flat.elements[below[-1]].end, *(h.start for h in record.hits if h.start >= box.end)])
        text = clean_lines(flat.text[box.end : end])
        if len(text) >= SHORTEST_UNLABELLED and (one := _found(text, "", box.start, end, year=flat.year)):
            return [one]
    return []


def replace_hits(record: Record, hits: list[Hit]) -> Record:
    """Return the record with only these hits."""
    return replace(record, hits=tuple(hits))


def _below_head(flat: Flat, start: int, stop: int) -> int:
    """Return where a box's text begins below the lines that say who speaks."""
    while (end := flat.text.find("\n", start, stop)) >= 0 and (
        read_head(line := clean(flat.text[start:end]), flat.year) or not line
    ):
        start = end + 1
    return start


def _by_class(flat: Flat, record: Record) -> list[Found]:
    """A reply that only its element's class names (class="reply-content").

    class="feedback" may be a form's: it counts on a page that states a time of reply.
    """
    answered = any(hit.name is Name.ANSWERED and hit.when for hit in record.hits)
    named = _FEEDBACK_CLASS if answered else _REPLY_CLASS
    for box in flat.elements:
        if not (
            record.start <= box.start and box.end <= record.end and box.end > box.start and named.search(box.classes)
        ):
            continue
        inside = [h for h in record.hits if box.start <= h.start < box.end]
        if any(h.name in {Name.ASKED, Name.QUESTION, Name.TITLE, Name.NUMBER} for h in inside):
            continue
        ends = [h.start for h in inside if h.name is Name.END]
        stop = min([box.end, *ends])
        text = (
            ""
            if flat.mostly_links(_below_head(flat, box.start, stop), stop)
            else clean_lines(flat.text[box.start : stop])
        )
        if len(text) >= SHORTEST_UNLABELLED and (one := _found(text, "", box.start, box.end, year=flat.year)):
            return [one]
    return []
