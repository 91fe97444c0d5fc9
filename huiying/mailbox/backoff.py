"""How long to leave a server alone after a failed try."""

from __future__ import annotations

from random import Random


class Backoff:
    """1 s, 2 s, 4 s … 5 min, each shortened by up to a quarter at random; half an hour after a refused log-in.

    QQ and NetEase block an account that logs in too often; a refused one never becomes right by being repeated.
    """

    def __init__(self, *, first: float = 1.0, longest: float = 300.0, refused: float = 1800.0, random: Random) -> None:
        self._first = first
        self._longest = longest
        self._refused = refused
        self._random = random
        self._failures = 0

    def failed(self, *, refused: bool = False) -> float:
        """Count a failure and return the seconds to wait before the next try."""
        doublings = min(self._failures, 30)
        self._failures += 1
        longest = self._refused if refused else min(self._longest, self._first * 2**doublings)
        return longest * self._random.uniform(0.75, 1.0)

    def reset(self) -> None:
        """Begin again at the shortest wait: the server has been well for a while."""
        self._failures = 0
