"""A text as it is weighed: its reading, and what was measured of the content that is left."""

from __future__ import annotations

from dataclasses import dataclass

from huiying.answer.labels import Reading, read
from huiying.answer.lexicon import lexicon
from huiying.answer.sentences import bare, han


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A reading with what was measured of it.

    `size` counts the content's Chinese characters; `facts` and `asks` name signs of words.toml; `overlap` counts pairs of
    characters, and `shared` single ones, that question and content have in common; `news` counts what is in neither the
    question nor the words of handling and courtesy.
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
    automatic: bool

    def has(self, *labels: str) -> bool:
        return any(self.reading.counts[label] for label in labels)


def measure(text: str, question: str, keywords: tuple[str, ...], *, automatic: bool) -> Case:
    words = lexicon()
    reading = read(text, question)
    content = "，".join(reading.content)
    return Case(
        reading=reading,
        text=text,
        question=question,
        content=content,
        size=han(content),
        facts=_facts(reading, content),
        asks=frozenset(name for name, pattern in words.asks.items() if pattern.search(question)),
        overlap=_overlap(content, question, keywords),
        shared=len(set(content) & {char for char in question if han(char)} - lexicon().common_signs),
        news=_news(content, question),
        automatic=automatic,
    )


def _facts(reading: Reading, content: str) -> frozenset[str]:
    """Name the signs of an answer in the content; a finding that opens a sentence counts where something follows it."""
    found = {name for name, pattern in lexicon().facts.items() if pattern.search(content)}
    return frozenset(found | {"result"} if content and reading.counts["finding"] else found)


def _overlap(content: str, question: str, keywords: tuple[str, ...]) -> int:
    letters = bare(question)[:2000]
    pairs = {letters[at : at + 2] for at in range(len(letters) - 1)} - lexicon().common
    return sum(pair in content for pair in pairs if han(pair) == 2) + 3 * sum(word in content for word in keywords)


def _news(content: str, question: str) -> int:
    """Count the characters that are neither the question's own nor words of handling and courtesy."""
    asked = bare(question)[:2000]
    told = bare(lexicon().meta.sub("\n", content))
    return sum(told[max(0, at - 1) : at + 1] not in asked and told[at : at + 2] not in asked for at in range(len(told)))
