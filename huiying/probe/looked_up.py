"""The look-ups of one look: those that ask nobody first, those behind a captcha only where nothing else decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from huiying.model import Channel
from huiying.ports import Challenger
from huiying.probe.fetched import FetchFailed
from huiying.probe.look import Look
from huiying.probe.lookup import CaptchaUnanswered, Keys, Plan, came_of, look_up, plan_lookups
from huiying.probe.pages.listing import read_list
from huiying.probe.pages.reading import ListEntry
from huiying.probe.visit import Shown


@dataclass(slots=True)
class LookedUp:
    """Looks the letter up for one look. `known`: the site has a look-up by number that we can ask."""

    look: Look
    keys: Keys
    challenger: Challenger | None
    known: bool = False

    def ask(self, places: Sequence[str], *, captcha: bool) -> None:
        """Send the look-ups at these places, those with or those without a captcha."""
        try:
            plans = plan_lookups(
                self.look.visit, self.look.ways, self.keys, self.look.ours.inquiry.site.home_url, places,
                hint=self.look.hints.lookup, failed=lambda why: self.look.findings.failed(Channel.LOOKUP, why),
            )  # fmt: skip
        except FetchFailed as error:
            if not captcha:
                self.look.findings.failed(Channel.LOOKUP, error.note)
            return
        self.known = any(plan.by_number for plan in plans)
        for plan in plans:
            if bool(plan.form.captcha) is not captcha:
                continue
            if self.look.findings.settled:
                return
            self._one(plan)

    def _one(self, plan: Plan) -> None:
        try:
            page = look_up(self.look.visit, plan, self.look.ours.inquiry.site.name, self.challenger)
        except CaptchaUnanswered as error:
            self.look.findings.failed(Channel.LOOKUP, str(error))
            return
        except FetchFailed as error:
            self.look.findings.failed(Channel.LOOKUP, error.note)
            return
        pages = [page]
        reading = self.look.ours.detail(page.html)
        if not reading.answers and (entry := self._only_entry(page)) is not None:
            detail = self.look.page(Channel.LOOKUP, entry.url)
            if detail is not None:
                reading = self.look.ours.detail(detail.html)
                pages.append(detail)
        old = not plan.by_number and self.look.ours.too_old(reading)
        if not reading.note and not old and came_of(reading, page, self.look.ours.detail(plan.page.html), plan.page):
            # It was asked for by what only the site and we hold.
            own = plan.by_number or not self.look.ours.doubt(reading)
            self.look.take(Channel.LOOKUP, replace(reading, found=True), tuple(pages), own=own)
        else:
            self.look.findings.unreadable(Channel.LOOKUP, reading.note or "查询结果中没有本次咨询", page)

    def _only_entry(self, page: Shown) -> ListEntry | None:
        """Return the line of a look-up's result that leads to our question."""
        entries = [e for e in read_list(page.html, page.url) if e.url and self.look.visit.own(e.url)]
        fitting = self.look.ours.among(entries)
        return fitting[0] if len(fitting) == 1 else None
