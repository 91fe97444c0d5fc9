"""From labelled clauses to a judgement, along the edges that DOMAIN §5 draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple

from huiying.answer.case import Case, measure
from huiying.answer.labels import has_number
from huiying.answer.leftover import RECEIVED, beside, little, may_be_asked_for
from huiying.answer.lexicon import lexicon
from huiying.answer.relevance import HANDLING, ONGOING, doubts, fits
from huiying.answer.sentences import bare, han, plain
from huiying.model import AnswerKind, Judgement

_DENIALS = {ord(sign): None for sign in "不没未还的了要会能可"}
_VERB = 2


class Ground(Enum):
    """What a ruling rests on.

    CONTENT: the text's own words, of which a second reader may judge too. QUESTION: that just this was asked for (a
    number, yes or no, a date), which shows only beside the question. SETTLED: a second reading would tell nothing, for the
    text is empty or not Chinese, or DOMAIN §5 leaves it to a person.
    """

    CONTENT = "content"
    QUESTION = "question"
    SETTLED = "settled"


class Ruling(NamedTuple):
    """What the rule says, on what ground, and the clauses that it found to speak of the matter itself."""

    said: Judgement
    ground: Ground = Ground.CONTENT
    left: str = ""


def ruled(
    text: str,
    *,
    question: str = "",
    title: str = "",
    keywords: Sequence[str] = (),
    automatic: bool = False,
) -> Ruling:
    """Say what the rule of clauses makes of a text; parameters as of `huiying.answer.judge`."""
    text = plain(text)
    if not bare(text):
        return _propose(AnswerKind.ACKNOWLEDGEMENT, "没有答复内容", sure=True, ground=Ground.SETTLED)
    if any(char.isalpha() for char in text) and not han(text):
        return _foreign(text, automatic=automatic)
    asked = plain(f"{title}\n{question}" if title and title not in question else question)
    case = measure(text, asked, tuple(plain(word) for word in keywords if word.strip()), automatic=automatic)
    for rule in _RULES:
        if (verdict := rule(case)) is not None:
            return _beside_the_question(verdict, case)._replace(left=case.content)
    return _propose(AnswerKind.ACKNOWLEDGEMENT, "看不出答复内容", sure=False)


def _beside_the_question(ruling: Ruling, case: Case) -> Ruling:
    """Leave to a person what is no answer by its words, but may be just what was asked for."""
    said = ruling.said
    if said.sure or said.kind is AnswerKind.SUBSTANTIVE or not may_be_asked_for(case):
        return ruling
    return _for_person(said.kind, f"{said.why}；但所问的可能就是其中的日期、号码或查看的地方")


def _bare_answer(case: Case) -> Ruling | None:
    said = next(
        (clause for clause in case.reading.content if lexicon().bare.match(clause) or _echoed(clause, case)), ""
    )
    if said and "yesno" in case.asks:
        mixed = case.has("transfer", "process", "promise", "tracking") and not case.has("intro")
        return _by_question(AnswerKind.SUBSTANTIVE, f"直接回答了所问：“{said[:20]}”", sure=not mixed or bool(case.firm))
    return None


def _echoed(clause: str, case: Case) -> bool:
    """Whether a clause is the question's own verb, or its denial: “open”, “not yet open”."""
    verb = bare(clause).translate(_DENIALS)
    return clause == case.reading.content[0] and 1 <= len(verb) <= _VERB and verb in case.question


def _none(case: Case) -> Ruling | None:
    """Take “no limit” as the answer to a question of how much or how long."""
    if {"amount", "when", "yesno"} & case.asks and any(lexicon().none.match(clause) for clause in case.reading.content):
        return _by_question(AnswerKind.SUBSTANTIVE, "就所问作了答复：没有限制", sure=not case.has(*ONGOING))
    return None


def _asked_for(case: Case) -> Ruling | None:
    """A number, a place or a responsible unit is the right answer to a question that asks for one."""
    numbers = [clause for clause in (*case.reading.referred, *case.reading.content) if has_number(clause)]
    promised = case.has("process", "receipt", "transfer")
    if "phone" in case.asks and numbers:
        return _by_question(
            AnswerKind.SUBSTANTIVE, f"所问即电话，答复给出了号码：“{numbers[0][:24]}”", sure=not promised
        )
    named = case.has("duty", "refer") and not case.has("lacking")
    if "who" in case.asks and named and not case.has("transfer", "refusal"):
        return _by_question(AnswerKind.SUBSTANTIVE, "所问即由谁办理，答复指明了单位", sure=not promised)
    return None


def _declined(case: Case) -> Ruling | None:
    """Take “too long to tell here, come and ask” for what it is, whatever papers and rooms it names on the way."""
    sent = case.has("refer", "contact") or has_number(case.text) or lexicon().signs["invites"].search(case.text)
    if not case.has("declined") or not sent:
        return None
    if case.apart and case.facts & {"money", "measure", "when", "result", "papers"}:
        return None
    return _propose(AnswerKind.DEFLECTION, "没有作答，请来信人另行咨询", sure=not case.apart and not case.done)


def _answered(case: Case) -> Ruling | None:
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
        return _propose(AnswerKind.SUBSTANTIVE, f"{why}；但{doubted[0]}", sure=False)
    return _propose(AnswerKind.SUBSTANTIVE, why, sure=True)


def _undecided(case: Case) -> Ruling | None:
    """Take “not decided yet” as the answer to a when-question."""
    if "when" in case.asks and lexicon().undecided.search(case.content) and not case.has("transfer"):
        return _by_question(
            AnswerKind.SUBSTANTIVE,
            "就何时作了答复：尚未确定",
            sure=not case.has("lacking", "refusal") and not case.automatic,
        )
    return None


def _transferred(case: Case) -> Ruling | None:
    if case.has("relayed") and not case.has("transfer"):
        return _for_person(AnswerKind.TRANSFERRED, "称已转达，看不出是否转交其他单位")
    if not case.has("transfer"):
        return None
    return _propose(AnswerKind.TRANSFERRED, "只说明已转其他单位办理", sure=little(case))


def _deflected(case: Case) -> Ruling | None:
    if case.has("lacking") and (case.has("refer") or has_number(case.text)):
        return _propose(AnswerKind.DEFLECTION, "以情况不详为由，请来信人自行联系", sure=little(case))
    if case.has("lacking", "asking"):
        return _for_person(AnswerKind.DEFLECTION, "只请来信人补充情况")
    if case.has("refusal") or (case.has("duty") and case.has("refer")):
        bare_of_facts = not case.facts & {"money", "papers", "steps", "measure"} and not case.done
        return _propose(
            AnswerKind.DEFLECTION,
            "称不属本单位职责，请另向他处反映",
            sure=little(case) or (bare_of_facts and case.has("refusal")),
        )
    if case.has("legal"):
        ways = {"how", "where", "who"} & case.asks
        return _propose(
            AnswerKind.DEFLECTION, "只建议协商或走法律途径", sure=not ways and not case.firm and little(case)
        )
    return None


def _pointed(case: Case) -> Ruling | None:
    signs = lexicon().signs
    if signs["answer_waits"].search(case.text) and signs["way_to_it"].search(case.text):
        return _propose(AnswerKind.POINTER, "称已答复，要到别处查看", sure=little(case))
    if case.has("follow") and not case.has("receipt") and signs["announced"].search(case.text):
        return _propose(AnswerKind.POINTER, "只指向别处的公告或网站", sure=little(case) and not case.has("refer"))
    if case.has("answered") and case.has("pointer", "tracking"):
        return _propose(AnswerKind.POINTER, "称已答复，要到别处查看", sure=little(case))
    if not case.has("pointer") or (case.has("process", "tracking") and case.has("receipt")):
        return None
    return _propose(
        AnswerKind.POINTER,
        "只指向别处的公告或网站",
        sure=little(case) and not case.has("refer", "process"),
    )


def _only_invited(case: Case) -> Ruling | None:
    """Read a closing line – follow us, for details call – as what it is where nothing else is said."""
    if case.content or case.has(*RECEIVED, "vague", "quoted", "contacted"):
        return None
    if case.has("follow"):
        return _propose(AnswerKind.POINTER, "只请关注公众号一类", sure=little(case))
    if case.has("courtesy", "details") and has_number(case.text):
        return _propose(AnswerKind.DEFLECTION, "只请来信人另行致电或前往咨询", sure=little(case))
    return None


def _referred(case: Case) -> Ruling | None:
    if case.has("refer"):
        alternative = case.has("process", "tracking")
        return _propose(AnswerKind.DEFLECTION, "只请来信人另行致电或前往咨询", sure=little(case) and not alternative)
    if case.has("contact") and not case.has("process", "receipt", "tracking", "footer", "promise"):
        return _for_person(AnswerKind.DEFLECTION, "只有联系方式")
    return None


def _contacted(case: Case) -> Ruling | None:
    if case.has("contacted"):
        return _for_person(AnswerKind.SUBSTANTIVE, "称已与来信人联系或已解决，但没有写明内容")
    return None


def _acknowledged(case: Case) -> Ruling | None:
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
    return _propose(AnswerKind.ACKNOWLEDGEMENT, "只有收到、受理、致谢或将答复一类的话", sure=sure)


def _empty(case: Case) -> Ruling | None:
    if not case.reading.content and case.has("idle", "general"):
        return _propose(AnswerKind.ACKNOWLEDGEMENT, "只有客套和办理过程的话", sure=little(case))
    return None


def _something(case: Case) -> Ruling | None:
    if case.size:
        return _propose(AnswerKind.SUBSTANTIVE, "内容很少，看不出是否答复了所问", sure=False)
    return None


_RULES: tuple[Callable[[Case], Ruling | None], ...] = (
    _bare_answer,
    _none,
    _asked_for,
    _undecided,
    _declined,
    _answered,
    _transferred,
    _deflected,
    _pointed,
    _referred,
    _contacted,
    _only_invited,
    _acknowledged,
    _empty,
    _something,
)


def _foreign(text: str, *, automatic: bool) -> Ruling:
    if lexicon().english["acknowledgement"].search(text[:3000]) and (automatic or len(text) < 1500):
        why = "外文的收悉或自动回复"
        return _propose(AnswerKind.ACKNOWLEDGEMENT, why, sure=automatic, ground=Ground.SETTLED)
    return _for_person(AnswerKind.SUBSTANTIVE, "不是中文，须人工判定")


def _by_question(kind: AnswerKind, why: str, *, sure: bool) -> Ruling:
    return _propose(kind, why, sure=sure, ground=Ground.QUESTION)


def _for_person(kind: AnswerKind, why: str) -> Ruling:
    return _propose(kind, why, sure=False, ground=Ground.SETTLED)


def _propose(kind: AnswerKind, why: str, *, sure: bool, ground: Ground = Ground.CONTENT) -> Ruling:
    return Ruling(Judgement(kind=kind, sure=sure, why=why, confidence=0.95 if sure else 0.5), ground)
