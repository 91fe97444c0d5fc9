"""The rules that find an effective answer: the matter itself spoken to, or just what was asked for."""

from __future__ import annotations

from huiying.answer.case import Case
from huiying.answer.labels import has_number
from huiying.answer.leftover import beside
from huiying.answer.lexicon import lexicon
from huiying.answer.relevance import ONGOING, doubts, fits
from huiying.answer.ruling import Ruling, by_question, for_person, propose
from huiying.answer.sentences import bare, han
from huiying.model import AnswerKind

_DENIALS = {ord(sign): None for sign in "不没未还的了要会能可"}
_VERB = 2


def bare_answer(case: Case) -> Ruling | None:
    """Take a clause that says just yes or no, or the question's own verb, as the answer to a question of yes or no."""
    said = next(
        (clause for clause in case.reading.content if lexicon().bare.match(clause) or _echoed(clause, case)), ""
    )
    if said and "yesno" in case.asks:
        mixed = case.has("transfer", "process", "promise", "tracking") and not case.has("intro")
        return by_question(AnswerKind.SUBSTANTIVE, f"直接回答了所问：“{said[:20]}”", sure=not mixed or bool(case.firm))
    return None


def _echoed(clause: str, case: Case) -> bool:
    """Whether a clause is the question's own verb, or its denial: “open”, “not yet open”."""
    verb = bare(clause).translate(_DENIALS)
    return clause == case.reading.content[0] and 1 <= len(verb) <= _VERB and verb in case.question


def none(case: Case) -> Ruling | None:
    """Take “no limit” as the answer to a question of how much or how long."""
    if {"amount", "when", "yesno"} & case.asks and any(lexicon().none.match(clause) for clause in case.reading.content):
        return by_question(AnswerKind.SUBSTANTIVE, "就所问作了答复：没有限制", sure=not case.has(*ONGOING))
    return None


def asked_for(case: Case) -> Ruling | None:
    """A number, a place or a responsible unit is the right answer to a question that asks for one."""
    numbers = [clause for clause in (*case.reading.referred, *case.reading.content) if has_number(clause)]
    promised = case.has("process", "receipt", "transfer")
    if "phone" in case.asks and numbers:
        return by_question(
            AnswerKind.SUBSTANTIVE, f"所问即电话，答复给出了号码：“{numbers[0][:24]}”", sure=not promised
        )
    named = case.has("duty", "refer") and not case.has("lacking")
    if "who" in case.asks and named and not case.has("transfer", "refusal"):
        return by_question(AnswerKind.SUBSTANTIVE, "所问即由谁办理，答复指明了单位", sure=not promised)
    return None


def undecided(case: Case) -> Ruling | None:
    """Take “not decided yet” as the answer to a when-question."""
    if "when" in case.asks and lexicon().undecided.search(case.content) and not case.has("transfer"):
        return by_question(
            AnswerKind.SUBSTANTIVE,
            "就何时作了答复：尚未确定",
            sure=not case.has("lacking", "refusal") and not case.automatic,
        )
    return None


def answered(case: Case) -> Ruling | None:
    """Find the matter itself spoken to, with facts or at some length, and nothing that makes it doubtful."""
    strong = (len(case.facts) >= 2 and case.size >= 8) or (case.facts and case.size >= 14) or case.size >= 60
    if not (strong or fits(case)) or beside(case):
        return None
    if (
        case.has("refusal")
        and case.has("refer", "duty", "legal")
        and not case.facts & {"money", "papers", "steps", "measure"}
    ):
        return None
    why = f"说到了具体内容：“{max(case.reading.content, key=han)[:30]}”"
    if doubted := doubts(case):
        return propose(AnswerKind.SUBSTANTIVE, f"{why}；但{doubted[0]}", sure=False)
    return propose(AnswerKind.SUBSTANTIVE, why, sure=True)


def contacted(case: Case) -> Ruling | None:
    """Leave to a person what says that the writer was called or helped, but not with what."""
    if case.has("contacted"):
        return for_person(AnswerKind.SUBSTANTIVE, "称已与来信人联系或已解决，但没有写明内容")
    return None


def something(case: Case) -> Ruling | None:
    """Take a few words of content, which may be an answer, for an unsure one."""
    if case.size:
        return propose(AnswerKind.SUBSTANTIVE, "内容很少，看不出是否答复了所问", sure=False)
    return None
