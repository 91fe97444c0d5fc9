"""Mail that has arrived: read, matched, judged, recorded; what is not sure waits for a person."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiying.app.probing import folder_of
from huiying.app.world import World
from huiying.db.mails import KeptMail, MailMark
from huiying.db.observations import NewObservation
from huiying.errors import TamperedEvidence
from huiying.mailbox.arrival import SKEW, arrived_at
from huiying.mailbox.kinds import judge_mail
from huiying.mailbox.match import Match, NoMatch, Several, Sure, match
from huiying.mailbox.message import MailText, read_message
from huiying.model import (
    Accepted,
    AnswerKind,
    Channel,
    CheckResult,
    Evidence,
    EvidenceKind,
    Inquiry,
    State,
)

MAX_TEXT = 20_000
MAX_LINKS = 20
MARKED_AT_ONCE = 200


def read_new_mail(world: World) -> int:
    """Look at every kept mail that nobody has looked at yet, whichever round it belongs to; return how many."""
    new = world.ledger.mails.with_status("new")
    if not new:
        return 0
    asked, settled = world.ledger.rounds.asked(), world.ledger.rounds.settled()
    pressed = world.ledger.door.unproved()
    names = {inquiry.id: inquiry.site.name for inquiry in asked}
    if len(new) > MARKED_AT_ONCE:
        world.progress.begin("读取新邮件", len(new))
    try:
        for at in range(0, len(new), MARKED_AT_ONCE):
            if world.stop.is_set():
                break
            placed = [_place(world, kept, asked, settled, pressed) for kept in new[at : at + MARKED_AT_ONCE]]
            world.ledger.mails.mark([one for one in placed if isinstance(one, MailMark)])
            for given in world.ledger.observations.record_all([one for one in placed if not isinstance(one, MailMark)]):
                world.progress.say(f"{names[given.inquiry_id]}：收到邮件（{given.mail.why if given.mail else ''}）")
            if len(new) > MARKED_AT_ONCE:
                for _ in placed:
                    world.progress.step("")
    finally:
        if len(new) > MARKED_AT_ONCE:
            world.progress.end()
    return len(new)


def _place(
    world: World,
    kept: KeptMail,
    asked: Sequence[Inquiry],
    settled: Collection[int],
    pressed: Mapping[int, datetime],
) -> MailMark | NewObservation:
    """Return what a mail shows of the inquiry that it surely answers, or say why it waits for a person."""
    try:
        mail = read_message(world.vault.read(kept.evidence))
    except TamperedEvidence as error:  # one lost file holds up no other mail
        return MailMark(mail_id=kept.id, status="held", why=str(error))
    arrival = arrival_of(kept, mail)
    # What came before a question was put answers another one, and proves nothing of a press that came later.
    possible = [one for one in asked if (put := put_at(one, pressed)) is None or put <= arrival.at + SKEW]
    found = match(mail, possible, settled=settled)
    if isinstance(found, Sure) and not mail.bounce:
        return _give(world, kept, mail, found.inquiry, found.why)
    if isinstance(found, NoMatch) and len(possible) < len(asked):
        later = match(mail, asked, settled=settled)
        if isinstance(later, Sure):  # whose clock is wrong, a person may know
            why = f"收到于{arrival.at:%Y-%m-%d %H:%M}，早于提交时间，但{later.why}"
            return MailMark(mail_id=kept.id, status="held", why=why, candidates=(later.inquiry.id,))
    status, why = _aside(world, mail, found, early=not possible)
    return MailMark(mail_id=kept.id, status=status, why=why, candidates=_candidates(found))


def put_at(inquiry: Inquiry, pressed: Mapping[int, datetime]) -> datetime | None:
    """Return when a question was put, or may have been (`pressed`: `LedgerDoor.unproved`); None where it was not."""
    return inquiry.asked_at or pressed.get(inquiry.id)


def _candidates(found: Match) -> tuple[int, ...]:
    """Return whose a mail that waits may be: their rows are not final until a person has said."""
    match found:
        case Sure(inquiry=inquiry):
            return (inquiry.id,)
        case Several(inquiries=several):
            return tuple(inquiry.id for inquiry in several)
        case NoMatch():
            return ()


def _aside(world: World, mail: MailText, found: Match, *, early: bool) -> tuple[str, str]:
    """Say whether a mail waits for a person ("held") or concerns nobody ("other"), and why."""
    match found:
        case NoMatch() if mail.bounce:
            return "other", f"退信：{mail.bounce}"
        case NoMatch() if early:
            return "other", "收到时还没有提交过咨询"
        case _ if mail.bounce:
            return "held", f"像是退信（{mail.bounce}），但与本轮咨询有关：{found.why}"
        case Several(inquiries=several, why=why):
            names = "、".join(_named(world, inquiry) for inquiry in several[:5]) + ("等" if len(several) > 5 else "")
            return "held", f"可能属于{names}：{why}"
    return "held", f"{found.why}（{mail.problem}）" if mail.problem else found.why


def _give(world: World, kept: KeptMail, mail: MailText, inquiry: Inquiry, why: str) -> MailMark | NewObservation:
    inquiry = world.ledger.rounds.inquiry(inquiry.id)
    if inquiry.state is State.VOID:
        why = f"属于已作废的咨询件：{_named(world, inquiry)}（{why}）；不计入归类，请查看后改归或搁置"
        return MailMark(mail_id=kept.id, status="held", why=why, candidates=(inquiry.id,))
    if world.ledger.rounds.round_of(inquiry).closed_at is not None:
        why = f"属于已结束的轮次：{_named(world, inquiry)}（{why}）"
        return MailMark(mail_id=kept.id, status="held", why=why, candidates=(inquiry.id,))
    return observed(world, kept, mail, inquiry, why=why)


def _named(world: World, inquiry: Inquiry) -> str:
    return f"{inquiry.site.name}（{world.ledger.rounds.round_of(inquiry).name}）"


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a mail counts from, and what is odd about it."""

    at: datetime
    note: str


def arrival_of(kept: KeptMail, mail: MailText) -> Arrival:
    """Return the instant from which a kept mail counts, however late it is looked at."""
    at, note = arrived_at(internal=kept.received_at, received=mail.received, kept_at=kept.evidence.kept_at)
    return Arrival(at, note)


def is_unproved(inquiry: Inquiry) -> bool:
    """Whether a letter was pressed, or may have been, and nobody has proved yet that the site took it."""
    return inquiry.state is State.UNCONFIRMED or (inquiry.state is State.CLOSED and inquiry.asked_at is None)


def observed(world: World, kept: KeptMail, mail: MailText, inquiry: Inquiry, *, why: str) -> NewObservation:
    """Return a mail as seen of the inquiry at the instant of its own arrival, to be written with its mark.

    What came with it is kept, and where it was unknown whether the site took the question, the proof is committed.
    """
    inquiry = world.ledger.rounds.inquiry(inquiry.id)
    if is_unproved(inquiry):
        proof = Accepted(why="收到该网站针对本次咨询的邮件，证明提交已被受理")
        inquiry = world.ledger.door.confirm(inquiry, proof, evidence=[kept.evidence])
    judgement = judge_mail(mail, question=inquiry.body, title=inquiry.title, keywords=inquiry.question.keywords)
    arrival = arrival_of(kept, mail)
    links = "" if judgement.kind is AnswerKind.SUBSTANTIVE else " ".join(mail.links[:MAX_LINKS])
    return NewObservation(
        inquiry_id=inquiry.id,
        at=arrival.at,
        channel=Channel.MAIL,
        result=CheckResult.SEEN,
        text=mail.text[:MAX_TEXT],
        judgement=judgement,
        note=" ".join(filter(None, (arrival.note, mail.problem, links))),
        evidence=(kept.evidence, *_attachments(world, inquiry, mail)),
        mail=MailMark(mail_id=kept.id, status="matched", why=why, inquiry_id=inquiry.id),
    )


def _attachments(world: World, inquiry: Inquiry, mail: MailText) -> list[Evidence]:
    """Keep what came with a mail as files of their own; the whole mail is kept beside them."""
    if not mail.attachments:
        return []
    folder = folder_of(world.ledger.rounds.round_of(inquiry), inquiry)
    return [
        world.vault.keep(
            file.data, kind=EvidenceKind.ATTACHMENT, suffix=_suffix(file.name), folder=f"{folder}/attachments"
        )
        for file in mail.attachments
        if file.data
    ]


def _suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f".{suffix}" if dot and stem and suffix.isalnum() else ""
