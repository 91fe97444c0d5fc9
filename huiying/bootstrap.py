"""The only place where adapters are built. What is slow to load is loaded when it is first used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from threading import Event
from typing import TYPE_CHECKING

from huiying.app.calendars import read_calendar
from huiying.app.world import World
from huiying.db.evidence import FileVault
from huiying.db.ledger import Ledger, open_ledger
from huiying.ports import Challenger, Clock, Progress
from huiying.probe.recipe import load_recipes
from huiying.probe.strays import end_strays
from huiying.settings import Settings

if TYPE_CHECKING:
    from huiying.mailbox.watch import MailWatcher
    from huiying.probe.browser import ChromiumBrowser

BROWSERS = "browsers"
"""The folder with the records of running browsers: what a killed run left is ended by the next."""


@contextmanager
def open_world(
    settings: Settings, *, clock: Clock, challenger: Challenger, progress: Progress, stop: Event
) -> Iterator[World]:
    """Build the world of these settings; what was opened is closed at the end."""
    from huiying.probe.fetch import Fetcher  # noqa: PLC0415
    from huiying.probe.visit import WayMemory  # noqa: PLC0415

    end_strays(settings.folder / BROWSERS)
    vault = FileVault(settings.evidence_folder, clock)
    ledger = open_ledger(settings.url, clock=clock, vault=vault)
    with ExitStack() as stack:
        stack.callback(ledger.engine.dispose)
        mail = _watcher(settings, ledger, clock, stop, stack)
        yield World(
            settings=settings,
            clock=clock,
            vault=vault,
            ledger=ledger,
            calendar=read_calendar(settings.folder),
            challenger=challenger,
            recipes=load_recipes(settings.recipes_folder),
            browser=_browsers(settings),
            fetcher=stack.enter_context(Fetcher()),
            mail=mail,
            wait=_wait(settings, clock, mail),
            progress=progress,
            stop=stop,
            memory=WayMemory(),
        )


def _watcher(settings: Settings, ledger: Ledger, clock: Clock, stop: Event, stack: ExitStack) -> MailWatcher | None:
    if settings.mail is None:
        return None
    from huiying.mailbox.account import MailSettings  # noqa: PLC0415
    from huiying.mailbox.imap import ImapMailbox  # noqa: PLC0415
    from huiying.mailbox.watch import MailWatcher  # noqa: PLC0415

    mail = settings.mail
    account = MailSettings(
        host=mail.host,
        port=mail.port,
        user=mail.user,
        password=settings.mail_password.get_secret_value(),
        tls=mail.security,
        folders=mail.folders,
        idle=mail.idle,
        poll_seconds=mail.poll_seconds,
        since=settings.since,
    )
    return stack.enter_context(MailWatcher(ImapMailbox(account), ledger.mails, clock, stop=stop))


def _wait(settings: Settings, clock: Clock, mail: MailWatcher | None) -> Callable[[float], None]:
    if settings.practice is not None or mail is None:
        return clock.sleep  # the practice city's days pass at once
    poll = settings.mail.poll_seconds if settings.mail else 0

    def wait(seconds: float) -> None:
        mail.wait(min(seconds, poll))

    return wait


def _browsers(settings: Settings) -> Callable[[], AbstractContextManager[ChromiumBrowser]]:
    def start() -> AbstractContextManager[ChromiumBrowser]:
        from huiying.probe.browser import ChromiumBrowser  # noqa: PLC0415
        from huiying.probe.browser.start import Patience  # noqa: PLC0415

        return ChromiumBrowser(
            folder=settings.folder / BROWSERS,
            headed=settings.browser.headed,
            grid=settings.browser.grid,
            patience=Patience(page=settings.browser.page_seconds),
        )

    return start
