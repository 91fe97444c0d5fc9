"""ChromiumBrowser: opens, reads, fills, and presses once. Every page is held against the site's own hosts."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from importlib.resources import files

from huiying.errors import NotAllowed
from huiying.model import BlockReason, Dispatch, host_of
from huiying.probe.blocked import Blocked
from huiying.probe.browser import elements
from huiying.probe.browser.handling import HandlingBrowser
from huiying.probe.browser.looking import look_at, photograph
from huiying.probe.browser.pressing import Press
from huiying.probe.browser.start import FAILURES
from huiying.probe.page import AfterPress, PageText, Target, allowed

GUARD = (files("huiying.probe") / "guard.js").read_text(encoding="utf-8")
COVERS = 3
"""Notices that may lie over a button, one above the other."""

COUNTDOWN = 15.0
"""Seconds that a button which counts down may take."""


class ChromiumBrowser(HandlingBrowser):
    """One Chromium, used for one site after another; a context manager.

    Methods before the press raise `Blocked` for whatever a site or the browser does.
    """

    _press: Press | None = None

    def begin(self, hosts: Sequence[str]) -> None:
        """Start with a site: a cleared session (a new browser where the old one broke), and its own hosts only."""
        super().begin(hosts)
        self._press = None

    def prepare(self, target: Target) -> None:
        """Make sure, before the door, that the press would reach its button and send nothing to another host.

        Raises:
            Blocked: OFF_ROSTER or FORM_CHANGED; nothing was sent.
        """
        self.check_here()
        self._check_frames(target.frame)
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
            raise Blocked(BlockReason.FORM_CHANGED, f"提交按钮 {target.selector} 被遮挡或不能点击")
        for depth in range(len(target.frame) + 1):
            self.run(GUARD, [host.lower() for host in self.hosts], frame=target.frame[:depth])

    def press(self, dispatch: Dispatch, target: Target) -> None:
        """Click once, with the ledger's permission. Never retried, whatever happens; `after_press` says what came of it.

        Raises:
            NotAllowed: this dispatch was pressed before.
        """
        if dispatch.id in self._pressed:
            raise NotAllowed(what="再次提交", why=f"提交凭证 {dispatch.id} 已经用过", do="请查看该站点的状态")
        self._pressed.add(dispatch.id)
        self._press = Press(self.driver, self.traffic, patience=self.patience, frame=target.frame)
        self._press.once(target)

    def after_press(self) -> AfterPress:
        """Read alert text, then pages, then answers of scripts, then the screenshot; never raises for what it finds."""
        if self._press is None:
            raise NotAllowed(what="读取提交结果", why="还没有提交", do="请先提交")
        self._press.follow()
        press = self._press
        page = press.quietly(lambda: look_at(self.driver))
        others = [press.quietly(partial(self._look_at, handle)) for handle in self._other_windows()]
        windows = tuple(other for other in others if other is not None)
        responses = press.answers()
        shot = press.quietly(lambda: photograph(self.driver)) or b""
        self._broken = self._broken or press.gone
        return press.result(page=page, windows=windows, responses=responses, screenshot=shot)

    def _other_windows(self) -> list[str]:
        with suppress(*FAILURES):
            here = self.driver.current_window_handle
            return [handle for handle in self.driver.window_handles if handle != here][:3]
        return []

    def _look_at(self, handle: str) -> PageText:
        here = self.driver.current_window_handle
        self.driver.switch_to.window(handle)
        try:
            return look_at(self.driver)
        finally:
            self.driver.switch_to.window(here)

    def check_frame(self, frame: tuple[str, ...]) -> None:
        """Raise Blocked(OFF_ROSTER) where a frame shows another host's page; called before anything is typed."""
        self._check_frames(frame)

    def _check_frames(self, frame: tuple[str, ...]) -> None:
        for depth in range(1, len(frame) + 1):
            where = str(self.run("return location.href", frame=frame[:depth]))
            if not allowed(where, self.hosts):
                raise Blocked(
                    BlockReason.OFF_ROSTER, f"表单在 {host_of(where) or where[:80]} 的框架内，不在名录所列的网址之内"
                )
