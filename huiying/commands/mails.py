"""`huiying mail`: what a mail is, which wait for an owner, and giving one to a site or taking it back."""

from __future__ import annotations

from pathlib import Path

import click

from huiying.app.claiming import (
    assign_mail,
    dismiss_mail,
    kept_mail,
    move_mail,
    release_mail,
    round_of_mail,
    standing_of,
    told_moves,
    waiting_mails,
)
from huiying.app.world import World
from huiying.board import console, plain, table
from huiying.commands.common import (
    chosen_round,
    json_option,
    pass_settings,
    print_json,
    record_number,
    round_option,
    world_of,
)
from huiying.db.mails import KeptMail
from huiying.errors import BadInput
from huiying.mailbox.kinds import describe
from huiying.mailbox.message import MailText
from huiying.model import AnswerKind, Observation

_KINDS = {"bounce": "退信", "other": "其他"} | {kind.value: kind.label for kind in AnswerKind}


@click.group()
def mail() -> None:
    """邮件：判读、查看、认领。"""


@mail.command("read")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件…")
@json_option
def mail_read(files: tuple[Path, ...], *, as_json: bool) -> None:
    """判读邮件文件（.eml）：退信、回执、转办、指引、推诿、有效答复，或其他。"""
    read = []
    for file in files:
        try:
            read.append({"file": str(file), **describe(file.read_bytes())})
        except OSError as error:
            raise BadInput(where=str(file), what="文件打不开", do="请检查文件名") from error
    if as_json:
        print_json(read)
        return
    rows = (
        (
            str(it["file"]),
            _KINDS[str(it["kind"])],
            "是" if it["automatic"] else "否",
            str(it["subject"]),
            str(it["why"]),
        )
        for it in read
    )
    console().print(table("邮件", ("文件", "性质", "自动发出", "主题", "理由"), rows))


@mail.command("held")
@click.option("--all", "everything", is_flag=True, help="连同已归入网站的、已搁置的邮件")
@json_option
@pass_settings
def mail_held(settings: Path, *, everything: bool, as_json: bool) -> None:
    """列出没有确定归属、等待认领的邮件。"""
    with world_of(settings, quiet=True) as world:
        waiting = waiting_mails(world, everything=everything)
        if as_json:
            print_json([_told_mail(world, kept, read) for kept, read in waiting])
            return
        rows = (
            (
                str(kept.id),
                f"{kept.received_at:%Y-%m-%d %H:%M}",
                read.sender or read.sender_name,
                read.subject,
                standing_of(world, kept.status, kept.inquiry_id),
                kept.why,
            )
            for kept, read in waiting
        )
        headers = ("编号", "收到时间", "发件人", "主题", "现状", "原因")
        console().print(table(f"{'' if everything else '待认领'}邮件（{len(waiting)}封）", headers, rows))
        if waiting:
            click.echo("查看：huiying mail show 编号。认领：huiying mail assign 编号 网站名称 --who 姓名")


@mail.command("show")
@click.argument("number", type=record_number, metavar="编号")
@json_option
@pass_settings
def mail_show(settings: Path, number: int, *, as_json: bool) -> None:
    """显示一封邮件的全文、现状和经过。"""
    with world_of(settings, quiet=True) as world:
        kept, read = kept_mail(world, number)
        if as_json:
            print_json(_told_mail(world, kept, read))
            return
        screen = console()
        screen.rule(plain(f"编号 {kept.id}  {read.subject}"))
        for label, said in (
            ("发件人", f"{read.sender_name} {read.sender}"),
            ("收件人", "、".join(read.recipients)),
            ("收到时间", f"{kept.received_at:%Y-%m-%d %H:%M:%S}"),
            ("附件", "、".join(file.name for file in read.attachments)),
            ("现状", standing_of(world, kept.status, kept.inquiry_id)),
            ("原因", kept.why),
            ("原件", kept.evidence.path),
        ):
            if said.strip():
                screen.print(plain(f"{label}：{said}", 500))
        for line in told_moves(world, world.ledger.moves.of_mail(kept.id)):
            screen.print(plain(line, 500))
        for line in (read.text or read.problem or "（没有文字）").splitlines()[:200]:
            screen.print(plain(line, 2000))


def _told_mail(world: World, kept: KeptMail, read: MailText) -> dict[str, object]:
    return {
        "id": kept.id,
        "status": kept.status,
        "standing": standing_of(world, kept.status, kept.inquiry_id),
        "moves": list(told_moves(world, world.ledger.moves.of_mail(kept.id))),
        "received_at": kept.received_at.isoformat(),
        "from": read.sender,
        "from_name": read.sender_name,
        "to": list(read.recipients),
        "subject": read.subject,
        "text": read.text,
        "attachments": [file.name for file in read.attachments],
        "why": kept.why,
        "file": kept.evidence.path,
    }


@mail.command("dismiss")
@click.argument("number", type=record_number, metavar="编号")
@click.option("--who", required=True, metavar="姓名", help="操作人")
@click.option("--why", required=True, metavar="理由", help="为什么与本轮咨询无关")
@pass_settings
def mail_dismiss(settings: Path, number: int, who: str, why: str) -> None:
    """搁置一封与咨询无关的邮件：原件保留，不再等待认领，也不计入任何网站。可用 mail move 撤销。"""
    with world_of(settings) as world:
        dismiss_mail(world, mail_id=number, who=who, why=why)
        click.echo(f"邮件{number}已搁置")


@mail.command("assign")
@click.argument("number", type=record_number, metavar="编号")
@click.argument("site", metavar="网站名称")
@click.option("--who", default="", metavar="姓名", help="认领人")
@round_option
@pass_settings
def mail_assign(settings: Path, number: int, site: str, *, who: str, round_name: str) -> None:
    """把一封待认领的邮件归给一家网站，从邮件自己的收到时间起算。"""
    with world_of(settings) as world:
        seen = assign_mail(world, chosen_round(world, round_name), mail_id=number, site=site, who=who)
        click.echo(f"邮件{number}已归给“{site}”，从{seen.at:%Y-%m-%d %H:%M}起算（{_kind_of(seen)}）")


@mail.command("move")
@click.argument("number", type=record_number, metavar="编号")
@click.argument("site", default="", metavar="[网站名称]")
@click.option("--who", required=True, metavar="姓名", help="操作人")
@click.option("--why", required=True, metavar="理由", help="为什么原来的归属或搁置不对")
@click.option("--round", "round_name", default="", metavar="名称", help="轮次名称（默认邮件原来所在的一轮）")
@pass_settings
def mail_move(settings: Path, number: int, site: str, *, who: str, why: str, round_name: str) -> None:
    """把一封归错的邮件改归另一家网站；不写网站名称的，退回待认领（误搁置的也一样）。

    原来那家网站不再计入这封邮件，新的网站从邮件自己的收到时间起算；经过留存，explain 和 mail show 可查。
    """
    with world_of(settings) as world:
        if not site:
            release_mail(world, mail_id=number, who=who, why=why)
            click.echo(f"邮件{number}已退回待认领")
            return
        chosen = round_of_mail(world, number, round_name)
        seen = move_mail(world, chosen, mail_id=number, site=site, who=who, why=why)
        again = "。请重新生成附件3" if chosen.closed_at else ""
        click.echo(f"邮件{number}已改归“{site}”，从{seen.at:%Y-%m-%d %H:%M}起算（{_kind_of(seen)}）{again}")


def _kind_of(seen: Observation) -> str:
    judged = seen.judgement
    return judged.kind.label if judged and judged.sure else "性质待复核"
