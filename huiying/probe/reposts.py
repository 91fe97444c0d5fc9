"""Looking for republished items on one site: in its lists, by its own search, and on the pages behind the links.

"Not republished" is said only where a recipe names the ways and every one of them was truly read: a list back past the
item's own day, a search that finds what the site surely has. Whatever else happens, nothing is said against the site.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from urllib.parse import quote, unquote_plus, urljoin

from huiying.inspection import Copy, ImportantItem
from huiying.model import SHANGHAI, Evidence, Site
from huiying.ports import EvidenceVault
from huiying.probe.fetched import FetchFailed
from huiying.probe.pages.article import read_article
from huiying.probe.pages.likeness import bare
from huiying.probe.pages.links import news_links, search_address
from huiying.probe.pages.listing import next_page, pinned_next, read_list
from huiying.probe.pages.reading import ListEntry
from huiying.probe.pages.titles import Match, match_title
from huiying.probe.visit import BrowserFactory, PageSource, Shown, Visit, WayMemory
from huiying.probe.ways import ListWay, RepostWays

MOST_LISTS = 4
MOST_OPENED = 3
"""Pages opened for one item."""
_GB = re.compile(rb"charset\s*=\s*[\"']?gb", re.IGNORECASE)
NOT_FOUND = 404
LONGEST_QUERY = 100
SHORTEST_CONTROL = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Sought:
    """What a visit shows of one item: `found` True with its copy, False proven, None with why it could not be told."""

    found: bool | None
    why: str
    copy: Copy | None = None
    evidence: tuple[Evidence, ...] = ()


def look_for(
    site: Site, items: Sequence[ImportantItem], *, ways: RepostWays | None, fetcher: PageSource,
    browser_factory: BrowserFactory | None, vault: EvidenceVault, folder: str, memory: WayMemory | None = None,
) -> list[Sought]:  # fmt: skip
    """Visit a site and return what it shows of each item, in their order; never raises for what a site does."""
    with Visit(
        site=site, fetcher=fetcher, browser_factory=browser_factory, vault=vault, folder=folder,
        memory=memory or WayMemory(),
    ) as visit:  # fmt: skip
        run = _Run(visit=visit, ways=ways or RepostWays(), vouched=ways is not None)
        try:
            if not run.vouched:
                run.discover(site.home_url)
            run.read_lists(site.home_url, items)
        except FetchFailed as error:
            run.failures.append(error.note)
        if run.failures and not visit.reached:  # a site that is down is not asked again for every item
            return [Sought(found=None, why=f"网站未能打开：{run.failures[0]}") for _ in items]
        return [run.seek(item) for item in items]


@dataclass(kw_only=True, slots=True)
class _Run:
    visit: Visit
    ways: RepostWays
    vouched: bool
    lines: list[tuple[ListEntry, Shown]] = field(default_factory=list)
    read: list[Shown] = field(default_factory=list)
    back_to: date | None = None
    """The day back to which every named list was read; None where one of them was not."""
    failures: list[str] = field(default_factory=list)
    search_works: bool | None = None

    def discover(self, home_url: str) -> None:
        """Find lists and a search from the home page; raises FetchFailed where that cannot be had."""
        home = self.visit.page(home_url)
        pages = [url for url in news_links(home.html, home.url) if self.visit.own(url)][:MOST_LISTS]
        search = search_address(home.html, home.url)
        self.ways = RepostWays(
            list=ListWay(pages=tuple(pages), most=2) if pages else None,
            search=search if search and self.visit.own(search) and len(search) < 2000 else None,
            charset="gbk" if _GB.search(home.raw[:3000]) else "utf-8",
        )

    def read_lists(self, home_url: str, items: Sequence[ImportantItem]) -> None:
        """Read every named list back to the day of the oldest item, or as far as the recipe allows."""
        way = self.ways.list
        if way is None:
            return
        days = [day for item in items if (day := _begins(item))]
        oldest = min(days) if len(days) == len(items) and days else None
        reached = [self._read_list(urljoin(home_url, page), way, oldest) for page in way.pages]
        known = [day for day in reached if day is not None]
        self.back_to = max(known) if known and len(known) == len(reached) else None

    def _read_list(self, url: str, way: ListWay, oldest: date | None) -> date | None:
        """Return the day back to which a list was surely read; None where it was not, or bears no days.

        Pages carry other lists beside their own, so a list has passed a day only if its days fall to the end, and the
        page after, where there is one, goes on from there.
        """
        passed: date | None = None
        pages: set[str] = set()
        lines: set[tuple[str, str]] = set()
        for number in range(way.most):
            try:
                page = self.visit.page(url, script=way.script or self.ways.script)
            except FetchFailed as error:
                over = passed is not None and error.status == NOT_FOUND  # there is no page after the last
                self.failures += [] if over else [error.note]
                return passed if over else None
            entries = [entry for entry in read_list(page.html, page.url) if (entry.title, entry.url) not in lines]
            if page.url in pages or (pages and not entries):
                return passed
            pages.add(page.url)
            self.read.append(page)
            lines |= {(entry.title, entry.url) for entry in entries}
            self.lines += [(entry, page) for entry in entries]
            days = [entry.dated.at.astimezone(SHANGHAI).date() for entry in entries if entry.dated]
            if passed and days and oldest and days[0] < oldest:
                return min(passed, days[0])
            passed = _passed(days, oldest)
            url = _next(page, way, number)
            if not url:
                return passed
        return None

    def seek(self, item: ImportantItem) -> Sought:
        """Return what the lists and the search show of one item."""
        pages = list(self.read)
        candidates = _candidates(self.lines, item)
        searched = False
        if not any(match is Match.SURE for match, *_ in candidates) and self.ways.search:
            page = self._search(item.title)
            if page is not None:
                searched = True
                pages.append(page)
                # A page of results may repeat what was asked, as a link to itself.
                asked = item.title[:SHORTEST_CONTROL]
                found = [
                    (entry, page)
                    for entry in read_list(page.html, page.url)
                    if asked not in unquote_plus(entry.url, encoding=self.ways.charset, errors="replace")
                ]
                candidates = _candidates([*found, *self.lines], item)
        doubtful: Sought | None = None
        for match, entry, page in candidates[:MOST_OPENED]:
            sought = self._open(item, match, entry, page)
            if sought.found:
                return sought
            doubtful = doubtful or (sought if sought.copy else None)
        return doubtful or self._absent(item, searched=searched, pages=pages)

    def _search(self, title: str) -> Shown | None:
        address = (self.ways.search or "").replace(
            "{title}", quote(title[:LONGEST_QUERY], encoding=self.ways.charset, errors="replace")
        )
        try:
            return self.visit.page(urljoin(self.visit.site.home_url, address), script=self.ways.script)
        except FetchFailed as error:
            self.failures.append(error.note)
            return None

    def _open(self, item: ImportantItem, match: Match, entry: ListEntry, page: Shown) -> Sought:
        """Read the page behind a line: its own title decides."""
        _, likeness = match_title(entry.title, item.title)
        copy = Copy(title=entry.title, url=entry.url, likeness=likeness, published=entry.dated)
        if not self.visit.own(entry.url):
            why = "链接到别的网站，未打开" if entry.url else "没有链接"
            evidence = self.visit.keep(page)
            return Sought(found=True if match is Match.SURE else None, why=why, copy=copy, evidence=evidence)
        try:
            behind = self.visit.page(entry.url, script=self.ways.script)
        except FetchFailed as error:
            why = f"列表中有这条信息，网页未能打开：{error.note}"
            return Sought(found=None, why=why, copy=copy, evidence=self.visit.keep(page))
        article = read_article(behind.html)
        said, likeness = match_title(article.title, item.title)
        if said is Match.SURE or (match is Match.SURE and not article.title):
            match = Match.SURE
        elif said is Match.NO and match is not Match.SURE:
            return Sought(found=None, why="")
        else:
            match = Match.MAYBE
        copy = Copy(
            title=article.title or entry.title,
            url=behind.url,
            likeness=likeness if article.title else copy.likeness,
            published=article.published or entry.dated,
            source=article.source,
        )
        evidence = self.visit.keep(page, behind)
        if match is Match.SURE:
            return Sought(found=True, why="", copy=copy, evidence=evidence)
        return Sought(found=None, why=f"有相近的标题“{copy.title[:60]}”，请人工核对", copy=copy, evidence=evidence)

    def _absent(self, item: ImportantItem, *, searched: bool, pages: Sequence[Shown]) -> Sought:
        evidence = self.visit.keep(*pages)
        doubts = list(dict.fromkeys(self.failures))
        if not self.vouched:
            doubts.append("没有配方写明转载信息的栏目或站内搜索，没有找到不等于没有转载")
        elif self.ways.list is None and self.ways.search is None:
            doubts.append("配方没有写明转载信息的栏目或站内搜索")
        begins = _begins(item)
        if self.ways.list is not None and not (self.back_to and begins and self.back_to < begins):
            doubts.append("栏目列表没有读到这条信息部署之前的日期" if begins else "没有填写部署时间")
        if self.ways.search is not None and not searched:
            doubts.append("站内搜索未能打开")
        elif searched and not self._trusted():
            doubts.append("站内搜索找不到本站已有的信息，不能作为依据")
        if doubts:
            return Sought(found=None, why="；".join(dict.fromkeys(doubts)), evidence=evidence)
        return Sought(found=False, why=f"在{self._looked()}中没有找到", evidence=evidence)

    def _looked(self) -> str:
        lists = f"{len(self.read)}页栏目列表" if self.ways.list else ""
        return "和".join(part for part in (lists, "站内搜索" if self.ways.search else "") if part)

    def _trusted(self) -> bool:
        """Whether the search finds what the site surely has: the title of a line of its own lists or home page."""
        if self.search_works is None:
            self.search_works = False
            for title in self._controls()[:2]:
                page = self._search(title)
                if page and any(bare(entry.title) == bare(title) for entry in read_list(page.html, page.url)):
                    self.search_works = True
                    break
        return self.search_works

    def _controls(self) -> list[str]:
        if not self.lines:
            try:
                home = self.visit.page(self.visit.site.home_url)
            except FetchFailed:
                return []
            self.lines = [(entry, home) for entry in read_list(home.html, home.url)]
        return [
            entry.title
            for entry, _ in self.lines
            if len(bare(entry.title)) >= SHORTEST_CONTROL and not entry.title.endswith(("…", "..."))
        ]


def _passed(days: Sequence[date], oldest: date | None) -> date | None:
    """Return the last day of a page's lines if they end before `oldest`, falling; an old item on top ends nothing."""
    if oldest is None or not days or days[-1] >= oldest:
        return None
    start = next(place for place in range(len(days)) if all(day < oldest for day in days[place:]))
    falling = all(after <= before for before, after in pairwise(days[start:]))
    return days[-1] if falling else None


def _candidates(lines: Sequence[tuple[ListEntry, Shown]], item: ImportantItem) -> list[tuple[Match, ListEntry, Shown]]:
    """Return the lines whose titles can be the item's, the surest first."""
    found = [(*match_title(entry.title, item.title), entry, page) for entry, page in lines]
    kept = sorted((one for one in found if one[0] is not Match.NO), key=lambda one: (-one[0], -one[1]))
    return [(match, entry, page) for match, _, entry, page in kept]


def _begins(item: ImportantItem) -> date | None:
    """Return the first day on which a copy can stand."""
    points = [point.at.astimezone(SHANGHAI).date() for point in (item.issued, item.original) if point]
    return min(points, default=None)


def _next(page: Shown, way: ListWay, number: int) -> str:
    if way.pattern:
        return urljoin(page.url, way.pattern.replace("{page}", str(way.first + number + 1)))
    return pinned_next(page.html, page.url, way.next) if way.next else next_page(page.html, page.url)
