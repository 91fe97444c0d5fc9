"""Our line of a public list, and the page behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from huiying.model import Channel
from huiying.probe.look import Look
from huiying.probe.ours import CLOCK_SKEW
from huiying.probe.pages.labels import is_pending
from huiying.probe.pages.listing import next_page, read_list
from huiying.probe.pages.reading import ListEntry, PageReading
from huiying.probe.visit import Shown
from huiying.probe.ways import ListWay

MOST_CANDIDATES = 5
_UNTOLD = "公开列表看不出本次咨询是否已答复，详情页未能打开"


@dataclass(frozen=True, slots=True)
class Listed:
    """Reads lists for one look."""

    look: Look

    def read(self, way: ListWay, *, lookup_known: bool) -> None:
        """Read a public list page by page until our question or older ones show.

        Where the site has a look-up by number, a list without us says nothing.
        """
        read: list[Shown] = []
        whole = False
        for first in way.pages:
            url, seen = self.look.absolute(first), set[str]()
            for turn in range(way.most):
                if not url or url in seen or not self.look.visit.own(url):
                    break
                seen.add(url)
                page = self.look.page(Channel.LIST, url, script=way.script)
                if page is None:
                    return
                read.append(page)
                entries = read_list(page.html, page.url)
                if self.take_ours(entries, page, read):
                    return
                if self._past(entries):
                    whole = True
                    break
                url = self._next(way, page, turn)
                whole = whole or not url
        if read and whole and not lookup_known:
            self.look.findings.unlisted(Channel.LIST, *read)

    def _next(self, way: ListWay, page: Shown, turn: int) -> str:
        if way.pattern:
            return self.look.absolute(way.pattern.replace("{page}", str(way.first + turn + 1)))
        return next_page(page.html, page.url)

    def _past(self, entries: list[ListEntry]) -> bool:
        """Whether the list has come to questions older than ours; only dates of asking tell, and only if all agree."""
        dates = [entry.asked_at.at for entry in entries if entry.asked_at]
        return bool(dates) and all(at < self.look.ours.since - CLOCK_SKEW * 2 for at in dates)

    def take_ours(self, entries: list[ListEntry], page: Shown, read: list[Shown]) -> bool:
        """Take our line of a list if it is there; whether it was."""
        ours: list[tuple[PageReading, tuple[Shown, ...]]] = []
        for entry in self.look.ours.among(entries)[:MOST_CANDIDATES]:
            reading, pages = self._of_entry(entry, page)
            if reading is not None and not self.look.ours.too_old(reading):
                ours.append((reading, pages))
        if len(ours) > 1:
            self.look.findings.unreadable(Channel.LIST, f"公开列表中有{len(ours)}条与本次咨询相同，须人工辨认", *read)
            return True
        if ours:
            reading, pages = ours[0]
            if reading.note:
                self.look.findings.unreadable(Channel.LIST, reading.note, *pages)
                return True
            self.look.take(Channel.LIST, reading, pages, doubt=self.look.ours.doubt(reading), own=pages[-1] is not page)
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
            claimed=entry.claimed,
        )
        if not entry.url or not self.look.visit.own(entry.url):
            same = self.look.ours.same(page.html)
            if same.answers:
                return same, (page,)
            shows = listed.claimed or is_pending(entry.state) or self.look.ours.words_on(page.html)
            if not shows:
                listed = replace(listed, note=f"{_UNTOLD}（{entry.state or '没有写明状态'}）")
            return listed, (page,)
        detail = self.look.page(Channel.LIST, entry.url)
        if detail is None:
            return None, ()
        reading = self.look.ours.detail(detail.html)
        if reading.note:
            return None, ()
        return replace(
            reading, found=True, state=reading.state or entry.state, asked_at=reading.asked_at or entry.asked_at,
            answered_at=reading.answered_at or entry.answered_at, unit=reading.unit or entry.unit,
            number=reading.number or entry.number, claimed=not reading.answers and (reading.claimed or entry.claimed),
        ), (page, detail)  # fmt: skip
