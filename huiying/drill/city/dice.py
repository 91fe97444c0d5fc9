"""Chance that can be repeated: the same words always throw the same dice."""

from __future__ import annotations

from random import Random


def dice(*words: object) -> Random:
    """Return a generator that depends on nothing but `words`."""
    return Random("\x1f".join(map(str, words)))  # noqa: S311 - a practice city keeps no secrets
