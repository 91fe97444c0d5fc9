"""ChromiumBrowser: opens, reads, fills, and presses once. Every page is held against the site's own hosts."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
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

from huiying.errors import NotAllowed
from huiying.model import BlockReason, Dispatch
from huiying.probe.blocked import Blocked
from huiying.probe.browser import elements, lists
from huiying.probe.browser.failures import GONE_WORDS, LOG_IN, network_failure
from huiying.probe.browser.looking import devtools, documents, look_at, own_pixels, photograph
from huiying.probe.browser.pressing import Press
from huiying.probe.browser.start import FAILURES, Patience, Session, first_line
from huiying.probe.chromium import Installed
from huiying.probe.page import AfterPress, PageText, Target, allowed, host_of
from huiying.probe.traffic import Traffic

T = TypeVar("T")

GUARD = (files("huiying.probe") / "guard.js").read_text(encoding="utf-8")
AFTERWARDS = (files("huiying.probe") / "afterwards.js").read_text(encoding="utf-8")
COUNTDOWN = 15.0
"""Seconds that a button which counts down may take."""

MAX_NOTICES = 20
PICTURE_TRIES = 20
QUIET = 0.25
"""Seconds without a request that matter before a page counts as drawn."""


class ChromiumBrowser:
    """One Chromium, used for one site after another; a context manager.

    Methods before the press raise `Blocked` for whatever a site or the browser does. `notices` are the texts of
    dialogs that opened by themselves before the press; they were closed.
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
        self.hosts: tuple[str, ...] = ()
        self.traffic = Traffic()
        self._folder = folder
        self._grid = grid
        self._installed = installed
        self._session: Session | None = None
        self._broken = False
        self._pressed: set[int] = set()
        self._press: Press | None = None

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

    # --- one site after another

    def begin(self, hosts: Sequence[str]) -> None:
        """Start with a site: a cleared session (a new browser where the old one broke), and its own hosts only."""
        if not self.alive():
            self.close()
            self._start()
        self.hosts = tuple(hosts)
        self.notices.clear()
        self._press = None
        self._call(self._clear)

    def _start(self) -> None:
        self._session = Session(
            folder=self._folder, headed=self.headed, grid=self._grid, installed=self._installed, patience=self.patience
        )
        self._broken = False
        with suppress(*FAILURES):
            self.devtools("Page.addScriptToEvaluateOnNewDocument", source=AFTERWARDS)

    def _clear(self) -> None:
        driver = self.driver
        for handle in driver.window_handles[1:]:
            driver.switch_to.window(handle)
            driver.close()
        driver.switch_to.window(driver.window_handles[0])
        driver.get("about:blank")
        self.devtools("Network.clearBrowserCookies")
        for host in self.hosts:
            for scheme in ("http", "https"):
                with suppress(WebDriverException):
                    self.devtools("Storage.clearDataForOrigin", origin=f"{scheme}://{host}", storageTypes="all")
        self.drain()
        self.traffic = Traffic()

    # --- going somewhere

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
            raise Blocked(BlockReason.OFF_ROSTER, f"页面跳转到 {host_of(where) or where[:80]},不在名录所列的网址之内")
        status = self.status()
        if status >= 500:
            raise Blocked(BlockReason.SERVER_ERROR, f"网站返回错误 {status}")
        if status in {403, 429}:
            raise Blocked(BlockReason.RATE_LIMITED, f"网站返回 {status},拒绝本机访问")

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
            elif time.monotonic() - quiet_since >= quiet:
                return
            time.sleep(0.05)

    # --- reading

    def look(self) -> PageText:
        """Read what a person sees on the page in front, with all its frames, other hosts' too."""
        return self._call(lambda: look_at(self.driver))

    def site_code(self) -> str:
        """Return the 网站标识码 that the page in front bears; "" where it bears none."""
        script = (
            "const m = document.querySelector('meta[name=\"SiteIDCode\" i]'); return m ? String(m.content).trim() : ''"
        )
        return str(self._call(lambda: self._top(script)))[:40]

    def documents(self, script: str) -> tuple[dict[str, Any], ...]:
        """Run `script` (a function body that returns a JSON object) on the top page and in each frame that it can't read.

        Each document gets its `frame`: the selectors of the frames that lead to it.
        """
        return tuple(self._call(lambda: documents(self.driver, script)))

    def run(self, script: str, *values: object, frame: tuple[str, ...] = ()) -> Any:
        """Run a function body in a frame and return its value; for reading only."""

        def go() -> Any:
            elements.enter_frame(self.driver, frame)
            return self.driver.execute_script(script, *values)

        return self._call(go)

    def read_pairs(self, script: str, *lists: list[str], frame: tuple[str, ...] = ()) -> Any:
        """Run a function body on lists of texts and return its JSON answer."""
        return json.loads(self.run(script, *(json.dumps(one) for one in lists), frame=frame))

    def screenshot(self) -> bytes:
        """Return the page as JPEG, at most 1280 × 5000."""
        return self._call(lambda: photograph(self.driver))

    def picture(self, target: Target, *, around: bool = False) -> bytes:
        """Return an image at its own size as PNG (an element screenshot is scaled); b"" where there is none.

        With `around` it is what stands in the row of the element, as on the screen.
        """
        if around:
            return self._call(lambda: elements.row_of(self.driver, target))
        for _ in range(PICTURE_TRIES):
            found = self._call(lambda: own_pixels(self.driver, target))
            if found is not None:
                return found
            time.sleep(0.1)
        return b""

    def there(self, target: Target) -> bool:
        """Whether the element exists."""
        try:
            self._call(lambda: elements.find(self.driver, target))
        except Blocked as blocked:
            if blocked.reason is BlockReason.FORM_CHANGED:
                return False
            raise
        return True

    # --- hands

    def write(self, target: Target, text: str) -> None:
        """Type a text as a person would; the whole text must stand there afterwards.

        Raises:
            Blocked: FORM_CHANGED where the control is gone or keeps another value.
        """
        wanted = _squeezed(elements.plain(text, lines=True))
        self._call(lambda: elements.write(self.driver, target, text))
        if _squeezed(self._call(lambda: elements.value_of(self.driver, target))) == wanted:
            return
        self._call(lambda: elements.force(self.driver, target, text))
        if _squeezed(self._call(lambda: elements.value_of(self.driver, target))) != wanted:
            raise Blocked(BlockReason.FORM_CHANGED, f"{target.selector} 没有接受填写的内容")

    def choose(self, target: Target, *, value: str = "", label: str = "") -> None:
        """Choose an option of a select."""
        self._call(lambda: elements.choose(self.driver, target, value, label))

    def tick(self, target: Target, *, press: Target | None = None) -> None:
        """Tick a box or choose a radio button; `press` is what a person clicks where the input is drawn over."""
        self._call(lambda: elements.tick(self.driver, target, press))

    def unfold(self, trigger: Target, *, items: str) -> tuple[str, ...]:
        """Open a select that a script draws and return the words of its entries; () where none show."""
        return self._call(lambda: lists.unfold(self.driver, trigger, items))

    def take(self, text: str, *, items: str) -> tuple[str, ...]:
        """Choose an entry of the select that stands open; return the next level's entries, () where it was the last."""
        return self._call(lambda: lists.take(self.driver, text, items))

    def fold(self) -> None:
        """Close the select that stands open without choosing."""
        self._call(lambda: lists.fold(self.driver))

    def click(self, target: Target) -> None:
        """Click a link or button that does not send the form; a new window that opens comes to the front."""
        self._call(lambda: elements.click(self.driver, target))

    def sends(self, target: Target) -> bool:
        """Whether a click on it would send a form that has room for a letter: no step on the way to one may do that."""
        return self._call(lambda: elements.sends(self.driver, target))

    # --- the press

    def prepare(self, target: Target) -> None:
        """Make sure, before the door, that the press would reach its button and send nothing to another host.

        Raises:
            Blocked: OFF_ROSTER or FORM_CHANGED; nothing was sent.
        """
        self.check_here()
        self._check_frames(target.frame)
        action = self._call(lambda: elements.action_of(self.driver, target))
        if host_of(action) and not allowed(action, self.hosts):
            raise Blocked(BlockReason.OFF_ROSTER, f"表单会提交到 {host_of(action)},不在名录所列的网址之内")
        until = time.monotonic() + COUNTDOWN
        while self._call(lambda: elements.disabled(self.driver, target)) and time.monotonic() < until:
            time.sleep(0.25)
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

    # --- selenium, and its errors

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
        return Blocked(BlockReason.FORM_CHANGED, f"页面操作失败:{first_line(error)}")

    def _crash(self, error: BaseException) -> Blocked:
        self._broken = True
        return Blocked(BlockReason.BROWSER_FAILED, f"浏览器中断:{first_line(error)}")

    def _failure(self) -> tuple[BlockReason, str]:
        texts = [r.failure for r in self.traffic.requests.values() if r.kind == "Document" and r.failure]
        return network_failure(texts[-1] if texts else "")

    def _stop_loading(self) -> None:
        if not self._broken:
            with suppress(*FAILURES):
                self.driver.execute_script("window.stop()")

    def _top(self, script: str, *values: object) -> Any:
        self.driver.switch_to.default_content()
        return self.driver.execute_script(script, *values)

    def _newest_window(self) -> None:
        def go() -> None:
            handles = self.driver.window_handles
            if handles[-1] != self.driver.current_window_handle:
                self.driver.switch_to.window(handles[-1])

        self._call(go)

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

    def _check_frames(self, frame: tuple[str, ...]) -> None:
        for depth in range(1, len(frame) + 1):
            where = str(self.run("return location.href", frame=frame[:depth]))
            if not allowed(where, self.hosts):
                raise Blocked(
                    BlockReason.OFF_ROSTER, f"表单在 {host_of(where) or where[:80]} 的框架内,不在名录所列的网址之内"
                )

    def check_frame(self, frame: tuple[str, ...]) -> None:
        """Raise Blocked(OFF_ROSTER) where a frame shows another host's page; called before anything is typed."""
        self._check_frames(frame)


def _squeezed(text: str) -> str:
    return "".join(text.split())
