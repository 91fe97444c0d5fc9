"""The row of every site, computed anew from the record each time it is asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiying.app.mail_gap import mail_gap
from huiying.app.records import absences, replies
from huiying.app.world import World
from huiying.calendar.buckets import Finding, classify
from huiying.calendar.policy import CountingPolicy
from huiying.calendar.workdays import ONE_DAY
from huiying.model import (
    BlockReason,
    Bucket,
    CheckResult,
    Dispute,
    Inquiry,
    Observation,
    Round,
    State,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """One site's row and what it rests on; `finding` is None for a site that could not be measured."""

    inquiry: Inquiry
    observations: tuple[Observation, ...]
    finding: Finding | None
    claims: int = 0
    """Held mails that may be the site's answer."""
    mail_gap: str = ""
    """Why the mail that came by the close is not all read, in Chinese; "" where it is, or can be no answer to this."""
    disputes: tuple[Dispute, ...] = ()

    @property
    def bucket(self) -> Bucket:
        """The row in which the site stands as of now."""
        return self.finding.bucket if self.finding else Bucket.NOT_MEASURED

    @property
    def final(self) -> bool:
        """Whether nothing that may still come, a decision about an objection neither, can change the row."""
        if any(dispute.decision is None for dispute in self.disputes):
            return False
        if self.claims and self.bucket is not Bucket.ONE_WORKDAY:
            return False
        if self.waits_for_mail:
            return False
        if self.finding is not None:
            return self.finding.final
        return self.inquiry.state in (State.CLOSED, State.VOID)

    @property
    def waits_for_mail(self) -> bool:
        """Whether a mail that nobody has read yet could give the site a better row."""
        return bool(self.mail_gap) and self.bucket is not Bucket.ONE_WORKDAY

    @property
    def unsure(self) -> list[Observation]:
        """What waits for a person's verdict."""
        return [
            seen
            for seen in self.observations
            if seen.result is CheckResult.SEEN and seen.judgement and not seen.judgement.sure and not seen.verdict
        ]

    @property
    def reason(self) -> str:
        """Why the site could not be measured, in Chinese; "" where it was."""
        if self.finding is not None:
            return ""
        inquiry = self.inquiry
        if inquiry.state is State.VOID:
            return f"已作废：{inquiry.note}"
        if inquiry.block is not None:
            return blocked_line(inquiry.block, inquiry.note)
        return inquiry.note or "尚未提交"


def blocked_line(block: BlockReason, note: str) -> str:
    """Say why a question could not be put; the note only where it says more than the reason."""
    return f"{block.label}（{note}）" if note and note != block.label else block.label


def judge_round(world: World, round_: Round, *, as_of: datetime) -> list[Result]:
    """Return every site's result in the roster's order."""
    policy = CountingPolicy.from_json(round_.policy)
    observed = world.ledger.observations.of_round(round_.id)
    disputed = world.ledger.disputes.of_round(round_.id)
    claims = world.ledger.mails.claims(round_.id, until=round_.closes_at + ONE_DAY)
    inquiries = world.ledger.rounds.inquiries(round_.id)
    pressed, gap = world.ledger.door.unproved(), mail_gap(world, round_, inquiries)
    return [
        Result(
            inquiry=inquiry,
            observations=tuple(observed[inquiry.id]),
            finding=find(world, round_, policy, inquiry, observed[inquiry.id], as_of=as_of),
            claims=claims.get(inquiry.id, 0),
            mail_gap=gap if _may_be_answered(inquiry, pressed) else "",
            disputes=tuple(disputed.get(inquiry.id, ())),
        )
        for inquiry in inquiries
    ]


def _may_be_answered(inquiry: Inquiry, pressed: Collection[int]) -> bool:
    """Whether there is, or may be, a letter of ours to which a mail could be the answer."""
    return (inquiry.asked_at is not None or inquiry.id in pressed) and inquiry.state is not State.VOID


def judge_site(world: World, round_: Round, inquiry: Inquiry, *, as_of: datetime) -> Result:
    """Return one site's result, by the same facts as the annex has: a row is nowhere final that is open elsewhere."""
    return next(result for result in judge_round(world, round_, as_of=as_of) if result.inquiry.id == inquiry.id)


def find(
    world: World,
    round_: Round,
    policy: CountingPolicy,
    inquiry: Inquiry,
    observations: Sequence[Observation],
    *,
    as_of: datetime,
) -> Finding | None:
    """Compute the row of one inquiry; only an accepted question can have one."""
    if inquiry.asked_at is None or inquiry.state is State.VOID:
        return None
    return classify(
        asked_at=inquiry.asked_at,
        replies=replies(observations, inquiry.asked_at),
        checks=absences(observations),
        calendar=world.calendar,
        policy=policy,
        closes_at=round_.closes_at,
        as_of=as_of,
    )
