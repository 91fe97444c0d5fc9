"""The door (DESIGN §4): the one place that makes a Dispatch, and the only way through it is a committed row."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

from huiying.db import tables as t
from huiying.db.engine import reading
from huiying.db.evidence_rows import keep_rows
from huiying.db.rounds import advance, load
from huiying.db.workers import seems_dead, worker_name
from huiying.errors import BadInput, Conflict, NotAllowed
from huiying.model import (
    SHANGHAI,
    Accepted,
    BlockReason,
    Dispatch,
    Evidence,
    Inquiry,
    Outcome,
    Rejected,
    State,
    Unknown,
)
from huiying.ports import Clock

MAX_URL = 2000
LONGEST_PRESS = timedelta(minutes=5)
"""From the permission to press to the press itself; what is settled later, by a recovery, was not pressed later."""
_NAMES = {Accepted: "accepted", Rejected: "rejected", Unknown: "unknown"}


class LedgerDoor:
    """Door over the database. Every method is one transaction."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._worker = worker_name()

    def arm(self, inquiry: Inquiry, *, evidence: Sequence[Evidence], page_url: str = "") -> Dispatch:
        """Commit the permission to press once on the page.

        Raises:
            Conflict: the inquiry is no longer planned, its slot is taken, or the roster has moved the site meanwhile.
            NotAllowed: the round's close has passed, or it was ended before; whoever is asked after it can only stand
                as silent, and another round may ask the site meanwhile.
        """
        now = self._clock.now()
        try:
            with self._engine.begin() as connection:
                _before_close(connection, inquiry, now)
                _at_its_place(connection, inquiry)
                dispatch_id = connection.execute(
                    insert(t.dispatch)
                    .values(
                        inquiry_id=inquiry.id,
                        round_id=inquiry.round_id,
                        site_id=inquiry.site.id,
                        worker=self._worker,
                        armed_at=now,
                    )
                    .returning(t.dispatch.c.id)
                ).scalar_one()
                keep_rows(connection, evidence, inquiry_id=inquiry.id, dispatch_id=dispatch_id)
                advance(
                    connection,
                    inquiry,
                    State.ARMED,
                    at=now,
                    actor=self._worker,
                    why="准予提交一次",
                    values={"page_url": page_url[:MAX_URL]},
                )
        except (IntegrityError, ProgrammingError) as error:  # the walls; PostgreSQL's speak as ProgrammingError
            raise Conflict(what=f"“{inquiry.site.name}”提交凭证", expected="未用", found="已占用") from error
        return Dispatch(id=dispatch_id, inquiry_id=inquiry.id, armed_at=now)

    def settle(self, dispatch: Dispatch, outcome: Outcome, *, evidence: Sequence[Evidence]) -> Inquiry:
        """Commit what came of the press and return the inquiry as it then stands.

        A worker that was slow, and so was taken for dead, may still bring the proof that the site accepted.

        Raises:
            Conflict: another has settled it, and this is no such proof.
        """
        with self._engine.begin() as connection:
            return self._settle(connection, dispatch, outcome, evidence)

    def _settle(
        self, connection: Connection, dispatch: Dispatch, outcome: Outcome, evidence: Sequence[Evidence]
    ) -> Inquiry:
        now = self._clock.now()
        keep_rows(connection, evidence, inquiry_id=dispatch.inquiry_id, dispatch_id=dispatch.id)
        changed = connection.execute(
            update(t.dispatch)
            .where(t.dispatch.c.id == dispatch.id, t.dispatch.c.outcome.in_(_settled_before(outcome)))
            .values(outcome=_NAMES[type(outcome)], settled_at=now, why=outcome.why)
        ).rowcount
        if changed != 1:
            raise Conflict(what="提交凭证", expected="待定", found="已有结论")
        inquiry = load(connection, dispatch.inquiry_id)
        after, values = _consequence(outcome)
        if after is State.SUBMITTED:
            values["asked_at"] = _pressed(dispatch.armed_at, now)
        return advance(connection, inquiry, after, at=now, actor=self._worker, why=outcome.why, values=values)

    def block(self, inquiry: Inquiry, reason: BlockReason, note: str, *, evidence: Sequence[Evidence]) -> Inquiry:
        """Commit why the question could not be put.

        Raises:
            Conflict: it is past the door; what came of a press is settled, never blocked.
        """
        if inquiry.state is not State.PLANNED:
            raise Conflict(what=f"“{inquiry.site.name}”咨询件", expected=State.PLANNED, found=inquiry.state)
        with self._engine.begin() as connection:
            keep_rows(connection, evidence, inquiry_id=inquiry.id)
            return advance(
                connection,
                inquiry,
                State.BLOCKED,
                at=self._clock.now(),
                actor=self._worker,
                why=f"{reason.label}：{note}" if note else reason.label,
                values={"block": reason.value, "note": note},
            )

    def recover(self) -> list[Inquiry]:
        """Settle as unknown what dead workers left armed; return those inquiries, now unconfirmed."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(t.dispatch).where(t.dispatch.c.outcome == "open")).all()
        now = self._clock.now()
        lost = [row for row in rows if seems_dead(row.worker, armed_at=row.armed_at, now=now)]
        recovered = []
        for row in lost:
            dispatch = Dispatch(id=row.id, inquiry_id=row.inquiry_id, armed_at=row.armed_at)
            unknown = Unknown(why="提交过程中程序中断，无法确定网站是否已受理")
            with suppress(Conflict):  # another run has recovered it, or the worker lives and has settled it
                recovered.append(self.settle(dispatch, unknown, evidence=()))
        return recovered

    def confirm(self, inquiry: Inquiry, accepted: Accepted, *, evidence: Sequence[Evidence]) -> Inquiry:
        """Commit the proof that an unconfirmed inquiry was accepted after all; its time is that of the press.

        Raises:
            NotAllowed: there is no evidence, or no press of unknown outcome.
        """
        if not evidence:
            raise NotAllowed(what="确认已受理", why="没有证据", do="请附上能证明网站已受理的页面或邮件")
        with self._engine.begin() as connection:
            row = connection.execute(
                select(t.dispatch).where(t.dispatch.c.inquiry_id == inquiry.id, t.dispatch.c.outcome == "unknown")
            ).first()
            if row is None:
                raise NotAllowed(what="确认已受理", why="该咨询件没有结果不明的提交", do="请用 round status 查看状态")
            keep_rows(connection, evidence, inquiry_id=inquiry.id, dispatch_id=row.id)
            connection.execute(
                update(t.dispatch).where(t.dispatch.c.id == row.id).values(outcome="accepted", why=accepted.why)
            )
            return advance(
                connection,
                inquiry,
                State.SUBMITTED,
                at=self._clock.now(),
                actor=self._worker,
                why=accepted.why,
                values={
                    "asked_at": _pressed(row.armed_at, row.settled_at),
                    "receipt_number": accepted.receipt.number or inquiry.receipt.number,
                    "receipt_code": accepted.receipt.query_code or inquiry.receipt.query_code,
                },
            )

    def unproved(self) -> dict[int, datetime]:
        """Return when each press was allowed of which nobody knows that the site took it, by inquiry."""
        query = select(t.dispatch.c.inquiry_id, t.dispatch.c.armed_at)
        with reading(self._engine) as connection:
            rows = connection.execute(query.where(t.dispatch.c.outcome.in_(("open", "unknown"))))
            return {row.inquiry_id: row.armed_at for row in rows}

    def void(self, inquiry: Inquiry, *, who: str, why: str) -> Inquiry:
        """An operator gives an unconfirmed inquiry up: the site counts as not measured.

        Raises:
            BadInput: nobody signs it, or no reason is given.
            Conflict: it is not unconfirmed.
        """
        who, why = who.strip(), why.strip()
        if not who or not why:
            raise BadInput(where="作废", what="缺少操作人或理由", do="请用 --who 和 --why 写明")
        with self._engine.begin() as connection:
            return advance(
                connection, inquiry, State.VOID, at=self._clock.now(), actor=who, why=why, values={"note": why}
            )


def _before_close(connection: Connection, inquiry: Inquiry, now: datetime) -> None:
    """Refuse a press for a round that is over, and let nobody end it before the permission is committed."""
    query = select(t.round_).where(t.round_.c.id == inquiry.round_id)
    row = connection.execute(query.with_for_update(read=True)).one()
    over = f"统计截止时间（{row.closes_at:%Y-%m-%d} 24:00）已过" if now >= row.closes_at else ""
    if row.closed_at is not None:
        over = f"轮次已经结束（{row.closed_at:%Y-%m-%d %H:%M}）"
    if over:
        raise NotAllowed(what=f"向“{inquiry.site.name}”提交咨询", why=over, do="请用 huiying round open 开启新的一轮")


def _at_its_place(connection: Connection, inquiry: Inquiry) -> None:
    """A form that was opened at addresses that the roster has since replaced is not pressed."""
    query = select(t.site.c.hosts).where(t.site.c.id == inquiry.site.id)
    listed = connection.execute(query.with_for_update(read=True)).scalar_one().splitlines()
    if listed != list(inquiry.site.hosts):
        where = f"“{inquiry.site.name}”的网址"
        raise Conflict(what=where, expected="、".join(inquiry.site.hosts), found="、".join(listed))


def _settled_before(outcome: Outcome) -> tuple[str, ...]:
    """Return the outcomes over which this one may be written: proof of acceptance also over an unknown one."""
    return ("open", "unknown") if isinstance(outcome, Accepted) else ("open",)


def _pressed(armed_at: datetime, settled_at: datetime) -> datetime:
    """Return the instant from which the question counts: over midnight in Beijing the later date favours the unit."""
    latest = min(settled_at, armed_at + LONGEST_PRESS).astimezone(SHANGHAI)
    return latest if latest.date() > armed_at.astimezone(SHANGHAI).date() else armed_at


def _consequence(outcome: Outcome) -> tuple[State, dict[str, object]]:
    match outcome:
        case Accepted(receipt=receipt):
            return State.SUBMITTED, {
                "receipt_number": receipt.number,
                "receipt_code": receipt.query_code,
                "block": None,
                "note": "",
            }
        case Rejected(reason=BlockReason.CHALLENGE_REFUSED):
            return State.PLANNED, {}  # a new picture, a new dispatch
        case Rejected(reason=reason, message=message, why=why):
            return State.BLOCKED, {"block": reason.value, "note": message or why}
        case Unknown(why=why):
            return State.UNCONFIRMED, {"note": why}
