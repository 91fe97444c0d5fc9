"""The stand-in operator: a person with good eyes and judgement, played by asking the city's side door."""

from __future__ import annotations

import json
from datetime import datetime
from urllib.parse import quote
from urllib.request import urlopen

from huiying.app.claiming import assign_mail, waiting_mails
from huiying.app.reviewing import pending
from huiying.app.world import World
from huiying.model import AnswerKind, Round
from huiying.ports import Challenge


class StandIn:
    """Challenger that knows what the city's latest picture says; `wrong` and `away` sites try what a person may do."""

    def __init__(
        self, side_door: str, *, wrong: frozenset[str] = frozenset(), away: frozenset[str] = frozenset()
    ) -> None:
        self._side_door = side_door
        self._wrong = wrong
        self._away = away

    def solve(self, challenge: Challenge) -> str | None:
        """Return what the picture says."""
        if challenge.site in self._away:
            return None
        if challenge.site in self._wrong:
            return "0000"
        url = f"{self._side_door}/captcha?site={quote(challenge.site)}"
        with urlopen(url, timeout=10) as answer:  # noqa: S310 - the city's own loopback address
            text: str | None = json.load(answer)["text"]
        return text

    def review(self, world: World, round_: Round) -> None:
        """Give waiting mail to the site whose own address it was sent to, and decide what the rule was not sure of:
        after the city's answer a text is one, before it an acknowledgement.
        """
        self._claim(world, round_)
        with urlopen(f"{self._side_door}/truth", timeout=10) as answer:  # noqa: S310
            truth = {site["site"]: site["answered_at"] for site in json.load(answer)["sites"]}
        for waiting in pending(world, round_):
            name, seen = waiting.inquiry.site.name, waiting.observation
            answered = truth[name] is not None and seen.at >= datetime.fromisoformat(truth[name])
            kind = AnswerKind.SUBSTANTIVE if answered else AnswerKind.ACKNOWLEDGEMENT
            world.ledger.observations.decide(seen.id, kind=kind, who="演练操作员", why="逐字读过网站的文字")
            world.progress.say(
                f"{name}：操作员复核了一段规则拿不准的文字，判定为{'有效答复' if answered else '自动回执'}"
            )

    def _claim(self, world: World, round_: Round) -> None:
        owners = {inquiry.alias: inquiry.site.name for inquiry in world.ledger.rounds.inquiries(round_.id)}
        for kept, mail in waiting_mails(world):
            sites = {owners[address] for address in mail.recipients if address in owners}
            if len(sites) == 1:
                site = sites.pop()
                assign_mail(world, round_, mail_id=kept.id, site=site, who="演练操作员")
                world.progress.say(f"{site}：操作员认领了一封规则拿不准归属的邮件")
