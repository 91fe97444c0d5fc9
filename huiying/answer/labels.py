"""One clause of an answer under one label; what no label claims is content (DOMAIN §5)."""

from __future__ import annotations

import re

from huiying.answer.lexicon import lexicon
from huiying.answer.sentences import bare, news, repeated

LITTLE_NEWS = 5
_MUCH_NEWS = 10
_NUMBER = re.compile(r"(?:\d{3,4}[-—－])?\d{3}[\dXx×*]{4,5}|\b(?:1[02]\d{3}|9\d{4})\b|1\d{10}")
_FIGURE = re.compile(r"\d")
_DATED = re.compile(r"\d+ ?[年月日时分秒号]?")
_TERM = re.compile(r"\d+个?(?:工作)?(?:日|天|小时)")
_SPELL = re.compile(
    r"(?:\d+[-~—至到])?\d+个?(?:工作日|自然日|日|天|小时|分钟)(?:之?内|后|左右)?|\d{4,}|《[^》]*》|第\d+条|\d{1,2}:\d{2}"
)


def label_of(clause: str, question: str) -> str:
    """Return the label of a clause that stands by itself."""
    words = lexicon()
    if repeated(clause, question) or (words.signs["asked_back"].search(clause) and not words.asking.search(clause)):
        return "quoted"
    if words.keep.search(clause) or words.bare.match(clause) or _general_term(clause, question):
        return "content"
    for name, pattern in words.labels:
        if pattern.search(clause) and (label := _in_substance(name, clause, question)):
            return label
    return "filler" if words.signs["filler"].match(bare(clause)) or not bare(clause) else "content"


def _in_substance(label: str, clause: str, question: str) -> str:
    """Look twice at the widest labels: a promise to nobody, the cause that was asked for, news beside the word “you”."""
    words = lexicon()
    if label == "mention":
        told = news(_DATED.sub("", clause), question)
        return "receipt" if words.signs["topic"].search(clause) or told <= LITTLE_NEWS else "content"
    if label == "transfer" or (
        label in {"receipt", "tracking", "process"} and words.signs["sent_on"].search(clause)
    ):  # both in one clause
        return _of_sending(clause)
    if label not in {"process", "promise"}:
        return label
    if (
        words.signs["cause"].match(clause)
        and words.asks["why"].search(question)
        and news(clause, question) > LITTLE_NEWS
    ):
        return "content"
    if _FIGURE.search(_SPELL.sub("", clause)) and news(clause, question) > _MUCH_NEWS:
        return "content"
    to_writer = words.to_writer.search(clause) or news(clause, question) <= LITTLE_NEWS
    return label if to_writer else "outlook"


def _of_sending(clause: str) -> str:
    """Tell what was sent to another unit from what stays in the house, or may; "passed" names nobody, "" sends nothing."""
    signs = lexicon().signs
    if signs["not_sent"].search(clause):
        return ""
    if signs["to_us"].search(clause):
        return "process"
    if not signs["receiver"].search(clause):
        return "passed"
    return "relayed" if signs["to_section"].search(clause) else "transfer"


def _general_term(clause: str, question: str) -> bool:
    """Whether a time limit is told as the rule for all, to a question that asks how long something takes."""
    signs = lexicon().signs
    asked = signs["term_asked"].search(question) and _TERM.search(clause)
    return bool(asked) and not signs["of_this_letter"].search(clause)


def points(clause: str) -> bool:
    """Whether a clause sends its reader to a site, an account or a paper."""
    return any(pattern.search(clause) for name, pattern in lexicon().labels if name == "pointer")


def has_number(clause: str) -> bool:
    """Whether a telephone number stands in the clause."""
    return bool(_NUMBER.search(clause))
