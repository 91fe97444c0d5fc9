"""Who is at work: a name that tells whether its process still lives."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

LEASE = timedelta(minutes=30)
"""A dispatch armed by another machine is taken for lost after this; no press lasts as long."""


def worker_name() -> str:
    """Return host:pid:start for this process; a pid that is used again has another start."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def seems_dead(worker: str, *, armed_at: datetime, now: datetime) -> bool:
    """Whether the worker can no longer settle what it armed."""
    host, pid, started = worker.rsplit(":", 2)
    if host == socket.gethostname():
        return _started(int(pid)) != started
    return now - armed_at > LEASE


def _started(pid: int) -> str:
    # Field 22 of /proc/PID/stat, counted after the command, which may itself hold spaces and brackets.
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    after_name = stat.rpartition(")")[2].split()
    # A zombie has ended: it settles nothing any more, though its parent has not read its exit status yet.
    return "" if len(after_name) < 20 or after_name[0] in "ZX" else after_name[19]
