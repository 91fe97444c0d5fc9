"""Pressing on to a form's next step: once, and with the network cut off where the page has room for the letter (decision 0027)."""

from __future__ import annotations

import time
from importlib.resources import files
from urllib.parse import urlsplit

from selenium.common.exceptions import UnexpectedAlertPresentException, WebDriverException

from huiying.model import BlockReason, host_of
from huiying.probe.blocked import Blocked
from huiying.probe.browser import elements
from huiying.probe.browser.driving import ONLINE
from huiying.probe.browser.handling import HandlingBrowser
from huiying.probe.page import Target, allowed
from huiying.probe.traffic import Request

HOLD = (files("huiying.probe") / "hold.js").read_text(encoding="utf-8")
COVERS = 3
"""Notices that may lie over a button, one above the other."""

COUNTDOWN = 15.0
"""Seconds that a button which counts down may take."""

HELD = 1.5
"""Seconds without a request for which a step is held: a script may wait a little before it sends."""

LONGEST_QUERY = 100
"""Characters of a query that can't hold a letter."""


class OnwardBrowser(HandlingBrowser):
    """A browser that brings a button within reach, and goes on to a form's next step."""

    def within_reach(self, target: Target) -> None:
        """Wait for a button that counts down, close notices that lie over it, and hold its form's address against the hosts.

        Raises:
            Blocked: OFF_ROSTER or FORM_CHANGED; nothing was pressed.
        """
        self.check_here()
        self.check_frame(target.frame)
        action = self._call(lambda: elements.action_of(self.driver, target))
        if host_of(action) and not allowed(action, self.hosts):
            raise Blocked(BlockReason.OFF_ROSTER, f"表单会提交到 {host_of(action)}，不在名录所列的网址之内")
        until = time.monotonic() + COUNTDOWN
        while self._call(lambda: elements.disabled(self.driver, target)) and time.monotonic() < until:
            time.sleep(0.25)
        for _ in range(COVERS):
            if self._call(lambda: elements.reachable(self.driver, target)):
                break
            if not self._call(lambda: elements.uncover(self.driver, target)):
                break
            self.settle(2.0)
            self.check_here()
        if not self._call(lambda: elements.reachable(self.driver, target)):
            raise Blocked(BlockReason.FORM_CHANGED, f"按钮 {target.selector} 被遮挡或不能点击")

    def check_frame(self, frame: tuple[str, ...]) -> None:
        """Raise Blocked(OFF_ROSTER) where a frame shows another host's page; called before anything is typed."""
        for depth in range(1, len(frame) + 1):
            where = str(self.run("return location.href", frame=frame[:depth]))
            if not allowed(where, self.hosts):
                raise Blocked(
                    BlockReason.OFF_ROSTER, f"表单在 {host_of(where) or where[:80]} 的框架内，不在名录所列的网址之内"
                )

    def step(self, target: Target, *, cut: bool) -> bool:
        """Press what leads to the next step, once; return whether it was held back because something wanted to leave.

        With `cut` nothing leaves meanwhile; what was held back stays cut off until the next site.

        Raises:
            Blocked: OFF_ROSTER, or FORM_CHANGED where it can't be pressed safely.
        """
        self.within_reach(target)
        if cut:
            self._cut_off(target.frame)
        elif self.sends(target):
            raise Blocked(BlockReason.FORM_CHANGED, "“下一步”会提交留言表单，没有点击")
        self.drain()
        self.traffic.remember_pictures()
        self.traffic.clear()
        self._click_once(target)
        if cut:
            self.settle(4 * HELD, quiet=HELD)
            if self._held_back(target.frame):
                return True
            self._restore(target.frame)
        self.arrive()
        return False

    def _cut_off(self, frame: tuple[str, ...]) -> None:
        self._cut = True
        self._call(lambda: self.devtools("Network.setBypassServiceWorker", bypass=True))
        self._call(lambda: self.devtools("Network.emulateNetworkConditions", **(ONLINE | {"offline": True})))
        for depth in range(len(frame) + 1):
            if self.run(HOLD, "hold", frame=frame[:depth]) is not False:
                raise Blocked(BlockReason.FORM_CHANGED, "分步填写的表单，不能保证“下一步”不会提交信件，没有点击")

    def _restore(self, frame: tuple[str, ...]) -> None:
        for depth in range(len(frame) + 1):
            self.run(HOLD, "release", frame=frame[:depth])
        self._call(self._back_online)

    def _held_back(self, frame: tuple[str, ...]) -> bool:
        self.drain()
        tried = [one for depth in range(len(frame) + 1) for one in self.run(HOLD, "tried", frame=frame[:depth]) or ()]
        return bool(tried) or any(map(_may_hold_a_letter, self.traffic.left()))

    def _click_once(self, target: Target) -> None:
        """Click without trying again: a second click would be that of the step after."""
        element = self._call(lambda: elements.find(self.driver, target))
        try:
            element.click()
        except UnexpectedAlertPresentException:
            return  # a dialog that the page opened: read_notices tells it
        except WebDriverException as error:
            raise self._translate(error) from error


def _may_hold_a_letter(request: Request) -> bool:
    changing = request.method not in {"GET", "HEAD", "OPTIONS"}
    return changing or request.kind == "Document" or len(urlsplit(request.url).query) > LONGEST_QUERY
