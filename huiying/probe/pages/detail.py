"""Read one question's page: its state, its times and its replies (DOMAIN §4). Pure; any text is read without an error."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from huiying.model import Precision, Stated
from huiying.probe.pages.dates import stated_alone, years_in
from huiying.probe.pages.embedded import is_data, read_embedded
from huiying.probe.pages.fields import Hit, find_hits
from huiying.probe.pages.flat import SEPARATORS, Flat, clean, flatten
from huiying.probe.pages.items import unlabelled_items
from huiying.probe.pages.labels import (
    ASIDE,
    CLAIMED,
    GONE,
    QUESTION_NAMES,
    WITHDRAWN_STATES,
    Name,
    claims_reply,
    says_nothing,
)
from huiying.probe.pages.likeness import STRANGE, bare, contains, has_number, kinship, only_kin, same_title
from huiying.probe.pages.reading import PageAnswer, PageReading
from huiying.probe.pages.records import Record, split_records
from huiying.probe.pages.replies import find_replies, state_of
from huiying.probe.pages.replytimes import Found
from huiying.probe.pages.stamps import signature
from huiying.probe.pages.talk import read_talk
from huiying.probe.pages.turns import Turn

MOST_RECORDS = 300
_PUBLISHED = frozenset(["发布时间", "发布日期", "时间", "日期", "发表时间"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What is known of our question, to find it among others: its receipt number, its title, its text."""

    number: str = ""
    title: str = ""
    question: str = ""

    def __bool__(self) -> bool:
        return bool(self.number or self.title or self.question)


def read_detail(html: str, *, number: str = "", title: str = "", question: str = "") -> PageReading:
    """Return what a page says of the question.

    With nothing to know the question by, a page of one question is taken as it is. Where the page names another
    number or title, or several questions fit, nothing is taken.
    """
    asked = Asked(number=number.strip(), title=title.strip(), question=question.strip())
    if is_data(html) and (data := _embedded(html, asked)) is not None:
        return data
    flat = flatten(html)
    years = years_in(flat.text)
    hits = find_hits(flat, year=max(years, default=0))
    records = split_records(flat, hits)[:MOST_RECORDS]
    if asked and len(records) == 1:
        ours = [item for item in unlabelled_items(flat, records[0]) if _fits(flat, item, asked)]
        records = ours if len(ours) == 1 else records
    reading = _among(flat, records, asked) if len(records) > 1 else _alone(flat, records[0], asked)
    if not reading.answers and not reading.note:
        reading = _better(reading, _embedded(html, asked))
    return reading


def read_same_page(html: str, *, title: str = "", question: str = "", number: str = "") -> PageReading:
    """Return what a page with many people's questions says of ours; without our question on it, nothing."""
    reading = read_detail(html, number=number, title=title, question=question)
    return reading if reading.found else PageReading(note=reading.note)


def _embedded(html: str, asked: Asked) -> PageReading | None:
    return read_embedded(html, number=asked.number, title=asked.title, question=asked.question)


def _better(page: PageReading, script: PageReading | None) -> PageReading:
    if script is None or not (script.answers or (script.found and not page.found)):
        return page
    return replace(script, found=page.found or script.found, state=script.state or page.state)


def _among(flat: Flat, records: list[Record], asked: Asked) -> PageReading:
    if not asked:
        return PageReading(note="页面上有多条咨询，未给出编号或标题，不能确定是哪一条")
    fitting = _best(flat, records, asked)
    if not fitting:
        return PageReading()
    if len(fitting) > 1:
        return PageReading(note=f"页面上有{len(fitting)}条咨询与本次咨询相符，不能确定是哪一条")
    return replace(_read(flat, fitting[0], asked), found=True)


def _best(flat: Flat, records: list[Record], asked: Asked) -> list[Record]:
    """Return the records that fit best: by number, else by title and text together, else by either."""

    def holding(test: Callable[[str], bool], among: Iterable[Record]) -> list[Record]:
        return [record for record in among if test(flat.text[record.start : record.end])]

    if asked.number and (found := holding(lambda text: has_number(text, asked.number), records)):
        return found
    by_title = [record for record in records if _shows_title(flat, record, asked.title)] if asked.title else []
    by_text = holding(lambda text: contains(text, asked.question), records) if asked.question else []
    if not by_title and asked.question:
        by_title = [record for record in records if _shows_title(flat, record, asked.question)]
    by_title = [r for r in by_title if not _other_body(r, flat.text[r.start : r.end], asked)]
    both = [record for record in by_title if record in by_text]
    fitting = both or by_title or by_text
    if not fitting and asked.question and not asked.title:
        place = only_kin([_title(record) for record in records], asked.question)
        fitting = records[place : place + 1] if place >= 0 else []
    return [r for r in fitting if not _other_number(r, asked)] or fitting[:0]


def _alone(flat: Flat, record: Record, asked: Asked) -> PageReading:
    found = bool(asked) and _fits(flat, record, asked)
    if asked and not found and _names_another(flat, record, asked):
        return PageReading(note="页面上的咨询不是本次咨询")
    return replace(_read(flat, record, asked), found=found)


def _fits(flat: Flat, record: Record, asked: Asked) -> bool:
    text = flat.text[record.start : record.end]
    if asked.number and has_number(text, asked.number):
        return True
    if _other_number(record, asked):
        return False
    title, question = asked.title, asked.question
    if _other_body(record, text, asked):
        return False
    return (
        (bool(title) and (_shows_title(flat, record, title) or same_title(_page_title(flat), title)))
        or (bool(question) and (contains(text, question) or _shows_title(flat, record, question)))
    )  # fmt: skip


def _page_title(flat: Flat) -> str:
    return flat.title.replace("_", "-").split("-")[0]


def _shows_title(flat: Flat, record: Record, title: str) -> bool:
    for hit in record.hits:
        if hit.name in {Name.TITLE, Name.QUESTION} and same_title(hit.value, title):
            return True
    needle = bare(title)
    if len(needle) < 4:
        return False
    lines = flat.text[record.start : record.end].replace("\x1e", "\n").replace("\x1f", "\n").split("\n")
    return any(
        needle == bare(line)
        or (len(line) < 200 and same_title(line, title))
        or (len(needle) >= 8 and needle in bare(line))
        for line in lines
        if line.strip()
    )


def _other_body(record: Record, text: str, asked: Asked) -> bool:
    """Whether the record shows, under our title, another person's words."""
    if not (asked.title and asked.question) or contains(text, asked.question):
        return False
    bodies = [h.value for h in record.hits if h.name is Name.QUESTION and len(bare(h.value)) >= 12]
    return any(not same_title(body, asked.title) and kinship(asked.question, body) <= STRANGE for body in bodies)


def _title(record: Record) -> str:
    return _value(record, Name.TITLE) or _value(record, Name.QUESTION)


def _other_number(record: Record, asked: Asked) -> bool:
    """Whether the record names a number of the same form as ours that is another one."""
    if not asked.number:
        return False
    shown = [h.value.split(" ")[0] for h in record.hits if h.name is Name.NUMBER and h.value]
    return any(len(value) == len(asked.number) and value != asked.number for value in shown)


def _names_another(flat: Flat, record: Record, asked: Asked) -> bool:
    """Whether the page itself says which question it shows, and it is not ours."""
    if _other_number(record, asked) or _other_body(record, flat.text[record.start : record.end], asked):
        return True
    if not (asked.title or asked.question):
        return False
    shown = [h.value for h in record.hits if h.name in {Name.TITLE, Name.QUESTION} and len(bare(h.value)) >= 4]
    if not asked.title:  # a title words the same question otherwise than its body
        shown = [value for value in shown if kinship(value, asked.question) <= STRANGE]
    return bool(shown)


def _read(flat: Flat, record: Record, asked: Asked) -> PageReading:
    talk = read_talk(flat, record, (asked.question, asked.title))
    found = [one for one in find_replies(flat, record, talk) if not _echo(one, asked)]
    found = [one for one in found if not _another(record, one, asked)]
    state = state_of(record, flat, way=talk.way)
    asked_at = _asked_at(record, found) or talk.asked_at
    answers = tuple(_not_signed_before(one.answer, asked_at) for one in found)
    if len(answers) == 1 and talk.step is not None:
        answers = (_of_step(answers[0], talk.step),)
    first = answers[0] if answers else None
    outside = _outside(flat, record, found)
    return PageReading(
        state=state,
        asked_at=asked_at,
        answered_at=first.answered_at if first else _answered_at(record),
        unit=(first.unit if first else "") or ("" if talk.way else _letters_unit(record, found)),
        text="\n\n".join(answer.text for answer in answers),
        answers=answers,
        number=_value(record, Name.NUMBER),
        title=_value(record, Name.TITLE),
        claimed=not answers and (claims_reply(state) or talk.claimed or _claimed(outside, record)),
        withdrawn=state in WITHDRAWN_STATES or (not answers and bool(GONE.search(outside))),
    )


def _not_signed_before(answer: PageAnswer, asked_at: Stated | None) -> PageAnswer:
    """Leave out a reply's time that only its signature gives and that lies before the question: it is another text's."""
    if asked_at is None or answer.answered_at is None or signature(answer.text)[1] != answer.answered_at:
        return answer
    return replace(answer, answered_at=None) if answer.answered_at.at.date() < asked_at.at.date() else answer


def _of_step(answer: PageAnswer, step: Turn) -> PageAnswer:
    """Give the page's only reply what its only step of answering says, where nothing nearer says it."""
    if answer.answered_at is not None:
        return answer
    return replace(answer, answered_at=step.when, unit=answer.unit or step.name)


def _claimed(text: str, record: Record) -> bool:
    """Whether a record without a reply's text says that there is one, in a sentence or by the time of it."""
    named = any(
        h.name is Name.ANSWERED and h.when and not h.weak and ("复" in h.label or "答" in h.label) for h in record.hits
    )
    return named or CLAIMED.search(text) is not None


def _letters_unit(record: Record, found: list[Found]) -> str:
    """Return the unit that a label names for the letter. Of several replies, a label after the first is one reply's own."""
    if len(found) > 1:
        record = replace(record, hits=tuple(hit for hit in record.hits if hit.start < found[0].start))
    return _value(record, Name.UNIT) or _value(record, Name.RECEIVER)


def _another(record: Record, one: Found, asked: Asked) -> bool:
    """Whether a reply stands before the question in a column of others', or where ours is said to have none."""
    labels = [h for h in record.hits if h.name in QUESTION_NAMES]
    ours = [h for h in labels if any(same_title(h.value, own) for own in (asked.question, asked.title, asked.number))]
    asking = [h.start for h in ours or labels]
    aside = [h.start for h in record.hits if h.name is Name.END and ASIDE.match(h.label) and h.start < one.start]
    if aside and not any(aside[-1] < start < one.start for start in asking):
        return bool(asking)
    none = [h.start for h in record.hits if h.name is Name.ANSWER and h.start >= one.end and says_nothing(h.value)]
    return any(one.end <= start < none[-1] for start in asking) if none else False


def _echo(one: Found, asked: Asked) -> bool:
    """Whether a supposed reply is our own question again."""
    text = bare(one.answer.text)
    ours = [bare(asked.question), bare(asked.title)]
    return any(len(own) >= 4 and (text == own or (own in text and len(text) < len(own) * 1.15)) for own in ours)


def _outside(flat: Flat, record: Record, found: list[Found]) -> str:
    if not found:
        return flat.text[record.start : record.end].strip(SEPARATORS)
    return flat.text[record.start : found[0].start]


def _asked_at(record: Record, found: list[Found]) -> Stated | None:
    for hit in record.hits:
        if (
            hit.name in {Name.ASKED, Name.ASKER}
            and hit.when
            and not any(one.start < hit.start < one.end for one in found)
        ):
            return hit.when
    return _published(record, found)


def _published(record: Record, found: list[Found]) -> Stated | None:
    """A letter that a site shows as published at a time, before the reply, was put at that time."""
    if not any(h.name in {Name.TITLE, Name.ASKER} for h in record.hits):
        return None
    before = found[0].start if found else record.end
    times = [stated_alone(h.value) for h in record.hits if h.label in _PUBLISHED and h.start < before]
    when = next((time for time in times if time is not None), None)
    answered = next((one.answer.answered_at for one in found if one.answer.answered_at), None)
    return when if when and (answered is None or _earlier(when, answered)) else None


def _earlier(when: Stated, answered: Stated) -> bool:
    if Precision.DATE in {when.precision, answered.precision}:
        return when.at.date() < answered.at.date()
    return when.at < answered.at


def _answered_at(record: Record) -> Stated | None:
    """The time that a page states for a reply whose text it does not show; weak names (办理时间) do not count then."""
    return next((h.when for h in record.hits if h.name is Name.ANSWERED and h.when and not h.weak), None)


def _value(record: Record, name: Name) -> str:
    values: list[Hit] = [h for h in record.hits if h.name is name and h.value]
    return clean(values[0].value)[:200] if values else ""
