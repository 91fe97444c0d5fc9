"""The counting policy: what is counted, from when, and what stops it; data that is frozen into a round.

The default is DOMAIN §2: workdays in (day of the question, day of the answer], by date in Beijing, limits of 1 and 5.
Its source: 民法典 第二百零一条 (the day on which a period begins is left out) and 第二百零三条 (the last day ends at 24:00,
or, where there are business hours, when business ends).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Self

from huiying.calendar.workdays import ONE_DAY, WorkdayCalendar, local_date
from huiying.errors import BadInput
from huiying.model import SHANGHAI, AnswerKind, Bucket

LEGAL_SOURCE = "《中华人民共和国民法典》第二百零一条、第二百零三条"
LONGEST_LIMIT = 60
"""Workdays; the longest period of an inspection text is 20, so a larger one is a slip of the pen."""
RESOLUTION = timedelta(microseconds=1)


class Stops(StrEnum):
    """停止计时: which answers stop the clock."""

    EFFECTIVE = "effective"
    ANY = "any"


class Times(StrEnum):
    """认定时间: whether a time that a site states narrows what was observed, or only the observation counts."""

    STATED = "stated"
    OBSERVED = "observed"


@dataclass(frozen=True, kw_only=True, slots=True)
class CountingPolicy:
    """计时规则: `limits` are the two limits in workdays, the first below the second.

    `count_submission_day` counts the day of the question as the first, where it is a workday. `cutoff` is the end of
    business in Beijing: what comes later, or on a day of rest, belongs to the next workday; None means 24:00.
    """

    limits: tuple[int, int] = (1, 5)
    count_submission_day: bool = False
    cutoff: time | None = None
    stops: Stops = Stops.EFFECTIVE
    times: Times = Times.STATED

    def __post_init__(self) -> None:
        object.__setattr__(self, "stops", Stops(self.stops))  # settings hand over plain words
        object.__setattr__(self, "times", Times(self.times))
        first, second = self.limits
        if not 0 <= first < second <= LONGEST_LIMIT:
            raise _bad(f"时限 {first}、{second} 不成立", f"请填两个由小到大的工作日数（0 至 {LONGEST_LIMIT}）")
        if self.cutoff is not None and self.cutoff.tzinfo is not None:
            raise _bad("截止时刻带有时区", "请只填北京时间的时刻，如 17:30")

    def stopped_by(self, kind: AnswerKind) -> bool:
        """Whether an answer of this kind stops the clock."""
        if self.stops is Stops.ANY:
            return kind is not AnswerKind.ACKNOWLEDGEMENT
        return kind is AnswerKind.SUBSTANTIVE

    def row(self, workdays: int) -> Bucket:
        """Return the row of an answer that came after so many workdays."""
        if workdays <= self.limits[0]:
            return Bucket.ONE_WORKDAY
        return Bucket.FIVE_WORKDAYS if workdays <= self.limits[1] else Bucket.OVER_FIVE

    def day_of(self, instant: datetime, calendar: WorkdayCalendar) -> date:
        """Return the day to which an instant belongs; raises UnproclaimedYear."""
        day = local_date(instant)
        if self.cutoff is None:
            return day
        late = instant.astimezone(SHANGHAI).time() > self.cutoff
        return calendar.add(day, 1) if late or not calendar.is_workday(day) else day

    def workdays(self, asked_at: datetime, answered_at: datetime, calendar: WorkdayCalendar) -> int:
        """Count the workdays from the question to the answer; never below 0. Raises UnproclaimedYear."""
        asked = self.day_of(asked_at, calendar)
        counted = calendar.count(asked, self.day_of(answered_at, calendar))
        if self.count_submission_day and counted >= 0 and calendar.is_workday(asked):
            counted += 1
        return max(counted, 0)

    def crossing(
        self, asked_at: datetime, limit: int, calendar: WorkdayCalendar, *, until: datetime
    ) -> datetime | None:
        """Return the first instant at which an answer is over `limit` workdays; None where that is after `until`.

        Without a cut-off this is 00:00 of the (limit + 1)-th workday: days of rest after the limit's day add nothing.
        """
        day = self.day_of(asked_at, calendar)
        wanted = limit - int(self.count_submission_day and calendar.is_workday(day))
        last = local_date(until)
        if wanted < 0:  # the day of the question is over the limit by itself
            return asked_at
        while wanted >= 0:
            if self.cutoff is not None and wanted == 0:
                ends = datetime.combine(day, self.cutoff, SHANGHAI) + RESOLUTION
                return ends if ends <= until else None
            day += ONE_DAY
            if day > last:
                return None
            wanted -= calendar.is_workday(day)
        return datetime.combine(day, time.min, SHANGHAI)

    def labels(self) -> dict[Bucket, str]:
        """Return the row labels of annex 3 for these limits, in the order of the annex."""
        first, second = self.limits
        return {
            Bucket.ONE_WORKDAY: f"{within(first)}答复",
            Bucket.FIVE_WORKDAYS: f"{within(second)}答复",
            Bucket.OVER_FIVE: f"大于{second}个工作日回复",
            Bucket.NO_REPLY: "未回复",
        }

    def describe(self) -> tuple[str, ...]:
        """Say the policy in Chinese, one line a rule."""
        day_one = "提交当日为工作日的，计为第 1 个工作日" if self.count_submission_day else "提交当日不计入"
        end = "每日至 24:00 截止"
        if self.cutoff is not None:
            end = f"每个工作日至 {self.cutoff:%H:%M} 截止，此后及休息日视为下一工作日"
        first, second = self.limits
        limits = f"{first}个、{second}个工作日" if first else f"{within(first)}、{within(second)}"
        effective, stated = self.stops is Stops.EFFECTIVE, self.times is Times.STATED
        return (
            f"时限为{limits}，按北京时间的日期计算（{LEGAL_SOURCE}）",
            day_one,
            end,
            "有效答复停止计时" if effective else "除自动回执外，任何答复都停止计时",
            "网站载明的时间在检查所得区间内的，以载明时间为准" if stated else "只以检查所见时间为准",
        )

    def to_json(self) -> str:
        """Return the policy as JSON with sorted keys, as it is frozen into a round."""
        data = {
            "limits": list(self.limits),
            "count_submission_day": self.count_submission_day,
            "cutoff": self.cutoff.isoformat() if self.cutoff else None,
            "stops": self.stops.value,
            "times": self.times.value,
        }
        return json.dumps(data, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a frozen policy: absent keys take the default; raises BadInput for no such JSON and unknown keys."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            raise _bad("不是 JSON", "请从备份恢复该轮次") from None
        if not isinstance(data, dict):
            raise _bad("不是 JSON 对象", "请从备份恢复该轮次")
        unknown = sorted(set(data) - set(_READERS))
        if unknown:
            raise _bad(f"不认识的项“{unknown[0]}”", f"可用的项：{'、'.join(_READERS)}")
        values: dict[str, Any] = {}
        for key, value in data.items():
            try:
                values[key] = _READERS[key](value)
            except (ValueError, TypeError):
                raise _bad(f"“{key}”的值“{value}”不对", "请从备份恢复该轮次") from None
        return cls(**values)


def within(limit: int) -> str:
    """Say in Chinese by when an answer must come: 1个工作日内. No workday at all is more than the day of the question."""
    return f"{limit}个工作日内" if limit else "下一工作日前"


def _limits(value: object) -> tuple[int, int]:
    if not isinstance(value, list | tuple) or len(value) != 2 or not all(type(item) is int for item in value):
        raise ValueError
    return value[0], value[1]


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _cutoff(value: object) -> time | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError
    return time.fromisoformat(value)


def _bad(what: str, do: str) -> BadInput:
    return BadInput(where="计时规则", what=what, do=do)


_READERS: dict[str, Callable[[Any], object]] = {
    "limits": _limits,
    "count_submission_day": _flag,
    "cutoff": _cutoff,
    "stops": Stops,
    "times": Times,
}
