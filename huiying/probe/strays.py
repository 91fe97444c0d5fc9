"""Browsers that outlived their process: recorded while they run, ended by the next run (docs/decisions/0030).

kill -9 of Python leaves chromedriver and Chromium behind, because they live in a session of their own. A record is
written before the driver starts, so that no moment is uncovered: it names a token that the driver and all its children
carry in their environment. A process is only ever ended when its pid and start time match the record, when it carries
the token, or when it descends from such a process.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

TOKEN_VARIABLE = "HUIYING_BROWSER"  # noqa: S105
PROC = Path("/proc")
MAX_RECORD = 65536


@dataclass(kw_only=True)
class BrowserRecord:
    """One running browser: who owns it, its processes, its profile folder. `path` is the file that says so."""

    path: Path
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    profile: str = ""
    processes: dict[int, int] = field(default_factory=dict)

    def note(self, *pids: int) -> None:
        """Add processes and write the record, whole or not at all."""
        for pid in pids:
            if started := start_time(pid):
                self.processes[pid] = started
        owner = os.getpid()
        data = {
            "owner": [owner, start_time(owner)],
            "token": self.token,
            "profile": self.profile,
            "processes": sorted(self.processes.items()),
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".draft")
        draft.write_text(json.dumps(data), encoding="utf-8")
        draft.replace(self.path)

    def drop(self) -> None:
        """Forget the browser, which has ended, and remove its profile."""
        remove_profile(self.profile)
        self.path.unlink(missing_ok=True)


def new_record(folder: Path) -> BrowserRecord:
    """A record under a name of its own; nothing is written before `note`."""
    return BrowserRecord(path=folder / f"browser-{os.getpid()}-{secrets.token_hex(4)}.json")


def start_time(pid: int) -> int:
    """Return the start time of a process in clock ticks since boot; 0 where it is gone or a zombie (proc(5), field 22)."""
    try:
        text = (PROC / str(pid) / "stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    after_name = text.rpartition(")")[2].split()
    return 0 if len(after_name) < 20 or after_name[0] in "ZX" else int(after_name[19])


def end_strays(folder: Path) -> int:
    """End the browsers whose owner is gone; return how many processes were ended. Other runs' browsers stay."""
    ended = 0
    for path in sorted(folder.glob("browser-*.json"))[:1000]:
        data = _read(path)
        if data is None:
            path.unlink(missing_ok=True)
            continue
        (owner, started), record = data
        if start_time(owner) == started != 0:
            continue
        ended += end_processes(record.processes, record.token)
        remove_profile(record.profile)
        path.unlink(missing_ok=True)
    return ended


def end_processes(recorded: dict[int, int], token: str) -> int:
    """End the recorded processes that still are the same, all that carry the token, and their descendants."""
    mine = {pid for pid, started in recorded.items() if start_time(pid) == started != 0}
    mine |= {pid for pid in _own_pids() if _carries(pid, token)}
    mine |= _descendants(mine)
    mine.discard(os.getpid())
    known = {pid: start_time(pid) for pid in mine}
    for pid, started in known.items():
        if started and start_time(pid) == started:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
    for _ in range(100):
        if not any(start_time(pid) == started != 0 for pid, started in known.items()):
            break
        time.sleep(0.02)
    return len(known)


def remove_profile(profile: str) -> None:
    """Remove a temporary profile; only folders that this module's caller made are ever recorded."""
    if profile and Path(profile).name.startswith("huiying-profile-"):
        shutil.rmtree(profile, ignore_errors=True)


def _read(path: Path) -> tuple[tuple[int, int], BrowserRecord] | None:
    try:
        data = json.loads(path.read_bytes()[:MAX_RECORD])
        owner, started = (int(number) for number in data["owner"])
        processes = {int(pid): int(ticks) for pid, ticks in data["processes"]}
        record = BrowserRecord(path=path, token=str(data["token"]), profile=str(data["profile"]), processes=processes)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (owner, started), record


def _own_pids() -> list[int]:
    own = os.getuid()
    found = []
    for entry in PROC.iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and entry.stat().st_uid == own:
                found.append(int(entry.name))
    return found


def _carries(pid: int, token: str) -> bool:
    if not token:
        return False
    try:
        return f"{TOKEN_VARIABLE}={token}".encode() in (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


def _descendants(roots: set[int]) -> set[int]:
    parents: dict[int, int] = {}
    for pid in _own_pids():
        with suppress(OSError, ValueError, IndexError):
            stat = (PROC / str(pid) / "stat").read_text(encoding="ascii", errors="replace")
            parents[pid] = int(stat.rpartition(")")[2].split()[1])
    found: set[int] = set()
    wanted = set(roots)
    while wanted:
        wanted = {pid for pid, parent in parents.items() if parent in wanted} - found - roots
        found |= wanted
    return found
