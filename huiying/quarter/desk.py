"""The reading under way: the register of units, and what was found wrong so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from huiying.quarter.cells import joined, number, tidy, yes
from huiying.quarter.units import Register, UnknownUnit
from huiying.quarter.walk import Row

T = TypeVar("T")


@dataclass(kw_only=True, slots=True)
class Desk:
    """The reading under way: the register, and what was found wrong so far."""

    register: Register
    groups: dict[str, str]
    problems: list[str] = field(default_factory=list)
    unknown: dict[str, UnknownUnit] = field(default_factory=dict)

    def unit(self, row: Row, text: str = "") -> str:
        written = joined(text or row["unit"])
        if not written or not self.register:
            return written
        name = self.register.find(written)
        if name is None:
            nearest = self.register.nearest(written)
            self.unknown.setdefault(written, UnknownUnit(name=written, nearest=nearest, where=row.where))
        return name or written

    def wrong(self, row: Row, what: str) -> None:
        self.problems.append(f"{row.where}：{what}")

    def number(self, row: Row, key: str, label: str) -> int | None:
        value = number(row[key])
        if value is None:
            self.wrong(row, f"“{label}”应为数字，实为“{tidy(row[key])}”" if tidy(row[key]) else f"“{label}”没有填写")
        return value

    def flag(self, row: Row, key: str, label: str, *, empty: bool | None = None) -> bool | None:
        if empty is not None and not tidy(row[key]):
            return empty
        value = yes(row[key])
        if value is None:
            self.wrong(row, f"“{label}”应填是或否，实为“{tidy(row[key])}”")
        return value


def once(items: Sequence[T], key: Callable[[T], str], what: str, desk: Desk) -> tuple[T, ...]:
    kept: dict[str, T] = {}
    for item in items:
        if kept.setdefault(key(item), item) is not item:
            desk.problems.append(f"{what}“{key(item)}”重复，只计第一次")
    return tuple(kept.values())
