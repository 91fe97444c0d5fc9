"""Whether a content speaks to what was asked, and what makes that doubtful."""

from __future__ import annotations

from huiying.answer.case import Case
from huiying.answer.lexicon import lexicon

HANDLING = ("process", "transfer", "receipt", "tracking", "promise")
"""What an acknowledgement is made of."""

ONGOING = ("process", "transfer", "tracking", "promise", "footer", "follow")
"""Words of handling: beside them anything may stand – notices, advertisements, the law of petitions."""

ELSEWHERE = ("pointer", "refer", "legal", "refusal", "lacking", "follow")
"""Words that send the writer elsewhere."""

_KINDS = {
    "amount": {"money", "measure"},
    "when": {"when", "measure"},
    "hours": {"when"},
    "where": {"place"},
    "why": {"reason"},
    "papers": {"papers"},
}
_SOLID = {"money", "papers", "steps", "place", "result"}
_LONG = 80


def fits(case: Case) -> bool:
    """Whether the content is of the kind that was asked for: a sum, a time, a place, a ruling."""
    ruled = "yesno" in case.asks and "ruling" in case.facts and not case.has(*ONGOING)
    if ruled and (case.overlap >= 2 or (case.firm and lexicon().polar.match(case.content))):
        return True
    return any(asked in case.asks and case.facts & told for asked, told in _KINDS.items())


def meets(case: Case) -> bool:
    """Whether the content speaks to what was asked: in its words, in its kind, or at a length that receipts lack.

    The more the text says beside its content – of handling, of a receipt, of other places – the nearer must question
    and fact stand: then the sentence with the fact must itself use the question's words.
    """
    if _reports(case) or _rich(case):
        return True
    if "hours" in case.asks and case.has("receipt", *ONGOING) and not case.facts & _SOLID:
        return False  # office hours stand under every second receipt
    # Holidays and the site's own dates stand under many a receipt, also where a time was asked for.
    timely = fits(case) and not case.asks & {"hours", "when"}
    if case.has(*ONGOING):
        return case.spoken >= 2 or (bool(case.spoken) and timely)
    if case.has("receipt", "thanks"):
        return bool(case.spoken) or timely or (case.size >= _LONG and bool(case.question))
    if case.has(*ELSEWHERE, "duty", "contact"):
        return bool(case.spoken) or fits(case)
    alike = case.firm >= 2 or (bool(case.firm) and case.shared >= 2 and case.size >= 16)
    at_length = len(case.facts) >= 3 or case.size >= _LONG
    return bool(case.overlap) or fits(case) or at_length or not case.question or alike


def _rich(case: Case) -> bool:
    """Whether many facts of many kinds stand apart from what leads elsewhere: no notice and no receipt has that."""
    if case.has("transfer", "refusal", "lacking", "declined") or not (case.shared >= 2 or case.spoken):
        return False
    return case.apart >= 4 and len(case.facts) >= 4 and case.news >= 30


def _reports(case: Case) -> bool:
    """Whether the content tells what was found and done, which no notice under a receipt does."""
    if case.has("transfer") and not (case.has("intro") and case.done):
        return False
    near = bool(case.spoken) or case.firm >= 2 or (bool(case.firm) and (case.shared >= 2 or fits(case)))
    if case.has("intro", "finding") and case.facts and near:
        return True
    told = case.done >= 2 or (bool(case.done) and not case.has("receipt", *ONGOING))
    return told and case.firm >= 2 and case.news >= 20


def doubts(case: Case) -> list[str]:
    """Return what keeps the rule from being sure that this is an answer, in Chinese; empty for nothing."""
    found: list[str] = []
    if not meets(case):
        found.append("未见与所问相关的词语")
    if not _checkable(case):
        found.append("没有可以核对的内容")
    told_all_the_same = case.apart >= 3 and len(case.facts) >= 3 and bool(case.spoken)
    if case.has("refusal", "lacking", "declined") and not told_all_the_same:
        found.append("又称不属职责或无法核实")
    if case.has("refer") and lexicon().signs["put_off"].search(case.text):
        found.append("要来信人当面或另行询问")
    if case.has("asking"):
        found.append("又请来信人补充情况")
    if _mostly_handling(case):
        found.append("主要是受理或办理过程")
    if case.automatic and (case.size < 30 or len(case.facts) < 2):
        found.append("邮件带有自动回复标记")
    return found


def _checkable(case: Case) -> bool:
    reported = case.has("intro", "finding") and bool(case.facts) and case.news >= 12
    reported = reported and not case.has(*ELSEWHERE, "transfer", "tracking")
    return (bool(case.firm) or reported) and (case.news >= 4 or fits(case))


def _mostly_handling(case: Case) -> bool:
    handled = sum(case.reading.counts[label] for label in HANDLING)
    dated = fits(case) and {"when"} <= case.facts & case.asks and not case.has("process", "tracking", "footer")
    told = (
        dated
        or case.has("intro", "finding")
        or len(case.facts) >= 3
        or case.news >= 16
        or (fits(case) and not case.has(*ONGOING))
    )
    return handled >= len(case.reading.content) and not told
