"""Mail addresses given to sites: one per inquiry where a catch-all domain allows it, hard to confuse when retyped."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Sequence

from huiying.errors import BadInput

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""31 signs, a prime number: no l/1/i, no o/0, one case."""

_PRIME = len(ALPHABET)
_LOOKALIKES = str.maketrans({"l": "1", "i": "1", "|": "1", "o": "0"})
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_QUARTER = re.compile(r"(20\d\d)\s*年?\D{0,2}?[Qq第]?\s*([1-4])\s*(?:季度)?$")


def aliases_for(template: str, site_orders: Sequence[int], round_name: str, taken: Collection[str]) -> list[str]:
    """Return the addresses of a round's sites, none of which is `taken`: a round whose number another has gets the next."""
    first = [alias_for(template, order, round_name) for order in site_orders]
    if "{code}" not in template:
        return first
    for turn in range(_PRIME**2):
        found = [alias_for(template, order, round_name, turn) for order in site_orders]
        if not set(found) & set(taken):
            return found
    return first


def alias_for(template: str, site_order: int, round_name: str, turn: int = 0) -> str:
    """Return the address for one site in one round; `turn` counts the numbers that the round leaves to others.

    `{code}` in the template becomes six signs (seven from the 961st site): round, site, and two check signs, so that
    two addresses of one round differ in at least three places and one wrong letter still shows which was meant. A
    template without `{code}` is the one mailbox that all inquiries share.
    """
    local, at, domain = template.strip().rpartition("@")
    if (
        not at
        or not local
        or not domain
        or re.search(r"[\s<>,;]", template.strip())
        or "{" in template.replace("{code}", "")
    ):
        raise BadInput(
            where=f"邮箱地址“{template}”", what="不是可用的邮箱地址", do="请写成 wen{code}@域名，或一个完整的邮箱地址"
        )
    return f"{local}@{domain}".replace("{code}", _code(site_order, _round_number(round_name) + turn)).lower()


def _code(site_order: int, round_number: int) -> str:
    if site_order < 0:
        raise ValueError(f"site_order: {site_order}")
    site = _digits(site_order, 2 if site_order < _PRIME**2 else 3)
    signs = [*_digits(round_number % _PRIME**2, 2), *site]
    plain = sum(signs) % _PRIME
    weighted = sum(place * sign for place, sign in enumerate(signs, 1)) % _PRIME
    # Solved so that over all places Σ sign = 0 and Σ place · sign = 0: a code of distance 3 (Hamming's bound for 2 checks).
    place = len(signs) + 1
    last = (place * plain - weighted) % _PRIME
    return "".join(ALPHABET[sign] for sign in (*signs, (-plain - last) % _PRIME, last))


def _digits(number: int, length: int) -> list[int]:
    return [number // _PRIME**place % _PRIME for place in reversed(range(length))]


def _round_number(name: str) -> int:
    if quarter := _QUARTER.search(unicodedata.normalize("NFKC", name).strip().translate(_DIGITS)):
        return (int(quarter[1]) * 4 + int(quarter[2])) % _PRIME**2
    return int.from_bytes(hashlib.sha256(name.strip().encode()).digest()[:4], "big") % _PRIME**2


def folded(address: str) -> str:
    """Return an address in one case with look-alike signs made one (l, i, 1 and o, 0)."""
    return address.strip().lower().translate(_LOOKALIKES)
