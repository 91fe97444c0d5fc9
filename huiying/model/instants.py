"""Instants: every one aware, days counted in Beijing; how a page states a time, and between which instants a thing was seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""Days are counted by the date in Beijing, whatever zone an instant was observed in."""


def require_aware(*instants: datetime | None) -> None:
    """Raise ValueError for a datetime without a zone: a naive one would count in whatever zone the machine has."""
    for instant in instants:
        if instant is not None and instant.tzinfo is None:
            raise ValueError(f"naive datetime: {instant!r}")


class Precision(StrEnum):
    """时间精度: how exactly a page states a time."""

    DATE = "date"
    MINUTE = "minute"
    SECOND = "second"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """网站载明的时间: a time as the site states it; with precision DATE the hours mean nothing."""

    at: datetime
    precision: Precision

    def __post_init__(self) -> None:
        require_aware(self.at)


@dataclass(frozen=True, kw_only=True, slots=True)
class At:
    """Seen at an instant that the record itself proves (a mail's arrival, an operator's note)."""

    instant: datetime

    def __post_init__(self) -> None:
        require_aware(self.instant)


@dataclass(frozen=True, kw_only=True, slots=True)
class Between:
    """Appeared in the half-open window (after, before]: last check without it, first check with it."""

    after: datetime
    before: datetime

    def __post_init__(self) -> None:
        require_aware(self.after, self.before)
        if self.after > self.before:
            raise ValueError(f"empty window: {self.after} … {self.before}")


Sighting = At | Between
