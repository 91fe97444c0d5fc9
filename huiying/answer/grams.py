"""A text as the grams that the second reader weighs; training and reading share it."""

from __future__ import annotations

import re
from collections import Counter

from huiying.answer.sentences import plain
from huiying.answer.signoff import without_dates

LONGEST = 4
MAX_TEXT = 6_000
MAX_ASKED = 3_000
RETOLD = "■"
_SHORTEST_RETOLD = 4
_DIGITS = re.compile(r"\d+")
_BLANK = re.compile(r"\s+")


def grams(text: str, asked: str) -> Counter[str]:
    """Count the runs of one to LONGEST characters in a text.

    Whatever of it stands word for word in what was asked is one RETOLD sign, for a writer's story told back says
    nothing about the answer; every number is one 0, for which number it is tells nothing of the kind; dates at the foot
    are dropped.
    """
    told = f"^{_plainer(without(without_dates(plain(text[:MAX_TEXT])), plain(asked[:MAX_ASKED])))}$"
    return Counter(told[at : at + length] for length in range(1, LONGEST + 1) for at in range(len(told) - length + 1))


def without(text: str, asked: str) -> str:
    """Put one RETOLD sign for each run of at least four characters that stands in what was asked."""
    asked = _BLANK.sub("", asked)
    kept: list[str] = []
    at = 0
    while at < len(text):
        length = 0
        while at + length < len(text) and text[at : at + length + 1] in asked:
            length += 1
        long = length >= _SHORTEST_RETOLD
        kept.append(RETOLD if long else text[at])
        at += length if long else 1
    return "".join(kept)


def _plainer(text: str) -> str:
    return _DIGITS.sub("0", _BLANK.sub("", text.lower()))
