"""From the record to annex 3: rows, drafts, what could not be measured, what waits for a person."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import docx
import pytest

from huiying.app.probing import folder_of, probe_round
from huiying.app.reporting import annex3, write_annex3
from huiying.app.results import judge_round
from huiying.app.reviewing import Told, add_answer, add_look, pending
from huiying.app.rounds import close_round, void_inquiry
from huiying.app.rounds import open_round as round_of_app
from huiying.app.status import snapshot
from huiying.app.world import World
from huiying.db.evidence import FileVault
from huiying.db.ledger import open_ledger
from huiying.db.observations import NewObservation
from huiying.errors import BadInput, NotAllowed, TamperedEvidence
from huiying.model import (
    SHANGHAI,
    Accepted,
    AnswerKind,
    BlockReason,
    Bucket,
    Channel,
    CheckResult,
    EvidenceKind,
    Inquiry,
    Judgement,
    Round,
    State,
    Unknown,
)
from tests.fakes import FakeClock
from tests.office import press
from tests.rounds import monday, open_round, site
from tests.worlds import kept, submit, world_of

SUBSTANTIVE = Judgement(kind=AnswerKind.SUBSTANTIVE, sure=True, why="说明了所需材料和地点")
UNSURE = Judgement(kind=AnswerKind.SUBSTANTIVE, sure=False, why="不能确定")
ACKNOWLEDGED = Judgement(kind=AnswerKind.ACKNOWLEDGEMENT, sure=True, why="只说已收到")
AFTER_CLOSE = datetime(2024, 2, 26, 9, tzinfo=SHANGHAI)


@dataclass
class Stage:
    world: World
    clock: FakeClock
    round: Round
    inquiries: list[Inquiry]

    def see(self, inquiry: Inquiry, at: datetime, judgement: Judgement, channel: Channel = Channel.MAIL) -> None:
        self.clock.move_to(max(at, self.clock.now()))
        self.world.ledger.observations.record(
            NewObservation(
                inquiry_id=inquiry.id,
                at=at,
                channel=channel,
                result=CheckResult.SEEN,
                text=judgement.why,
                judgement=judgement,
                evidence=[kept(self.world, str(at))],
            )
        )

    def look(self, inquiry: Inquiry, at: datetime) -> None:
        self.clock.move_to(max(at, self.clock.now()))
        self.world.ledger.observations.record(
            NewObservation(
                inquiry_id=inquiry.id,
                at=at,
                channel=Channel.LOOKUP,
                result=CheckResult.ABSENT,
            )
        )

    def buckets(self) -> dict[str, Bucket]:
        results = judge_round(self.world, self.round, as_of=self.clock.now())
        return {result.inquiry.site.name: result.bucket for result in results}


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    clock = FakeClock(monday())
    ledger = open_ledger(
        f"sqlite:///{tmp_path / 'x.sqlite'}", clock=clock, vault=FileVault(tmp_path / "evidence", clock)
    )
    opened, inquiries = open_round(ledger, "甲县", "乙县", "丙局", "丁局", "戊局", "己局")
    yield Stage(world_of(tmp_path, ledger, clock), clock, opened, inquiries)
    ledger.engine.dispose()


def finished(stage: Stage) -> None:
    """甲 the next day, 乙 on the make-up Sunday, 丙 on the sixth workday, 丁 silent, 戊 blocked, 己 unknown."""
    door = stage.world.ledger.door
    first, second, third, fourth, fifth, sixth = stage.inquiries
    first, second, third, fourth = (
        submit(stage.world.ledger, one, kept(stage.world, "受理编号")) for one in (first, second, third, fourth)
    )
    door.block(fifth, BlockReason.LOGIN_REQUIRED, "统一身份认证", evidence=[])
    door.settle(door.arm(sixth, evidence=[]), Unknown(why="提交后页面空白"), evidence=[])
    stage.see(first, monday() + timedelta(days=1), SUBSTANTIVE)
    stage.look(second, datetime(2024, 2, 7, 0, 10, tzinfo=SHANGHAI))
    stage.see(second, datetime(2024, 2, 18, 23, 59, 59, tzinfo=SHANGHAI), SUBSTANTIVE)
    stage.look(third, datetime(2024, 2, 19, 0, 0, tzinfo=SHANGHAI))
    stage.see(third, datetime(2024, 2, 19, 0, 0, 1, tzinfo=SHANGHAI), SUBSTANTIVE)
    stage.see(fourth, monday() + timedelta(minutes=1), ACKNOWLEDGED)
    stage.look(fourth, AFTER_CLOSE)


def test_every_site_stands_in_its_row_and_the_unmeasured_apart(stage: Stage, tmp_path: Path) -> None:
    finished(stage)
    closed = close_round(stage.world, stage.round, force=False)
    write_annex3(stage.world, closed, tmp_path / "out", draft=False)
    annex = json.loads((tmp_path / "out" / "annex3.json").read_text(encoding="utf-8"))
    assert {row["bucket"]: row["sites"] for row in annex["rows"]} == {
        "one_workday": ["甲县"],
        "five_workdays": ["乙县"],
        "over_five": ["丙局"],
        "no_reply": ["丁局"],
    }
    assert annex["not_measured"] == [
        {"site": "戊局", "reason": "须登录后才能留言（统一身份认证）"},
        {"site": "己局", "reason": "提交后页面空白"},
    ]
    cells = [
        [cell.text for cell in row.cells] for row in docx.Document(tmp_path / "out" / "annex3.docx").tables[0].rows
    ]
    assert ["未回复（1家）", "丁局"] in [[cell.replace("\n", "") for cell in row] for row in cells]
    assert "未回复（1家）\n丁局" in (tmp_path / "out" / "annex3.txt").read_text(encoding="utf-8")


def test_a_later_roster_leaves_the_annex_of_an_earlier_round_as_it_was(stage: Stage, tmp_path: Path) -> None:
    """A site has left the list, and all below it have moved up: two sites of the round now have one place."""
    finished(stage)
    lines = annex3(stage.world, stage.round, draft=True).lines
    first, _, *others = (inquiry.site for inquiry in stage.inquiries)
    stage.world.ledger.rosters.import_sites([first, *(replace(one, order=one.order - 1) for one in others)])
    write_annex3(stage.world, stage.round, tmp_path / "out", draft=True)
    assert annex3(stage.world, stage.round, draft=True).lines == lines


def test_the_final_annex_is_refused_where_a_file_that_a_row_rests_on_was_changed(stage: Stage, tmp_path: Path) -> None:
    finished(stage)
    closed = close_round(stage.world, stage.round, force=False)
    (file, *_) = (tmp_path / "evidence" / "x").iterdir()
    file.chmod(0o644)
    file.write_text("别的内容", encoding="utf-8")
    with pytest.raises(TamperedEvidence, match=file.name):
        write_annex3(stage.world, closed, tmp_path / "out", draft=False)
    assert not (tmp_path / "out").exists()
    with pytest.raises(TamperedEvidence, match=file.name):
        annex3(stage.world, closed, draft=False)  # what the quarterly notice takes over
    write_annex3(stage.world, closed, tmp_path / "out", draft=True)
    assert "草稿" in (tmp_path / "out" / "annex3.txt").read_text(encoding="utf-8")


def test_the_final_annex_is_refused_while_a_row_can_still_change_and_a_draft_says_so(
    stage: Stage, tmp_path: Path
) -> None:
    submit(stage.world.ledger, stage.inquiries[0])
    with pytest.raises(NotAllowed, match="归类还可能变化"):
        write_annex3(stage.world, stage.round, tmp_path / "out", draft=False)
    write_annex3(stage.world, stage.round, tmp_path / "out", draft=True)
    assert "草稿" in (tmp_path / "out" / "annex3.txt").read_text(encoding="utf-8")


def test_a_silence_that_nobody_looked_at_after_the_close_is_not_called_no_reply(stage: Stage, tmp_path: Path) -> None:
    finished(stage)
    first = stage.inquiries[0]
    second_round, inquiries = open_round_after(stage)
    silent = submit(stage.world.ledger, inquiries[0])
    assert silent.site.id == first.site.id
    stage.clock.move_to(second_round.closes_at + timedelta(hours=9))
    with pytest.raises(NotAllowed, match="甲县"):
        write_annex3(stage.world, second_round, tmp_path / "out", draft=False)
    add_look(stage.world, second_round, "甲县", who="李四", note="在首页看过")
    (result, *_) = judge_round(stage.world, second_round, as_of=stage.clock.now())
    assert (result.bucket, result.final) == (Bucket.NO_REPLY, True)


@pytest.mark.parametrize("who", ["", "  ", "\u3000"])
def test_a_look_that_nobody_signs_proves_no_silence(stage: Stage, who: str) -> None:
    first = submit(stage.world.ledger, stage.inquiries[0])
    stage.clock.move_to(AFTER_CLOSE)
    with pytest.raises(BadInput, match="缺少查看人"):
        add_look(stage.world, stage.round, "甲县", who=who, note="看过")
    assert stage.world.ledger.observations.of(first.id) == []


@pytest.mark.parametrize(("who", "why"), [("", "核实不了"), ("张三", " "), ("\u3000", "核实不了")])
def test_nobody_gives_an_inquiry_up_without_name_and_reason(stage: Stage, who: str, why: str) -> None:
    press(stage.world.ledger, stage.inquiries[0])
    with pytest.raises(BadInput, match="缺少操作人或理由"):
        void_inquiry(stage.world, stage.round, "甲县", who=who, why=why)
    assert stage.world.ledger.rounds.inquiry(stage.inquiries[0].id).state is State.UNCONFIRMED


def test_only_a_press_of_unknown_fate_is_given_up_and_then_it_stands_as_not_measured(stage: Stage) -> None:
    submit(stage.world.ledger, stage.inquiries[1])
    with pytest.raises(NotAllowed, match="现在是“等待答复”"):
        void_inquiry(stage.world, stage.round, stage.inquiries[1].site.name, who="张三", why="核实不了")
    press(stage.world.ledger, stage.inquiries[0])
    void_inquiry(stage.world, stage.round, "甲县", who=" 张三 ", why="核实不了")
    (result, *_) = judge_round(stage.world, stage.round, as_of=stage.clock.now())
    assert (result.bucket, result.reason) == (Bucket.NOT_MEASURED, "已作废：核实不了")
    assert stage.world.ledger.rounds.events(stage.inquiries[0].id)[-1].actor == "张三"


def open_round_after(stage: Stage) -> tuple[Round, list[Inquiry]]:
    """Open the next round over the same sites, from 26 February to 15 March."""
    stage.clock.move_to(AFTER_CLOSE)
    opened, _ = round_of_app(stage.world, name="2024年第二季度", closes=date(2024, 3, 15))
    return opened, stage.world.ledger.rounds.inquiries(opened.id)


def test_nothing_is_submitted_once_the_round_is_over(stage: Stage) -> None:
    stage.clock.move_to(AFTER_CLOSE)
    with pytest.raises(NotAllowed, match="统计截止时间（2024-02-25 24:00）已过"):
        probe_round(stage.world, stage.round)
    assert {one.state for one in stage.world.ledger.rounds.inquiries(stage.round.id)} == {State.PLANNED}


def test_a_database_restored_from_before_a_press_puts_no_question_twice(stage: Stage, tmp_path: Path) -> None:
    """The evidence only grows: it knows of the press that the older database has forgotten, under any roster."""
    file, world = tmp_path / "x.sqlite", stage.world
    with sqlite3.connect(file) as live, sqlite3.connect(tmp_path / "backup.sqlite") as copy:
        live.backup(copy)
    moved_down = [replace(one.site, order=one.site.order + 1) for one in stage.inquiries]
    world.ledger.rosters.import_sites([replace(site(9, "开封市"), order=1), *moved_down])
    first = world.ledger.rounds.inquiry(stage.inquiries[0].id)
    page = world.vault.keep(
        b"<p>2024001</p>", kind=EvidenceKind.PAGE_AFTER, suffix=".html", folder=folder_of(stage.round, first)
    )
    world.ledger.door.settle(world.ledger.door.arm(first, evidence=[]), Accepted(why="受理编号"), evidence=[page])
    with sqlite3.connect(tmp_path / "backup.sqlite") as copy, sqlite3.connect(file) as live:
        copy.backup(live)
    assert world.ledger.rounds.inquiry(first.id).state is State.PLANNED
    with pytest.raises(NotAllowed, match="恢复自较早的备份"):
        probe_round(world, stage.round)
    assert world.ledger.rounds.inquiry(first.id).state is State.PLANNED


def test_an_unsure_text_waits_for_a_person_whose_verdict_wins(stage: Stage) -> None:
    first = submit(stage.world.ledger, stage.inquiries[0])
    stage.see(first, monday() + timedelta(hours=3), UNSURE)
    (waiting,) = pending(stage.world, stage.round)
    decide = stage.world.ledger.observations.decide
    with pytest.raises(BadInput):
        decide(waiting.observation.id, kind=AnswerKind.SUBSTANTIVE, who="", why="")
    decide(waiting.observation.id, kind=AnswerKind.SUBSTANTIVE, who="李四", why="正面回答了问题")
    assert pending(stage.world, stage.round) == []
    assert stage.buckets()["甲县"] is Bucket.ONE_WORKDAY
    decide(waiting.observation.id, kind=AnswerKind.DEFLECTION, who="张三", why="只让打电话")
    stage.clock.move_to(AFTER_CLOSE)
    stage.look(first, AFTER_CLOSE)
    assert stage.buckets()["甲县"] is Bucket.NO_REPLY
    kept = stage.world.ledger.observations.of(first.id)[0]
    assert kept.judgement == UNSURE
    assert kept.verdict is not None
    assert kept.verdict.why == "张三：只让打电话"


def test_an_answer_by_telephone_counts_from_the_operators_note(stage: Stage) -> None:
    submit(stage.world.ledger, stage.inquiries[0])
    stage.clock.move_to(monday() + timedelta(days=3))
    told = Told(channel=Channel.PHONE, at=monday() + timedelta(days=1), who="李四", text="带身份证到窗口办理")
    add_answer(stage.world, stage.round, "甲县", told)
    assert stage.buckets()["甲县"] is Bucket.ONE_WORKDAY
    before = Told(channel=Channel.PHONE, at=monday() - timedelta(days=1), who="李四", text="x")
    with pytest.raises(BadInput, match="应在提交之后"):
        add_answer(stage.world, stage.round, "甲县", before)


def test_the_board_counts_states_rows_and_what_needs_a_person(stage: Stage) -> None:
    finished(stage)
    taken = snapshot(stage.world, stage.round)
    assert dict(taken.states) == {"未能提交": 1, "结果不明": 1, "等待答复": 1, "已有答复": 3}
    assert dict(taken.rows)["未回复"] == ("丁局",)
    assert any("戊局：未能提交" in line for line in taken.needs)
    assert any("己局：提交结果不明" in line for line in taken.needs)


def test_many_sites_that_could_not_be_asked_leave_room_for_what_else_needs_a_person(tmp_path: Path) -> None:
    clock = FakeClock(monday())
    ledger = open_ledger(
        f"sqlite:///{tmp_path / 'x.sqlite'}", clock=clock, vault=FileVault(tmp_path / "evidence", clock)
    )
    opened, inquiries = open_round(ledger, *(f"{n}局" for n in range(1, 31)))
    for inquiry in inquiries:
        ledger.door.block(inquiry, BlockReason.LOGIN_REQUIRED, "统一身份认证", evidence=[])
    clock.move_to(AFTER_CLOSE)
    needs = snapshot(world_of(tmp_path, ledger, clock), opened).needs
    assert any("1局、2局、3局、4局、5局等30家：未能提交" in line for line in needs)
    assert any("统计截止时间已到" in line for line in needs)
    ledger.engine.dispose()
