"""Whether accounts were kept up, computed from their posts (DOMAIN §7).

No post in the two weeks before the monitoring point is 不合格, a veto item. Fewer posts in any whole week of the period
than the platform's minimum is 存在问题. Days are those of Beijing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from huiying.inspection import Account, AccountProblem, Post
from huiying.model import SHANGHAI

TIMES = "零一两三四五六七八九十"
WEEKLY = {"微信公众号": 2, "新浪微博": 2, "抖音": 1}


@dataclass(frozen=True, kw_only=True, slots=True)
class UpdateRules:
    """更新规则: days of silence that fail an account, and posts a week by platform; a platform not named has no minimum."""

    silent_days: int = 14
    weekly: Mapping[str, int] = field(default_factory=lambda: dict(WEEKLY))


def check_updates(
    accounts: Sequence[Account],
    posts: Iterable[Post],
    *,
    period: tuple[date, date],
    monitored_on: date,
    rules: UpdateRules | None = None,
) -> list[AccountProblem]:
    """Return the problems of the accounts in use, in their order; `period` includes both its days.

    The two weeks are the days before `monitored_on`, which does not count itself. Weeks run from the period's first day;
    a rest of less than seven days at its end is no week.
    """
    by_account: dict[tuple[str, str], list[date]] = {}
    for post in posts:
        by_account.setdefault((post.platform, post.account), []).append(post.at.astimezone(SHANGHAI).date())
    kept = rules or UpdateRules()
    problems = []
    for account in accounts:
        if account.in_use:
            days = by_account.get((account.platform, account.name), [])
            problem = _problem(account, days, period, monitored_on, kept)
            problems += [problem] if problem else []
    return problems


def _problem(
    account: Account, days: Sequence[date], period: tuple[date, date], monitored_on: date, rules: UpdateRules
) -> AccountProblem | None:
    silent_from = monitored_on - timedelta(days=rules.silent_days)
    if not any(silent_from <= day < monitored_on for day in days):
        return _made(account, f"监测时间点前{_span(rules.silent_days)}内无更新", failed=True)
    least = rules.weekly.get(account.platform, 0)
    if least and min(_weeks(days, period), default=least) < least:
        times = TIMES[least] if least < len(TIMES) else str(least)
        return _made(account, f"一周未更新{times}次", failed=False)
    return None


def _weeks(days: Sequence[date], period: tuple[date, date]) -> list[int]:
    """Return the number of posts in each whole week of the period."""
    first, last = period
    whole = ((last - first).days + 1) // 7
    counted = Counter((day - first).days // 7 for day in days if day >= first)
    return [counted[week] for week in range(whole)]


def _span(days: int) -> str:
    weeks, rest = divmod(days, 7)
    return f"{TIMES[weeks]}周" if not rest and 0 < weeks < len(TIMES) else f"{days}日"


def _made(account: Account, problem: str, *, failed: bool) -> AccountProblem:
    return AccountProblem(
        platform=account.platform, name=account.name, unit=account.unit, problem=problem, failed=failed, computed=True
    )
