"""Addresses of pages: whose host one names, and when two are the same page however they are spelt."""

from __future__ import annotations

from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}


def host_of(url: str) -> str:
    """Return `host` or `host:port` (the port only where it is not the scheme's own), lower case; "" for no network URL."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        return ""
    host = parts.hostname.lower().rstrip(".")
    return host if port in {None, DEFAULT_PORTS[parts.scheme]} else f"{host}:{port}"


def address_of(url: str) -> str:
    """Return what tells a page from another: the URL without what may be spelt in two ways (scheme, its port, last slash).

    A host of many sites tells none of them; their paths do.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{host_of(url)}{parts.path.rstrip('/')}?{parts.query}"
