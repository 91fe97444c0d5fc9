"""What a visit has found so far, and what it amounts to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from huiying.model import AnswerKind, Channel, Evidence
from huiying.probe.ours import Ours
from huiying.probe.pages.labels import claims_reply
from huiying.probe.pages.reading import PageReading
from huiying.probe.shown import Absent, Item, Recheck, Seen, Unreadable
from huiying.probe.visit import Shown, Visit

_ANSWERS = frozenset({AnswerKind.SUBSTANTIVE, AnswerKind.DEFLECTION})
_ADDRESS = re.compile(r"https?://[\w./?=&%#:~+-]{4,500}")


@dataclass(slots=True)
class Findings:
    """The items of a visit, and the proof that the site took the question.

    `claims` are places that say that there is a reply and show no text of it: only the text itself settles them.
    """

    ours: Ours
    visit: Visit
    items: list[Item] = field(default_factory=list)
    claims: list[Unreadable] = field(default_factory=list)
    proof: tuple[Evidence, ...] = ()
    found: bool = False
    number: str = ""

    @property
    def settled(self) -> bool:
        """Whether nothing more need be looked at: an answer, or a place that decides for the letter and shows none."""
        return self._answered or any(isinstance(item, Absent) and item.own for item in self.items)

    @property
    def _answered(self) -> bool:
        return any(isinstance(item, Seen) and item.judgement.kind in _ANSWERS for item in self.items)

    @property
    def only_failures(self) -> bool:
        """Whether no way showed anything."""
        return not self.claims and all(isinstance(item, Unreadable) for item in self.items)

    def failed(self, channel: Channel, why: str, *, named: bool = False) -> None:
        """Record that a way could not be used and left nothing to keep."""
        item = Unreadable(channel=channel, why=why, named=named)
        if item not in self.items:
            self.items.append(item)

    def unreadable(self, channel: Channel, why: str, *pages: Shown, named: bool = False) -> None:
        """Record that pages do not say what became of our question."""
        told = [(item.channel, item.why, item.named) for item in self.items if isinstance(item, Unreadable)]
        if (channel, why, named) not in told:
            self.items.append(Unreadable(channel=channel, why=why, evidence=self.visit.keep(*pages), named=named))

    def unlisted(self, channel: Channel, *pages: Shown) -> None:
        """Record pages that would name our question and do not: weak evidence of its absence."""
        self.items.append(Absent(channel=channel, evidence=self.visit.keep(*pages), weak=True))

    def take(
        self, channel: Channel, reading: PageReading, pages: tuple[Shown, ...], *, doubt: str = "", own: bool = False
    ) -> list[str]:
        """Record what a page says of our question: each reply, or that there is none. Return the addresses pointed to.

        `own`: the page decides for the letter; one of which we doubt whose letter it shows never does.
        """
        own = own and not doubt
        evidence = self.visit.keep(*pages)
        if reading.found:
            self.found = True
            self.proof = self.proof or evidence
            self.number = self.number or reading.number
        if not reading.answers and reading.withdrawn:
            self.unreadable(
                channel, f"网站显示本次咨询{reading.state or '已撤回或不公开'}，看不到答复", *pages, named=True
            )
            return []
        if not reading.answers and (reading.claimed or claims_reply(reading.state)):
            said = f"“{reading.state}”" if claims_reply(reading.state) else "已有答复"
            why = f"网站显示{said}，但没有读到答复的文字，请人工查看"
            self.claims.append(Unreadable(channel=channel, why=why, evidence=evidence, named=True))
            return []
        if not reading.answers:
            self.items.append(Absent(channel=channel, evidence=evidence, state=reading.state, own=own))
            return []
        links: list[str] = []
        # A letter's unit is its reply's; of several replies one that names none has not the unit of another.
        unit = "" if any(answer.unit for answer in reading.answers) else reading.unit
        for answer in reading.answers:
            judgement = self.ours.judged(answer.text, doubt=doubt)
            one = replace(
                reading,
                text=answer.text,
                answered_at=answer.answered_at,
                unit=answer.unit or unit,
                answers=(answer,),
            )
            self.items.append(
                Seen(channel=channel, reading=one, judgement=judgement, evidence=evidence, url=pages[-1].url, own=own)
            )
            if judgement.kind is AnswerKind.POINTER:
                links.extend(match.rstrip(".,;)") for match in _ADDRESS.findall(answer.text))
        return links

    def result(self) -> Recheck:
        """Return what the visit amounts to: what was truly seen sets aside weak absence, and places that could not be
        read only where a place that decides for the letter was.
        """
        items = self.items + ([] if self._answered else self.claims[:1])
        if any(isinstance(item, Seen) or (isinstance(item, Absent) and not item.weak) for item in items):
            decided = any(isinstance(item, Seen | Absent) and item.own for item in items)
            items = [
                item
                for item in items
                if not (isinstance(item, Absent) and item.weak)
                and not (isinstance(item, Unreadable) and decided and not item.named)
            ]
        return Recheck(
            items=tuple(items), found=self.found, number=self.number, evidence=self.proof, reached=self.visit.reached
        )
