"""`huiying review` and `huiying answer`: where a person decides."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click

from huiying.answer import judge
from huiying.app.reviewing import Told, add_answer, add_look, decide, pending
from huiying.board import console, plain, table
from huiying.commands.common import (
    chosen_round,
    json_option,
    pass_settings,
    print_json,
    read_instant,
    record_number,
    round_option,
    world_of,
)
from huiying.errors import BadInput
from huiying.model import AnswerKind, Channel
from huiying.roster.tables import decode


@click.group()
def review() -> None:
    """人工复核：列出、判定。规则只提出意见，以人的判定为准，两者都保留。"""


@review.command("list")
@round_option
@json_option
@pass_settings
def review_list(settings: Path, round_name: str, *, as_json: bool) -> None:
    """列出等待复核的文字。"""
    with world_of(settings, quiet=True) as world:
        waiting = pending(world, chosen_round(world, round_name))
        if as_json:
            print_json(
                [
                    {
                        "id": it.observation.id,
                        "site": it.inquiry.site.name,
                        "question": it.inquiry.title,
                        "text": it.observation.text,
                        "proposed": it.observation.judgement.kind.value if it.observation.judgement else None,
                        "why": it.observation.judgement.why if it.observation.judgement else "",
                    }
                    for it in waiting
                ]
            )
            return
        screen = console()
        for it in waiting:
            proposed = it.observation.judgement
            screen.rule(plain(f"编号 {it.observation.id}  {it.inquiry.site.name}  {it.inquiry.title}"))
            screen.print(plain(it.observation.text, 2000))
            if proposed:
                screen.print(plain(f"规则意见：{proposed.kind.label}（{proposed.why}）"))
        how = "判定：huiying review decide 编号 性质 --who 姓名 --why 理由" if waiting else ""
        click.echo(f"等待复核{len(waiting)}条。{how}")


@review.command("decide")
@click.argument("number", type=record_number, metavar="编号")
@click.argument("kind", type=click.Choice([kind.value for kind in AnswerKind]), metavar="性质")
@click.option("--who", required=True, metavar="姓名", help="复核人")
@click.option("--why", required=True, metavar="理由")
@pass_settings
def review_decide(settings: Path, number: int, kind: str, who: str, why: str) -> None:
    """判定一条文字的性质。

    性质：substantive 有效答复、acknowledgement 自动回执或受理告知、transferred 转办告知、pointer 查看指引、deflection 推诿性回复。
    """
    with world_of(settings) as world:
        decide(world, number, kind=AnswerKind(kind), who=who, why=why)
        click.echo(f"编号{number}已判定为{AnswerKind(kind).label}")


@click.group()
def answer() -> None:
    """答复：判读文字、补录电话或短信答复。"""


@answer.command("add")
@click.argument("site", metavar="网站名称")
@click.option(
    "--channel",
    required=True,
    type=click.Choice([Channel.PHONE.value, Channel.SMS.value]),
    metavar="渠道",
    help="phone 电话，sms 短信",
)
@click.option("--at", "when", required=True, metavar="时间", help="答复时间（北京时间），如 2024-02-06T10:30")
@click.option("--who", required=True, metavar="姓名", help="接听或收到的人")
@click.option("--text", required=True, metavar="内容", help="答复内容")
@click.option("--file", "attachment", type=click.Path(path_type=Path), metavar="附件", help="录音、截图等")
@round_option
@pass_settings
def answer_add(
    settings: Path, *, site: str, channel: str, when: str, who: str, text: str, attachment: Path | None, round_name: str
) -> None:
    """补录一条电话或短信答复。"""
    at = read_instant(when, "--at")
    if ":" not in when:
        raise BadInput(where="--at", what="没有写明几点几分", do="请写成 2024-02-06T10:30 的形式")
    with world_of(settings) as world:
        told = Told(channel=Channel(channel), at=at, who=who, text=text, attachment=attachment)
        add_answer(world, chosen_round(world, round_name), site, told)
        click.echo(f"已补录“{site}”的答复")


@answer.command("none")
@click.argument("site", metavar="网站名称")
@click.option("--who", required=True, metavar="姓名", help="查看的人")
@click.option("--note", default="", metavar="说明", help="在哪里看的")
@round_option
@pass_settings
def answer_none(settings: Path, *, site: str, who: str, note: str, round_name: str) -> None:
    """记录：刚刚人工查看过这家网站，没有答复（程序读不了的网页用）。"""
    with world_of(settings) as world:
        add_look(world, chosen_round(world, round_name), site, who=who, note=note)
        click.echo(f"已记录“{site}”此刻没有答复")


@answer.command("withdraw")
@click.argument("number", type=record_number, metavar="检查记录编号")
@click.option("--who", required=True, metavar="姓名", help="操作人")
@click.option("--why", required=True, metavar="理由", help="哪里录错了")
@pass_settings
def answer_withdraw(settings: Path, number: int, who: str, why: str) -> None:
    """撤销一条录错的人工记录（answer add、answer none 或异议举证补入的）：不再计入，经过留存。

    编号见 huiying explain。撤销后用原来的命令重新录入正确的内容。
    """
    with world_of(settings) as world:
        inquiry = world.ledger.withdrawals.withdraw(number, who=who, why=why)
        again = "。请重新生成附件3" if world.ledger.rounds.round_of(inquiry).closed_at else ""
        click.echo(f"“{inquiry.site.name}”的检查记录{number}不再计入{again}")


@answer.command("read")
@click.argument("file", type=click.Path(path_type=Path), metavar="文件.csv")
@json_option
def answer_read(file: Path, *, as_json: bool) -> None:
    """判读一批文字是不是答复。csv 的列：id,title,question,text。"""
    try:
        rows = list(csv.DictReader(io.StringIO(decode(file.read_bytes()), newline="")))
    except (OSError, csv.Error) as error:
        raise BadInput(where=str(file), what="文件打不开", do="请检查文件名和格式") from error
    if rows and "text" not in rows[0]:
        raise BadInput(where=str(file), what="没有 text 列", do="列名应为 id,title,question,text")
    judged = [
        (row, judge(row.get("text") or "", question=row.get("question") or "", title=row.get("title") or ""))
        for row in rows
    ]
    if as_json:
        print_json([{"id": row.get("id"), "kind": it.kind.value, "sure": it.sure, "why": it.why} for row, it in judged])
        return
    shown = ((row.get("id") or "", it.kind.label, "确定" if it.sure else "待复核", it.why) for row, it in judged)
    console().print(table("判读结果", ("编号", "性质", "把握", "理由"), shown))
