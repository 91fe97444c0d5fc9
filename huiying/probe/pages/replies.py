"""The replies of one record: the text of each alone, with the time and the unit that stand with it."""

from __future__ import annotations

import re
from dataclasses import replace

from huiying.probe.pages.dates import find_dates
from huiying.probe.pages.fields import Hit
from huiying.probe.pages.flat import CELL, HEADINGS, INLINE, SEPARATORS, Flat, clean, clean_lines
from huiying.probe.pages.labels import (
    GONE,
    INNER_WORDS,
    QUESTION_NAMES,
    REPLY_NAMES,
    Name,
    is_count,
    name_of,
    says_nothing,
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
_SOFT = frozenset({Name.ANSWERED, Name.OTHER_TIME, Name.UNIT, Name.REPLIER, Name.STATE, Name.RECEIVER})
_REPLY_CLASS = re.compile(
    r"(?:^|[\s_-])(?:reply|replay|answer|huifu|dafu|hfnr|hf|huida|response)(?:$|[\s_-]|con|content|text|txt|nr|body|main|info)",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"\n[(（【\[]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})?[、.．)）】\[【]?$")
"""What is left before the label that ends a reply (四、 or 【)."""
_MARKED_UP = frozenset(["th", "td", "dt", "span", "b", "strong", "em", "i", "label", "font", "div"]) | HEADINGS


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
    if found or any(hit.value and not hit.weak and not is_count(hit.value) for hit in hits):
        return with_times(flat, record, _distinct(found))
    labelled = _under_reply_labels(flat, record)
    if labelled and not (talk.replies and talk.replies[0].start < labelled[0].start):
        return with_times(flat, record, labelled)
    return _distinct(list(talk.replies)) or with_times(flat, record, _by_class(flat, record))


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
    text, stop, soft, own = _collect(flat, record, hit, start, end)
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
            text, stop, _, own = _collect(flat, record, hit, start, end)
            if text:
                break
    below, stop = _signed_below(flat, record, text, stop)
    end = max(stop, hit.end)
    parts = by_heads(f"{text}{below}")
    if len(parts) > 1:
        several = (_found(part, "", hit.start, end) for part in parts)
        return [replace(one, own=own, whole=True) for one in several if one is not None]
    one = _found(f"{text}{below}", unit, hit.start, end)
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


def _found(text: str, unit: str, start: int, end: int) -> Found | None:
    text, head_unit, head_when = without_head(text)
    text, foot_unit, foot_when = without_stamp(text)
    head_unit, head_when = head_unit or foot_unit, head_when or foot_when
    text = text[:LONGEST_TEXT]
    if says_nothing(text) or not _says_more(text) or (len(text) <= 60 and GONE.search(text)):
        return None
    return Found(PageAnswer(text=text, answered_at=head_when, unit=unit or head_unit), start, end)


def _collect(flat: Flat, record: Record, hit: Hit, start: int, end: int) -> tuple[str, int, bool, frozenset[int]]:
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
        at = max(other.end, _line_end(flat, other))
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


def _line_end(flat: Flat, hit: Hit) -> int:
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
            text, stop, _, _ = _collect(
                flat, replace_hits(record, inside), hit, _line_end(flat, hit), min(box.end, record.end)
            )
            if len(text) < SHORTEST_UNLABELLED:
                first = min(h.start for h in inside)
                text, stop = clean_lines(flat.text[box.start : first]).strip(" :："), first
            unit = hit.value if hit.name is Name.UNIT else hit.unit
            if len(text) >= SHORTEST_UNLABELLED and (one := _found(text, unit, box.start, stop)):
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
        if len(text) >= SHORTEST_UNLABELLED and (one := _found(text, "", box.start, end)):
            return [one]
    return []


def replace_hits(record: Record, hits: list[Hit]) -> Record:
    """Return the record with only these hits."""
    return replace(record, hits=tuple(hits))


def _below_head(flat: Flat, start: int, stop: int) -> int:
    """Return where a box's text begins below the lines that say who speaks."""
    while (end := flat.text.find("\n", start, stop)) >= 0 and (
        read_head(line := clean(flat.text[start:end])) or not line
    ):
        start = end + 1
    return start


def _by_class(flat: Flat, record: Record) -> list[Found]:
    """A reply that only its element's class names (class="reply-content")."""
    for box in flat.elements:
        if not (
            record.start <= box.start
            and box.end <= record.end
            and box.end > box.start
            and _REPLY_CLASS.search(box.classes)
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
        if len(text) >= SHORTEST_UNLABELLED and (one := _found(text, "", box.start, box.end)):
            return [one]
    return []
