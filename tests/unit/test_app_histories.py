"""Random histories, watched through the real ledger, against an oracle that knows when the answer truly appeared.

The row is the oracle's, or better and marked as favoured, or not final; it is never silently worse.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.app.results import judge_round
from huiying.app.watching import watch_once
from huiying.app.world import World
from huiying.calendar.sightings import Mark
from huiying.db.evidence import FileVault
from huiying.db.ledger import Ledger, open_ledger
from huiying.model import SHANGHAI, Bucket, Receipt
from tests.fakes import FakeClock, FakePages
from tests.rounds import QUESTION, monday, open_round
from tests.worlds import submit, world_of

WORKED = [6, 7, 8, 9, 18, 19, 20, 21, 22, 23]  # of February 2024, after Monday the 5th; the 18th is the make-up Sunday
CLOSE = datetime(2024, 2, 26, tzinfo=SHANGHAI)
ORDER = [Bucket.ONE_WORKDAY, Bucket.FIVE_WORKDAYS, Bucket.OVER_FIVE, Bucket.NO_REPLY]
LOOKUP = '<form action="/cx" method="post">编号：<input name="bh"> 查询码：<input name="cxm"><input type="submit" value="查询"></form>'
NOTED = "您的来信已收到，正在办理。"
ANSWER = "补办社保卡请携带身份证原件到市民之家二楼社保窗口办理，工作日9:00至17:00，不收取费用。"
COUNTER = itertools.count(1)


@dataclass(frozen=True)
class History:
    """What truly happened: minutes from the asking to the note and to the answer, and when somebody looked."""

    noted: int | None
    answered: int | None
    looks: tuple[int, ...]
    states_time: bool
    edited: bool
    """The note's text is replaced by the answer, rather than joined by it."""
    seconds: int
    """How long a step of a visit takes."""

    def at(self, minutes: int) -> datetime:
        return monday() + timedelta(minutes=minutes)

    def row(self) -> Bucket:
        if self.answered is None or self.at(self.answered) >= CLOSE:
            return Bucket.NO_REPLY
        day = self.at(self.answered).date()
        passed = sum(date(2024, 2, worked) <= day for worked in WORKED)
        return ORDER[0 if passed <= 1 else 1 if passed <= 5 else 2]

    def shown(self, now: datetime) -> list[tuple[str, datetime]]:
        noted = [(NOTED, self.at(self.noted))] if self.noted is not None and self.at(self.noted) <= now else []
        if self.answered is None or self.at(self.answered) > now:
            return noted
        return [*([] if self.edited else noted), (ANSWER, self.at(self.answered))]


WEEKS = 22 * 24 * 60
# Close to the limits and to the close, where a mistake shows, and anywhere else.
MINUTES = st.one_of(
    st.integers(1, WEEKS),
    st.sampled_from([datetime(2024, 2, day, tzinfo=SHANGHAI) for day in (7, 19, 26)]).flatmap(
        lambda edge: st.integers(-4, 4).map(lambda off: int((edge - monday()).total_seconds()) // 60 + off)
    ),
)
HISTORIES = st.builds(
    History,
    noted=st.none() | st.integers(1, 600),
    answered=st.none() | MINUTES,
    looks=st.lists(MINUTES, min_size=1, max_size=4, unique=True).map(lambda found: tuple(sorted(found))),
    states_time=st.booleans(),
    edited=st.booleans(),
    seconds=st.sampled_from([0, 1, 40]),
)


class Slow(FakeClock):
    """Each look at this clock takes some seconds."""

    def __init__(self, clock: FakeClock, seconds: int) -> None:
        super().__init__(clock.now())
        self.clock, self.seconds = clock, seconds

    def now(self) -> datetime:
        self.clock.sleep(self.seconds)
        return self.clock.now()


def page(history: History, receipt: Receipt, now: datetime) -> str:
    rows = "".join(
        f"<tr><td>回复单位</td><td>人社局</td></tr><tr><td>回复内容</td><td>{text}</td></tr>"
        + (f"<tr><td>回复时间</td><td>{at:%Y-%m-%d %H:%M}</td></tr>" if history.states_time and text == ANSWER else "")
        for text, at in history.shown(now)
    )
    return (
        f"<table><tr><td>信件编号</td><td>{receipt.number}</td></tr><tr><td>标题</td><td>{QUESTION.title}</td></tr>"
        f"<tr><td>来信时间</td><td>2024-02-05</td></tr><tr><td>来信内容</td><td>{QUESTION.body}</td></tr>"
        f"<tr><td>状态</td><td>办理中</td></tr>{rows}</table>"
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, FakeClock, Ledger]]:
    folder, clock = tmp_path_factory.mktemp("histories"), FakeClock(monday())
    ledger = open_ledger(f"sqlite:///{folder / 'x.sqlite'}", clock=clock, vault=FileVault(folder / "evidence", clock))
    yield folder, clock, ledger
    ledger.engine.dispose()


@settings(max_examples=25)
@given(history=HISTORIES)
def test_no_history_puts_a_site_silently_in_a_worse_row(
    place: tuple[Path, FakeClock, Ledger], history: History
) -> None:
    folder, clock, ledger = place
    clock.move_to(monday())
    opened, (planned,) = open_round(ledger, name=f"第{next(COUNTER)}轮", beside=ledger.rounds.names())
    inquiry = submit(ledger, planned)
    home = inquiry.site.home_url
    pages = FakePages({home: LOOKUP, f"{home}cx": lambda _: page(history, inquiry.receipt, clock.now())})
    world: World = replace(world_of(folder, ledger, clock), fetcher=pages)
    for minutes in history.looks:
        clock.move_to(max(clock.now(), history.at(minutes)))
        watch_once(replace(world, clock=Slow(clock, history.seconds)), opened, everything=True)
    clock.move_to(max(clock.now(), CLOSE + timedelta(hours=1)))
    (result,) = judge_round(world, opened, as_of=clock.now())
    finding = result.finding
    assert finding is not None
    found, truth = ORDER.index(result.bucket), ORDER.index(history.row())
    assert found <= truth or not finding.final, finding.why
    assert found >= truth or Mark.FAVOURED in finding.marks or not finding.final, finding.why
