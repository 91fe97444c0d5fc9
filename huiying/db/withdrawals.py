"""What persons take back of what persons had put on record: mistyped answers and looks. It only ever grows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, insert, select, update

from huiying.db import tables as t
from huiying.db.observation_rows import withdrawals_of, withdrawn_ids
from huiying.db.observations import reconsider
from huiying.db.rounds import advance, load
from huiying.errors import BadInput, NotAllowed, NotFound
from huiying.model import CheckResult, EvidenceKind, Inquiry, State
from huiying.ports import Clock


class Withdrawals:
    """Every withdrawal is one transaction, signed, and given once."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def withdraw(self, observation_id: int, *, who: str, why: str) -> Inquiry:
        """Let an observation that a person put on record count no longer; return its inquiry as it then stands.

        Raises:
            BadInput: nobody signs it, or no reason is given.
            NotFound: no such observation.
            NotAllowed: it counts no longer already, or a page or a mail showed it.
        """
        who, why = who.strip(), why.strip()
        if not who or not why:
            raise BadInput(where="撤销补录", what="缺少操作人或理由", do="请用 --who 和 --why 写明")
        now = self._clock.now()
        with self._engine.begin() as connection:
            inquiry_id = _own(connection, observation_id)
            connection.execute(insert(t.withdrawal).values(observation_id=observation_id, at=now, who=who, why=why))
            said = f"检查记录{observation_id}是补录错误：{why}"
            reconsider(connection, inquiry_id, at=now, actor=who, why=said)
            proof = t.evidence.c.sha256.in_(
                select(t.evidence.c.sha256).where(t.evidence.c.observation_id == observation_id)
            )
            unprove(connection, inquiry_id, proof, at=now, actor=who, why=said)
            return load(connection, inquiry_id)


def _own(connection: Connection, observation_id: int) -> int:
    """Return the inquiry of an observation that a person put on record and that still counts."""
    wanted = t.observation.c.id == observation_id
    inquiry_id = connection.execute(select(t.observation.c.inquiry_id).where(wanted)).scalar()
    if inquiry_id is None:
        raise NotFound(what="检查记录", name=observation_id, do="请用 huiying explain 查看编号")
    what = f"撤销检查记录{observation_id}"
    if gone := withdrawals_of(connection, wanted).get(observation_id):
        raise NotAllowed(what=what, why=f"它早已不再计入（{gone}）", do="请用 huiying explain 查看")
    own = (t.evidence.c.observation_id == observation_id, t.evidence.c.kind == EvidenceKind.DOCUMENT.value)
    if connection.execute(select(t.evidence.c.id).where(*own)).first() is None:
        do = "网页和邮件的文字请用 huiying review decide 判定，归错的邮件请用 huiying mail move 改归"
        raise NotAllowed(what=what, why="它不是人工补录的", do=do)
    return int(inquiry_id)


def unprove(
    connection: Connection, inquiry_id: int, proof: ColumnElement[bool], *, at: datetime, actor: str, why: str
) -> None:
    """Where only this evidence proved that the site took the question, that is unknown again, and no silence."""
    dispatch = connection.execute(
        select(t.dispatch.c.id)
        .join(t.evidence, t.evidence.c.dispatch_id == t.dispatch.c.id)
        .where(t.dispatch.c.inquiry_id == inquiry_id, t.dispatch.c.outcome == "accepted", proof)
    ).scalar()
    if dispatch is None or _still_proved(connection, inquiry_id):
        return
    unknown: dict[str, object] = {"asked_at": None, "note": f"提交结果不明：{why}"}
    connection.execute(update(t.dispatch).where(t.dispatch.c.id == dispatch).values(outcome="unknown", why=why))
    inquiry = load(connection, inquiry_id)
    if inquiry.state is State.SUBMITTED:
        advance(connection, inquiry, State.UNCONFIRMED, at=at, actor=actor, why=why, values=unknown)
    else:  # of an ended round
        connection.execute(update(t.inquiry).where(t.inquiry.c.id == inquiry.id).values(unknown))


def _still_proved(connection: Connection, inquiry_id: int) -> bool:
    """Whether the site showed our question, or wrote about it, in anything that still counts."""
    seen = select(t.observation.c.id).where(
        t.observation.c.inquiry_id == inquiry_id,
        t.observation.c.result == CheckResult.SEEN.value,
        t.observation.c.id.not_in(withdrawn_ids()),
    )
    return connection.execute(seen).first() is not None
