"""The real browser: the one package that knows selenium. Nothing of selenium leaves it, neither types nor errors."""

from huiying.probe.browser.chromium import ChromiumBrowser
from huiying.probe.browser.start import Patience

__all__ = ["ChromiumBrowser", "Patience"]
