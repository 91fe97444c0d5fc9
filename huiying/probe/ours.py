"""What a page says of our inquiry, and whether it is ours at all: the same plain question is put quarter after quarter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from huiying.answer import judge
from huiying.model import SHANGHAI, Inquiry, Judgement, Stated
from huiying.probe.pages.detail import read_detail, read_same_page
from huiying.probe.pages.flatten import flatten
from huiying.probe.pages.likeness import SHORTEST_NUMBER, contains
from huiying.probe.pages.listing import find_in_list
from huiying.probe.pages.pinned import pinned
from huiying.probe.pages.reading import ListEntry, PageReading

CLOCK_SKEW = timedelta(days=1)
"""By how much a site's date may lie before our press and the question still be ours; older ones are a former round's."""

UNDATED = "网页未载明日期，不能排除是以往的同题咨询"
UNNAMED = "网页没有写明是哪一条咨询"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ours:
    """Our inquiry as pages can show it. `since` is the earliest instant at which it can have been put."""

    inquiry: Inquiry
    since: datetime
    pins: Mapping[str, str] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """Return the receipt number where it can tell our letter from others: 编号 7 may count the rows of a list."""
        number = self.inquiry.receipt.number
        return number if len(number) >= SHORTEST_NUMBER else ""

    @property
    def title(self) -> str:
        return self.inquiry.title or self.inquiry.question.title

    @property
    def body(self) -> str:
        return self.inquiry.body or self.inquiry.question.body

    def detail(self, html: str) -> PageReading:
        """Read a page of one question."""
        return pinned(html, self.pins, read_detail(html, number=self.number, title=self.title, question=self.body))

    def same(self, html: str) -> PageReading:
        """Read a page of many people's questions."""
        return read_same_page(html, number=self.number, title=self.title, question=self.body)

    def words_on(self, html: str) -> bool:
        """Whether a page shows the question's own words, not its title alone as lists do."""
        return contains(flatten(html).text, self.body)

    def fits(self, reading: PageReading) -> bool:
        """Whether a reading can be ours: no other question's, and none of a former round."""
        return not reading.note and not self.too_old(reading)

    def too_old(self, shown: PageReading | ListEntry) -> bool:
        """Whether a page's times belong to a former round."""
        earliest = (self.since - CLOCK_SKEW).astimezone(SHANGHAI).date()
        stated: tuple[Stated | None, ...] = (shown.asked_at, shown.answered_at)
        return any(time is not None and time.at.date() < earliest for time in stated)

    def among(self, entries: list[ListEntry]) -> list[ListEntry]:
        """Return the lines of a list that can be ours."""
        return [
            entry for entry in find_in_list(entries, title=self.title, number=self.number) if not self.too_old(entry)
        ]

    def judged(self, text: str, *, doubt: str = "") -> Judgement:
        """Return what a reply's text is; with a doubt whose it is, a person decides."""
        judgement = judge(text, question=self.body, title=self.title, keywords=self.inquiry.question.keywords)
        return replace(judgement, sure=False, why=f"{judgement.why}；{doubt}") if doubt else judgement

    def doubt(self, reading: PageReading) -> str:
        """Return why a reading that fits may still be another question's; "" for no reason."""
        if self.number and reading.number == self.number:
            return ""
        if not reading.found:
            return UNNAMED
        dated = reading.asked_at or reading.answered_at or any(answer.answered_at for answer in reading.answers)
        return "" if dated else UNDATED
