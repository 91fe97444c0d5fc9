"""Passes of the watch over a real ledger, told as the lines that a user reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from huiying.app.results import judge_round
from huiying.app.rounds import close_round
from huiying.app.watching import watch, watch_once
from huiying.app.world import World
from huiying.db.ledger import Ledger
from huiying.db.observations import NewObservation
from huiying.model import (
    SHANGHAI,
    AnswerKind,
    Bucket,
    Channel,
    CheckResult,
    Inquiry,
    Judgement,
    Receipt,
    State,
    Unknown,
)
from huiying.probe.fetch import FailureKind, FetchFailed
from tests.fakes import FakeClock, FakePages, SilentProgress
from tests.rounds import QUESTION, monday, open_round, proof
from tests.worlds import submit, world_of

LOOKUP = '<form action="/cx" method="post">编号：<input name="bh"> 查询码：<input name="cxm"><input type="submit" value="查询"></form>'


def letter(receipt: Receipt, reply: str) -> str:
    return (
        f"<table><tr><td>信件编号</td><td>{receipt.number}</td></tr><tr><td>标题</td><td>{QUESTION.title}</td></tr>"
        f"<tr><td>来信时间</td><td>2024-02-05</td></tr><tr><td>来信内容</td><td>{QUESTION.body}</td></tr>"
        f"<tr><td>状态</td><td>办理中</td></tr><tr><td>回复内容</td><td>{reply}</td></tr></table>"
    )


class Slow(FakeClock):
    """Time goes on while one works: each look at this clock, and each page read, takes some seconds."""

    def __init__(self, clock: FakeClock, seconds: float = 10) -> None:
        self.clock, self.seconds = clock, seconds

    def now(self) -> datetime:
        self.clock.sleep(self.seconds)
        return self.clock.now()


def watching(tmp_path: Path, ledger: Ledger, clock: FakeClock, reply: str) -> tuple[World, Inquiry]:
    """A round whose one site shows this reply under its look-up."""
    _, (planned,) = open_round(ledger)
    inquiry = submit(ledger, planned)
    home = inquiry.site.home_url
    pages = FakePages({home: LOOKUP, f"{home}cx": lambda _: letter(inquiry.receipt, reply)})
    return replace(world_of(tmp_path, ledger, clock), fetcher=pages), inquiry


def passes(world: World, clock: FakeClock, *days: int) -> list[str]:
    assert isinstance(world.progress, SilentProgress)
    round_ = world.ledger.rounds.get("2024年第一季度")
    for day in days:
        clock.move_to(monday().replace(day=day, hour=10))
        watch_once(world, round_, everything=True)
    return world.progress.lines


def test_a_text_that_still_stands_there_is_told_once(tmp_path: Path, ledger: Ledger, clock: FakeClock) -> None:
    world, inquiry = watching(tmp_path, ledger, clock, "您的来信已收到，正在办理。")
    told = passes(world, clock, 6, 7, 8)
    assert [line for line in told if "有文字" in line] == ["杞县：有文字（只有收到、受理、致谢或将答复一类的话）"]
    shown = world.ledger.observations.of(inquiry.id)
    assert [seen.result for seen in shown] == [CheckResult.SEEN] * 3


def test_a_text_that_waits_for_a_person_is_no_hole_in_the_watch(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    world, inquiry = watching(tmp_path, ledger, clock, "")
    ledger.observations.record(
        NewObservation(
            inquiry_id=inquiry.id,
            at=monday(),
            channel=Channel.MAIL,
            result=CheckResult.SEEN,
            text="您的留言已收到，现正在办理。如需了解进度，请致电0371-24872763。",
            judgement=Judgement(
                kind=AnswerKind.ACKNOWLEDGEMENT, sure=False, why="只有收到、受理、致谢或将答复一类的话"
            ),
            evidence=[proof()],
        )
    )
    told = passes(world, clock, 20)
    assert not [line for line in told if "前后没有检查记录" in line]


def test_a_watch_that_was_down_over_a_limit_says_so_before_it_looks_again(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    world, _ = watching(tmp_path, ledger, clock, "")
    told = passes(world, clock, 20, 21)
    assert len([line for line in told if "5个工作日时限" in line]) == 1


def test_a_question_of_unknown_fate_is_looked_for_at_the_pace_of_the_others_and_no_longer_than_the_round(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    round_, (planned,) = open_round(ledger)
    ledger.door.settle(ledger.door.arm(planned, evidence=[]), Unknown(why="提交过程中程序中断"), evidence=[])
    home = planned.site.home_url
    letters = "<table><tr><th>标题</th><th>来信时间</th><th>回复时间</th></tr></table>"
    pages = FakePages({home: f'<a href="{home}list">信件公开</a>', f"{home}list": letters})
    world = replace(world_of(tmp_path, ledger, clock), fetcher=pages)
    watch(world, round_)
    looks = ledger.observations.of(planned.id)
    assert {one.result for one in looks} == {CheckResult.UNLISTED}
    assert len(looks) <= 15
    assert len({one.at.date() for one in looks}) >= len(looks) - 3
    assert looks[-1].at > round_.closes_at
    assert ledger.rounds.inquiry(planned.id).state is State.UNCONFIRMED
    assert isinstance(world.progress, SilentProgress)
    assert len([line for line in world.progress.lines if "仍不能确认" in line]) == 1


def test_a_site_that_can_not_be_read_after_the_close_is_left_to_a_person(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    round_, (planned,) = open_round(ledger)
    inquiry = submit(ledger, planned)
    down = FetchFailed(FailureKind.UNREACHABLE, "连接网站失败")
    world = replace(world_of(tmp_path, ledger, clock), fetcher=FakePages({inquiry.site.home_url: down}))
    watch(world, round_)
    assert isinstance(world.progress, SilentProgress)
    assert "杞县仍无法查看，不再自动检查。请人工查看后运行 huiying answer none" in world.progress.lines[-1]
    assert ledger.rounds.inquiry(inquiry.id).state is State.SUBMITTED


TWO_REPLIES = (
    "您的来信已收到，正在办理。</td></tr><tr><td>回复单位</td><td>人社局</td></tr><tr><td>回复内容</td>"
    "<td>补办社保卡请携带身份证原件到市民之家二楼社保窗口办理，工作日9:00至17:00，不收取费用。"
)


def test_replies_that_are_read_in_one_visit_say_nothing_of_which_came_first(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    """The receipt note that stands beside the answer was no look without the answer."""
    world, _ = watching(tmp_path, ledger, clock, TWO_REPLIES)
    passes(replace(world, clock=Slow(clock)), clock, 8)
    (result,) = judge_round(world, ledger.rounds.get("2024年第一季度"), as_of=clock.now())
    assert len([seen for seen in result.observations if seen.result is CheckResult.SEEN]) == 2
    assert result.finding is not None
    assert (result.bucket, result.finding.range) == (Bucket.ONE_WORKDAY, (0, 3))


class Killed(BaseException):
    """The end of the process, in the middle of its writing."""


@contextmanager
def killed_at_the_second_row(ledger: Ledger) -> Iterator[None]:
    """Let the process die where a second observation is written."""
    rows: list[str] = []

    def die(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        rows.extend([statement] if statement.startswith("INSERT INTO observation") else [])
        if len(rows) == 2:
            raise Killed

    event.listen(ledger.engine, "before_cursor_execute", die)
    with pytest.raises(Killed):
        yield
    event.remove(ledger.engine, "before_cursor_execute", die)


def test_of_a_visit_that_was_killed_while_it_was_written_nothing_stays(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    """The receipt note alone would say that the answer beside it was not there yet, and name its unit for backdating."""
    world, inquiry = watching(tmp_path, ledger, clock, TWO_REPLIES)
    with killed_at_the_second_row(ledger):
        passes(world, clock, 19)
    assert ledger.observations.of(inquiry.id) == []
    passes(world, clock, 20)
    (result,) = judge_round(world, ledger.rounds.get("2024年第一季度"), as_of=clock.now())
    assert result.finding is not None
    assert (result.bucket, result.finding.range) == (Bucket.ONE_WORKDAY, (0, 7))


def test_a_visit_that_runs_over_midnight_proves_silence_only_up_to_where_it_began(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    world, inquiry = watching(tmp_path, ledger, clock, "")
    clock.move_to(datetime(2024, 2, 6, 23, 59, 15, tzinfo=SHANGHAI))
    watch_once(replace(world, clock=Slow(clock)), ledger.rounds.get("2024年第一季度"), everything=True)
    (seen,) = ledger.observations.of(inquiry.id)
    assert seen.result is CheckResult.ABSENT
    assert seen.at.day == 6
    assert clock.now().day == 7


def test_a_visit_that_runs_over_the_close_is_followed_by_one_after_it(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    world, inquiry = watching(tmp_path, ledger, clock, "")
    round_ = ledger.rounds.get("2024年第一季度")
    clock.move_to(datetime(2024, 2, 25, 23, 59, 30, tzinfo=SHANGHAI))
    watch_once(replace(world, clock=Slow(clock)), round_, everything=True)
    assert clock.now() > round_.closes_at
    watch(world, round_)
    assert ledger.observations.of(inquiry.id)[-1].at > round_.closes_at
    (result,) = judge_round(world, round_, as_of=clock.now())
    assert (result.bucket, result.final) == (Bucket.NO_REPLY, True)


def test_a_round_that_was_closed_before_its_last_look_still_gets_it_on_request(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    world, inquiry = watching(tmp_path, ledger, clock, "")
    clock.move_to(datetime(2024, 2, 26, 9, tzinfo=SHANGHAI))
    closed = close_round(world, ledger.rounds.get("2024年第一季度"), force=False)
    (before,) = judge_round(world, closed, as_of=clock.now())
    assert (before.bucket, before.final) == (Bucket.NO_REPLY, False)
    watch(world, closed)
    assert ledger.observations.of(inquiry.id) == []
    watch_once(world, closed, everything=True)
    (after,) = judge_round(world, closed, as_of=clock.now())
    assert (after.bucket, after.final, after.inquiry.state) == (Bucket.NO_REPLY, True, State.CLOSED)


def boarded(tmp_path: Path, ledger: Ledger, clock: FakeClock) -> tuple[World, FakePages, str]:
    """A site that shows a receipt note under the question on its board, and whose list of answers is down."""
    _, (planned,) = open_round(ledger)
    inquiry = submit(ledger, planned)
    home = inquiry.site.home_url
    note = "您的来信已收到，我们将尽快答复，请耐心等待。"
    board = (
        f"<div><h4>{QUESTION.title}</h4><p>{QUESTION.body}</p><p>留言时间：2024-02-05</p><p>回复：{note}</p></div>"
        '<a href="/list">信件公开</a>'
    )
    down = FetchFailed(FailureKind.TIMEOUT, "网站在30秒内没有给出网页")
    pages = FakePages({home: board, f"{home}list": down})
    return replace(world_of(tmp_path, ledger, clock), fetcher=pages), pages, home


def test_a_receipt_note_beside_a_list_that_can_not_be_read_proves_no_silence(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    world, _, _ = boarded(tmp_path, ledger, clock)
    round_ = ledger.rounds.get("2024年第一季度")
    watch(world, round_)
    clock.move_to(round_.closes_at + timedelta(days=3))
    (result,) = judge_round(world, round_, as_of=clock.now())
    assert {seen.result for seen in result.observations} == {CheckResult.SEEN, CheckResult.UNREADABLE}
    assert result.bucket is not Bucket.NO_REPLY or not result.final
    assert isinstance(world.progress, SilentProgress)
    assert len([line for line in world.progress.lines if "没有给出网页" in line]) == 1
    assert "仍无法查看" in world.progress.lines[-1]


def test_an_answer_in_a_list_that_could_not_be_read_before_may_have_stood_there_from_the_start(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    world, pages, home = boarded(tmp_path, ledger, clock)
    passes(world, clock, 6, 7, 19)
    receipt = Receipt(number="", query_code="")
    pages.pages[f"{home}list"] = (
        "<table><tr><th>标题</th><th>来信时间</th><th>状态</th></tr>"
        f'<tr><td><a href="/d">{QUESTION.title}</a></td><td>2024-02-05</td><td>已回复</td></tr></table>'
    )
    pages.pages[f"{home}d"] = letter(receipt, TWO_REPLIES.rpartition("<td>")[2])
    passes(world, clock, 20)
    (result,) = judge_round(world, ledger.rounds.get("2024年第一季度"), as_of=clock.now())
    assert result.finding is not None
    assert (result.bucket, result.finding.range) == (Bucket.ONE_WORKDAY, (0, 7))


def test_a_visit_that_could_not_read_every_place_is_tried_again_ever_more_rarely(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    world, _, _ = boarded(tmp_path, ledger, clock)
    round_ = ledger.rounds.get("2024年第一季度")
    waits = []
    for _ in range(9):
        wake = watch_once(world, round_, everything=True).wake_at
        assert wake is not None
        waits.append((wake - clock.now()).total_seconds())
        clock.move_to(wake)
    assert max(waits) >= 3 * 3600
    assert len(ledger.observations.of(ledger.rounds.inquiries(round_.id, [State.SUBMITTED])[0].id)) == 18
