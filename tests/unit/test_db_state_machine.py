"""Whatever is tried in whatever order, the record never leaves the life of an inquiry (DESIGN §4)."""

from __future__ import annotations

import itertools
import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import text

from huiying.db.evidence import FileVault
from huiying.db.ledger import open_ledger
from huiying.errors import Conflict, NotAllowed
from huiying.lifecycle import MOVES
from huiying.model import Accepted, BlockReason, Dispatch, Receipt, Rejected, State, Unknown
from tests.fakes import FakeClock
from tests.rounds import monday, open_round, proof

OUTCOMES = st.sampled_from(
    [
        Accepted(why="ok", receipt=Receipt(number="1")),
        Unknown(why="?"),
        Rejected(why="captcha", reason=BlockReason.CHALLENGE_REFUSED),
        Rejected(why="no", reason=BlockReason.REFUSED),
    ]
)


class LifeOfAnInquiry(RuleBasedStateMachine):
    """Two hands work on the same inquiry, one of them always with a stale copy."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        clock = FakeClock(monday())
        root = Path(self.folder.name)
        self.ledger = open_ledger(
            f"sqlite:///{root / 'x.sqlite'}", clock=clock, vault=FileVault(root / "evidence", clock)
        )
        self.round, (self.stale,) = open_round(self.ledger)
        self.dispatches: list[Dispatch] = []
        self.open_presses = 0  # presses whose site may hold our question

    def teardown(self) -> None:
        self.ledger.engine.dispose()
        self.folder.cleanup()

    def now(self):
        return self.ledger.rounds.inquiries(self.round.id)[0]

    @rule(stale=st.booleans())
    def arm(self, stale: bool) -> None:
        with suppress(Conflict):
            self.dispatches.append(self.ledger.door.arm(self.stale if stale else self.now(), evidence=[]))
            self.open_presses += 1

    @rule(outcome=OUTCOMES, which=st.integers(0, 5))
    def settle(self, outcome, which: int) -> None:
        if which < len(self.dispatches):
            with suppress(Conflict):
                self.ledger.door.settle(self.dispatches[which], outcome, evidence=[proof(str(which))])
                self.open_presses -= isinstance(outcome, Rejected)

    @rule()
    def block(self) -> None:
        with suppress(Conflict):
            self.ledger.door.block(self.now(), BlockReason.UNREACHABLE, "", evidence=[])

    @rule()
    def reopen(self) -> None:
        self.ledger.rounds.reopen_blocked(self.round.id, actor="t")

    @rule()
    def confirm(self) -> None:
        with suppress(Conflict, NotAllowed):
            self.ledger.door.confirm(self.now(), Accepted(why="found"), evidence=[proof("found")])

    @rule()
    def void(self) -> None:
        with suppress(Conflict):
            self.ledger.door.void(self.now(), who="某", why="核实不了")

    @invariant()
    def at_most_one_press_stands_open(self) -> None:
        assert self.open_presses <= 1

    @invariant()
    def an_unproved_press_is_never_called_asked(self) -> None:
        inquiry = self.now()
        if inquiry.state in (State.PLANNED, State.BLOCKED, State.ARMED, State.UNCONFIRMED, State.VOID):
            assert inquiry.asked_at is None
        if inquiry.state is State.SUBMITTED:
            assert inquiry.asked_at is not None

    @invariant()
    def every_move_is_allowed_and_joins_on_to_the_last(self) -> None:
        moves = self.ledger.rounds.events(self.stale.id)
        assert all((move.before, move.after) in MOVES for move in moves)
        assert all(one.after is two.before for one, two in itertools.pairwise(moves))

    @invariant()
    def the_table_holds_at_most_one_dispatch_that_was_not_rejected(self) -> None:
        with self.ledger.engine.connect() as connection:
            held = connection.execute(text("SELECT count(*) FROM dispatch WHERE outcome <> 'rejected'")).scalar_one()
        assert held <= 1


TestLifeOfAnInquiry = LifeOfAnInquiry.TestCase
TestLifeOfAnInquiry.settings = settings(max_examples=25, stateful_step_count=20)
