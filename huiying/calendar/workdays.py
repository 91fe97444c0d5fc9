"""Workdays by the State Council's notices; a year without a notice is refused, never guessed.

Source: the yearly 国务院办公厅关于…年部分节假日安排的通知 (notices.toml), as kept by the `holidays` package, plus changes
that the user adds with their source (DOMAIN §2).
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from importlib import resources

import holidays

from huiying.errors import UnproclaimedYear
from huiying.model import SHANGHAI, require_aware

ONE_DAY = timedelta(days=1)
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
SPELLED = {"农历除夕": "春节", "春节延长假期": "春节"}
"""Names of the package that a notice files under another holiday."""
SUBSTITUTED = "休息日（"
"""How the package's Chinese name of an off day begins that was swapped with a weekend day."""
OBSERVED = "（补假）"


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """放假通知: the paper that proclaims a year. `number` is empty where it isn't known for sure."""

    year: int
    number: str
    title: str
    issued: date | None = None

    @property
    def source(self) -> str:
        """The number, or the title where the number isn't known."""
        return self.number or self.title


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """节假日调整: one day that is off or on against its weekday, with the holiday's name and the paper that says so."""

    day: date
    workday: bool
    name: str
    source: str

    @property
    def why(self) -> str:
        """Say in Chinese why the day is off or on."""
        if not self.workday:
            ending = "" if self.name.endswith(("假", "假期", "休", "休息")) else "假期"
        elif self.name.endswith("班"):
            ending = ""
        else:
            ending = "调休上班" if self.day.weekday() >= 5 else "照常上班"
        return f"{self.source}：{self.name}{ending}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """工作日: one day of the calendar and why it counts or doesn't."""

    day: date
    workday: bool
    why: str


def local_date(instant: datetime) -> date:
    """Return the date in Beijing on which an instant falls, whatever zone it was observed in."""
    require_aware(instant)
    return instant.astimezone(SHANGHAI).date()


@dataclass(frozen=True, kw_only=True)
class WorkdayCalendar:
    """工作日历: a value that answers for the years in `notices` and raises UnproclaimedYear for every other.

    `changes` holds only the days that differ from Monday to Friday or carry a holiday's name.
    """

    notices: Mapping[int, Notice] = field(hash=False)
    changes: Mapping[date, Change] = field(hash=False)

    @property
    def years(self) -> tuple[int, ...]:
        """The proclaimed years, ascending."""
        return tuple(sorted(self.notices))

    def is_workday(self, day: date) -> bool:
        """Whether people work on that day; raises UnproclaimedYear."""
        self._require(day)
        change = self.changes.get(day)
        return day.weekday() < 5 if change is None else change.workday

    def why(self, day: date) -> str:
        """Say in Chinese why a day is a workday or not, with the notice where one decides; raises UnproclaimedYear."""
        self._require(day)
        change = self.changes.get(day)
        return WEEKDAYS[day.weekday()] if change is None else change.why

    def count(self, start: date, end: date) -> int:
        """Count the workdays in (start, end]; negative, over (end, start], where the end comes first.

        Raises UnproclaimedYear where either day, or any year between, isn't proclaimed (民法典 第二百零一条).
        """
        if end < start:
            return -self.count(end, start)
        self.require_years(start, end)
        return sum(self.is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def add(self, day: date, workdays: int) -> date:
        """Return the n-th workday after `day` (before it, for a negative n; the day itself for 0).

        Raises UnproclaimedYear as soon as the search runs into a year that isn't proclaimed.
        """
        self._require(day)
        step = ONE_DAY if workdays > 0 else -ONE_DAY
        left = abs(workdays)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def days(self, first: date, last: date) -> Iterator[Day]:
        """Yield every day from first to last, both included; raises UnproclaimedYear before the first is yielded."""
        self.require_years(first, last)
        span = range((last - first).days + 1)
        return (self.day(first + timedelta(days=n)) for n in span)

    def day(self, day: date) -> Day:
        """Return one day with its reason; raises UnproclaimedYear."""
        return Day(day=day, workday=self.is_workday(day), why=self.why(day))

    def require_years(self, first: date, last: date) -> None:
        """Raise UnproclaimedYear for the first year of the span that isn't proclaimed."""
        self._require(first)
        self._require(last)
        for year in range(first.year, last.year + 1):
            if year not in self.notices:
                raise UnproclaimedYear(year=year)

    def _require(self, day: date) -> None:
        if isinstance(day, datetime):
            raise TypeError("a day is wanted, not an instant: use local_date")
        if day.year not in self.notices:
            raise UnproclaimedYear(year=day.year)


def proclaimed_calendar(*, notices: Iterable[Notice] = (), changes: Iterable[Change] = ()) -> WorkdayCalendar:
    """Build the calendar: the shipped years, then added years, then changes (a later one of the same day wins).

    A shipped correction (2015, 2019, 2020) stands against its year's notice, not against a change from elsewhere.

    Reads the package's data and notices.toml (about 0.2 s): build it once and hand it on.
    """
    years, papers = _shipped_notices()
    known = _from_package(tuple(years), {day: paper.source for paper, days in papers for day in days}, years)
    years = {year: notice for year, notice in years.items() if _has_make_up_day(known, year)}
    other = {day: known[day] for _, days in papers for day in days if day in known}
    for added in notices:
        known = {day: change for day, change in known.items() if day.year != added.year or day in other}
        years[added.year] = added
    yearly = {notice.source for notice in years.values()}
    # A year's notice, pasted again, doesn't undo what another paper said of single days of that year.
    known.update({change.day: change for change in changes if change.day not in other or change.source not in yearly})
    return WorkdayCalendar(notices=years, changes=known)


def workdays_csv(calendar: WorkdayCalendar, first: date, last: date) -> str:
    """Return `date,is_workday,why` with one row a day, both ends included; is_workday is 1 or 0, lines end in LF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("date", "is_workday", "why"))
    writer.writerows((row.day.isoformat(), int(row.workday), row.why) for row in calendar.days(first, last))
    return out.getvalue()


def _shipped_notices() -> tuple[dict[int, Notice], list[tuple[Notice, list[date]]]]:
    """Read notices.toml: the yearly notices, and those that speak only of particular days."""
    raw = tomllib.loads(resources.files("huiying.calendar").joinpath("notices.toml").read_text(encoding="utf-8"))
    years: dict[int, Notice] = {}
    papers: list[tuple[Notice, list[date]]] = []
    for row in raw["notice"]:
        notice = Notice(year=row["year"], number=row["number"], title=row["title"], issued=row.get("issued"))
        if not row.get("corrects", False):
            years[notice.year] = notice
        if row.get("days"):
            papers.append((notice, row["days"]))
    return years, papers


def _from_package(
    years: Sequence[int], particular: Mapping[date, str], notices: Mapping[int, Notice]
) -> dict[date, Change]:
    """Turn the package's off days and make-up days of the given years into changes with their source.

    The names are asked for in Chinese on purpose: by default they follow the locale.
    """
    table = holidays.country_holidays("CN", years=years, language="zh_CN")
    off = {day: name for day, name in table.items() if day.year in notices}
    swapped = {day: _swapped_with(name) for day, name in off.items() if name.startswith(SUBSTITUTED)}
    names = {day: _block_name(day, off) if day in swapped else _plain(name) for day, name in off.items()}
    make_up = {worked: names[day] for day, worked in swapped.items() if worked.year in notices}
    if set(make_up) != {day for day in table.weekend_workdays if day.year in notices}:
        raise AssertionError("holidays: make-up days without the off day they were swapped with")

    def source(day: date) -> str:
        return particular.get(day) or notices[day.year].source

    changes = {day: Change(day=day, workday=False, name=names[day], source=source(day)) for day in off}
    changes |= {day: Change(day=day, workday=True, name=name, source=source(day)) for day, name in make_up.items()}
    return changes


def _swapped_with(name: str) -> date:
    """Read the make-up day out of "休息日（由 2024-02-04 调休）"."""
    return date.fromisoformat(name.split(" ")[1])


def _plain(name: str) -> str:
    """Return the names as the notices print them: 国庆节、中秋节, without 补假."""
    parts = (part.removesuffix(OBSERVED) for part in name.split("; "))
    return "、".join(dict.fromkeys(SPELLED.get(part, part) for part in parts))


def _block_name(day: date, off: Mapping[date, str]) -> str:
    """Name a swapped day after the holidays in the run of days off in which it lies."""

    def run(step: timedelta) -> Iterator[date]:
        at = day + step
        while at in off or at.weekday() >= 5:
            yield at
            at += step

    block = sorted([*run(-ONE_DAY), *run(ONE_DAY)])
    return _plain("; ".join(off[at] for at in block if at in off and not off[at].startswith(SUBSTITUTED)))


def _has_make_up_day(changes: Mapping[date, Change], year: int) -> bool:
    """Every proclaimed year has one; a package too old for a year knows its statutory days only, which is a guess."""
    return any(change.workday for day, change in changes.items() if day.year == year)
