"""When to look at a site again: the fewest visits that still prove its row. Pure (DESIGN §5).

A row can change at three instants only: where the count passes the first limit, the second, and where the round closes.
One look shortly after each proves silence until then. A look shortly before each as well tells on which side of it an
answer came; that one is needed only where the site doesn't state its times well enough to tell by itself
(docs/decisions/0063). Between these, a visit now and then at polite hours keeps the window short should the watcher fail.
The caller stops asking once an effective answer is known, and never visits one host twice at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from huiying.calendar.policy import CountingPolicy, Times, within
from huiying.calendar.workdays import WorkdayCalendar
from huiying.model import SHANGHAI, Precision, require_aware

BEFORE = (timedelta(minutes=5), timedelta(minutes=20))
"""How long before a crossing the look before it takes place; the jitter spreads the sites over the span."""
AFTER = (timedelta(minutes=1), timedelta(minutes=16))
"""How long after a crossing the look after it takes place."""
POLITE = (time(8), time(20))
BASE = timedelta(days=1)
"""Between looks that aren't called for by a crossing; measured in benchmarks/recheck_schedule.py."""
SPARSE = 2
"""No look comes sooner than this part of the way to the crossing: far from a limit a long window costs nothing."""
TOLERANCE = timedelta(hours=1)
"""A look this shortly before a crossing brackets it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Crossing:
    """时限节点: an instant at which the row changes, and its Chinese name."""

    at: datetime
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """检查空档: no look in (after, before) although a limit ran out in it.

    An answer that appears in it without a stated time goes to the row that favours the unit; `why` says so in Chinese.
    """

    crossing: Crossing
    after: datetime
    before: datetime
    why: str


def crossings(
    *, asked_at: datetime, calendar: WorkdayCalendar, policy: CountingPolicy, closes_at: datetime
) -> tuple[Crossing, ...]:
    """Return the instants at which the row changes, in order; those after the close are left out."""
    found = []
    for limit in policy.limits:
        at = policy.crossing(asked_at, limit, calendar, until=closes_at)
        if at is not None and asked_at < at < closes_at:
            found.append(Crossing(at=at, name=f"{within(limit).removesuffix('内')}时限"))
    return (*found, Crossing(at=closes_at, name="统计截止"))


def next_check(
    *,
    asked_at: datetime,
    checks: Sequence[datetime],
    stated_precision: Precision | None,
    calendar: WorkdayCalendar,
    policy: CountingPolicy,
    closes_at: datetime,
    now: datetime,
    jitter: float,
    polite: tuple[time, time] = POLITE,
    base: timedelta = BASE,
) -> datetime | None:
    """Return when to look next at a site that has not answered yet; `now` where a look is overdue, None when all is proved.

    `checks` are the looks that were truly made and saw no answer. `jitter` in [0, 1) is steady for a site and spreads the
    sites; `base` is at least a day. Raises UnproclaimedYear where the round runs into a year without a notice.
    """
    require_aware(asked_at, closes_at, now, *checks)
    looked = max([asked_at, *(check for check in checks if check <= now)])
    if looked >= closes_at:
        return None
    ahead = crossings(asked_at=asked_at, calendar=calendar, policy=policy, closes_at=closes_at)
    coming = next(crossing.at for crossing in ahead if crossing.at > looked)
    wanted = coming + _spread(AFTER, jitter)
    bracketed = looked >= coming - TOLERANCE or _settled_by_statement(coming, stated_precision, policy)
    if now < coming and not bracketed:
        wanted = coming - _spread(BEFORE, jitter)
    between = _polite(looked + max(base, (coming - looked) / SPARSE), jitter, polite)
    if between < wanted - base / 4:  # a visit just before a needed one adds nothing
        wanted = between
    return max(wanted, now)


def unprovable(
    *,
    asked_at: datetime,
    checks: Sequence[datetime],
    calendar: WorkdayCalendar,
    policy: CountingPolicy,
    closes_at: datetime,
    now: datetime,
) -> tuple[Gap, ...]:
    """Say which limits ran out unwatched since the last look, as of `now`, for a site without an answer so far.

    A look that still finds nothing closes every gap: what is absent now was absent before.
    """
    require_aware(asked_at, closes_at, now, *checks)
    looked = max([asked_at, *(check for check in checks if check <= now)])
    gaps = []
    for crossing in crossings(asked_at=asked_at, calendar=calendar, policy=policy, closes_at=closes_at):
        if looked < crossing.at - TOLERANCE and crossing.at + AFTER[1] < now:
            shown = f"{looked.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 至 {now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
            why = f"{crossing.name}（{_ends(crossing.at)}）前后没有检查记录（{shown}）；其间出现而未载明时间的答复，只能从有利原则归入"
            gaps.append(Gap(crossing=crossing, after=looked, before=now, why=why))
    return tuple(gaps)


def _settled_by_statement(at: datetime, precision: Precision | None, policy: CountingPolicy) -> bool:
    """Whether a time stated as exactly as this tells on which side of the crossing an answer came."""
    if precision is None or policy.times is Times.OBSERVED:
        return False
    local = at.astimezone(SHANGHAI).timetz().replace(tzinfo=None)
    midnight = local == time.min or local >= time(23, 59, 59)
    return midnight or precision is not Precision.DATE


def _spread(span: tuple[timedelta, timedelta], jitter: float) -> timedelta:
    return span[0] + (span[1] - span[0]) * min(max(jitter, 0.0), 1.0)


def _polite(instant: datetime, jitter: float, polite: tuple[time, time]) -> datetime:
    """Move an instant to polite hours of its day in Beijing, spread over them."""
    local = instant.astimezone(SHANGHAI)
    start = datetime.combine(local.date(), polite[0], SHANGHAI)
    end = datetime.combine(local.date(), polite[1], SHANGHAI)
    return start + (end - start) * min(max(jitter, 0.0), 1.0)


def _ends(at: datetime) -> str:
    """Print the end of a period as law does: 24:00 of the day, not 00:00 of the next."""
    local = at.astimezone(SHANGHAI)
    if local.time() == time.min:
        return f"{local - timedelta(days=1):%Y-%m-%d} 24:00"
    return f"{local:%Y-%m-%d %H:%M}"
