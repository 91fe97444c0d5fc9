"""The one press and what follows it. After the click nothing here reloads, goes back or clicks again.

Chromedriver finds out that an element is covered or unfit before it sends any mouse event (WebDriver §12.5.1 element
click, steps 5-9), so `intercepted` means that no click was made; the outcome still asks for a second proof
(docs/decisions/0031).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib.resources import files
from typing import Any, TypeVar

from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    TimeoutException,
    UnexpectedAlertPresentException,
    WebDriverException,
)

from huiying.probe.blocked import Blocked
from huiying.probe.browser import elements
from huiying.probe.browser.questions import MAX_CHARS, MAX_DIALOGS, Questions
from huiying.probe.browser.start import FAILURES, Patience, first_line
from huiying.probe.page import AfterPress, PageText, Response, Target
from huiying.probe.traffic import Traffic

T = TypeVar("T")

ANSWERS = (files("huiying.probe") / "answers.js").read_text(encoding="utf-8")
CLOSE_CONNECTIONS = """
const net = window.chrome && window.chrome.benchmarking;
if (!net || !net.closeConnections) return false;
net.closeConnections();
return true;
"""
CLOSING = 0.1
"""Seconds until the network process has closed them."""

MAX_ANSWERS = 20
QUIET_AFTER_ANSWER = 0.7
QUIET_WITHOUT_ANSWER = 2.0
QUIET_BEFORE_QUESTION = 0.4
"""Seconds without a request after which a question that a script draws stands there whole."""

KEPT_KINDS = frozenset({"Document", "XHR", "Fetch", "Script"})


class Press:
    """One press: the click, then dialogs and requests until all is quiet."""

    def __init__(self, driver: Any, traffic: Traffic, *, patience: Patience, frame: tuple[str, ...]) -> None:
        self._driver = driver
        self._traffic = traffic
        self._patience = patience
        self._frame = frame
        self._questions = Questions(driver, traffic, frame=frame, drain=self._drain, logged=lambda: self._logged)
        self._failure = ""
        self._logged = True
        self._bodies: dict[str, Response] = {}
        self._refused: tuple[str, ...] = ()
        self._shown: tuple[str, ...] = ()
        self.gone = False

    def once(self, target: Target) -> None:
        """Click once; what goes wrong is kept for the outcome."""
        self._drain()
        self._traffic.remember_pictures()
        self._traffic.clear()
        try:
            element = elements.find(self._driver, target)
        except (*FAILURES, Blocked) as error:
            self.fail(f"没有点击：{first_line(error)}", gone=not isinstance(error, Blocked))
            return
        self._fresh_connections()
        self._questions.mark_buttons()
        try:
            element.click()
        except (ElementClickInterceptedException, ElementNotInteractableException):
            self.fail("intercepted")
        except TimeoutException:
            self.fail("timeout")
        except UnexpectedAlertPresentException:
            pass  # a dialog is open: `follow` reads it
        except FAILURES as error:
            self.fail(f"浏览器中断：{first_line(error)}", gone=True)

    def _fresh_connections(self) -> None:
        """Close idle connections: on one that was used before, Chromium itself repeats a POST that got no answer."""
        with suppress(*FAILURES):
            if self._driver.execute_script(CLOSE_CONNECTIONS):
                time.sleep(CLOSING)

    def fail(self, what: str, *, gone: bool = False) -> None:
        """Keep the first failure."""
        self._failure = self._failure or what
        self.gone = self.gone or gone

    def _trouble(self, error: BaseException) -> None:
        slow = "timed out" in str(error).lower() and not _is_gone(error)
        self.fail("timeout" if slow else f"浏览器中断：{first_line(error)}", gone=_is_gone(error))

    def follow(self) -> None:
        """Read and close dialogs, and wait until requests are answered; bounded by the patience."""
        started = changed = time.monotonic()
        last: tuple[int, int] = (-1, -1)
        while not self.gone and time.monotonic() - started < self._patience.press:
            try:
                self._drain()
                if self._questions.answer_dialog():
                    changed = time.monotonic()
                    continue
                self._fetch_bodies()
            except FAILURES as error:
                self._trouble(error)
                continue
            now = (len(self._traffic.requests), self._traffic.pending())
            if now != last:
                last, changed = now, time.monotonic()
            if not now[1] and time.monotonic() - changed > QUIET_BEFORE_QUESTION and self._questions.answer_drawn():
                changed = time.monotonic()
                continue
            busy = bool(self._traffic.left() or self._questions.asked)
            if not now[1] and time.monotonic() - changed > (QUIET_AFTER_ANSWER if busy else QUIET_WITHOUT_ANSWER):
                return
            time.sleep(0.1)
        if not self.gone:
            self.fail("timeout")

    def quietly(self, read: Callable[[], T]) -> T | None:
        """Read something; a dialog that opens meanwhile is read and closed first."""
        for _ in range(MAX_DIALOGS):
            if self.gone:
                return None
            try:
                return read()
            except UnexpectedAlertPresentException:
                self._questions.answer_dialog()
            except TimeoutException:
                self.fail("timeout")
                return None
            except (*FAILURES, Blocked) as error:
                if not _is_gone(error) and self._settled_again():
                    continue
                self._trouble(error)
        return None

    def answers(self) -> tuple[Response, ...]:
        """Return the texts that the site sent since the press: script requests' first."""
        kept: list[Response] = []
        for depth in (len(self._frame), 0):
            found = self.quietly(partial(self._kept_answers, self._frame[:depth])) or {}
            self._refused += tuple(str(host) for host in found.get("refused") or ())
            self._shown += tuple(str(text)[:MAX_CHARS] for text in found.get("shown") or ())
            kept += [_response(one) for one in found.get("answers") or () if isinstance(one, dict)]
        known = {(response.url, response.text) for response in kept}
        self._fetch_bodies()
        kept += [response for response in self._bodies.values() if (response.url, response.text) not in known]
        return tuple(dict.fromkeys(kept))[:MAX_ANSWERS]

    def result(
        self,
        *,
        page: PageText | None,
        windows: tuple[PageText, ...],
        responses: tuple[Response, ...],
        screenshot: bytes,
    ) -> AfterPress:
        """Put together what was read."""
        return AfterPress(
            dialogs=tuple(self._questions.asked),
            page=page,
            windows=windows,
            responses=responses,
            shown=tuple(dict.fromkeys(self._shown)),
            requests=len(self._traffic.left()) if self._logged and not self.gone else None,
            refused_hosts=tuple(dict.fromkeys(self._refused)),
            failure=self._failure,
            screenshot=screenshot,
        )

    def _kept_answers(self, frame: tuple[str, ...]) -> dict[str, Any]:
        try:
            elements.enter_frame(self._driver, frame)
        except elements.GONE:
            return {}
        return dict(elements.read_json(self._driver, ANSWERS))

    def _settled_again(self) -> bool:
        """After a read that a navigation broke: whether it is worth reading again."""
        time.sleep(0.2)
        return not self.gone

    def _drain(self) -> None:
        try:
            self._traffic.feed(self._driver.execute("getLog", {"type": "performance"})["value"])
        except UnexpectedAlertPresentException:
            return
        except FAILURES:
            self._logged = False

    def _fetch_bodies(self) -> None:
        for request in self._traffic.left():
            if len(self._bodies) >= MAX_ANSWERS:
                return
            if not request.ended or not request.status or request.kind not in KEPT_KINDS or request.id in self._bodies:
                continue
            text = ""
            with suppress(WebDriverException, KeyError):
                body = self._driver.execute(
                    "executeCdpCommand", {"cmd": "Network.getResponseBody", "params": {"requestId": request.id}}
                )["value"]
                text = "" if body["base64Encoded"] else str(body["body"])[:MAX_CHARS]
            self._bodies[request.id] = Response(
                url=request.url[:1000], method=request.method, kind=request.kind, status=request.status, text=text
            )


def _response(one: dict[str, Any]) -> Response:
    status = one.get("status")
    return Response(
        url=str(one.get("url", ""))[:1000],
        method=str(one.get("method", "")).upper(),
        kind="XHR",
        status=status if isinstance(status, int) else 0,
        text=str(one.get("text", ""))[:MAX_CHARS],
    )


def _is_gone(error: BaseException) -> bool:
    text = str(getattr(error, "msg", "") or error).lower()
    if not isinstance(error, WebDriverException):
        return True
    return any(
        word in text for word in ("disconnected", "crashed", "invalid session", "not reachable", "session deleted")
    )
