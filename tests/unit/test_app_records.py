"""From observations to sightings, checks and the pace of visits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from huiying.app.records import absences, looks, replies
from huiying.model import (
    AnswerKind,
    At,
    Between,
    Channel,
    CheckResult,
    Judgement,
    Observation,
)
from tests.rounds import monday

ASKED = monday()


def observed(hours: float, result: CheckResult, channel: Channel = Channel.LOOKUP, **values: object) -> Observation:
    return Observation(id=int(hours * 10), inquiry_id=1, at=ASKED + timedelta(hours=hours), channel=channel,
                       result=result, **values)  # fmt: skip


def judged(kind: AnswerKind, *, sure: bool = True) -> Judgement:
    return Judgement(kind=kind, sure=sure, why="x")


SEEN = CheckResult.SEEN
ANSWER = {"text": "带身份证到窗口", "judgement": judged(AnswerKind.SUBSTANTIVE)}


def test_an_answer_on_a_page_appeared_between_the_last_look_without_it_and_the_first_with_it() -> None:
    record = [
        observed(1, CheckResult.ABSENT),
        observed(5, CheckResult.UNREADABLE),
        observed(9, SEEN, **ANSWER),
        observed(12, SEEN, **ANSWER),
    ]
    (reply,) = replies(record, ASKED)
    assert reply.sighting == Between(after=ASKED + timedelta(hours=1), before=ASKED + timedelta(hours=9))


def test_an_acknowledgement_in_the_answers_place_is_a_look_without_an_answer() -> None:
    record = [
        observed(3, SEEN, text="已收到", judgement=judged(AnswerKind.ACKNOWLEDGEMENT)),
        observed(9, SEEN, **ANSWER),
    ]
    assert absences(record) == [ASKED + timedelta(hours=3)]
    assert replies(record, ASKED)[1].sighting == Between(
        after=ASKED + timedelta(hours=3), before=ASKED + timedelta(hours=9)
    )


def test_a_list_that_does_not_show_our_question_proves_no_silence() -> None:
    record = [observed(3, CheckResult.UNLISTED, Channel.LIST), observed(9, SEEN, Channel.LIST, **ANSWER)]
    assert absences(record) == []
    (reply,) = replies(record, ASKED)
    assert reply.sighting == Between(after=ASKED, before=ASKED + timedelta(hours=9))
    assert looks(record)[0] == ASKED + timedelta(hours=3)


def test_a_mail_is_seen_at_its_arrival_and_says_nothing_of_the_site() -> None:
    record = [observed(2, SEEN, Channel.MAIL, **ANSWER)]
    (reply,) = replies(record, ASKED)
    assert reply.sighting == At(instant=ASKED + timedelta(hours=2))
    assert absences(record) == looks(record) == []


def test_a_mailbox_read_whole_shows_no_answer_up_to_the_first_and_a_verdict_changes_that() -> None:
    unsure = observed(2, SEEN, Channel.MAIL, text="？", judgement=judged(AnswerKind.SUBSTANTIVE, sure=False))
    whole = observed(9, CheckResult.ABSENT, Channel.MAIL)
    assert absences([unsure, whole]) == [unsure.at - timedelta(seconds=1)]
    decided = replace(unsure, verdict=judged(AnswerKind.ACKNOWLEDGEMENT))
    assert absences([decided, whole]) == [whole.at]


def test_an_unsure_text_is_no_look_without_an_answer_but_paces_the_visits() -> None:
    record = [observed(2, SEEN, text="？", judgement=judged(AnswerKind.SUBSTANTIVE, sure=False))]
    assert absences(record) == []
    assert looks(record) == [ASKED + timedelta(hours=2)]


def test_a_verdict_stands_for_every_sight_of_the_same_text_and_keeps_the_first() -> None:
    unsure = {"text": "请到窗口办理", "judgement": judged(AnswerKind.DEFLECTION, sure=False)}
    decided = {**unsure, "verdict": judged(AnswerKind.SUBSTANTIVE)}
    record = [observed(2, SEEN, **decided), observed(7, SEEN, **decided)]
    (reply,) = replies(record, ASKED)
    assert (reply.kind, reply.sure, reply.reviewed) == (AnswerKind.SUBSTANTIVE, True, True)
    assert reply.sighting == Between(after=ASKED, before=ASKED + timedelta(hours=2))
