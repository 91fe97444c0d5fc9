"""Scouting the roster's sites, and the recipes of the user's folder. Nothing here ever sends a form."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huiying.app.asking import question_for
from huiying.app.probing import persona_of
from huiying.app.world import World
from huiying.errors import BadInput, HuiyingError, NotAllowed, NotFound, os_reason
from huiying.model import Question, Site, host_of
from huiying.probe.browser import ChromiumBrowser
from huiying.probe.recipe import Recipe, read_file, recipe_files
from huiying.probe.scout import Scouted, Verdict, scout

FOLDER = "scout"
"""The folder of the vault that holds the screenshots."""

WORKS = frozenset({Verdict.READY, Verdict.CAPTCHA})
"""What `huiying probe` can put a question to without more ado."""

_MAX_NAME = 200
"""Bytes of a file's name: file systems take 255, the suffix and a temporary mark included."""

_STUB = """# 摸排没有读到表单：{why}
# 请写出到表单的路，例如：
# [[steps]]
# open = "/hdjl/zxts.html"
# [[steps]]
# link = "我要咨询"
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A site's scouting; `written` is the file of its draft, `kept` why no draft was written."""

    scouted: Scouted
    recipe: Recipe | None
    written: Path | None = None
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A recipe file and what is wrong with it; "" where nothing is."""

    file: Path
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Task:
    site: Site
    question: Question
    recipe: Recipe | None


def chosen_sites(world: World, names: Sequence[str] = ()) -> list[Site]:
    """Return the roster's sites of these names or codes, in the roster's order; all where none is named.

    Raises:
        NotFound: no active site bears the name or code.
        BadInput: the roster is empty.
    """
    sites = world.ledger.rosters.sites()
    if not sites:
        raise BadInput(where="网站名录", what="是空的", do="请先运行 huiying sites import")
    for name in names:
        if not any(name in _names(site) for site in sites):
            raise NotFound(what="网站", name=name, do="请用 huiying sites list 查看名称")
    return [site for site in sites if not names or not _names(site).isdisjoint(names)]


def scout_sites(world: World, names: Sequence[str] = (), *, write: bool = False) -> list[Found]:
    """Scout sites one after another; `write` keeps a draft for each that has no recipe. Stops early when asked to.

    Raises:
        NotFound, BadInput: an unknown site, an empty roster or question bank, a recipe that the roster names in vain.
    """
    tasks = _tasks(world, chosen_sites(world, names))
    done: list[Found] = []
    world.progress.begin("摸排", len(tasks))
    try:
        with ExitStack() as stack:
            browser: ChromiumBrowser | None = None
            for task in tasks:
                if world.stop.is_set():
                    break
                if browser is None or not browser.alive():
                    stack.pop_all().close()
                    browser = stack.enter_context(world.browser())
                found = Found(_scout(world, task, browser), task.recipe)
                done.append(_written(world.settings.recipes_folder, found) if write else found)
                world.progress.step(f"{task.site.name}：{found.scouted.verdict.label}")
    finally:
        world.progress.end()
    return done


def describe(found: Found) -> dict[str, Any]:
    """Return a scouting as plain data for --json."""
    scouted = found.scouted
    return {
        "site": scouted.site.name,
        "verdict": scouted.verdict.value,
        "label": scouted.verdict.label,
        "why": scouted.why,
        "url": scouted.url,
        "challenge": scouted.challenge.value,
        "fields": [{"field": name, "confidence": round(sure, 2)} for name, sure in scouted.fields],
        "messages": list(scouted.messages),
        "evidence": [one.path for one in scouted.evidence],
        "recipe": scouted.recipe,
        "written": str(found.written) if found.written else "",
    }


def recipe_path(folder: Path, site: Site) -> Path:
    """Return the file of the site's recipe: the one in use, else the one that would be.

    Raises:
        NotAllowed: the roster names a recipe that is not the user's to change, or nothing of the site can name a file.
    """
    if site.recipe:
        places = (folder / f"{site.recipe}.toml", folder / "families" / f"{site.recipe}.toml")
        named = next((place for place in places if plain_name(site.recipe) and place.is_file()), None)
        if named is None:
            why = f"名录为这家网站指定了配方 {site.recipe}，它不在 {folder} 中"
            raise NotAllowed(what="修改配方", why=why, do="请先在名录中改“配方”一列")
        return named
    files = [folder / f"{name}.toml" for name in (site.name, site.code, host_of(site.home_url)) if plain_name(name)]
    if not files:
        raise NotAllowed(what="写配方", why=f"“{site.name}”不能作文件名", do="请在名录的“配方”一列写一个名称")
    return next((file for file in files if file.is_file()), files[0])


def plain_name(name: str) -> bool:
    """Whether a file of a recipe may bear the name: it comes from a roster and must not lead out of the folder."""
    return bool(name) and not re.search(r"[/\\\0-\x1f]", name) and len(name.encode()) <= _MAX_NAME


def new_recipe(world: World, site: Site) -> Path:
    """Scout a site that has no recipe and write its draft, or what is known where no form was found; return the file."""
    file = recipe_path(world.settings.recipes_folder, site)
    found = scout_sites(world, [site.name])
    if not found:
        raise NotAllowed(what="写配方", why="已按要求停止", do="请再次运行")
    scouted = found[0].scouted
    stub = _STUB.format(why=" ".join(scouted.why.split())[:200] or scouted.verdict.label)
    try:
        _keep(file, scouted.recipe or stub)
    except BadInput:
        _keep(file, stub)
    return file


def check_recipes(folder: Path, files: Sequence[Path] = ()) -> list[Checked]:
    """Read each file as a round would; all of the folder, families too, where none is named."""
    chosen = files or [*recipe_files(folder / "families"), *recipe_files(folder)]
    return [_checked(file, folder) for file in chosen]


def _checked(file: Path, folder: Path) -> Checked:
    try:
        read_file(file, folder)
    except HuiyingError as error:
        return Checked(file, str(error))
    return Checked(file)


def _names(site: Site) -> set[str]:
    return {site.name, site.code} - {""}


def _tasks(world: World, chosen: Sequence[Site]) -> list[_Task]:
    questions = world.ledger.rosters.questions()
    turns = {site.id: turn for turn, site in enumerate(world.ledger.rosters.sites())}
    return [
        _Task(site, question_for(site, questions, turns.get(site.id, 0)), world.recipes.for_site(site))
        for site in chosen
    ]


def _scout(world: World, task: _Task, browser: ChromiumBrowser) -> Scouted:
    return scout(
        task.site,
        persona=persona_of(world),
        question=task.question,
        browser=browser,
        vault=world.vault,
        folder=f"{FOLDER}/{task.site.order:03d}-{task.site.name}",
        recipe=task.recipe,
        families=world.recipes,
        public=world.settings.public,
    )


def _written(folder: Path, found: Found) -> Found:
    if found.recipe is not None:
        return Found(found.scouted, found.recipe, kept=f"已有配方 {found.recipe.name}，没有改动")
    if not found.scouted.recipe:
        return found
    try:
        file = recipe_path(folder, found.scouted.site)
        _keep(file, found.scouted.recipe)
    except HuiyingError as error:
        return Found(found.scouted, None, kept=f"没有写草稿：{error}")
    return Found(found.scouted, None, written=file)


def _keep(file: Path, text: str) -> None:
    """Put a draft in its place whole and only where it reads well: a broken recipe would stop every command.

    Raises:
        NotAllowed: a file stands there already, or the folder cannot be written.
        BadInput: the draft does not read well.
    """
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        read_file(part, file.parent)
        os.link(part, file)
    except BadInput as error:
        facts = error.facts | {"where": str(error.facts["where"]).replace(part.name, file.name)}
        raise BadInput(**facts) from error
    except FileExistsError as error:
        raise NotAllowed(what="写配方", why=f"{file} 已经存在", do="请先查看这个文件") from error
    except OSError as error:
        raise NotAllowed(what="写配方", why=f"{file}（{os_reason(error)}）", do="请检查目录的权限") from error
    finally:
        part.unlink(missing_ok=True)
