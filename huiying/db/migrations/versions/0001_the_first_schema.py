"""the first schema."""

import sqlalchemy as sa
from alembic import op

from huiying.db.walls import moves, statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# As they stood then: a wall that came later may speak of a table that came later.
MOVES = (
    ("armed", "blocked"),
    ("armed", "planned"),
    ("armed", "submitted"),
    ("armed", "unconfirmed"),
    ("blocked", "closed"),
    ("blocked", "planned"),
    ("closed", "replied"),
    ("closed", "submitted"),
    ("planned", "armed"),
    ("planned", "blocked"),
    ("planned", "closed"),
    ("replied", "closed"),
    ("replied", "submitted"),
    ("submitted", "closed"),
    ("submitted", "replied"),
    ("unconfirmed", "closed"),
    ("unconfirmed", "submitted"),
    ("unconfirmed", "void"),
)

WALLS = (
    ("dispatch_never_deleted", "dispatch", "DELETE", "true"),
    ("event_append_only", "event", "UPDATE", "true"),
    ("event_never_deleted", "event", "DELETE", "true"),
    ("observation_append_only", "observation", "UPDATE", "true"),
    ("observation_never_deleted", "observation", "DELETE", "true"),
    ("verdict_append_only", "verdict", "UPDATE", "true"),
    ("verdict_never_deleted", "verdict", "DELETE", "true"),
    ("evidence_append_only", "evidence", "UPDATE", "true"),
    ("evidence_never_deleted", "evidence", "DELETE", "true"),
    ("dispute_append_only", "dispute", "UPDATE", "true"),
    ("dispute_never_deleted", "dispute", "DELETE", "true"),
    ("dispute_decision_append_only", "dispute_decision", "UPDATE", "true"),
    ("dispute_decision_never_deleted", "dispute_decision", "DELETE", "true"),
    (
        "upheld_about_its_own_inquiry",
        "dispute_decision",
        "INSERT",
        (
            "NEW.verdict_id IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM verdict JOIN observation ON observation.id = verdict.observation_id "
            "JOIN dispute ON dispute.inquiry_id = observation.inquiry_id "
            "WHERE verdict.id = NEW.verdict_id AND dispute.id = NEW.dispute_id)"
        ),
    ),
    (
        "proved_only_by_a_document",
        "verdict",
        "INSERT",
        (
            "EXISTS (SELECT 1 FROM observation WHERE observation.id = NEW.observation_id "
            "AND observation.channel = 'proved') AND NOT EXISTS "
            "(SELECT 1 FROM evidence WHERE evidence.observation_id = NEW.observation_id)"
        ),
    ),
    ("inquiry_never_deleted", "inquiry", "DELETE", "true"),
    (
        "inquiry_moves",
        "inquiry",
        "UPDATE",
        (
            "NEW.state <> OLD.state AND NOT EXISTS "
            "(SELECT 1 FROM move WHERE move.before = OLD.state AND move.after = NEW.state)"
        ),
    ),
    (
        "inquiry_keeps_its_place",
        "inquiry",
        "UPDATE",
        "NEW.round_id <> OLD.round_id OR NEW.site_id <> OLD.site_id",
    ),
    (
        "dispatch_settles_once",
        "dispatch",
        "UPDATE",
        (
            "NEW.outcome <> OLD.outcome AND NOT "
            "(OLD.outcome = 'open' OR (OLD.outcome = 'unknown' AND NEW.outcome = 'accepted'))"
        ),
    ),
    (
        "dispatch_keeps_its_place",
        "dispatch",
        "UPDATE",
        (
            "NEW.inquiry_id <> OLD.inquiry_id OR NEW.round_id <> OLD.round_id OR NEW.site_id <> OLD.site_id "
            "OR NEW.armed_at <> OLD.armed_at"
        ),
    ),
    (
        "no_verdict_without_evidence",
        "dispatch",
        "UPDATE",
        (
            "NEW.outcome <> OLD.outcome AND NEW.outcome IN ('accepted', 'rejected') AND NOT EXISTS "
            "(SELECT 1 FROM evidence WHERE evidence.dispatch_id = NEW.id)"
        ),
    ),
    (
        "dispatch_matches_inquiry",
        "dispatch",
        "INSERT",
        (
            "NOT EXISTS (SELECT 1 FROM inquiry WHERE inquiry.id = NEW.inquiry_id AND inquiry.round_id = NEW.round_id "
            "AND inquiry.site_id = NEW.site_id AND inquiry.state = 'planned')"
        ),
    ),
    (
        "armed_needs_dispatch",
        "inquiry",
        "UPDATE",
        (
            "NEW.state = 'armed' AND OLD.state <> 'armed' AND NOT EXISTS "
            "(SELECT 1 FROM dispatch WHERE dispatch.inquiry_id = NEW.id AND dispatch.outcome = 'open')"
        ),
    ),
    (
        "slot_opens_only_when_rejected",
        "inquiry",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NEW.state IN ('planned', 'blocked') AND EXISTS "
            "(SELECT 1 FROM dispatch WHERE dispatch.inquiry_id = NEW.id AND dispatch.outcome <> 'rejected')"
        ),
    ),
)


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "move",
        sa.Column("before", sa.String(length=16), nullable=False),
        sa.Column("after", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("before", "after", name=op.f("pk_move")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), server_default="", nullable=False),
        sa.Column("keywords", sa.Text(), server_default="", nullable=False),
        sa.Column("heading", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("title", name=op.f("uq_question_title")),
    )
    op.create_table(
        "reach",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("told", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_reach")),
    )
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.CheckConstraint("office <> '' AND ground <> ''", name=op.f("ck_round_authority")),
        sa.CheckConstraint("opened_at < closes_at", name=op.f("ck_round_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("name", name=op.f("uq_round_name")),
    )
    op.create_table(
        "site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("home_url", sa.Text(), nullable=False),
        sa.Column("hosts", sa.Text(), server_default="", nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("heading", sa.Text(), server_default="", nullable=False),
        sa.Column("code", sa.Text(), server_default="", nullable=False),
        sa.Column("channel_url", sa.Text(), server_default="", nullable=False),
        sa.Column("recipe", sa.Text(), server_default="", nullable=False),
        sa.Column("department", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("name", name=op.f("uq_site_name")),
    )
    op.create_table(
        "inquiry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), server_default="planned", nullable=False),
        sa.Column("alias", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("query_password", sa.Text(), server_default="", nullable=False),
        sa.Column("page_url", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt_number", sa.Text(), server_default="", nullable=False),
        sa.Column("receipt_code", sa.Text(), server_default="", nullable=False),
        sa.Column("block", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("state <> 'blocked' OR block IS NOT NULL", name=op.f("ck_inquiry_blocked_has_reason")),
        sa.CheckConstraint(
            "state IN ('planned', 'blocked', 'armed', 'unconfirmed', 'submitted', 'replied', 'closed', 'void')",
            name=op.f("ck_inquiry_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('submitted', 'replied') OR asked_at IS NOT NULL", name=op.f("ck_inquiry_asked_has_instant")
        ),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_inquiry_question_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_inquiry_round_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_inquiry_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        sa.UniqueConstraint("round_id", "site_id", name=op.f("uq_inquiry_round_id_site_id")),
    )
    op.create_table(
        "dispatch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("armed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=16), server_default="open", nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("outcome IN ('open', 'accepted', 'rejected', 'unknown')", name=op.f("ck_dispatch_outcome")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_dispatch_inquiry_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_dispatch_round_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_dispatch_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
    )
    op.create_index(
        "uq_dispatch_once",
        "dispatch",
        ["round_id", "site_id"],
        unique=True,
        sqlite_where=sa.text("outcome <> 'rejected'"),
        postgresql_where=sa.text("outcome <> 'rejected'"),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.String(length=16), nullable=False),
        sa.Column("after", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_event_inquiry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_inquiry_id"), "event", ["inquiry_id"], unique=False)
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=16), server_default="new", nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("status IN ('new', 'matched', 'held', 'other')", name=op.f("ck_mail_status")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_mail_inquiry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("account", "identity", name=op.f("uq_mail_account_identity")),
    )
    op.create_index(op.f("ix_mail_inquiry_id"), "mail", ["inquiry_id"], unique=False)
    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stated_precision", sa.String(length=8), nullable=True),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("site_state", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("sure", sa.Boolean(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "result IN ('absent', 'unlisted', 'seen', 'unreadable')", name=op.f("ck_observation_result")
        ),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_observation_inquiry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    op.create_index(op.f("ix_observation_inquiry_id"), "observation", ["inquiry_id"], unique=False)
    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("who <> '' AND text <> ''", name=op.f("ck_dispute_signed")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_dispute_inquiry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
    )
    op.create_index(op.f("ix_dispute_inquiry_id"), "dispute", ["inquiry_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=True),
        sa.Column("dispatch_id", sa.Integer(), nullable=True),
        sa.Column("observation_id", sa.Integer(), nullable=True),
        sa.Column("dispute_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_evidence_dispute_id")),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name=op.f("fk_evidence_dispatch_id")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_evidence_inquiry_id")),
        sa.ForeignKeyConstraint(["observation_id"], ["observation.id"], name=op.f("fk_evidence_observation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_dispatch_id"), "evidence", ["dispatch_id"], unique=False)
    op.create_index(op.f("ix_evidence_dispute_id"), "evidence", ["dispute_id"], unique=False)
    op.create_index(op.f("ix_evidence_inquiry_id"), "evidence", ["inquiry_id"], unique=False)
    op.create_index(op.f("ix_evidence_observation_id"), "evidence", ["observation_id"], unique=False)
    op.create_table(
        "mail_uid",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_mail_uid_mail_id")),
        sa.PrimaryKeyConstraint("account", "folder", "uidvalidity", "uid", name=op.f("pk_mail_uid")),
    )
    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("who <> '' AND why <> ''", name=op.f("ck_verdict_signed")),
        sa.ForeignKeyConstraint(["observation_id"], ["observation.id"], name=op.f("fk_verdict_observation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
    )
    op.create_index(op.f("ix_verdict_observation_id"), "verdict", ["observation_id"], unique=False)
    op.create_table(
        "dispute_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("verdict_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("outcome IN ('upheld', 'rejected')", name=op.f("ck_dispute_decision_outcome")),
        sa.CheckConstraint(
            "(outcome = 'upheld') = (verdict_id IS NOT NULL)", name=op.f("ck_dispute_decision_upheld_is_a_verdict")
        ),
        sa.CheckConstraint("who <> '' AND why <> ''", name=op.f("ck_dispute_decision_signed")),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_decision_dispute_id")),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.id"], name=op.f("fk_dispute_decision_verdict_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_decision")),
        sa.UniqueConstraint("dispute_id", name=op.f("uq_dispute_decision_dispute_id")),
        sa.UniqueConstraint("verdict_id", name=op.f("uq_dispute_decision_verdict_id")),
    )
    for statement in (*moves(MOVES), *statements(op.get_bind().dialect.name, WALLS)):
        op.get_bind().exec_driver_sql(statement)
