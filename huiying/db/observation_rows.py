"""Observations in the database: the rows of a check, with what persons decided about it, read as one record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Row, select

from huiying.db import tables as t
from huiying.db.evidence_rows import evidence_of
from huiying.model import TYPED, AnswerKind, Channel, CheckResult, Evidence, Judgement, Observation, Precision, Stated


def observations_of(connection: Connection, inquiry_ids: Sequence[int]) -> list[Observation]:
    """Return every observation of the inquiries in the order of writing, those that were withdrawn among them."""
    wanted = t.observation.c.inquiry_id.in_(inquiry_ids)
    verdicts = verdicts_of(connection, inquiry_ids)
    files = _files(connection, inquiry_ids)
    withdrawn = withdrawals_of(connection, wanted)
    rows = connection.execute(select(t.observation).where(wanted).order_by(t.observation.c.id))
    return [
        _observation(
            row,
            verdict=verdicts.on(row),
            withdrawn=withdrawn.get(row.id, ""),
            evidence=tuple(files[row.id]),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """人工判定: the latest on each text of an inquiry, and on each sighting without one or that a person put on record.

    What a site showed is one text wherever it is seen again. What a person wrote down is a record of its own: judged
    down for its time, it says nothing of the same words with the right one.
    """

    texts: dict[int, dict[str, Judgement]] = field(default_factory=lambda: defaultdict(dict))
    sightings: dict[int, Judgement] = field(default_factory=dict)

    def on(self, row: Row[Any]) -> Judgement | None:
        """Return the verdict that holds for the sighting of this row, if any."""
        of_text = self.texts[row.inquiry_id].get(same_words(row.text)) if _by_text(row) else None
        return of_text or self.sightings.get(row.id)


def verdicts_of(connection: Connection, inquiry_ids: Sequence[int]) -> Verdicts:
    """Return what persons decided on the texts of the inquiries."""
    found = Verdicts()
    decided = (
        select(t.verdict, t.observation.c.inquiry_id, t.observation.c.text, t.observation.c.channel)
        .join(t.observation, t.observation.c.id == t.verdict.c.observation_id)
        .where(t.observation.c.inquiry_id.in_(inquiry_ids))
        .order_by(t.verdict.c.id)
    )
    for row in connection.execute(decided):
        verdict = Judgement(kind=AnswerKind(row.kind), sure=True, why=f"{row.who}：{row.why}")
        if _by_text(row):
            found.texts[row.inquiry_id][same_words(row.text)] = verdict
        else:
            found.sightings[row.observation_id] = verdict
    return found


def _by_text(row: Row[Any]) -> bool:
    """Whether a verdict on this sighting holds for its words wherever they are seen."""
    return bool(same_words(row.text)) and Channel(row.channel) not in TYPED


def same_words(text: str) -> str:
    """Fold a text so that the same words are the same text however the page breaks its lines."""
    return "".join(text.split())


def withdrawn_ids() -> CompoundSelect[tuple[int]]:
    """Return the select of the observations that count no longer."""
    moved = select(t.mail_move.c.withdrawn_id).where(t.mail_move.c.withdrawn_id.is_not(None))
    return moved.union_all(select(t.withdrawal.c.observation_id))


def withdrawals_of(connection: Connection, wanted: ColumnElement[bool]) -> dict[int, str]:
    """Return who took back which of the wanted observations, when and why, in Chinese."""
    found: dict[int, str] = {}
    for log, gone in ((t.mail_move, t.mail_move.c.withdrawn_id), (t.withdrawal, t.withdrawal.c.observation_id)):
        query = select(gone.label("gone"), log.c.at, log.c.who, log.c.why)
        rows = connection.execute(query.join(t.observation, t.observation.c.id == gone).where(wanted))
        found |= {row.gone: f"{row.at:%Y-%m-%d %H:%M} {row.who}撤销：{row.why}" for row in rows}
    return found


def _files(connection: Connection, inquiry_ids: Sequence[int]) -> dict[int, list[Evidence]]:
    proofs = select(t.evidence).join(t.observation, t.observation.c.id == t.evidence.c.observation_id)
    wanted = proofs.where(t.observation.c.inquiry_id.in_(inquiry_ids)).order_by(t.evidence.c.id)
    files: dict[int, list[Evidence]] = defaultdict(list)
    for row in connection.execute(wanted):
        files[row.observation_id].append(evidence_of(row))
    return files


def _observation(
    row: Row[Any], *, verdict: Judgement | None, withdrawn: str, evidence: tuple[Evidence, ...]
) -> Observation:
    return Observation(
        id=row.id,
        inquiry_id=row.inquiry_id,
        at=row.at,
        channel=Channel(row.channel),
        result=CheckResult(row.result),
        text=row.text,
        stated=Stated(at=row.stated_at, precision=Precision(row.stated_precision)) if row.stated_at else None,
        unit=row.unit,
        state=row.site_state,
        judgement=Judgement(kind=AnswerKind(row.kind), sure=row.sure, why=row.why, confidence=row.confidence)
        if row.kind
        else None,
        verdict=verdict,
        note=row.note,
        withdrawn=withdrawn,
        evidence=evidence,
    )
