"""What keeping many mails at once saves: python -m benchmarks.mail_store [mails] [SQLAlchemy URL of an empty database].

Both ways keep the same mails in the real ledger and vault, each file on the disk before its row is committed: one mail
a commit, and the batches of the mailbox watcher. Figures are of the disk at hand; the ratio is what to compare.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from huiying.db.evidence import FileVault
from huiying.db.ledger import open_ledger
from huiying.mailbox.collect import FETCHED_AT_ONCE
from huiying.ports import IncomingMail
from tests.fakes import FakeClock

NOW = datetime(2024, 2, 5, tzinfo=UTC)


def mails(account: str, number: int) -> list[IncomingMail]:
    return [
        IncomingMail(
            account=account,
            folder="INBOX",
            uidvalidity=1,
            uid=uid,
            received_at=NOW,
            raw=b"Message-ID: <%d@%s>\r\n\r\n" % (uid, account.encode()) + b"body " * 400,
        )
        for uid in range(1, number + 1)
    ]


def seconds(url: str, folder: Path, arriving: Sequence[IncomingMail], *, at_once: int) -> float:
    clock = FakeClock(NOW)
    ledger = open_ledger(url, clock=clock, vault=FileVault(folder, clock))
    started = time.monotonic()
    kept = sum(ledger.mails.keep_mails(arriving[at : at + at_once]) for at in range(0, len(arriving), at_once))
    taken = time.monotonic() - started
    ledger.engine.dispose()
    assert kept == len(arriving)
    return taken


def main(number: int, url: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = url or f"sqlite:///{Path(folder) / 'huiying.sqlite'}"
        single = seconds(place, Path(folder), mails("one@x.cn", number), at_once=1)
        batched = seconds(place, Path(folder), mails("many@x.cn", number), at_once=FETCHED_AT_ONCE)
    print(f"{number} mails: one a commit {single:.1f} s, {FETCHED_AT_ONCE} a commit {batched:.1f} s")
    print(f"ratio {single / batched:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000, sys.argv[2] if len(sys.argv) > 2 else "")
