"""Going somewhere: opening a page, waiting until it is drawn, and holding it against the site's own hosts."""

from __future__ import annotations

import time
from contextlib import suppress

from huiying.model import BlockReason, host_of
from huiying.probe.blocked import Blocked
from huiying.probe.browser.driving import DrivenBrowser
from huiying.probe.browser.failures import LOG_IN, network_failure
from huiying.probe.browser.start import FAILURES
from huiying.probe.page import allowed

QUIET = 0.25
"""Seconds without a request that matter before a page counts as drawn."""

BLANK = """
const body = document.body;
return !!body && document.scripts.length > 0 && !body.innerText.trim() && !body.querySelector("img, iframe, frame, canvas, svg, input");
"""
"""A page that scripts draw, and nothing of it yet: what it waits for may come over a socket, without a request."""


class GoingBrowser(DrivenBrowser):
    """A browser that goes to pages of the site's own hosts only."""

    def open(self, url: str) -> None:
        """Open a page and wait until it is drawn.

        Raises:
            Blocked: OFF_ROSTER before or after a redirect, UNREACHABLE, TIMEOUT, SERVER_ERROR, RATE_LIMITED, BROWSER_FAILED.
        """
        if not allowed(url, self.hosts):
            raise Blocked(BlockReason.OFF_ROSTER, f"{host_of(url) or url[:80]} 不在名录所列的网址之内")
        self.drain()
        self.traffic.clear()
        try:
            self._call(lambda: self.driver.get(url))
        except Blocked:
            self._stop_loading()
            raise
        self.arrive()

    def arrive(self) -> None:
        """Wait until the page is drawn, then hold it against the site's hosts and its HTTP status."""
        self._newest_window()
        self.settle()
        self.check_here()

    def check_here(self) -> None:
        """Raise Blocked where the page in front is not the site's own, or says that it failed."""
        where = str(self._call(lambda: self._top("return location.href")))
        if where.startswith("chrome-error:"):
            raise Blocked(*self._failure())
        if not allowed(where, self.hosts):
            if LOG_IN.search(where):
                raise Blocked(BlockReason.LOGIN_REQUIRED, f"页面跳转到 {host_of(where)} 的登录页")
            raise Blocked(BlockReason.OFF_ROSTER, f"页面跳转到 {host_of(where) or where[:80]}，不在名录所列的网址之内")
        status = self.status()
        if status >= 500:
            raise Blocked(BlockReason.SERVER_ERROR, f"网站返回错误 {status}")
        if status in {403, 429}:
            raise Blocked(BlockReason.RATE_LIMITED, f"网站返回 {status}，拒绝本机访问")

    def status(self) -> int:
        """Return the HTTP status of the page in front; 0 where unknown."""
        script = "const t = performance.getEntriesByType('navigation')[0]; return t && t.responseStatus || 0"
        return int(self._call(lambda: self._top(script)) or 0)

    def back_to_first_window(self) -> None:
        """Close windows that the site opened since, and return to the first."""

        def go() -> None:
            for handle in self.driver.window_handles[1:]:
                self.driver.switch_to.window(handle)
                self.driver.close()
            self.driver.switch_to.window(self.driver.window_handles[0])

        self._call(go)

    def url(self) -> str:
        """Return the address of the page in front."""
        return str(self._call(lambda: self._top("return location.href")))

    def settle(self, limit: float = 5.0, *, quiet: float = QUIET) -> None:
        """Wait, at most `limit` seconds, until the document is complete and its scripts' requests are answered."""
        until = time.monotonic() + min(limit, self.patience.page)
        quiet_since = time.monotonic()
        while time.monotonic() < until:
            self.drain()
            ready = self._call(lambda: self._top("return document.readyState"))
            if self.traffic.pending() or ready == "loading":
                quiet_since = time.monotonic()
            elif time.monotonic() - quiet_since >= quiet and not self._call(lambda: self._top(BLANK)):
                return
            time.sleep(0.05)

    def _failure(self) -> tuple[BlockReason, str]:
        texts = [r.failure for r in self.traffic.requests.values() if r.kind == "Document" and r.failure]
        return network_failure(texts[-1] if texts else "")

    def _stop_loading(self) -> None:
        if not self._broken:
            with suppress(*FAILURES):
                self.driver.execute_script("window.stop()")

    def _newest_window(self) -> None:
        def go() -> None:
            handles = self.driver.window_handles
            if handles[-1] != self.driver.current_window_handle:
                self.driver.switch_to.window(handles[-1])
            self._guard_window()

        self._call(go)
