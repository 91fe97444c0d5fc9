"""The words of the field as types: frozen, keyword-only, every datetime aware.

docs/glossary.md gives each type its Chinese name; tests/unit/test_glossary.py holds the two together.
"""

from __future__ import annotations

from huiying.model.addresses import address_of, host_of
from huiying.model.answers import TYPED, AnswerKind, Bucket, Channel, CheckResult, Judgement, Observation, Reply
from huiying.model.disputes import Dispute, DisputeDecision
from huiying.model.evidence import Evidence, EvidenceKind
from huiying.model.inquiry import (
    Accepted,
    BlockReason,
    Dispatch,
    Fault,
    Inquiry,
    Outcome,
    Receipt,
    Rejected,
    Round,
    State,
    Unknown,
)
from huiying.model.instants import SHANGHAI, At, Between, Precision, Sighting, Stated, require_aware
from huiying.model.roster import Authority, Persona, Question, Site, Unit

__all__ = [
    "SHANGHAI",
    "TYPED",
    "Accepted",
    "AnswerKind",
    "At",
    "Authority",
    "Between",
    "BlockReason",
    "Bucket",
    "Channel",
    "CheckResult",
    "Dispatch",
    "Dispute",
    "DisputeDecision",
    "Evidence",
    "EvidenceKind",
    "Fault",
    "Inquiry",
    "Judgement",
    "Observation",
    "Outcome",
    "Persona",
    "Precision",
    "Question",
    "Receipt",
    "Rejected",
    "Reply",
    "Round",
    "Sighting",
    "Site",
    "State",
    "Stated",
    "Unit",
    "Unknown",
    "address_of",
    "host_of",
    "require_aware",
]
