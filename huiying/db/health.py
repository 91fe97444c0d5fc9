"""When mail and each site's page were last truly reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.dialects import postgresql, sqlite

from huiying.db import tables as t
from huiying.db.engine import reading
from huiying.ports import Clock

MAIL = "mail"
MAIL_WHOLE = "mail:whole"
"""Reached at the beginning of the last pass that left no mail unread: what came by then is in the ledger."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """The last try and the last success at one place ("mail", "site:<id>" and the like)."""

    place: str
    tried_at: datetime
    reached_at: datetime | None
    error: str
    told: bool


class Health:
    """One row a place."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def note(self, place: str, *, error: str = "", at: datetime | None = None) -> bool:
        """Record a try, made `at` an instant or now; return True when this is news that a person should hear once
        (a place fell silent).
        """
        now = at or self._clock.now()
        with self._engine.begin() as connection:
            _make_row(connection, place, now)
            here = t.reach.c.place == place
            told = connection.execute(select(t.reach.c.told).where(here).with_for_update()).scalar_one()
            values: dict[str, object] = {"tried_at": now, "error": error, "told": bool(error)}
            if not error:
                values["reached_at"] = now
            connection.execute(update(t.reach).where(here).values(values))
        return bool(error) and not told

    def all(self) -> dict[str, Reach]:
        """Return the state of every place ever tried."""
        with reading(self._engine) as connection:
            return {
                row.place: Reach(
                    place=row.place,
                    tried_at=row.tried_at,
                    reached_at=row.reached_at,
                    error=row.error,
                    told=row.told,
                )
                for row in connection.execute(select(t.reach))
            }


def _make_row(connection: Connection, place: str, now: datetime) -> None:
    """Let there be a row for the place, whoever else is making one."""
    row = {"place": place, "tried_at": now}
    if connection.dialect.name == "postgresql":
        connection.execute(postgresql.insert(t.reach).values(row).on_conflict_do_nothing())
    else:
        connection.execute(sqlite.insert(t.reach).values(row).on_conflict_do_nothing())
