"""What the mailbox does not show yet: until it has been read whole after the close, a row that a mail may better is open."""

from __future__ import annotations

from collections.abc import Sequence

from huiying.app.world import World
from huiying.db.health import MAIL, MAIL_WHOLE
from huiying.model import Inquiry, Round

TO_DO = "请在统计截止后运行 huiying watch --once（报告邮箱没有读全的，先排除故障）"


def mail_gap(world: World, round_: Round, inquiries: Sequence[Inquiry]) -> str:
    """Say in Chinese what of the mail that came by the round's close nobody has read; "" for nothing.

    A round whose letters name no mailbox, in a world without one, has none that could be unread.
    """
    if new := world.ledger.mails.count("new"):
        return f"已收下的{new}封邮件还没有判读"
    if world.mail is None and not any(inquiry.alias for inquiry in inquiries):
        return ""
    reached = world.ledger.health.all()
    whole, tried = reached.get(MAIL_WHOLE), reached.get(MAIL)
    if whole is not None and whole.reached_at is not None and whole.reached_at >= round_.closes_at:
        return ""
    why = "现在的设置里没有邮箱" if world.mail is None else tried.error.rstrip("。") if tried else ""
    return f"统计截止后还没有完整读取过邮箱{f'（{why}）' if why else ''}"
