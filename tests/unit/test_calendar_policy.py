from __future__ import annotations

import json
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.calendar.policy import CountingPolicy, Stops, Times
from huiying.calendar.workdays import proclaimed_calendar
from huiying.errors import BadInput, UnproclaimedYear
from huiying.model import SHANGHAI, AnswerKind, Bucket
from huiying.quarter.lines import bucket_of

CALENDAR = proclaimed_calendar()


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


policies = st.builds(
    CountingPolicy,
    limits=st.tuples(st.integers(0, 10), st.integers(1, 20)).filter(lambda pair: pair[0] < pair[1]),
    count_submission_day=st.booleans(),
    cutoff=st.none() | st.times(),
    stops=st.sampled_from(Stops),
    times=st.sampled_from(Times),
)


def test_the_default_is_the_rule_of_the_notice() -> None:
    policy = CountingPolicy()
    assert (policy.limits, policy.count_submission_day, policy.cutoff, policy.stops) == (
        (1, 5),
        False,
        None,
        "effective",
    )
    assert list(policy.labels().values()) == ["1个工作日内答复", "5个工作日内答复", "大于5个工作日回复", "未回复"]
    assert "民法典" in policy.describe()[0]


def test_a_limit_of_no_workday_at_all_is_said_in_words() -> None:
    """An answer on the days of rest after the question came before any workday, too: it is not only the same day."""
    policy = CountingPolicy(limits=(0, 5))
    assert list(policy.labels().values())[:2] == ["下一工作日前答复", "5个工作日内答复"]
    assert policy.describe()[0].startswith("时限为下一工作日前、5个工作日内，按北京时间")
    assert bucket_of("下一工作日前答复（3家）") is Bucket.ONE_WORKDAY


def test_the_labels_follow_the_limits() -> None:
    assert list(CountingPolicy(limits=(3, 7)).labels().values())[:3] == [
        "3个工作日内答复", "7个工作日内答复", "大于7个工作日回复"
    ]  # fmt: skip


@given(policies)
def test_a_frozen_policy_comes_back_as_it_was(policy: CountingPolicy) -> None:
    assert CountingPolicy.from_json(policy.to_json()) == policy


def test_an_old_frozen_policy_takes_the_defaults_for_what_it_does_not_say() -> None:
    assert CountingPolicy.from_json('{"limits": [3, 7]}') == CountingPolicy(limits=(3, 7))


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", "{" * 90_000, '{"limit": [1, 5]}', '{"limits": [5, 1]}', '{"limits": [1]}', '{"limits": [1, 5.0]}',
     '{"limits": [-1, 5]}', '{"limits": [1, 500]}', '{"limits": [true, 5]}', '{"cutoff": "25:00"}', '{"cutoff": 17}',
     '{"cutoff": "17:30+08:00"}', '{"stops": "never"}', '{"count_submission_day": 1}', '{"times": null}'],
)  # fmt: skip
def test_what_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="计时规则"):
        CountingPolicy.from_json(text)


def test_the_frozen_form_is_plain_json() -> None:
    assert json.loads(CountingPolicy(cutoff=time(17, 30)).to_json()) == {
        "limits": [1, 5], "count_submission_day": False, "cutoff": "17:30:00", "stops": "effective", "times": "stated"
    }  # fmt: skip


def test_which_answers_stop_the_clock() -> None:
    assert [kind for kind in AnswerKind if CountingPolicy().stopped_by(kind)] == [AnswerKind.SUBSTANTIVE]
    every = CountingPolicy(stops=Stops.ANY)
    assert [kind for kind in AnswerKind if not every.stopped_by(kind)] == [AnswerKind.ACKNOWLEDGEMENT]


@pytest.mark.parametrize(
    ("asked", "limit", "crossing"),
    [
        ("2024-02-02 10:00", 1, "2024-02-05 00:00"),
        ("2024-02-02 10:00", 5, "2024-02-09 00:00"),
        ("2024-03-07 10:00", 1, "2024-03-11 00:00"),  # the weekend after Friday adds nothing
        ("2024-02-09 10:00", 1, "2024-02-19 00:00"),
        ("2024-02-28 10:00", 1, "2024-03-01 00:00"),
    ],
)
def test_a_limit_is_crossed_when_the_next_workday_begins(asked: str, limit: int, crossing: str) -> None:
    asked_at = beijing(asked)
    found = CountingPolicy().crossing(asked_at, limit, CALENDAR, until=asked_at + timedelta(days=30))
    assert found == beijing(crossing)


def test_a_limit_that_runs_out_after_the_round_is_never_crossed() -> None:
    asked_at = beijing("2026-12-28 10:00")
    close = beijing("2026-12-31 23:59:59")
    assert CountingPolicy().crossing(asked_at, 1, CALENDAR, until=close) == beijing("2026-12-30 00:00")
    assert CountingPolicy().crossing(asked_at, 5, CALENDAR, until=close) is None
    with pytest.raises(UnproclaimedYear):
        CountingPolicy().crossing(asked_at, 5, CALENDAR, until=close + timedelta(days=1))


instants = st.timedeltas(timedelta(0), timedelta(days=60)).map(lambda passed: beijing("2024-01-20") + passed)


@given(policies, instants, st.timedeltas(timedelta(0), timedelta(days=40)), st.integers(0, 20))
@settings(max_examples=500)
def test_the_crossing_is_the_first_instant_over_the_limit(
    policy: CountingPolicy, asked_at: datetime, later: timedelta, limit: int
) -> None:
    until = asked_at + timedelta(days=60)
    crossing = policy.crossing(asked_at, limit, CALENDAR, until=until)
    instant = asked_at + later
    over = policy.workdays(asked_at, instant, CALENDAR) > limit
    assert over == (crossing is not None and instant >= crossing)


@given(policies, instants, instants, instants)
@settings(max_examples=300)
def test_a_later_answer_never_has_fewer_workdays(policy: CountingPolicy, a: datetime, b: datetime, c: datetime) -> None:
    asked, first, second = sorted([a, b, c])
    assert policy.workdays(asked, first, CALENDAR) <= policy.workdays(asked, second, CALENDAR)


@given(policies, st.integers(0, 30))
def test_rows_get_worse_with_the_workdays(policy: CountingPolicy, workdays: int) -> None:
    order = [Bucket.ONE_WORKDAY, Bucket.FIVE_WORKDAYS, Bucket.OVER_FIVE]
    assert order.index(policy.row(workdays)) <= order.index(policy.row(workdays + 1))
