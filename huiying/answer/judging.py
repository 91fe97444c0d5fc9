"""Two readers judge a text: the rule of clauses, and the second reader; only where they agree is it sure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from huiying.answer.reader import Second, second_reading
from huiying.answer.rule import ruled
from huiying.answer.ruling import Ground, Ruling
from huiying.model import AnswerKind, Judgement


class Needed(NamedTuple):
    """How likely the second reader must hold a kind, by what the rule says.

    `both`: the rule is sure of the same kind; `leaning`: it leans to the same; `alone`: it leans to another. Chosen on
    writers whose texts were not learned from (docs/decisions/0044).
    """

    both: float
    leaning: float
    alone: float = math.inf


#: Taking a receipt for an answer makes a wrong row, an unsure text costs a person a minute. And an answer needs a
#: clause that the rule can quote: likeness alone never makes one.
ANSWER = Needed(both=0.88, leaning=0.97)
NO_ANSWER = Needed(both=0.0, leaning=0.5, alone=0.7)
#: How likely the second reader must hold yet another kind of no answer, so that a sure ruling is doubted.
DOUBT = 0.6
#: How likely to hold another kind, so that a ruling is doubted which rests on the question: it does not know the question.
AGAINST_QUESTION = 0.92
#: How likely the clauses that are left read like an answer, so that a text is not surely none.
STILL_AN_ANSWER = 0.7


def judge(
    text: str,
    *,
    question: str = "",
    title: str = "",
    keywords: Sequence[str] = (),
    automatic: bool = False,
) -> Judgement:
    """Say what a text is, whether that is sure, and why, in one Chinese line.

    `question` and `title` are what was asked: their repetition is no answer, and a sure answer speaks to them.
    `keywords` are words of which a real answer uses at least one. `automatic` is what a mail's headers claim; it
    makes both readers more careful and decides nothing (DOMAIN §6). Never raises, whatever the text.
    """
    first = ruled(text, question=question, title=title, keywords=keywords, automatic=automatic)
    return agreed(first, text, partial(second_reading, asked=f"{title}\n{question}"), automatic=automatic)


def agreed(ruling: Ruling, text: str, read: Callable[[str], Second], *, automatic: bool = False) -> Judgement:
    """Join what the rule says of a text and what the second reader does.

    A settled ruling stands, and so does one that rests on the question, but for a second reader who is very sure of
    another kind. Same kind: sure where the second reader holds it likely enough, the more so the
    less sure the rule is. Another kind: the rule's sure verdict is doubted, its unsure one gives way to what the second
    reader holds very likely, but never to an answer, and not where the clauses that are left read like an answer of
    their own: an answer beside a receipt is one. Where the headers say that a machine sent the text, likeness makes
    nothing sure.
    """
    first = ruling.said
    if ruling.ground is Ground.SETTLED:
        return first
    second = read(text)
    kind, chance = second.kind, second.chances[second.kind]
    if ruling.ground is Ground.QUESTION and (not first.sure or kind is first.kind or chance < AGAINST_QUESTION):
        return first
    needed = ANSWER if kind is AnswerKind.SUBSTANTIVE else NO_ANSWER
    told = f"与已标注的答复相比更像{kind.label}（{'、'.join(f'“{sign}”' for sign in second.signs)}）"
    if first.sure and kind is first.kind:
        return Judgement(kind=kind, sure=chance >= needed.both, why=first.why, confidence=round(chance, 2))
    if first.sure:
        doubted = AnswerKind.SUBSTANTIVE in {kind, first.kind} or chance >= DOUBT
        return _open(first, f"{first.why}；但{told}", chance) if doubted else first
    likely = chance >= (needed.leaning if kind is first.kind else needed.alone)
    if likely and not automatic and not (needed is NO_ANSWER and _answer_left(ruling.left, read)):
        why = first.why if kind is first.kind else told
        return Judgement(kind=kind, sure=True, why=why, confidence=round(chance, 2))
    return _open(first, f"{first.why}；{told}", chance)


def _open(first: Judgement, why: str, against: float) -> Judgement:
    return Judgement(kind=first.kind, sure=False, why=why, confidence=round(1 - against, 2))


def _answer_left(left: str, read: Callable[[str], Second]) -> bool:
    return bool(left) and read(left).chances[AnswerKind.SUBSTANTIVE] >= STILL_AN_ANSWER
