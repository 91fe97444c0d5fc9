from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.calendar.buckets import classify
from huiying.calendar.explain import Explanation, explain
from huiying.calendar.policy import CountingPolicy
from huiying.calendar.sightings import show_span
from huiying.calendar.workdays import proclaimed_calendar
from huiying.model import (
    SHANGHAI,
    AnswerKind,
    At,
    Between,
    Channel,
    CheckResult,
    Evidence,
    EvidenceKind,
    Judgement,
    Observation,
    Precision,
    Reply,
    Sighting,
    Stated,
)

CALENDAR = proclaimed_calendar()
POLICY = CountingPolicy()


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


ASKED = beijing("2024-02-02 10:00")
CLOSES = beijing("2024-02-29 23:59:59")
LATER = beijing("2024-03-01 00:30")


def explained(
    *sightings: Sighting,
    asked: datetime = ASKED,
    closes: datetime = CLOSES,
    observations: tuple[Observation, ...] = (),
    policy: CountingPolicy = POLICY,
    kind: AnswerKind = AnswerKind.SUBSTANTIVE,
) -> Explanation:
    facts = {
        "asked_at": asked,
        "replies": [Reply(channel=Channel.MAIL, kind=kind, sure=True, sighting=one) for one in sightings],
        "checks": [closes + timedelta(minutes=5)],
        "calendar": CALENDAR,
        "policy": policy,
        "closes_at": closes,
        "as_of": closes + timedelta(minutes=30),
    }
    return explain(finding=classify(**facts), observations=observations, **facts)


def test_the_days_are_counted_one_by_one_with_their_notices() -> None:
    rows = [
        (str(row.day), row.workday, row.count, row.why, row.events)
        for row in explained(At(instant=beijing("2024-02-05 09:10"))).days
    ]
    assert rows == [
        ("2024-02-02", True, 0, "周五", ("提交 10:00:00",)),
        ("2024-02-03", False, 0, "周六", ()),
        ("2024-02-04", True, 1, "国办发明电〔2023〕7号：春节调休上班", ("1个工作日时限届满",)),
        ("2024-02-05", True, 2, "周一", ("答复 09:10:00",)),
    ]


def test_without_an_answer_the_days_go_to_where_the_last_limit_ran_out() -> None:
    days = explained().days
    assert days[-1].day == date(2024, 2, 8)
    assert days[-1].events == ("5个工作日时限届满",)
    assert days[-1].count == 5


def test_a_round_that_closed_before_the_limit_is_shown_to_its_close() -> None:
    days = explained(closes=beijing("2024-02-06 23:59:59")).days
    assert (days[-1].day, days[-1].events) == (date(2024, 2, 6), ("统计截止",))


def test_a_window_shows_the_earliest_and_the_latest_day_of_the_answer() -> None:
    days = explained(Between(after=beijing("2024-02-04 18:00"), before=beijing("2024-02-05 09:00"))).days
    assert days[-2].events == ("1个工作日时限届满", "答复不早于 18:00:00")
    assert days[-1].events == ("答复不晚于 09:00:00",)


def test_the_other_policies_say_what_they_would_change() -> None:
    others = explained(At(instant=beijing("2024-02-04 19:00"))).alternatives
    assert [(other.rule, other.row, other.workdays, other.changed) for other in others] == [
        ("提交当日计为第 1 个工作日", "5个工作日内答复", 2, True),
        ("每个工作日至 17:30 截止", "5个工作日内答复", 2, True),
        ("除自动回执外，任何答复都停止计时", "1个工作日内答复", 1, False),
        ("只以检查所见时间为准", "1个工作日内答复", 1, False),
    ]


def test_a_deflection_would_count_where_any_answer_stops_the_clock() -> None:
    found = explained(At(instant=beijing("2024-02-04 19:00")), kind=AnswerKind.DEFLECTION)
    assert "归入“未回复”" in found.decision
    assert [other.changed for other in found.alternatives] == [False, False, True, False]


def test_a_policy_that_needs_an_unproclaimed_year_says_so() -> None:
    asked = beijing("2026-12-30 10:00")
    found = explained(At(instant=beijing("2026-12-31 19:00")), asked=asked, closes=beijing("2026-12-31 23:59:59"))
    assert any(other.row.startswith("不能计算") and "2027" in other.row for other in found.alternatives)


def test_every_observation_is_listed_with_its_evidence_and_who_judged_it() -> None:
    shot = Evidence(sha256="ab" * 32, kind=EvidenceKind.CHECKED_PAGE, path="x/y.html", size=3, kept_at=ASKED)
    seen = Observation(
        id=2, inquiry_id=1, at=beijing("2024-02-05 09:00"), channel=Channel.LIST, result=CheckResult.SEEN, text="答",
        stated=Stated(at=beijing("2024-02-04 00:00"), precision=Precision.DATE), state="已办结",
        judgement=Judgement(kind=AnswerKind.DEFLECTION, sure=False, why="只给出电话"),
        verdict=Judgement(kind=AnswerKind.SUBSTANTIVE, sure=True, why="所问即电话"), evidence=(shot,),
    )  # fmt: skip
    absent = Observation(
        id=1, inquiry_id=1, at=beijing("2024-02-04 18:00"), channel=Channel.LIST, result=CheckResult.ABSENT
    )  # fmt: skip
    later = Observation(
        id=3, inquiry_id=1, at=LATER + timedelta(days=9), channel=Channel.LIST, result=CheckResult.ABSENT
    )  # fmt: skip
    rows = explained(observations=(later, seen, absent)).observed
    assert [(row.result, row.said) for row in rows] == [
        ("尚无答复", ""),
        (
            "看到文字",
            "“答”；程序建议：推诿性回复（只给出电话）；人工认定：有效答复（所问即电话）；网站载明 2024-02-04；网站状态“已办结”",
        ),
    ]
    assert rows[1].evidence == (shot,)


instants = st.timedeltas(timedelta(0), timedelta(days=60)).map(lambda passed: beijing("2024-01-20") + passed)


@given(instants, st.lists(instants, max_size=2), instants, st.booleans())
@settings(max_examples=200)
def test_the_last_counted_day_agrees_with_the_finding(
    asked: datetime, answers: list[datetime], closes: datetime, whole_day: bool
) -> None:
    policy = CountingPolicy(count_submission_day=whole_day)
    facts = {
        "asked_at": asked,
        "replies": [
            Reply(channel=Channel.MAIL, kind=AnswerKind.SUBSTANTIVE, sure=True, sighting=At(instant=one))
            for one in answers
        ],
        "checks": [],
        "calendar": CALENDAR,
        "policy": policy,
        "closes_at": closes,
        "as_of": closes,
    }
    finding = classify(**facts)
    days = explain(finding=finding, observations=(), **facts).days
    if finding.workdays is not None:
        assert days[-1].count == finding.workdays
    assert [row.day for row in days] == [days[0].day + timedelta(days=n) for n in range(len(days))]


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("15:10:00", "15:10:00", "2024-02-19 15:10:00"),
        ("15:10:00", "15:10:59", "2024-02-19 15:10"),
        ("15:10:00", "15:11:00", "2024-02-19 15:10:00 至 2024-02-19 15:11:00"),
    ],
)
def test_a_time_is_printed_no_finer_than_it_is_known(first: str, last: str, shown: str) -> None:
    low, high = (datetime.fromisoformat(f"2024-02-19 {clock}").replace(tzinfo=SHANGHAI) for clock in (first, last))
    assert show_span(low, high) == shown
