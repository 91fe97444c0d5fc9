"""What left the browser and what came back: read from DevTools' performance log, purely."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

WAITED_FOR = frozenset({"Document", "XHR", "Fetch", "Script"})
"""Resource types that may still change what a page says; pictures and counters are not waited for."""

SUBMITTING = frozenset({"Document", "XHR", "Fetch", "Script", "Ping", "Other", "EventSource", "Preflight"})
MAX_REQUESTS = 2000
MAX_SENT = 20_000
HEARTBEAT = 16
"""Characters of a socket's message that carries nothing."""


@dataclass(slots=True)
class Request:
    """One request of the page."""

    id: str
    url: str
    method: str
    kind: str
    status: int = 0
    ended: bool = False
    failure: str = ""
    sent: str = ""
    """The beginning of what a changing request carried, as text."""


@dataclass(slots=True)
class Traffic:
    """The requests and dialogs since the last `clear`; bounded."""

    requests: dict[str, Request] = field(default_factory=dict)
    dialogs: list[tuple[str, str]] = field(default_factory=list)
    pictures: set[str] = field(default_factory=set)
    crashed: bool = False

    def clear(self) -> None:
        """Forget requests and dialogs; the addresses of pictures stay known."""
        self.requests.clear()
        self.dialogs.clear()

    def feed(self, entries: Iterable[Mapping[str, Any]]) -> None:
        """Add raw entries of the `performance` log; unreadable ones are passed over."""
        for entry in entries:
            try:
                message = json.loads(entry["message"])["message"]
                self._one(str(message["method"]), message.get("params") or {})
            except (KeyError, TypeError, ValueError):
                continue

    def pending(self) -> int:
        """Count requests under way that may still change the page."""
        return sum(1 for request in self.requests.values() if not request.ended and request.kind in WAITED_FOR)

    def left(self) -> tuple[Request, ...]:
        """Return requests that may have carried a submission: all but pictures, styles and fonts seen before.

        A picture from an address (path) that was never shown as a picture before counts: it may be a beacon.
        """
        return tuple(r for r in self.requests.values() if self._may_carry(r))

    def _may_carry(self, request: Request) -> bool:
        if request.method == "GET" and _path(request.url).endswith("/favicon.ico"):
            return False
        if request.method not in {"GET", "HEAD", "OPTIONS"} or request.kind in SUBMITTING:
            return True
        return (
            request.kind == "Image" and _path(request.url) not in self.pictures and not request.url.startswith("data:")
        )

    def remember_pictures(self) -> None:
        """Note the addresses of all pictures so far, so that a captcha's refresh is told from a beacon."""
        self.pictures |= {_path(r.url) for r in self.requests.values() if r.kind == "Image"}

    def _one(self, method: str, params: Mapping[str, Any]) -> None:
        match method:
            case "Network.requestWillBeSent":
                self._sent(params)
            case "Network.responseReceived":
                if request := self.requests.get(params["requestId"]):
                    request.status = int(params["response"]["status"])
                    request.kind = params.get("type") or request.kind
            case "Network.loadingFinished" | "Network.loadingFailed":
                if request := self.requests.get(params["requestId"]):
                    request.ended = True
                    request.failure = str(params.get("errorText", ""))
            case "Network.webSocketFrameSent":
                self._said(params)
            case "Page.javascriptDialogOpening":
                self.dialogs.append((str(params.get("type", "alert")), str(params.get("message", ""))))
            case "Inspector.targetCrashed":
                self.crashed = True

    def _sent(self, params: Mapping[str, Any]) -> None:
        url = str(params["request"]["url"])
        if len(self.requests) >= MAX_REQUESTS or url.startswith(("data:", "blob:", "about:")):
            return
        identity = str(params["requestId"])
        # A redirect reuses the id; a POST that was redirected to a page is still a POST that left.
        method = str(params["request"].get("method", "GET"))
        known = self.requests.get(identity)
        if known is not None and known.method != "GET":
            method = known.method
        sent = str(params["request"].get("postData") or "")[:MAX_SENT] or (known.sent if known is not None else "")
        kind = str(params.get("type") or "Other")
        self.requests[identity] = Request(id=identity, url=url, method=method, kind=kind, sent=sent)

    def _said(self, params: Mapping[str, Any]) -> None:
        """A page may send its letter over a socket that stands open, with no request at all; a heartbeat is too short for one."""
        said = str(params["response"]["payloadData"])
        if len(said) <= HEARTBEAT or len(self.requests) >= MAX_REQUESTS:
            return
        identity = f"{params['requestId']} {len(self.requests)}"
        self.requests[identity] = Request(
            id=identity, url="", method="SEND", kind="WebSocket", ended=True, sent=said[:MAX_SENT]
        )


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}"
