"""The tables. What may never happen is walled off by constraints here and by the triggers of `walls`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

from huiying.model import SHANGHAI, State, require_aware


class Instant(TypeDecorator[datetime]):
    """An aware datetime: UTC in the table (SQLite has no zones), Beijing time outside."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        require_aware(value)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        moment: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(SHANGHAI)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _one_of(column: str, *values: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


site = Table(
    "site",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False, unique=True),
    Column("home_url", Text, nullable=False),
    _text("hosts"),  # one a line
    _text("unit"),
    _text("heading"),  # the group under which annexes list it
    _text("code"),
    _text("channel_url"),
    _text("recipe"),
    _text("department"),
    Column("active", Boolean, nullable=False, server_default=text("true")),
)

question = Table(
    "question",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False, unique=True),
    Column("body", Text, nullable=False),
    _text("category"),
    _text("keywords"),  # one a line
    _text("heading"),
)

round_ = Table(
    "round",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("opened_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("office", Text, nullable=False),
    Column("ground", Text, nullable=False),
    Column("policy", Text, nullable=False),
    CheckConstraint("opened_at < closes_at", name="order"),
    CheckConstraint("office <> '' AND ground <> ''", name="authority"),
)

move = Table(
    "move",
    metadata,
    Column("before", String(16), primary_key=True),
    Column("after", String(16), primary_key=True),
)

inquiry = Table(
    "inquiry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", ForeignKey("round.id"), nullable=False),
    Column("site_id", ForeignKey("site.id"), nullable=False),
    Column("question_id", ForeignKey("question.id"), nullable=False),
    Column("state", String(16), nullable=False, server_default=State.PLANNED.value),
    _text("alias"),
    _text("title"),
    _text("body"),
    _text("query_password"),
    _text("page_url"),
    Column("asked_at", Instant),
    _text("receipt_number"),
    _text("receipt_code"),
    Column("block", String(32)),
    _text("note"),
    UniqueConstraint("round_id", "site_id"),
    _one_of("state", *(state.value for state in State)),
    CheckConstraint("state <> 'blocked' OR block IS NOT NULL", name="blocked_has_reason"),
    CheckConstraint("state NOT IN ('submitted', 'replied') OR asked_at IS NOT NULL", name="asked_has_instant"),
)

dispatch = Table(
    "dispatch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("inquiry_id", ForeignKey("inquiry.id"), nullable=False),
    Column("round_id", ForeignKey("round.id"), nullable=False),
    Column("site_id", ForeignKey("site.id"), nullable=False),
    Column("worker", Text, nullable=False),
    Column("armed_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("outcome", String(16), nullable=False, server_default="open"),
    _text("why"),
    _one_of("outcome", "open", "accepted", "rejected", "unknown"),
    # The door: one press for a site and round, unless the site refused it in so many words.
    Index("uq_dispatch_once", "round_id", "site_id", unique=True,
          sqlite_where=text("outcome <> 'rejected'"), postgresql_where=text("outcome <> 'rejected'")),
)  # fmt: skip

event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("inquiry_id", ForeignKey("inquiry.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("before", String(16), nullable=False),
    Column("after", String(16), nullable=False),
    Column("actor", Text, nullable=False),
    _text("why"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("path", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("kept_at", Instant, nullable=False),
    Column("inquiry_id", ForeignKey("inquiry.id"), index=True),
    Column("dispatch_id", ForeignKey("dispatch.id"), index=True),
    Column("observation_id", ForeignKey("observation.id"), index=True),
    Column("dispute_id", ForeignKey("dispute.id"), index=True),
)

observation = Table(
    "observation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("inquiry_id", ForeignKey("inquiry.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("result", String(16), nullable=False),
    _text("text"),
    Column("stated_at", Instant),
    Column("stated_precision", String(8)),
    _text("unit"),
    _text("site_state"),
    Column("kind", String(16)),
    Column("sure", Boolean),
    Column("confidence", Float),
    _text("why"),
    _text("note"),
    _one_of("result", "absent", "unlisted", "seen", "unreadable"),
)

verdict = Table(
    "verdict",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("observation_id", ForeignKey("observation.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("why", Text, nullable=False),
    CheckConstraint("who <> '' AND why <> ''", name="signed"),
)

withdrawal = Table(
    "withdrawal",  # what a person took back of what a person had put on record: a mistyped answer, a look at a wrong site
    metadata,
    Column("id", Integer, primary_key=True),
    Column("observation_id", ForeignKey("observation.id"), nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    CheckConstraint("who <> '' AND why <> ''", name="signed"),
)

dispute = Table(
    "dispute",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("inquiry_id", ForeignKey("inquiry.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),
    Column("text", Text, nullable=False),
    CheckConstraint("who <> '' AND text <> ''", name="signed"),
)

dispute_decision = Table(
    "dispute_decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dispute_id", ForeignKey("dispute.id"), nullable=False, unique=True),  # decided once
    Column("outcome", String(16), nullable=False),
    Column("verdict_id", ForeignKey("verdict.id"), unique=True),
    Column("who", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("why", Text, nullable=False),
    _one_of("outcome", "upheld", "rejected"),
    # An upheld objection is a verdict on an observation, never a bare row of the annex; a rejected one changes nothing.
    CheckConstraint("(outcome = 'upheld') = (verdict_id IS NOT NULL)", name="upheld_is_a_verdict"),
    CheckConstraint("who <> '' AND why <> ''", name="signed"),
)

mail = Table(
    "mail",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("identity", String(64), nullable=False),  # of Message-ID and body: survives a change of UIDVALIDITY
    Column("sha256", String(64), nullable=False),
    Column("path", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("kept_at", Instant, nullable=False),
    Column("status", String(16), nullable=False, server_default="new"),
    Column("inquiry_id", ForeignKey("inquiry.id"), index=True),
    _text("why"),
    _one_of("status", "new", "matched", "held", "other"),
    UniqueConstraint("account", "identity"),
)

mail_uid = Table(
    "mail_uid",
    metadata,
    Column("account", Text, primary_key=True),
    Column("folder", Text, primary_key=True),
    Column("uidvalidity", BigInteger, primary_key=True, autoincrement=False),
    Column("uid", BigInteger, primary_key=True, autoincrement=False),
    Column("mail_id", ForeignKey("mail.id"), nullable=False),
)

mail_candidate = Table(
    "mail_candidate",  # whose a held mail may be: until a person has said, their rows are open
    metadata,
    Column("mail_id", ForeignKey("mail.id"), primary_key=True),
    Column("inquiry_id", ForeignKey("inquiry.id"), primary_key=True, index=True),
)

mail_move = Table(
    "mail_move",  # what a person did with a mail: gave it to a site, back to the waiting ones, or set it aside
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mail_id", ForeignKey("mail.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("before", String(16), nullable=False),
    Column("before_inquiry_id", ForeignKey("inquiry.id"), index=True),
    _text("before_why"),
    Column("after", String(16), nullable=False),
    Column("after_inquiry_id", ForeignKey("inquiry.id"), index=True),
    Column("withdrawn_id", ForeignKey("observation.id"), unique=True),  # the observation that no longer counts
    CheckConstraint("who <> '' AND why <> ''", name="signed"),
)

reach = Table(
    "reach",
    metadata,
    Column("place", Text, primary_key=True),  # "mail" or "site:<id>"
    Column("tried_at", Instant, nullable=False),
    Column("reached_at", Instant),
    _text("error"),
    Column("told", Boolean, nullable=False, server_default=text("false")),
)
