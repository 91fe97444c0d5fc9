"""How a row came about, as plain rows: the days with their notices, what was observed, the decision, and other policies.

Pure; the terminal and the appendix for a unit that objects draw the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from huiying.calendar.buckets import Finding, classify
from huiying.calendar.policy import CountingPolicy, Stops, Times
from huiying.calendar.schedule import crossings
from huiying.calendar.sightings import CHANNEL_NAMES, show_span, show_stated
from huiying.calendar.workdays import ONE_DAY, WorkdayCalendar, local_date
from huiying.errors import UnproclaimedYear
from huiying.model import SHANGHAI, CheckResult, Evidence, Observation, Reply

SECOND = timedelta(seconds=1)
RESULT_NAMES = {
    CheckResult.ABSENT: "尚无答复",
    CheckResult.UNLISTED: "页面中没有本次咨询",
    CheckResult.SEEN: "看到文字",
    CheckResult.UNREADABLE: "未能读取",
}
CLOSE_OF_BUSINESS = time(17, 30)
"""The cut-off that is tried among the other policies."""
EXCERPT = 80
"""Characters of an answer that stand beside its look; the whole is in the evidence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CountedDay:
    """逐日计算: one day, why it counts or not, the workdays counted by its end, and what happened on it (Chinese)."""

    day: date
    workday: bool
    why: str
    count: int
    events: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Observed:
    """检查记录: one look or mail in words, with the files that show it; `number` is the one by which a person names it."""

    number: int
    at: datetime
    channel: str
    result: str
    said: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Alternative:
    """其他规则下的结果: what one changed rule would make of the same record; `changed` where the row would differ."""

    rule: str
    row: str
    workdays: int | None
    changed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """归类说明: everything that a unit needs to check its row."""

    policy: tuple[str, ...]
    days: tuple[CountedDay, ...]
    observed: tuple[Observed, ...]
    decision: tuple[str, ...]
    alternatives: tuple[Alternative, ...]


def explain(
    *,
    finding: Finding,
    asked_at: datetime,
    observations: Sequence[Observation],
    replies: Sequence[Reply],
    checks: Sequence[datetime],
    calendar: WorkdayCalendar,
    policy: CountingPolicy,
    closes_at: datetime,
    as_of: datetime,
) -> Explanation:
    """Lay out how `finding` follows from the record; the facts are the ones that `classify` was given."""
    others = []
    for rule, other in _other_policies(policy):
        try:
            found = classify(
                asked_at=asked_at, replies=replies, checks=checks, calendar=calendar, policy=other, closes_at=closes_at, as_of=as_of
            )  # fmt: skip
        except UnproclaimedYear as error:
            others.append(Alternative(rule=rule, row=f"不能计算：{error}", workdays=None, changed=False))
        else:
            changed = found.bucket is not finding.bucket
            row = other.labels()[found.bucket]
            others.append(Alternative(rule=rule, row=row, workdays=found.workdays, changed=changed))
    return Explanation(
        policy=policy.describe(),
        days=tuple(_days(finding, asked_at, calendar, policy, closes_at)),
        observed=tuple(
            _observed(seen) for seen in sorted(observations, key=lambda seen: (seen.at, seen.id)) if seen.at <= as_of
        ),
        decision=finding.why,
        alternatives=tuple(others),
    )


def _other_policies(policy: CountingPolicy) -> Iterator[tuple[str, CountingPolicy]]:
    counts = policy.count_submission_day
    yield (
        ("提交当日不计入" if counts else "提交当日计为第 1 个工作日"),
        replace(policy, count_submission_day=not counts),
    )
    if policy.cutoff is None:
        yield f"每个工作日至 {CLOSE_OF_BUSINESS:%H:%M} 截止", replace(policy, cutoff=CLOSE_OF_BUSINESS)
    else:
        yield "每日至 24:00 截止", replace(policy, cutoff=None)
    if policy.stops is Stops.EFFECTIVE:
        yield "除自动回执外，任何答复都停止计时", replace(policy, stops=Stops.ANY)
    else:
        yield "只有有效答复停止计时", replace(policy, stops=Stops.EFFECTIVE)
    if policy.times is Times.STATED:
        yield "只以检查所见时间为准", replace(policy, times=Times.OBSERVED)
    else:
        yield "采用检查区间内的网站载明时间", replace(policy, times=Times.STATED)


def _days(
    finding: Finding, asked_at: datetime, calendar: WorkdayCalendar, policy: CountingPolicy, closes_at: datetime
) -> Iterator[CountedDay]:
    """Yield the days from the question to the answer; without one, to where the last limit ran out."""
    events = _events(finding, asked_at, calendar, policy, closes_at)
    first, last = local_date(asked_at), max(events)
    begins = policy.day_of(asked_at, calendar)
    extra = int(policy.count_submission_day and calendar.is_workday(begins))
    for n in range((last - first).days + 1):
        day = calendar.day(first + n * ONE_DAY)
        count = 0 if day.day < begins else calendar.count(begins, day.day) + extra
        yield CountedDay(
            day=day.day, workday=day.workday, why=day.why, count=count, events=tuple(events.get(day.day, ()))
        )  # fmt: skip


def _events(
    finding: Finding, asked_at: datetime, calendar: WorkdayCalendar, policy: CountingPolicy, closes_at: datetime
) -> dict[date, list[str]]:
    events: dict[date, list[str]] = {local_date(asked_at): [f"提交 {_hour(asked_at)}"]}
    *limits, close = crossings(asked_at=asked_at, calendar=calendar, policy=policy, closes_at=closes_at)
    until = min(finding.window[1], closes_at) if finding.window else closes_at
    for limit in limits:
        if limit.at <= until:  # 00:00 is 24:00 of the day before
            events.setdefault(local_date(limit.at - SECOND), []).append(f"{limit.name}届满")
    if finding.window is None:
        if len(limits) < len(policy.limits):
            events.setdefault(local_date(close.at - SECOND), []).append(close.name)
    elif " 至 " not in (shown := show_span(finding.window[0], until)):
        events.setdefault(local_date(until), []).append(f"答复 {shown.partition(' ')[2]}")
    else:
        events.setdefault(local_date(finding.window[0]), []).append(f"答复不早于 {_hour(finding.window[0])}")
        events.setdefault(local_date(until), []).append(f"答复不晚于 {_hour(until)}")
    return events


def _hour(instant: datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%H:%M:%S}"


def _observed(seen: Observation) -> Observed:
    words = " ".join(seen.text.split())
    parts = [f"“{words if len(words) <= EXCERPT else words[:EXCERPT] + '……'}”"] if words else []
    for judged, who in ((seen.judgement, "程序建议"), (seen.verdict, "人工认定")):
        if judged is not None:
            parts.append(f"{who}：{judged.kind.label}（{judged.why}）")
    if seen.stated is not None:
        parts.append(f"网站载明 {show_stated(seen.stated)}")
    if seen.state:
        parts.append(f"网站状态“{seen.state}”")
    parts += filter(None, (seen.note, seen.withdrawn))
    return Observed(
        number=seen.id,
        at=seen.at,
        channel=CHANNEL_NAMES[seen.channel],
        result="不再计入" if seen.withdrawn else RESULT_NAMES[seen.result],
        said="；".join(parts),
        evidence=seen.evidence,
    )
