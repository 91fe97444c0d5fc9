"""A person at the terminal who reads captchas: one queue for all browsers, the picture drawn and saved as a file."""

from __future__ import annotations

import hashlib
import select
import sys
import termios
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from threading import Event, Lock
from time import monotonic
from typing import TextIO

from huiying.board import Screen, picture, plain
from huiying.ports import Challenge

PATIENCE_SECONDS = 300.0
TYPED = frozenset({"image", "arithmetic"})
"""Kinds of challenge whose answer is typed here; the others are done in the browser's window."""

AWAY_SECONDS = 20.0
"""How long each further question waits once nobody has answered one; the next answer ends it."""


class TerminalChallenger:
    """Challenger over the keyboard (standard input); nobody present means nobody answers."""

    def __init__(
        self,
        console: Screen,
        *,
        folder: Path,
        present: bool,
        stop: Event,
        quiet: Callable[[], AbstractContextManager[None]] = nullcontext,
        seconds: float = PATIENCE_SECONDS,
        keyboard: TextIO | None = None,
    ) -> None:
        """`quiet` keeps the rest of the screen still while a question stands on it."""
        self._console = console
        self._folder = folder
        self._present = present
        self._stop = stop
        self._quiet = quiet
        self._seconds = seconds
        self._keyboard = keyboard or sys.stdin
        self._away = False
        self._queue = Lock()

    def solve(self, challenge: Challenge) -> str | None:
        """Ask the person; an empty line asks the site for another picture, 0 gives this site up."""
        if not self._present:
            return None
        with self._queue:
            if self._stop.is_set() or not self._present:
                return None
            seconds = min(self._seconds, AWAY_SECONDS) if self._away else self._seconds
            with self._quiet():
                _forget_typed(self._keyboard)
                self._show(challenge)
                answer = self._read_line(seconds)
            self._away = answer is None
        if answer is None and not self._stop.is_set():
            why = f"{seconds:.0f}秒内没有输入" if self._present else "终端的输入已关闭"
            self._console.print(plain(f"{challenge.site}：{why}，先做其他网站"))
        return None if answer == "0" else answer

    def _show(self, challenge: Challenge) -> None:
        drawn = picture(challenge.picture)
        if drawn is not None:
            self._console.print(drawn, soft_wrap=True)
        file = self._save(challenge.picture)
        if challenge.kind in TYPED:
            self._console.print(plain(f"{challenge.site} 的验证码（第{challenge.attempt}次）{challenge.prompt}"))
            self._console.print(plain(f"看不清可打开图片：{file}；直接回车换一张，输入 0 跳过该网站"), soft_wrap=True)
        else:
            self._console.print(plain(f"{challenge.site}：{challenge.prompt}；输入 0 跳过该网站"), soft_wrap=True)
        self._console.print("请输入：", end="")

    def _save(self, data: bytes) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        suffix = ".jpg" if data.startswith(b"\xff\xd8") else ".gif" if data.startswith(b"GIF8") else ".png"
        file = self._folder / f"{hashlib.sha256(data).hexdigest()[:12]}{suffix}"
        file.write_bytes(data)
        return file

    def _read_line(self, seconds: float) -> str | None:
        deadline = monotonic() + seconds
        while not self._stop.is_set() and monotonic() < deadline:
            ready, _, _ = select.select([self._keyboard], [], [], 0.5)
            if ready:
                line = self._keyboard.readline()
                self._present = bool(line)  # no line at all: the person has gone for good
                return line.strip() if line else None
        return None


def _forget_typed(keyboard: TextIO) -> None:
    """Drop what was typed before this picture was shown: a late answer to the last one is no answer to this."""
    with suppress(OSError, ValueError, termios.error):
        termios.tcflush(keyboard, termios.TCIFLUSH)
