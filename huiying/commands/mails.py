"""`huiying mail`: what a mail is, which wait for an owner, and giving one to a site."""

from __future__ import annotations

from pathlib import Path

import click

from huiying.app.reviewing import assign_mail, dismiss_mail, waiting_mail, waiting_mails
from huiying.board import console, plain, table
from huiying.commands.common import (
    KIND_NAMES,
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

_KINDS = {"bounce": "退信", "other": "其他"} | {kind.value: name for kind, name in KIND_NAMES.items()}


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
        (str(it["file"]), _KINDS[str(it["kind"])], "是" if it["automatic"] else "否", str(it["subject"])) for it in read
    )
    console().print(table("邮件", ("文件", "性质", "自动发出", "主题"), rows))


@mail.command("held")
@click.option("--all", "everything", is_flag=True, help="连同退信等已搁置的邮件")
@json_option
@pass_settings
def mail_held(settings: Path, *, everything: bool, as_json: bool) -> None:
    """列出没有确定归属、等待认领的邮件。"""
    with world_of(settings, quiet=True) as world:
        waiting = waiting_mails(world, everything=everything)
        if as_json:
            print_json([_told_mail(kept, read) for kept, read in waiting])
            return
        rows = (
            (
                str(kept.id),
                f"{kept.received_at:%Y-%m-%d %H:%M}",
                read.sender or read.sender_name,
                read.subject,
                kept.why,
            )
            for kept, read in waiting
        )
        headers = ("编号", "收到时间", "发件人", "主题", "原因")
        console().print(table(f"待认领邮件（{len(waiting)}封）", headers, rows))
        if waiting:
            click.echo("查看：huiying mail show 编号。认领：huiying mail assign 编号 网站名称 --who 姓名")


@mail.command("show")
@click.argument("number", type=record_number, metavar="编号")
@json_option
@pass_settings
def mail_show(settings: Path, number: int, *, as_json: bool) -> None:
    """显示一封等待认领的邮件的全文。"""
    with world_of(settings, quiet=True) as world:
        kept, read = waiting_mail(world, number)
        if as_json:
            print_json(_told_mail(kept, read))
            return
        screen = console()
        screen.rule(plain(f"编号 {kept.id}  {read.subject}"))
        for label, said in (
            ("发件人", f"{read.sender_name} {read.sender}"),
            ("收件人", "、".join(read.recipients)),
            ("收到时间", f"{kept.received_at:%Y-%m-%d %H:%M:%S}"),
            ("附件", "、".join(file.name for file in read.attachments)),
            ("等待原因", kept.why),
            ("原件", kept.evidence.path),
        ):
            if said.strip():
                screen.print(plain(f"{label}：{said}", 500))
        for line in (read.text or read.problem or "（没有文字）").splitlines()[:200]:
            screen.print(plain(line, 2000))


def _told_mail(kept: KeptMail, read: MailText) -> dict[str, object]:
    return {
        "id": kept.id,
        "status": kept.status,
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
    """搁置一封与咨询无关的邮件：原件保留，不再等待认领。"""
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
        judged = seen.judgement
        kind = KIND_NAMES[judged.kind] if judged and judged.sure else "性质待复核"
        click.echo(f"邮件{number}已归给“{site}”，从{seen.at:%Y-%m-%d %H:%M}起算（{kind}）")
