"""Mail that stood with the wrong site, or aside by mistake: moved by a person, with nothing forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from huiying.app.claiming import assign_mail, dismiss_mail, move_mail, release_mail, round_of_mail, waiting_mails
from huiying.app.explaining import explain_site
from huiying.app.results import judge_round
from huiying.db.ledger import Ledger
from huiying.db.observations import NewObservation
from huiying.errors import BadInput, NotAllowed, NotFound
from huiying.model import AnswerKind, Bucket, Channel, CheckResult, State
from tests.fakes import FakeClock
from tests.office import ANSWER, Office
from tests.rounds import monday, open_round, proof

Open = Callable[..., Office]
SIGNED = {"who": "张三", "why": "落款是通许县"}


@pytest.fixture
def office(tmp_path: Path, ledger: Ledger, clock: FakeClock) -> Open:
    return lambda *names: Office(tmp_path, ledger, clock, *(names or ("杞县", "通许县")))


def matched_with_the_wrong_site(office: Open) -> tuple[Office, int]:
    """A mail that was sent to 杞县's address on Monday afternoon, though 通许县 wrote it."""
    here = office()
    here.clock.move_to(monday() + timedelta(days=12))
    here.receive(ANSWER, to=here.inquiries[0].alias, at=monday(15))
    (kept,) = here.ledger.mails.with_status("matched")
    return here, kept.id


def rows(here: Office) -> dict[str, Bucket]:
    """Every site's row once the round is over, with a look after its close at each page and into the mailbox."""
    here.clock.move_to(here.round.closes_at + timedelta(hours=9))
    here.read_whole()
    for inquiry in here.inquiries:
        here.ledger.observations.record(
            NewObservation(
                inquiry_id=inquiry.id,
                at=here.clock.now(),
                channel=Channel.LOOKUP,
                result=CheckResult.ABSENT,
                evidence=[proof()],
            )
        )
    return {it.inquiry.site.name: it.bucket for it in judge_round(here.world, here.round, as_of=here.clock.now())}


def states(here: Office) -> list[State]:
    return [here.ledger.rounds.inquiry(one.id).state for one in here.inquiries]


def test_a_mail_moved_to_the_right_site_counts_there_from_its_own_arrival_and_no_longer_where_it_stood(
    office: Open,
) -> None:
    here, mail = matched_with_the_wrong_site(office)
    assert states(here) == [State.REPLIED, State.SUBMITTED]
    move_mail(here.world, here.round, mail_id=mail, site="通许县", **SIGNED)
    assert states(here) == [State.SUBMITTED, State.REPLIED]
    assert here.seen(0) == []
    assert here.seen(1) == [(monday(15), AnswerKind.SUBSTANTIVE, True)]
    assert rows(here) == {"杞县": Bucket.NO_REPLY, "通许县": Bucket.ONE_WORKDAY}


def test_who_moved_a_mail_when_and_why_is_shown_with_both_sites_and_with_the_mail(office: Open) -> None:
    here, mail = matched_with_the_wrong_site(office)
    move_mail(here.world, here.round, mail_id=mail, site="通许县", **SIGNED)
    for name in ("杞县", "通许县"):
        (line,) = explain_site(here.world, here.round, name).moves
        for said in ("2024-02-17 09:00", "张三", "由“杞县”", "收件地址完全一致", "移至“通许县”", "落款是通许县"):
            assert said in line
    explanation = explain_site(here.world, here.round, "杞县").explanation
    assert explanation is not None
    (seen,) = explanation.observed
    assert (seen.result, "张三撤销：落款是通许县" in seen.said) == ("不再计入", True)


def test_a_mail_put_back_waits_for_an_owner_and_keeps_the_row_open_until_it_has_one(office: Open) -> None:
    here, mail = matched_with_the_wrong_site(office)
    release_mail(here.world, mail_id=mail, **SIGNED)
    assert [kept.id for kept, _ in waiting_mails(here.world)] == [mail]
    rows(here)
    (first, second) = judge_round(here.world, here.round, as_of=here.clock.now())
    assert (first.bucket, first.final, second.final) == (Bucket.NO_REPLY, False, True)
    assign_mail(here.world, here.round, mail_id=mail, site="通许县", who="李四")
    results = judge_round(here.world, here.round, as_of=here.clock.now())
    assert [(it.bucket, it.final) for it in results] == [(Bucket.NO_REPLY, True), (Bucket.ONE_WORKDAY, True)]


def test_a_dismissal_is_undone_and_both_words_stay(office: Open) -> None:
    here = office()
    here.clock.move_to(monday(16))
    here.receive(ANSWER, at=monday(15))
    (held,) = here.ledger.mails.with_status("held")
    dismiss_mail(here.world, mail_id=held.id, who="张三", why="旧信")
    release_mail(here.world, mail_id=held.id, who="李四", why="是本轮的答复")
    assert here.held() == ["李四退回：是本轮的答复"]
    moves = here.ledger.moves.of_mail(held.id)
    assert [(it.who, it.why, it.before, it.after) for it in moves] == [
        ("张三", "旧信", "held", "other"),
        ("李四", "是本轮的答复", "other", "held"),
    ]
    assert moves[1].before_why == "张三搁置：旧信"


def test_a_matched_mail_that_is_no_answer_is_set_aside_and_counts_for_nobody(office: Open) -> None:
    here, mail = matched_with_the_wrong_site(office)
    dismiss_mail(here.world, mail_id=mail, **SIGNED)
    assert here.ledger.mails.count("other") == 1
    assert rows(here) == dict.fromkeys(("杞县", "通许县"), Bucket.NO_REPLY)


def test_a_mail_moved_there_and_back_counts_once(office: Open) -> None:
    here, mail = matched_with_the_wrong_site(office)
    for name in ("通许县", "杞县"):
        move_mail(here.world, here.round, mail_id=mail, site=name, **SIGNED)
    assert [len(here.seen(place)) for place in (0, 1)] == [1, 0]
    assert rows(here) == {"杞县": Bucket.ONE_WORKDAY, "通许县": Bucket.NO_REPLY}
    assert len(here.ledger.moves.of_mail(mail)) == 2


def test_another_answer_of_the_site_still_counts_when_a_mail_is_taken_from_it(office: Open) -> None:
    here, mail = matched_with_the_wrong_site(office)
    here.receive(f"{ANSWER}（第二次）", to=here.inquiries[0].alias, at=monday(17))
    move_mail(here.world, here.round, mail_id=mail, site="通许县", **SIGNED)
    assert states(here) == [State.REPLIED, State.REPLIED]
    assert [at for at, *_ in here.seen(0)] == [monday(17)]


def test_a_site_whose_taking_of_the_question_only_that_mail_proved_is_unknown_again_and_no_silence(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    here = Office(tmp_path, ledger, clock, "通许县", "杞县", unknown=1)
    (second,) = here.ledger.rounds.inquiries(here.round.id, [State.UNCONFIRMED])
    here.clock.move_to(monday(16))
    here.receive(ANSWER, to=second.alias, at=monday(15))
    (kept,) = here.ledger.mails.with_status("matched")
    assert states(here) == [State.SUBMITTED, State.REPLIED]
    move_mail(here.world, here.round, mail_id=kept.id, site="通许县", **SIGNED)
    assert states(here) == [State.REPLIED, State.UNCONFIRMED]
    assert rows(here) == {"通许县": Bucket.ONE_WORKDAY, "杞县": Bucket.NOT_MEASURED}
    here.receive(f"{ANSWER}杞县", to=second.alias, at=monday(16))
    assert states(here) == [State.REPLIED, State.REPLIED]


def test_also_after_the_end_of_the_round_an_unproved_question_is_no_silence(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    here = Office(tmp_path, ledger, clock, "通许县", "杞县", unknown=1)
    here.clock.move_to(monday(16))
    here.receive(ANSWER, to=here.inquiries[1].alias, at=monday(15))
    (kept,) = here.ledger.mails.with_status("matched")
    rows(here)
    here.ledger.rounds.close(here.round, actor="张三")
    move_mail(here.world, here.round, mail_id=kept.id, site="通许县", **SIGNED)
    results = judge_round(here.world, here.round, as_of=here.clock.now())
    assert [it.bucket for it in results] == [Bucket.ONE_WORKDAY, Bucket.NOT_MEASURED]
    assert "落款是通许县" in results[1].reason


def test_no_verdict_is_given_on_what_counts_no_longer(office: Open) -> None:
    here, mail = matched_with_the_wrong_site(office)
    (seen,) = here.ledger.observations.of(here.inquiries[0].id)
    release_mail(here.world, mail_id=mail, **SIGNED)
    with pytest.raises(NotFound, match="答复文字"):
        here.ledger.observations.decide(seen.id, kind=AnswerKind.SUBSTANTIVE, who="李四", why="是答复")


def test_a_mail_is_moved_within_its_own_round_unless_another_is_named(office: Open) -> None:
    here, mail = matched_with_the_wrong_site(office)
    here.ledger.rounds.close(here.round, actor="张三")
    here.clock.move_to(monday() + timedelta(days=40))
    later, _ = open_round(here.ledger, "杞县", "通许县", name="2024年第二季度", closes=monday() + timedelta(days=60))
    assert round_of_mail(here.world, mail, "").name == "2024年第一季度"
    assert round_of_mail(here.world, mail, later.name).name == later.name
    release_mail(here.world, mail_id=mail, **SIGNED)
    assert round_of_mail(here.world, mail, "").name == later.name


@pytest.mark.parametrize(("who", "why"), [("", "错了"), ("张三", " ")])
def test_nothing_moves_without_a_name_and_a_reason(office: Open, who: str, why: str) -> None:
    here, mail = matched_with_the_wrong_site(office)
    for act in (
        lambda: move_mail(here.world, here.round, mail_id=mail, site="通许县", who=who, why=why),
        lambda: release_mail(here.world, mail_id=mail, who=who, why=why),
    ):
        with pytest.raises(BadInput, match="缺少操作人或理由"):
            act()
    assert states(here) == [State.REPLIED, State.SUBMITTED]


def test_what_would_change_nothing_or_take_a_mail_unasked_is_refused(office: Open) -> None:
    here, mail = matched_with_the_wrong_site(office)
    with pytest.raises(NotAllowed, match="已归入这家网站"):
        move_mail(here.world, here.round, mail_id=mail, site="杞县", **SIGNED)
    with pytest.raises(BadInput, match="huiying mail move"):
        assign_mail(here.world, here.round, mail_id=mail, site="通许县")
    with pytest.raises(NotFound):
        release_mail(here.world, mail_id=mail + 99, **SIGNED)
    assert states(here) == [State.REPLIED, State.SUBMITTED]


def test_a_move_is_never_changed_and_withdraws_only_what_its_own_mail_showed(office: Open) -> None:
    here, mail = matched_with_the_wrong_site(office)
    here.ledger.observations.record(
        NewObservation(
            inquiry_id=here.inquiries[1].id,
            at=monday(16),
            channel=Channel.LOOKUP,
            result=CheckResult.ABSENT,
            evidence=[proof()],
        )
    )
    (other,) = here.ledger.observations.of(here.inquiries[1].id)
    forged = (
        "INSERT INTO mail_move (mail_id, at, who, why, before, after, before_inquiry_id, withdrawn_id) VALUES "
        f"({mail}, '2024-02-05 00:00:00', '甲', '乙', 'matched', 'held', {here.inquiries[1].id}, {other.id})"
    )
    release_mail(here.world, mail_id=mail, **SIGNED)
    for statement in (forged, "UPDATE mail_move SET why = 'x'", "DELETE FROM mail_move"):
        with pytest.raises(DBAPIError), here.ledger.engine.begin() as connection:
            connection.execute(text(statement))


def test_an_accepted_press_becomes_unknown_again_only_where_a_mail_was_withdrawn(office: Open) -> None:
    here = office()
    with pytest.raises(DBAPIError), here.ledger.engine.begin() as connection:
        connection.execute(text("UPDATE dispatch SET outcome = 'unknown'"))
    assert states(here) == [State.SUBMITTED, State.SUBMITTED]
