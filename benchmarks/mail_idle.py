"""How soon IDLE tells of a mail, and what waiting costs: python -m benchmarks.mail_idle [seconds of idling] [mails].

Against a Dovecot of its own on loopback. Dovecot itself gathers changes for half a second before it tells of them.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from huiying.mailbox.account import MailSettings
from huiying.mailbox.imap import ImapMailbox
from huiying.mailbox.watch import MailWatcher
from tests.dovecot import Dovecot
from tests.fakes import FakeClock, FakeMailStore


def main(idle_seconds: float, mails: int) -> None:
    with tempfile.TemporaryDirectory() as folder, Dovecot(Path(folder)) as dovecot:
        settings = MailSettings(
            host=dovecot.host,
            port=dovecot.port,
            user=dovecot.user,
            password=dovecot.password,
            tls="plain",
            poll_seconds=3600,
        )
        store = FakeMailStore()
        with MailWatcher(ImapMailbox(settings), store, FakeClock(datetime(2024, 2, 5, tzinfo=UTC))) as watcher:
            watcher.run_once()
            print_latency(dovecot, watcher, store, mails)
            print_idle(watcher, idle_seconds)


def print_latency(dovecot: Dovecot, watcher: MailWatcher, store: FakeMailStore, mails: int) -> None:
    taken = []
    for n in range(mails):
        delivered: list[float] = []

        def deliver(n: int = n, delivered: list[float] = delivered) -> None:
            dovecot.deliver_file(b"Message-ID: <%d@bench>\r\n\r\nbody\r\n" % n)
            delivered.append(time.monotonic())

        timer = threading.Timer(0.7, deliver)
        timer.start()
        while len(store.mails) <= n:
            watcher.wait(60)
            watcher.run_once()
        taken.append(time.monotonic() - delivered[0])
        timer.join()
    taken.sort()
    print(
        f"from delivery to commit over IDLE: median {statistics.median(taken):.3f} s, worst {taken[-1]:.3f} s of {mails}"
    )


def print_idle(watcher: MailWatcher, seconds: float) -> None:
    wall, used = time.monotonic(), time.process_time()
    watcher.wait(seconds)
    wall, used = time.monotonic() - wall, time.process_time() - used
    print(f"idle: {used:.4f} s of CPU in {wall:.1f} s = {used / wall:.5%}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60, int(sys.argv[2]) if len(sys.argv) > 2 else 20)
