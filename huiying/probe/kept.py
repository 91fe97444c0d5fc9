"""Pages as they are kept in the vault: the HTML below one line that says where and when it was read."""

from __future__ import annotations

import re
from datetime import datetime

from huiying.probe.page import PageText

_HEAD = re.compile(r"<!-- (\S+) \S+ -->\n")


def kept_bytes(page: PageText, at: datetime) -> bytes:
    """Return what is kept of a page."""
    head = f"<!-- {page.url.replace('--', '%2D%2D')} {at.isoformat()} -->\n"
    return (head + page.html).encode("utf-8", "replace")


def kept_page(data: bytes) -> PageText:
    """Return the page that was kept, as far as it was: its address and its HTML."""
    text = data.decode("utf-8", "replace")
    head = _HEAD.match(text)
    return PageText(url=head[1], html=text[head.end() :]) if head else PageText(html=text)
