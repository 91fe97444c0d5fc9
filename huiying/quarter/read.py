"""Users' tables to an Inspection; what cannot be read is reported with its row, and nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from huiying.inspection import DEPARTMENT, Inspection, Quarter
from huiying.model import Unit
from huiying.quarter import kinds
from huiying.quarter.basics import (
    quarter_of,
    read_basics,
    read_count,
    read_day,
    read_period,
    read_portal,
    read_sample,
)
from huiying.quarter.cells import joined, split, tidy
from huiying.quarter.desk import Desk
from huiying.quarter.lines import (
    check_totals,
    read_items,
    read_log,
    read_past,
    read_rectifications,
    read_reposts,
    read_submissions,
    read_websites,
    read_wording,
)
from huiying.quarter.media import read_accounts, read_commended, read_problems, read_updates
from huiying.quarter.store import unique
from huiying.quarter.units import Register, UnknownUnit
from huiying.quarter.updates import UpdateRules
from huiying.quarter.walk import Kind, Row, Sheet, match, walk

SEARCHED = 20
"""Rows in which a header is looked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a set of tables holds. `problems` are lines in Chinese; `unknown` are units that the register lacks."""

    inspection: Inspection | None
    units: tuple[Unit, ...]
    groups: Mapping[str, str]
    problems: tuple[str, ...]
    unknown: tuple[UnknownUnit, ...]
    found: tuple[str, ...]


def read_quarter(
    sheets: Sequence[Sheet],
    *,
    known: Mapping[Unit, str] | None = None,
    kept: Inspection | None = None,
    city: str = "",
    rules: UpdateRules | None = None,
) -> Reading:
    """Read a quarter's workbook, or separate files as so many sheets.

    `known` are units with their groups from an earlier import; the sheet of units comes before them. `kept` are the
    data imported before: a file without the single values belongs to that quarter, and posts to its accounts. Updates
    are computed where posts are given, the sample is drawn where a seed is.
    """
    placed = [(sheet, kind_of(sheet)) for sheet in sheets if any(any(map(joined, row)) for row in sheet.rows)]
    rows = {
        kind.key: [row for sheet, fitting in placed if fitting is kind for row in walk(sheet, kind)]
        for kind in kinds.KINDS
    }
    totals = check_totals(rows["submissions"])
    rows = {key: [row for row in lines if not row.total] for key, lines in rows.items()}
    units, groups, problems = _units(rows["units"])
    before = {unit: group for unit, group in (known or {}).items() if unit.name not in groups}
    groups = groups | {unit.name: group for unit, group in before.items()}
    desk = Desk(register=Register([*units, *before], city=city), groups=groups, problems=problems)
    desk.problems += totals
    desk.problems += [f"“{sheet.name}”：没有认出是哪一种表，未读取" for sheet, fitting in placed if fitting is None]
    basics = read_basics(rows["basics"], desk)
    quarter = _quarter(basics, desk) or (kept.quarter if kept else None)
    if quarter is None:
        desk.problems.append("“基本信息”：没有填写年份和季度，不知道是哪个季度的数据")
    return Reading(
        inspection=_inspection(quarter, basics, rows, desk, kept=kept, rules=rules) if quarter else None,
        units=(*units, *before),
        groups=groups,
        problems=tuple(desk.problems),
        unknown=tuple(desk.unknown.values()),
        found=tuple(kind.name for kind in kinds.KINDS if rows[kind.key]),
    )


def kind_of(sheet: Sheet) -> Kind | None:
    """Return the kind of a sheet: the one whose headers fit, by name where it bears one; None where none fits."""
    fitting = [
        kind
        for kind in kinds.KINDS
        if any(match(cells, above, kind) for above, cells in pairwise([(), *sheet.rows[:SEARCHED]]))
    ]
    named = [kind for kind in fitting if joined(sheet.name).rpartition(".")[0] == kind.name or sheet.name == kind.name]
    return max(named or fitting, key=lambda kind: len(kind.required), default=None)


def _units(rows: Sequence[Row]) -> tuple[list[Unit], dict[str, str], list[str]]:
    units: dict[str, Unit] = {}
    groups: dict[str, str] = {}
    problems: list[str] = []
    for row in rows:
        name = joined(row["name"])
        if not name or name in units:
            problems.append(f"{row.where}：{f'单位“{name}”重复' if name else '没有填写单位名称'}")
            continue
        units[name] = Unit(name=name, aliases=tuple(split(row["aliases"])))
        groups[name] = joined(row["group"]) or DEPARTMENT
    return list(units.values()), groups, problems


def _quarter(basics: Mapping[str, str], desk: Desk) -> Quarter | None:
    if "year" not in basics or "quarter" not in basics:
        return None
    quarter = quarter_of(f"{basics['year']}年第{basics['quarter'].strip('第季度')}季度")
    if quarter is None:
        desk.problems.append(f"“基本信息”：年份或季度不正确（{basics['year']}、{basics['quarter']}）")
    return quarter


def _inspection(
    quarter: Quarter,
    basics: Mapping[str, str],
    rows: Mapping[str, Sequence[Row]],
    desk: Desk,
    *,
    kept: Inspection | None,
    rules: UpdateRules | None,
) -> Inspection:
    accounts = read_accounts(rows["accounts"], desk)
    items = read_items(rows["items"], desk)
    period, monitored = read_period(basics, desk), read_day(basics, "monitored_on", desk)
    updates = read_updates(
        rows["posts"],
        accounts or (kept.accounts if kept else ()),
        desk,
        period=period or (kept.collected if kept else None),
        monitored=monitored or (kept.monitored_on if kept else None),
        rules=rules,
    )
    return Inspection(
        quarter=quarter,
        office=basics.get("office", ""),
        addressees=basics.get("addressees", ""),
        basis=basics.get("basis", ""),
        issued_on=read_day(basics, "issued_on", desk),
        due_on=read_day(basics, "due_on", desk),
        contact=basics.get("contact", ""),
        document_number=basics.get("document_number", ""),
        copied_to=basics.get("copied_to", ""),
        printed_by=basics.get("printed_by", ""),
        printed_on=read_day(basics, "printed_on", desk),
        collected=period,
        monitored_on=monitored,
        websites=read_websites(rows["websites"], desk),
        accounts=accounts,
        problems=unique([*read_problems(rows["problems"], desk), *updates]),
        commended=read_commended(rows["commended"]),
        important=read_count(basics, "important", desk) or len(items),
        items=items,
        sample=read_sample([item.title for item in items], basics, desk),
        seed=basics.get("seed", ""),
        reposts=read_reposts(rows["reposts"], desk),
        wording=read_wording(rows["wording"], desk),
        portal=read_portal(basics, desk),
        submissions=read_log(rows["log"], desk) if rows["log"] else read_submissions(rows["submissions"], desk),
        rectifications=read_rectifications(rows["rectifications"], desk),
        past=read_past(rows["past"], desk),
        requirements=tuple(tidy(row["text"]) for row in rows["requirements"] if tidy(row["text"])),
    )
