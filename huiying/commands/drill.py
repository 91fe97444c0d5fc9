"""`huiying drill`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from huiying.board import RichProgress, console
from huiying.commands.common import program, stop_on_signals
from huiying.drill.city import FAULTS, City
from huiying.drill.folder import DrillFolder
from huiying.drill.run import Drill, run_drill
from huiying.errors import BadInput
from huiying.report.text import annex3_text
from huiying.settings import MAIL_PASSWORD

out_option = click.option(
    "--out", type=click.Path(path_type=Path), default=Path("drill"), show_default=True, help="放在哪个目录"
)
seed_option = click.option("--seed", type=int, metavar="N", help="打乱哪家网站怎样、何时答复；不给则与真实通报一致")
fault_option = click.option(
    "--fault", "faults", multiple=True, metavar="网站=故障", help=f"给网站设故障，可多次使用：{' | '.join(FAULTS)}"
)


def read_faults(given: tuple[str, ...]) -> dict[str, str]:
    """Return site → fault; raises BadInput."""
    faults = {}
    for one in given:
        site, sign, kind = one.partition("=")
        if not sign or kind not in FAULTS:
            raise BadInput(
                where="--fault", what=f"不正确：{one}", do=f"请写成 网站=故障，故障为{'、'.join(FAULTS)}之一"
            )
        faults[site] = kind
    return faults


@click.group(invoke_without_command=True)
@out_option
@seed_option
@fault_option
@click.option("--wrong", multiple=True, metavar="网站", help="操作员在这家网站总是填错验证码")
@click.option("--away", multiple=True, metavar="网站", help="操作员不填这家网站的验证码")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 8), help="同时使用几个浏览器")
@click.pass_context
def drill(
    context: click.Context,
    *,
    out: Path,
    seed: int | None,
    faults: tuple[str, ...],
    wrong: tuple[str, ...],
    away: tuple[str, ...],
    workers: int,
) -> int:
    """演练：在本机的练习城市上走完一轮。中断后用同一条命令继续。"""
    if context.invoked_subcommand is not None:
        return 0
    asked = Drill(
        folder=out,
        seed=seed,
        workers=workers,
        faults=read_faults(faults),
        wrong=frozenset(wrong),
        away=frozenset(away),
    )
    drilled = run_drill(asked, progress=RichProgress(console()), stop=stop_on_signals())
    click.echo()
    click.echo(annex3_text(drilled.written.annex))
    click.echo("文件：")
    for file in (*drilled.written.files, out / "city.json", DrillFolder(out).work / "evidence"):
        click.echo(f"  {file}")
    click.echo(f"想看一家网站为什么归入这一行：{program()} -c {DrillFolder(out).settings} explain 网站名称")
    for difference in drilled.differences:
        click.echo(f"与练习城市的真实情况不符：{difference}", err=True)
    if not drilled.differences:
        click.echo("归类与练习城市的真实情况一致，每家网站至多受理一次提交")
    return 1 if drilled.differences else 0


@drill.command("serve")
@out_option
@seed_option
@fault_option
def serve(*, out: Path, seed: int | None, faults: tuple[str, ...]) -> None:
    """让练习城市一直开着，供手工试用各条命令。按 Ctrl-C 关闭，再次运行会接着走。"""
    folder, kinds = DrillFolder(out.absolute()), read_faults(faults)
    stop = stop_on_signals()
    folder.prepare(seed=seed, faults=kinds)
    with ExitStack() as stack:
        city, mail = stack.enter_context(folder.open_city(seed=seed, faults=kinds))
        folder.write_kit(city, mail, workers=2)
        for line in _instructions(folder, city, mail.password):
            click.echo(line)
        stop.wait()


def _instructions(folder: DrillFolder, city: City, password: str) -> list[str]:
    settings, huiying = folder.settings, program()
    return [
        f"练习城市已启动，侧门 {city.side_door}（网站清单、时间、验证码、故障都在那里）",
        "另开一个终端，依次运行：",
        f"  export {MAIL_PASSWORD}={password}",
        f"  export HUIYING_SETTINGS={settings}",
        f"  {huiying} sites import {folder.work / '网站名录.csv'}",
        f"  {huiying} questions import {folder.work / '咨询问题.csv'}",
        f"  {huiying} round open 2024年第一季度 --closes 2024-02-25",
        f"  {huiying} probe",
        f"  {huiying} board        # 再开一个终端看",
        f"  {huiying} watch        # 城市里的日子随检查时间跳过去",
        f"  {huiying} round close",
        f"  {huiying} report annex3",
        "按 Ctrl-C 关闭练习城市",
    ]
