"""`huiying dispute`: what a unit objects to, and what was decided."""

from __future__ import annotations

from pathlib import Path

import click

from huiying.app.disputing import add_dispute, disputes, history, reject, row_now, standing, uphold
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
from huiying.db.disputes import Effect, Judged, Proved
from huiying.errors import BadInput
from huiying.model import AnswerKind

UPHELD, REJECTED = "upheld", "rejected"
files_option = click.option(
    "--file", "files", multiple=True, type=click.Path(path_type=Path), metavar="文件", help="材料，可多次使用"
)


@click.group()
def dispute() -> None:
    """异议：登记、处理、列出。只增不改；处理结果与材料都留存，归类据此重新计算。"""


@dispute.command("add")
@click.argument("site", metavar="网站名称")
@click.option("--who", required=True, metavar="姓名", help="提出异议的单位和人")
@click.option("--text", required=True, metavar="内容", help="异议内容")
@files_option
@round_option
@pass_settings
def dispute_add(settings: Path, *, site: str, who: str, text: str, files: tuple[Path, ...], round_name: str) -> None:
    """登记一家单位对归类的异议，连同其材料。"""
    with world_of(settings) as world:
        added = add_dispute(world, chosen_round(world, round_name), site, who=who, text=text, files=files)
        click.echo(
            f"已登记{added.id}号异议（{site}，材料{len(added.evidence)}件）。"
            f"处理：huiying dispute decide {added.id} upheld 或 rejected --who 姓名 --why 理由"
        )


@dispute.command("decide")
@click.argument("number", type=record_number, metavar="编号")
@click.argument("outcome", type=click.Choice([UPHELD, REJECTED]), metavar="结果")
@click.option("--who", required=True, metavar="姓名", help="处理人")
@click.option("--why", required=True, metavar="理由")
@click.option(
    "--record", type=record_number, metavar="检查记录编号", help="成立：改判哪一条文字（huiying explain 可查编号）"
)
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in AnswerKind]),
    metavar="性质",
    help="改判为（同 review decide 的性质）",
)
@click.option("--at", "when", metavar="时间", help="成立：材料证明的答复时间（北京时间），如 2024-02-06T10:30")
@click.option("--text", default="", metavar="内容", help="材料证明的答复内容")
@files_option
@pass_settings
def dispute_decide(
    settings: Path,
    *,
    number: int,
    outcome: str,
    who: str,
    why: str,
    record: int | None,
    kind: str | None,
    when: str | None,
    text: str,
    files: tuple[Path, ...],
) -> None:
    """处理一号异议：upheld 成立，rejected 不成立。

    成立的须写明改变了什么：用 --record 和 --kind 改判一条已有的文字，或用 --at 和 --text 补入材料证明的答复。不能直接指定归类。
    """
    effect = _effect(record, kind, when, text) if outcome == UPHELD else None
    if outcome == REJECTED and (record is not None or kind or when or text):
        raise BadInput(
            where="dispute decide", what="不成立的异议不改变任何记录", do="请去掉 --record、--kind、--at、--text"
        )
    with world_of(settings) as world:
        if effect is None:
            reject(world, number, who=who, why=why, files=files)
            click.echo(f"{number}号异议不成立，归类不变")
            return
        before = row_now(world, world.ledger.disputes.get(number))
        after = row_now(world, uphold(world, number, effect, who=who, why=why, files=files))
        click.echo(f"{number}号异议成立。归类原为“{before}”，现为“{after}”。请重新生成附件3")


def _effect(record: int | None, kind: str | None, when: str | None, text: str) -> Effect:
    """Return what an upheld objection changes; raises BadInput where nothing or both ways are named."""
    if record is not None and kind and not when and not text:
        return Judged(observation_id=record, kind=AnswerKind(kind))
    if when and text and record is None and not kind:
        return Proved(at=read_instant(when, "--at"), text=text)
    raise BadInput(
        where="dispute decide",
        what="成立的异议须写明改变了什么",
        do="请用 --record 和 --kind 改判一条文字，或用 --at 和 --text 补入材料证明的答复（两种选一种）",
    )


@dispute.command("list")
@round_option
@json_option
@pass_settings
def dispute_list(settings: Path, round_name: str, *, as_json: bool) -> None:
    """列出一轮的全部异议和处理结果。"""
    with world_of(settings, quiet=True) as world:
        raised = disputes(world, chosen_round(world, round_name))
    if as_json:
        print_json(
            [
                {
                    "id": it.dispute.id,
                    "site": it.inquiry.site.name,
                    "at": it.dispute.at.isoformat(),
                    "who": it.dispute.who,
                    "text": it.dispute.text,
                    "files": [{"path": file.path, "sha256": file.sha256} for file in it.dispute.evidence],
                    "decision": it.dispute.decision
                    and {
                        "outcome": UPHELD if it.dispute.decision.upheld else REJECTED,
                        "at": it.dispute.decision.at.isoformat(),
                        "who": it.dispute.decision.who,
                        "why": it.dispute.decision.why,
                        "record": it.dispute.decision.observation_id,
                    },
                }
                for it in raised
            ]
        )
        return
    screen = console()
    rows = (
        (str(it.dispute.id), it.inquiry.site.name, f"{it.dispute.at:%Y-%m-%d %H:%M}", *standing([it.dispute]))
        for it in raised
    )
    screen.print(table(f"异议（{len(raised)}件）", ("编号", "网站名称", "提出时间", "结果"), rows))
    for it in raised:
        for line in history([it.dispute]):
            screen.print(plain(line, 2000))
