"""A text in one shape, for comparing (pure): without padding, stars, punctuation, and what stands round a label's own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

BRACKETS = re.compile(r"[(\[{【〔「《<][^()\[\]{}【】〔〕「」《》<>]{0,80}[)\]}】〕」》>]")
_STRIPPED = re.compile(r"[\s*★☆●·•※#:;,.。、!?|/\\\-_—–~'\"“”‘’…>》<《()\[\]{}【】«»`^=+&@$%→√✓①-⑳]+")
_NUMBERED = re.compile(r"^(?:第?[0-9一二三四五六七八九十]{1,2}[、.:)])+")


def plain(text: str) -> str:
    """Return the text in one width and case, without blanks and punctuation: 姓　　名： → 姓名."""
    return _STRIPPED.sub("", unicodedata.normalize("NFKC", text)).casefold()


def bare(text: str, front: Sequence[str], end: Sequence[str]) -> str:
    """Return a plain text without the words that `front` and `end` list: 请输入您的姓名 → 姓名."""
    for _ in range(4):
        before = text
        for word in front:
            if len(text) > len(word) and text.startswith(word):
                text = text[len(word) :]
                break
        for word in end:
            if len(text) > len(word) and text.endswith(word):
                text = text[: -len(word)]
                break
        if text == before:
            return text
    return text


def label_candidates(text: str, front: Sequence[str], end: Sequence[str]) -> list[str]:
    """Return what the text may say as a label: without brackets, its part before the colon, the bracket's inside."""
    whole = unicodedata.normalize("NFKC", text)[:200].strip()
    whole = _NUMBERED.sub("", whole)
    outside = BRACKETS.sub(" ", whole)
    found = [outside.split(":", 1)[0]] if ":" in outside[:-1] else []
    found.append(outside)
    if not plain(outside):
        found.append(whole)
    shaped = (bare(plain(one), front, end) for one in found)
    return [one for one in dict.fromkeys(shaped) if one]
