"""`huiying report` and `huiying explain`."""

from __future__ import annotations

from pathlib import Path

import click

from huiying.app.reporting import write_annex3
from huiying.commands.common import chosen_round, pass_settings, round_option, world_of
from huiying.report.text import annex3_text


@click.group()
def report() -> None:
    """生成附件3和季度通报。"""


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
