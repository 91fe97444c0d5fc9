"""The ledger: everything the database keeps, one attribute a concern."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from huiying.db.disputes import Disputes
from huiying.db.door import LedgerDoor
from huiying.db.engine import open_engine
from huiying.db.health import Health
from huiying.db.mails import Mails
from huiying.db.moves import Moves
from huiying.db.observations import Observations
from huiying.db.rosters import Rosters
from huiying.db.rounds import Rounds
from huiying.db.withdrawals import Withdrawals
from huiying.ports import Clock, EvidenceVault


@dataclass(frozen=True, slots=True)
class Ledger:
    """One database, opened."""

    rosters: Rosters
    rounds: Rounds
    door: LedgerDoor
    observations: Observations
    disputes: Disputes
    mails: Mails
    moves: Moves
    withdrawals: Withdrawals
    health: Health
    engine: Engine


def open_ledger(url: str, *, clock: Clock, vault: EvidenceVault) -> Ledger:
    """Open the database at the URL, with its schema brought up to date."""
    engine = open_engine(url)
    return Ledger(
        rosters=Rosters(engine),
        rounds=Rounds(engine, clock),
        door=LedgerDoor(engine, clock),
        observations=Observations(engine, clock),
        disputes=Disputes(engine, clock),
        mails=Mails(engine, clock, vault),
        moves=Moves(engine, clock),
        withdrawals=Withdrawals(engine, clock),
        health=Health(engine, clock),
        engine=engine,
    )
