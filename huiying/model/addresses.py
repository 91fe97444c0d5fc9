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
