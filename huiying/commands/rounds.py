"""`huiying round`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from huiying.app.outages import outages
from huiying.app.results import judge_round
from huiying.app.rounds import close_round, open_round, void_inquiry
from huiying.app.status import STATE_NAMES, snapshot
from huiying.board import console, plain, render, table
from huiying.commands.common import chosen_round, json_option, pass_settings, print_json, round_option, world_of
from huiying.errors import BadInput


@click.group("round")
def round_() -> None:
    """轮次：开启、查看、结束。"""


@round_.command("open")
@click.argument("name", metavar="名称")
@click.option("--closes", required=True, metavar="日期", help="统计截止日期（当日24:00），如 2024-02-25")
@click.option(
    "--beside",
    multiple=True,
    metavar="另一轮名称",
    help="确认与这一轮同时向相同的网站提问，每家会收到两次咨询（不写则拒绝）",
)
@pass_settings
def round_open(settings: Path, name: str, closes: str, beside: tuple[str, ...]) -> None:
    """开启一轮：给名录中的每家网站安排一个问题。此时不提交任何内容。"""
    try:
        day = date.fromisoformat(closes)
    except ValueError as error:
        raise BadInput(where="--closes", what=f"日期不正确：{closes}", do="请写成 2024-02-25 的形式") from error
    with world_of(settings) as world:
        opened, warnings = open_round(world, name=name, closes=day, beside=beside)
        for warning in warnings:
            click.echo(f"注意：{warning}", err=True)
        count = len(world.ledger.rounds.inquiries(opened.id))
        click.echo(f"轮次“{opened.name}”已开启，共{count}家网站，统计截止{day} 24:00。下一步：huiying probe")


@round_.command("status")
@round_option
@json_option
@pass_settings
def round_status(settings: Path, round_name: str, *, as_json: bool) -> None:
    """查看一轮的进展和每家网站的状态。"""
    with world_of(settings, quiet=True) as world:
        chosen = chosen_round(world, round_name)
        results = judge_round(world, chosen, as_of=world.clock.now())
        holes: dict[str, list[str]] = {}
        for outage in outages(world, chosen, results):
            holes.setdefault(outage.site, []).append(outage.why)
        if as_json:
            print_json(
                [
                    {
                        "site": it.site.name,
                        "state": it.state.value,
                        "asked_at": it.asked_at.isoformat() if it.asked_at else None,
                        "number": it.receipt.number,
                        "block": it.block.value if it.block else None,
                        "note": it.note,
                        "marks": [mark.value for mark in result.finding.marks] if result.finding else [],
                        "unproved": holes.get(it.site.name, []),
                    }
                    for result in results
                    for it in [result.inquiry]
                ]
            )
            return
        screen = console()
        screen.print(render(snapshot(world, chosen)))
        rows = (
            (
                str(it.site.order),
                it.site.name,
                STATE_NAMES[it.state],
                f"{it.asked_at:%m-%d %H:%M}" if it.asked_at else "",
                it.receipt.number,
                it.block.label if it.block else "",
                it.note,
            )
            for it in (result.inquiry for result in results)
        )
        screen.print(
            table("各网站", ("序号", "网站名称", "状态", "提交时间", "受理编号", "未能提交原因", "说明"), rows)
        )
        for site, reasons in holes.items():
            for why in reasons:
                screen.print(plain(f"{site}：{why}", 500))


@round_.command("close")
@round_option
@click.option("--force", is_flag=True, help="不等统计截止时间")
@pass_settings
def round_close(settings: Path, round_name: str, *, force: bool) -> None:
    """结束一轮：此后不再提交，也不再定时检查；归类照常可查，watch --once 仍可补查。"""
    with world_of(settings) as world:
        chosen = chosen_round(world, round_name)
        closed = close_round(world, chosen, force=force)
        if held := world.ledger.mails.count("held"):
            click.echo(f"注意：还有{held}封邮件待认领，其中可能有答复，请运行 huiying mail held", err=True)
        before = f"早已于{chosen.closed_at:%Y-%m-%d %H:%M}结束，结束时间不变" if chosen.closed_at else "已结束"
        click.echo(f"轮次“{closed.name}”{before}。下一步：huiying report annex3")


@round_.command("void")
@click.argument("site", metavar="网站名称")
@click.option("--who", required=True, metavar="姓名", help="操作人")
@click.option("--why", required=True, metavar="理由")
@round_option
@pass_settings
def round_void(settings: Path, site: str, who: str, why: str, round_name: str) -> None:
    """作废一家结果不明的咨询：该网站列为未能检测，不计入未回复。"""
    with world_of(settings) as world:
        void_inquiry(world, chosen_round(world, round_name), site, who=who, why=why)
        click.echo(f"“{site}”已作废，附件3中列为未能检测")
