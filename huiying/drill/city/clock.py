"""Simulated time: it flows like real time, jumps where it is told to, and never goes back, whatever crashes."""

from __future__ import annotations

import json
import os
import threading
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

BEIJING = timezone(timedelta(hours=8))
ROUND_OPENS = datetime(2024, 2, 5, 9, 0, tzinfo=BEIJING)
ROUND_CLOSES = datetime(2024, 2, 26, 0, 0, tzinfo=BEIJING)

LEASE = timedelta(seconds=10)


class CityClock:
    """The city's time in +08:00, kept in a file.

    While nobody runs the city its time stands still. The file holds a lease: an instant not yet reached, so that a
    killed process resumes at most 10 s later and never earlier than any instant that it told anyone.
    """

    def __init__(self, path: Path, *, start: datetime = ROUND_OPENS) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._base = _read(path) or start
        self._since = time.monotonic()
        self._lease = self._base
        self._renew(self._base)

    def now(self) -> datetime:
        """Return the present simulated instant."""
        with self._lock:
            return self._present()

    def jump(self, to: datetime) -> None:
        """Make it at least `to`; an instant already past changes nothing. ValueError where `to` has no zone."""
        if to.tzinfo is None:
            raise ValueError(f"时间须带时区:{to.isoformat()}")
        with self._lock:
            if to > self._present():
                self._base, self._since = to.astimezone(BEIJING), time.monotonic()
                self._renew(self._base)

    def close(self) -> None:
        """Keep the present instant, without a lease, for the next start."""
        with self._lock:
            write_whole(self._path, json.dumps({"resume_at": self._present().isoformat()}))

    def _present(self) -> datetime:
        present = self._base + timedelta(seconds=time.monotonic() - self._since)
        if present >= self._lease:
            self._renew(present)
        return present

    def _renew(self, present: datetime) -> None:
        self._lease = present + LEASE
        write_whole(self._path, json.dumps({"resume_at": self._lease.isoformat()}))


def _read(path: Path) -> datetime | None:
    if not path.exists():
        return None
    return datetime.fromisoformat(json.loads(path.read_text())["resume_at"])


def write_whole(path: Path, text: str) -> None:
    """Replace the file in one step: after a crash it holds the old text or the new one."""
    draft = path.with_suffix(".tmp")
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
