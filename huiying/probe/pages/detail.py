"""Read one question's page: its state, its times and its replies (DOMAIN §4). Pure; any text is read without an error."""

from __future__ import annotations

from dataclasses import replace

from huiying.model import Precision, Stated
from huiying.probe.pages.dates import stated_alone, years_in
from huiying.probe.pages.embedded import is_data, read_embedded
from huiying.probe.pages.fields import find_hits
from huiying.probe.pages.flat import SEPARATORS, Flat
from huiying.probe.pages.flatten import flatten
from huiying.probe.pages.items import unlabelled_items
from huiying.probe.pages.labels import (
    ASIDE,
    CLAIMED,
    GONE,
    NOTHING,
    QUESTION_NAMES,
    WITHDRAWN_STATES,
    Name,
    claims_reply,
    says_nothing,
    state_in,
)
from huiying.probe.pages.likeness import bare, same_title
from huiying.probe.pages.own import own_part
from huiying.probe.pages.reading import PageAnswer, PageReading
from huiying.probe.pages.records import Record, split_records
from huiying.probe.pages.replies import find_replies
from huiying.probe.pages.replytimes import Found
from huiying.probe.pages.stamps import signature
from huiying.probe.pages.states import state_of
from huiying.probe.pages.talk import read_talk
from huiying.probe.pages.turns import Turn
from huiying.probe.pages.whose import Asked, best_records, fits, names_another, places, value_of

MOST_RECORDS = 300
_PUBLISHED = frozenset(["发布时间", "发布日期", "时间", "日期", "发表时间"])


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
        ours = [item for item in unlabelled_items(flat, records[0]) if fits(flat, item, asked)]
        records = ours if len(ours) == 1 else [own_part(flat, records[0], places(flat, records[0], asked))]
    reading = _among(flat, records, asked) if len(records) > 1 else _alone(flat, records[0], asked)
    if not reading.answers:
        script = _embedded(html, asked)
        reading = _better(reading, script) if not reading.note or (script and script.found) else reading
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
    return replace(script, found=page.found or script.found, state=script.state or state_in(page.state))


def _among(flat: Flat, records: list[Record], asked: Asked) -> PageReading:
    if not asked:
        return PageReading(note="页面上有多条咨询，未给出编号或标题，不能确定是哪一条")
    fitting = best_records(flat, records, asked)
    if not fitting:
        return PageReading()
    if len(fitting) > 1:
        return PageReading(note=f"页面上有{len(fitting)}条咨询与本次咨询相符，不能确定是哪一条")
    return replace(_read(flat, fitting[0], asked), found=True)


def _alone(flat: Flat, record: Record, asked: Asked) -> PageReading:
    found = bool(asked) and fits(flat, record, asked)
    if asked and not found and names_another(flat, record, asked):
        return PageReading(note="页面上的咨询不是本次咨询")
    return replace(_read(flat, record, asked), found=found)


def _read(flat: Flat, record: Record, asked: Asked) -> PageReading:
    talk = read_talk(flat, record, (asked.question, asked.title))
    found = [one for one in find_replies(flat, record, talk) if not _echo(one, asked)]
    found = [one for one in found if not _another(record, one, asked)]
    gone = _withdrawn_at(record)
    found = [one for one in found if gone < 0 or one.start < gone]
    if talk.others_from is not None:
        found = [one for one in found if one.start < talk.others_from]
    state = state_of(record, flat, way=talk.way)
    asked_at = _asked_at(record, found) or talk.asked_at
    answers = tuple(_not_the_questions(one.answer, asked_at) for one in found)
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
        number=value_of(record, Name.NUMBER),
        title=value_of(record, Name.TITLE),
        claimed=not answers and (claims_reply(state) or talk.claimed or _claimed(outside, record)),
        withdrawn=state in WITHDRAWN_STATES or (not answers and bool(GONE.search(outside))),
    )


def _withdrawn_at(record: Record) -> int:
    """Return where a label says that the question was withdrawn or is kept back: a reply below is another's; -1 for nowhere."""
    states = (h for h in record.hits if h.name is Name.STATE and state_in(h.value) in WITHDRAWN_STATES)
    return next((hit.start for hit in states), -1)


def _not_the_questions(answer: PageAnswer, asked_at: Stated | None) -> PageAnswer:
    """Leave out a reply's time that is the question's to the minute, or that only a signature older than it gives."""
    when = answer.answered_at
    if asked_at is None or when is None:
        return answer
    same = when == asked_at and when.precision is not Precision.DATE
    old = signature(answer.text)[1] == when and when.at.date() < asked_at.at.date()
    return replace(answer, answered_at=None) if same or old else answer


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
    return value_of(record, Name.UNIT) or value_of(record, Name.RECEIVER)


def _another(record: Record, one: Found, asked: Asked) -> bool:
    """Whether a reply stands before the question in a column of others', or where ours is said to have none."""
    labels = [h for h in record.hits if h.name in QUESTION_NAMES]
    ours = [h for h in labels if any(same_title(h.value, own) for own in (asked.question, asked.title, asked.number))]
    asking = [h.start for h in ours or labels]
    aside = [h.start for h in record.hits if h.name is Name.END and ASIDE.match(h.label) and h.start < one.start]
    if aside and not any(aside[-1] < start < one.start for start in asking):
        return bool(asking)
    empty = [h for h in record.hits if h.name is Name.ANSWER and NOTHING.match(h.value) and h.value]
    before = [h for h in empty if h.start < one.start and any(start < h.start for start in asking)]
    if any(h.label != _label_of(record, one) for h in before):
        return True  # ours is said to have none; what another label names below is another's
    none = [h.start for h in record.hits if h.name is Name.ANSWER and h.start >= one.end and says_nothing(h.value)]
    return any(one.end <= start < none[-1] for start in asking) if none else False


def _label_of(record: Record, one: Found) -> str:
    """Return the wording of the label under which a reply stands; "" for none."""
    return next((hit.label for hit in record.hits if hit.start == one.start), "")


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
