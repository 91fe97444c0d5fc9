"""How one site came into its row, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from huiying.app.claiming import told_moves
from huiying.app.disputing import history, standing
from huiying.app.files import write_files
from huiying.app.records import absences, replies
from huiying.app.results import Result, judge_site
from huiying.app.reviewing import inquiry_of
from huiying.app.world import World
from huiying.calendar.explain import Explanation, explain
from huiying.calendar.policy import CountingPolicy
from huiying.model import Evidence, Round
from huiying.report.annex3 import NOT_MEASURED
from huiying.report.appendix import Appendix
from huiying.report.word import appendix_docx


@dataclass(frozen=True, slots=True)
class Explained:
    """A site's result with its explanation (None where it could not be measured) and all of its evidence.

    `moves` say what persons did with mails that the site has, or had.
    """

    result: Result
    explanation: Explanation | None
    evidence: tuple[Evidence, ...]
    moves: tuple[str, ...] = ()


def explain_site(world: World, round_: Round, site: str) -> Explained:
    """Lay out a site's row as of now; raises NotFound for a site that is not in the round."""
    now = world.clock.now()
    policy = CountingPolicy.from_json(round_.policy)
    inquiry = inquiry_of(world, round_, site)
    record = world.ledger.observations.whole(inquiry.id)
    result = judge_site(world, round_, inquiry, as_of=now)
    evidence = tuple(world.ledger.observations.evidence_of(inquiry.id))
    moves = told_moves(world, world.ledger.moves.of_inquiry(inquiry.id))
    if result.finding is None or inquiry.asked_at is None:
        return Explained(result, None, evidence, moves)
    explanation = explain(
        finding=result.finding,
        asked_at=inquiry.asked_at,
        observations=record,
        replies=replies(result.observations, inquiry.asked_at),
        checks=absences(result.observations),
        calendar=world.calendar,
        policy=policy,
        closes_at=round_.closes_at,
        as_of=now,
    )
    return Explained(result, explanation, evidence, moves)


def appendix(world: World, round_: Round, explained: Explained) -> Appendix:
    """Return the sheet for the unit that objects."""
    result = explained.result
    policy = CountingPolicy.from_json(round_.policy)
    marks = result.finding.marks if result.finding else ()
    return Appendix(
        period=round_.name,
        authority=round_.authority,
        inquiry=result.inquiry,
        row=policy.labels()[result.bucket] if result.finding else NOT_MEASURED,
        final=result.final,
        as_of=world.clock.now(),
        explanation=explained.explanation,
        reason=result.reason,
        marks=(*(mark.label for mark in marks), *standing(result.disputes)),
        disputes=history(result.disputes),
        evidence=explained.evidence,
    )


def write_appendix(sheet: Appendix, file: Path) -> None:
    """Write the sheet as .docx; raises BadInput where the file can't be written."""
    write_files({file: appendix_docx(sheet)})
