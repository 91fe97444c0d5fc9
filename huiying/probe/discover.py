"""Finding where a site shows answers when no recipe says it: a short walk from the form's page and the home page."""

from __future__ import annotations

from collections.abc import Sequence

from huiying.model import Site
from huiying.probe.fetched import GONE, FetchFailed
from huiying.probe.pages.links import frames, hub_links, list_links, lookup_links
from huiying.probe.pages.listing import read_list
from huiying.probe.pages.lookups import lookup_forms
from huiying.probe.visit import Places, Shown, Visit

MOST_PAGES = 12
MOST_HUBS = 4
MOST_LISTS = 4
MOST_LOOKUPS = 3


def discover(visit: Visit, site: Site, *, form_page: str = "", hints: Sequence[str] = ()) -> Places:
    """Walk at most MOST_PAGES pages of the site: named links first, then the pages that gather its channels.

    `hints` are addresses where the site's software usually shows answers; one that is dead says nothing.
    """
    walk = _Walk(visit)
    walk.add(0, list(hints))
    walk.add(1, [form_page, site.channel_url, site.home_url])
    while walk.queue and walk.visited < MOST_PAGES:
        walk.step()
    return Places(
        lookups=tuple(walk.lookups)[:MOST_LOOKUPS],
        lists=tuple(walk.lists)[:MOST_LISTS],
        pages=tuple(walk.pages),
        failure=walk.failure if not visit.reached else "",
        unread=tuple(walk.unread) if visit.reached else (),
    )


class _Walk:
    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.queue: list[tuple[int, str]] = []
        self.lookups: dict[str, None] = {}
        self.lists: dict[str, None] = {}
        self.pages: dict[str, None] = {}
        self.failure = ""
        self.unread: dict[str, None] = {}
        self.visited = 0
        self._known: set[str] = set()
        self._hubs = 0

    def add(self, rank: int, urls: list[str]) -> None:
        for url in urls:
            if url and self.visit.own(url) and url not in self._known:
                self._known.add(url)
                self.queue.append((rank, url))

    def step(self) -> None:
        place = min(range(len(self.queue)), key=lambda i: (self.queue[i][0], i))
        rank, url = self.queue.pop(place)
        try:
            page = self.visit.page(url)
        except FetchFailed as error:
            self.failure = self.failure or error.note
            if rank == 0 and error.status not in GONE:
                self.unread.setdefault(error.note)
            return
        self.visited += 1
        self.pages.setdefault(page.url)
        self._read(page, rank)

    def _read(self, page: Shown, rank: int) -> None:
        if lookup_forms(page.html, page.url):
            self.lookups.setdefault(page.url)
        if _is_list(page, self.visit):
            self.lists.setdefault(page.url)
        self.add(0, frames(page.html, page.url)[:3])
        self.add(0, lookup_links(page.html, page.url)[:MOST_LOOKUPS])
        self.add(0, list_links(page.html, page.url)[:MOST_LISTS])
        if rank:
            hubs = hub_links(page.html, page.url)[: MOST_HUBS - self._hubs]
            self._hubs += len(hubs)
            self.add(2, hubs)


def _is_list(page: Shown, visit: Visit) -> bool:
    """Whether a page is a list of questions: lines with a state or a named time, or one that leads to a letter."""
    lines = [e for e in read_list(page.html, page.url) if e.state or e.asked_at or e.answered_at]
    return bool(lines) and any(not e.url or visit.own(e.url) for e in lines)
