"""One pass over a mailbox in a process of its own, to be killed: python -m tests.mail_reader FOLDER PORT."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from huiying.app.letters import read_new_mail
from huiying.db.evidence import FileVault
from huiying.db.ledger import Ledger, open_ledger
from huiying.mailbox.account import MailSettings
from huiying.mailbox.imap import ImapMailbox
from huiying.mailbox.watch import MailWatcher
from tests.dovecot import Dovecot
from tests.fakes import FakeClock
from tests.worlds import world_of


def office(folder: Path, now: datetime) -> tuple[Ledger, FakeClock]:
    """Open the ledger of the folder."""
    clock = FakeClock(now)
    return open_ledger(
        f"sqlite:///{folder / 'huiying.sqlite'}", clock=clock, vault=FileVault(folder / "evidence", clock)
    ), clock


def main(folder: Path, port: int) -> None:
    ledger, clock = office(folder, datetime.now(UTC))
    settings = MailSettings(
        host=Dovecot.host, port=port, user=Dovecot.user, password=Dovecot.password, tls="plain", poll_seconds=3600
    )
    with MailWatcher(ImapMailbox(settings), ledger.mails, clock) as watcher:
        watcher.run_once()
        read_new_mail(world_of(folder, ledger, clock))
    print("done", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
