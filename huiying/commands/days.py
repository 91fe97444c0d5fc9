"""`huiying workdays` and `huiying calendar`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from huiying.app.calendars import FILE_NAME, add_notice, read_calendar
from huiying.board import console, year_sheet
from huiying.calendar.sheet import month_sheet
from huiying.calendar.workdays import workdays_csv
from huiying.commands.common import pass_settings
from huiying.errors import BadInput, UnproclaimedYear
from huiying.roster.tables import decode


def read_date(text: str) -> date:
    """Return the date; raises BadInput."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(where="日期", what=f"不正确：{text}", do="请写成 2024-02-05 的形式") from error


@click.group()
def workdays() -> None:
    """工作日：计算、导出。依据国务院办公厅历年节假日安排通知，未公布的年份不推算。"""


@workdays.command("count")
@click.argument("start", metavar="起")
@click.argument("end", metavar="止")
@pass_settings
def workdays_count(settings: Path, start: str, end: str) -> None:
    """数两个日期之间的工作日：起日不计，止日计入。"""
    click.echo(read_calendar(settings.parent).count(read_date(start), read_date(end)))


@workdays.command("add", context_settings={"ignore_unknown_options": True})
@click.argument("start", metavar="日期")
@click.argument("number", type=int, metavar="工作日数")
@pass_settings
def workdays_add(settings: Path, start: str, number: int) -> None:
    """某日之后（负数为之前）第几个工作日是哪一天。"""
    click.echo(read_calendar(settings.parent).add(read_date(start), number))


@workdays.command("export")
@click.option("--from", "first", required=True, metavar="起")
@click.option("--to", "last", required=True, metavar="止")
@pass_settings
def workdays_export(settings: Path, first: str, last: str) -> None:
    """逐日导出 csv：date,is_workday,why。"""
    begins, ends = read_date(first), read_date(last)
    if ends < begins:
        raise BadInput(where="--to", what=f"{ends}早于{begins}", do="请把较早的日期写在 --from")
    click.echo(workdays_csv(read_calendar(settings.parent), begins, ends), nl=False)


@click.group()
def calendar() -> None:
    """节假日安排：查看、录入。"""


@calendar.command("show")
@click.argument("year", type=int, metavar="年份")
@pass_settings
def calendar_show(settings: Path, year: int) -> None:
    """在终端里画出一年的工作日、休息日、放假和调休上班。"""
    known = read_calendar(settings.parent)
    if year not in known.notices:
        raise UnproclaimedYear(year=year)
    console().print(year_sheet(f"{year}年  {known.notices[year].source}", month_sheet(year, known.changes)))


@calendar.command("add")
@click.argument("source", metavar="文件（或 -）")
@pass_settings
def calendar_add(settings: Path, source: str) -> None:
    """录入一份国务院办公厅节假日安排通知（从网页复制的文字，或 holiday-cn 的 JSON）。不自相一致的不录入。"""
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise BadInput(where=source, what="文件打不开", do="请检查文件名") from error
    added = add_notice(settings.parent, decode(data))
    read = added.proclaimed
    months = month_sheet(read.year, {change.day: change for change in added.changes})
    console().print(year_sheet(f"{read.year}年  {read.notice.source}", months))
    for change in added.changed:
        click.echo(f"与原来不同：{change.day} 改为{'上班' if change.workday else '放假'}")
    click.echo(f"已录入{settings.parent / FILE_NAME}。请与通知原文核对上面的月历")
