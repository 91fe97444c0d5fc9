"""The page re-check: every way in which a site may show the answer, cheapest first (DOMAIN §4).

Only look-up forms are ever sent, and only to the site's own hosts. "Nothing there" is said only where a page was truly
read that would have shown the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin

from huiying.model import Channel, Inquiry, Persona
from huiying.ports import Challenger, Clock, EvidenceVault
from huiying.probe.discover import discover
from huiying.probe.fetched import FetchFailed
from huiying.probe.findings import Findings
from huiying.probe.lookup import CaptchaUnanswered, Keys, Plan, came_of, keys_of, look_up, plan_lookups
from huiying.probe.ours import CLOCK_SKEW, Ours
from huiying.probe.pages.listing import next_page, read_list
from huiying.probe.pages.reading import ListEntry, PageReading
from huiying.probe.shown import Absent, Item, Recheck, Seen, Unreadable
from huiying.probe.visit import BrowserFactory, PageSource, Places, Shown, Visit, WayMemory
from huiying.probe.ways import AnswerWays, ListWay

MOST_POINTERS = 3
MOST_CANDIDATES = 5
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
        run = _Run(
            ours=ours, findings=Findings(ours=ours, visit=visit),
            keys=keys_of(inquiry, persona), ways=ways, visit=visit, challenger=challenger, memory=memory,
            hints=hints or AnswerWays(),
        )  # fmt: skip
        run.follow(pointers)
        for step in (run.free_lookups, run.lists, run.same_page, run.captcha_lookups):
            if run.findings.settled:
                break
            step()
        run.remember()
        return run.findings.result()


@dataclass(slots=True)
class _Run:
    ours: Ours
    keys: Keys
    ways: AnswerWays
    visit: Visit
    challenger: Challenger | None
    memory: WayMemory | None
    findings: Findings
    hints: AnswerWays = field(default_factory=AnswerWays)
    followed: set[str] = field(default_factory=set)
    lookup_known: bool = False
    places: Places | None = None
    shown_on: str = ""

    # --- the ways

    def follow(self, urls: Sequence[str], *, named: bool = False) -> None:
        """Read the pages that mails or (`named`) the letter's own replies point to, on the site's own hosts."""
        for url in [u for u in dict.fromkeys(urls) if self.visit.own(u) and u not in self.followed][:MOST_POINTERS]:
            self.followed.add(url)
            page = self._page(Channel.LOOKUP, url, named=named)
            if page is None:
                continue
            reading = self.ours.detail(page.html)
            if self.ours.fits(reading) and (reading.found or reading.answers):
                self._take(Channel.LOOKUP, reading, (page,), doubt=self.ours.doubt(reading), own=True)
            else:
                why = reading.note or "所指的网页中没有本次咨询"
                self.findings.unreadable(Channel.LOOKUP, why, page, named=named)

    def free_lookups(self) -> None:
        self._lookups(captcha=False)

    def captcha_lookups(self) -> None:
        self._lookups(captcha=True)

    def _lookups(self, *, captcha: bool) -> None:
        try:
            plans = plan_lookups(
                self.visit, self.ways, self.keys, self.ours.inquiry.site.home_url, self._places().lookups, hint=self.hints.lookup,
                failed=lambda why: self.findings.failed(Channel.LOOKUP, why),
            )  # fmt: skip
        except FetchFailed as error:
            if not captcha:
                self.findings.failed(Channel.LOOKUP, error.note)
            return
        self.lookup_known = any(plan.by_number for plan in plans)
        for plan in plans:
            if bool(plan.form.captcha) is not captcha:
                continue
            if self.findings.settled:
                return
            self._one_lookup(plan)

    def _one_lookup(self, plan: Plan) -> None:
        try:
            page = look_up(self.visit, plan, self.ours.inquiry.site.name, self.challenger)
        except CaptchaUnanswered as error:
            self.findings.failed(Channel.LOOKUP, str(error))
            return
        except FetchFailed as error:
            self.findings.failed(Channel.LOOKUP, error.note)
            return
        pages = [page]
        reading = self.ours.detail(page.html)
        if not reading.answers and (entry := self._only_entry(page)) is not None:
            detail = self._page(Channel.LOOKUP, entry.url)
            if detail is not None:
                reading = self.ours.detail(detail.html)
                pages.append(detail)
        old = not plan.by_number and self.ours.too_old(reading)
        if not reading.note and not old and came_of(reading, page, self.ours.detail(plan.page.html), plan.page):
            # It was asked for by what only the site and we hold.
            own = plan.by_number or not self.ours.doubt(reading)
            self._take(Channel.LOOKUP, replace(reading, found=True), tuple(pages), own=own)
        else:
            self.findings.unreadable(Channel.LOOKUP, reading.note or "查询结果中没有本次咨询", page)

    def _only_entry(self, page: Shown) -> ListEntry | None:
        """Return the line of a look-up's result that leads to our question."""
        entries = [e for e in read_list(page.html, page.url) if e.url and self.visit.own(e.url)]
        fitting = self.ours.among(entries)
        return fitting[0] if len(fitting) == 1 else None

    def lists(self) -> None:
        """Read the public lists page by page until our question or older ones show."""
        for way in self._list_ways():
            if self.findings.settled:
                return
            self._one_list(way)

    def _list_ways(self) -> list[ListWay]:
        if self.ways.list is not None:
            return [self.ways.list]
        return [ListWay(pages=(url,), most=MOST_PAGES) for url in self._places().lists]

    def _places(self) -> Places:
        """Return where the site shows answers, found once and remembered while it works."""
        if self.ways.named:
            return Places()
        if self.places is None:
            known = self.memory.places.get(self.ours.inquiry.site.id) if self.memory else None
            inquiry = self.ours.inquiry
            hints = [self._absolute(url) for url in self.hints.addresses]
            self.places = known or discover(self.visit, inquiry.site, form_page=inquiry.page_url, hints=hints)
            if self.places.failure:
                self.findings.failed(Channel.SAME_PAGE, self.places.failure)
            for why in self.places.unread:
                self.findings.failed(Channel.LIST, why)
        return self.places

    def _one_list(self, way: ListWay) -> None:
        read: list[Shown] = []
        whole = False
        for first in way.pages:
            url, seen = self._absolute(first), set[str]()
            for turn in range(way.most):
                if not url or url in seen or not self.visit.own(url):
                    break
                seen.add(url)
                page = self._page(Channel.LIST, url, script=way.script)
                if page is None:
                    return
                read.append(page)
                entries = read_list(page.html, page.url)
                if self._in_list(entries, page, read):
                    return
                if self._past(entries):
                    whole = True
                    break
                url = self._next(way, page, turn)
                whole = whole or not url
        if read and whole and not self.lookup_known:
            self.findings.unlisted(Channel.LIST, *read)

    def _next(self, way: ListWay, page: Shown, turn: int) -> str:
        if way.pattern:
            return self._absolute(way.pattern.replace("{page}", str(way.first + turn + 1)))
        return next_page(page.html, page.url)

    def _past(self, entries: list[ListEntry]) -> bool:
        """Whether the list has come to questions older than ours; only dates of asking tell, and only if all agree."""
        dates = [entry.asked_at.at for entry in entries if entry.asked_at]
        return bool(dates) and all(at < self.ours.since - CLOCK_SKEW * 2 for at in dates)

    def _in_list(self, entries: list[ListEntry], page: Shown, read: list[Shown]) -> bool:
        """Take our line of a list if it is there; whether it was."""
        ours: list[tuple[PageReading, tuple[Shown, ...]]] = []
        for entry in self.ours.among(entries)[:MOST_CANDIDATES]:
            reading, pages = self._of_entry(entry, page)
            if reading is not None and self.ours.fits(reading):
                ours.append((reading, pages))
        if len(ours) > 1:
            self.findings.unreadable(Channel.LIST, f"公开列表中有{len(ours)}条与本次咨询相同，须人工辨认", *read)
            return True
        if ours:
            reading, pages = ours[0]
            self._take(Channel.LIST, reading, pages, doubt=self.ours.doubt(reading), own=pages[-1] is not page)
        return bool(ours)

    def _of_entry(self, entry: ListEntry, page: Shown) -> tuple[PageReading | None, tuple[Shown, ...]]:
        """Return what a line and the page behind it say; None where the page behind it is another's or can't be read."""
        listed = PageReading(
            found=True,
            state=entry.state,
            asked_at=entry.asked_at,
            answered_at=entry.answered_at,
            unit=entry.unit,
            title=entry.title,
            number=entry.number,
        )
        if not entry.url or not self.visit.own(entry.url):
            same = self.ours.same(page.html)
            return same if same.answers else listed, (page,)
        detail = self._page(Channel.LIST, entry.url)
        if detail is None:
            return None, ()
        reading = self.ours.detail(detail.html)
        if reading.note:
            return None, ()
        return replace(
            reading, found=True, state=reading.state or entry.state, asked_at=reading.asked_at or entry.asked_at,
            answered_at=reading.answered_at or entry.answered_at, unit=reading.unit or entry.unit,
            number=reading.number or entry.number,
        ), (page, detail)  # fmt: skip

    def same_page(self) -> None:
        """Read the page on which the form stands, or the one that the recipe names, for our question among others."""
        named = self.ways.same_page
        if named is None and self.ways.named:
            return
        inquiry = self.ours.inquiry
        also = self._places().pages
        urls = [self._absolute(named)] if named else [inquiry.page_url, inquiry.site.channel_url, *also]
        for url in dict.fromkeys(urls):
            page = self._page(Channel.SAME_PAGE, url, script=self.ways.script) if url and self.visit.own(url) else None
            if page is None:
                continue
            if self._in_list([e for e in read_list(page.html, page.url) if e.url], page, [page]):
                return  # our title leads on to a page of its own
            reading = self.ours.same(page.html)
            shown = reading.answers or self.ours.words_on(page.html)
            if reading.found and shown and self.ours.fits(reading):
                self._take(Channel.SAME_PAGE, reading, (page,), doubt=self.ours.doubt(reading), own=bool(named))
                self.shown_on = url
                return
            if named and reading.note:
                self.findings.unreadable(Channel.SAME_PAGE, reading.note, page)
            elif named:
                self.findings.unlisted(Channel.SAME_PAGE, page)

    # --- reading

    def _page(self, channel: Channel, url: str, *, script: bool = False, named: bool = False) -> Shown | None:
        try:
            return self.visit.page(url, script=script or self.ways.script)
        except FetchFailed as error:
            self.findings.failed(channel, error.note, named=named)
            return None

    def _absolute(self, url: str) -> str:
        return urljoin(self.ours.inquiry.site.home_url, url)

    def _take(
        self, channel: Channel, reading: PageReading, pages: tuple[Shown, ...], *, own: bool, doubt: str = ""
    ) -> None:
        """Record what a page says of our question, and follow where its replies point."""
        if links := self.findings.take(channel, reading, pages, doubt=doubt, own=own):
            self.follow(links, named=True)

    def remember(self) -> None:
        """Keep what worked for the next visit; what showed nothing this time is decided anew then."""
        if self.memory is None or self.places is None:
            return
        site = self.ours.inquiry.site.id
        self.memory.places.pop(site, None)
        if self.findings.only_failures:
            self.memory.forget(self.visit.hosts)
            return
        if self.places.unread:
            return
        pages = (self.shown_on,) if self.shown_on else ()
        self.memory.places[site] = replace(self.places, pages=pages)
