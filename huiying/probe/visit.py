"""Looking at one site's pages: by HTTP where that shows them, by the browser where only a script draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Protocol, Self
from urllib.parse import urlencode

from huiying.model import BlockReason, Evidence, EvidenceKind, Site, host_of
from huiying.ports import EvidenceVault
from huiying.probe.blocked import Blocked
from huiying.probe.fetched import FailureKind, Fetched, FetchFailed
from huiying.probe.page import PageText, Target, allowed
from huiying.probe.pages.links import client_redirect, needs_script

_NEEDS_BROWSER = frozenset({403, 405, 412, 521})
"""Statuses by which sites turn away what runs no scripts."""

_KINDS = {
    BlockReason.TIMEOUT: FailureKind.TIMEOUT,
    BlockReason.OFF_ROSTER: FailureKind.OFF_ROSTER,
    BlockReason.SERVER_ERROR: FailureKind.STATUS,
    BlockReason.RATE_LIMITED: FailureKind.STATUS,
}


class PageSource(Protocol):
    """What is asked of the HTTP client (huiying.probe.fetch.Fetcher)."""

    def get(self, url: str, *, hosts: tuple[str, ...], referer: str = "", conditional: bool = True) -> Fetched: ...

    def post(
        self, url: str, form: Mapping[str, str], *, hosts: tuple[str, ...], referer: str = "", charset: str = "utf-8"
    ) -> Fetched: ...


class PageBrowser(Protocol):
    """What is asked of the browser (huiying.probe.browser.ChromiumBrowser)."""

    def begin(self, hosts: tuple[str, ...]) -> None: ...

    def open(self, url: str) -> None: ...

    def look(self) -> PageText: ...

    def write(self, target: Target, text: str) -> None: ...

    def picture(self, target: Target) -> bytes: ...

    def prepare(self, target: Target) -> None: ...

    def click(self, target: Target) -> None: ...

    def settle(self, limit: float = 5.0) -> None: ...


BrowserFactory = Callable[[], AbstractContextManager[PageBrowser]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A page as it was read: `html` is its text, `drawn` says that the browser drew it."""

    url: str
    html: str
    raw: bytes
    drawn: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Places:
    """Addresses of pages with a look-up form, of public lists, and of pages that may show questions themselves.

    `failure` says why none could be found; `unread` of each place that was named and could not be read why.
    """

    lookups: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    failure: str = ""
    unread: tuple[str, ...] = ()


@dataclass(slots=True)
class WayMemory:
    """What was learnt of the sites, so that it is decided once: addresses that need the browser, by host and path.

    Kept by the caller as long as it likes; an entry is dropped when the page turns out otherwise.
    """

    drawn: set[str] = field(default_factory=set)
    places: dict[int, Places] = field(default_factory=dict)

    def forget(self, hosts: tuple[str, ...]) -> None:
        """Drop what was decided of a site's pages, for they show nothing any more."""
        self.drawn = {key for key in self.drawn if host_of(key) not in hosts}

    def key(self, url: str) -> str:
        """Return what an address is remembered by: without its query."""
        return url.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]


@contextmanager
def drawing() -> Iterator[None]:
    """Turn the browser's refusals into FetchFailed."""
    try:
        yield
    except Blocked as error:
        raise FetchFailed(_KINDS.get(error.reason, FailureKind.UNREACHABLE), error.note) from error


class Visit:
    """One visit to a site; a context manager that ends the browser if it had to be started.

    `reached` is whether any page of the site was truly read. Only the site's own hosts are ever asked for.
    """

    def __init__(
        self, *, site: Site, fetcher: PageSource, browser_factory: BrowserFactory | None, vault: EvidenceVault,
        folder: str, memory: WayMemory,
    ) -> None:  # fmt: skip
        self.site = site
        self.hosts = site.hosts or (host_of(site.home_url),)
        self.reached = False
        self._fetcher = fetcher
        self._factory = browser_factory
        self._vault = vault
        self._folder = folder
        self._memory = memory
        self._stack = ExitStack()
        self._browser: PageBrowser | None = None
        self._read: dict[str, Shown] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    @property
    def drawable(self) -> bool:
        """Whether there is a browser to draw pages with."""
        return self._factory is not None

    def own(self, url: str) -> bool:
        """Whether an address lies on the site's hosts."""
        return bool(host_of(url)) and allowed(url, self.hosts)

    def page(self, url: str, *, script: bool = False) -> Shown:
        """Return a page, by the browser where it is known or found to need one. Within a visit a page is got once.

        Raises:
            FetchFailed: the page can't be had either way.
        """
        if url not in self._read:
            self._read[url] = self._page(url, script=script)
        return self._read[url]

    def _page(self, url: str, *, script: bool) -> Shown:
        if not self.own(url):
            raise FetchFailed(FailureKind.OFF_ROSTER, f"{host_of(url) or url[:80]} 不在名录所列的网址之内，未访问")
        key = self._memory.key(url)
        if script:
            return self.draw(url)
        if key in self._memory.drawn:
            try:
                return self.draw(url)
            except FetchFailed:
                self._memory.drawn.discard(key)  # the page may have changed: decide anew
        try:
            page = self._by_http(url)
        except FetchFailed as error:
            if error.status not in _NEEDS_BROWSER or self._factory is None:
                raise
            page = self.draw(url)
            self._memory.drawn.add(key)
            return page
        if self._factory is not None and needs_script(page.html):
            page = self.draw(url)
            self._memory.drawn.add(key)
        return page

    def _by_http(self, url: str) -> Shown:
        for _ in range(3):
            got = self._fetcher.get(url, hosts=self.hosts)
            self.reached = True
            onward = client_redirect(got.text, got.url)
            if not onward or not self.own(onward) or onward == url:
                break
            url = onward
        return Shown(url=got.url, html=got.text, raw=got.bytes)

    def draw(self, url: str) -> Shown:
        """Return a page as the browser draws it, its frames included.

        Raises:
            FetchFailed: it can't be had, or there is no browser.
        """
        return self.shown(self.open_drawn(url))

    def _open_browser(self) -> PageBrowser:
        if self._factory is None:
            raise FetchFailed(FailureKind.UNREACHABLE, "该网页须用浏览器打开，而浏览器未启用")
        if self._browser is None:
            with drawing():
                browser = self._stack.enter_context(self._factory())
                browser.begin(self.hosts)
            self._browser = browser
        return self._browser

    def submit(self, url: str, form: Mapping[str, str], *, method: str, referer: str, charset: str) -> Shown:
        """Send a look-up form, to the site's own hosts only, and return the page that comes back.

        Raises:
            FetchFailed: with its kind.
        """
        if not self.own(url):
            raise FetchFailed(
                FailureKind.OFF_ROSTER, f"查询表单指向 {host_of(url) or url[:80]}，不在名录所列的网址之内，未提交"
            )
        if method == "get":
            got = self._fetcher.get(
                _with_query(url, form, charset), hosts=self.hosts, referer=referer, conditional=False
            )
        else:
            got = self._fetcher.post(url, form, hosts=self.hosts, referer=referer, charset=charset)
        self.reached = True
        return Shown(url=got.url, html=got.text, raw=got.bytes)

    def open_drawn(self, url: str) -> PageBrowser:
        """Return the browser with a page of the site in front of it; the same errors as page()."""
        if not self.own(url):
            raise FetchFailed(FailureKind.OFF_ROSTER, f"{host_of(url) or url[:80]} 不在名录所列的网址之内，未访问")
        browser = self._open_browser()
        with drawing():
            browser.open(url)
        return browser

    def shown(self, browser: PageBrowser) -> Shown:
        """Return what stands in front of the browser; the same errors as page()."""
        with drawing():
            seen = browser.look()
        self.reached = True
        return Shown(url=seen.url, html=seen.html, raw=seen.html.encode("utf-8", "replace"), drawn=True)

    def picture(self, url: str, *, referer: str) -> bytes:
        """Return the bytes of a picture of the site; the same errors as page()."""
        return self._fetcher.get(url, hosts=self.hosts, referer=referer, conditional=False).bytes

    def keep(self, *pages: Shown) -> tuple[Evidence, ...]:
        """Keep pages as evidence, as the bytes that came."""
        kept = (
            self._vault.keep(page.raw, kind=EvidenceKind.CHECKED_PAGE, suffix=".html", folder=self._folder)
            for page in pages
        )
        return tuple({item.sha256: item for item in kept}.values())


def _with_query(url: str, form: Mapping[str, str], charset: str) -> str:
    base = url.split("#", maxsplit=1)[0]
    return f"{base}{'&' if '?' in base else '?'}{urlencode(list(form.items()), encoding=charset, errors='replace')}"
