"""What a rule says of a text, and on what ground."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from huiying.model import AnswerKind, Judgement


class Ground(Enum):
    """What a ruling rests on.

    CONTENT: the text's own words, of which a second reader may judge too. QUESTION: that just this was asked for (a
    number, yes or no, a date), which shows only beside the question. SETTLED: a second reading would tell nothing, for the
    text is empty or not Chinese, or DOMAIN §5 leaves it to a person.
    """

    CONTENT = "content"
    QUESTION = "question"
    SETTLED = "settled"


class Ruling(NamedTuple):
    """What the rule says, on what ground, and the clauses that it found to speak of the matter itself."""

    said: Judgement
    ground: Ground = Ground.CONTENT
    left: str = ""


def propose(kind: AnswerKind, why: str, *, sure: bool, ground: Ground = Ground.CONTENT) -> Ruling:
    """Rule so; a second reader may judge too where the ground is the text's own words."""
    return Ruling(Judgement(kind=kind, sure=sure, why=why, confidence=0.95 if sure else 0.5), ground)


def by_question(kind: AnswerKind, why: str, *, sure: bool) -> Ruling:
    """Rule so because just this was asked for."""
    return propose(kind, why, sure=sure, ground=Ground.QUESTION)


def for_person(kind: AnswerKind, why: str) -> Ruling:
    """Rule so, but leave it to a person whatever a second reader says."""
    return propose(kind, why, sure=False, ground=Ground.SETTLED)
