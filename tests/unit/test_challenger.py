"""A person at the terminal: what is shown, what is typed, and what happens when nobody is there."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import TextIO

import pytest
from PIL import Image
from rich.console import Console

from huiying.board import RichProgress
from huiying.challenger import TerminalChallenger
from huiying.ports import Challenge


class Terminal:
    """A pseudo-terminal with the person at its other end: what the screen shows, what the person types."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stop = Event()
        self._screen = io.StringIO()
        self._hands, keyboard = os.openpty()
        self._keyboard: TextIO = os.fdopen(keyboard)

        self._console = Console(file=self._screen, width=100, force_terminal=True, color_system=None)
        self.progress = RichProgress(self._console)

    def person(self, *, seconds: float = 30, present: bool = True) -> TerminalChallenger:
        return TerminalChallenger(
            self._console,
            folder=self.folder,
            present=present,
            stop=self.stop,
            quiet=self.progress.paused,
            seconds=seconds,
            keyboard=self._keyboard,
        )

    def types(self, text: str) -> None:
        os.write(self._hands, text.encode())

    def asks(self, person: TerminalChallenger, challenge: Challenge, *, typed: str) -> str | None:
        """Let the person type once the question stands on the screen."""
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(person.solve, challenge)
            wait_until(lambda: self.shown.endswith("请输入："))
            self.types(typed)
            return asked.result(timeout=40)

    def close(self) -> None:
        self._keyboard.close()
        os.close(self._hands)

    @property
    def shown(self) -> str:
        return self._screen.getvalue()


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path / "captchas")
    yield terminal
    terminal.close()


def png() -> bytes:
    picture = Image.new("RGB", (40, 16), "white")
    picture.paste("black", (4, 4, 20, 12))
    raw = io.BytesIO()
    picture.save(raw, "PNG")
    return raw.getvalue()


def challenge(site: str = "杞县", **values: object) -> Challenge:
    facts = {"kind": "image", "picture": png(), "page_url": "http://qx.gov.cn/", "attempt": 1, "prompt": "验证码"}
    return Challenge(site=site, **{**facts, **values})  # type: ignore[arg-type]


def test_the_picture_is_drawn_and_saved_and_what_is_typed_comes_back(terminal: Terminal) -> None:
    assert terminal.asks(terminal.person(), challenge(), typed="8kx3\n") == "8kx3"
    assert "█" in terminal.shown
    (file,) = terminal.folder.iterdir()
    assert file.read_bytes() == png()
    assert file.name in terminal.shown.replace("\n", "")


@pytest.mark.parametrize(("typed", "answer"), [("\n", ""), ("0\n", None), ("  x7 \n", "x7")])
def test_an_empty_line_asks_for_another_picture_and_0_gives_the_site_up(
    terminal: Terminal, typed: str, answer: str | None
) -> None:
    assert terminal.asks(terminal.person(), challenge(), typed=typed) == answer


def test_what_was_typed_too_late_is_no_answer_to_the_next_picture(terminal: Terminal) -> None:
    terminal.types("late\n")
    assert terminal.asks(terminal.person(), challenge("通许县"), typed="right\n") == "right"


def test_nobody_answers_in_time(terminal: Terminal) -> None:
    assert terminal.person(seconds=0.2).solve(challenge()) is None
    assert "杞县：0秒内没有输入，先做其他网站" in terminal.shown


def test_a_terminal_that_is_closed_is_asked_no_second_time(terminal: Terminal) -> None:
    person = terminal.person()
    assert terminal.asks(person, challenge(), typed="\x04") is None
    assert person.solve(challenge("通许县")) is None
    assert "终端的输入已关闭" in terminal.shown
    assert "通许县" not in terminal.shown


def test_without_a_person_nothing_is_shown(terminal: Terminal) -> None:
    assert terminal.person(present=False).solve(challenge()) is None
    assert terminal.shown == ""


def test_a_stop_ends_the_question_without_a_word_about_time(terminal: Terminal) -> None:
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(terminal.person().solve, challenge())
        wait_until(lambda: "请输入" in terminal.shown)
        terminal.stop.set()
        assert asked.result(timeout=20) is None
    assert "没有输入" not in terminal.shown


def test_two_browsers_ask_one_after_the_other(terminal: Terminal) -> None:
    person = terminal.person()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(person.solve, challenge("杞县"))
        wait_until(lambda: terminal.shown.endswith("请输入："))
        second = pool.submit(person.solve, challenge("通许县"))
        assert "通许县" not in terminal.shown
        terminal.types("a1\n")
        assert first.result(timeout=20) == "a1"
        wait_until(lambda: terminal.shown.count("请输入：") == 2)
        terminal.types("b2\n")
        assert second.result(timeout=20) == "b2"


def test_the_bar_stands_aside_while_a_person_is_asked(terminal: Terminal) -> None:
    terminal.progress.begin("提交咨询", 2)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(terminal.person().solve, challenge())
        wait_until(lambda: terminal.shown.endswith("请输入："))
        terminal.progress.step("通许县：已受理")
        Event().wait(0.5)  # the bar would have drawn itself several times
        assert terminal.shown.endswith("请输入：")
        terminal.types("8kx3\n")
        assert asked.result(timeout=40) == "8kx3"
    after = terminal.shown.rpartition("请输入：")[2]
    terminal.progress.end()
    assert "通许县：已受理" in after
    assert "1/2" in after


def test_what_a_site_writes_beside_its_captcha_is_no_markup_and_no_control(terminal: Terminal) -> None:
    hostile = challenge(prompt="[red]验证码[/red]\x1b[2J", picture=b"no picture")
    assert terminal.asks(terminal.person(), hostile, typed="x\n") == "x"
    assert "[red]验证码[/red]" in terminal.shown
    assert "\x1b[2J" not in terminal.shown


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(400):
        if true():
            return
        Event().wait(0.05)
    raise AssertionError("it never came")
