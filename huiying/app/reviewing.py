"""What waits for a person: unsure texts, and answers that software never sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from huiying.app.letters import is_unproved, put_at
from huiying.app.probing import folder_of
from huiying.app.results import judge_round
from huiying.app.world import World
from huiying.db.observations import NewObservation
from huiying.errors import BadInput, NotFound
from huiying.model import (
    Accepted,
    AnswerKind,
    Channel,
    CheckResult,
    Evidence,
    EvidenceKind,
    Inquiry,
    Judgement,
    Observation,
    Round,
)


@dataclass(frozen=True, slots=True)
class Pending:
    """One text that waits for a verdict."""

    inquiry: Inquiry
    observation: Observation


def pending(world: World, round_: Round) -> list[Pending]:
    """Return what waits for a person's verdict, in the roster's order; each distinct text once."""
    found = []
    for result in judge_round(world, round_, as_of=world.clock.now()):
        texts = set()
        for seen in result.unsure:
            if seen.text not in texts:
                texts.add(seen.text)
                found.append(Pending(result.inquiry, seen))
    return found


def decide(world: World, number: int, *, kind: AnswerKind, who: str, why: str) -> None:
    """Decide what a text is; raises NotFound, and BadInput where nobody signs it or no reason is given."""
    world.ledger.observations.decide(number, kind=kind, who=who, why=why)


def inquiry_of(world: World, round_: Round, site: str) -> Inquiry:
    """Return the site's inquiry; raises NotFound."""
    for inquiry in world.ledger.rounds.inquiries(round_.id):
        if inquiry.site.name == site:
            return inquiry
    raise NotFound(what="网站", name=site, do="请用 huiying round status 查看名称")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """An answer that came by telephone or SMS, as the operator recorded it."""

    channel: Channel
    at: datetime
    who: str
    text: str
    attachment: Path | None = None


def add_look(world: World, round_: Round, site: str, *, who: str, note: str) -> None:
    """Record that a person looked at the site just now and found no answer (pages that software can't read).

    Raises:
        NotFound: no such site in the round.
        BadInput: nobody signs it, or the site was not asked.
    """
    who = who.strip()
    if not who:
        raise BadInput(where="人工查看", what="缺少查看人", do="请用 --who 写明")
    inquiry = inquiry_of(world, round_, site)
    if inquiry.asked_at is None:
        raise BadInput(where=site, what="本轮没有成功提交", do="请用 huiying round status 查看")
    said = f"操作员{who}人工查看，没有答复{f'：{note}' if note else ''}"
    evidence = world.vault.keep(
        f"{world.clock.now().isoformat()}\n{said}".encode(),
        kind=EvidenceKind.DOCUMENT,
        suffix=".txt",
        folder=folder_of(round_, inquiry),
    )
    world.ledger.observations.record(
        NewObservation(
            inquiry_id=inquiry.id,
            at=world.clock.now(),
            channel=Channel.LOOKUP,
            result=CheckResult.ABSENT,
            note=said,
            evidence=[evidence],
        )
    )


def add_answer(world: World, round_: Round, site: str, told: Told) -> None:
    """Record an answer that software never sees; the operator's word is the verdict.

    Where it is not known whether the site took the question, its call proves that it did.

    Raises:
        BadInput: no operator, no words, no question put, a time that can't be, or an attachment that can't be read.
    """
    inquiry = inquiry_of(world, round_, site)
    if not told.who.strip() or not told.text.strip():
        raise BadInput(where="补录答复", what="缺少接听人或答复内容", do="请用 --who 和 --text 写明")
    pressed = world.ledger.door.unproved() if is_unproved(inquiry) else {}
    asked_at = put_at(inquiry, pressed)
    if asked_at is None:
        raise BadInput(where=site, what="本轮没有成功提交，不能补录答复", do="请用 huiying round status 查看")
    if not asked_at <= told.at <= world.clock.now():
        raise BadInput(where="答复时间", what="应在提交之后、现在之前", do=f"提交时间为{asked_at:%Y-%m-%d %H:%M}")
    evidence = _told_evidence(world, folder_of(round_, inquiry), told)
    if is_unproved(inquiry):
        proof = Accepted(why=f"该网站就本次咨询来电或来短信（{told.who}记录），证明提交已被受理")
        inquiry = world.ledger.door.confirm(inquiry, proof, evidence=evidence)
    world.ledger.observations.record(
        NewObservation(
            inquiry_id=inquiry.id,
            at=told.at,
            channel=told.channel,
            result=CheckResult.SEEN,
            text=told.text,
            judgement=Judgement(kind=AnswerKind.SUBSTANTIVE, sure=True, why=f"{told.who}补录"),
            note=f"操作员{told.who}补录",
            evidence=evidence,
        )
    )


def _told_evidence(world: World, folder: str, told: Told) -> list[Evidence]:
    """Keep what the operator wrote down, and the recording or picture that came with it."""
    pieces = [(f"{told.who}\n{told.at.isoformat()}\n{told.text}".encode(), ".txt")]
    if told.attachment is not None:
        try:
            pieces.append((told.attachment.read_bytes(), told.attachment.suffix))
        except OSError as error:
            raise BadInput(where=str(told.attachment), what="附件打不开", do="请检查文件名") from error
    return [world.vault.keep(data, kind=EvidenceKind.DOCUMENT, suffix=suffix, folder=folder) for data, suffix in pieces]
