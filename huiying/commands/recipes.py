"""`huiying recipe`: a site's recipe, checked, shown, tried and edited. Nothing here ever sends a form."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import click

from huiying.app.scouting import (
    WORKS,
    Found,
    check_recipes,
    chosen_sites,
    new_recipe,
    plain_name,
    recipe_path,
    scout_sites,
)
from huiying.app.world import World
from huiying.board import console, plain, table
from huiying.commands.common import pass_settings, world_of
from huiying.errors import Interrupted, Missing, NotAllowed, os_reason
from huiying.model import Site
from huiying.probe.recipe_text import recipe_text
from huiying.settings import load_settings

site_argument = click.argument("site", metavar="网站")


@click.group()
def recipe() -> None:
    """配方：检查、查看、试用、编辑。配方说明一家网站的表单怎样走到、怎样填。"""


@recipe.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[文件]...")
@pass_settings
def recipe_check(settings: Path, files: tuple[Path, ...]) -> int:
    """检查配方文件（默认 recipes 目录中的全部）。有错的说明错在哪里，退出状态为1。"""
    folder = load_settings(settings).recipes_folder
    checked = check_recipes(folder, files)
    for one in checked:
        console().print(plain(one.problem or f"{one.file}：正确", 500), soft_wrap=True)
    if not checked:
        click.echo(f"{folder} 中没有配方文件")
    return 1 if any(one.problem for one in checked) else 0


@recipe.command("show")
@site_argument
@pass_settings
def recipe_show(settings: Path, site: str) -> None:
    """显示一家网站将使用的配方（已并入软件类别的内容）。"""
    with world_of(settings, quiet=True) as world:
        chosen = _one(world, site)
        used = world.recipes.for_site(chosen)
        if used is None:
            click.echo(f"# “{chosen.name}”没有配方：打开网页后按特征判断软件类别，其余自动识别")
            return
        click.echo(f"# “{chosen.name}”使用的配方：{used.name}")
        click.echo(recipe_text(used), nl=False)


@recipe.command("try")
@site_argument
@pass_settings
def recipe_try(settings: Path, site: str) -> int:
    """按配方走到表单并填写，但不提交：列出认出的各项、网页上的提示、还需要什么。"""
    with world_of(settings) as world:
        done = scout_sites(world, [_one(world, site).name])
        if not done:
            raise Interrupted
        _tell(done[0])
        return 0 if done[0].scouted.verdict in WORKS else 1


@recipe.command("edit")
@site_argument
@pass_settings
def recipe_edit(settings: Path, site: str) -> int:
    """用编辑器（环境变量 EDITOR）修改一家网站的配方，随后检查。没有配方时先摸排，写出草稿。"""
    editor = _editor()
    folder = load_settings(settings).recipes_folder
    file = folder / f"{site}.toml"
    if not (plain_name(site) and file.is_file()):  # a broken recipe must open too: no world is needed for it
        file = _file_of(settings, folder, site)
    try:
        ended = subprocess.run([*editor, str(file)], check=False).returncode
    except OSError as error:
        raise NotAllowed(what=f"启动编辑器 {editor[0]}", why=os_reason(error), do=f"请直接修改 {file}") from error
    if ended:
        raise NotAllowed(what="编辑配方", why=f"编辑器以状态 {ended} 结束", do=f"请直接修改 {file}")
    checked = check_recipes(folder, [file])[0]
    console().print(plain(checked.problem or f"{file}：正确", 500), soft_wrap=True)
    return 1 if checked.problem else 0


def _editor() -> list[str]:
    try:
        words = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    except ValueError:
        words = []
    if not words:
        raise Missing(
            what="编辑器", do="请设置环境变量 EDITOR（如 export EDITOR=nano），或直接修改 recipes 目录中的文件"
        )
    return words


def _file_of(settings: Path, folder: Path, site: str) -> Path:
    with world_of(settings) as world:
        chosen = _one(world, site)
        file = recipe_path(folder, chosen)
        return file if file.is_file() else new_recipe(world, chosen)


def _one(world: World, name: str) -> Site:
    return chosen_sites(world, [name])[0]


def _tell(found: Found) -> None:
    scouted, screen = found.scouted, console()
    used = f"配方 {found.recipe.name}" if found.recipe is not None else "没有配方，自动识别"
    rows = ((name, f"{sure:.0%}") for name, sure in scouted.fields)
    screen.print(table(f"{scouted.site.name}（{used}）", ("项目", "把握"), rows))
    lines = [f"结论：{scouted.verdict.label}{f'（{scouted.why}）' if scouted.why else ''}", f"表单网址：{scouted.url}"]
    lines += [f"网页提示：{message}" for message in scouted.messages]
    lines += [f"截图：{one.path}" for one in scouted.evidence]
    for line in lines:
        screen.print(plain(line, 500), soft_wrap=True)
    click.echo("没有提交任何内容")
