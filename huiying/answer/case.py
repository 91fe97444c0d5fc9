"""A text as it is weighed: its reading, and what was measured of the content that is left."""

from __future__ import annotations

from dataclasses import dataclass

from huiying.answer.lexicon import lexicon
from huiying.answer.reading import Reading, read
from huiying.answer.sentences import bare, han, news

_ELSEWHERE = frozenset(("refer", "contact", "declined", "lacking", "refusal", "duty", "pointer", "details"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A reading with what was measured of it.

    `size` counts the content's Chinese characters; `facts` and `asks` name signs of words.toml; `overlap` counts pairs of
    characters, and `shared` single ones, that question and content have in common; `news` counts what is in neither the
    question nor the words of handling and courtesy.

    `firm` counts the clauses that bear a fact of the unit's own and do not only lead elsewhere, `apart` those of them in
    sentences that lead nowhere else, `done` those that tell what was found or done. `spoken` is the overlap of the
    sentences with a firm clause: a fact in one sentence and the question in another tell nothing. `aside` is the news of
    clauses that promise to nobody in particular; it may be how things go for all.
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
    aside: int
    automatic: bool

    def has(self, *labels: str) -> bool:
        return any(self.reading.counts[label] for label in labels)


def measure(text: str, question: str, keywords: tuple[str, ...], *, automatic: bool) -> Case:
    words = lexicon()
    reading = read(text, question)
    content = "，".join(reading.content)
    asks = frozenset(name for name, pattern in words.asks.items() if pattern.search(question))
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
            _overlap(line.text, question, keywords)
            for line in reading.lines
            if not _story(line.text) and any(_firm(clause, asks) for clause in line.content)
        ),
        done=sum(bool(words.facts["result"].search(clause)) for clause in reading.content),
        aside=news("，".join(reading.lost), question),
        firm=_firmly(reading, asks),
        apart=_firmly(reading, asks, beside=_ELSEWHERE),
        automatic=automatic,
    )


def _firmly(reading: Reading, asks: frozenset[str], *, beside: frozenset[str] = frozenset()) -> int:
    """Count the firm clauses of the unit's own, in sentences without the labels `beside`."""
    lines = [line for line in reading.lines if not line.labels & beside and not _story(line.text)]
    return sum(_firm(clause, asks) for line in lines for clause in line.content)


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
    letters = bare(question)[:2000]
    pairs = {letters[at : at + 2] for at in range(len(letters) - 1)} - lexicon().common
    return sum(pair in content for pair in pairs if han(pair) == 2) + 3 * sum(word in content for word in keywords)
