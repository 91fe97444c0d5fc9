"""Evidence in the database: which file proves what."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Row, insert

from huiying.db import tables as t
from huiying.model import Evidence, EvidenceKind


def keep_rows(
    connection: Connection,
    evidence: Sequence[Evidence],
    *,
    inquiry_id: int | None = None,
    dispatch_id: int | None = None,
    observation_id: int | None = None,
    dispute_id: int | None = None,
) -> None:
    """Write a row for each file, tied to what it proves."""
    for piece in evidence:
        connection.execute(
            insert(t.evidence).values(
                sha256=piece.sha256,
                kind=piece.kind.value,
                path=piece.path,
                size=piece.size,
                kept_at=piece.kept_at,
                inquiry_id=inquiry_id,
                dispatch_id=dispatch_id,
                observation_id=observation_id,
                dispute_id=dispute_id,
            )
        )


def evidence_of(row: Row[tuple[object, ...]]) -> Evidence:
    """Return the Evidence that stands in a row of the table `evidence`."""
    m = row._mapping  # noqa: SLF001
    return Evidence(
        sha256=m[t.evidence.c.sha256],
        kind=EvidenceKind(m[t.evidence.c.kind]),
        path=m[t.evidence.c.path],
        size=m[t.evidence.c.size],
        kept_at=m[t.evidence.c.kept_at],
    )
