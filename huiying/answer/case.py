"""A text as it is weighed: its reading, and what was measured of the content that is left."""

from __future__ import annotations

import re
from dataclasses import dataclass

from huiying.answer.labels import Reading, read
from huiying.answer.lexicon import lexicon
from huiying.answer.sentences import bare, han, news


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A reading with what was measured of it.

    `size` counts the content's Chinese characters; `facts` and `asks` name signs of words.toml; `overlap` counts pairs of
    characters, and `shared` single ones, that question and content have in common; `news` counts what is in neither the
    question nor the words of handling and courtesy.

    `firm` counts the clauses that bear a fact of the unit's own and do not only lead elsewhere, `done` those that tell what was found or
    done. `spoken` is the overlap of the sentences with a firm clause: a fact in one sentence and the question in another
    tell nothing. `aside` is the news of clauses that promise to nobody in particular; it may be how things go for all.
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
            _overlap(sentence, question, keywords)
            for line, sentence in reading.lines
            if not _story(sentence) and any(_firm(c, asks) for c in line)
        ),
        done=sum(bool(words.facts["result"].search(clause)) for clause in reading.content),
        aside=news("，".join(reading.lost), question),
        firm=sum(_firm(clause, asks) for line, sentence in reading.lines if not _story(sentence) for clause in line),
        automatic=automatic,
    )


def _facts(reading: Reading, content: str) -> frozenset[str]:
    """Name the signs of an answer in the content; a finding that opens a sentence counts where something follows it."""
    found = {name for name, pattern in lexicon().facts.items() if pattern.search(content)}
    return frozenset(found | {"result"} if content and reading.counts["finding"] else found)


_YOU = re.compile(r"(?<![离为给向与到])(?:您|你)(?!好|的(?:来信|留言|建议|诉求|反映|意见|咨询|问题))")
_RULING = re.compile(
    r"可(?!能|惜|靠|贵|否)|需(?!求)|须|应(?:当|该|按|由|持|到|为|在)|请(?!问|教|假)|不(?:能|得|予|符合|属于|享受|需要?|用|收)(?!不)|无需|符合|属于|按照?|根据|依据|依照"
    r"|经[^，。]{0,12}(?:核|查|了解|调查)|标准|规定|政策|办法|条例|第\d+条|我[局委办处们区县市镇院所中单]"
)


def _story(sentence: str) -> bool:
    """Whether a sentence speaks of the writer and rules nothing: its facts are taken from the letter, not given by the unit."""
    told = _YOU.search(sentence) and not _RULING.search(sentence)
    return bool(told) and not lexicon().facts["result"].search(sentence)


_BIDDING = re.compile(r"^[^，。]{0,12}(?:请|建议您|烦请)")
_WAYS = {"how", "where", "who"}


def _firm(clause: str, asks: frozenset[str]) -> bool:
    """Whether a clause bears a fact of its own: “it is a dispute between neighbours”, “ask the bureau” do not."""
    words = lexicon()
    facts = {name for name, pattern in words.facts.items() if pattern.search(clause)}
    if words.published.search(clause):
        return bool(facts & {"money", "papers"}) or ("when" in facts and "when" in asks)
    if _BIDDING.match(clause):
        return bool(facts & {"money", "papers"}) or ("steps" in facts and bool(asks & _WAYS))
    if words.soft.search(clause):
        return bool(facts & {"money", "papers", "measure", "when"}) or ("steps" in facts and bool(asks & _WAYS))
    vague = facts & {"law", "ruling", "place", "reason"}
    return bool(facts - vague) or len(vague) >= 2 or ("law" not in vague and bool(vague) and bool(asks))


def _overlap(content: str, question: str, keywords: tuple[str, ...]) -> int:
    letters = bare(question)[:2000]
    pairs = {letters[at : at + 2] for at in range(len(letters) - 1)} - lexicon().common
    return sum(pair in content for pair in pairs if han(pair) == 2) + 3 * sum(word in content for word in keywords)
