"""The random draw of a sample that anybody can repeat: from a recorded seed, independent of program and version."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def draw(items: Sequence[str], count: int, seed: str) -> tuple[str, ...]:
    """Return `count` of the items, in their own order: those whose sha256 of seed, line feed and item is smallest.

    Raises:
        ValueError: fewer items than are to be drawn, or one stands there twice.
    """
    if len(set(items)) != len(items):
        raise ValueError("an item stands there twice")
    if not 0 <= count <= len(items):
        raise ValueError(f"cannot draw {count} of {len(items)}")
    ranked = sorted(items, key=lambda item: hashlib.sha256(f"{seed}\n{item}".encode()).digest())
    chosen = frozenset(ranked[:count])
    return tuple(item for item in items if item in chosen)
