"""Lending the visible window to a person after the letter is written: only the program sends it (docs/decisions/0035)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.resources import files
from urllib.parse import unquote_plus

from huiying.probe.blocked import Blocked
from huiying.probe.browser import ChromiumBrowser
from huiying.probe.fill import Reading
from huiying.probe.traffic import Request

LENT = (files("huiying.probe") / "lent.js").read_text(encoding="utf-8")


class LetterLeft(Exception):
    """The letter may have left the window while a person had it."""


@contextmanager
def lent(browser: ChromiumBrowser, reading: Reading, letter: Sequence[str]) -> Iterator[None]:
    """Hold the letter in the window meanwhile; `letter` is sentences of it, any of which tells it.

    Raises:
        LetterLeft: it may have left all the same, from a page that came meanwhile or in a shape that can't be read.
    """
    browser.drain()
    browser.traffic.clear()
    _everywhere(browser, reading, "lend", letter)
    try:
        yield
    finally:
        browser.drain()
        if may_hold(browser.traffic.left(), letter):  # also where the person gave up afterwards
            raise LetterLeft
        with suppress(Blocked):  # the form is no longer there: what comes next says so
            _everywhere(browser, reading, "back", ())


def may_hold(requests: Iterable[Request], letter: Sequence[str]) -> bool:
    """Whether a request holds a sentence of the letter, or is a form that was sent away whatever it holds."""
    sentences = [_bare(one) for one in letter]
    return any(
        (one.kind == "Document" and one.method != "GET")
        or any(sentence in text for text in _readings(f"{one.url}\n{one.sent}") for sentence in sentences)
        for one in requests
    )


def _everywhere(browser: ChromiumBrowser, reading: Reading, what: str, letter: Sequence[str]) -> None:
    for depth in range(len(reading.frame) + 1):
        own = reading.submit.selector if reading.submit is not None and reading.submit.frame == reading.frame else ""
        button = own if depth == len(reading.frame) else ""
        browser.run(LENT, what, list(letter), button, frame=reading.frame[:depth])


def _readings(text: str) -> Iterator[str]:
    yield _bare(text)
    yield _bare(unquote_plus(text))
    with suppress(ValueError):
        yield _bare(json.dumps(json.loads(text.partition("\n")[2]), ensure_ascii=False))


def _bare(text: str) -> str:
    return "".join(text.split())
