"""Who speaks in what no label claimed, and of what: the writer's story, the letter's handling, talk in general, or the matter.

Only the matter can make an answer. A figure in a story is the writer's, one beside a receipt is the queue's.
"""

from __future__ import annotations

import re

from huiying.answer.lexicon import lexicon
from huiying.answer.sentences import news, pairs_shared

Pairs = list[tuple[str, str]]
HANDLED = frozenset(("process", "promise", "tracking", "transfer"))
_OF_LETTER = frozenset(("greeting", "receipt", "thanks", "quoted", "topic"))
_FIGURES = re.compile(r"[\d一二两三四五六七八九十]+")
_A_LITTLE = 2


def hear(labelled: list[Pairs], question: str) -> None:
    """Relabel the content clauses that are not about the matter: "told", "idle", "general"."""
    said = {label for pairs in labelled for _, label in pairs}
    underway = bool(said & HANDLED) and not said & {"intro", "finding"}
    for pairs in labelled:
        _story(pairs)
        handled = bool({label for _, label in pairs} & HANDLED)
        for place, (clause, label) in enumerate(pairs):
            if label == "content":
                pairs[place] = (clause, _of_talk(clause, question, handled=handled, underway=underway))


def _story(pairs: Pairs) -> None:
    """Label what a sentence tells of the writer: from the words that say so until the unit speaks for itself."""
    words = lexicon()
    content = [clause for clause, label in pairs if label == "content"]
    if not content:
        return
    telling = any(map(words.signs["writer"].match, content)) and not any(map(own, content))
    for place, (clause, label) in enumerate(pairs):
        if label in {"finding", "intro"} or (label not in _OF_LETTER and own(clause)):
            telling = False
        elif words.signs["told"].search(clause):
            telling = True
        if telling and label == "content":
            pairs[place] = (clause, "told")


def own(clause: str) -> bool:
    """Whether the unit speaks for itself in a clause: it rules, found out or did something."""
    words = lexicon()
    if words.signs["wish"].search(clause):
        return False
    return bool(words.signs["rules"].search(clause) or words.facts["result"].search(clause))


def _of_talk(clause: str, question: str, *, handled: bool, underway: bool) -> str:
    words = lexicon()
    if words.bare.match(clause) or words.none.match(clause) or words.polar.match(clause):
        return "content"
    if not news(clause, ""):
        return "idle"
    rest = words.signs["slogans"].sub("", clause)
    if rest != clause and news(rest, "") <= _A_LITTLE and not _FIGURES.search(rest):
        return "general"
    if handled and words.signs["term"].fullmatch(clause):
        return "idle"
    of_letter = underway and words.signs["letter_noun"].search(clause)
    if of_letter and not pairs_shared(clause, question) and not solid(clause):
        return "idle"
    return "content"


def solid(clause: str) -> bool:
    """Whether a clause names a sum, a paper, a reason or a finding, which no word on a letter's way does."""
    return any(lexicon().facts[fact].search(clause) for fact in ("money", "papers", "result", "reason"))
