"""One register of units: whatever a table calls a unit, it is found under the register's name, or reported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from huiying.errors import BadInput
from huiying.model import Unit
from huiying.quarter.cells import joined

LIKE = 60
"""Likeness (0–100) below which no nearest name is offered."""
_BRACKETS = re.compile(r"^(.+?)[(（](.+?)[)）]$")


@dataclass(frozen=True, kw_only=True, slots=True)
class UnknownUnit:
    """A name that the register does not know; `nearest` is what may have been meant, "" for nothing like it."""

    name: str
    nearest: str
    where: str

    def __str__(self) -> str:
        hint = f"，是否为“{self.nearest}”" if self.nearest else ""
        return f"{self.where}：单位“{self.name}”不在单位表中{hint}"


class Register:
    """单位表: names and aliases. 市人防办(国动办) is also found as 市人防办 and as 市国动办."""

    def __init__(self, units: Iterable[Unit], *, city: str = "") -> None:
        self._names: dict[str, str] = {}
        self._city = joined(city)
        known = list(units)
        for unit in known:
            self._add(unit.name, unit.name)
        for unit in known:
            for alias in (*unit.aliases, *_spellings(unit.name)):
                self._add(alias, unit.name)

    def _add(self, alias: str, name: str) -> None:
        key = self._key(alias)
        if key and self._names.setdefault(key, name) != name:
            what = f"“{alias}”既指“{self._names[key]}”又指“{name}”"
            raise BadInput(where="单位表", what=what, do="请删去其中一个别名")

    def __bool__(self) -> bool:
        return bool(self._names)

    def find(self, name: str) -> str | None:
        """Return the register's name for what a table calls a unit."""
        return self._names.get(self._key(name))

    def nearest(self, name: str) -> str:
        """Return the most alike name of the register; "" where none is alike."""
        found = process.extractOne(self._key(name), self._names.keys(), scorer=fuzz.ratio, score_cutoff=LIKE)
        return self._names[found[0]] if found else ""

    def _key(self, name: str) -> str:
        key = joined(name).replace("(", "").replace(")", "").casefold()
        if self._city and key.startswith(self._city) and len(key) > len(self._city) + 1:
            key = "市" + key[len(self._city) :].removeprefix("市")
        return key


def _spellings(name: str) -> Iterator[str]:
    """Yield the other ways in which 市人防办(国动办) is written: each half, with the level's character in front."""
    match = _BRACKETS.match(joined(name))
    if match is None:
        return
    outside, inside = match.groups()
    yield outside
    yield inside
    if outside[0] in "省市县区" and inside[0] != outside[0]:
        yield outside[0] + inside
