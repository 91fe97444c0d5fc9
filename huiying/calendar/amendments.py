"""The file in which a user's own notices and days stand (TOML, or the same as JSON), each day with its source. Pure.

    [[notice]]                                  [[day]]
    year = 2027                                 date = 2027-01-04
    number = "国办发明电〔2026〕…号"              workday = false
    title = "国务院办公厅关于2027年…"             name = "元旦"
    issued = 2026-11-…                          source = "国办发明电〔2026〕…号"

A [[notice]] opens its year and needs all its statutory holidays as days of the same file; a [[day]] alone opens nothing.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiying.calendar.notices import EARLIEST, LATEST, statutory_days
from huiying.calendar.workdays import Change, Notice
from huiying.errors import BadInput

LONGEST = 1_000_000
LONGEST_WORD = 200
NOTICE_KEYS = frozenset({"year", "number", "title", "issued"})
DAY_KEYS = frozenset({"date", "workday", "name", "source"})
FORMULA = ("=", "+", "-", "@")
"""How a spreadsheet's formula begins; the reasons are exported as CSV."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Amendments:
    """节假日调整文件: years that it proclaims, and days that it changes."""

    notices: tuple[Notice, ...] = ()
    changes: tuple[Change, ...] = ()


def read_amendments(text: str, where: str) -> Amendments:
    """Read a file; `where` is its name for messages. Raises BadInput."""
    data = _parse(text, where)
    if unknown := sorted(set(data) - {"notice", "day"}):
        raise _bad(where, f"不认识的项“{unknown[0]}”")
    rows = {key: data.get(key, []) for key in ("notice", "day")}
    for key, value in rows.items():
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise _bad(where, f"“{key}”应写作 [[{key}]]")
    found = Amendments(
        notices=tuple(_notice(row, where) for row in rows["notice"]),
        changes=tuple(_change(row, where) for row in rows["day"]),
    )
    _check(found, where)
    return found


def write_amendments(amendments: Amendments) -> str:
    """Return the file as TOML, days in order; `read_amendments` reads it back."""
    days = sorted(amendments.changes, key=lambda change: change.day)
    blocks = [*map(_notice_block, amendments.notices), *map(_day_block, days)]
    return "\n\n".join(blocks) + "\n"


def _notice_block(notice: Notice) -> str:
    lines = [
        "[[notice]]",
        f"year = {notice.year}",
        f"number = {_quoted(notice.number)}",
        f"title = {_quoted(notice.title)}",
    ]
    return "\n".join([*lines, *([f"issued = {notice.issued}"] if notice.issued else [])])


def _day_block(change: Change) -> str:
    return (
        f"[[day]]\ndate = {change.day}\nworkday = {str(change.workday).lower()}\n"
        f"name = {_quoted(change.name)}\nsource = {_quoted(change.source)}"
    )


def merge(parts: Iterable[Amendments]) -> Amendments:
    """Join several files; a later one wins."""
    known = list(parts)
    years = {notice.year: notice for part in known for notice in part.notices}
    days = {change.day: change for part in known for change in part.changes}
    return Amendments(notices=tuple(years.values()), changes=tuple(days.values()))


def _parse(text: str, where: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise _bad(where, "文件过大")
    text = text.removeprefix("\ufeff")
    try:
        data = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _bad(where, f"不是 TOML 或 JSON({str(error)[:80]})") from None
    if not isinstance(data, dict):
        raise _bad(where, "不是 TOML 或 JSON 对象")
    return data


def _notice(row: dict[str, Any], where: str) -> Notice:
    _keys(row, NOTICE_KEYS, {"year", "title"}, where)
    year = row["year"]
    if type(year) is not int or not EARLIEST <= year <= LATEST:
        raise _bad(where, f"年份“{year}”不对")
    issued = _day(row["issued"], where) if "issued" in row else None
    return Notice(
        year=year, number=_word(row.get("number", ""), where), title=_word(row["title"], where), issued=issued
    )


def _change(row: dict[str, Any], where: str) -> Change:
    _keys(row, DAY_KEYS, set(DAY_KEYS), where)
    if not isinstance(row["workday"], bool):
        raise _bad(where, f"{row['date']}的 workday 应为 true 或 false")
    name, source = _word(row["name"], where), _word(row["source"], where)
    if not name or not source:
        raise _bad(where, f"{row['date']}缺少 name 或 source")
    return Change(day=_day(row["date"], where), workday=row["workday"], name=name, source=source)


def _check(found: Amendments, where: str) -> None:
    days = [change.day for change in found.changes]
    if len(set(days)) < len(days):
        raise _bad(where, f"{next(day for day in days if days.count(day) > 1)}写了两次")
    years = [notice.year for notice in found.notices]
    if len(set(years)) < len(years):
        raise _bad(where, "同一年写了两次 [[notice]]")
    off = {change.day for change in found.changes if not change.workday}
    for year in years:
        for day, name in statutory_days(year):
            if day not in off:
                raise _bad(where, f"{year}年的[[notice]]缺少{name}的法定假日{day}")


def _keys(row: dict[str, Any], known: frozenset[str], needed: set[str], where: str) -> None:
    if unknown := sorted(set(row) - known):
        raise _bad(where, f"不认识的项“{unknown[0]}”")
    if absent := sorted(needed - set(row)):
        raise _bad(where, f"缺少“{absent[0]}”")


def _day(value: object, where: str) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _bad(where, f"日期“{str(value)[:30]}”不对") from None


def _word(value: object, where: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_WORD or not (value.isprintable()):
        raise _bad(where, "文字过长或含有控制字符")
    if value.startswith(FORMULA):
        raise _bad(where, f"“{value[:20]}”不能以 = + - @ 开头")
    return value.strip()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _bad(where: str, what: str) -> BadInput:
    return BadInput(where=where, what=what, do="请改正该文件，或用 huiying calendar add 重新录入通知")
