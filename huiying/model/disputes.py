"""A unit objects to its row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huiying.model.evidence import Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class DisputeDecision:
    """异议处理: what was decided of an objection, by whom and why; written once.

    An upheld one is a verdict on the observation `observation_id`; a rejected one changes nothing and names none.
    `withdrawn` says who took that observation back, when and why: the decision then changes nothing any more.
    """

    upheld: bool
    who: str
    why: str
    at: datetime
    observation_id: int | None = None
    withdrawn: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dispute:
    """异议: a unit's objection to its row, with its documents; never changed once written."""

    id: int
    inquiry_id: int
    at: datetime
    who: str
    text: str
    decision: DisputeDecision | None = None
    evidence: tuple[Evidence, ...] = ()
