"""The door: at most one accepted submission a site and round, whatever crashes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, timedelta
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from huiying.db.ledger import Ledger
from huiying.db.walls import statements
from huiying.errors import Conflict, NotAllowed
from huiying.model import Accepted, BlockReason, Inquiry, Receipt, Rejected, State, Unknown
from tests.fakes import FakeClock
from tests.rounds import open_round, proof

ACCEPTED = Accepted(why="页面显示受理编号", receipt=Receipt(number="2024001", query_code="778899"))


def test_an_accepted_press_carries_its_receipt_and_its_instant(ledger: Ledger, clock: FakeClock) -> None:
    _, (inquiry,) = open_round(ledger)
    dispatch = ledger.door.arm(inquiry, evidence=[proof("before")])
    clock.sleep(5)
    after = ledger.door.settle(dispatch, ACCEPTED, evidence=[proof()])
    assert after.state is State.SUBMITTED
    assert after.receipt == Receipt(number="2024001", query_code="778899")
    assert after.asked_at == dispatch.armed_at


def test_a_press_over_midnight_counts_from_the_later_date(ledger: Ledger, clock: FakeClock) -> None:
    _, (inquiry,) = open_round(ledger)
    clock.sleep(15 * 3600 - 2)
    dispatch = ledger.door.arm(inquiry, evidence=[])
    clock.sleep(5)
    after = ledger.door.settle(dispatch, ACCEPTED, evidence=[proof()])
    assert after.asked_at is not None
    assert after.asked_at.date() == dispatch.armed_at.date() + timedelta(days=1)


def test_midnight_is_that_of_beijing_whatever_zone_the_clock_speaks(ledger: Ledger, clock: FakeClock) -> None:
    _, (inquiry,) = open_round(ledger)
    clock.move_to((clock.now() + timedelta(hours=15, seconds=-2)).astimezone(UTC))
    dispatch = ledger.door.arm(inquiry, evidence=[])
    clock.sleep(5)
    after = ledger.door.settle(dispatch, ACCEPTED, evidence=[proof()])
    assert after.asked_at == clock.now()


def test_a_clock_that_is_set_back_over_midnight_takes_no_day_from_the_unit(ledger: Ledger, clock: FakeClock) -> None:
    _, (inquiry,) = open_round(ledger)
    clock.sleep(15 * 3600 + 2)
    dispatch = ledger.door.arm(inquiry, evidence=[])
    clock.sleep(-5)
    after = ledger.door.settle(dispatch, ACCEPTED, evidence=[proof()])
    assert after.asked_at == dispatch.armed_at


def test_a_press_of_unknown_fate_over_midnight_counts_from_the_later_date_once_it_is_proved(
    ledger: Ledger, clock: FakeClock
) -> None:
    _, (inquiry,) = open_round(ledger)
    clock.sleep(15 * 3600 - 2)
    dispatch = ledger.door.arm(inquiry, evidence=[])
    clock.sleep(5)
    unconfirmed = ledger.door.settle(dispatch, Unknown(why="页面空白"), evidence=[])
    settled = clock.now()
    clock.sleep(3 * 86400)
    assert ledger.door.confirm(unconfirmed, ACCEPTED, evidence=[proof("list")]).asked_at == settled


def test_a_press_that_a_crash_cut_off_in_the_last_seconds_of_a_day_counts_from_the_next_day(
    ledger: Ledger, clock: FakeClock
) -> None:
    """It was recovered a day later; the press itself can have come a few minutes after its permission at most."""
    _, (inquiry,) = open_round(ledger)
    clock.sleep(15 * 3600 - 2)
    dispatch = ledger.door.arm(inquiry, evidence=[])
    _kill_worker(ledger)
    clock.sleep(86400)
    (recovered,) = ledger.door.recover()
    asked = ledger.door.confirm(recovered, ACCEPTED, evidence=[proof("list")]).asked_at
    assert asked is not None
    assert asked.date() == dispatch.armed_at.date() + timedelta(days=1)
    assert asked - dispatch.armed_at < timedelta(minutes=10)


def _kill_worker(ledger: Ledger) -> None:
    with ledger.engine.begin() as connection:
        connection.execute(text("UPDATE dispatch SET worker = worker || '0'"))  # the same pid, another start


def test_a_slow_worker_that_was_taken_for_dead_still_brings_its_proof(ledger: Ledger, clock: FakeClock) -> None:
    opened, (inquiry,) = open_round(ledger)
    dispatch = ledger.door.arm(inquiry, evidence=[])
    _kill_worker(ledger)
    clock.sleep(60)
    ledger.door.recover()
    after = ledger.door.settle(dispatch, ACCEPTED, evidence=[proof()])
    assert (after.state, after.receipt.number, after.asked_at) == (State.SUBMITTED, "2024001", dispatch.armed_at)
    assert [one.sha256 for one in ledger.observations.evidence_of(inquiry.id)] == [proof().sha256]
    with pytest.raises(Conflict):
        ledger.door.arm(ledger.rounds.inquiries(opened.id)[0], evidence=[])


@pytest.mark.parametrize(
    "late", [Unknown(why="页面空白"), Rejected(why="验证码错误", reason=BlockReason.CHALLENGE_REFUSED)]
)
def test_a_slow_worker_that_was_taken_for_dead_opens_no_slot(ledger: Ledger, late: Unknown | Rejected) -> None:
    opened, (inquiry,) = open_round(ledger)
    dispatch = ledger.door.arm(inquiry, evidence=[])
    _kill_worker(ledger)
    ledger.door.recover()
    with pytest.raises(Conflict):
        ledger.door.settle(dispatch, late, evidence=[proof()])
    assert ledger.rounds.inquiries(opened.id)[0].state is State.UNCONFIRMED


def test_two_runs_that_find_the_same_dead_worker_do_not_stumble_over_each_other(ledger: Ledger) -> None:
    opened, (inquiry,) = open_round(ledger)
    ledger.door.arm(inquiry, evidence=[])
    _kill_worker(ledger)
    ready = Barrier(2)

    def run() -> list[Inquiry]:
        ready.wait()
        return ledger.door.recover()

    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(run) for _ in range(2)]
    recovered = [one for each in runs for one in each.result()]
    assert [one.id for one in recovered] == [inquiry.id]
    assert ledger.rounds.inquiries(opened.id)[0].state is State.UNCONFIRMED


def test_nobody_arms_after_the_close_however_long_ago_the_run_began(ledger: Ledger, clock: FakeClock) -> None:
    """A captcha that waited over the close: the site would stand as silent after it."""
    opened, (inquiry,) = open_round(ledger)
    clock.move_to(opened.closes_at)
    with pytest.raises(NotAllowed, match="统计截止时间"):
        ledger.door.arm(inquiry, evidence=[])
    assert ledger.rounds.inquiries(opened.id)[0].state is State.PLANNED


def test_nobody_arms_in_a_round_that_has_ended(ledger: Ledger) -> None:
    """As an older version left it, killed between ending the round and ending its inquiries."""
    _, (inquiry,) = open_round(ledger)
    with ledger.engine.begin() as connection:
        connection.execute(text("UPDATE round SET closed_at = opened_at"))
    with pytest.raises(NotAllowed, match="轮次已经结束"):
        ledger.door.arm(inquiry, evidence=[])


def test_a_round_is_not_ended_while_a_press_is_out(ledger: Ledger) -> None:
    opened, (first, second) = open_round(ledger, "杞县", "通许县")
    ledger.door.arm(second, evidence=[])
    with pytest.raises(NotAllowed, match="“通许县”正在提交"):
        ledger.rounds.close(opened, actor="张三")
    assert ledger.rounds.get(opened.name).closed_at is None
    assert ledger.rounds.inquiry(first.id).state is State.PLANNED


def test_a_round_ends_with_all_its_inquiries_or_goes_on_with_all(ledger: Ledger) -> None:
    opened, inquiries = open_round(ledger, "杞县", "通许县", "尉氏县")
    cut = (f"cut_{inquiries[1].id}", "inquiry", "UPDATE", f"NEW.id = {inquiries[1].id} AND NEW.state = 'closed'")
    with ledger.engine.begin() as connection:
        for statement in statements(connection.dialect.name, [cut]):
            connection.exec_driver_sql(statement)
    with pytest.raises(DBAPIError):
        ledger.rounds.close(opened, actor="张三")
    assert ledger.rounds.get(opened.name).closed_at is None
    assert {inquiry.state for inquiry in ledger.rounds.inquiries(opened.id)} == {State.PLANNED}


def test_nobody_arms_twice(ledger: Ledger) -> None:
    _, (inquiry,) = open_round(ledger)
    ledger.door.arm(inquiry, evidence=[])
    with pytest.raises(Conflict):
        ledger.door.arm(inquiry, evidence=[])


@pytest.mark.parametrize("outcome", [ACCEPTED, Unknown(why="页面空白")])
def test_an_accepted_or_unknown_press_is_the_last(ledger: Ledger, outcome: Accepted | Unknown) -> None:
    opened, (inquiry,) = open_round(ledger)
    ledger.door.settle(ledger.door.arm(inquiry, evidence=[]), outcome, evidence=[proof()])
    for stale in (inquiry, ledger.rounds.inquiries(opened.id)[0]):
        with pytest.raises(Conflict):
            ledger.door.arm(stale, evidence=[])


def test_the_schema_itself_refuses_a_second_dispatch(ledger: Ledger) -> None:
    """Even a hand-written INSERT that passes every Python check."""
    _, (inquiry,) = open_round(ledger)
    ledger.door.settle(ledger.door.arm(inquiry, evidence=[]), Unknown(why="x"), evidence=[])
    insert = text(
        "INSERT INTO dispatch (inquiry_id, round_id, site_id, worker, armed_at, outcome, why) "
        "SELECT inquiry_id, round_id, site_id, worker, armed_at, 'open', '' FROM dispatch"
    )
    with pytest.raises((IntegrityError, DBAPIError)), ledger.engine.begin() as connection:
        connection.execute(insert)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM dispatch",
        "DELETE FROM inquiry",
        "DELETE FROM event",
        "UPDATE event SET why = 'x'",
        "UPDATE inquiry SET state = 'planned'",
        "UPDATE inquiry SET state = 'replied'",
        "UPDATE dispatch SET outcome = 'rejected'",
        "UPDATE dispatch SET outcome = 'open'",
        "DELETE FROM evidence",
        "UPDATE evidence SET sha256 = 'x'",
    ],
)
def test_the_walls_hold_against_hand_written_sql(ledger: Ledger, statement: str) -> None:
    _, (inquiry,) = open_round(ledger)
    ledger.door.settle(ledger.door.arm(inquiry, evidence=[proof()]), Unknown(why="x"), evidence=[])
    with pytest.raises(DBAPIError), ledger.engine.begin() as connection:
        connection.execute(text(statement))


def test_no_verdict_without_evidence(ledger: Ledger) -> None:
    opened, (inquiry,) = open_round(ledger)
    dispatch = ledger.door.arm(inquiry, evidence=[])
    with pytest.raises(DBAPIError, match="no_verdict_without_evidence"):
        ledger.door.settle(dispatch, ACCEPTED, evidence=[])
    assert ledger.rounds.inquiries(opened.id)[0].state is State.ARMED


def test_a_wrong_captcha_opens_the_slot_again(ledger: Ledger) -> None:
    _, (inquiry,) = open_round(ledger)
    refused = Rejected(why="验证码错误", reason=BlockReason.CHALLENGE_REFUSED)
    after = ledger.door.settle(ledger.door.arm(inquiry, evidence=[]), refused, evidence=[proof()])
    assert after.state is State.PLANNED
    again = ledger.door.settle(ledger.door.arm(after, evidence=[]), ACCEPTED, evidence=[proof()])
    assert again.state is State.SUBMITTED


def test_another_refusal_blocks_with_its_reason(ledger: Ledger) -> None:
    opened, (inquiry,) = open_round(ledger)
    refused = Rejected(why="标题过长", reason=BlockReason.REFUSED, message="标题不能超过10字")
    after = ledger.door.settle(ledger.door.arm(inquiry, evidence=[]), refused, evidence=[proof()])
    assert (after.state, after.block, after.note) == (State.BLOCKED, BlockReason.REFUSED, "标题不能超过10字")
    assert ledger.rounds.reopen_blocked(opened.id, actor="test") == 1
    assert ledger.door.arm(ledger.rounds.inquiries(opened.id)[0], evidence=[]).inquiry_id == inquiry.id


def test_what_a_dead_process_left_armed_becomes_unconfirmed_and_is_never_armed_again(ledger: Ledger) -> None:
    _, (inquiry,) = open_round(ledger)
    ledger.door.arm(inquiry, evidence=[])
    _kill_worker(ledger)
    (recovered,) = ledger.door.recover()
    assert recovered.state is State.UNCONFIRMED
    assert recovered.asked_at is None
    with pytest.raises(Conflict):
        ledger.door.arm(recovered, evidence=[])


def test_a_living_process_is_left_alone(ledger: Ledger) -> None:
    opened, (inquiry,) = open_round(ledger)
    ledger.door.arm(inquiry, evidence=[])
    assert ledger.door.recover() == []
    assert ledger.rounds.inquiries(opened.id)[0].state is State.ARMED


def test_a_proof_confirms_an_unknown_press_from_the_instant_of_the_press(ledger: Ledger, clock: FakeClock) -> None:
    _, (inquiry,) = open_round(ledger)
    dispatch = ledger.door.arm(inquiry, evidence=[])
    unconfirmed = ledger.door.settle(dispatch, Unknown(why="x"), evidence=[])
    clock.sleep(86400)
    with pytest.raises(NotAllowed):
        ledger.door.confirm(unconfirmed, ACCEPTED, evidence=[])
    confirmed = ledger.door.confirm(unconfirmed, ACCEPTED, evidence=[proof("list")])
    assert confirmed.state is State.SUBMITTED
    assert confirmed.asked_at == dispatch.armed_at
    assert confirmed.receipt.number == "2024001"


def test_a_round_without_an_authority_can_not_stand_in_the_database(ledger: Ledger) -> None:
    open_round(ledger)
    with pytest.raises(DBAPIError), ledger.engine.begin() as connection:
        connection.execute(text("UPDATE round SET ground = ''"))
