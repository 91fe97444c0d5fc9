"""What persons do with mails: give one to a site, take it back from a wrong one, set it aside. It only ever grows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, insert, or_, select

from huiying.db import tables as t
from huiying.db.engine import reading
from huiying.db.mails import MailMark, write_mark
from huiying.db.observation_rows import withdrawn_ids
from huiying.db.observations import NewObservation, follow_rule, reconsider, write_observation
from huiying.db.withdrawals import unprove
from huiying.errors import NotAllowed
from huiying.model import EvidenceKind
from huiying.ports import Clock

MAIL_PLACES = {"held": "待认领", "other": "已搁置", "new": "未读取"}
"""Where a mail stands that no site has, as users read it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MailMove:
    """One act of a person: where the mail stood before and by what, and where it stands since."""

    mail_id: int
    at: datetime
    who: str
    why: str
    before: str
    after: str
    before_why: str = ""
    before_inquiry_id: int | None = None
    after_inquiry_id: int | None = None
    withdrawn_id: int | None = None


class Moves:
    """Every move is one transaction: nobody ever finds a mail at two sites, or at none."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def give(self, new: NewObservation, *, who: str, why: str) -> None:
        """Give the observation's mail to its inquiry; the observation of the inquiry that had it counts no longer.

        Raises:
            NotAllowed: the inquiry has this mail already.
        """
        if new.mail is None:
            raise ValueError("an observation without a mail")
        with self._engine.begin() as connection:
            self._move(connection, new.mail, who=who, why=why)
            write_observation(connection, new)
            follow_rule(connection, new, at=self._clock.now())

    def put(self, mark: MailMark, *, who: str, why: str) -> None:
        """Let a mail wait for an owner again, or set it aside; the observation made of it counts no longer.

        Raises:
            NotAllowed: it stands so already.
        """
        with self._engine.begin() as connection:
            self._move(connection, mark, who=who, why=why)
            write_mark(connection, mark)

    def of_mail(self, mail_id: int) -> list[MailMove]:
        """Return what persons did with a mail, oldest first."""
        return self._read(t.mail_move.c.mail_id == mail_id)

    def of_inquiry(self, inquiry_id: int) -> list[MailMove]:
        """Return every move of a mail to the inquiry or away from it, oldest first."""
        at = (t.mail_move.c.before_inquiry_id, t.mail_move.c.after_inquiry_id)
        return self._read(or_(*(column == inquiry_id for column in at)))

    def _read(self, wanted: ColumnElement[bool]) -> list[MailMove]:
        query = select(t.mail_move).where(wanted).order_by(t.mail_move.c.id)
        with reading(self._engine) as connection:
            rows = connection.execute(query).mappings().all()
        return [MailMove(**{key: value for key, value in row.items() if key != "id"}) for row in rows]

    def _move(self, connection: Connection, mark: MailMark, *, who: str, why: str) -> None:
        """Write the move, and let the inquiry that had the mail stand as if it had never come."""
        now = self._clock.now()
        row = connection.execute(select(t.mail).where(t.mail.c.id == mark.mail_id).with_for_update()).one()
        if (row.status, row.inquiry_id) == (mark.status, mark.inquiry_id):
            stands = MAIL_PLACES.get(mark.status, "已归入这家网站")
            raise NotAllowed(what=f"移动邮件{row.id}", why=f"它现在就是“{stands}”", do="请用 huiying mail show 查看")
        withdrawn = _counting(connection, row) if row.inquiry_id is not None else None
        values = {
            "mail_id": row.id,
            "at": now,
            "who": who,
            "why": why,
            "before": row.status,
            "before_inquiry_id": row.inquiry_id,
            "before_why": row.why,
            "after": mark.status,
            "after_inquiry_id": mark.inquiry_id,
            "withdrawn_id": withdrawn,
        }
        connection.execute(insert(t.mail_move).values(values))
        if withdrawn is not None:
            said = f"邮件{row.id}不属于该网站：{why}"
            reconsider(connection, row.inquiry_id, at=now, actor=who, why=said)
            proof = and_(t.evidence.c.kind == EvidenceKind.MAIL.value, t.evidence.c.sha256 == row.sha256)
            unprove(connection, row.inquiry_id, proof, at=now, actor=who, why=said)


def _counting(connection: Connection, mail: Row[tuple[object, ...]]) -> int | None:
    """Return the observation that was made of the mail for the inquiry that has it now."""
    query = (
        select(t.observation.c.id)
        .join(t.evidence, t.evidence.c.observation_id == t.observation.c.id)
        .where(
            t.observation.c.inquiry_id == mail.inquiry_id,
            t.observation.c.id.not_in(withdrawn_ids()),
            t.evidence.c.kind == EvidenceKind.MAIL.value,
            t.evidence.c.sha256 == mail.sha256,
        )
        .order_by(t.observation.c.id.desc())
    )
    return connection.execute(query).scalars().first()
