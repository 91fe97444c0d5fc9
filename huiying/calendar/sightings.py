"""Where in time a reply stands: what was observed, narrowed by what the site states, with what is odd about it.

DESIGN §5: a stated time makes a sighting exact only inside the window that was observed; a stated time before a check
that saw no answer is 疑似倒签; the unit is favoured where a window leaves a choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Self

from huiying.calendar.policy import RESOLUTION, CountingPolicy, Times
from huiying.calendar.workdays import ONE_DAY, local_date
from huiying.model import SHANGHAI, At, Between, Channel, Precision, Reply, Stated

SKEW = timedelta(minutes=10)
"""How far a site's clock may be wrong before its statement is doubted."""

CHANNEL_NAMES = {
    Channel.MAIL: "邮箱收到",
    Channel.LOOKUP: "查询页面",
    Channel.LIST: "公开列表",
    Channel.SAME_PAGE: "留言页面",
    Channel.PHONE: "电话记录",
    Channel.SMS: "短信记录",
    Channel.PROVED: "异议举证",
}


class Mark(StrEnum):
    """标注: what a reader of the row must know beside it."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    FAVOURED = "favoured", "从有利原则归入"
    BACKDATED = "backdated", "疑似倒签"
    BEFORE_ASKING = "before_asking", "早于提交时间"
    UNPROVEN = "unproven", "缺少时限内检查记录"
    PENDING_REVIEW = "pending_review", "待人工复核"
    OPEN = "open", "结果尚可能变化"
    LATE = "late", "统计截止后答复"
    SHORT = "short", "截止时答复时限未满"


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """答复时间: the earliest and the latest instant, both included, at which the reply can have appeared.

    `usable` says whether it may decide a row by itself, `possible` whether it may after a person's review.
    `by_statement` says that the site's own words narrowed it. `note` is Chinese, "" where there is nothing to say.
    """

    reply: Reply
    low: datetime
    high: datetime
    mark: Mark | None = None
    by_statement: bool = False
    usable: bool = True
    possible: bool = True
    note: str = ""


def place(reply: Reply, *, asked_at: datetime, checks: Sequence[datetime], policy: CountingPolicy) -> Placed:
    """Say when a reply can have appeared. `checks` are instants at which the site was read and had no answer."""
    low, high = _observed(reply, asked_at, checks)
    if seen_at(reply) < asked_at - SKEW:
        return Placed(
            reply=reply,
            low=low,
            high=high,
            mark=Mark.BEFORE_ASKING,
            usable=False,
            possible=False,
            note="看到该文字早于提交，不是本件的答复",
        )
    low, high = max(low, asked_at), max(high, asked_at)
    if reply.stated is None:
        return Placed(reply=reply, low=low, high=high)
    return _with_statement(reply, reply.stated, low, high, asked_at=asked_at, checks=checks, policy=policy)


def seen_at(reply: Reply) -> datetime:
    """Return the instant at which our own record first shows the reply."""
    return reply.sighting.instant if isinstance(reply.sighting, At) else reply.sighting.before


def stated_span(stated: Stated) -> tuple[datetime, datetime]:
    """Return the first and last instant that a statement can mean; a date alone means the whole day in Beijing."""
    local = stated.at.astimezone(SHANGHAI)
    if stated.precision is Precision.DATE:
        start, width = datetime.combine(local.date(), time.min, SHANGHAI), ONE_DAY
    elif stated.precision is Precision.MINUTE:
        start, width = local.replace(second=0, microsecond=0), timedelta(minutes=1)
    else:
        start, width = local.replace(microsecond=0), timedelta(seconds=1)
    return start, start + width - RESOLUTION


def show(instant: datetime) -> str:
    """Print an instant as Beijing time to the second."""
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def show_span(low: datetime, high: datetime) -> str:
    """Print the time between two instants, both included, no finer than it is known: a minute as the minute."""
    first, last = low.astimezone(SHANGHAI), high.astimezone(SHANGHAI)
    if first != last and f"{first:%Y-%m-%d %H:%M}" == f"{last:%Y-%m-%d %H:%M}":
        return f"{first:%Y-%m-%d %H:%M}"
    return show(low) if first == last else f"{show(low)} 至 {show(high)}"


def show_stated(stated: Stated) -> str:
    """Print a statement no finer than it was made."""
    pattern = {Precision.DATE: "%Y-%m-%d", Precision.MINUTE: "%Y-%m-%d %H:%M"}.get(
        stated.precision, "%Y-%m-%d %H:%M:%S"
    )
    return stated.at.astimezone(SHANGHAI).strftime(pattern)


def _observed(reply: Reply, asked_at: datetime, checks: Sequence[datetime]) -> tuple[datetime, datetime]:
    if isinstance(reply.sighting, At):
        return reply.sighting.instant, reply.sighting.instant
    before = reply.sighting.before
    after = max([asked_at, *_looks(reply.sighting, checks, asked_at)])
    return min(after + RESOLUTION, before), before


def _looks(window: Between, checks: Sequence[datetime], asked_at: datetime) -> list[datetime]:
    """Return the looks that came before the first sight; a window that opens with the question opens with none."""
    own = [window.after] if window.after > asked_at else []
    return [*own, *(check for check in checks if check < window.before)]


def _with_statement(
    reply: Reply,
    stated: Stated,
    low: datetime,
    high: datetime,
    *,
    asked_at: datetime,
    checks: Sequence[datetime],
    policy: CountingPolicy,
) -> Placed:
    first, last = stated_span(stated)
    if last < asked_at - SKEW:
        return Placed(
            reply=reply,
            low=low,
            high=high,
            mark=Mark.BEFORE_ASKING,
            usable=reply.reviewed,
            note=f"载明时间 {show_stated(stated)} 早于提交，不予采用",
        )
    # A clock that is a little wrong: the nearest instant that the observation allows.
    first, last = (min(first, high), last) if first <= high + SKEW else (first, last)
    first, last = (first, max(last, low)) if last >= low - SKEW else (first, last)
    if first <= high and last >= low:
        if policy.times is Times.OBSERVED:
            return Placed(reply=reply, low=low, high=high)
        return Placed(reply=reply, low=max(first, low), high=min(last, high), by_statement=True)
    if first > high:
        return Placed(
            reply=reply, low=low, high=high, note=f"载明时间 {show_stated(stated)} 晚于看到答复的时间，不予采用"
        )
    refuting = [look for look in _all_looks(reply, checks, asked_at) if look > last + SKEW]
    if not refuting:
        return Placed(reply=reply, low=low, high=high, note=f"载明时间 {show_stated(stated)} 与记录不符，不予采用")
    return Placed(
        reply=reply,
        low=low,
        high=high,
        mark=Mark.BACKDATED,
        note=f"载明时间 {show_stated(stated)}，而 {show(min(refuting))} 检查时尚无答复，以检查所见为准",
    )


def _all_looks(reply: Reply, checks: Sequence[datetime], asked_at: datetime) -> list[datetime]:
    if isinstance(reply.sighting, Between):
        return _looks(reply.sighting, checks, asked_at)
    return [check for check in checks if check < reply.sighting.instant]


def same_day(low: datetime, high: datetime) -> bool:
    """Whether both instants fall on one date in Beijing."""
    return local_date(low) == local_date(high)
