"""`huiying quarter`, `huiying report quarterly` and `huiying report audit`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click

from huiying.app.quarterly import (
    PLACEHOLDERS,
    RED_HEAD,
    audit_file,
    check_quarter,
    compose,
    import_tables,
    load,
    new_quarter,
    round_for,
    write_notice,
)
from huiying.app.reporting import annex3
from huiying.app.reposting import TABLE, check_reposts
from huiying.app.world import World
from huiying.board import console, plain, table
from huiying.commands.common import json_option, pass_settings, print_json, round_option, world_of
from huiying.errors import BadInput
from huiying.inspection import Quarter, RepostCheck
from huiying.quarter.updates import UpdateRules
from huiying.report.annex3 import Annex3
from huiying.report.notice import notice_text
from huiying.report.rounding import FIGURES, Rounding
from huiying.settings import load_settings

quarter_option = click.option(
    "--quarter", "quarter_name", default="", metavar="季度", help="如 2024年第一季度（默认最近导入的）"
)
PATH = click.Path(path_type=Path)
SHOWN = 30
"""Lines of a kind on the screen; the table has all."""


@click.group()
def quarter() -> None:
    """季度数据：模板、导入、核对、查看。"""


@quarter.command("init")
@pass_settings
def quarter_init(settings: Path) -> None:
    """在工作目录中生成空白的季度数据表和通报文字模板。"""
    for file in new_quarter(settings.parent):
        click.echo(f"已生成 {file}")


@quarter.command("import")
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="文件…")
@click.option("--skip-bad", is_flag=True, help="跳过有问题的行，导入其余内容")
@pass_settings
def quarter_import(settings: Path, files: tuple[Path, ...], *, skip_bad: bool) -> None:
    """导入季度数据表，或其他系统导出的单个表格（按表头识别）。"""
    own = load_settings(settings).notice
    rules = UpdateRules(silent_days=own.silent_days, weekly=own.weekly)
    done = import_tables(settings.parent, files, skip_bad=skip_bad, city=own.city, rules=rules)
    click.echo(f"已导入{done.kept.inspection.quarter}：{'、'.join(done.reading.found)}")
    for line in (*done.reading.problems, *map(str, done.reading.unknown)):
        click.echo(f"  未导入或待核对：{line}")


@quarter.command("reposts")
@click.argument("sites", nargs=-1, metavar="[网站…]")
@quarter_option
@click.option("--out", type=PATH, default=None, help=f"结果表写到哪里（默认为工作目录中的 {TABLE}）")
@pass_settings
def quarter_reposts(settings: Path, sites: tuple[str, ...], quarter_name: str, out: Path | None) -> None:
    """到名录中的网站上核查抽取的重要信息是否转载、是否及时、是否注明来源；结果可在表中更正后再导入。"""
    kept = load(settings.parent, quarter_name)
    with world_of(settings) as world:
        done = check_reposts(world, kept, sites, out=out or settings.parent / TABLE)
    for told, what in ((False, "有问题"), (None, "未能断定，请人工核查")):
        checks = [check for check in done.checks if check.good is told]
        for check in checks[:SHOWN]:
            click.echo(plain(f"{check.place}《{check.item}》：{what}（{check.why or _late(check)}）", 400).plain)
        if len(checks) > SHOWN:
            click.echo(f"……{what}的共{len(checks)}条，全部列在表中")
    if done.kept_by_hand:
        click.echo(f"{done.kept_by_hand}条已由人认定，没有改动")
    click.echo(f"已写入{kept.inspection.quarter}的数据；请核对 {done.file}，更正后用 huiying quarter import 导入")


def _late(check: RepostCheck) -> str:
    return f"距原文{check.copy.after}" if check.copy and check.copy.after else ""


@quarter.command("check")
@quarter_option
@round_option
@pass_settings
def quarter_check(settings: Path, quarter_name: str, round_name: str) -> None:
    """核对季度数据前后是否一致；有不一致时退出码为1。"""
    kept = load(settings.parent, quarter_name)
    with world_of(settings, quiet=True) as world:
        said = check_quarter(kept, _annex(world, kept.inspection.quarter, round_name))
    for line in said:
        click.echo(line)
    if said:
        raise click.exceptions.Exit(1)
    click.echo("没有发现不一致")


@quarter.command("show")
@quarter_option
@pass_settings
def quarter_show(settings: Path, quarter_name: str) -> None:
    """查看已导入的季度数据。"""
    inspection = load(settings.parent, quarter_name).inspection
    rows = (
        ("政府网站", f"{len(inspection.websites)}个"),
        ("政务新媒体", f"{len(inspection.accounts)}个"),
        ("新媒体问题", f"{len(inspection.problems)}条"),
        ("优秀新媒体", f"{len(inspection.commended)}个"),
        ("重要信息", f"{inspection.important}条，抽取{len(inspection.sample)}条（种子 {inspection.seed or '未填'}）"),
        *((f"　抽取第{number}条", title) for number, title in enumerate(inspection.sample, start=1)),
        ("转载检查", _counted(inspection.reposts)),
        ("信息报送", f"{len(inspection.submissions)}个单位"),
        ("上季度整改", f"{len(inspection.rectifications)}条"),
        ("往期互动回应", "、".join(str(past.quarter) for past in inspection.past) or "无"),
    )
    console().print(table(str(inspection.quarter), ("内容", "数量"), rows))


def _counted(checks: Sequence[RepostCheck]) -> str:
    unsure = sum(check.good is None for check in checks)
    return f"{len(checks)}条" + (f"，其中{unsure}条未能断定" if unsure else "")


@click.command("quarterly")
@quarter_option
@round_option
@click.option("--out", type=PATH, default=Path("通报"), show_default=True, help="写到哪个目录")
@click.option(
    "--red-head",
    type=PATH,
    default=None,
    help=f"红头模板 .docx（默认用工作目录中的 {RED_HEAD}）；其中可写 {PLACEHOLDERS}",
)
@click.option("--no-round", is_flag=True, help="本季度没有互动咨询轮次，不写互动交流部分")
@pass_settings
def report_quarterly(
    settings: Path, quarter_name: str, round_name: str, out: Path, red_head: Path | None, *, no_round: bool
) -> None:
    """生成季度通报：docx、xlsx、txt、领导一页图 svg，装有 LibreOffice 时还有 pdf。"""
    kept = load(settings.parent, quarter_name)
    with world_of(settings) as world:
        answers = (
            None if no_round else annex3(world, round_for(world, kept.inspection.quarter, round_name), draft=False)
        )
        notice = compose(settings.parent, kept.inspection, answers, _rounding(settings))
        written = write_notice(settings.parent, notice, out, made_at=world.clock.now(), red_head=red_head)
    click.echo(re.split(r"\n附件1?\n", notice_text(written.notice), maxsplit=1)[0])
    click.echo("已生成：")
    for file in written.files:
        click.echo(f"  {file}")
    for line in check_quarter(kept, answers):
        click.echo(plain(f"  请核对：{line}", 400).plain)
    for finding in written.findings:
        click.echo(f"  请核对：{finding.place}“{finding.stands}”应为“{finding.should}”（{finding.why}）")


@click.command("audit")
@click.argument("file", type=PATH, metavar="通报文件")
@click.option("--data", "with_data", is_flag=True, help="同时与已导入的季度数据和咨询轮次核对")
@quarter_option
@round_option
@json_option
@pass_settings
def report_audit(
    settings: Path, file: Path, quarter_name: str, round_name: str, *, with_data: bool, as_json: bool
) -> None:
    """核对一份写好的通报（docx、pdf、txt）：数字、名单、日期是否前后一致。"""
    data = None
    if with_data:
        kept = load(settings.parent, quarter_name)
        with world_of(settings, quiet=True) as world:
            answers = _annex(world, kept.inspection.quarter, round_name)
            data = compose(settings.parent, kept.inspection, answers, _rounding(settings))
    findings = audit_file(file, data)
    if as_json:
        print_json({"findings": [finding.to_json() for finding in findings]})
    elif findings:
        rows = ((it.place, it.stands, it.should, it.why) for it in findings)
        console().print(table(f"{file.name}：发现{len(findings)}处", ("位置", "现为", "应为", "依据"), rows))
    else:
        click.echo("没有发现问题")


def _rounding(settings: Path) -> Rounding:
    own = load_settings(settings).notice
    if strange := sorted(set(own.own_places) - set(FIGURES)):
        what = f"没有名为 {strange[0]} 的比率"
        raise BadInput(where=f"{settings} 的 notice.own_places", what=what, do=f"可用的有：{'、'.join(FIGURES)}")
    return Rounding(places=own.places, own=own.own_places)


def _annex(world: World, quarter: Quarter, round_name: str) -> Annex3 | None:
    if not round_name and not world.ledger.rounds.names():
        return None
    return annex3(world, round_for(world, quarter, round_name), draft=True)
