"""The world that a use case works in; huiying.bootstrap builds the real one, tests and the drill their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # selenium, httpx2 and imapclient are slow to load: only what uses them loads them
    from contextlib import AbstractContextManager
    from threading import Event

    from huiying.calendar.workdays import WorkdayCalendar
    from huiying.db.ledger import Ledger
    from huiying.mailbox.watch import MailWatcher
    from huiying.ports import Challenger, Clock, EvidenceVault, Progress
    from huiying.probe.browser import ChromiumBrowser
    from huiying.probe.fetch import Fetcher
    from huiying.probe.recipe import Recipes
    from huiying.probe.visit import WayMemory
    from huiying.settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """Everything outside the core, by port."""

    settings: Settings
    clock: Clock
    vault: EvidenceVault
    ledger: Ledger
    calendar: WorkdayCalendar
    challenger: Challenger
    recipes: Recipes
    browser: Callable[[], AbstractContextManager[ChromiumBrowser]]
    fetcher: Fetcher
    mail: MailWatcher | None
    wait: Callable[[float], None]
    """Let so many seconds pass, or fewer where new mail comes in or the user asks to stop."""
    progress: Progress
    stop: Event
    memory: WayMemory
    """How each site's pages are best read; learnt anew by each run."""
