"""Mail that has arrived: read, matched, judged, recorded; what is not sure waits for a person."""

from __future__ import annotations

from huiying.answer import judge
from huiying.app.world import World
from huiying.db.mails import KeptMail
from huiying.mailbox.match import NoMatch, Several, Sure, match
from huiying.mailbox.message import MailText, read_message
from huiying.model import Accepted, AnswerKind, Channel, CheckResult, Inquiry, Round, State

MAX_TEXT = 20_000
MAX_LINKS = 20


def read_new_mail(world: World, round_: Round) -> int:
    """Look at every kept mail that nobody has looked at yet; return how many there were."""
    new = world.ledger.mails.with_status("new")
    if not new:
        return 0
    for kept in new:
        mail = read_message(world.vault.read(kept.evidence))
        _place(world, round_, kept, mail)
    return len(new)


def _place(world: World, round_: Round, kept: KeptMail, mail: MailText) -> None:
    mails = world.ledger.mails
    if mail.bounce:
        mails.mark(kept.id, "other", why="退信")
        return
    inquiries = [
        inquiry
        for inquiry in world.ledger.rounds.inquiries(round_.id)
        if inquiry.state not in (State.PLANNED, State.BLOCKED)
    ]
    match match(mail, inquiries):
        case Sure(inquiry=inquiry, why=why):
            record_mail(world, kept, mail, inquiry)
            mails.mark(kept.id, "matched", why=why, inquiry_id=inquiry.id)
            world.progress.say(f"{inquiry.site.name}：收到邮件（{why}）")
        case Several(inquiries=several, why=why):
            names = "、".join(inquiry.site.name for inquiry in several)
            mails.mark(kept.id, "held", why=f"可能属于{names}：{why}")
        case NoMatch(why=why):
            mails.mark(kept.id, "held", why=why)


def record_mail(world: World, kept: KeptMail, mail: MailText, inquiry: Inquiry) -> None:
    """Record a mail as seen of the inquiry, at the instant of its own arrival, however late it was matched."""
    if inquiry.state is State.UNCONFIRMED:
        proof = Accepted(why="收到该网站针对本次咨询的邮件，证明提交已被受理")
        inquiry = world.ledger.door.confirm(inquiry, proof, evidence=[kept.evidence])
    judgement = judge(
        mail.text,
        question=inquiry.body,
        title=inquiry.title,
        keywords=inquiry.question.keywords,
        automatic=bool(mail.automatic),
    )
    world.ledger.observations.record(
        inquiry,
        at=kept.received_at,
        channel=Channel.MAIL,
        result=CheckResult.SEEN,
        text=mail.text[:MAX_TEXT],
        judgement=judgement,
        note="" if judgement.kind is AnswerKind.SUBSTANTIVE else " ".join(mail.links[:MAX_LINKS]),
        evidence=[kept.evidence],
    )
