"""Objections of units and what was decided of them; both only ever grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, Select, insert, select

from huiying.db import tables as t
from huiying.db.engine import reading
from huiying.db.evidence_rows import evidence_of, keep_rows
from huiying.db.observation_rows import withdrawals_of
from huiying.db.observations import write_verdict
from huiying.errors import BadInput, NotAllowed, NotFound
from huiying.model import AnswerKind, Channel, CheckResult, Dispute, DisputeDecision, Evidence, Inquiry
from huiying.ports import Clock


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """What an upheld objection says of a text that stands in the record already."""

    observation_id: int
    kind: AnswerKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Proved:
    """What an upheld objection adds: an effective answer that the unit's documents show at an instant."""

    at: datetime
    text: str


Effect = Judged | Proved


class Disputes:
    """Append-only objections, each decided once."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def add(self, inquiry: Inquiry, *, who: str, text: str, evidence: Sequence[Evidence]) -> Dispute:
        """Write an objection with its documents; raises BadInput where nobody signs it or it says nothing."""
        if not who.strip() or not text.strip():
            raise BadInput(where="异议", what="缺少提出人或内容", do="请用 --who 和 --text 写明")
        with self._engine.begin() as connection:
            number: int = connection.execute(
                insert(t.dispute)
                .values(inquiry_id=inquiry.id, at=self._clock.now(), who=who.strip(), text=text.strip())
                .returning(t.dispute.c.id)
            ).scalar_one()
            keep_rows(connection, evidence, inquiry_id=inquiry.id, dispute_id=number)
        return self.get(number)

    def get(self, number: int) -> Dispute:
        """Return the objection; raises NotFound."""
        with reading(self._engine) as connection:
            return _one(connection, number)

    def of(self, inquiry_id: int) -> list[Dispute]:
        """Return the inquiry's objections, oldest first."""
        with reading(self._engine) as connection:
            return _read(connection, select(t.dispute.c.id).where(t.dispute.c.inquiry_id == inquiry_id))

    def of_round(self, round_id: int) -> dict[int, list[Dispute]]:
        """Return the objections of every inquiry of the round that has any, by inquiry."""
        wanted = (
            select(t.dispute.c.id)
            .join(t.inquiry, t.inquiry.c.id == t.dispute.c.inquiry_id)
            .where(t.inquiry.c.round_id == round_id)
        )
        grouped: dict[int, list[Dispute]] = defaultdict(list)
        with reading(self._engine) as connection:
            for dispute in _read(connection, wanted):
                grouped[dispute.inquiry_id].append(dispute)
        return dict(grouped)

    def reject(self, number: int, *, who: str, why: str, evidence: Sequence[Evidence] = ()) -> Dispute:
        """Write that the objection is not upheld, and why; the record stays as it is."""
        return self._decide(number, None, who=who, why=why, evidence=evidence)

    def uphold(self, number: int, effect: Effect, *, who: str, why: str, evidence: Sequence[Evidence] = ()) -> Dispute:
        """Write that the objection is upheld, together with the verdict that says what it changes.

        Raises:
            NotFound: no such objection, or no such text.
            NotAllowed: it is decided already, the text is another site's, or nothing proves the added answer.
        """
        return self._decide(number, effect, who=who, why=why, evidence=evidence)

    def _decide(
        self, number: int, effect: Effect | None, *, who: str, why: str, evidence: Sequence[Evidence]
    ) -> Dispute:
        if not who.strip() or not why.strip():
            raise BadInput(where="异议处理", what="缺少处理人或理由", do="请用 --who 和 --why 写明")
        now = self._clock.now()
        with self._engine.begin() as connection:
            # On PostgreSQL the second of two deciders waits here; on SQLite it waited at BEGIN IMMEDIATE.
            connection.execute(select(t.dispute.c.id).where(t.dispute.c.id == number).with_for_update())
            dispute = _one(connection, number)
            if dispute.decision is not None:
                do = "单位仍有异议的，请用 huiying dispute add 另立一号"
                raise NotAllowed(what=f"再次处理{number}号异议", why="已经处理过，处理结果不能改写", do=do)
            verdict_id = None
            if effect is None:
                keep_rows(connection, evidence, inquiry_id=dispute.inquiry_id, dispute_id=number)
            else:
                observation_id, kind = _effect(connection, dispute, effect, who=who, evidence=evidence)
                said = f"{number}号异议成立，{why.strip()}"
                verdict_id = write_verdict(connection, observation_id, kind=kind, who=who.strip(), at=now, why=said)
            connection.execute(
                insert(t.dispute_decision).values(
                    dispute_id=number,
                    outcome="rejected" if effect is None else "upheld",
                    verdict_id=verdict_id,
                    who=who.strip(),
                    at=now,
                    why=why.strip(),
                )
            )
        return self.get(number)


def _effect(
    connection: Connection, dispute: Dispute, effect: Effect, *, who: str, evidence: Sequence[Evidence]
) -> tuple[int, AnswerKind]:
    """Write what the decision rests on; return the observation that the verdict is about, and the verdict."""
    number = dispute.id
    if isinstance(effect, Judged):
        row = connection.execute(select(t.observation).where(t.observation.c.id == effect.observation_id)).first()
        if row is None or row.inquiry_id != dispute.inquiry_id or row.result != CheckResult.SEEN.value:
            raise NotFound(what="这家网站的答复文字", name=effect.observation_id, do="请用 huiying explain 查看编号")
        keep_rows(connection, evidence, inquiry_id=dispute.inquiry_id, dispute_id=number)
        return effect.observation_id, effect.kind
    if not dispute.evidence and not evidence:
        do = "请用 --file 附上能够证明答复内容和时间的材料"
        raise NotAllowed(what=f"采信{number}号异议", why="没有任何证明材料", do=do)
    observation_id: int = connection.execute(
        insert(t.observation)
        .values(
            inquiry_id=dispute.inquiry_id,
            at=effect.at,
            channel=Channel.PROVED.value,
            result=CheckResult.SEEN.value,
            text=effect.text,
            note=f"据{number}号异议的材料，{who.strip()}补录",
        )
        .returning(t.observation.c.id)
    ).scalar_one()
    keep_rows(connection, evidence, inquiry_id=dispute.inquiry_id, observation_id=observation_id, dispute_id=number)
    # The unit's own documents prove it too; they stand among the inquiry's evidence already.
    keep_rows(connection, dispute.evidence, observation_id=observation_id)
    return observation_id, AnswerKind.SUBSTANTIVE


def _one(connection: Connection, number: int) -> Dispute:
    found = _read(connection, select(t.dispute.c.id).where(t.dispute.c.id == number))
    if not found:
        raise NotFound(what="异议", name=number, do="请用 huiying dispute list 查看编号")
    return found[0]


def _read(connection: Connection, wanted: Select[tuple[int]]) -> list[Dispute]:
    files: dict[int, list[Evidence]] = defaultdict(list)
    for row in connection.execute(
        select(t.evidence).where(t.evidence.c.dispute_id.in_(wanted)).order_by(t.evidence.c.id)
    ):
        files[row.dispute_id].append(evidence_of(row))
    decided = (
        select(t.dispute_decision, t.verdict.c.observation_id)
        .outerjoin(t.verdict, t.verdict.c.id == t.dispute_decision.c.verdict_id)
        .where(t.dispute_decision.c.dispute_id.in_(wanted))
    )
    found = connection.execute(decided).all()
    gone = withdrawals_of(
        connection, t.observation.c.id.in_([row.observation_id for row in found if row.observation_id is not None])
    )
    decisions = {
        row.dispute_id: DisputeDecision(
            upheld=row.outcome == "upheld",
            who=row.who,
            why=row.why,
            at=row.at,
            observation_id=row.observation_id,
            withdrawn=gone.get(row.observation_id, ""),
        )
        for row in found
    }
    rows = connection.execute(select(t.dispute).where(t.dispute.c.id.in_(wanted)).order_by(t.dispute.c.id))
    return [
        Dispute(
            id=row.id,
            inquiry_id=row.inquiry_id,
            at=row.at,
            who=row.who,
            text=row.text,
            decision=decisions.get(row.id),
            evidence=tuple(files[row.id]),
        )
        for row in rows
    ]
