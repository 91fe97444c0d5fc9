"""How one site came into its row, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from huiying.app.records import absences, replies
from huiying.app.results import Result, judge_inquiry
from huiying.app.reviewing import inquiry_of
from huiying.app.world import World
from huiying.calendar.explain import Explanation, explain
from huiying.calendar.policy import CountingPolicy
from huiying.model import Evidence, Round


@dataclass(frozen=True, slots=True)
class Explained:
    """A site's result with its explanation (None where it could not be measured) and all of its evidence."""

    result: Result
    explanation: Explanation | None
    evidence: tuple[Evidence, ...]


def explain_site(world: World, round_: Round, site: str) -> Explained:
    """Lay out a site's row as of now; raises NotFound for a site that is not in the round."""
    now = world.clock.now()
    policy = CountingPolicy.from_json(round_.policy)
    inquiry = inquiry_of(world, round_, site)
    observations = tuple(world.ledger.observations.of(inquiry.id))
    disputes = tuple(world.ledger.disputes.of(inquiry.id))
    result = judge_inquiry(world, round_, policy, inquiry, observations, disputes=disputes, as_of=now)
    evidence = tuple(world.ledger.observations.evidence_of(inquiry.id))
    if result.finding is None or inquiry.asked_at is None:
        return Explained(result, None, evidence)
    explanation = explain(
        finding=result.finding,
        asked_at=inquiry.asked_at,
        observations=observations,
        replies=replies(observations, inquiry.asked_at),
        checks=absences(observations),
        calendar=world.calendar,
        policy=policy,
        closes_at=round_.closes_at,
        as_of=now,
    )
    return Explained(result, explanation, evidence)
