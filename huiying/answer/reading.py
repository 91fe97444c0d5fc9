"""A text as labelled clauses: what each says of the letter, and what is left of the matter (DOMAIN §5)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from huiying.answer.context import labelled_clauses
from huiying.answer.sentences import sentences
from huiying.answer.signoff import sign_off
from huiying.answer.voices import hear

_AROUND = frozenset(("greeting", "thanks", "signoff", "contact", "footer"))
_REFERRED = frozenset(("refer", "contact", "duty", "pointer"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One sentence: its words but for courtesy and the letter's foot, its content clauses, the labels of the others."""

    text: str
    content: tuple[str, ...]
    labels: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What the clauses of a text were: how many of each label, and what is left as content (`lines`: by sentence).

    `lost` are promises to nobody in particular, `referred` the clauses that name whom to ask.
    """

    counts: Counter[str] = field(default_factory=Counter)
    content: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    lost: tuple[str, ...] = ()
    referred: tuple[str, ...] = ()


def read(text: str, question: str) -> Reading:
    """Label the clauses of a plain text."""
    said = labelled(text, question)
    every = [pair for pairs in said for pair in pairs]
    return Reading(
        counts=Counter(label for _, label in every if label != "content"),
        content=tuple(clause for clause, label in every if label == "content"),
        lines=tuple(map(_line, said)),
        lost=tuple(clause for clause, label in every if label == "outlook"),
        referred=tuple(clause for clause, label in every if label in _REFERRED),
    )


def _line(pairs: list[tuple[str, str]]) -> Line:
    return Line(
        text="，".join(clause for clause, label in pairs if label not in _AROUND),
        content=tuple(clause for clause, label in pairs if label == "content"),
        labels=frozenset(label for _, label in pairs if label != "content"),
    )


def labelled(text: str, question: str) -> list[list[tuple[str, str]]]:
    """Return the clauses of a plain text with their labels, by sentence."""
    said = [pairs for sentence in sentences(text, question) if (pairs := labelled_clauses(sentence, question))]
    sign_off(said, question)
    hear(said, question)
    return said
