"""Looking for the sampled items on the roster's sites; what is found fills the quarter's data and a table to correct."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path

from huiying.app.files import write_files
from huiying.app.quarterly import keep
from huiying.app.scouting import chosen_sites
from huiying.app.world import World
from huiying.calendar.sightings import show_stated
from huiying.errors import BadInput, NotAllowed
from huiying.inspection import ImportantItem, Inspection, RepostCheck
from huiying.model import Site
from huiying.probe.reposts import Sought, look_for
from huiying.quarter.kinds import REPOSTS, UNCHECKED
from huiying.quarter.reposts import after, judge
from huiying.quarter.store import Kept
from huiying.quarter.units import Register
from huiying.report.sheet import Column, TemplateSheet, template_xlsx

TABLE = "转载检查.xlsx"
FOLDER = "reposts"
"""The folder of the vault that holds the pages that were read."""
SEEN = ("网页标题", "标题相似度", "网页来源", "网页发布时间", "距原文", "网址", "证据")
"""Columns of the table that show what the program saw; an import does not read them."""


@dataclass(frozen=True, slots=True)
class Reposted:
    """The checks of this run, how many were left to a person's word, and the table to correct."""

    checks: tuple[RepostCheck, ...]
    kept_by_hand: int
    file: Path


def sampled(inspection: Inspection) -> list[ImportantItem]:
    """Return the items of the sample with what the table of items says of them."""
    known = {item.title: item for item in inspection.items}
    return [known.get(title, ImportantItem(title=title)) for title in inspection.sample]


def check_reposts(world: World, kept: Kept, names: Sequence[str] = (), *, out: Path) -> Reposted:
    """Visit the sites, several at once, and keep what was found of each item; a person's word is never replaced.

    Raises:
        NotAllowed: no sample was drawn.
        BadInput: the table to write stands there already, perhaps with corrections that nobody has imported.
        NotFound: no site bears a name that was given.
    """
    items = sampled(kept.inspection)
    if not items:
        do = "请在“重要信息”中列出全部信息，在“基本信息”中填写抽取条数和抽取种子，导入后再试"
        raise NotAllowed(what="核查转载", why="还没有抽取要核查的信息", do=do)
    if out.exists():
        raise BadInput(
            where=str(out), what="已经存在", do="其中如有更正，请先用 huiying quarter import 导入，再移走或改名"
        )
    found = _visit(world, kept, chosen_sites(world, names), items)
    merged, by_hand = _merged(kept.inspection.reposts, found)
    keep(world.settings.folder, replace(kept, inspection=replace(kept.inspection, reposts=merged)))
    places = {check.place for check in found}
    _write(out, [check for check in merged if check.is_site and check.place in places])
    return Reposted(checks=found, kept_by_hand=by_hand, file=out)


def _visit(world: World, kept: Kept, sites: Sequence[Site], items: Sequence[ImportantItem]) -> tuple[RepostCheck, ...]:
    register = Register(kept.units, city=world.settings.notice.city)
    done: dict[int, list[RepostCheck]] = {}

    def one(site: Site) -> list[RepostCheck]:
        return [] if world.stop.is_set() else _checks(world, kept.inspection, site, items, register)

    world.progress.begin("核查转载", len(sites))
    try:
        with ThreadPoolExecutor(world.settings.browser.workers) as pool:
            waiting = {pool.submit(one, site): site for site in sites}
            for future in as_completed(waiting):
                site, checks = waiting[future], future.result()
                if checks:
                    done[site.id] = checks
                    world.progress.step(f"{site.name}：{_said(checks)}")
    finally:
        world.progress.end()
    return tuple(check for site in sites for check in done.get(site.id, ()))


def _checks(
    world: World, inspection: Inspection, site: Site, items: Sequence[ImportantItem], register: Register
) -> list[RepostCheck]:
    recipe = world.recipes.for_site(site)
    sought = look_for(
        site,
        items,
        ways=recipe.reposts if recipe else None,
        fetcher=world.fetcher,
        browser_factory=world.browser,
        vault=world.vault,
        folder=f"{inspection.quarter}/{FOLDER}/{site.order:03d}-{site.name}",
        memory=world.memory,
    )
    unit = register.find(site.unit) or register.find(site.name) or site.unit
    hours = world.settings.notice.repost_hours
    return [_check(item, site, unit, one, hours) for item, one in zip(items, sought, strict=True)]


def _check(item: ImportantItem, site: Site, unit: str, sought: Sought, hours: int) -> RepostCheck:
    copy = sought.copy and replace(sought.copy, after=after(item, sought.copy.published))
    return judge(
        item,
        site,
        unit=unit,
        copy=copy,
        found=sought.found,
        why=sought.why,
        evidence=tuple(kept.path for kept in sought.evidence),
        hours=hours,
    )


def _merged(kept: Sequence[RepostCheck], found: Sequence[RepostCheck]) -> tuple[tuple[RepostCheck, ...], int]:
    merged = {(check.item, check.is_site, check.place): check for check in kept}
    by_hand = 0
    for check in found:
        before = merged.get((check.item, check.is_site, check.place))
        if before is not None and before.by_hand:
            by_hand += 1
        else:
            merged[check.item, check.is_site, check.place] = check
    return tuple(merged.values()), by_hand


def _said(checks: Sequence[RepostCheck]) -> str:
    good, bad = (sum(check.good is told for check in checks) for told in (True, False))
    open_ones = len(checks) - good - bad
    parts = ((good, "条按时规范转载"), (bad, "条有问题"), (open_ones, "条未能断定"))
    return "，".join(f"{count}{what}" for count, what in parts if count)


def _write(out: Path, checks: Sequence[RepostCheck]) -> None:
    asked = tuple(
        Column(
            header=column.header,
            width=40 if column.key in ("item", "why") else 16,
            required=column.required,
            note=column.note,
            choices=column.choices,
            strict=False,
        )
        for column in REPOSTS.columns
    )
    seen = tuple(Column(header=header, width=30 if header in ("网页标题", "网址", "证据") else 16) for header in SEEN)
    sheet = TemplateSheet(
        name=REPOSTS.name,
        about="程序核查的结果。可以改“是否转载”“是否及时”“是否规范”“说明”四栏，改后用 huiying quarter import 导入；后面几栏供核对",
        columns=(*asked, *seen),
        rows=tuple(_row(check) for check in checks),
    )
    write_files({out: template_xlsx([sheet], title=REPOSTS.name)}, fresh=True)


def _row(check: RepostCheck) -> tuple[str, ...]:
    told = [{True: "是", False: "否", None: UNCHECKED}[value] for value in (check.found, check.in_time, check.in_form)]
    if check.found is False:
        told[1:] = ["", ""]
    copy = check.copy
    seen = (
        (
            copy.title,
            f"{copy.likeness}%",
            copy.source or "",
            show_stated(copy.published) if copy.published else "",
            copy.after,
            copy.url,
        )
        if copy
        else ("",) * (len(SEEN) - 1)
    )
    return (check.item, check.place, check.unit, "网站", *told, check.why, *seen, "\n".join(check.evidence))
