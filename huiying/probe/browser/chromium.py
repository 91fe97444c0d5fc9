"""ChromiumBrowser: opens, reads, fills, and presses once. Every page is held against the site's own hosts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from importlib.resources import files

from huiying.errors import NotAllowed
from huiying.model import Dispatch
from huiying.probe.browser.looking import look_at, photograph
from huiying.probe.browser.onward import OnwardBrowser
from huiying.probe.browser.pressing import Press
from huiying.probe.browser.start import FAILURES
from huiying.probe.page import AfterPress, PageText, Target

GUARD = (files("huiying.probe") / "guard.js").read_text(encoding="utf-8")


class ChromiumBrowser(OnwardBrowser):
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
        self.within_reach(target)
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
