"""Rounds and their inquiries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, Row, Select, insert, select, update

from huiying.db import tables as t
from huiying.db.engine import reading
from huiying.db.rivals import refuse_rivals, rivals
from huiying.db.rosters import question_of, site_of
from huiying.errors import BadInput, Conflict, NoRound, NotAllowed, NotFound
from huiying.lifecycle import allowed
from huiying.model import Authority, BlockReason, Inquiry, Question, Receipt, Round, Site, State
from huiying.ports import Clock


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """What a round plans for one site."""

    site: Site
    question: Question
    alias: str
    query_password: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One move of an inquiry, as it was recorded."""

    at: datetime
    before: State
    after: State
    actor: str
    why: str


def inquiries_query() -> Select[tuple[object, ...]]:
    """Return the select that `inquiry_of` reads."""
    return (
        select(t.inquiry, t.site, t.question)
        .join(t.site, t.site.c.id == t.inquiry.c.site_id)
        .join(t.question, t.question.c.id == t.inquiry.c.question_id)
    )


def inquiry_of(row: Row[tuple[object, ...]]) -> Inquiry:
    """Return the Inquiry that stands in a row of `inquiries_query`."""
    m = row._mapping  # noqa: SLF001
    block = m[t.inquiry.c.block]
    return Inquiry(
        id=m[t.inquiry.c.id],
        round_id=m[t.inquiry.c.round_id],
        site=site_of(row),
        question=question_of(row),
        state=State(m[t.inquiry.c.state]),
        alias=m[t.inquiry.c.alias],
        title=m[t.inquiry.c.title],
        body=m[t.inquiry.c.body],
        query_password=m[t.inquiry.c.query_password],
        page_url=m[t.inquiry.c.page_url],
        asked_at=m[t.inquiry.c.asked_at],
        receipt=Receipt(number=m[t.inquiry.c.receipt_number], query_code=m[t.inquiry.c.receipt_code]),
        block=BlockReason[block.upper()] if block else None,
        note=m[t.inquiry.c.note],
    )


def load(connection: Connection, inquiry_id: int, *, lock: bool = False) -> Inquiry:
    """Return the inquiry as it stands in this transaction; `lock`: and let it stand so until its end."""
    query = inquiries_query().where(t.inquiry.c.id == inquiry_id)
    return inquiry_of(connection.execute(_held(query) if lock else query).one())


def _held(query: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    """Hold the inquiries of a query as they stand.

    Not against those that only refer to one (`key_share`): each who records has written such a row before it asks for
    this lock, and two of them would wait for each other.
    """
    return query.with_for_update(of=t.inquiry, key_share=True)


def advance(
    connection: Connection,
    inquiry: Inquiry,
    after: State,
    *,
    at: datetime,
    actor: str,
    why: str,
    values: dict[str, object] | None = None,
) -> Inquiry:
    """Compare-and-set the state and write the event; raises Conflict where another process was first."""
    if not allowed(inquiry.state, after):
        raise Conflict(what=f"“{inquiry.site.name}”咨询件", expected=after, found=inquiry.state)
    changed = connection.execute(
        update(t.inquiry)
        .where(t.inquiry.c.id == inquiry.id, t.inquiry.c.state == inquiry.state.value)
        .values(state=after.value, **(values or {}))
    ).rowcount
    if changed != 1:
        found = connection.execute(select(t.inquiry.c.state).where(t.inquiry.c.id == inquiry.id)).scalar()
        raise Conflict(what=f"“{inquiry.site.name}”咨询件", expected=inquiry.state, found=found)
    connection.execute(
        insert(t.event).values(
            inquiry_id=inquiry.id, at=at, before=inquiry.state.value, after=after.value, actor=actor, why=why
        )
    )
    return load(connection, inquiry.id)


def _round_of(row: Row[tuple[object, ...]]) -> Round:
    m = row._mapping  # noqa: SLF001
    return Round(
        id=m["id"],
        name=m["name"],
        opened_at=m["opened_at"],
        closes_at=m["closes_at"],
        closed_at=m["closed_at"],
        authority=Authority(office=m["office"], ground=m["ground"]),
        policy=m["policy"],
    )


class Rounds:
    """Opening, reading and closing rounds."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def open(
        self,
        *,
        name: str,
        closes_at: datetime,
        authority: Authority,
        policy: str,
        planned: Sequence[Planned],
        beside: Collection[str] = (),
    ) -> Round:
        """Open a round with one planned inquiry a site, all in one transaction.

        `beside` names the rounds that may ask the same sites meanwhile, each with a letter of its own.

        Raises:
            BadInput: the name is taken, or `beside` names a round that asks none of the sites meanwhile.
            NotAllowed: another round asks one of the sites meanwhile.
        """
        now = self._clock.now()
        with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":  # two that open at once would not see each other
                connection.exec_driver_sql('LOCK TABLE "round" IN SHARE ROW EXCLUSIVE MODE')
            refuse_rivals(name, rivals(connection, [plan.site for plan in planned], now=now), beside)
            if connection.execute(select(t.round_.c.id).where(t.round_.c.name == name)).first():
                raise BadInput(where=f"轮次“{name}”", what="已经存在", do="请换一个名称，或用 round status 查看")
            round_id = connection.execute(
                insert(t.round_)
                .values(
                    name=name,
                    opened_at=now,
                    closes_at=closes_at,
                    office=authority.office,
                    ground=authority.ground,
                    policy=policy,
                )
                .returning(t.round_.c.id)
            ).scalar_one()
            for plan in planned:
                connection.execute(
                    insert(t.inquiry).values(
                        round_id=round_id,
                        site_id=plan.site.id,
                        question_id=plan.question.id,
                        alias=plan.alias,
                        title=plan.question.title,
                        body=plan.question.body,
                        query_password=plan.query_password,
                    )
                )
        return self.get(name)

    def get(self, name: str) -> Round:
        """Return the round of that name, or the latest where the name is empty; raises NotFound, NoRound."""
        query = select(t.round_).order_by(t.round_.c.id.desc())
        if name:
            query = query.where(t.round_.c.name == name)
        with reading(self._engine) as connection:
            row = connection.execute(query.limit(1)).first()
        if row is None:
            raise NotFound(what="轮次", name=name, do="请先运行 huiying round open") if name else NoRound()
        return _round_of(row)

    def round_of(self, inquiry: Inquiry) -> Round:
        """Return the round that an inquiry belongs to."""
        with reading(self._engine) as connection:
            return _round_of(connection.execute(select(t.round_).where(t.round_.c.id == inquiry.round_id)).one())

    def names(self) -> list[str]:
        """Return the names of all rounds, oldest first."""
        with reading(self._engine) as connection:
            return list(connection.execute(select(t.round_.c.name).order_by(t.round_.c.id)).scalars())

    def aliases(self) -> frozenset[str]:
        """Return every mail address that was given to a site in any round."""
        with reading(self._engine) as connection:
            return frozenset(connection.execute(select(t.inquiry.c.alias).distinct()).scalars())

    def inquiries(self, round_id: int, states: Sequence[State] = tuple(State)) -> list[Inquiry]:
        """Return the round's inquiries in the roster's order; where a later roster moved sites to one place, as planned."""
        query = (
            inquiries_query()
            .where(t.inquiry.c.round_id == round_id, t.inquiry.c.state.in_([state.value for state in states]))
            .order_by(t.site.c.position, t.inquiry.c.id)
        )
        with reading(self._engine) as connection:
            return [inquiry_of(row) for row in connection.execute(query)]

    def asked(self) -> list[Inquiry]:
        """Return the inquiries of all rounds that were put, or may have been; what a site refused was not put."""
        pressed = select(t.dispatch.c.inquiry_id).where(t.dispatch.c.outcome != "rejected")
        query = inquiries_query().where(t.inquiry.c.id.in_(pressed)).order_by(t.inquiry.c.id)
        with reading(self._engine) as connection:
            return [inquiry_of(row) for row in connection.execute(query)]

    def settled(self) -> frozenset[int]:
        """Return the ids of inquiries of ended rounds that had got their answer."""
        replied = select(t.event.c.inquiry_id).where(t.event.c.after == State.REPLIED.value)
        query = (
            select(t.inquiry.c.id)
            .join(t.round_, t.round_.c.id == t.inquiry.c.round_id)
            .where(t.round_.c.closed_at.is_not(None), t.inquiry.c.id.in_(replied))
        )
        with reading(self._engine) as connection:
            return frozenset(connection.execute(query).scalars())

    def inquiry(self, inquiry_id: int) -> Inquiry:
        """Return the inquiry as it stands."""
        with reading(self._engine) as connection:
            return load(connection, inquiry_id)

    def reopen_blocked(self, round_id: int, *, actor: str) -> int:
        """Put blocked inquiries back to planned for another try; nothing of theirs was accepted. Return how many.

        Those that another run has put back meanwhile are its own.
        """
        reopened = 0
        for inquiry in self.inquiries(round_id, [State.BLOCKED]):
            with suppress(Conflict), self._engine.begin() as connection:
                advance(connection, inquiry, State.PLANNED, at=self._clock.now(), actor=actor, why="再次尝试")
                reopened += 1
        return reopened

    def close(self, round_: Round, *, actor: str) -> Round:
        """Close the round and every inquiry of it together; the states before stand in the events. The first time stays.

        Raises:
            NotAllowed: a submission is under way; nothing is closed.
        """
        now = self._clock.now()
        of_round = inquiries_query().where(t.inquiry.c.round_id == round_.id)
        with self._engine.begin() as connection:
            # First the round, as whoever arms does: it sees the end, or is seen here. Then its inquiries in the one order.
            open_ = (t.round_.c.id == round_.id, t.round_.c.closed_at.is_(None))
            connection.execute(update(t.round_).where(*open_).values(closed_at=now))
            inquiries = [inquiry_of(row) for row in connection.execute(_held(of_round.order_by(t.inquiry.c.id)))]
            if pressing := [inquiry for inquiry in inquiries if inquiry.state is State.ARMED]:
                why = f"“{pressing[0].site.name}”正在提交"
                raise NotAllowed(what=f"结束轮次“{round_.name}”", why=why, do="请等 huiying probe 运行完再试")
            for inquiry in inquiries:
                if inquiry.state not in (State.CLOSED, State.VOID):
                    advance(connection, inquiry, State.CLOSED, at=now, actor=actor, why="本轮结束")
        return self.get(round_.name)

    def events(self, inquiry_id: int) -> list[Event]:
        """Return every move of the inquiry, oldest first."""
        query = select(t.event).where(t.event.c.inquiry_id == inquiry_id).order_by(t.event.c.id)
        with reading(self._engine) as connection:
            return [
                Event(at=row.at, before=State(row.before), after=State(row.after), actor=row.actor, why=row.why)
                for row in connection.execute(query)
            ]
