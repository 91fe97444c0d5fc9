"""What is new on a page: lines that did not stand there before (pure)."""

from __future__ import annotations

import re


def new_lines(before: str, after: str) -> list[str]:
    """Return the lines that were not there before, figures aside: a counter or a further letter in a list is no news."""
    known = {_shape(line) for line in before.splitlines()}
    lines = [line for one in after.splitlines()[:20000] if (line := " ".join(one.split()))]
    fresh = [_shape(line) not in known for line in lines]
    # A figure alone is the value of the line above it: it is news where that is, though some figure stood there before.
    return [
        line
        for at, line in enumerate(lines)
        if fresh[at] or (at and fresh[at - 1] and re.fullmatch(r"[0-9A-Za-z]+", line))
    ]


def _shape(line: str) -> str:
    return re.sub(r"[0-9A-Za-z]+", "#", "".join(line.split()))
