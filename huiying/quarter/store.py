"""The quarter's data as a file between commands, and what a further import changes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from pydantic import TypeAdapter, ValidationError

from huiying.errors import BadInput
from huiying.inspection import AccountProblem, Inspection, RepostCheck
from huiying.model import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """季度数据: what was found, and the register of units with their groups that its tables were read by."""

    inspection: Inspection
    units: tuple[Unit, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def known(self) -> dict[Unit, str]:
        """The units with their groups, for the next import."""
        return dict(zip(self.units, self.groups, strict=True))


_ADAPTER = TypeAdapter(Kept)


def to_text(kept: Kept) -> str:
    """Return the data as JSON that a person can read."""
    return _ADAPTER.dump_json(kept, indent=2).decode() + "\n"


def from_text(text: str, *, where: str) -> Kept:
    """Read what `to_text` wrote; raises BadInput for anything else."""
    try:
        return _ADAPTER.validate_json(text)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise BadInput(where=where, what=f"内容已损坏（{place or '不是 JSON'}）", do="请重新导入本季度的表格") from None


def merge(kept: Inspection, added: Inspection, *, posts: bool = False, problems: bool = False) -> Inspection:
    """Return the kept data with every part that the further import holds put in its place.

    `posts` and `problems` say whether it holds those tables: what was computed from posts and what a person found stand
    beside each other, and each is replaced by its own kind only, by nothing too.

    Checks of republication are put in one by one: those of sites and of accounts come from different tables.

    Raises:
        BadInput: the two are of different quarters.
    """
    if kept.quarter != added.quarter:
        what = f"导入的是{added.quarter}的数据，已有的是{kept.quarter}的数据"
        raise BadInput(where="季度数据", what=what, do="请另建一个季度，或改正“基本信息”中的年份和季度")
    empty = Inspection(quarter=added.quarter, office="")
    given = {
        part.name: getattr(added, part.name)
        for part in fields(Inspection)
        if getattr(added, part.name) != getattr(empty, part.name)
    }
    if posts or problems:
        stay = [one for one in kept.problems if not (posts if one.computed else problems)]
        given["problems"] = unique([*stay, *added.problems])
    if added.reposts:
        given["reposts"] = corrected(kept.reposts, added.reposts)
    return replace(kept, **given)


def unique(problems: Sequence[AccountProblem]) -> tuple[AccountProblem, ...]:
    """Return each problem of an account once, whoever found it."""
    return tuple({(one.platform, one.name, one.problem): one for one in problems}.values())


def corrected(kept: Sequence[RepostCheck], added: Sequence[RepostCheck]) -> tuple[RepostCheck, ...]:
    """Return the kept checks with the added ones in their places.

    A line of a table that repeats what the program found leaves the finding as it is; any other is a person's decision
    and stands, with the page and the evidence that the program saw.
    """
    merged = {(check.item, check.is_site, check.place): check for check in kept}
    for check in added:
        before = merged.get((check.item, check.is_site, check.place))
        if before is None:
            merged[check.item, check.is_site, check.place] = check
        elif (before.found, before.in_time, before.in_form) != (check.found, check.in_time, check.in_form):
            merged[check.item, check.is_site, check.place] = replace(
                check, copy=before.copy, evidence=before.evidence, unit=check.unit or before.unit
            )
    return tuple(merged.values())
