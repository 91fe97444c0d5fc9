"""A text as labelled clauses: what each says of the letter, and what is left of the matter (DOMAIN §5)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from huiying.answer.context import labelled_clauses
from huiying.answer.sentences import sentences
from huiying.answer.signoff import sign_off

_REFERRED = frozenset(("refer", "contact", "duty", "pointer"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What the clauses of a text were: how many of each label, what is left as content (`lines`: by sentence, with the sentence).

    `lost` are promises to nobody in particular, `referred` the clauses that name whom to ask.
    """

    counts: Counter[str] = field(default_factory=Counter)
    content: tuple[str, ...] = ()
    lines: tuple[tuple[tuple[str, ...], str], ...] = ()
    lost: tuple[str, ...] = ()
    referred: tuple[str, ...] = ()


def read(text: str, question: str) -> Reading:
    """Label the clauses of a plain text."""
    labelled = [pairs for sentence in sentences(text, question) if (pairs := labelled_clauses(sentence, question))]
    sign_off(labelled, question)
    every = [pair for pairs in labelled for pair in pairs]
    return Reading(
        counts=Counter(label for _, label in every if label != "content"),
        content=tuple(clause for clause, label in every if label == "content"),
        lines=tuple(
            (tuple(clause for clause, label in pairs if label == "content"), "，".join(dict(pairs)))
            for pairs in labelled
        ),
        lost=tuple(clause for clause, label in every if label == "outlook"),
        referred=tuple(clause for clause, label in every if label in _REFERRED),
    )
