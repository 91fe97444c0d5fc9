"""Rounds of the same time over the same sites: each would put a letter of its own to every site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from huiying.db import tables as t
from huiying.db.rosters import site_of
from huiying.errors import BadInput, NotAllowed, some_of
from huiying.model import Site, address_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Rival:
    """A round whose time is not over and that asks these sites; `ended`: ahead of its time, after it had put letters."""

    name: str
    ended: bool
    sites: tuple[str, ...]


def rivals(connection: Connection, sites: Sequence[Site], *, now: datetime) -> dict[str, Rival]:
    """Return by name the rounds that ask one of the sites until after now, or had put a letter to one.

    A site is the same under another name where its home page is the same, however the address is spelt, or its 网站标识码.
    """
    pressed = select(t.dispatch.c.inquiry_id).where(t.dispatch.c.outcome != "rejected")
    query = (
        select(t.site, t.round_.c.name.label("round"), t.round_.c.closed_at)
        .join(t.inquiry, t.inquiry.c.round_id == t.round_.c.id)
        .join(t.site, t.site.c.id == t.inquiry.c.site_id)
        .where(t.round_.c.closes_at > now)
        .where(or_(t.round_.c.closed_at.is_(None), t.inquiry.c.id.in_(pressed)))
        .order_by(t.round_.c.id, t.site.c.position)
    )
    asked = {one for site in sites for one in _signs(site)}
    shared: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for row in connection.execute(query):
        if asked & _signs(other := site_of(row)):
            shared[row.round, row.closed_at is not None].append(other.name)
    return {name: Rival(name=name, ended=ended, sites=tuple(names)) for (name, ended), names in shared.items()}


def _signs(site: Site) -> set[tuple[str, object]]:
    """Return each of what, where it is the same, makes two rows of a roster one site."""
    return {("row", site.id), ("page", address_of(site.home_url)), *([("code", site.code)] if site.code else [])}


def refuse_rivals(name: str, found: Mapping[str, Rival], beside: Collection[str]) -> None:
    """Refuse to open a round beside others that nobody named.

    Raises:
        BadInput: a round was named that is none of them.
        NotAllowed: there is one that was not named.
    """
    for other in beside:
        if other not in found:
            why = f"“{other}”不是同时向这些网站提问的轮次"
            raise BadInput(where="--beside", what=why, do="请核对名称，或去掉 --beside")
    for rival in found.values():
        if rival.name in beside:
            continue
        state = "虽已提前结束，但已经向" if rival.ended else "还在进行，也向"
        ending = "" if rival.ended else f"那一轮是误开的，请运行 huiying round close --round {rival.name} --force；"
        raise NotAllowed(
            what=f"开启轮次“{name}”",
            why=f"轮次“{rival.name}”{state}{some_of(rival.sites)}提问，同一家网站会收到两次咨询",
            do=f"{ending}确需让这些网站再收到一次的，请加 --beside {rival.name}",
        )
