"""A year as month sheets: plain data that the terminal and the documents draw. Pure."""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huiying.calendar.workdays import Change


class DayKind(StrEnum):
    """日子的性质: an ordinary workday, a day of rest, a holiday, or a make-up workday."""

    WORK = "work"
    REST = "rest"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One day of a sheet; `name` is the holiday's, "" for an ordinary day."""

    day: date
    kind: DayKind
    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Month:
    """月历: weeks from Monday to Sunday, None where the month has not begun or is over."""

    year: int
    month: int
    weeks: tuple[tuple[Cell | None, ...], ...]


def month_sheet(year: int, changes: Mapping[date, Change]) -> tuple[Month, ...]:
    """Return the twelve months of a year. `changes` are a calendar's, or those of one notice."""
    sheets = []
    for month in range(1, 13):
        weeks = gregorian.Calendar().monthdatescalendar(year, month)
        rows = (tuple(_cell(day, changes.get(day)) if day.month == month else None for day in week) for week in weeks)
        sheets.append(Month(year=year, month=month, weeks=tuple(rows)))
    return tuple(sheets)


def _cell(day: date, change: Change | None) -> Cell:
    rest = day.weekday() >= 5
    if change is None:
        return Cell(day=day, kind=DayKind.REST if rest else DayKind.WORK)
    if change.workday:
        return Cell(day=day, kind=DayKind.MAKE_UP if rest else DayKind.WORK, name=change.name)
    return Cell(day=day, kind=DayKind.HOLIDAY, name=change.name)
