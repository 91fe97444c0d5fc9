"""What the city must remember: one JSON object a line, on the disk before anybody is told."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Journal:
    """An append-only file. A line torn by a kill is cut off at the next start: nobody was told of it."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self.entries: tuple[dict[str, Any], ...] = tuple(_replay(path))
        self._stream = path.open("ab")

    def write(self, entry: Mapping[str, Any]) -> None:
        """Append and fsync; returns only when the line will survive."""
        line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
        with self._lock:
            self._stream.write(line)
            self._stream.flush()
            os.fsync(self._stream.fileno())

    def close(self) -> None:
        self._stream.close()


def _replay(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    data = path.read_bytes()
    whole = data.rfind(b"\n") + 1
    if whole < len(data):
        os.truncate(path, whole)
    return [json.loads(line) for line in data[:whole].splitlines()]
