"""When mail and each site's page were last truly reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, insert, select, update

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
            row = connection.execute(select(t.reach).where(t.reach.c.place == place)).first()
            news = bool(error) and not (row is not None and row.told)
            values: dict[str, object] = {"tried_at": now, "error": error, "told": bool(error)}
            if not error:
                values["reached_at"] = now
            if row is None:
                connection.execute(insert(t.reach).values(place=place, **values))
            else:
                connection.execute(update(t.reach).where(t.reach.c.place == place).values(values))
        return news

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
