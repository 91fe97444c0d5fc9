"""The roster and the question bank in the database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, Row, insert, select, update

from huiying.db import tables as t
from huiying.db.engine import reading
from huiying.errors import NotAllowed, some_of
from huiying.lifecycle import OUT
from huiying.model import Question, Site


def lines(values: Sequence[str]) -> str:
    """Pack a tuple of short strings into one column, one a line."""
    return "\n".join(values)


def site_of(row: Row[tuple[object, ...]]) -> Site:
    """Return the Site that stands in a row of the table `site`."""
    m = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    return Site(
        id=m[t.site.c.id],
        order=m[t.site.c.position],
        name=m[t.site.c.name],
        home_url=m[t.site.c.home_url],
        hosts=tuple(m[t.site.c.hosts].splitlines()),
        unit=m[t.site.c.unit],
        group=m[t.site.c.heading],
        code=m[t.site.c.code],
        channel_url=m[t.site.c.channel_url],
        recipe=m[t.site.c.recipe],
        department=m[t.site.c.department],
    )


def question_of(row: Row[tuple[object, ...]]) -> Question:
    """Return the Question that stands in a row of the table `question`."""
    m = row._mapping  # noqa: SLF001
    return Question(
        id=m[t.question.c.id],
        title=m[t.question.c.title],
        body=m[t.question.c.body],
        category=m[t.question.c.category],
        keywords=tuple(m[t.question.c.keywords].splitlines()),
        group=m[t.question.c.heading],
    )


def _moved(before: Site | None, after: Site) -> bool:
    """Whether a site would stand elsewhere: further addresses may be added, and the home page go to one of its own."""
    return before is not None and not (
        set(before.hosts) <= set(after.hosts) and set(after.hosts[:1]) <= set(before.hosts)
    )


def _refuse_moved(connection: Connection, moved: Sequence[Site]) -> None:
    query = (
        select(t.inquiry.c.site_id, t.round_.c.name)
        .join(t.round_, t.round_.c.id == t.inquiry.c.round_id)
        .where(t.round_.c.closed_at.is_(None), t.inquiry.c.state.in_([state.value for state in OUT]))
        .where(t.inquiry.c.site_id.in_([site.id for site in moved]))
        .order_by(t.round_.c.id)
    )
    asked = {row.site_id: row.name for row in connection.execute(query)} if moved else {}
    stays = [site for site in moved if site.id in asked]
    if not stays:
        return
    names = some_of([f"{site.name}（{'、'.join(site.hosts)}）" for site in stays])
    raise NotAllowed(
        what="导入名录",
        why=f"{names}的网址有变动，而轮次“{asked[stays[0].id]}”的咨询已经提交或正在提交，没有导入任何内容",
        do="请在表中保留原来的域名（可以另加其他域名），或在 huiying round close 之后再导入",
    )


class Rosters:
    """Sites and questions; imports replace by name and never drop a site that a round refers to."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def import_sites(self, sites: Sequence[Site]) -> tuple[int, int]:
        """Add new sites and update known ones (by name); return (added, updated). Absent ones become inactive.

        Raises:
            NotAllowed: a site would stand at other addresses while a letter of an open round is with it.
        """
        added = 0
        with self._engine.begin() as connection:
            known = {row.name: row.id for row in connection.execute(select(t.site.c.name, t.site.c.id))}
            before = {site.name: site for site in map(site_of, connection.execute(select(t.site)))}
            connection.execute(update(t.site).values(active=False))
            for site in sites:
                values = {
                    "position": site.order,
                    "name": site.name,
                    "home_url": site.home_url,
                    "hosts": lines(site.hosts),
                    "unit": site.unit,
                    "heading": site.group,
                    "code": site.code,
                    "channel_url": site.channel_url,
                    "recipe": site.recipe,
                    "department": site.department,
                    "active": True,
                }
                if site.name in known:
                    connection.execute(update(t.site).where(t.site.c.id == known[site.name]).values(values))
                else:
                    connection.execute(insert(t.site).values(values))
                    added += 1
            # After the updates, which hold off every press: what is pressed now is seen, what comes later sees them.
            _refuse_moved(connection, [before[site.name] for site in sites if _moved(before.get(site.name), site)])
        return added, len(sites) - added

    def sites(self) -> list[Site]:
        """Return the active sites in the roster's order."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(t.site).where(t.site.c.active).order_by(t.site.c.position))
            return [site_of(row) for row in rows]

    def import_questions(self, questions: Sequence[Question]) -> int:
        """Add or update questions by title; return how many there are now."""
        with self._engine.begin() as connection:
            known = {row.title: row.id for row in connection.execute(select(t.question.c.title, t.question.c.id))}
            for question in questions:
                values = {
                    "title": question.title,
                    "body": question.body,
                    "category": question.category,
                    "keywords": lines(question.keywords),
                    "heading": question.group,
                }
                if question.title in known:
                    chosen = t.question.c.id == known[question.title]
                    connection.execute(update(t.question).where(chosen).values(values))
                else:
                    connection.execute(insert(t.question).values(values))
        return len(self.questions())

    def questions(self) -> list[Question]:
        """Return the question bank in the order of import."""
        with reading(self._engine) as connection:
            return [question_of(row) for row in connection.execute(select(t.question).order_by(t.question.c.id))]
