"""What was seen and what a person decided of it, on SQLite and PostgreSQL."""

from __future__ import annotations

import pytest

from huiying.db.ledger import Ledger
from huiying.db.observations import NewObservation
from huiying.errors import NotFound
from huiying.model import AnswerKind, Channel, CheckResult, Inquiry, Judgement, Observation, State
from tests.rounds import monday, open_round, proof
from tests.worlds import submit

TAKEN_FOR_AN_ANSWER = Judgement(kind=AnswerKind.SUBSTANTIVE, sure=True, why="说到了具体内容")
NOT_SURE = Judgement(kind=AnswerKind.ACKNOWLEDGEMENT, sure=False, why="只有收到一类的话")


@pytest.fixture
def inquiry(ledger: Ledger) -> Inquiry:
    _, (planned,) = open_round(ledger)
    return submit(ledger, planned)


def seen(
    ledger: Ledger, inquiry: Inquiry, text: str, judgement: Judgement, channel: Channel = Channel.LOOKUP
) -> Observation:
    ledger.observations.record(
        NewObservation(
            inquiry_id=inquiry.id,
            at=monday(),
            channel=channel,
            result=CheckResult.SEEN,
            text=text,
            judgement=judgement,
            evidence=[proof()],
        )
    )
    return ledger.observations.of(inquiry.id)[-1]


def decide(ledger: Ledger, observation: Observation, kind: AnswerKind) -> None:
    ledger.observations.decide(observation.id, kind=kind, who="张三", why="逐字读过")


def state(ledger: Ledger, inquiry: Inquiry) -> State:
    return ledger.rounds.inquiry(inquiry.id).state


def test_a_verdict_holds_for_every_sighting_of_the_same_text(ledger: Ledger, inquiry: Inquiry) -> None:
    first = seen(ledger, inquiry, "您的来信已收到", NOT_SURE)
    decide(ledger, first, AnswerKind.ACKNOWLEDGEMENT)
    again = seen(ledger, inquiry, "您的来信 已收到\n", NOT_SURE)
    listed = seen(ledger, inquiry, "您的来信已收到", NOT_SURE, channel=Channel.LIST)
    other = seen(ledger, inquiry, "请携带身份证到窗口办理", NOT_SURE)
    verdicts = {one.id: one.verdict for one in ledger.observations.of(inquiry.id)}
    assert verdicts[other.id] is None
    assert verdicts[again.id] == verdicts[listed.id] == verdicts[first.id] is not None


def test_a_text_that_a_person_called_no_answer_does_not_end_the_watch_when_it_is_seen_again(
    ledger: Ledger, inquiry: Inquiry
) -> None:
    first = seen(ledger, inquiry, "已与您电话联系，谢谢", TAKEN_FOR_AN_ANSWER)
    assert state(ledger, inquiry) is State.REPLIED
    decide(ledger, first, AnswerKind.ACKNOWLEDGEMENT)
    assert state(ledger, inquiry) is State.SUBMITTED
    seen(ledger, inquiry, "已与您电话联系，谢谢", TAKEN_FOR_AN_ANSWER)
    assert state(ledger, inquiry) is State.SUBMITTED


def test_the_latest_verdict_on_a_text_wins_whichever_sighting_it_was_given_on(ledger: Ledger, inquiry: Inquiry) -> None:
    first, second = (seen(ledger, inquiry, "请看通知", NOT_SURE) for _ in range(2))
    decide(ledger, second, AnswerKind.SUBSTANTIVE)
    decide(ledger, first, AnswerKind.POINTER)
    kinds = {one.verdict.kind for one in ledger.observations.of(inquiry.id) if one.verdict}
    assert kinds == {AnswerKind.POINTER}
    assert state(ledger, inquiry) is State.SUBMITTED


def test_a_verdict_on_one_sites_text_says_nothing_of_anothers(ledger: Ledger) -> None:
    _, planned = open_round(ledger, "杞县", "通许县")
    one, other = (submit(ledger, each) for each in planned)
    decide(ledger, seen(ledger, one, "已办结", NOT_SURE), AnswerKind.SUBSTANTIVE)
    assert seen(ledger, other, "已办结", NOT_SURE).verdict is None


def test_a_look_that_showed_nothing_can_not_be_called_an_answer(ledger: Ledger, inquiry: Inquiry) -> None:
    """A number mistyped by one would end the watch of a site that has said nothing."""
    ledger.observations.record(
        NewObservation(inquiry_id=inquiry.id, at=monday(), channel=Channel.LOOKUP, result=CheckResult.ABSENT)
    )
    (look,) = ledger.observations.of(inquiry.id)
    with pytest.raises(NotFound):
        decide(ledger, look, AnswerKind.SUBSTANTIVE)
    assert state(ledger, inquiry) is State.SUBMITTED
