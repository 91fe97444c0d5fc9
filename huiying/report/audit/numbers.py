"""Numbers of a notice: counted things, rates, and whether a rate is what its parts make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

COUNTERS = "家个条篇件项份次名户封人单"
_COUNT = re.compile(rf"(\d{{1,9}})(?:余)?([{COUNTERS}])(?!工作日|月内|百分点|季度|小时)")
_RATE = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)%")
HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """A counted thing: 43家. `words` is what stands before it in its clause, `after` what follows, `then` the next clause."""

    value: int
    counter: str
    start: int
    words: str
    after: str
    then: str = ""

    def __str__(self) -> str:
        return f"{self.value}{self.counter}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """A percentage: `text` as it stands, `words` what stands before it in its clause."""

    text: str
    start: int
    words: str

    @property
    def value(self) -> Decimal:
        """The number before the %."""
        return Decimal(self.text)

    @property
    def places(self) -> int:
        """Digits after the point."""
        return len(self.text.partition(".")[2])

    def __str__(self) -> str:
        return f"{self.text}%"


def counts(text: str) -> Iterator[Count]:
    """Yield the counted things of a sentence in order."""
    for match in _COUNT.finditer(text):
        yield Count(
            value=int(match[1]),
            counter=match[2],
            start=match.start(),
            words=clause_before(text, match.start()),
            after=re.split(r"[,;。:、]", text[match.end() :], maxsplit=1)[0],
            then=(re.split(r"[,;。:、]", text[match.end() :], maxsplit=2) + [""] * 2)[1],
        )


def rates(text: str) -> Iterator[Rate]:
    """Yield the percentages of a sentence in order."""
    for match in _RATE.finditer(text):
        yield Rate(text=match[1], start=match.start(), words=clause_before(text, match.start()))


def clause_before(text: str, place: int) -> str:
    """Return the words between the last mark of punctuation and the place."""
    return re.split(r"[,;。:、]", text[:place])[-1]


def rounded(part: int, whole: int, places: int) -> Decimal:
    """Return part/whole in percent, rounded half up."""
    return (Decimal(part) * HUNDRED / Decimal(whole)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def agrees(rate: Rate, part: int, whole: int) -> bool:
    """Whether the rate is part/whole, rounded or cut off: officials do both, neither is a slip of the sum."""
    if whole <= 0:
        return False
    exact = Decimal(part) * HUNDRED / Decimal(whole)
    short = len(rate.text.partition(".")[2].rstrip("0"))  # a spreadsheet prints 57.1 as 57.10
    steps = {Decimal(1).scaleb(-places) for places in (rate.places, short)}
    return any(rate.value in (exact.quantize(step, ROUND_HALF_UP), exact.quantize(step, ROUND_DOWN)) for step in steps)


def show(value: Decimal) -> str:
    """Return a percentage without a trailing zero: 66.5%, 79%."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def slip(stands: int, should: int) -> bool:
    """Whether two numbers differ as by a slip of the pen: by two, by 3 %, in one digit, or two digits swapped."""
    one, other = str(stands), str(should)
    if abs(stands - should) <= max(2, max(stands, should) * 3 // 100):
        return True
    if len(one) != len(other):
        return False
    differing = [place for place in range(len(one)) if one[place] != other[place]]
    if len(differing) == 2:
        first, second = differing
        return one[first] == other[second] and one[second] == other[first]
    return len(differing) == 1
