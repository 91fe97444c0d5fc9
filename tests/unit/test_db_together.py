"""Several processes at one database: each does its work, or hears that another was first; none is thrown out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import TypeVar

from huiying.db.ledger import Ledger
from huiying.db.observations import NewObservation
from huiying.errors import NotAllowed
from huiying.model import AnswerKind, BlockReason, Channel, CheckResult, Inquiry, Judgement, Round, State
from tests.rounds import monday, open_round, proof
from tests.worlds import submit

T = TypeVar("T")

TIMES = 12


def together(*works: Callable[[], T]) -> list[T]:
    """Let all of them begin at once; return what each returned."""
    ready = Barrier(len(works))

    def run(work: Callable[[], T]) -> T:
        ready.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def answer(inquiry: Inquiry, text: str) -> NewObservation:
    return NewObservation(
        inquiry_id=inquiry.id,
        at=monday(),
        channel=Channel.MAIL,
        result=CheckResult.SEEN,
        text=text,
        judgement=Judgement(kind=AnswerKind.SUBSTANTIVE, sure=True, why="说到了具体内容"),
        evidence=[proof()],
    )


def texts(ledger: Ledger, inquiries: Iterable[Inquiry]) -> list[str]:
    return [seen.text for inquiry in inquiries for seen in ledger.observations.of(inquiry.id)]


def test_two_that_record_for_the_same_inquiries_both_get_it_written(ledger: Ledger) -> None:
    _, planned = open_round(ledger, "杞县", "通许县")
    inquiries = [submit(ledger, inquiry) for inquiry in planned]
    for time in range(TIMES):
        first = [answer(inquiry, f"一{time}") for inquiry in inquiries]
        second = [answer(inquiry, f"二{time}") for inquiry in reversed(inquiries)]
        together(lambda found=first: ledger.observations.record_all(found),
                 lambda found=second: ledger.observations.record_all(found))  # fmt: skip
    assert len(texts(ledger, inquiries)) == 4 * TIMES


def test_two_that_reach_a_place_for_the_first_time_both_note_it_and_one_tells_its_silence(ledger: Ledger) -> None:
    for time in range(TIMES):
        note = lambda place=f"site:{time}": ledger.health.note(place, error="连接超时")  # noqa: E731
        assert sorted(together(note, note)) == [False, True]
    assert len(ledger.health.all()) == TIMES


def test_two_runs_that_try_what_is_blocked_again_share_the_work(ledger: Ledger) -> None:
    opened, planned = open_round(ledger, *(f"第{number}县" for number in range(TIMES)))
    for inquiry in planned:
        ledger.door.block(inquiry, BlockReason.UNREACHABLE, "", evidence=[])
    again = lambda: ledger.rounds.reopen_blocked(opened.id, actor="再次运行")  # noqa: E731
    assert sum(together(again, again, again)) == len(planned)
    assert {inquiry.state for inquiry in ledger.rounds.inquiries(opened.id)} == {State.PLANNED}


def test_who_ends_a_round_while_others_press_ends_it_whole_or_not_at_all(ledger: Ledger) -> None:
    going_on: list[str] = []
    for time in range(TIMES):
        opened, planned = open_round(ledger, "杞县", "通许县", name=f"第{time}轮", beside=going_on)
        together(
            lambda here=opened: close(ledger, here),
            lambda here=planned: arm_all(ledger, reversed(here)),
        )
        ended = ledger.rounds.get(opened.name).closed_at is not None
        states = {inquiry.state for inquiry in ledger.rounds.inquiries(opened.id)}
        assert states == ({State.CLOSED} if ended else {State.ARMED})
        going_on += [] if ended else [opened.name]


def close(ledger: Ledger, round_: Round) -> None:
    with suppress(NotAllowed):
        ledger.rounds.close(round_, actor="张三")


def arm_all(ledger: Ledger, inquiries: Iterable[Inquiry]) -> None:
    for inquiry in inquiries:
        with suppress(NotAllowed):
            ledger.door.arm(inquiry, evidence=[])
