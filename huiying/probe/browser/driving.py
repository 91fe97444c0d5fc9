"""A running browser and its errors: started, cleared for each site, and ended; what goes wrong becomes Blocked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from selenium.common.exceptions import (
    InvalidSessionIdException,
    NoAlertPresentException,
    NoSuchWindowException,
    TimeoutException,
    UnexpectedAlertPresentException,
    WebDriverException,
)

from huiying.model import BlockReason
from huiying.probe.blocked import Blocked
from huiying.probe.browser.failures import GONE_WORDS, network_failure
from huiying.probe.browser.looking import devtools
from huiying.probe.browser.start import FAILURES, Patience, Session, first_line
from huiying.probe.chromium import Installed
from huiying.probe.traffic import Traffic

T = TypeVar("T")

AFTERWARDS = (files("huiying.probe") / "afterwards.js").read_text(encoding="utf-8")
MAX_NOTICES = 20
ONLINE = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


class DrivenBrowser:
    """One browser process (or one session of a Grid), used for one site after another; a context manager.

    `notices` are the texts of dialogs that opened by themselves before the press; they were closed.
    """

    def __init__(
        self,
        *,
        folder: Path,
        headed: bool = False,
        grid: str = "",
        patience: Patience | None = None,
        installed: Installed | None = None,
    ) -> None:
        """`folder` holds the records of running browsers (huiying.probe.strays); `grid` is a Selenium Grid's URL."""
        self.headed = headed
        self.patience = patience or Patience()
        self.notices: list[str] = []
        self._pressed: set[int] = set()
        self.hosts: tuple[str, ...] = ()
        self.traffic = Traffic()
        self._folder = folder
        self._grid = grid
        self._installed = installed
        self._session: Session | None = None
        self._broken = False
        self._cut = False
        self._guarded: set[str] = set()

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End browser and driver and remove the profile; never raises for a browser that is gone already."""
        session, self._session = self._session, None
        if session is not None:
            session.end(broken=self._broken)

    def alive(self) -> bool:
        """Whether the browser still answers."""
        if self._session is None or self._broken:
            return False
        try:
            return bool(self._session.driver.window_handles)
        except FAILURES:
            self._broken = True
            return False

    def process_id(self) -> int:
        """Return the pid of the local browser; 0 on a Grid."""
        return 0 if self._grid else int(self.driver.capabilities.get("goog:processID") or 0)

    def begin(self, hosts: Sequence[str]) -> None:
        """Start with a site: a cleared session (a new browser where the old one broke), and its own hosts only."""
        if not self.alive():
            self.close()
            self._start()
        self.hosts = tuple(hosts)
        self.notices.clear()
        self._call(self._clear)

    def _start(self) -> None:
        self._session = Session(
            folder=self._folder, headed=self.headed, grid=self._grid, installed=self._installed, patience=self.patience
        )
        self._broken = self._cut = False
        self._guarded.clear()
        with suppress(*FAILURES):
            self._guard_window()

    def _guard_window(self) -> None:
        """Have `afterwards.js` in every later document of the window in front: each window has to be told by itself."""
        handle = self.driver.current_window_handle
        if handle not in self._guarded:
            self.devtools("Page.addScriptToEvaluateOnNewDocument", source=AFTERWARDS)
            self._guarded.add(handle)

    def _clear(self) -> None:
        driver = self.driver
        for handle in driver.window_handles[1:]:
            driver.switch_to.window(handle)
            driver.close()
        driver.switch_to.window(driver.window_handles[0])
        driver.get("about:blank")
        self._back_online()
        self.devtools("Network.clearBrowserCookies")
        for host in self.hosts:
            for scheme in ("http", "https"):
                with suppress(WebDriverException):
                    self.devtools("Storage.clearDataForOrigin", origin=f"{scheme}://{host}", storageTypes="all")
        self.drain()
        self.traffic = Traffic()

    def _back_online(self) -> None:
        """Undo what kept a step's press from reaching the site (huiying.probe.browser.onward)."""
        if self._cut:
            self.devtools("Network.emulateNetworkConditions", **ONLINE)
            self.devtools("Network.setBypassServiceWorker", bypass=False)
            self._cut = False

    @property
    def driver(self) -> Any:
        """Selenium's driver; raises Blocked where no browser runs."""
        if self._session is None:
            raise Blocked(BlockReason.BROWSER_FAILED, "浏览器没有运行")
        return self._session.driver

    def devtools(self, command: str, **values: object) -> Any:
        """Send one DevTools command."""
        return devtools(self.driver, command, **values)

    def drain(self) -> None:
        """Move DevTools' log into `traffic`."""
        with suppress(*FAILURES):
            self.traffic.feed(self.driver.execute("getLog", {"type": "performance"})["value"])

    def _call(self, action: Callable[[], T]) -> T:
        """Run one step before the press; dialogs that open by themselves are noted and closed, errors become Blocked."""
        for _ in range(6):
            try:
                return action()
            except UnexpectedAlertPresentException:
                self._close_notice()
            except (InvalidSessionIdException, NoSuchWindowException) as error:
                raise self._crash(error) from error
            except TimeoutException as error:
                raise Blocked(BlockReason.TIMEOUT, f"页面在 {self.patience.page:g} 秒内没有打开") from error
            except WebDriverException as error:
                raise self._translate(error) from error
            except FAILURES as error:
                raise self._crash(error) from error
        raise Blocked(BlockReason.FORM_CHANGED, "页面不断弹出提示框")

    def _close_notice(self) -> None:
        with suppress(NoAlertPresentException):
            alert = self.driver.switch_to.alert
            if len(self.notices) < MAX_NOTICES:
                self.notices.append(str(alert.text)[:2000])
            alert.accept()

    def read_notices(self) -> tuple[str, ...]:
        """Return, and forget, the texts of dialogs that opened by themselves since the last call."""
        self._call(lambda: self._top("return 1"))
        found = tuple(self.notices)
        self.notices.clear()
        return found

    def _translate(self, error: WebDriverException) -> Blocked:
        message = str(error.msg or "")
        if "net::ERR_" in message:
            return Blocked(*network_failure(message))
        if any(word in message.lower() for word in GONE_WORDS):
            return self._crash(error)
        return Blocked(BlockReason.FORM_CHANGED, f"页面操作失败：{first_line(error)}")

    def _crash(self, error: BaseException) -> Blocked:
        self._broken = True
        return Blocked(BlockReason.BROWSER_FAILED, f"浏览器中断：{first_line(error)}")

    def _top(self, script: str, *values: object) -> Any:
        self.driver.switch_to.default_content()
        return self.driver.execute_script(script, *values)
