"""`huiying report` and `huiying explain`."""

from __future__ import annotations

from pathlib import Path

import click

from huiying.app.disputing import history
from huiying.app.explaining import Explained, appendix, explain_site, write_appendix
from huiying.app.reporting import write_annex3
from huiying.board import Screen, console, plain, table
from huiying.commands.common import chosen_round, pass_settings, round_option, world_of
from huiying.commands.quarters import report_audit, report_quarterly
from huiying.report.annex3 import EVIDENCE_NAMES
from huiying.report.appendix import numbered
from huiying.report.text import annex3_text


@click.group()
def report() -> None:
    """生成附件3和季度通报。"""


report.add_command(report_quarterly)
report.add_command(report_audit)


@report.command("annex3")
@round_option
@click.option("--out", type=click.Path(path_type=Path), default=Path("附件3"), show_default=True, help="写到哪个目录")
@click.option("--draft", is_flag=True, help="归类还可能变化时，生成注明“草稿”的附件")
@pass_settings
def report_annex3(settings: Path, round_name: str, out: Path, *, draft: bool) -> None:
    """生成附件3：docx、xlsx、txt、json。"""
    with world_of(settings) as world:
        written = write_annex3(world, chosen_round(world, round_name), out, draft=draft)
        click.echo(annex3_text(written.annex))
        click.echo("已生成：")
        for file in written.files:
            click.echo(f"  {file}")


@click.command()
@click.argument("site", metavar="网站名称")
@click.option(
    "--docx", "file", type=click.Path(path_type=Path), metavar="文件", help="另写成 .docx，供提出异议的单位核对"
)
@round_option
@pass_settings
def explain(settings: Path, site: str, file: Path | None, round_name: str) -> None:
    """逐日说明一家网站怎样归入这一行：哪天算工作日、看到了什么、凭什么证据、换一种规则会怎样、有过什么异议。"""
    with world_of(settings, quiet=True) as world:
        chosen = chosen_round(world, round_name)
        explained = explain_site(world, chosen, site)
        if file is not None:
            write_appendix(appendix(world, chosen, explained), file)
    screen = console()
    _show(screen, site, explained)
    for line in (*explained.moves, *history(explained.result.disputes)):
        screen.print(plain(line, 2000))
    rows = (
        (str(number), EVIDENCE_NAMES[it.kind], it.path, f"{it.kept_at:%m-%d %H:%M}", it.sha256)
        for number, it in enumerate(explained.evidence, start=1)
    )
    screen.print(table("证据", ("序号", "种类", "文件", "留存时间", "sha256"), rows))
    if file is not None:
        click.echo(f"已生成{file}")


def _show(screen: Screen, site: str, explained: Explained) -> None:
    explanation = explained.explanation
    if explanation is None:
        screen.print(plain(f"{site}：未能检测——{explained.result.reason}"))
        return
    for line in (f"{site}的归类依据", *explanation.policy):
        screen.print(plain(line))
    days = (
        (f"{it.day}", "是" if it.workday else "", it.why, str(it.count), "；".join(it.events))
        for it in explanation.days
    )
    screen.print(table("逐日计算", ("日期", "工作日", "依据", "累计", "事项"), days))
    numbers = numbered(explained.evidence)
    seen = (
        (str(it.number), f"{it.at:%m-%d %H:%M:%S}", it.channel, it.result, it.said, numbers(it.evidence))
        for it in explanation.observed
    )
    screen.print(table("检查记录", ("编号", "时间", "渠道", "结果", "内容", "证据"), seen))
    for line in explanation.decision:
        screen.print(plain(line, 500))
    others = (
        (it.rule, it.row, "" if it.workdays is None else str(it.workdays), "会变" if it.changed else "不变")
        for it in explanation.alternatives
    )
    screen.print(table("换一种规则", ("规则", "归入", "工作日", "与现在相比"), others))
