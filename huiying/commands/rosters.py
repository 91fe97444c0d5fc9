"""`huiying sites` and `huiying questions`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huiying.app.importing import Imported, import_questions, import_sites
from huiying.board import console, table
from huiying.commands.common import json_option, pass_settings, print_json, world_of
from huiying.errors import Interrupted

if TYPE_CHECKING:
    from huiying.app.scouting import Found

file_argument = click.argument("file", type=click.Path(path_type=Path), metavar="文件")
skip_option = click.option("--skip-bad", is_flag=True, help="跳过有问题的行，导入其余各行")


@click.group()
def sites() -> None:
    """网站名录：导入、查看、摸排。"""


@sites.command("import")
@file_argument
@skip_option
@pass_settings
def sites_import(settings: Path, file: Path, *, skip_bad: bool) -> None:
    """导入网站名录（xlsx、xls、csv）。按列名的含义识别，列的顺序不限；名录以外的网站不再参加以后的轮次。

    轮次没有结束时，已提交咨询的网站不能换域名，只能另加。
    """
    with world_of(settings) as world:
        _tell(import_sites(world.ledger, file, skip_bad=skip_bad), "个网站")


@sites.command("list")
@json_option
@pass_settings
def sites_list(settings: Path, *, as_json: bool) -> None:
    """列出名录中的网站。"""
    with world_of(settings, quiet=True) as world:
        found = world.ledger.rosters.sites()
        if as_json:
            print_json([{"order": s.order, "site": s.name, "home_url": s.home_url, "code": s.code} for s in found])
            return
        rows = ((str(s.order), s.name, s.home_url, s.code, s.unit, s.group) for s in found)
        headers = ("序号", "网站名称", "首页网址", "网站标识码", "主办单位", "分组")
        console().print(table(f"网站名录（{len(found)}家）", headers, rows))


@sites.command("scout")
@click.argument("names", nargs=-1, metavar="[网站]...")
@click.option("--write", is_flag=True, help="把草稿写入 recipes 目录，已有的配方不改动")
@json_option
@pass_settings
def sites_scout(settings: Path, names: tuple[str, ...], *, write: bool, as_json: bool) -> int:
    """摸排：从首页找到留言表单，填写但不提交，说明每家能否提交、还需要什么。默认名录中的全部网站。"""
    from huiying.app.scouting import WORKS, describe, scout_sites  # noqa: PLC0415 - slow to load

    with world_of(settings, quiet=as_json) as world:
        found = scout_sites(world, names, write=write)
        stopped = world.stop.is_set()
    if as_json:
        print_json([describe(one) for one in found])
    else:
        _tell_scouted(found)
    if stopped:
        click.echo("已按要求停止，其余网站没有摸排", err=True)
        return Interrupted.exit_status
    return 0 if all(one.scouted.verdict in WORKS for one in found) else 1


def _tell_scouted(found: list[Found]) -> None:
    rows = ((one.scouted.site.name, one.scouted.verdict.label, _remarks(one), one.scouted.url) for one in found)
    console().print(table(f"摸排结果（{len(found)}家）", ("网站", "结论", "说明", "表单网址"), rows))
    counts = Counter(one.scouted.verdict.label for one in found)
    click.echo("、".join(f"{label}{count}家" for label, count in counts.items()) + "。没有提交任何内容")


def _remarks(one: Found) -> str:
    """What a person should know: why, what the page said, what became of the draft."""
    written = f"草稿 {one.written.name}" if one.written else one.kept
    said = f"网页提示：{'；'.join(one.scouted.messages[:3])}" if one.scouted.messages else ""
    return "。".join(filter(None, (one.scouted.why, said, written)))


@click.group()
def questions() -> None:
    """问题库：导入、查看。"""


@questions.command("import")
@file_argument
@skip_option
@pass_settings
def questions_import(settings: Path, file: Path, *, skip_bad: bool) -> None:
    """导入咨询问题（xlsx、xls、csv）：咨询标题、咨询内容、类别、关键词、适用网站。"""
    with world_of(settings) as world:
        _tell(import_questions(world.ledger, file, skip_bad=skip_bad), "个问题")


@questions.command("list")
@pass_settings
def questions_list(settings: Path) -> None:
    """列出问题库。"""
    with world_of(settings, quiet=True) as world:
        found = world.ledger.rosters.questions()
        rows = ((str(q.id), q.title, q.category, "、".join(q.keywords), q.group or "全部") for q in found)
        console().print(table(f"问题库（{len(found)}个）", ("编号", "咨询标题", "类别", "关键词", "适用"), rows))


def _tell(imported: Imported, what: str) -> None:
    for problem in imported.problems:
        click.echo(f"已跳过 {problem}", err=True)
    for warning in imported.warnings:
        click.echo(f"注意：{warning}", err=True)
    click.echo(f"已导入：新增{imported.added}{what}，更新{imported.updated}{what}")
