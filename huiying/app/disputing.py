"""Objections of units: recorded with their documents, decided once, and shown with every row that they are about.

A decision never names a row of the annex. An upheld one is a verdict on a text of the record, or adds an answer that the
unit's documents prove; the row is then computed anew (docs/decisions/0065).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huiying.app.probing import folder_of
from huiying.app.results import judge_site
from huiying.app.reviewing import inquiry_of
from huiying.app.world import World
from huiying.calendar.policy import CountingPolicy
from huiying.calendar.sightings import show
from huiying.db.disputes import Effect, Proved
from huiying.errors import BadInput, NotAllowed
from huiying.model import Dispute, Evidence, EvidenceKind, Inquiry, Round

MAX_BYTES = 200 * 1024 * 1024
MAX_TEXT = 20_000
WAITING = "有异议待处理"
UPHELD = "异议成立"
REJECTED = "异议不成立"
WITHDRAWN = "异议认定已撤销"


@dataclass(frozen=True, slots=True)
class Raised:
    """An objection and the inquiry that it is about."""

    inquiry: Inquiry
    dispute: Dispute


def add_dispute(world: World, round_: Round, site: str, *, who: str, text: str, files: Sequence[Path] = ()) -> Dispute:
    """Record that a unit objects to its row, and keep its documents; raises NotFound, BadInput."""
    inquiry = inquiry_of(world, round_, site)
    _bounded(text, "--text")
    kept = [_keep(world, round_, inquiry, file) for file in files]
    return world.ledger.disputes.add(inquiry, who=who, text=text, evidence=kept)


def disputes(world: World, round_: Round) -> list[Raised]:
    """Return the round's objections, oldest first."""
    inquiries = {inquiry.id: inquiry for inquiry in world.ledger.rounds.inquiries(round_.id)}
    raised = [
        Raised(inquiries[dispute.inquiry_id], dispute)
        for found in world.ledger.disputes.of_round(round_.id).values()
        for dispute in found
    ]
    return sorted(raised, key=lambda one: one.dispute.id)


def reject(world: World, number: int, *, who: str, why: str, files: Sequence[Path] = ()) -> Dispute:
    """Decide that the objection changes nothing."""
    kept = _documents(world, number, files)
    return world.ledger.disputes.reject(number, who=who, why=why, evidence=kept)


def uphold(world: World, number: int, effect: Effect, *, who: str, why: str, files: Sequence[Path] = ()) -> Dispute:
    """Decide that the objection is right, with what it changes.

    Raises:
        NotAllowed: no question was accepted, so there is no row that could change; decided already; nothing proves it.
        BadInput: the proved answer lies before the question or in the future.
    """
    inquiry = world.ledger.rounds.inquiry(world.ledger.disputes.get(number).inquiry_id)
    if inquiry.asked_at is None:
        raise NotAllowed(
            what=f"采信{number}号异议",
            why=f"“{inquiry.site.name}”本轮没有成功提交，已列为未能检测，没有可以改变的归类",
            do="请用 rejected 处理并写明理由",
        )
    if isinstance(effect, Proved):
        _bounded(effect.text, "--text")
        if not effect.text.strip():
            raise BadInput(where="--text", what="没有答复内容", do="请抄录材料中的答复全文")
        if not inquiry.asked_at <= effect.at <= world.clock.now():
            raise BadInput(where="--at", what="应在提交之后、现在之前", do=f"提交时间为{show(inquiry.asked_at)}")
    kept = _documents(world, number, files)
    return world.ledger.disputes.uphold(number, effect, who=who, why=why, evidence=kept)


def row_now(world: World, dispute: Dispute) -> str:
    """Return the label of the row in which the disputed site stands as of now."""
    inquiry = world.ledger.rounds.inquiry(dispute.inquiry_id)
    round_ = world.ledger.rounds.round_of(inquiry)
    policy = CountingPolicy.from_json(round_.policy)
    result = judge_site(world, round_, inquiry, as_of=world.clock.now())
    return policy.labels()[result.bucket] if result.finding else f"未能检测（{result.reason}）"


def history(found: Sequence[Dispute]) -> tuple[str, ...]:
    """Say in Chinese, line by line, what was objected and what was decided."""
    lines = []
    for dispute in found:
        files = f"（材料{len(dispute.evidence)}件）" if dispute.evidence else ""
        lines.append(f"{dispute.id}号异议：{show(dispute.at)} {dispute.who}提出：{dispute.text}{files}")
        decision = dispute.decision
        if decision is None:
            lines.append(f"{dispute.id}号异议：尚未处理")
            continue
        result = UPHELD if decision.upheld else REJECTED
        basis = f"（见检查记录{decision.observation_id}的人工认定）" if decision.observation_id else ""
        lines.append(f"{dispute.id}号异议：{show(decision.at)} {decision.who}认定{result}：{decision.why}{basis}")
        if decision.withdrawn:
            lines.append(f"{dispute.id}号异议：该检查记录已于{decision.withdrawn}，不再计入")
    return tuple(lines)


def standing(found: Sequence[Dispute]) -> tuple[str, ...]:
    """Return the marks that stand beside the row: waiting, upheld, taken back, not upheld; each once."""
    marks = []
    for dispute in found:
        decision = dispute.decision
        if decision is None:
            marks.append(WAITING)
        else:
            marks.append(WITHDRAWN if decision.withdrawn else UPHELD if decision.upheld else REJECTED)
    return tuple(dict.fromkeys(marks))


def _bounded(text: str, where: str) -> None:
    if len(text) > MAX_TEXT:
        raise BadInput(where=where, what=f"超过{MAX_TEXT}字", do="请改用 --file 附上全文")


def _documents(world: World, number: int, files: Sequence[Path]) -> list[Evidence]:
    if not files:
        return []
    inquiry = world.ledger.rounds.inquiry(world.ledger.disputes.get(number).inquiry_id)
    return [_keep(world, world.ledger.rounds.round_of(inquiry), inquiry, file) for file in files]


def _keep(world: World, round_: Round, inquiry: Inquiry, file: Path) -> Evidence:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise BadInput(where=str(file), what="文件超过 200MB", do="请压缩或分成几个文件")
        data = file.read_bytes()
    except OSError as error:
        raise BadInput(where=str(file), what="文件打不开", do="请检查文件名") from error
    return world.vault.keep(data, kind=EvidenceKind.DOCUMENT, suffix=file.suffix, folder=folder_of(round_, inquiry))
