"""From labelled clauses to a ruling: the rules in their order, along the edges that DOMAIN §5 draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from huiying.answer import effective, otherwise
from huiying.answer.case import Case, measure
from huiying.answer.leftover import may_be_asked_for
from huiying.answer.lexicon import lexicon
from huiying.answer.ruling import Ground, Ruling, for_person, propose
from huiying.answer.sentences import bare, han, plain
from huiying.model import AnswerKind

_RULES: tuple[Callable[[Case], Ruling | None], ...] = (
    effective.bare_answer,
    effective.none,
    effective.asked_for,
    effective.undecided,
    otherwise.declined,
    effective.answered,
    otherwise.transferred,
    otherwise.deflected,
    otherwise.pointed,
    otherwise.referred,
    effective.contacted,
    otherwise.only_invited,
    otherwise.acknowledged,
    otherwise.empty,
    effective.something,
)


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
        return propose(AnswerKind.ACKNOWLEDGEMENT, "没有答复内容", sure=True, ground=Ground.SETTLED)
    if any(char.isalpha() for char in text) and not han(text):
        return _foreign(text, automatic=automatic)
    asked = plain(f"{title}\n{question}" if title and title not in question else question)
    case = measure(text, asked, tuple(plain(word) for word in keywords if word.strip()), automatic=automatic)
    for rule in _RULES:
        if (ruling := rule(case)) is not None:
            return _beside_the_question(ruling, case)._replace(left=case.content)
    return propose(AnswerKind.ACKNOWLEDGEMENT, "看不出答复内容", sure=False)


def _beside_the_question(ruling: Ruling, case: Case) -> Ruling:
    """Leave to a person what is no answer by its words, but may be just what was asked for."""
    said = ruling.said
    if said.sure or said.kind is AnswerKind.SUBSTANTIVE or not may_be_asked_for(case):
        return ruling
    return for_person(said.kind, f"{said.why}；但所问的可能就是其中的日期、号码或查看的地方")


def _foreign(text: str, *, automatic: bool) -> Ruling:
    if lexicon().english["acknowledgement"].search(text[:3000]) and (automatic or len(text) < 1500):
        why = "外文的收悉或自动回复"
        return propose(AnswerKind.ACKNOWLEDGEMENT, why, sure=automatic, ground=Ground.SETTLED)
    return for_person(AnswerKind.SUBSTANTIVE, "不是中文，须人工判定")
