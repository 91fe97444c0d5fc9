"""Reading a page by hand, for trying: `huiying forms read`."""

from __future__ import annotations

import re
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from huiying.errors import BadInput, Unreachable, os_reason
from huiying.model import host_of
from huiying.probe.blocked import Blocked
from huiying.probe.browser import ChromiumBrowser
from huiying.probe.extract import EXTRACT
from huiying.probe.readout import read_page
from huiying.roster.sites import proper_host, with_scheme

_COMPONENT = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->)*<template\b", re.DOTALL)
_LATE = 3.0
"""Seconds in which a page's script may still draw the form."""

_TEMPLATE = re.compile(rb"(</?)template\b")
"""A file that is one component's source (.vue): what it would draw stands in a template, which a browser leaves undrawn."""


def read_forms(place: str) -> dict[str, Any]:
    """Open a saved file or an address in the browser and say what the forms on it are; nothing is filled or sent.

    Raises:
        BadInput: neither a file nor an address.
        Unreachable: the page could not be opened.
    """
    file = Path(place)
    if file.is_file():
        with _served(file) as url:
            return _read(url)
    if not proper_host(with_scheme(place)):
        raise BadInput(where=place, what="既不是文件也不是网址", do="请检查后再试")
    return _read(with_scheme(place))


def _read(url: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="huiying-") as folder:
        try:
            with ChromiumBrowser(folder=Path(folder)) as browser:
                browser.begin((host_of(url),))
                browser.open(url)
                return _once_drawn(browser)
        except Blocked as blocked:
            raise Unreachable(what=f"网页 {url}", why=blocked.note, do="请检查网址后再试") from blocked


def _once_drawn(browser: ChromiumBrowser) -> dict[str, Any]:
    """Read the page, again while a script may still draw its letter's form."""
    until = time.monotonic() + _LATE
    while True:
        found = read_page(browser.documents(EXTRACT))
        asked = any(one["purpose"] == "consultation" for one in found["forms"])
        if asked or time.monotonic() > until or not browser.run("return document.scripts.length > 0"):
            return found
        time.sleep(0.5)


def _charset(data: bytes) -> str:
    """Return what the header says of a saved page's characters: a fragment declares none, and a saved page may declare another's."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"big5" in data[:2048].lower():
        return ""
    for name in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            data.decode(name)
            return f"; charset={name}"
    return ""


@contextmanager
def _served(file: Path) -> Iterator[str]:
    """Serve the file's bytes on loopback: a page opened as file: may do less than the site's own."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise BadInput(where=str(file), what=f"文件打不开（{os_reason(error)}）", do="请检查权限") from error

    if _COMPONENT.match(data):
        data = _TEMPLATE.sub(rb"\1div", data)

    charset = _charset(data)

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html" + charset)
            self.send_header("Content-Length", str(len(data) if found else 0))
            self.end_headers()
            self.wfile.write(data if found else b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
