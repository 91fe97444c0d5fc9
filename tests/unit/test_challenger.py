"""A person at a real terminal (a pseudo-terminal here) who reads captchas."""

from __future__ import annotations

import io
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from huiying.board import Screen
from huiying.challenger import TerminalChallenger
from huiying.ports import Challenge


def picture(colour: int) -> bytes:
    out = io.BytesIO()
    image = Image.new("L", (24, 10), colour)
    image.paste(255, (0, 0, 24, 5))
    image.save(out, "PNG")
    return out.getvalue()


def challenge(site: str, *, attempt: int = 1, colour: int = 0) -> Challenge:
    return Challenge(site=site, kind="image", picture=picture(colour), page_url="http://x/", attempt=attempt)


class Terminal:
    """The other end of the terminal: what the person types, what the screen shows."""

    def __init__(self, folder: Path, hands: int, seconds: float) -> None:
        self.hands = hands
        self.shown = io.StringIO()
        self.folder = folder
        self.stop = threading.Event()
        screen = Screen(file=self.shown, width=100, force_terminal=True)
        self.challenger = TerminalChallenger(screen, folder=folder, present=True, stop=self.stop, seconds=seconds)

    def type(self, text: str) -> None:
        os.write(self.hands, text.encode())

    def type_when_shown(self, words: str, text: str) -> threading.Thread:
        def wait() -> None:
            for _ in range(200):
                if words in self.shown.getvalue():
                    break
                time.sleep(0.05)
            time.sleep(0.1)
            self.type(text)

        thread = threading.Thread(target=wait)
        thread.start()
        return thread


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    with terminal_of(tmp_path, monkeypatch, seconds=8) as found:
        yield found


@contextmanager
def terminal_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, seconds: float) -> Iterator[Terminal]:
    hands, keyboard = os.openpty()
    with os.fdopen(keyboard, "r", encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield Terminal(tmp_path / "captchas", hands, seconds)
        monkeypatch.undo()
    os.close(hands)


def test_the_picture_is_drawn_and_saved_and_the_answer_read(terminal: Terminal) -> None:
    typing = terminal.type_when_shown("请输入", "ab12\n")
    assert terminal.challenger.solve(challenge("杞县")) == "ab12"
    typing.join()
    shown = terminal.shown.getvalue()
    assert "▀" in shown or "▄" in shown
    assert "杞县 的验证码" in shown
    assert [file.read_bytes() for file in terminal.folder.iterdir()] == [picture(0)]


@pytest.mark.parametrize(("typed", "answer"), [("\n", ""), ("0\n", None), ("  x7 \n", "x7")])
def test_an_empty_line_asks_for_another_and_0_gives_the_site_up(
    terminal: Terminal, typed: str, answer: str | None
) -> None:
    typing = terminal.type_when_shown("请输入", typed)
    assert terminal.challenger.solve(challenge("杞县")) == answer
    typing.join()


def test_what_was_typed_too_late_is_no_answer_to_the_next_picture(terminal: Terminal) -> None:
    terminal.type("late\n")
    time.sleep(0.2)
    typing = terminal.type_when_shown("通许县 的验证码", "right\n")
    assert terminal.challenger.solve(challenge("通许县")) == "right"
    typing.join()


def test_questions_of_several_workers_stand_in_one_queue(terminal: Terminal) -> None:
    answers: dict[str, str | None] = {}

    def ask(site: str, colour: int) -> None:
        answers[site] = terminal.challenger.solve(challenge(site, colour=colour))

    workers = [threading.Thread(target=ask, args=(site, n * 60)) for n, site in enumerate(("甲县", "乙县", "丙县"))]
    for worker in workers:
        worker.start()
    for number in range(3):
        for _ in range(100):
            if terminal.shown.getvalue().count("请输入") > number:
                break
            time.sleep(0.05)
        site = terminal.shown.getvalue().rsplit(" 的验证码", 1)[0].rsplit("\n", 1)[-1][-2:]
        terminal.type(f"{'甲乙丙'.index(site[0])}\n" if site[0] != "甲" else "a\n")
        time.sleep(0.3)
    for worker in workers:
        worker.join()
    assert answers == {"甲县": "a", "乙县": "1", "丙县": "2"}


def test_nobody_at_the_terminal_answers_in_time_and_the_stop_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with terminal_of(tmp_path, monkeypatch, seconds=0.6) as terminal:
        assert terminal.challenger.solve(challenge("杞县")) is None
        assert "秒内没有输入" in terminal.shown.getvalue()
        terminal.stop.set()
        shown = terminal.shown.getvalue()
        assert terminal.challenger.solve(challenge("通许县")) is None
        assert terminal.shown.getvalue() == shown
