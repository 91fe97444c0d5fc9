"""A text as it is weighed: its reading, and what was measured of the content that is left."""

from __future__ import annotations

from dataclasses import dataclass

from huiying.answer.lexicon import lexicon
from huiying.answer.reading import Line, Reading, read
from huiying.answer.sentences import han, news, pairs_shared
from huiying.answer.voices import solid

_LETTER = frozenset(("receipt", "process", "promise", "tracking"))
_ELSEWHERE = frozenset(("refer", "contact", "declined", "lacking", "refusal", "duty", "pointer", "details"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A reading with what was measured of it.

    `size` counts the content's Chinese characters; `facts` and `asks` name signs of words.toml; `overlap` counts pairs of
    characters, and `shared` single ones, that question and content have in common; `news` counts what is in neither the
    question nor the words of handling and courtesy.

    `firm` counts the clauses that bear a fact of the unit's own and do not only lead elsewhere, `apart` those of them in
    sentences that lead nowhere else, `done` those that tell what was found or done. `spoken` is the overlap of the
    sentences with a firm clause: a fact in one sentence and the question in another tell nothing; `alone` is the overlap
    of sentences that are content altogether, and `loose` counts the clauses with a fact in sentences that neither name the
    letter nor lead elsewhere. `aside` is the news of clauses that promise to nobody in particular; it may
    be how things go for all.
    """

    reading: Reading
    text: str
    question: str
    content: str
    size: int
    facts: frozenset[str]
    asks: frozenset[str]
    overlap: int
    shared: int
    news: int
    firm: int
    spoken: int
    done: int
    apart: int
    loose: int
    alone: int
    aside: int
    automatic: bool

    def has(self, *labels: str) -> bool:
        return any(self.reading.counts[label] for label in labels)


def measure(text: str, question: str, keywords: tuple[str, ...], *, automatic: bool) -> Case:
    words = lexicon()
    reading = read(text, question)
    content = "，".join(reading.content)
    asks = frozenset(name for name, pattern in words.asks.items() if pattern.search(question))
    firm = [_firm_clauses(line, question, asks) for line in reading.lines]
    return Case(
        reading=reading,
        text=text,
        question=question,
        content=content,
        size=han(content),
        facts=_facts(reading, content),
        asks=asks,
        overlap=_overlap(content, question, keywords),
        shared=len(set(content) & {char for char in question if han(char)} - lexicon().common_signs),
        news=news(content, question),
        spoken=sum(
            _overlap(line.text, question, keywords) for line, found in zip(reading.lines, firm, strict=True) if found
        ),
        done=sum(bool(words.facts["result"].search(clause)) for clause in reading.content),
        alone=sum(_overlap("，".join(line.content), question, keywords) for line in reading.lines if not line.labels),
        aside=news("，".join(reading.lost), question),
        firm=sum(map(len, firm)),
        apart=sum(len(found) for line, found in zip(reading.lines, firm, strict=True) if not line.labels & _ELSEWHERE),
        loose=sum(_loose(line, asks) for line in reading.lines),
        automatic=automatic,
    )


def _loose(line: Line, asks: frozenset[str]) -> int:
    """Count the clauses with a fact in a sentence that neither names the letter nor leads elsewhere."""
    if line.labels & _ELSEWHERE or lexicon().signs["letter_noun"].search(line.text):
        return 0
    return sum(_firm(clause, asks) for clause in line.content)


def _firm_clauses(line: Line, question: str, asks: frozenset[str]) -> list[str]:
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
        spoken = [clause for clause in firm if _overlap(clause, question, ()) and not noun.search(clause)]
        firm = [clause for clause in firm if clause in spoken or words.facts["result"].search(clause)]
    if line.labels & _ELSEWHERE:
        firm = [clause for clause in firm if solid(clause)]
    return firm


def _facts(reading: Reading, content: str) -> frozenset[str]:
    """Name the signs of an answer in the content; a finding that opens a sentence counts where something follows it."""
    found = {name for name, pattern in lexicon().facts.items() if pattern.search(content)}
    return frozenset(found | {"result"} if content and reading.counts["finding"] else found)


def _story(sentence: str) -> bool:
    """Whether a sentence speaks of the writer and rules nothing: its facts are taken from the letter, not given by the unit."""
    words = lexicon()
    told = words.signs["you"].search(sentence) and not words.signs["rules"].search(sentence)
    return bool(told) and not words.facts["result"].search(sentence)


_ASKED_BY = {
    "law": frozenset[str](),
    "place": frozenset({"where", "how", "who", "papers"}),
    "ruling": frozenset({"yesno", "when", "amount", "who", "how", "papers", "why", "where"}),
    "reason": frozenset({"why", "yesno"}),
}
_WAYS = {"how", "where", "who"}


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


def _overlap(content: str, question: str, keywords: tuple[str, ...]) -> int:
    return pairs_shared(content, question) + 3 * sum(word in content for word in keywords)
