"""Who speaks in what no label claimed, and of what: the writer's story, the letter's handling, talk in general, or the matter.

Only the matter can make an answer. A figure in a story is the writer's, one beside a receipt is the queue's.
"""

from __future__ import annotations

import re

from huiying.answer.lexicon import lexicon
from huiying.answer.sentences import han, news, pairs_shared

Pairs = list[tuple[str, str]]
HANDLED = frozenset(("process", "promise", "tracking", "transfer"))
_OF_LETTER = frozenset(("greeting", "receipt", "thanks", "quoted", "topic", "retold"))
_FIGURES = re.compile(r"[\d一二两三四五六七八九十]+")
_A_LITTLE = 2
_A_WORD = 3
_A_STORY = 8


def hear(labelled: list[Pairs], question: str) -> None:
    """Relabel the content clauses that are not about the matter: "told" or "retold", "idle", "general"."""
    said = {label for pairs in labelled for _, label in pairs}
    underway = bool(said & HANDLED) and not said & {"intro", "finding"}
    telling = False
    for pairs in labelled:
        telling = _story(pairs, goes_on=telling)
        labels = {label for _, label in pairs}
        noun = any(lexicon().signs["letter_noun"].search(clause) for clause, _ in pairs)
        of_letter = underway and (noun or "tracking" in labels)
        for place, (clause, label) in enumerate(pairs):
            if label == "content":
                pairs[place] = (clause, _of_talk(clause, question, handled=bool(labels & HANDLED), of_letter=of_letter))


def _story(pairs: Pairs, *, goes_on: bool) -> bool:
    """Label what a sentence tells of the writer: from the words that say so until the unit speaks for itself.

    "retold" is what the sentence says was in the letter, "told" what is only said of the writer. Return whether the
    letter is still being told at the end.
    """
    signs = lexicon().signs
    _topic(pairs)
    content = [clause for clause, label in pairs if label == "content"]
    speaks = any(map(own, content))
    goes_on = goes_on and bool(content) and bool(signs["goes_on"].match(content[0]))
    telling = "retold" if goes_on else "told" if any(map(signs["writer"].match, content)) and not speaks else ""
    for place, (clause, label) in enumerate(pairs):
        if label in {"finding", "intro"} or (label not in _OF_LETTER and own(clause)):
            telling = ""
        elif signs["told"].search(clause):
            telling = "retold"
        if telling and label == "content":
            pairs[place] = (clause, telling)
    return telling == "retold" or pairs[-1][1] in {"retold", "quoted", "asked"}


def _topic(pairs: Pairs) -> None:
    """Label a topic that runs over commas (“as to what you wrote of …, …, this question”)."""
    signs = lexicon().signs
    ends = [place for place, (clause, _) in enumerate(pairs) if signs["topic_ends"].search(clause)]
    if not ends or not signs["topic_opens"].match(pairs[0][0]):
        return
    for place, (clause, label) in enumerate(pairs[: ends[0] + 1]):
        pairs[place] = (clause, "topic" if label == "content" else label)


def retells(sentence: str) -> bool:
    """Whether a sentence does nothing but tell the writer's own story again (“you write that …”)."""
    signs = lexicon().signs
    return (
        bool(signs["retold"].match(sentence)) and not signs["own_voice"].search(sentence) and han(sentence) >= _A_STORY
    )


def own(clause: str) -> bool:
    """Whether the unit speaks for itself in a clause: it rules, found out or did something."""
    words = lexicon()
    if words.signs["wish"].search(clause) or words.signs["asked_back"].search(clause):
        return False
    return bool(words.signs["rules"].search(clause) or words.facts["result"].search(clause))


def _of_talk(clause: str, question: str, *, handled: bool, of_letter: bool) -> str:
    words = lexicon()
    if words.bare.match(clause) or words.none.match(clause) or words.polar.match(clause):
        return "content"
    if len(clause) <= _A_WORD and clause in question:
        return "content"  # the question's own verb, said back, is a yes
    if not news(clause, "") or (handled and words.signs["term"].fullmatch(clause)):
        return "idle"
    rest = words.signs["slogans"].sub("", clause)
    if rest != clause and news(rest, "") <= _A_LITTLE and not _FIGURES.search(rest):
        return "general"
    if of_letter and not pairs_shared(clause, question) and _of_the_queue(clause, question):
        return "idle"
    return "content"


def _of_the_queue(clause: str, question: str) -> bool:
    """Whether a clause beside the letter says no more than such a clause would: its noun, or a time and a number."""
    words = lexicon()
    if words.signs["letter_noun"].search(clause):
        return not solid(clause)
    facts = {name for name, pattern in words.facts.items() if pattern.search(clause)}
    asked = any(words.asks[ask].search(question) for ask in ("amount", "when", "hours", "yesno"))
    return bool(facts) and facts <= {"measure", "when", "ruling"} and not asked


def solid(clause: str) -> bool:
    """Whether a clause names a sum, a paper, a reason or a finding, which no word on a letter's way does."""
    return any(lexicon().facts[fact].search(clause) for fact in ("money", "papers", "result", "reason"))
