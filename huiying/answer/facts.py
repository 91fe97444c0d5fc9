"""The facts of a content, and whose they are: the unit's own, the letter's, or those of another place."""

from __future__ import annotations

from huiying.answer.lexicon import lexicon
from huiying.answer.reading import Line, Reading
from huiying.answer.sentences import pairs_shared
from huiying.answer.voices import solid

ELSEWHERE = frozenset(("refer", "contact", "declined", "lacking", "refusal", "duty", "pointer", "details"))
_LETTER = frozenset(("receipt", "process", "promise", "tracking"))
_ASKED_BY = {
    "law": frozenset[str](),
    "place": frozenset({"where", "how", "who", "papers"}),
    "ruling": frozenset({"yesno", "when", "amount", "who", "how", "papers", "why", "where"}),
    "reason": frozenset({"why", "yesno"}),
}
_WAYS = {"how", "where", "who"}


def loose_facts(line: Line, asks: frozenset[str]) -> int:
    """Count the clauses with a fact in a sentence that neither names the letter nor leads elsewhere."""
    if line.labels & ELSEWHERE or lexicon().signs["letter_noun"].search(line.text):
        return 0
    return sum(_firm(clause, asks) for clause in line.content)


def firm_clauses(line: Line, question: str, asks: frozenset[str]) -> list[str]:
    """Return the clauses of a sentence that bear a fact of the unit's own.

    In a sentence about the letter a fact must share a word with the question: else it is the queue's or the post's. In
    one that leads elsewhere or closes the letter, times and rooms are those of the place to ask.
    """
    if _story(line.text):
        return []
    firm = [clause for clause in line.content if _firm(clause, asks)]
    words = lexicon()
    noun = words.signs["letter_noun"]
    if line.labels & _LETTER or noun.search(line.text):
        spoken = [clause for clause in firm if overlap(clause, question) and not noun.search(clause)]
        firm = [clause for clause in firm if clause in spoken or words.facts["result"].search(clause)]
    if line.labels & ELSEWHERE:
        firm = [clause for clause in firm if solid(clause)]
    return firm


def facts_of(reading: Reading, content: str) -> frozenset[str]:
    """Name the signs of an answer in the content; a finding that opens a sentence counts where something follows it."""
    found = {name for name, pattern in lexicon().facts.items() if pattern.search(content)}
    return frozenset(found | {"result"} if content and reading.counts["finding"] else found)


def _story(sentence: str) -> bool:
    """Whether a sentence speaks of the writer and rules nothing: its facts are taken from the letter, not given by the unit."""
    words = lexicon()
    told = words.signs["you"].search(sentence) and not words.signs["rules"].search(sentence)
    return bool(told) and not words.facts["result"].search(sentence)


def _firm(clause: str, asks: frozenset[str]) -> bool:
    """Whether a clause bears a fact of its own: “it is a dispute between neighbours”, “ask the bureau” do not."""
    words = lexicon()
    facts = {name for name, pattern in words.facts.items() if pattern.search(clause)}
    if words.published.search(clause):
        asked = ("when" in facts and "when" in asks) or ("measure" in facts and "amount" in asks)
        return bool(facts & {"money", "papers"}) or asked
    if words.signs["bidding"].match(clause):
        return bool(facts & {"money", "papers"}) or ("steps" in facts and bool(asks & _WAYS))
    if words.soft.search(clause):
        return bool(facts & {"money", "papers", "measure", "when"}) or ("steps" in facts and bool(asks & _WAYS))
    vague = facts & {"law", "ruling", "place", "reason"}
    return bool(facts - vague) or len(vague) >= 2 or any(asks & _ASKED_BY[fact] for fact in vague)


def overlap(content: str, question: str, keywords: tuple[str, ...] = ()) -> int:
    """Count what a text shares with the question; a keyword counts three times."""
    return pairs_shared(content, question) + 3 * sum(word in content for word in keywords)
