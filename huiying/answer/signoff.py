"""The dates under a letter: the unit's own, or the date that was asked for (DOMAIN §5)."""

from __future__ import annotations

import re

from huiying.answer.labels import label_of
from huiying.answer.lexicon import lexicon

Pairs = list[tuple[str, str]]

_WEEKDAY = r"(?:(?:星期|周)[一二三四五六日天])?"
_NUMERAL = "[〇○零一二三四五六七八九十]"
_DAY = r"(?:\d{2,4} ?[年./-] ?)?\d{1,2} ?[月./-] ?\d{1,2}(?: ?日)?|\d{4} ?年 ?\d{1,2} ?月"
_DAY_IN_WORDS = rf"{_NUMERAL}{{4}}年{_NUMERAL}{{1,2}}月{_NUMERAL}{{1,3}}日"
_DATE = re.compile(
    rf"(?P<unit>[^，。：；\d]{{0,30}}?)(?P<gap> ?)(?:日期：)?[（(]?(?:{_DAY}|{_DAY_IN_WORDS})[）)]? ?[（(]?{_WEEKDAY}[）)]?"
    r" ?(?:上午|下午)?(?:\d{1,2}[:时点]\d{2}(?:[:分]\d{2}秒?)?分?)?"
)
_OPENINGS = frozenset(("greeting", "intro", "topic", "quoted", "asked", "filler"))


def sign_off(labelled: list[Pairs], question: str) -> None:
    """Label the dates under a letter: "signoff", or "dated" where it may as well be the date that was asked for."""
    told: list[str] = []
    for place, pairs in enumerate(labelled):
        clause, label = pairs[-1]
        if (date := _DATE.fullmatch(clause)) is not None:
            before = [*told, *(other for _, other in pairs[:-1])]
            after = [other for later in labelled[place + 1 :] for _, other in later]
            pairs[-1] = (clause, _of_date(date, label, before, after, question))
        told += [label for _, label in pairs]


def without_dates(text: str) -> str:
    """Drop the lines that hold nothing but a date and, maybe, who signs: they are the same under every kind of letter."""
    return "\n".join(line for line in text.split("\n") if not _DATE.fullmatch(line.strip(" （）()，。")))


def _of_date(date: re.Match[str], label: str, told: list[str], after: list[str], question: str) -> str:
    unit = date["unit"].strip(" （(")
    if unit and label_of(unit, question) != "signoff":
        if not date["gap"] or lexicon().signs["tells_when"].search(unit):
            return label
    elif unit or told[-1:] == ["signoff"]:
        return "signoff"
    if not lexicon().asks["when"].search(question):
        return "signoff"
    announced = "intro" in told and "content" not in told
    return "dated" if not announced and {*told, *after} - _OPENINGS - {"content"} else "content"
