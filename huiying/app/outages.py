"""What can no longer be proved because nobody looked while a limit ran out: said per site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiying.app.records import absences, is_effective
from huiying.app.results import Result
from huiying.app.world import World
from huiying.calendar.policy import CountingPolicy
from huiying.calendar.schedule import unprovable
from huiying.calendar.sightings import Mark, show
from huiying.model import Round, State


@dataclass(frozen=True, slots=True)
class Outage:
    """A site with what is not proved about it, in Chinese, and what to do where something still helps."""

    site: str
    why: str


def outages(world: World, round_: Round, results: Sequence[Result]) -> list[Outage]:
    """Return each site whose record has a hole where a limit ran out, in the roster's order."""
    policy = CountingPolicy.from_json(round_.policy)
    return [
        Outage(result.inquiry.site.name, why) for result in results for why in _holes(world, round_, policy, result)
    ]


def _holes(world: World, round_: Round, policy: CountingPolicy, result: Result) -> list[str]:
    finding, asked_at = result.finding, result.inquiry.asked_at
    if finding is None or asked_at is None:
        return []
    if finding.window is not None:
        if Mark.FAVOURED in finding.marks:
            low, high = finding.window
            return [f"答复出现在 {show(low)} 至 {show(high)} 之间，其间时限届满而没有检查，已从有利原则归入"]
        return ["缺少时限届满后的检查记录，请运行 huiying watch --once"] if Mark.UNPROVEN in finding.marks else []
    if result.inquiry.state is not State.SUBMITTED:
        return (
            ["统计截止后没有检查记录，请运行 huiying watch --once，或人工查看后运行 huiying answer none"]
            if Mark.UNPROVEN in finding.marks
            else []
        )
    if any(is_effective(seen) for seen in result.observations):
        return []  # a text is there that waits for a person: what is not proved is its kind, not its time
    gaps = unprovable(
        asked_at=asked_at,
        checks=absences(result.observations),
        calendar=world.calendar,
        policy=policy,
        closes_at=round_.closes_at,
        now=world.clock.now(),
    )
    return [gap.why for gap in gaps]
