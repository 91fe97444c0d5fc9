"""What a browser read, as plain values: the outcome and the evidence are computed from these, never from a live page."""

from __future__ import annotations

from dataclasses import dataclass, field

from huiying.model import host_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """One element: a CSS selector inside the frame that `frame` leads to.

    `frame` holds one selector for each <iframe> on the way down; " >>> " in a selector enters a shadow root.
    """

    selector: str
    frame: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PageText:
    """What a person sees on a page with all its frames, bounded.

    `classes` are the class names in use, `filled` counts visible controls that hold a value, `controls` all visible
    ones, `faulty` those that the page marks as wrong (aria-invalid), `invalid` are the browser's own messages for controls
    that it would refuse to send.
    """

    url: str = ""
    title: str = ""
    text: str = ""
    html: str = ""
    urls: tuple[str, ...] = ()
    classes: frozenset[str] = frozenset()
    controls: int = 0
    filled: int = 0
    faulty: int = 0
    invalid: tuple[str, ...] = ()
    status: int = 0
    site_code: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dialog:
    """A JS dialog as it stood; `accepted` says which way it was closed."""

    kind: str
    text: str
    accepted: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """One answer of the site to a request that began after the press. `kind` is DevTools' (Document, XHR, Fetch …)."""

    url: str
    method: str
    kind: str
    status: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AfterPress:
    """Everything that was read after the one press, in the order alert → page → responses → screenshot.

    `shown` are texts that appeared on the page since the press and may be gone again (messages that fade).
    `requests` counts requests that left since the press, pictures aside; None where the browser could not tell.
    `failure` is "" or says what went wrong while pressing or reading (timeout, intercepted, crashed …).
    """

    dialogs: tuple[Dialog, ...] = ()
    page: PageText | None = None
    windows: tuple[PageText, ...] = ()
    responses: tuple[Response, ...] = ()
    shown: tuple[str, ...] = ()
    requests: int | None = None
    refused_hosts: tuple[str, ...] = ()
    failure: str = ""
    screenshot: bytes = field(default=b"", repr=False)


def allowed(url: str, hosts: tuple[str, ...]) -> bool:
    """Whether a URL lies on one of the site's own hosts. about:blank and srcdoc belong to the page around them."""
    if url.startswith(("about:blank", "about:srcdoc")):
        return True
    return host_of(url) in {host.lower().rstrip(".") for host in hosts}
