"""Objections only ever grow, and an upheld one is always a verdict on the record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from huiying.db.disputes import Judged, Proved
from huiying.db.ledger import Ledger
from huiying.db.observations import NewObservation
from huiying.errors import BadInput, NotAllowed, NotFound
from huiying.model import AnswerKind, Channel, CheckResult, Dispute, Inquiry, Judgement, State
from tests.fakes import FakeClock
from tests.rounds import monday, open_round, proof
from tests.worlds import submit

DEFLECTION = Judgement(kind=AnswerKind.DEFLECTION, sure=True, why="只让打电话")


def disputed(ledger: Ledger, *names: str) -> tuple[Inquiry, Dispute]:
    """A submitted inquiry with a deflecting answer, and an objection with a document."""
    _, inquiries = open_round(ledger, *(names or ("杞县",)))
    inquiry = submit(ledger, inquiries[0])
    ledger.observations.record(
        NewObservation(
            inquiry_id=inquiry.id,
            at=monday(11),
            channel=Channel.LOOKUP,
            result=CheckResult.SEEN,
            text="请拨打电话",
            judgement=DEFLECTION,
        )
    )
    return inquiry, ledger.disputes.add(inquiry, who="杞县政府办", text="已经答复", evidence=[proof("后台记录")])


def test_an_objection_keeps_its_words_its_signer_and_its_documents(ledger: Ledger) -> None:
    inquiry, dispute = disputed(ledger)
    assert (dispute.who, dispute.text, dispute.decision) == ("杞县政府办", "已经答复", None)
    assert dispute.evidence == (proof("后台记录"),)
    assert proof("后台记录") in ledger.observations.evidence_of(inquiry.id)
    assert ledger.disputes.of_round(inquiry.round_id) == {inquiry.id: [dispute]}
    with pytest.raises(BadInput):
        ledger.disputes.add(inquiry, who=" ", text="x", evidence=[])


def test_an_upheld_objection_is_a_verdict_on_a_text_of_the_record(ledger: Ledger) -> None:
    inquiry, dispute = disputed(ledger)
    (seen,) = ledger.observations.of(inquiry.id)
    effect = Judged(observation_id=seen.id, kind=AnswerKind.SUBSTANTIVE)
    decided = ledger.disputes.uphold(dispute.id, effect, who="李四", why="所问正是电话")
    assert decided.decision is not None
    assert (decided.decision.upheld, decided.decision.observation_id) == (True, seen.id)
    (after,) = ledger.observations.of(inquiry.id)
    assert after.judgement == DEFLECTION
    assert after.verdict is not None
    assert after.verdict.kind is AnswerKind.SUBSTANTIVE
    assert f"{dispute.id}号异议成立" in after.verdict.why
    assert ledger.rounds.inquiry(inquiry.id).state is State.REPLIED


def test_an_upheld_objection_adds_the_answer_that_its_documents_prove(ledger: Ledger, clock: FakeClock) -> None:
    inquiry, dispute = disputed(ledger)
    clock.sleep(5 * 86400)
    proved = Proved(at=monday() + timedelta(days=1), text="带身份证到窗口办理")
    ledger.disputes.uphold(dispute.id, proved, who="李四", why="后台日志可证", evidence=[proof("日志")])
    added = ledger.observations.of(inquiry.id)[-1]
    assert (added.channel, added.at, added.text) == (Channel.PROVED, proved.at, proved.text)
    assert set(added.evidence) == {proof("日志"), proof("后台记录")}
    shown = ledger.observations.evidence_of(inquiry.id)
    assert [shown.count(piece) for piece in (proof("日志"), proof("后台记录"))] == [1, 1]


def test_a_rejected_objection_changes_nothing(ledger: Ledger) -> None:
    inquiry, dispute = disputed(ledger)
    before = ledger.observations.of(inquiry.id)
    decided = ledger.disputes.reject(dispute.id, who="李四", why="材料没有载明时间")
    assert decided.decision is not None
    assert (decided.decision.upheld, decided.decision.observation_id) == (False, None)
    assert ledger.observations.of(inquiry.id) == before


def test_an_objection_is_decided_once(ledger: Ledger) -> None:
    _, dispute = disputed(ledger)
    ledger.disputes.reject(dispute.id, who="李四", why="无据")
    with pytest.raises(NotAllowed, match="已经处理过"):
        ledger.disputes.reject(dispute.id, who="张三", why="再看")


def test_an_answer_without_any_document_is_not_added(ledger: Ledger) -> None:
    inquiry, _ = disputed(ledger)
    bare = ledger.disputes.add(inquiry, who="杞县政府办", text="已经答复", evidence=[])
    with pytest.raises(NotAllowed, match="没有任何证明材料"):
        ledger.disputes.uphold(bare.id, Proved(at=monday(12), text="x"), who="李四", why="相信")
    assert len(ledger.observations.of(inquiry.id)) == 1
    assert ledger.disputes.get(bare.id).decision is None


def test_a_verdict_on_another_sites_text_is_refused(ledger: Ledger) -> None:
    inquiry, dispute = disputed(ledger, "杞县", "通许县")
    other = submit(ledger, ledger.rounds.inquiries(inquiry.round_id)[1])
    ledger.observations.record(
        NewObservation(
            inquiry_id=other.id,
            at=monday(11),
            channel=Channel.LOOKUP,
            result=CheckResult.SEEN,
            text="好",
            judgement=DEFLECTION,
        )
    )
    (foreign,) = ledger.observations.of(other.id)
    with pytest.raises(NotFound):
        ledger.disputes.uphold(
            dispute.id, Judged(observation_id=foreign.id, kind=AnswerKind.SUBSTANTIVE), who="李四", why="x"
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dispute SET text = 'x'",
        "DELETE FROM dispute",
        "UPDATE dispute_decision SET why = 'x'",
        "DELETE FROM dispute_decision",
        # decided a second time
        (
            "INSERT INTO dispute_decision (dispute_id, outcome, who, at, why) "
            "SELECT dispute_id, 'rejected', who, at, why FROM dispute_decision"
        ),
        # a bare row of the annex, with no verdict behind it
        (
            "INSERT INTO dispute_decision (dispute_id, outcome, who, at, why) "
            "SELECT dispute.id, 'upheld', 'x', dispute.at, 'x' FROM dispute WHERE id NOT IN (SELECT dispute_id FROM dispute_decision)"
        ),
        # the verdict of another site's text
        (
            "INSERT INTO dispute_decision (dispute_id, outcome, verdict_id, who, at, why) "
            "SELECT dispute.id, 'upheld', verdict.id, 'x', dispute.at, 'x' FROM dispute, verdict "
            "WHERE dispute.id NOT IN (SELECT dispute_id FROM dispute_decision)"
        ),
        # a verdict on a proved answer that no document shows
        (
            "INSERT INTO verdict (observation_id, kind, who, at, why) "
            "SELECT id, 'substantive', 'x', at, 'x' FROM observation WHERE channel = 'proved'"
        ),
    ],
)
def test_the_walls_hold_against_hand_written_sql(ledger: Ledger, statement: str) -> None:
    inquiry, dispute = disputed(ledger, "杞县", "通许县")
    (seen,) = ledger.observations.of(inquiry.id)
    ledger.disputes.reject(dispute.id, who="李四", why="无据")
    other = submit(ledger, ledger.rounds.inquiries(inquiry.round_id)[1])
    ledger.disputes.add(other, who="通许县", text="x", evidence=[])
    ledger.observations.decide(seen.id, kind=AnswerKind.SUBSTANTIVE, who="李四", why="x")
    ledger.observations.record(
        NewObservation(
            inquiry_id=other.id,
            at=monday(12),
            channel=Channel.PROVED,
            result=CheckResult.SEEN,
            text="x",
        )
    )
    with pytest.raises(DBAPIError), ledger.engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount > 0
