"""One look at a site for one letter: getting its pages, and recording what they show of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from huiying.model import Channel
from huiying.probe.fetched import FetchFailed
from huiying.probe.findings import Findings
from huiying.probe.ours import Ours
from huiying.probe.pages.reading import PageReading
from huiying.probe.visit import Shown, Visit
from huiying.probe.ways import AnswerWays

MOST_POINTERS = 3


@dataclass(slots=True)
class Look:
    """What every way of looking shares: whose letter it is, the visit, and what was found so far.

    `ways` are the recipe's, `hints` those of the site's family where no recipe names any.
    """

    ours: Ours
    ways: AnswerWays
    hints: AnswerWays
    visit: Visit
    findings: Findings
    followed: set[str] = field(default_factory=set)

    def page(self, channel: Channel, url: str, *, script: bool = False, named: bool = False) -> Shown | None:
        """Return a page of the site; None, with the reason recorded, where it can't be had."""
        try:
            return self.visit.page(url, script=script or self.ways.script)
        except FetchFailed as error:
            self.findings.failed(channel, error.note, named=named)
            return None

    def absolute(self, url: str) -> str:
        """Return an address of the site in full."""
        return urljoin(self.ours.inquiry.site.home_url, url)

    def take(
        self, channel: Channel, reading: PageReading, pages: tuple[Shown, ...], *, own: bool, doubt: str = ""
    ) -> None:
        """Record what a page says of our question, and follow where its replies point."""
        if links := self.findings.take(channel, reading, pages, doubt=doubt, own=own):
            self.follow(links, named=True)

    def follow(self, urls: Sequence[str], *, named: bool = False) -> None:
        """Read the pages that mails or (`named`) the letter's own replies point to, on the site's own hosts."""
        for url in [u for u in dict.fromkeys(urls) if self.visit.own(u) and u not in self.followed][:MOST_POINTERS]:
            self.followed.add(url)
            page = self.page(Channel.LOOKUP, url, named=named)
            if page is None:
                continue
            reading = self.ours.detail(page.html)
            if self.ours.fits(reading) and (reading.found or reading.answers):
                self.take(Channel.LOOKUP, reading, (page,), doubt=self.ours.doubt(reading), own=True)
            else:
                why = reading.note or "所指的网页中没有本次咨询"
                self.findings.unreadable(Channel.LOOKUP, why, page, named=named)
