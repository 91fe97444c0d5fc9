"""Rows at the edges of time, from the real ledger to the row: limits, zones, leap days, New Year, outages, stated times."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from huiying.app.outages import outages
from huiying.app.results import Result, judge_round
from huiying.app.rounds import ReachesUnproclaimedYear, open_round
from huiying.app.status import snapshot
from huiying.app.world import World
from huiying.calendar.sightings import Mark
from huiying.db.ledger import Ledger
from huiying.db.observations import NewObservation
from huiying.errors import BadInput, NotAllowed
from huiying.model import (
    SHANGHAI,
    AnswerKind,
    Bucket,
    Channel,
    CheckResult,
    Inquiry,
    Judgement,
    Precision,
    Round,
    Stated,
)
from tests.fakes import FakeClock
from tests.rounds import QUESTION, proof, site
from tests.rounds import open_round as plan_round
from tests.worlds import submit, world_of

SUBSTANTIVE = Judgement(kind=AnswerKind.SUBSTANTIVE, sure=True, why="说明了所需材料和地点")
NEW_YORK = timezone(timedelta(hours=-5))


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


class Case:
    """One site of one round, asked at an instant; everything goes through the ledger."""

    def __init__(self, folder: Path, ledger: Ledger, clock: FakeClock, asked: datetime, closes: date, **policy: object):
        clock.move_to(asked)
        self.clock = clock
        world = world_of(folder, ledger, clock)
        self.world: World = replace(world, settings=world.settings.model_copy(update={"policy": policy}))
        ledger.rosters.import_sites([site()])
        ledger.rosters.import_questions([QUESTION])
        self.round: Round = open_round(self.world, name="一", closes=closes)[0]
        (planned,) = ledger.rounds.inquiries(self.round.id)
        self.inquiry: Inquiry = submit(ledger, planned)

    def look(self, *at: datetime) -> None:
        for each in at:
            self._record(each, Channel.LOOKUP, CheckResult.ABSENT)

    def mail(self, at: datetime) -> None:
        self._record(at, Channel.MAIL, CheckResult.SEEN)

    def page(self, at: datetime, stated: datetime | None = None, precision: Precision = Precision.MINUTE) -> None:
        said = Stated(at=stated, precision=precision) if stated else None
        self._record(at, Channel.LOOKUP, CheckResult.SEEN, said)

    def _record(self, at: datetime, channel: Channel, result: CheckResult, stated: Stated | None = None) -> None:
        self.clock.move_to(max(at, self.clock.now()))
        seen = result is CheckResult.SEEN
        self.world.ledger.observations.record(
            NewObservation(
                inquiry_id=self.inquiry.id,
                at=at,
                channel=channel,
                result=result,
                text="带身份证到窗口办理" if seen else "",
                stated=stated,
                judgement=SUBSTANTIVE if seen else None,
                evidence=[proof(f"{at}{channel}")],
            )
        )

    def result(self, as_of: datetime | None = None) -> Result:
        (result,) = judge_round(self.world, self.round, as_of=as_of or self.clock.now())
        return result

    def row(self) -> tuple[Bucket, int | None, tuple[Mark, ...]]:
        found = self.result().finding
        assert found is not None
        return found.bucket, found.workdays, found.marks


MONDAY = beijing("2024-02-05 09:00")
CLOSES = date(2024, 2, 25)


@pytest.mark.parametrize(
    ("answered", "bucket", "workdays"),
    [
        ("2024-02-05 09:00:01", Bucket.ONE_WORKDAY, 0),
        ("2024-02-06 23:59:59", Bucket.ONE_WORKDAY, 1),
        ("2024-02-07 00:00:00", Bucket.FIVE_WORKDAYS, 2),
        ("2024-02-18 23:59:59", Bucket.FIVE_WORKDAYS, 5),
        ("2024-02-19 00:00:00", Bucket.OVER_FIVE, 6),
        ("2024-02-25 23:59:59", Bucket.OVER_FIVE, 10),
        ("2024-02-26 00:00:00", Bucket.NO_REPLY, None),
    ],
)
@pytest.mark.parametrize("channel", ["mail", "page"])
def test_the_last_second_of_a_limit_and_the_first_after_it(
    *,
    tmp_path: Path,
    ledger: Ledger,
    clock: FakeClock,
    answered: str,
    bucket: Bucket,
    workdays: int | None,
    channel: str,
) -> None:
    case, at = Case(tmp_path, ledger, clock, MONDAY, CLOSES), beijing(answered)
    edges = [beijing(text) for text in ("2024-02-07 00:00", "2024-02-19 00:00", "2024-02-26 00:00")]
    if channel == "mail":
        case.look(*(edge for edge in edges if edge < at), beijing("2024-02-26 00:05"))
        case.mail(at)
    else:
        case.look(*(edge - timedelta(minutes=5) for edge in edges if edge - timedelta(minutes=5) < at))
        case.page(at + timedelta(minutes=3), at, Precision.SECOND)
    found = case.result(as_of=beijing("2024-02-26 09:00"))
    assert found.finding is not None
    assert (found.bucket, found.finding.workdays) == (bucket, workdays)
    assert found.final


@pytest.mark.parametrize("zone", [UTC, NEW_YORK, SHANGHAI])
def test_an_answer_one_minute_past_midnight_in_beijing_belongs_to_that_day_whatever_zone_the_server_has(
    tmp_path: Path, ledger: Ledger, clock: FakeClock, zone: timezone
) -> None:
    case = Case(tmp_path, ledger, clock, MONDAY.astimezone(zone), CLOSES)
    assert case.inquiry.asked_at == MONDAY
    case.look(beijing("2024-02-07 00:00:30").astimezone(zone))
    case.mail(beijing("2024-02-07 00:01").astimezone(zone))
    assert case.row()[:2] == (Bucket.FIVE_WORKDAYS, 2)
    case.mail(beijing("2024-02-06 23:59").astimezone(zone))
    assert case.row()[:2] == (Bucket.ONE_WORKDAY, 1)


def test_a_question_put_after_midnight_in_beijing_begins_on_that_day(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    """16:01 in UTC on Monday the 5th is Tuesday in Beijing: Wednesday is the first workday."""
    case = Case(tmp_path, ledger, clock, datetime(2024, 2, 5, 16, 1, tzinfo=UTC), CLOSES)
    case.mail(beijing("2024-02-07 23:59:59"))
    assert case.row()[:2] == (Bucket.ONE_WORKDAY, 1)


def test_the_round_closes_at_midnight_in_beijing_on_a_server_in_utc(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    case = Case(tmp_path, ledger, clock, MONDAY.astimezone(UTC), CLOSES)
    assert case.round.closes_at.astimezone(UTC) == datetime(2024, 2, 25, 15, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answered", "workdays"), [("2024-02-29 10:00", 1), ("2024-03-01 10:00", 2), ("2024-03-06 23:59:59", 5)]
)
def test_the_leap_day_is_a_workday_like_any_other(
    tmp_path: Path, ledger: Ledger, clock: FakeClock, answered: str, workdays: int
) -> None:
    case = Case(tmp_path, ledger, clock, beijing("2024-02-28 10:00"), date(2024, 3, 15))
    case.mail(beijing(answered))
    assert case.row()[1] == workdays


@pytest.mark.parametrize(
    ("asked", "answered", "workdays"),
    [
        ("2023-12-29 17:00", "2024-01-02 09:00", 1),  # 1 January was off, 30 and 31 December a weekend
        ("2023-12-29 17:00", "2024-01-01 23:59", 0),
        ("2024-12-31 09:00", "2025-01-02 09:00", 1),
        ("2018-12-28 09:00", "2018-12-29 09:00", 1),  # a Saturday that the notice for 2019 turned into a workday
        ("2025-12-31 09:00", "2026-01-04 09:00", 1),  # a Sunday worked for 2 January
    ],
)
def test_a_round_over_new_year(
    *, tmp_path: Path, ledger: Ledger, clock: FakeClock, asked: str, answered: str, workdays: int
) -> None:
    begins = beijing(asked)
    case = Case(tmp_path, ledger, clock, begins, date(begins.year + 1, 1, 31))
    case.mail(beijing(answered))
    assert case.row()[1] == workdays


@pytest.mark.parametrize(("closes", "policy"), [(date(2027, 1, 1), {}), (date(2026, 12, 31), {"cutoff": "17:30:00"})])
def test_a_round_that_reaches_an_unproclaimed_year_is_not_opened(
    tmp_path: Path, ledger: Ledger, clock: FakeClock, closes: date, policy: dict[str, str]
) -> None:
    """With a cut-off, the last evening of December belongs to the first workday of January."""
    with pytest.raises(ReachesUnproclaimedYear, match=r"2027年的节假日安排尚未录入.*calendar add"):
        Case(tmp_path, ledger, clock, beijing("2026-12-01 09:00"), closes, **policy)
    assert ledger.rounds.names() == []


def test_a_round_that_ends_with_the_year_is_opened_with_a_word_on_its_last_days(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    case = Case(tmp_path, ledger, clock, beijing("2026-12-01 09:00"), date(2026, 12, 26))
    _, warnings = open_round(case.world, name="二", closes=date(2026, 12, 31), beside=["一"])
    assert any("可能改动2026年12月最后几天" in warning for warning in warnings)
    _, warnings = open_round(case.world, name="三", closes=date(2026, 12, 26), beside=["一", "二"])
    assert not any("最后几天" in warning for warning in warnings)


def test_a_time_stated_before_a_look_that_saw_nothing_is_not_believed(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    case = Case(tmp_path, ledger, clock, MONDAY, CLOSES)
    case.look(beijing("2024-02-07 00:05"), beijing("2024-02-08 10:00"))
    case.page(beijing("2024-02-08 18:00"), stated=beijing("2024-02-06 16:00"))
    bucket, workdays, marks = case.row()
    assert (bucket, workdays) == (Bucket.FIVE_WORKDAYS, 3)
    assert Mark.BACKDATED in marks


def test_a_stated_time_inside_the_window_is_believed(tmp_path: Path, ledger: Ledger, clock: FakeClock) -> None:
    case = Case(tmp_path, ledger, clock, MONDAY, CLOSES)
    case.look(beijing("2024-02-06 10:00"))
    case.page(beijing("2024-02-08 18:00"), stated=beijing("2024-02-06 16:00"))
    assert case.row() == (Bucket.ONE_WORKDAY, 1, ())


def test_a_watcher_down_over_a_deadline_says_so_per_site_and_favours_the_unit(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    case = Case(tmp_path, ledger, clock, MONDAY, CLOSES)
    case.look(beijing("2024-02-06 10:00"))
    clock.move_to(beijing("2024-02-07 15:00"))

    def said() -> list[str]:
        return [outage.why for outage in outages(case.world, case.round, [case.result()])]

    assert [why for why in said() if "1个工作日时限（2024-02-06 24:00）" in why]
    assert any("杞县：时限届满前后没有检查记录" in line for line in snapshot(case.world, case.round).needs)
    case.page(beijing("2024-02-07 15:10"))
    bucket, workdays, marks = case.row()
    assert (bucket, workdays) == (Bucket.ONE_WORKDAY, 1)
    assert Mark.FAVOURED in marks
    assert [why for why in said() if "从有利原则" in why]


def test_a_look_that_still_finds_nothing_closes_the_gap_of_an_outage(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    case = Case(tmp_path, ledger, clock, MONDAY, CLOSES)
    clock.move_to(beijing("2024-02-20 09:00"))
    assert len(outages(case.world, case.round, [case.result()])) == 2
    case.look(beijing("2024-02-20 09:05"))
    assert outages(case.world, case.round, [case.result()]) == []
    case.page(beijing("2024-02-20 18:00"))
    assert case.row()[0] is Bucket.OVER_FIVE


def test_a_watcher_down_over_the_close_leaves_the_row_unproved(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    case = Case(tmp_path, ledger, clock, MONDAY, CLOSES)
    case.look(beijing("2024-02-07 00:05"), beijing("2024-02-19 00:05"), beijing("2024-02-24 10:00"))
    clock.move_to(beijing("2024-02-26 09:00"))
    assert case.row()[2] == (Mark.UNPROVEN,)
    assert not case.result().final
    assert [outage.site for outage in outages(case.world, case.round, [case.result()])] == ["杞县"]


@pytest.mark.parametrize(
    ("policy", "bucket", "workdays"),
    [
        ({}, Bucket.ONE_WORKDAY, 1),
        ({"count_submission_day": True}, Bucket.FIVE_WORKDAYS, 2),
        ({"cutoff": "17:30:00"}, Bucket.FIVE_WORKDAYS, 2),
        ({"times": "observed"}, Bucket.ONE_WORKDAY, 1),
        ({"limits": [0, 3]}, Bucket.FIVE_WORKDAYS, 1),
    ],
)
def test_the_policy_of_the_settings_is_frozen_into_the_round(
    *, tmp_path: Path, ledger: Ledger, clock: FakeClock, policy: dict[str, object], bucket: Bucket, workdays: int
) -> None:
    case = Case(tmp_path, ledger, clock, MONDAY, CLOSES, **policy)
    case.look(beijing("2024-02-06 17:20"), beijing("2024-02-06 18:00"))
    case.page(beijing("2024-02-06 19:00"), stated=beijing("2024-02-06 18:30"))
    case.world = replace(case.world, settings=case.world.settings.model_copy(update={"policy": {}}))
    assert case.row()[:2] == (bucket, workdays)


@pytest.mark.parametrize("name", ["", "  ", "一\n二", "一\x1b[31m", "一" * 101])
def test_a_round_needs_a_name_that_can_be_printed(tmp_path: Path, ledger: Ledger, clock: FakeClock, name: str) -> None:
    with pytest.raises(BadInput, match="轮次名称"):
        open_round(world_of(tmp_path, ledger, clock), name=name, closes=CLOSES)


def test_a_second_round_that_would_ask_the_same_sites_meanwhile_is_refused_unless_it_names_the_other(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    case = Case(tmp_path, ledger, clock, MONDAY, CLOSES)
    with pytest.raises(NotAllowed, match=r"轮次“一”还在进行，也向.+提问，同一家网站会收到两次咨询。.*--beside 一"):
        open_round(case.world, name="二", closes=CLOSES)
    with pytest.raises(BadInput, match="“三”不是同时向这些网站提问的轮次"):
        open_round(case.world, name="二", closes=CLOSES, beside=["三"])
    assert ledger.rounds.names() == ["一"]
    _, warnings = open_round(case.world, name="二", closes=CLOSES, beside=["一"])
    assert any("同一家网站会收到两次咨询" in word for word in warnings)


def test_a_round_that_was_ended_early_stands_in_the_way_only_where_it_had_put_a_letter(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    world = world_of(tmp_path, ledger, clock)
    opened, _ = plan_round(ledger)
    ledger.rounds.close(opened, actor="张三")
    second, _ = open_round(world, name="二", closes=CLOSES)
    submit(ledger, ledger.rounds.inquiries(second.id)[0])
    ledger.rounds.close(second, actor="张三")
    with pytest.raises(NotAllowed, match="轮次“二”虽已提前结束，但已经向杞县提问"):
        open_round(world, name="三", closes=CLOSES)


@pytest.mark.parametrize(
    "renamed",
    [
        {},
        {"home_url": "https://127.0.43.1"},
        {"home_url": "http://127.0.43.1:80/"},
        {"home_url": "http://new.gov.cn/", "code": "4102210001"},
    ],
    ids=["name", "scheme", "port", "identification code"],
)
def test_a_site_under_another_name_is_still_the_same_site(
    tmp_path: Path, ledger: Ledger, clock: FakeClock, renamed: dict[str, str]
) -> None:
    plan_round(ledger, "杞县")
    ledger.rosters.import_sites([replace(site(1, "杞县"), code="4102210001")])
    ledger.rosters.import_sites([replace(site(1, "杞县人民政府"), **renamed)])
    with pytest.raises(NotAllowed, match="也向杞县提问"):
        open_round(world_of(tmp_path, ledger, clock), name="二", closes=CLOSES)


def test_two_sites_of_one_host_are_two(tmp_path: Path, ledger: Ledger, clock: FakeClock) -> None:
    plan_round(ledger, "杞县")
    ledger.rosters.import_sites([replace(site(1, "杞县教育局"), home_url="http://127.0.43.1/jyj/")])
    assert open_round(world_of(tmp_path, ledger, clock), name="二", closes=CLOSES)


def test_the_next_quarter_opens_once_the_time_of_the_last_is_over(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    opened, _ = plan_round(ledger)
    clock.move_to(opened.closes_at + timedelta(minutes=1))
    assert open_round(world_of(tmp_path, ledger, clock), name="二", closes=date(2024, 3, 15))
