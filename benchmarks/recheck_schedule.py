"""Compare the deadline-driven schedule of checks with polling at a fixed interval.

Simulated rounds of 43 sites, asked in the first two weeks, closed after thirteen; answers as in the notice of 2024Q1 (79 % within
one workday, 9.3 % within five, 2.3 % later, 9.3 % never), half of the sites without a stated time, three in ten with a
date, two in ten to the minute. The watcher is down about once in ten days for eight hours on average, and one visit in
fifty can't be read and is repeated after half an hour.

    python benchmarks/recheck_schedule.py --rounds 2000

proved: the row is final and unmarked; favoured: decided in the unit's favour for want of a look; wrong: final, unmarked
and not the true row (must be 0).
"""

from __future__ import annotations

import argparse
import random
import time as clock
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from huiying.calendar.buckets import Mark, classify
from huiying.calendar.policy import CountingPolicy
from huiying.calendar.schedule import next_check
from huiying.calendar.workdays import ONE_DAY, WorkdayCalendar, local_date, proclaimed_calendar
from huiying.model import SHANGHAI, AnswerKind, Between, Bucket, Channel, Precision, Reply, Stated

SITES = 43
ROUND = timedelta(weeks=13)
UNREADABLE = 0.02
RETRY = timedelta(minutes=30)
POLICY = CountingPolicy()


@dataclass(frozen=True, kw_only=True, slots=True)
class Outages:
    """Spans in which the watcher was down, in order."""

    starts: list[datetime]
    ends: list[datetime]

    def up(self, instant: datetime) -> datetime:
        """Return the instant, or the end of the outage in which it lies."""
        i = bisect_right(self.starts, instant) - 1
        return self.ends[i] if i >= 0 and instant < self.ends[i] else instant


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    asked_at: datetime
    closes_at: datetime
    replied_at: datetime | None
    precision: Precision | None
    jitter: float
    outages: Outages


Plan = Callable[[Case, list[datetime], datetime, WorkdayCalendar], datetime | None]


def fixed(interval: timedelta) -> Plan:
    def plan(case: Case, checks: list[datetime], now: datetime, _: WorkdayCalendar) -> datetime | None:
        if checks and checks[-1] >= case.closes_at:
            return None
        return max(now, case.asked_at + interval * (int((now - case.asked_at) / interval) + 1))

    return plan


def deadlines(base: timedelta, *, known: bool) -> Plan:
    def plan(case: Case, checks: list[datetime], now: datetime, calendar: WorkdayCalendar) -> datetime | None:
        return next_check(
            asked_at=case.asked_at,
            checks=checks[-1:],
            stated_precision=case.precision if known else None,
            calendar=calendar,
            policy=POLICY,
            closes_at=case.closes_at,
            now=now,
            jitter=case.jitter,
            base=base,
        )

    return plan


def run(case: Case, plan: Plan, calendar: WorkdayCalendar, rng: random.Random) -> tuple[int, str]:
    """Return the visits, and what became of the row."""
    checks: list[datetime] = []
    replies: list[Reply] = []
    now, visits = case.asked_at, 0
    while (due := plan(case, checks, now, calendar)) is not None:
        now = case.outages.up(due)
        visits += 1
        while rng.random() < UNREADABLE:
            now, visits = case.outages.up(now + RETRY), visits + 1
        if case.replied_at is not None and case.replied_at <= now:
            after = checks[-1] if checks else case.asked_at
            stated = Stated(at=case.replied_at, precision=case.precision) if case.precision else None
            replies.append(
                Reply(
                    channel=Channel.LOOKUP,
                    kind=AnswerKind.SUBSTANTIVE,
                    sure=True,
                    sighting=Between(after=after, before=now),
                    stated=stated,
                )
            )
            break
        checks.append(now)
        now += timedelta(seconds=1)
    found = classify(
        asked_at=case.asked_at, replies=replies, checks=checks[-1:], calendar=calendar, policy=POLICY,
        closes_at=case.closes_at, as_of=max(now, case.closes_at) + ONE_DAY,
    )  # fmt: skip
    if Mark.FAVOURED in found.marks:
        return visits, "favoured"
    if not found.final or found.marks:
        return visits, "unproven"
    return visits, "proved" if found.bucket is truth(case, calendar) else "wrong"


def truth(case: Case, calendar: WorkdayCalendar) -> Bucket:
    if case.replied_at is None or case.replied_at > case.closes_at:
        return Bucket.NO_REPLY
    return POLICY.row(POLICY.workdays(case.asked_at, case.replied_at, calendar))


def replied(asked_at: datetime, calendar: WorkdayCalendar, rng: random.Random) -> datetime | None:
    """Draw an answer: the row by the shares of 2024Q1, the hour mostly in office hours, sometimes at any."""
    row = rng.choices(("one", "five", "over", "none"), (34, 4, 1, 4))[0]
    if row == "none":
        return None
    workdays = {"one": rng.choice((0, 1)), "five": rng.randint(2, 5), "over": rng.randint(6, 20)}[row]
    day = calendar.add(local_date(asked_at), workdays)
    hours = rng.uniform(8.5, 18) if rng.random() < 0.85 else rng.uniform(0, 24)
    instant = datetime.combine(day, time.min, SHANGHAI) + timedelta(hours=hours)
    return max(instant, asked_at + timedelta(minutes=5))


def outages(start: datetime, rng: random.Random) -> Outages:
    starts, ends, at = [], [], start
    while at < start + ROUND + timedelta(days=5):
        at += timedelta(days=rng.expovariate(1 / 10))
        starts.append(at)
        at += timedelta(hours=rng.expovariate(1 / 8))
        ends.append(at)
    return Outages(starts=starts, ends=ends)


def cases(rounds: int, calendar: WorkdayCalendar, rng: random.Random) -> list[Case]:
    found = []
    for _ in range(rounds):
        start = datetime(2015, 1, 1, tzinfo=SHANGHAI) + timedelta(days=rng.randrange(4000))
        closes_at = datetime.combine(local_date(start + ROUND), time.max, SHANGHAI)
        down = outages(start, rng)
        for site in range(SITES):
            day = calendar.add(local_date(start), rng.randint(1, 10))
            asked_at = datetime.combine(day, time(9), SHANGHAI) + timedelta(minutes=rng.randrange(480))
            precision = rng.choices((None, Precision.DATE, Precision.MINUTE), (5, 3, 2))[0]
            found.append(
                Case(
                    asked_at=asked_at,
                    closes_at=closes_at,
                    replied_at=replied(asked_at, calendar, rng),
                    precision=precision,
                    jitter=(site * 0.6180339887) % 1.0,
                    outages=down,
                )
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    calendar = proclaimed_calendar()
    drawn = cases(args.rounds, calendar, random.Random(args.seed))
    plans: dict[str, Plan] = {f"every {hours} h": fixed(timedelta(hours=hours)) for hours in (1, 6, 12, 24, 48)}
    plans |= {f"deadlines, base {days} d": deadlines(timedelta(days=days), known=False) for days in (1, 2, 4, 200)}
    plans |= {
        f"deadlines, base {days} d, times known": deadlines(timedelta(days=days), known=True) for days in (2, 200)
    }
    print(f"{args.rounds} rounds of {SITES} sites, seed {args.seed}")
    print(f"{'plan':36}{'visits/site':>12}{'proved':>9}{'favoured':>10}{'unproven':>10}{'wrong':>7}{'seconds':>9}")
    for name, plan in plans.items():
        rng, began = random.Random(args.seed), clock.monotonic()
        results = [run(case, plan, calendar, rng) for case in drawn]
        rows = Counter(row for _, row in results)
        visits = sum(n for n, _ in results) / len(results)
        shares = "".join(
            f"{rows[row] / len(results):>{width}.2%}"
            for row, width in (("proved", 9), ("favoured", 10), ("unproven", 10))
        )
        print(f"{name:36}{visits:>12.1f}{shares}{rows['wrong']:>7}{clock.monotonic() - began:>9.0f}", flush=True)


if __name__ == "__main__":
    main()
