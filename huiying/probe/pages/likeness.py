"""Whether a text on a page is the question that was put: by number, by title (also a cut one), by its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz

SAME = 92.0
"""Likeness (0 to 100) from which two titles or bodies are the same. Below it nobody's answer is taken for ours."""

_NOISE = re.compile(r"[\W_]+")
_CUT = re.compile(r"(?:…+|\.{2,}|。{2,})\s*$")
_SHORTEST_CUT = 6
_LONGEST = 3000


def bare(text: str) -> str:
    """Return only the letters and digits of a text, in their common form."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text[:_LONGEST])).lower()


def same_title(shown: str, ours: str) -> bool:
    """Whether a title on a page is ours; one that the page cuts with … is compared as far as it goes."""
    if not shown or not ours:
        return False
    if cut := _CUT.search(shown.strip()):
        head = bare(shown.strip()[: cut.start()])
        return len(head) >= _SHORTEST_CUT and bare(ours).startswith(head)
    left, right = bare(shown), bare(ours)
    return bool(left) and (left == right or fuzz.ratio(left, right) >= SAME)


def contains(page: str, ours: str, *, shortest: int = 6) -> bool:
    """Whether `ours` stands in a page's text, give or take a few characters."""
    needle, hay = (
        bare(ours),
        bare(page) if len(page) <= _LONGEST else _NOISE.sub("", unicodedata.normalize("NFKC", page)).lower(),
    )
    if len(needle) < shortest or len(hay) < shortest:
        return False
    return needle in hay or (len(hay) >= len(needle) * 0.9 and fuzz.partial_ratio(needle, hay) >= SAME)


SHORTEST_NUMBER = 3
"""Signs from which a receipt number can tell one letter from others on a page."""


def has_number(page: str, number: str) -> bool:
    """Whether a receipt number stands in a text as a whole, not as a part of a longer one."""
    return bool(number_places(page, number))


def number_places(page: str, number: str) -> list[int]:
    """Return where a receipt number stands in a text as a whole."""
    if len(number) < SHORTEST_NUMBER:
        return []
    return [m.start() for m in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(number)}(?![A-Za-z0-9])", page)]


def kinship(shown: str, ours: str) -> float:
    """Return how much of a shown title's wording (pairs of letters) stands in our question, 0 to 1."""
    title, question = bare(shown), bare(ours)
    pairs = {title[at : at + 2] for at in range(len(title) - 1)}
    if len(pairs) < 3:
        return 0.0
    return sum(pair in question for pair in pairs) / len(pairs)


KIN = 0.6
"""Kinship from which a title can be that of a question of which only the body is known."""

STRANGE = 0.4
"""Kinship up to which a title is another question's."""


def only_kin(titles: Sequence[str], ours: str) -> int:
    """Return the place of the one title that can be our question's; -1 where none or several can."""
    likes = [kinship(title, ours) for title in titles]
    kin = [place for place, like in enumerate(likes) if like >= KIN]
    strangers = sum(like <= STRANGE for like in likes)
    return kin[0] if len(kin) == 1 and strangers == len(titles) - 1 else -1
