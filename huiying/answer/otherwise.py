"""The rules that find something else than an answer: acknowledgement, transfer, pointer or deflection (DOMAIN §5)."""

from __future__ import annotations

from huiying.answer.case import Case
from huiying.answer.labels import has_number
from huiying.answer.leftover import RECEIVED, little
from huiying.answer.lexicon import lexicon
from huiying.answer.relevance import HANDLING
from huiying.answer.ruling import Ruling, for_person, propose
from huiying.model import AnswerKind


def declined(case: Case) -> Ruling | None:
    """Take “too long to tell here, come and ask” for what it is, whatever papers and rooms it names on the way."""
    sent = case.has("refer", "contact") or has_number(case.text) or lexicon().signs["invites"].search(case.text)
    if not case.has("declined") or not sent:
        return None
    if case.apart and case.facts & {"money", "measure", "when", "result", "papers"}:
        return None
    return propose(AnswerKind.DEFLECTION, "没有作答，请来信人另行咨询", sure=not case.apart and not case.done)


def transferred(case: Case) -> Ruling | None:
    """Find a text that only says to whom the letter went on."""
    if case.has("relayed") and not case.has("transfer"):
        return for_person(AnswerKind.TRANSFERRED, "称已转达，看不出是否转交其他单位")
    if not case.has("transfer"):
        return None
    return propose(AnswerKind.TRANSFERRED, "只说明已转其他单位办理", sure=little(case))


def deflected(case: Case) -> Ruling | None:
    """Find a text that sends the writer elsewhere: too little said, not our duty, go to court."""
    if case.has("lacking") and (case.has("refer") or has_number(case.text)):
        return propose(AnswerKind.DEFLECTION, "以情况不详为由，请来信人自行联系", sure=little(case))
    if case.has("lacking", "asking"):
        return for_person(AnswerKind.DEFLECTION, "只请来信人补充情况")
    if case.has("refusal") or (case.has("duty") and case.has("refer")):
        bare_of_facts = not case.facts & {"money", "papers", "steps", "measure"} and not case.done
        return propose(
            AnswerKind.DEFLECTION,
            "称不属本单位职责，请另向他处反映",
            sure=little(case) or (bare_of_facts and case.has("refusal")),
        )
    if case.has("legal"):
        ways = {"how", "where", "who"} & case.asks
        return propose(
            AnswerKind.DEFLECTION, "只建议协商或走法律途径", sure=not ways and not case.firm and little(case)
        )
    return None


def pointed(case: Case) -> Ruling | None:
    """Find a text that only names a notice, a site or a place to look."""
    signs = lexicon().signs
    if signs["answer_waits"].search(case.text) and signs["way_to_it"].search(case.text):
        return propose(AnswerKind.POINTER, "称已答复，要到别处查看", sure=little(case))
    if case.has("follow") and not case.has("receipt") and signs["announced"].search(case.text):
        return propose(AnswerKind.POINTER, "只指向别处的公告或网站", sure=little(case) and not case.has("refer"))
    if case.has("answered") and case.has("pointer", "tracking"):
        return propose(AnswerKind.POINTER, "称已答复，要到别处查看", sure=little(case))
    if not case.has("pointer") or (case.has("process", "tracking") and case.has("receipt")):
        return None
    return propose(
        AnswerKind.POINTER,
        "只指向别处的公告或网站",
        sure=little(case) and not case.has("refer", "process"),
    )


def referred(case: Case) -> Ruling | None:
    """Find a text that only gives a number or an office to ask."""
    if case.has("refer"):
        alternative = case.has("process", "tracking")
        return propose(AnswerKind.DEFLECTION, "只请来信人另行致电或前往咨询", sure=little(case) and not alternative)
    if case.has("contact") and not case.has("process", "receipt", "tracking", "footer", "promise"):
        return for_person(AnswerKind.DEFLECTION, "只有联系方式")
    return None


def only_invited(case: Case) -> Ruling | None:
    """Read a closing line – follow us, for details call – as what it is where nothing else is said."""
    if case.content or case.has(*RECEIVED, "vague", "quoted", "contacted"):
        return None
    if case.has("follow"):
        return propose(AnswerKind.POINTER, "只请关注公众号一类", sure=little(case))
    if case.has("courtesy", "details") and has_number(case.text):
        return propose(AnswerKind.DEFLECTION, "只请来信人另行致电或前往咨询", sure=little(case))
    return None


def acknowledged(case: Case) -> Ruling | None:
    """Find a text that only receives, accepts, thanks or promises."""
    if not case.has(*RECEIVED, "outlook", "vague", "courtesy", "details", "quoted", "follow"):
        return None
    odd = case.has("vague") and not case.has("receipt", "process", "thanks")
    aside = case.aside > (30 if case.has("receipt", "process", "promise") else 4)
    # Thanks stand under answers too: with them alone, nothing else may be said.
    followed = not case.has(*HANDLING) and (case.has("follow", "details") or case.news >= 3)
    invited = case.has("courtesy") and not case.has(*HANDLING)
    elsewhere = case.has("pointer") or (case.has("details") and has_number(case.text))
    sure = (
        case.has(*RECEIVED)
        and not invited
        and not followed
        and not elsewhere
        and not aside
        and not odd
        and little(case)
    )
    return propose(AnswerKind.ACKNOWLEDGEMENT, "只有收到、受理、致谢或将答复一类的话", sure=sure)


def empty(case: Case) -> Ruling | None:
    """Find courtesies and words of handling with nothing beside them."""
    if not case.reading.content and case.has("idle", "general"):
        return propose(AnswerKind.ACKNOWLEDGEMENT, "只有客套和办理过程的话", sure=little(case))
    return None
