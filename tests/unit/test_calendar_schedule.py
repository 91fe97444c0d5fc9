from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.calendar.buckets import Mark, classify
from huiying.calendar.policy import CountingPolicy
from huiying.calendar.schedule import crossings, next_check, unprovable
from huiying.calendar.workdays import proclaimed_calendar
from huiying.model import SHANGHAI, AnswerKind, Between, Bucket, Channel, Precision, Reply, Stated

CALENDAR = proclaimed_calendar()
POLICY = CountingPolicy()
SECOND = timedelta(seconds=1)


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


ASKED = beijing("2024-03-04 10:00")  # Monday: over 1 workday from Wednesday, over 5 from Tuesday the 12th
CLOSES = beijing("2024-03-29 23:59:59")
AFTER_FIRST = beijing("2024-03-06 00:20")


def due(
    now: str | datetime, *checks: datetime, precision: Precision | None = None, jitter: float = 0.5, **other
) -> datetime | None:
    return next_check(
        asked_at=other.pop("asked", ASKED),
        checks=checks,
        stated_precision=precision,
        calendar=CALENDAR,
        policy=other.pop("policy", POLICY),
        closes_at=other.pop("closes", CLOSES),
        now=beijing(now) if isinstance(now, str) else now,
        jitter=jitter,
        **other,
    )


def test_the_row_changes_at_two_limits_and_at_the_close() -> None:
    found = crossings(asked_at=ASKED, calendar=CALENDAR, policy=POLICY, closes_at=CLOSES)
    assert [(one.at, one.name) for one in found] == [
        (beijing("2024-03-06 00:00"), "1个工作日时限"),
        (beijing("2024-03-12 00:00"), "5个工作日时限"),
        (CLOSES, "统计截止"),
    ]


def test_a_limit_after_the_close_is_not_waited_for() -> None:
    found = crossings(asked_at=ASKED, calendar=CALENDAR, policy=POLICY, closes_at=beijing("2024-03-08 18:00"))
    assert [one.name for one in found] == ["1个工作日时限", "统计截止"]


def test_there_is_a_look_shortly_before_and_shortly_after_24_00_of_the_first_day() -> None:
    before = due("2024-03-05 12:00", beijing("2024-03-05 11:00"))
    assert before is not None
    assert timedelta(minutes=5) <= beijing("2024-03-06 00:00") - before <= timedelta(minutes=20)
    after = due(before + SECOND, before)
    assert after is not None
    assert timedelta(minutes=1) <= after - beijing("2024-03-06 00:00") <= timedelta(minutes=16)


def test_where_the_site_states_dates_the_look_after_midnight_is_enough() -> None:
    first = due("2024-03-05 12:00", beijing("2024-03-05 11:00"), precision=Precision.DATE)
    assert first is not None
    assert first > beijing("2024-03-06 00:00")


def test_dates_do_not_settle_a_limit_in_the_middle_of_a_day() -> None:
    policy = CountingPolicy(cutoff=time(17, 30))
    looked = beijing("2024-03-05 11:00")
    dated = due("2024-03-05 12:00", looked, precision=Precision.DATE, policy=policy)
    exact = due("2024-03-05 12:00", looked, precision=Precision.MINUTE, policy=policy)
    assert dated is not None
    assert dated < beijing("2024-03-05 17:30")
    assert exact is not None
    assert exact > beijing("2024-03-05 17:30")


def test_stated_times_settle_nothing_where_only_what_was_seen_counts() -> None:
    policy = CountingPolicy(times="observed")  # type: ignore[arg-type]
    found = due("2024-03-05 12:00", beijing("2024-03-05 11:00"), precision=Precision.SECOND, policy=policy)
    assert found is not None
    assert found < beijing("2024-03-06 00:00")


def test_looks_between_come_at_polite_hours() -> None:
    for jitter in (0.0, 0.3, 0.999):
        between = due("2024-03-12 00:20", beijing("2024-03-12 00:10"), jitter=jitter)
        assert between is not None
        assert time(8) <= between.astimezone(SHANGHAI).time() <= time(20)
        assert between - beijing("2024-03-12 00:10") >= timedelta(days=8)


def test_the_jitter_spreads_the_sites() -> None:
    looks = {due("2024-03-05 22:00", beijing("2024-03-05 11:00"), jitter=n / 43) for n in range(43)}
    assert len(looks) == 43


def test_an_overdue_look_is_due_at_once() -> None:
    now = beijing("2024-03-07 03:00")
    assert due(now) == now
    assert due(beijing("2024-04-02 03:00")) == beijing("2024-04-02 03:00")
    assert due("2024-03-05 23:58", beijing("2024-03-05 09:00")) == beijing("2024-03-05 23:58")


def test_after_the_look_past_the_close_nothing_is_left_to_prove() -> None:
    assert due("2024-03-31 12:00", beijing("2024-03-30 00:05")) is None
    assert due("2024-03-31 12:00", CLOSES) is None


def test_looks_that_lie_in_the_future_are_not_looks() -> None:
    assert due("2024-03-05 12:00", beijing("2024-03-30 00:05")) is not None


def test_instants_may_come_in_any_zone() -> None:
    looked = beijing("2024-03-05 11:00")
    here = due("2024-03-05 12:00", looked)
    there = due(
        beijing("2024-03-05 12:00").astimezone(UTC), looked.astimezone(UTC), asked=ASKED.astimezone(UTC),
        closes=CLOSES.astimezone(UTC),
    )  # fmt: skip
    assert here == there


def gaps(now: str, *checks: str) -> list[str]:
    found = unprovable(
        asked_at=ASKED, checks=[beijing(check) for check in checks], calendar=CALENDAR, policy=POLICY, closes_at=CLOSES,
        now=beijing(now),
    )  # fmt: skip
    return [gap.crossing.name for gap in found]


def test_after_an_outage_it_is_said_what_can_no_longer_be_proved() -> None:
    assert gaps("2024-03-05 20:00", "2024-03-04 18:00") == []
    assert gaps("2024-03-07 09:00", "2024-03-04 18:00") == ["1个工作日时限"]
    assert gaps("2024-03-13 09:00", "2024-03-04 18:00") == ["1个工作日时限", "5个工作日时限"]
    assert gaps("2024-03-13 09:00", "2024-03-06 00:05") == ["5个工作日时限"]
    assert gaps("2024-03-13 09:00", "2024-03-12 00:05") == []
    assert gaps("2024-03-13 09:00", "2024-03-11 23:50", "2024-03-12 00:05") == []
    (gap,) = unprovable(
        asked_at=ASKED, checks=[], calendar=CALENDAR, policy=POLICY, closes_at=CLOSES, now=beijing("2024-03-07 09:00")
    )
    assert "2024-03-05 24:00" in gap.why


def watch(
    asked_at: datetime, closes_at: datetime, replied_at: datetime | None, precision: Precision | None, jitter: float
):
    """Follow the schedule as a watcher that is never down; return the visits and the finding."""
    checks: list[datetime] = []
    replies: list[Reply] = []
    now = asked_at
    while (
        wanted := due(now, *checks, precision=precision, jitter=jitter, asked=asked_at, closes=closes_at)
    ) is not None:
        assert wanted >= now
        now = wanted
        if replied_at is not None and replied_at <= now:
            said = Stated(at=replied_at, precision=precision) if precision else None
            window = Between(after=checks[-1] if checks else asked_at, before=now)
            replies.append(
                Reply(channel=Channel.LIST, kind=AnswerKind.SUBSTANTIVE, sure=True, sighting=window, stated=said)
            )
            break
        checks.append(now)
        now += SECOND
        assert len(checks) < 40
    finding = classify(
        asked_at=asked_at, replies=replies, checks=checks, calendar=CALENDAR, policy=POLICY, closes_at=closes_at,
        as_of=max(now, closes_at + timedelta(hours=1)),
    )  # fmt: skip
    return len(checks) + len(replies), finding


delays = st.timedeltas(timedelta(minutes=1), timedelta(days=60))


@given(
    st.timedeltas(timedelta(0), timedelta(days=300)),
    st.none() | delays,
    st.sampled_from([None, *Precision]),
    st.floats(0, 1, exclude_max=True),
)
@settings(max_examples=300)
def test_a_watcher_that_is_never_down_proves_every_row(
    passed: timedelta, delay: timedelta | None, precision: Precision | None, jitter: float
) -> None:
    asked_at = beijing("2024-01-10 09:00") + passed
    closes_at = beijing("2024-01-10 23:59:59") + timedelta(days=passed.days + 50)
    replied_at = asked_at + delay if delay else None
    visits, found = watch(asked_at, closes_at, replied_at, precision, jitter)
    true = Bucket.NO_REPLY
    if replied_at is not None and replied_at <= closes_at:
        true = POLICY.row(POLICY.workdays(asked_at, replied_at, CALENDAR))
    assert found.final
    # In the minutes between the two looks around midnight a site without stated times is favoured.
    if found.bucket is not true:
        assert Mark.FAVOURED in found.marks
        assert replied_at is not None
        near = [one.at for one in crossings(asked_at=asked_at, calendar=CALENDAR, policy=POLICY, closes_at=closes_at)]
        assert any(timedelta(0) <= replied_at - at <= timedelta(minutes=16) for at in near)
    assert visits <= 20


@pytest.mark.parametrize("precision", [None, Precision.DATE])
def test_a_site_that_answers_the_next_morning_is_visited_once(precision: Precision | None) -> None:
    visits, found = watch(ASKED, CLOSES, beijing("2024-03-05 09:30"), precision, 0.5)
    assert (visits, found.bucket, found.marks) == (1, Bucket.ONE_WORKDAY, ())
