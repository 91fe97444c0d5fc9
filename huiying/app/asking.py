"""Which question a site is asked: the one that was meant for it, else one that was meant for all; never another's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from huiying.errors import BadInput, some_of
from huiying.model import Question, Site
from huiying.roster.headers import folded

_SEPARATORS = re.compile(r" *[,;、|]+ *")


def question_for(site: Site, questions: Sequence[Question], turn: int) -> Question:
    """Return the site's question: one that names it, its unit or its group as a whole, in this order, before one for all.

    Of several that are meant alike each site takes the next, by `turn`.

    Raises:
        BadInput: the question bank has none for this site. One that is meant for others would be foreign to it, and an
            answer to say so would count against it.
    """
    if not questions:
        raise BadInput(where="问题库", what="没有任何问题", do="请先运行 huiying questions import")
    for name in filter(None, (site.name, site.unit, site.group)):
        if meant := [question for question in questions if folded(name) in _names(question.group)]:
            return meant[turn % len(meant)]
    if for_all := [question for question in questions if not question.group]:
        return for_all[turn % len(for_all)]
    do = "请补充“适用网站”写有它、它的主办单位或分组的问题，或“适用网站”留空的问题"
    raise BadInput(where=f"问题库“{site.name}”", what="没有适用的问题", do=do)


def unknown_names(questions: Sequence[Question], sites: Sequence[Site]) -> list[str]:
    """Return the names under 适用网站 that are no site, unit or group of the roster, each once."""
    known = {folded(name) for site in sites for name in (site.name, site.unit, site.group)}
    unknown: dict[str, None] = {}
    for question in questions:
        if folded(question.group) in known:
            continue
        for part in filter(None, _SEPARATORS.split(folded(question.group))):
            if part not in known and not known.issuperset(part.split()):
                unknown[part] = None
    return list(unknown)


def not_on_roster(names: Sequence[str]) -> list[str]:
    """Say in Chinese what `unknown_names` found, if anything."""
    if not names:
        return []
    return [f"“适用网站”中的{some_of(names)}不是名录中的网站、主办单位或分组，为它们准备的问题不会用到，请核对名称"]


@cache
def _names(listed: str) -> frozenset[str]:
    """Return every name that a cell may list: a name may hold a separator or a space itself."""
    whole = folded(listed)
    parts = _SEPARATORS.split(whole)
    return frozenset((whole, *parts, *(word for part in parts for word in part.split()))) - {""}
