"""What is new on a page: lines that did not stand there before (pure)."""

from __future__ import annotations

import re


def new_lines(before: str, after: str) -> list[str]:
    """Return the lines that were not there before, figures aside: a counter or a further letter in a list is no news."""
    known = {_shape(line) for line in before.splitlines()}
    lines = [" ".join(line.split()) for line in after.splitlines()[:20000]]
    return [line for line in lines if line and _shape(line) not in known]


def _shape(line: str) -> str:
    return re.sub(r"[0-9A-Za-z]+", "#", "".join(line.split()))
