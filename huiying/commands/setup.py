"""`huiying init`."""

from __future__ import annotations

from pathlib import Path

import click

from huiying.app.setup import new_folder


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path(), metavar="[目录]")
def init(folder: Path) -> None:
    """在目录（默认当前目录）里新建设置文件和空白模板，已有的文件不会被覆盖。"""
    for file in new_folder(folder):
        click.echo(f"已新建 {file}")
    click.echo("下一步：填写设置文件和两张表，然后运行 huiying sites import 网站名录.xlsx")
