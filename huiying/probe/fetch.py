"""The one HTTP client: pages of the roster's hosts only, bounded in size and time, politely."""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urljoin, urlsplit

import httpx2
import stamina

from huiying.model import host_of
from huiying.probe.fetched import FailureKind, Fetched, FetchFailed
from huiying.probe.page import allowed
from huiying.probe.pages.encoding import Undecodable, decode
from huiying.probe.unpack import unpacker

USER_AGENT = "Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
MOST_BYTES = 5_000_000
MOST_REDIRECTS = 10
MOST_REMEMBERED = 256
MOST_REMEMBERED_BYTES = 500_000
_CHUNK = 65_536
_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LOOPBACK = re.compile(r"^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$")
_TYPES = re.compile(r"text/|html|xml|json|javascript|^$", re.IGNORECASE)
_PICTURES = re.compile(r"^image/(?:png|jpe?g|gif|bmp|webp)", re.IGNORECASE)


@dataclass(slots=True)
class _Host:
    """What is kept for a host: one request at once, and when the last one ended."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    ended: float = 0.0


class Fetcher:
    """Gets pages, one at a time from each host. Cookies are kept by site, and live as long as the fetcher.

    `delay` is the pause in seconds between two requests to one host (none on loopback), `seconds` the most that one
    request may take with its body, `attempts` how often a GET is tried. A POST is sent once, whatever happens.
    """

    def __init__(
        self,
        *,
        user_agent: str = USER_AGENT,
        delay: float = 1.0,
        seconds: float = 30.0,
        most_bytes: int = MOST_BYTES,
        attempts: int = 3,
        backoff: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._user_agent = user_agent
        self._delay = delay
        self._seconds = seconds
        self._most = most_bytes
        self._attempts = attempts
        self._backoff = backoff
        self._clock = clock
        self._sleep = sleep
        self._guard = threading.Lock()
        self._hosts: dict[str, _Host] = {}
        self._clients: dict[tuple[str, ...], httpx2.Client] = {}
        self._known: OrderedDict[str, Fetched] = OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        with self._guard:
            clients = list(self._clients.values())
            self._clients.clear()
        for client in clients:
            client.close()

    def forget(self, hosts: Sequence[str]) -> None:
        """Drop a site's cookies, for a visit that must not look like a continued one."""
        with self._guard:
            client = self._clients.pop(tuple(hosts), None)
        if client is not None:
            client.close()

    def get(self, url: str, *, hosts: Sequence[str], referer: str = "", conditional: bool = True) -> Fetched:
        """Return a page; passing failures are tried again with growing pauses.

        Raises:
            FetchFailed: with its kind.
        """
        for attempt in stamina.retry_context(
            on=_passing, attempts=self._attempts, timeout=self._seconds * 2, wait_initial=self._backoff,
            wait_max=self._backoff * 8, wait_jitter=self._backoff / 2,
        ):  # fmt: skip
            with attempt:
                return self._fetch("GET", url, tuple(hosts), {}, referer=referer, conditional=conditional)
        raise FetchFailed(FailureKind.UNREACHABLE, "未能连接网站")  # pragma: no cover - stamina raises the last failure

    def post(
        self, url: str, form: Mapping[str, str], *, hosts: Sequence[str], referer: str = "", charset: str = "utf-8"
    ) -> Fetched:
        """Send a look-up form once and return the page that comes back; the same errors as get()."""
        return self._fetch("POST", url, tuple(hosts), dict(form), referer=referer, charset=charset)

    def _fetch(
        self, method: str, url: str, hosts: tuple[str, ...], form: dict[str, str], *,
        referer: str = "", conditional: bool = False, charset: str = "utf-8",
    ) -> Fetched:  # fmt: skip
        for _ in range(MOST_REDIRECTS):
            if not host_of(url) or not allowed(url, hosts):
                raise FetchFailed(FailureKind.OFF_ROSTER, f"{host_of(url) or url[:80]} 不在名录所列的网址之内，未访问")
            content = _encoded(form, charset) if method == "POST" else None
            sent = self._once(
                method, url, hosts, content, referer=referer, known=self._remembered(url) if conditional else None
            )
            if sent.status not in _REDIRECTS or "location" not in sent.headers:
                return self._judged(url, sent)
            url = urljoin(url, sent.headers["location"]).split("#")[0]
            if sent.status not in {307, 308}:
                method, form = "GET", {}
        raise FetchFailed(FailureKind.STATUS, "网站的跳转没有尽头", status=sent.status)

    def _judged(self, url: str, sent: Fetched) -> Fetched:
        if sent.status == 304:
            known = self._remembered(url)
            if known is not None:
                return replace(known, not_modified=True, headers=sent.headers)
        if sent.status >= 400 or sent.status < 200 or sent.status in {304, 204}:
            raise FetchFailed(FailureKind.STATUS, f"网站返回错误 {sent.status}", status=sent.status)
        kind = sent.headers.get("content-type", "")
        if _PICTURES.match(kind):
            return sent
        if not _TYPES.search(kind):
            raise FetchFailed(FailureKind.UNDECODABLE, f"网址给出的不是网页（{kind[:60]}）", status=sent.status)
        try:
            page = replace(sent, text=decode(sent.bytes, kind))
        except Undecodable as error:
            raise FetchFailed(FailureKind.UNDECODABLE, f"网页的文字无法识别（{error}）", status=sent.status) from error
        self._remember(page)
        return page

    def _once(
        self,
        method: str,
        url: str,
        hosts: tuple[str, ...],
        content: bytes | None,
        *,
        referer: str,
        known: Fetched | None,
    ) -> Fetched:
        headers = {"Referer": referer} if referer else {}
        if content is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if known is not None:
            headers |= {name: known.headers[key] for name, key in _VALIDATORS if key in known.headers}
        host = self._host(host_of(url))
        with host.lock:
            self._wait(host, url)
            try:
                return self._send(method, url, hosts, content, headers)
            finally:
                host.ended = self._clock()

    def _send(
        self, method: str, url: str, hosts: tuple[str, ...], content: bytes | None, headers: dict[str, str]
    ) -> Fetched:
        client = self._client(hosts)
        overdue = threading.Event()

        # A server that drips its headers is stopped by closing the connection under it.
        def cut() -> None:
            overdue.set()
            client.close()

        timer = threading.Timer(self._seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            with client.stream(method, url, content=content, headers=headers) as response:
                body = self._body(response, overdue)
                return Fetched(
                    url=str(response.url), status=response.status_code, bytes=body, text="",
                    headers={k.lower(): v for k, v in response.headers.items()},
                )  # fmt: skip
        except httpx2.TimeoutException as error:
            raise FetchFailed(FailureKind.TIMEOUT, f"网站在{self._seconds:g}秒内没有给出网页") from error
        except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL, OSError, RuntimeError, ValueError) as error:
            if overdue.is_set():
                raise FetchFailed(FailureKind.TIMEOUT, f"网站在{self._seconds:g}秒内没有给出网页") from error
            raise FetchFailed(FailureKind.UNREACHABLE, f"连接网站失败（{_reason(error)}）") from error
        finally:
            timer.cancel()
            if overdue.is_set():
                self.forget(hosts)

    def _body(self, response: httpx2.Response, overdue: threading.Event) -> bytes:
        unpack = unpacker(response.headers.get("content-encoding", ""), self._most)
        parts: list[bytes] = []
        size = 0
        for chunk in response.iter_raw(_CHUNK):
            if overdue.is_set():
                raise FetchFailed(FailureKind.TIMEOUT, f"网站在{self._seconds:g}秒内没有给完网页")
            part = unpack(chunk)
            size += len(part)
            if size > self._most:
                raise FetchFailed(FailureKind.TOO_LARGE, f"网页大于{self._most // 1_000_000}兆字节，未读取")
            parts.append(part)
        return b"".join(parts)

    def _client(self, hosts: tuple[str, ...]) -> httpx2.Client:
        with self._guard:
            if hosts not in self._clients:
                self._clients[hosts] = httpx2.Client(
                    headers={
                        "User-Agent": self._user_agent, "Accept": "text/html,application/xhtml+xml,application/json,*/*;q=0.8",
                        "Accept-Language": "zh-CN,zh;q=0.9", "Accept-Encoding": "gzip, deflate",
                    },
                    follow_redirects=False,
                    timeout=httpx2.Timeout(min(15.0, self._seconds)),
                    mounts={f"all://{name}": None for name in ("127.0.0.1", "localhost", "*.localhost")},
                )  # fmt: skip
            return self._clients[hosts]

    def _host(self, name: str) -> _Host:
        with self._guard:
            return self._hosts.setdefault(name, _Host())

    def _wait(self, host: _Host, url: str) -> None:
        if self._delay and host.ended and not _LOOPBACK.match(urlsplit(url).hostname or ""):
            self._sleep(max(0.0, host.ended + self._delay - self._clock()))

    def _remembered(self, url: str) -> Fetched | None:
        with self._guard:
            return self._known.get(url)

    def _remember(self, page: Fetched) -> None:
        validators = any(key in page.headers for _, key in _VALIDATORS)
        if not validators or len(page.bytes) > MOST_REMEMBERED_BYTES or page.status != 200:
            return
        with self._guard:
            self._known[page.url] = page
            self._known.move_to_end(page.url)
            while len(self._known) > MOST_REMEMBERED:
                self._known.popitem(last=False)


_VALIDATORS = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))


def _passing(error: Exception) -> bool:
    """Whether a failure may pass by itself."""
    if not isinstance(error, FetchFailed):
        return False
    return error.kind is FailureKind.UNREACHABLE or (error.kind is FailureKind.STATUS and error.status in _PASSING)


def _encoded(form: Mapping[str, str], charset: str) -> bytes:
    return urlencode(list(form.items()), encoding=charset, errors="replace").encode("ascii")


def _reason(error: Exception) -> str:
    words = {
        "ConnectError": "连接不上",
        "RemoteProtocolError": "网站中断了连接",
        "ReadError": "网站中断了连接",
        "InvalidURL": "网址不正确",
    }
    text = str(error)
    with suppress(ValueError):
        if "CERTIFICATE" in text.upper():
            return "网站的安全证书不正确"
        if "Name or service not known" in text or "getaddrinfo" in text or "No address" in text:
            return "域名无法解析"
    return words.get(type(error).__name__, "网络错误")
