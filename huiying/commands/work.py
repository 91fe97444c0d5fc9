"""`huiying probe`, `huiying watch` and `huiying board`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from huiying.app.probing import probe_round
from huiying.app.status import STATE_NAMES, snapshot
from huiying.app.watching import silent, watch, watch_once
from huiying.board import console, live, render
from huiying.commands.common import chosen_round, pass_settings, round_option, world_of
from huiying.model import State


@click.command()
@round_option
@click.option("--headed", is_flag=True, help="使用可见的浏览器窗口：滑块、短信验证码和登录由人在窗口中完成")
@pass_settings
def probe(settings: Path, round_name: str, *, headed: bool) -> int:
    """逐站提交咨询。每站每轮至多受理一次；中断后再次运行会接着做，结果不明的不会重复提交。"""
    with world_of(settings, headed=headed) as world:
        chosen = chosen_round(world, round_name)
        report = probe_round(world, chosen)
        counts = Counter(inquiry.state for inquiry in world.ledger.rounds.inquiries(chosen.id))
        summary = "、".join(f"{STATE_NAMES[state]}{count}家" for state, count in counts.items())
        click.echo(f"本次处理{len(report.done)}家；目前：{summary}")
        return 1 if counts[State.BLOCKED] else 0


@click.command("watch")
@round_option
@click.option("--once", is_flag=True, help="只检查一遍所有等待答复的网站（邮箱没有读全时退出状态为1）")
@click.option("--check", is_flag=True, help="不检查网站，只报告邮箱和网页是否太久没有连通（有则退出状态为1）")
@pass_settings
def watch_command(settings: Path, round_name: str, *, once: bool, check: bool) -> int:
    """收取邮件、复查网页。按时限安排检查时间，可一直运行到统计截止。"""
    with world_of(settings) as world:
        chosen = chosen_round(world, round_name)
        if check:
            lines = silent(world, chosen)
            for line in lines:
                click.echo(line)
            click.echo("监测中断，请检查网络、邮箱和 huiying watch 是否在运行" if lines else "监测正常")
            return 1 if lines else 0
        if once:
            report = watch_once(world, chosen, everything=True)
            click.echo(f"新邮件{report.mails}封，检查网站{report.visits}家")
            if report.mail_error:
                click.echo("邮箱没有读全，不能据此认定没有来信答复")
            return 1 if report.mail_error else 0
        watch(world, chosen)
        return 0


@click.command()
@round_option
@click.option("--once", is_flag=True, help="只显示一次")
@click.option("--seconds", default=5.0, show_default=True, type=click.FloatRange(0.2, 3600), help="刷新间隔（秒）")
@pass_settings
def board(settings: Path, round_name: str, *, once: bool, seconds: float) -> None:
    """实时看板：状态、时限、最新情况、需要人工处理的事项。按 Ctrl-C 退出。"""
    with world_of(settings, quiet=True) as world:
        chosen = chosen_round(world, round_name)
        if once:
            console().print(render(snapshot(world, chosen)))
            return
        live(console(), lambda: snapshot(world, chosen), seconds=seconds, stop=world.stop)
