"""The page re-check: every way in which a site may show the answer, cheapest first (DOMAIN §4).

Only look-up forms are ever sent, and only to the site's own hosts. "Nothing there" is said only where a page was truly
read that would have shown the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from huiying.model import Channel, Inquiry, Persona
from huiying.ports import Challenger, Clock, EvidenceVault
from huiying.probe.discover import discover
from huiying.probe.findings import Findings
from huiying.probe.listed import Listed
from huiying.probe.look import Look
from huiying.probe.looked_up import LookedUp
from huiying.probe.lookup import keys_of
from huiying.probe.ours import Ours
from huiying.probe.pages.listing import read_list
from huiying.probe.shown import Absent, Item, Recheck, Seen, Unreadable
from huiying.probe.visit import BrowserFactory, PageSource, Places, Visit, WayMemory
from huiying.probe.ways import AnswerWays, ListWay

MOST_PAGES = 5
RECENT = timedelta(days=100)

__all__ = ["Absent", "Item", "Recheck", "Seen", "Unreadable", "recheck"]


def recheck(
    inquiry: Inquiry,
    *,
    ways: AnswerWays | None,
    fetcher: PageSource,
    browser_factory: BrowserFactory | None,
    challenger: Challenger | None,
    vault: EvidenceVault,
    clock: Clock,
    folder: str,
    pointers: Sequence[str] = (),
    memory: WayMemory | None = None,
    since: datetime | None = None,
    persona: Persona | None = None,
    hints: AnswerWays | None = None,
) -> Recheck:
    """Visit a site and return what its pages show of the inquiry; never raises for what a site does.

    `ways` is the recipe's `[answer]` table; without named ways they are discovered. `pointers` are addresses that the
    site's mails named. `persona` lets a question be looked up whose receipt was lost. `since` is the earliest instant
    at which the question can have been put. `hints` are the ways of the family whose form the question was put through:
    where no recipe says anything they are tried besides what is found, and a dead one counts for nothing.
    """
    hints = None if ways else hints
    ways = ways or (AnswerWays(script=hints.script, detail=hints.detail) if hints else AnswerWays())
    with Visit(
        site=inquiry.site, fetcher=fetcher, browser_factory=browser_factory, vault=vault, folder=folder,
        memory=memory or WayMemory(),
    ) as visit:  # fmt: skip
        ours = Ours(
            inquiry=inquiry, since=inquiry.asked_at or since or clock.now() - RECENT,
            pins=ways.detail.model_dump(exclude_none=True),
        )  # fmt: skip
        look = Look(
            ours=ours, ways=ways, hints=hints or AnswerWays(), visit=visit, findings=Findings(ours=ours, visit=visit)
        )  # fmt: skip
        run = _Run(look, LookedUp(look, keys_of(inquiry, persona), challenger), memory)
        look.follow(pointers)
        for step in (run.free_lookups, run.lists, run.same_page, run.captcha_lookups):
            if look.findings.settled:
                break
            step()
        run.remember()
        return look.findings.result()


@dataclass(slots=True)
class _Run:
    look: Look
    looked_up: LookedUp
    memory: WayMemory | None
    places: Places | None = None
    shown_on: str = ""

    def free_lookups(self) -> None:
        self.looked_up.ask(self._places().lookups, captcha=False)

    def captcha_lookups(self) -> None:
        self.looked_up.ask(self._places().lookups, captcha=True)

    def lists(self) -> None:
        """Read the public lists page by page until our question or older ones show."""
        named = self.look.ways.list
        for way in [named] if named else [ListWay(pages=(url,), most=MOST_PAGES) for url in self._places().lists]:
            if self.look.findings.settled:
                return
            Listed(self.look).read(way, lookup_known=self.looked_up.known)

    def same_page(self) -> None:
        """Read the page on which the form stands, or the one that the recipe names, for our question among others."""
        named = self.look.ways.same_page
        if named is None and self.look.ways.named:
            return
        inquiry, listed = self.look.ours.inquiry, Listed(self.look)
        also = self._places().pages
        urls = [self.look.absolute(named)] if named else [inquiry.page_url, inquiry.site.channel_url, *also]
        for url in dict.fromkeys(urls):
            page = (
                self.look.page(Channel.SAME_PAGE, url, script=self.look.ways.script)
                if url and self.look.visit.own(url)
                else None
            )
            if page is None:
                continue
            if listed.take_ours([e for e in read_list(page.html, page.url) if e.url], page, [page]):
                return  # our title leads on to a page of its own
            reading = self.look.ours.same(page.html)
            shown = reading.answers or self.look.ours.words_on(page.html)
            if reading.found and shown and self.look.ours.fits(reading):
                self.look.take(
                    Channel.SAME_PAGE, reading, (page,), doubt=self.look.ours.doubt(reading), own=bool(named)
                )
                self.shown_on = url
                return
            if named and reading.note:
                self.look.findings.unreadable(Channel.SAME_PAGE, reading.note, page)
            elif named:
                self.look.findings.unlisted(Channel.SAME_PAGE, page)

    def _places(self) -> Places:
        """Return where the site shows answers, found once and remembered while it works."""
        if self.look.ways.named:
            return Places()
        if self.places is None:
            known = self.memory.places.get(self.look.ours.inquiry.site.id) if self.memory else None
            inquiry = self.look.ours.inquiry
            hints = [self.look.absolute(url) for url in self.look.hints.addresses]
            self.places = known or discover(self.look.visit, inquiry.site, form_page=inquiry.page_url, hints=hints)
            if self.places.failure:
                self.look.findings.failed(Channel.SAME_PAGE, self.places.failure)
            for why in self.places.unread:
                self.look.findings.failed(Channel.LIST, why)
        return self.places

    def remember(self) -> None:
        """Keep what worked for the next visit; what showed nothing this time is decided anew then."""
        if self.memory is None or self.places is None:
            return
        site = self.look.ours.inquiry.site.id
        self.memory.places.pop(site, None)
        if self.look.findings.only_failures:
            self.memory.forget(self.look.visit.hosts)
            return
        if self.places.unread:
            return
        pages = (self.shown_on,) if self.shown_on else ()
        self.memory.places[site] = replace(self.places, pages=pages)
