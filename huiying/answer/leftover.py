"""Whether what is left beside a receipt, a transfer or a referral could still be an answer."""

from __future__ import annotations

from huiying.answer.case import Case
from huiying.answer.labels import has_number
from huiying.answer.lexicon import lexicon
from huiying.answer.relevance import ELSEWHERE, ONGOING, fits

RECEIVED = ("receipt", "process", "promise", "thanks", "tracking", "footer", "answered")
_TALK = 45  # characters of kind words and the like beside a receipt
_SHORT = 8


def little(case: Case) -> bool:
    """Whether nothing is left that could be an answer."""
    if may_be_asked_for(case) or case.alone or _untold(case):
        return False
    if (case.firm and case.news >= 3) or (case.overlap and case.news >= 6 and case.size >= 12):
        return False
    if fits(case) or case.done or (case.has("intro", "finding") and case.news >= 3):
        return False
    said = case.has(*RECEIVED, "transfer", "refer", "pointer", "declined")
    if said and not case.firm and not case.loose and not case.overlap and case.news <= _TALK:
        return True
    return (not case.facts and case.size <= 24) or (len(case.facts) <= 1 and case.size <= 12) or case.news <= 3


def may_be_asked_for(case: Case) -> bool:
    """Whether what was asked for may be just what stands there: a date, a number, a place to look."""
    if case.has("dated", "clock") and {"when", "hours"} & case.asks:
        return True  # the letter's own, or the one that was asked for
    if "phone" in case.asks and has_number(case.text):
        return True
    to_look = case.has("pointer") and lexicon().signs["asks_where_to_look"].search(case.question)
    return bool(to_look) and not {"when", "amount"} & case.asks


def _untold(case: Case) -> bool:
    """Whether a story stands there that no word of handling follows."""
    return case.has("told") and not case.has(*ONGOING, *ELSEWHERE, "declined", "contact")


def beside(case: Case) -> bool:
    """Whether the content stands beside a receipt or a word to look elsewhere, and tells no fact of the question's."""
    told = case.has("intro", "finding", "told") or case.done or case.facts & {"money", "papers"}
    if told or case.firm or case.loose or case.overlap:
        return False
    return case.has("receipt", *ONGOING, "refer", "pointer", "declined") and not (fits(case) and case.size >= _SHORT)
