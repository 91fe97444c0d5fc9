"""The rules of keeping accounts up, at their edges."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from huiying.inspection import Account, Post
from huiying.model import SHANGHAI
from huiying.quarter.updates import UpdateRules, check_updates

FIRST, LAST = date(2024, 1, 1), date(2024, 1, 28)  # four whole weeks
MONITORED = date(2024, 1, 29)


def posts(platform: str, *days: date) -> list[Post]:
    return [Post(platform=platform, account="甲", at=datetime.combine(day, time(23, 59), SHANGHAI)) for day in days]


def problem(platform: str, days: list[date], rules: UpdateRules | None = None) -> str:
    account = Account(platform=platform, name="甲", unit="市公安局")
    found = check_updates([account], posts(platform, *days), period=(FIRST, LAST), monitored_on=MONITORED, rules=rules)
    return found[0].problem if found else ""


def every(step: int, count: int) -> list[date]:
    return [FIRST + timedelta(days=step * number) for number in range(count)]


def test_two_a_week_are_enough_for_an_official_account() -> None:
    assert problem("微信公众号", every(3, 10)) == ""


def test_one_a_week_is_enough_for_short_films_and_too_little_for_articles() -> None:
    weekly = every(7, 4)
    assert problem("抖音", weekly) == ""
    assert problem("微信公众号", weekly) == "一周未更新两次"
    assert problem("新浪微博", weekly) == "一周未更新两次"


def test_a_single_week_below_the_minimum_is_a_problem() -> None:
    days = [day for day in every(1, 28) if not 7 <= (day - FIRST).days < 14]
    assert problem("抖音", days) == "一周未更新一次"


@pytest.mark.parametrize(("days_before", "failed"), [(1, False), (14, False), (15, True)])
def test_two_weeks_of_silence_before_the_monitoring_point_fail(days_before: int, failed: bool) -> None:
    found = problem("今日头条", [MONITORED - timedelta(days=days_before)])
    assert (found == "监测时间点前两周内无更新") is failed


def test_a_post_on_the_monitoring_day_itself_does_not_count() -> None:
    assert problem("今日头条", [MONITORED]) == "监测时间点前两周内无更新"


def test_days_are_those_of_beijing() -> None:
    late = Post(platform="今日头条", account="甲", at=datetime.fromisoformat("2024-01-14T16:00:00+00:00"))
    found = check_updates(
        [Account(platform="今日头条", name="甲")], [late], period=(FIRST, LAST), monitored_on=MONITORED
    )
    assert found == []  # 00:00 of the fifteenth in Beijing is within the two weeks


def test_accounts_out_of_use_are_not_judged_and_failing_goes_before_frequency() -> None:
    stopped = Account(platform="抖音", name="甲", in_use=False)
    assert check_updates([stopped], [], period=(FIRST, LAST), monitored_on=MONITORED) == []
    (found,) = check_updates([Account(platform="抖音", name="甲")], [], period=(FIRST, LAST), monitored_on=MONITORED)
    assert found.failed


def test_an_office_may_set_its_own_limits() -> None:
    rules = UpdateRules(silent_days=30, weekly={"快手": 3})
    assert problem("快手", every(3, 10), rules) == "一周未更新三次"
    assert problem("微信公众号", [FIRST], rules) == ""
    assert problem("微信公众号", [], rules) == "监测时间点前30日内无更新"
