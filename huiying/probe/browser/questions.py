"""The questions that a page asks between the click and the sending: JS dialogs, and those that a script draws."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib.resources import files
from typing import Any

from selenium.common.exceptions import NoAlertPresentException, UnexpectedAlertPresentException

from huiying.probe.blocked import Blocked
from huiying.probe.browser import elements
from huiying.probe.browser.start import FAILURES
from huiying.probe.dialogs import accepts, accepts_drawn
from huiying.probe.page import Dialog
from huiying.probe.traffic import Traffic

ASKS = (files("huiying.probe") / "asks.js").read_text(encoding="utf-8")
MAX_DIALOGS = 10
MAX_CHARS = 20000


class Questions:
    """Reads and answers them; `asked` are all, in order. `drain` brings DevTools' log up to date, `logged` whether it can be read."""

    def __init__(
        self,
        driver: Any,
        traffic: Traffic,
        *,
        frame: tuple[str, ...],
        drain: Callable[[], None],
        logged: Callable[[], bool],
    ) -> None:
        self.asked: list[Dialog] = []
        self._driver = driver
        self._traffic = traffic
        self._frame = frame
        self._drain = drain
        self._logged = logged

    def mark_buttons(self) -> None:
        """Note which buttons show, so that a question that a script draws after the press is known by its new ones."""
        for depth in {0, len(self._frame)}:
            with suppress(*FAILURES, Blocked):
                elements.enter_frame(self._driver, self._frame[:depth])
                self._driver.execute_script(ASKS, "mark")
        with suppress(*FAILURES, Blocked):
            elements.enter_frame(self._driver, self._frame)

    def answer_dialog(self) -> bool:
        """Read and close the dialog that is open; False where there is none."""
        try:
            alert = self._driver.switch_to.alert
            text = str(alert.text)[:MAX_CHARS]
        except NoAlertPresentException:
            return False
        self._drain()
        kind = next((k for k, message in reversed(self._traffic.dialogs) if message == text), "")
        # Without DevTools' log the kind is unknown; a confirm() is the only one that matters, so treat it as such.
        kind = kind or "confirm"
        yes = accepts(kind, text, accepted_before=self._accepted(), sent=self._sent()) and len(self.asked) < MAX_DIALOGS
        self.asked.append(Dialog(kind=kind, text=text, accepted=yes))
        with suppress(NoAlertPresentException, UnexpectedAlertPresentException):
            alert.accept() if yes else alert.dismiss()
        return True

    def answer_drawn(self) -> bool:
        """Say yes to a question that a script draws instead of confirm(), under the same conditions; True where it did."""
        if not self._logged() or self._sent():
            return False
        for depth in sorted({0, len(self._frame)}):
            try:
                elements.enter_frame(self._driver, self._frame[:depth])
                found = self._driver.execute_script(ASKS, "find")
            except (*FAILURES, Blocked):
                continue
            if not found:
                continue
            text = str(found["text"])[:MAX_CHARS]
            if any(dialog.text == text for dialog in self.asked):
                return False  # it still stands there although it was answered: nothing is pressed twice
            yes = accepts_drawn(text, accepted_before=self._accepted(), sent=self._sent())
            self.asked.append(Dialog(kind="confirm", text=text, accepted=yes))
            if not yes:
                return False
            self.mark_buttons()
            elements.enter_frame(self._driver, self._frame[:depth])
            with suppress(*FAILURES):
                found["yes"].click()
            return True
        return False

    def _accepted(self) -> int:
        return sum(1 for dialog in self.asked if dialog.kind == "confirm" and dialog.accepted)

    def _sent(self) -> bool:
        return any(
            request.method not in {"GET", "HEAD"} or request.kind == "Document" for request in self._traffic.left()
        )
