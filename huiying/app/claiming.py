"""Whose a mail is, where a person says so: claimed, moved from a wrong site, put back to wait, set aside."""

from __future__ import annotations

from huiying.app.letters import arrival_of, observed, put_at
from huiying.app.reviewing import inquiry_of
from huiying.app.world import World
from huiying.calendar.sightings import show
from huiying.db.mails import KeptMail, MailMark
from huiying.db.moves import MAIL_PLACES, MailMove
from huiying.errors import BadInput, NotFound, TamperedEvidence
from huiying.mailbox.arrival import SKEW
from huiying.mailbox.message import MailText, read_message
from huiying.model import Inquiry, Observation, Round, State

NOBODY = "操作员"


def waiting_mails(world: World, *, everything: bool = False) -> list[tuple[KeptMail, MailText]]:
    """Return the mails that wait for an owner, with what they say; `everything`: also those that have one or none."""
    kept = world.ledger.mails.with_status("held", *(("other", "matched") if everything else ()))
    return [(one, _read(world, one)) for one in kept]


def kept_mail(world: World, mail_id: int) -> tuple[KeptMail, MailText]:
    """Return one mail that has been looked at, whatever became of it. Raises NotFound."""
    kept = world.ledger.mails.get(mail_id)
    if kept is None or kept.status == "new":
        raise NotFound(what="邮件", name=mail_id, do="请用 huiying mail held --all 查看编号")
    return kept, _read(world, kept)


def _read(world: World, kept: KeptMail) -> MailText:
    try:
        return read_message(world.vault.read(kept.evidence))
    except TamperedEvidence as error:
        return MailText(problem=str(error))


def standing_of(world: World, status: str, inquiry_id: int | None) -> str:
    """Say where a mail stands: with which site of which round, or among which mails."""
    if inquiry_id is None:
        return MAIL_PLACES[status]
    inquiry = world.ledger.rounds.inquiry(inquiry_id)
    return f"“{inquiry.site.name}”（{world.ledger.rounds.round_of(inquiry).name}）"


def assign_mail(world: World, round_: Round, *, mail_id: int, site: str, who: str = "") -> Observation:
    """Give a waiting mail, or one that was set aside, to the site's inquiry; it counts from its own arrival.

    Raises:
        NotFound: no such mail waits, or there is no such site.
        BadInput: another site has it, the question was not put, or only after the mail had come.
        NotAllowed: the site has it already.
        TamperedEvidence: the mail's file is gone.
    """
    inquiry = inquiry_of(world, round_, site)
    kept, _ = kept_mail(world, mail_id)
    if kept.status == "matched" and kept.inquiry_id != inquiry.id:
        where = standing_of(world, kept.status, kept.inquiry_id)
        raise BadInput(where=f"邮件{mail_id}", what=f"已归入{where}", do="归错的请用 huiying mail move 改归")
    marked = f"{who.strip()}认领" if who.strip() else "人工认领"
    return _give(world, kept, inquiry, who=who.strip() or NOBODY, why="认领", marked=marked)


def move_mail(world: World, round_: Round, *, mail_id: int, site: str, who: str, why: str) -> Observation:
    """Take a mail from where it stands and give it to the site's inquiry; where it stood it counts no longer.

    Raises:
        As `assign_mail`; BadInput where nobody signs it or no reason is given.
    """
    who, why = _signed("移动邮件", who, why)
    kept, _ = kept_mail(world, mail_id)
    return _give(world, kept, inquiry_of(world, round_, site), who=who, why=why, marked=f"{who}改归：{why}")


def release_mail(world: World, *, mail_id: int, who: str, why: str) -> None:
    """Let a mail wait for an owner again, after a wrong match or a wrong dismissal; where it stood it counts no longer.

    The row of the site that had it stays open until somebody has said whose it is.

    Raises:
        NotFound, BadInput: as `move_mail`.
        NotAllowed: it waits already.
    """
    who, why = _signed("移动邮件", who, why)
    kept, _ = kept_mail(world, mail_id)
    candidates = () if kept.inquiry_id is None else (kept.inquiry_id,)
    mark = MailMark(mail_id=kept.id, status="held", why=f"{who}退回：{why}", candidates=candidates)
    world.ledger.moves.put(mark, who=who, why=why)


def dismiss_mail(world: World, *, mail_id: int, who: str, why: str) -> None:
    """Set a mail aside as no answer of any site; a person's word, with a reason.

    Raises:
        NotFound, BadInput: as `move_mail`.
        NotAllowed: it is set aside already.
    """
    who, why = _signed("搁置邮件", who, why)
    kept, _ = kept_mail(world, mail_id)
    mark = MailMark(mail_id=kept.id, status="other", why=f"{who}搁置：{why}")
    world.ledger.moves.put(mark, who=who, why=why)


def round_of_mail(world: World, mail_id: int, name: str) -> Round:
    """Return the round of that name; without one the round that has the mail, else the latest."""
    kept = world.ledger.mails.get(mail_id)
    if name or kept is None or kept.inquiry_id is None:
        return world.ledger.rounds.get(name)
    return world.ledger.rounds.round_of(world.ledger.rounds.inquiry(kept.inquiry_id))


def told_moves(world: World, moves: list[MailMove]) -> tuple[str, ...]:
    """Say in Chinese, line by line, what persons did with mails."""
    lines = []
    for move in moves:
        before = standing_of(world, move.before, move.before_inquiry_id)
        after = standing_of(world, move.after, move.after_inquiry_id)
        basis = f"（原依据：{move.before_why}）" if move.before_why else ""
        gone = f"；检查记录{move.withdrawn_id}不再计入" if move.withdrawn_id is not None else ""
        lines.append(
            f"邮件{move.mail_id}：{show(move.at)} {move.who}由{before}{basis}移至{after}，理由：{move.why}{gone}"
        )
    return tuple(lines)


def _give(world: World, kept: KeptMail, inquiry: Inquiry, *, who: str, why: str, marked: str) -> Observation:
    mail = read_message(world.vault.read(kept.evidence))
    if inquiry.state is State.VOID:
        do = "请用 huiying mail move 改归，或用 huiying mail dismiss 搁置"
        raise BadInput(where=inquiry.site.name, what="该咨询件已作废，不再计入任何答复", do=do)
    if inquiry.state in (State.PLANNED, State.BLOCKED):
        raise BadInput(
            where=inquiry.site.name, what="该轮没有成功提交，不会有答复", do="请用 huiying round status 查看"
        )
    came = arrival_of(kept, mail).at
    put = put_at(inquiry, world.ledger.door.unproved())
    if put is not None and came < put - SKEW:
        raise BadInput(
            where=f"邮件{kept.id}",
            what=f"收到于{came:%Y-%m-%d %H:%M}，早于提交时间{put:%Y-%m-%d %H:%M}",
            do="请核对轮次和网站",
        )
    world.ledger.moves.give(observed(world, kept, mail, inquiry, why=marked), who=who, why=why)
    return world.ledger.observations.of(inquiry.id)[-1]


def _signed(where: str, who: str, why: str) -> tuple[str, str]:
    if not who.strip() or not why.strip():
        raise BadInput(where=where, what="缺少操作人或理由", do="请用 --who 和 --why 写明")
    return who.strip(), why.strip()
