"""Text of others made fit to stand in a document: what XML and spreadsheets cannot hold is left out."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from huiying.model import SHANGHAI

NAME_LENGTH = 120
"""Characters; the longest name of a public body in use has under 60."""
CELL_LENGTH = 2000
CUT = "……"
_WIDE = str.maketrans(",:;()!?", "，：；（）！？")
_NARROW = re.compile(r"(?<=[一-鿿》”）])[,:;()!?]+|[,:;()!?]+(?=[一-鿿《“（])")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories without a glyph: controls, directions, surrogates, unassigned, line separators."""


def clean(text: str, limit: int = CELL_LENGTH) -> str:
    """Return the text on one line, without invisible characters, at most `limit` characters long."""
    head = text[: limit * 4]  # hostile text may be huge: bound the work before looking at each character
    kept = "".join(" " if char.isspace() else char for char in head if char.isspace() or _visible(char))
    line = " ".join(kept.split())
    return line if len(line) <= limit else line[: limit - len(CUT)] + CUT


def sentence(text: str, limit: int = CELL_LENGTH) -> str:
    """Return clean text whose punctuation beside Chinese characters is the full-width one of official documents."""
    return _NARROW.sub(lambda match: match[0].translate(_WIDE), clean(text, limit))


def name(text: str) -> str:
    """Return a name as it may stand in a table."""
    return clean(text, NAME_LENGTH)


def _visible(char: str) -> bool:
    return unicodedata.category(char) not in _INVISIBLE


def day(instant: datetime) -> str:
    """Return the date in Beijing as it is written in official documents: 2024年2月5日."""
    local = instant.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日"


def minute(instant: datetime) -> str:
    """Return date and time in Beijing: 2024年2月5日9时03分."""
    local = instant.astimezone(SHANGHAI)
    return f"{day(instant)}{local.hour}时{local.minute:02}分"
