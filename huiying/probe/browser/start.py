"""Starting and ending a Chromium, local or on a Selenium Grid, without leaving processes or profiles behind."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from urllib3.exceptions import HTTPError

from huiying.model import BlockReason, host_of
from huiying.probe.blocked import Blocked
from huiying.probe.chromium import PREFERENCES, Installed, arguments, find_chromium
from huiying.probe.strays import TOKEN_VARIABLE, BrowserRecord, end_processes, new_record

FAILURES = (WebDriverException, HTTPError, OSError)
"""What selenium raises when the browser, its driver or the way to them is gone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """How long the browser waits, in seconds: for a page, a script, and for what follows the press."""

    page: float = 30.0
    script: float = 15.0
    press: float = 20.0


def options(installed: Installed | None, *, headed: bool, profile: str, elsewhere: bool = False) -> Options:
    """Build Chromium's options; `installed` is None on a Grid, which has its own, `elsewhere` one under a user of its own."""
    found = Options()
    if installed is not None:
        found.binary_location = installed.browser
    for argument in arguments(headed=headed, profile=profile, root=False if elsewhere else None):
        found.add_argument(argument)
    found.add_experimental_option("prefs", PREFERENCES)
    found.add_experimental_option("excludeSwitches", ["enable-logging"])
    found.page_load_strategy = "eager"  # counters and advertisements that never load must not hold a page back
    found.unhandled_prompt_behavior = "ignore"  # the default destroys the alert, and with it the 查询码
    found.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    return found


def start_local(installed: Installed, record: BrowserRecord, *, headed: bool) -> tuple[webdriver.Chrome, Service]:
    """Start driver and browser in a session of their own, recorded from before the first process."""
    if not installed.confined:
        record.profile = tempfile.mkdtemp(prefix="huiying-profile-")
    record.note()
    service = Service(
        installed.driver,
        env={**os.environ, TOKEN_VARIABLE: record.token},
        popen_kw={"start_new_session": True},
    )
    try:
        driver = webdriver.Chrome(options=options(installed, headed=headed, profile=record.profile), service=service)
        browser = driver.capabilities.get("goog:processID")
        record.note(*([service.process.pid] + ([int(browser)] if browser else [])))
    except FAILURES as error:
        end_processes(record.processes, record.token)
        record.drop()
        raise Blocked(BlockReason.BROWSER_FAILED, f"浏览器没有启动成功：{first_line(error)}") from error
    return driver, service


def start_remote(url: str, *, headed: bool) -> webdriver.Remote:
    """Open a session on a Selenium Grid, or on a driver of this machine that speaks the same protocol."""
    elsewhere = not host_of(url).startswith(("127.", "localhost"))
    try:
        return webdriver.Remote(
            command_executor=url, options=options(None, headed=headed, profile="", elsewhere=elsewhere)
        )
    except FAILURES as error:
        raise Blocked(BlockReason.BROWSER_FAILED, f"浏览器集群没有响应：{first_line(error)}") from error


class Session:
    """One running browser and how to end it. `driver` is selenium's."""

    def __init__(
        self, *, folder: Path, headed: bool, grid: str, installed: Installed | None, patience: Patience
    ) -> None:
        self.record: BrowserRecord | None = None
        self.service: Service | None = None
        self.driver: Any
        if grid:
            self.driver = start_remote(grid, headed=headed)
        else:
            self.record = new_record(folder)
            self.driver, self.service = start_local(installed or find_chromium(), self.record, headed=headed)
        self.driver.set_page_load_timeout(patience.page)
        self.driver.set_script_timeout(patience.script)
        with suppress(AttributeError):
            self.driver.command_executor.client_config.timeout = int(patience.page + patience.script + 30)

    def end(self, *, broken: bool) -> None:
        """End browser and driver. A broken one is not asked first."""
        if not broken:
            with suppress(*FAILURES):
                self.driver.quit()
        if self.record is not None:
            end_processes(self.record.processes, self.record.token)
            self.record.drop()
        if self.service is not None:
            with suppress(*FAILURES):
                self.service.stop()


def first_line(error: BaseException) -> str:
    """Return the first line of an error, short enough for a note."""
    text = str(getattr(error, "msg", "") or error).strip() or type(error).__name__
    return text.splitlines()[0][:160]
