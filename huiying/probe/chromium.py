"""Which Chromium is on this machine, and how it is started."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from huiying.errors import Missing

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DRIVERS = (
    "chromedriver",
    "chromium.chromedriver",
    "/usr/lib/chromium-browser/chromedriver",
    "/usr/lib/chromium/chromedriver",
)

DISABLED_FEATURES = (
    "IsolateOrigins",
    "site-per-process",
    "Translate",
    "OptimizationHints",
    "MediaRouter",
    "AutofillServerCommunication",
    "InterestFeedContentSuggestions",
    "DownloadBubble",
)

ARGUMENTS = (
    "--disable-background-networking",  # these six reach out to the maker otherwise
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--no-pings",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-popup-blocking",  # some forms show their receipt in a window of its own
    "--enable-net-benchmarking",  # lets the press close idle connections first (docs/decisions/0032)
    "--disable-smooth-scrolling",  # a scroll under way moves the button from under the click
    "--disable-site-isolation-trials",  # one DevTools target sees the frames of shared platforms too
    "--disable-features=" + ",".join(DISABLED_FEATURES),
    "--password-store=basic",
    "--use-mock-keychain",
    "--mute-audio",
    "--window-size=1280,1400",
)

PREFERENCES: dict[str, object] = {
    "intl.accept_languages": "zh-CN,zh",  # --lang alone leaves pages in English
    "net.network_prediction_options": 2,  # no connections ahead of need: Chromium repeats a POST on those too
    "credentials_enable_service": False,
    "profile.password_manager_enabled": False,
    "profile.default_content_setting_values.notifications": 2,
    "profile.default_content_setting_values.geolocation": 2,
    "profile.default_content_settings.popups": 1,
    "autofill.profile_enabled": False,
    "autofill.credit_card_enabled": False,
    "download_restrictions": 3,
    "download.prompt_for_download": False,
    "safebrowsing.enabled": False,
    "translate.enabled": False,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Installed:
    """The two programs, by absolute path."""

    browser: str
    driver: str

    @property
    def confined(self) -> bool:
        """Whether it is a snap, which can't use a profile folder outside its own."""
        return "snap" in self.driver or "snap" in str(Path(self.browser).resolve())


def find_chromium(which: Callable[[str], str | None] = shutil.which) -> Installed:
    """Find a Chromium and its driver; nothing is ever downloaded.

    Raises:
        Missing: says which package to install.
    """
    browser = next(filter(None, map(which, BROWSERS)), None)
    driver = next(filter(None, map(which, DRIVERS)), None)
    if browser is None or driver is None:
        what = "Chromium 浏览器" if browser is None else "Chromium 的驱动程序 chromedriver"
        raise Missing(
            what=what,
            do="请安装：Debian 运行 apt install chromium chromium-driver；Ubuntu 运行 apt install chromium-browser chromium-chromedriver",
        )
    return Installed(browser=browser, driver=driver)


def arguments(*, headed: bool, profile: str = "", root: bool | None = None) -> list[str]:
    """Return Chromium's arguments; root needs the sandbox off, else Chromium does not start."""
    found = list(ARGUMENTS)
    if not headed:
        found.append("--headless=new")
    if os.geteuid() == 0 if root is None else root:
        found.append("--no-sandbox")
    if profile:
        found.append(f"--user-data-dir={profile}")
    return found
