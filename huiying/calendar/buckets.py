"""The row of annex 3, computed from what was observed; pure and total (DESIGN §5, DOMAIN §2).

A row is final when nothing that may still come, neither time nor a person's verdict nor another visit, can change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiying.calendar.policy import CountingPolicy
from huiying.calendar.sightings import CHANNEL_NAMES, Mark, Placed, place, same_day, seen_at, show, show_stated
from huiying.calendar.workdays import ONE_DAY, WorkdayCalendar
from huiying.model import At, Between, Bucket, Channel, Reply, require_aware

__all__ = ["Finding", "Mark", "classify"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """认定: the row, the workdays to the answer (None without one) and their range where a window leaves a choice.

    `window` is the earliest and the latest instant of the deciding answer, both included. `why` is the arithmetic in
    Chinese, line by line.
    """

    bucket: Bucket
    workdays: int | None
    range: tuple[int, int] | None
    reply: Reply | None
    window: tuple[datetime, datetime] | None
    marks: tuple[Mark, ...]
    final: bool
    why: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Case:
    asked_at: datetime
    checks: tuple[datetime, ...]
    calendar: WorkdayCalendar
    policy: CountingPolicy
    closes_at: datetime
    as_of: datetime

    def workdays(self, instant: datetime) -> int:
        return self.policy.workdays(self.asked_at, instant, self.calendar)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Decision:
    """The earliest answer among some placed replies: `chosen` sets `low`, `high` is the latest that the first can be."""

    bucket: Bucket
    chosen: Placed | None = None
    low: int = 0
    high: int = 0
    marks: frozenset[Mark] = frozenset()


def classify(
    *,
    asked_at: datetime,
    replies: Sequence[Reply],
    checks: Sequence[datetime],
    calendar: WorkdayCalendar,
    policy: CountingPolicy,
    closes_at: datetime,
    as_of: datetime,
) -> Finding:
    """Return the row in which a question stands by what was known at `as_of`.

    `checks` are the instants at which the site was truly read and showed no effective answer. An answer at `closes_at`
    still counts. Raises UnproclaimedYear where the count runs into a year without a notice.
    """
    require_aware(asked_at, closes_at, as_of, *checks)
    known = tuple(sorted(check for check in checks if check <= as_of))
    case = _Case(
        asked_at=asked_at, checks=known, calendar=calendar, policy=policy, closes_at=closes_at, as_of=as_of
    )  # fmt: skip
    placed = [
        place(reply, asked_at=asked_at, checks=known, policy=policy) for reply in replies if seen_at(reply) <= as_of
    ]
    decision = _decide(case, (one for one in placed if one.usable and policy.stopped_by(one.reply.kind)))
    sure = _decide(case, (one for one in placed if one.usable and one.reply.sure and policy.stopped_by(one.reply.kind)))
    hoped = _decide(case, (one for one in placed if one.possible and _may_stop(policy, one)))
    marks = set(decision.marks) | {one.mark for one in placed if one.mark is Mark.BEFORE_ASKING}
    if sure.bucket is not hoped.bucket:
        marks.add(Mark.PENDING_REVIEW)
    marks |= _missing_proof(case, decision, placed)
    kept = tuple(mark for mark in Mark if mark in marks)
    return Finding(
        bucket=decision.bucket,
        workdays=decision.low if decision.chosen else None,
        range=(decision.low, decision.high) if decision.chosen else None,
        reply=decision.chosen.reply if decision.chosen else None,
        window=(decision.chosen.low, decision.chosen.high) if decision.chosen else None,
        marks=kept,
        final=not {Mark.PENDING_REVIEW, Mark.UNPROVEN, Mark.OPEN} & marks,
        why=tuple(_why(case, decision, placed, kept)),
    )


def _may_stop(policy: CountingPolicy, one: Placed) -> bool:
    return not one.reply.sure or policy.stopped_by(one.reply.kind)


def _order(one: Placed) -> tuple[datetime, datetime, str, str]:
    return one.low, one.high, one.reply.channel, one.reply.text


def _in_time(case: _Case, one: Placed) -> bool:
    # A date that begins at the very close is the day after it: 24:00 is 00:00.
    return one.low < case.closes_at or one.low == one.high == case.closes_at


def _decide(case: _Case, answers: Iterable[Placed]) -> _Decision:
    found = list(answers)
    timely = [one for one in found if _in_time(case, one)]
    if not timely:
        return _Decision(bucket=Bucket.NO_REPLY, marks=frozenset({Mark.LATE} if found else ()))
    chosen = min(timely, key=_order)
    latest = min(one.high for one in timely)
    low, high = case.workdays(chosen.low), case.workdays(min(latest, case.closes_at))
    bucket = case.policy.row(low)
    marks = {chosen.mark} if chosen.mark else set()
    if case.policy.row(high) is not bucket or latest > case.closes_at:
        marks.add(Mark.FAVOURED)
    return _Decision(bucket=bucket, chosen=chosen, low=low, high=high, marks=frozenset(marks))


def _missing_proof(case: _Case, decision: _Decision, placed: Sequence[Placed]) -> set[Mark]:
    """Say what keeps the row from being shown by the record, as far as time and visits go."""
    if decision.chosen is None:
        short = case.policy.crossing(case.asked_at, case.policy.limits[1], case.calendar, until=case.closes_at) is None
        marks = {Mark.SHORT} if short else set()
        if case.as_of < case.closes_at:
            return marks | {Mark.OPEN}
        silent = any(_silent_until_close(case, one) for one in placed) or _looked(case, case.closes_at)
        return marks if silent else marks | {Mark.UNPROVEN}
    passed = [limit for limit in case.policy.limits if decision.low > limit]
    if not passed or _silent_by_itself(decision.chosen):
        return set()
    crossed = case.policy.crossing(case.asked_at, max(passed), case.calendar, until=decision.chosen.low)
    return {Mark.UNPROVEN} if crossed and not _looked(case, crossed) else set()


def _silent_by_itself(chosen: Placed) -> bool:
    """Whether the sighting shows that nothing was there before: by a look without it, or in the unit's own words."""
    own_words = chosen.by_statement or chosen.reply.channel is Channel.PROVED
    return own_words or isinstance(chosen.reply.sighting, Between)


def _silent_until_close(case: _Case, one: Placed) -> bool:
    """Whether an answer that came too late shows that there was none by the close."""
    return one.usable and case.policy.stopped_by(one.reply.kind) and _silent_by_itself(one)


def _looked(case: _Case, since: datetime) -> bool:
    return any(check >= since for check in case.checks)


def _why(case: _Case, decision: _Decision, placed: Sequence[Placed], marks: Sequence[Mark]) -> list[str]:
    told = sorted(placed, key=_order)
    lines = [f"提交时间：{show(case.asked_at)}", *(_told(one, case.policy) for one in told)]
    if decision.chosen is None:
        lines.append(f"至 {show(min(case.closes_at, case.as_of))} 没有可停止计时的答复")
    else:
        lines.append(_arithmetic(case, decision, decision.chosen))
    lines.append(f"归入“{case.policy.labels()[decision.bucket]}”")
    lines.extend(f"标注：{mark.label}" for mark in marks)
    return lines


def _told(one: Placed, policy: CountingPolicy) -> str:
    reply = one.reply
    if isinstance(reply.sighting, At) or one.low == one.high:
        when = show(one.high)
    elif one.by_statement and same_day(one.low, one.high):
        when = f"{show(one.low)[:10]} 当日"
    else:
        when = f"{show(one.low)} 至 {show(one.high)} 之间"
    parts = [f"{CHANNEL_NAMES[reply.channel]}：{when} {reply.kind.label}"]
    if not reply.sure:
        parts.append("性质待人工复核")
    elif not policy.stopped_by(reply.kind):
        parts.append("不停止计时")
    if one.by_statement and reply.stated is not None:
        parts.append(f"网站载明 {show_stated(reply.stated)}")
    if one.note:
        parts.append(one.note)
    return "，".join(parts)


def _arithmetic(case: _Case, decision: _Decision, chosen: Placed) -> str:
    start = case.policy.day_of(case.asked_at, case.calendar)
    if not case.policy.count_submission_day:
        start += ONE_DAY
    end = case.policy.day_of(chosen.low, case.calendar)
    if decision.low == decision.high:
        counted = f"{decision.low}个工作日"
    else:
        counted = f"{decision.low}至{decision.high}个工作日，取对单位有利的{decision.low}个"
    return f"{start}起至{end}止，计{counted}" if start <= end else f"提交当日答复，计{counted}"
