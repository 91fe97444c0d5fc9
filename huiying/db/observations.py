"""What was seen, and what persons decided about it; both only ever grow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select

from huiying.db import tables as t
from huiying.db.engine import reading
from huiying.db.evidence_rows import evidence_of, keep_rows
from huiying.db.mails import MailMark, still_new, write_mark
from huiying.db.observation_rows import observations_of, same_words, verdicts_of, withdrawn_ids
from huiying.db.rounds import advance, load
from huiying.errors import BadInput, NotFound
from huiying.model import (
    TYPED,
    AnswerKind,
    Channel,
    CheckResult,
    Evidence,
    Judgement,
    Observation,
    State,
    Stated,
)
from huiying.ports import Clock


@dataclass(frozen=True, kw_only=True, slots=True)
class NewObservation:
    """An observation on its way into the ledger; `mail` is what becomes of the mail that it was read from."""

    inquiry_id: int
    at: datetime
    channel: Channel
    result: CheckResult
    text: str = ""
    stated: Stated | None = None
    unit: str = ""
    state: str = ""
    judgement: Judgement | None = None
    note: str = ""
    evidence: Sequence[Evidence] = ()
    mail: MailMark | None = None


class Observations:
    """Append-only records of checks, and verdicts over them."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def record(self, new: NewObservation) -> None:
        """Write one observation, as `record_all` does."""
        self.record_all([new])

    def record_all(self, found: Sequence[NewObservation]) -> list[NewObservation]:
        """Write observations together, all or none; a sure effective answer moves its inquiry to replied.

        A text on which a person has decided before is what the person said, however sure the rule is. The mail of an
        observation is marked in the same transaction; one that another process has marked meanwhile is left out, so
        that neither a crash nor a second reader records a mail twice. Returns what was written.
        """
        with self._engine.begin() as connection:
            mails = still_new(connection, [one.mail.mail_id for one in found if one.mail is not None])
            written = [one for one in found if one.mail is None or one.mail.mail_id in mails]
            for one in written:
                write_observation(connection, one)
            # In one order for all processes: two that wait for each other's inquiries would both fail.
            for one in sorted(written, key=lambda one: one.inquiry_id):
                follow_rule(connection, one, at=self._clock.now())
        return written

    def decide(self, observation_id: int, *, kind: AnswerKind, who: str, why: str) -> None:
        """Write a person's verdict, which wins over the rule and over earlier verdicts, for every sighting of the text."""
        if not who.strip() or not why.strip():
            raise BadInput(where="人工复核", what="缺少复核人或理由", do="请用 --who 和 --why 写明")
        with self._engine.begin() as connection:
            write_verdict(connection, observation_id, kind=kind, who=who, at=self._clock.now(), why=why)

    def of(self, inquiry_id: int) -> list[Observation]:
        """Return what counts of the inquiry's observations in the order of writing, the latest verdict with each."""
        return [seen for seen in self.whole(inquiry_id) if not seen.withdrawn]

    def whole(self, inquiry_id: int) -> list[Observation]:
        """Return every observation of the inquiry, those too that were withdrawn and count for nothing."""
        with reading(self._engine) as connection:
            return observations_of(connection, [inquiry_id])

    def of_round(self, round_id: int) -> dict[int, list[Observation]]:
        """Return what counts of the observations of every inquiry of the round, by inquiry."""
        with reading(self._engine) as connection:
            ids = connection.execute(select(t.inquiry.c.id).where(t.inquiry.c.round_id == round_id)).scalars().all()
            grouped: dict[int, list[Observation]] = {inquiry_id: [] for inquiry_id in ids}
            for seen in observations_of(connection, ids):
                if not seen.withdrawn:
                    grouped[seen.inquiry_id].append(seen)
        return grouped

    def evidence_of(self, inquiry_id: int) -> list[Evidence]:
        """Return every piece of evidence of the inquiry, oldest first."""
        query = select(t.evidence).where(t.evidence.c.inquiry_id == inquiry_id).order_by(t.evidence.c.id)
        with reading(self._engine) as connection:
            return [evidence_of(row) for row in connection.execute(query)]


def write_observation(connection: Connection, new: NewObservation) -> int:
    """Write an observation, its files and the mark of its mail in this transaction; return its number."""
    judgement, stated = new.judgement, new.stated
    observation_id: int = connection.execute(
        insert(t.observation)
        .values(
            inquiry_id=new.inquiry_id,
            at=new.at,
            channel=new.channel.value,
            result=new.result.value,
            text=new.text,
            stated_at=stated.at if stated else None,
            stated_precision=stated.precision.value if stated else None,
            unit=new.unit,
            site_state=new.state,
            kind=judgement.kind.value if judgement else None,
            sure=judgement.sure if judgement else None,
            confidence=judgement.confidence if judgement else None,
            why=judgement.why if judgement else "",
            note=new.note,
        )
        .returning(t.observation.c.id)
    ).scalar_one()
    keep_rows(connection, new.evidence, inquiry_id=new.inquiry_id, observation_id=observation_id)
    if new.mail is not None:
        write_mark(connection, new.mail)
    return observation_id


def follow_rule(connection: Connection, new: NewObservation, *, at: datetime) -> None:
    """Let the inquiry's state follow what the rule says for sure of a text on which no person has decided."""
    judgement = new.judgement
    if judgement is None or not judgement.sure:
        return
    decided = verdicts_of(connection, [new.inquiry_id]).texts[new.inquiry_id]
    if new.channel in TYPED or same_words(new.text) not in decided:
        _follow(connection, new.inquiry_id, judgement.kind, at=at, actor="规则", why=judgement.why)


def reconsider(connection: Connection, inquiry_id: int, *, at: datetime, actor: str, why: str) -> None:
    """Let the inquiry wait again where what was withdrawn was its only effective answer."""
    inquiry = load(connection, inquiry_id, lock=True)
    if inquiry.state is State.REPLIED and not _still_effective(connection, inquiry_id):
        advance(connection, inquiry, State.SUBMITTED, at=at, actor=actor, why=why)


def write_verdict(
    connection: Connection, observation_id: int, *, kind: AnswerKind, who: str, at: datetime, why: str
) -> int:
    """Write a verdict in this transaction and let the inquiry's state follow; return its number.

    Raises:
        NotFound: no such observation, it shows no text that could be judged, or it counts no longer.
    """
    inquiry_id = connection.execute(
        select(t.observation.c.inquiry_id).where(
            t.observation.c.id == observation_id,
            t.observation.c.result == CheckResult.SEEN.value,
            t.observation.c.id.not_in(withdrawn_ids()),
        )
    ).scalar()
    if inquiry_id is None:
        raise NotFound(what="答复文字", name=observation_id, do="请用 huiying review list 或 huiying explain 查看编号")
    verdict_id: int = connection.execute(
        insert(t.verdict)
        .values(observation_id=observation_id, kind=kind.value, who=who, at=at, why=why)
        .returning(t.verdict.c.id)
    ).scalar_one()
    _follow(connection, inquiry_id, kind, at=at, actor=who, why=why)
    return verdict_id


def _follow(connection: Connection, inquiry_id: int, kind: AnswerKind, *, at: datetime, actor: str, why: str) -> None:
    if kind is not AnswerKind.SUBSTANTIVE:
        reconsider(connection, inquiry_id, at=at, actor=actor, why=why)
        return
    inquiry = load(connection, inquiry_id, lock=True)
    if inquiry.state is State.SUBMITTED:
        advance(connection, inquiry, State.REPLIED, at=at, actor=actor, why=why)


def _still_effective(connection: Connection, inquiry_id: int) -> bool:
    return any(
        judged.kind is AnswerKind.SUBSTANTIVE and judged.sure
        for judged in (
            seen.verdict or seen.judgement for seen in observations_of(connection, [inquiry_id]) if not seen.withdrawn
        )
        if judged is not None
    )
