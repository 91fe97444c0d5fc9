"""A text as it is weighed: its reading, and what was measured of the content that is left."""

from __future__ import annotations

from dataclasses import dataclass

from huiying.answer.facts import ELSEWHERE, facts_of, firm_clauses, loose_facts, overlap
from huiying.answer.lexicon import lexicon
from huiying.answer.reading import Reading, read
from huiying.answer.sentences import han, news


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
    firm = [firm_clauses(line, question, asks) for line in reading.lines]
    return Case(
        reading=reading,
        text=text,
        question=question,
        content=content,
        size=han(content),
        facts=facts_of(reading, content),
        asks=asks,
        overlap=overlap(content, question, keywords),
        shared=len(set(content) & {char for char in question if han(char)} - lexicon().common_signs),
        news=news(content, question),
        spoken=sum(
            overlap(line.text, question, keywords) for line, found in zip(reading.lines, firm, strict=True) if found
        ),
        done=sum(bool(words.facts["result"].search(clause)) for clause in reading.content),
        alone=sum(overlap("，".join(line.content), question, keywords) for line in reading.lines if not line.labels),
        aside=news("，".join(reading.lost), question),
        firm=sum(map(len, firm)),
        apart=sum(len(found) for line, found in zip(reading.lines, firm, strict=True) if not line.labels & ELSEWHERE),
        loose=sum(loose_facts(line, asks) for line in reading.lines),
        automatic=automatic,
    )
