"""What a person put on record by mistake: taken back, or put right beside it, with nothing forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from huiying.app.disputing import WITHDRAWN, add_dispute, disputes, history, standing, uphold
from huiying.app.explaining import explain_site
from huiying.app.results import Result, judge_round
from huiying.app.reviewing import Told, add_answer, add_look
from huiying.app.world import World
from huiying.db.disputes import Judged, Proved
from huiying.db.ledger import Ledger
from huiying.db.observations import NewObservation
from huiying.errors import BadInput, NotAllowed, NotFound
from huiying.model import (
    SHANGHAI,
    AnswerKind,
    Bucket,
    Channel,
    CheckResult,
    Inquiry,
    Judgement,
    Observation,
    Precision,
    Round,
    State,
    Stated,
)
from tests.fakes import FakeClock
from tests.office import ANSWER, press
from tests.rounds import monday, open_round, proof
from tests.worlds import submit, world_of

SIGNED = {"who": "张三", "why": "录错了"}
SUBSTANTIVE = Judgement(kind=AnswerKind.SUBSTANTIVE, sure=True, why="说明了所需材料")
TYPED_FOR = datetime(2024, 2, 6, 10, tzinfo=SHANGHAI)
TRUE = datetime(2024, 2, 22, 10, tzinfo=SHANGHAI)
AFTER_CLOSE = datetime(2024, 2, 26, 9, tzinfo=SHANGHAI)


@dataclass
class Stage:
    world: World
    round: Round
    inquiry: Inquiry

    def call(self, at: datetime) -> Observation:
        """A call that the operator writes down with this time."""
        add_answer(self.world, self.round, "甲县", Told(channel=Channel.PHONE, at=at, who="张三", text=ANSWER))
        return self.record()[-1]

    def record(self) -> list[Observation]:
        return self.world.ledger.observations.of(self.inquiry.id)

    def result(self) -> Result:
        (result,) = judge_round(self.world, self.round, as_of=self.world.clock.now())
        return result

    def row(self) -> Bucket:
        return self.result().bucket

    def state(self) -> State:
        return self.world.ledger.rounds.inquiry(self.inquiry.id).state

    def withdraw(self, observation: Observation) -> None:
        self.world.ledger.withdrawals.withdraw(observation.id, **SIGNED)


@pytest.fixture
def stage(tmp_path: Path, ledger: Ledger, clock: FakeClock) -> Stage:
    opened, (planned,) = open_round(ledger, "甲县")
    here = Stage(world_of(tmp_path, ledger, clock), opened, submit(ledger, planned))
    clock.move_to(AFTER_CLOSE)
    return here


def test_a_call_judged_down_for_its_time_swallows_not_the_same_words_with_the_right_one(stage: Stage) -> None:
    wrong = stage.call(TYPED_FOR)
    assert stage.row() is Bucket.ONE_WORKDAY
    stage.world.ledger.observations.decide(wrong.id, kind=AnswerKind.DEFLECTION, who="张三", why="时间写错")
    stage.call(TRUE)
    assert (stage.row(), stage.state()) == (Bucket.OVER_FIVE, State.REPLIED)


def test_a_verdict_on_what_the_page_shows_says_nothing_of_a_call_in_the_same_words(stage: Stage) -> None:
    stage.world.ledger.observations.record(
        NewObservation(
            inquiry_id=stage.inquiry.id,
            at=TYPED_FOR,
            channel=Channel.LOOKUP,
            result=CheckResult.SEEN,
            text=ANSWER,
            judgement=SUBSTANTIVE,
            evidence=[proof()],
        )
    )
    stage.world.ledger.observations.decide(stage.record()[0].id, kind=AnswerKind.DEFLECTION, who="李四", why="答非所问")
    stage.call(TRUE)
    assert [seen.verdict is None for seen in stage.record()] == [False, True]
    assert stage.row() is Bucket.OVER_FIVE


def test_a_call_that_was_taken_back_counts_for_nothing_and_stays_on_record(stage: Stage) -> None:
    wrong = stage.call(TYPED_FOR)
    stage.withdraw(wrong)
    assert (stage.row(), stage.state()) == (Bucket.NO_REPLY, State.SUBMITTED)
    assert stage.record() == []
    explanation = explain_site(stage.world, stage.round, "甲县").explanation
    assert explanation is not None
    (seen,) = explanation.observed
    assert (seen.number, seen.result) == (wrong.id, "不再计入")
    assert "2024-02-26 09:00 张三撤销：录错了" in seen.said
    stage.call(TRUE)
    assert stage.row() is Bucket.OVER_FIVE


def test_a_look_noted_for_the_wrong_site_is_taken_back_and_names_nobody_for_backdating(
    stage: Stage, clock: FakeClock
) -> None:
    clock.move_to(datetime(2024, 2, 20, 9, tzinfo=SHANGHAI))
    add_look(stage.world, stage.round, "甲县", who="张三", note="")
    (look,) = stage.record()
    clock.move_to(datetime(2024, 2, 20, 10, tzinfo=SHANGHAI))
    stage.world.ledger.observations.record(
        NewObservation(
            inquiry_id=stage.inquiry.id,
            at=clock.now(),
            channel=Channel.LOOKUP,
            result=CheckResult.SEEN,
            text=ANSWER,
            stated=Stated(at=TYPED_FOR, precision=Precision.MINUTE),
            judgement=SUBSTANTIVE,
            evidence=[proof()],
        )
    )
    assert stage.row() is Bucket.OVER_FIVE
    stage.withdraw(look)
    found = stage.result().finding
    assert found is not None
    assert (found.bucket, found.marks) == (Bucket.ONE_WORKDAY, ())


def proved(stage: Stage, folder: Path, at: datetime) -> Observation:
    """An objection upheld with an answer at this instant."""
    file = folder / "材料.pdf"
    file.write_bytes(b"x")
    dispute = add_dispute(stage.world, stage.round, "甲县", who="甲县政府办", text="答过", files=[file])
    uphold(stage.world, dispute.id, Proved(at=at, text=ANSWER), who="李四", why="材料")
    return stage.record()[-1]


def test_a_time_mistyped_in_a_decision_is_put_right_by_a_new_objection(stage: Stage, tmp_path: Path) -> None:
    wrong = proved(stage, tmp_path, TYPED_FOR)
    proved(stage, tmp_path, TRUE)
    again = add_dispute(stage.world, stage.round, "甲县", who="市政府办", text="时间录错")
    uphold(stage.world, again.id, Judged(observation_id=wrong.id, kind=AnswerKind.DEFLECTION), who="李四", why="更正")
    assert stage.row() is Bucket.OVER_FIVE


def test_an_answer_that_a_decision_added_is_taken_back_and_the_history_says_so(stage: Stage, tmp_path: Path) -> None:
    stage.withdraw(proved(stage, tmp_path, TYPED_FOR))
    proved(stage, tmp_path, TRUE)
    assert stage.row() is Bucket.OVER_FIVE
    first = [raised.dispute for raised in disputes(stage.world, stage.round)][:1]
    assert standing(first) == (WITHDRAWN,)
    assert "张三撤销：录错了，不再计入" in history(first)[-1]


def test_a_press_that_only_the_call_proved_is_of_unknown_outcome_again(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    opened, (planned,) = open_round(ledger, "甲县")
    here = Stage(world_of(tmp_path, ledger, clock), opened, press(ledger, planned))
    clock.move_to(monday() + timedelta(days=1))
    wrong = here.call(monday() + timedelta(hours=3))
    assert here.state() is State.REPLIED
    here.withdraw(wrong)
    assert (here.state(), here.row()) == (State.UNCONFIRMED, Bucket.NOT_MEASURED)


def test_only_what_a_person_put_on_record_is_taken_back_once_and_signed(stage: Stage) -> None:
    withdraw = stage.world.ledger.withdrawals.withdraw
    stage.world.ledger.observations.record(
        NewObservation(
            inquiry_id=stage.inquiry.id,
            at=AFTER_CLOSE,
            channel=Channel.LOOKUP,
            result=CheckResult.ABSENT,
            evidence=[proof()],
        )
    )
    (page,) = stage.record()
    with pytest.raises(NotAllowed, match="不是人工补录的"):
        withdraw(page.id, **SIGNED)
    with pytest.raises(NotFound):
        withdraw(page.id + 99, **SIGNED)
    call = stage.call(TYPED_FOR)
    for who, why in (("", "录错了"), ("张三", " ")):
        with pytest.raises(BadInput, match="缺少操作人或理由"):
            withdraw(call.id, who=who, why=why)
    stage.withdraw(call)
    with pytest.raises(NotAllowed, match="早已不再计入"):
        withdraw(call.id, **SIGNED)
    assert stage.row() is Bucket.NO_REPLY


def test_a_withdrawal_is_never_changed_and_touches_nothing_that_software_saw(stage: Stage) -> None:
    stage.withdraw(stage.call(TYPED_FOR))
    stage.world.ledger.observations.record(
        NewObservation(inquiry_id=stage.inquiry.id, at=AFTER_CLOSE, channel=Channel.LOOKUP, result=CheckResult.ABSENT)
    )
    (page,) = stage.record()
    forged = (
        f"INSERT INTO withdrawal (observation_id, at, who, why) VALUES ({page.id}, '2024-02-05 00:00:00', '甲', '乙')"
    )
    for statement in (forged, "UPDATE withdrawal SET why = 'x'", "DELETE FROM withdrawal"):
        with pytest.raises(DBAPIError), stage.world.ledger.engine.begin() as connection:
            connection.execute(text(statement))
