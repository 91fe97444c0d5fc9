"""The sheet of single values: period, office, dates, the sample, the portal's output."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from huiying.inspection import ORDINALS, PortalOutput, Quarter
from huiying.quarter.cells import day, joined, number, tidy
from huiying.quarter.desk import Desk
from huiying.quarter.draw import draw
from huiying.quarter.kinds import BASIC_ITEMS
from huiying.quarter.walk import Row


def read_basics(rows: Sequence[Row], desk: Desk) -> dict[str, str]:
    """Return the filled-in values by key."""
    keys = {label: key for key, label in BASIC_ITEMS.items()}
    found: dict[str, str] = {}
    for row in rows:
        key = keys.get(joined(row["item"]))
        if key is None:
            desk.wrong(row, f"不认识的项目“{tidy(row['item'])}”")
        elif tidy(row["value"]):
            found[key] = tidy(row["value"])
    return found


def quarter_of(text: str) -> Quarter | None:
    """Read 2023年第四季度, 2023年4季度, 2023Q4; None for anything else."""
    found = re.search(r"(\d{4})\D{0,3}?第?([1-4一二三四])", joined(text))
    if found is None:
        return None
    mark = found[2]
    return Quarter(year=int(found[1]), number=ORDINALS.index(mark) + 1 if mark in ORDINALS else int(mark))


def named_after(text: str) -> Quarter | None:
    """Return the quarter that a name says outright (…季度, …Q1); a month or a day in it tells none."""
    said = re.search(r"\d{4}年?(?:第?[1-4一二三四]季|[-—_第]?[Qq][1-4])", joined(text))
    return quarter_of(said[0]) if said else None


def read_count(basics: Mapping[str, str], key: str, desk: Desk) -> int | None:
    """Return a number of the sheet; None where it is empty or none."""
    text = basics.get(key)
    value = number(text) if text else None
    if text and value is None:
        desk.problems.append(f"“基本信息”：“{BASIC_ITEMS[key]}”应为数字，实为“{text}”")
    return value


def read_day(basics: Mapping[str, str], key: str, desk: Desk) -> date | None:
    """Return a day of the sheet; None where it is empty or none."""
    text = basics.get(key)
    value = day(text) if text else None
    if text and value is None:
        desk.problems.append(f"“基本信息”：“{BASIC_ITEMS[key]}”应为日期，实为“{text}”")
    return value


def read_period(basics: Mapping[str, str], desk: Desk) -> tuple[date, date] | None:
    """Return the days from which and to which data were collected, both included; None unless both are given in order."""
    first, last = read_day(basics, "collected_from", desk), read_day(basics, "collected_to", desk)
    if first and last and first > last:
        desk.problems.append("“基本信息”：数据采集的起日晚于止日")
        return None
    return (first, last) if first and last else None


def read_sample(titles: Sequence[str], basics: Mapping[str, str], desk: Desk) -> tuple[str, ...]:
    """Draw the sample from the titles; () without a number to draw or a seed."""
    count, seed = read_count(basics, "drawn", desk), basics.get("seed", "")
    if not count or not titles:
        return ()
    if not seed:
        desk.problems.append("“基本信息”：没有填写抽取种子，抽取的结果不能复现")
        return ()
    if count > len(titles):
        desk.problems.append(f"“重要信息”：只有{len(titles)}条，不够抽取{count}条")
        return ()
    return draw(titles, count, seed)


def read_portal(basics: Mapping[str, str], desk: Desk) -> PortalOutput:
    """Return the portal's output."""
    keys = ("published", "documents", "interpretations", "announcements", "topics", "pictures")
    return PortalOutput(**{key: read_count(basics, key, desk) for key in keys})
