"""what persons took back."""

import sqlalchemy as sa
from alembic import op

from huiying.db.walls import replaced, statements

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# As they stood when this was written: a later change of the walls is a migration of its own.
WALLS = (
    ("withdrawal_append_only", "withdrawal", "UPDATE", "true"),
    ("withdrawal_never_deleted", "withdrawal", "DELETE", "true"),
    (
        "withdrawn_only_if_a_person_wrote_it",
        "withdrawal",
        "INSERT",
        (
            "NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.observation_id = NEW.observation_id "
            "AND evidence.kind = 'document')"
        ),
    ),
)

SETTLES_ONCE = (
    "dispatch_settles_once",
    "dispatch",
    "UPDATE",
    (
        "NEW.outcome <> OLD.outcome AND NOT (OLD.outcome = 'open' "
        "OR (OLD.outcome = 'unknown' AND NEW.outcome = 'accepted') "
        "OR (OLD.outcome = 'accepted' AND NEW.outcome = 'unknown' AND (EXISTS "
        "(SELECT 1 FROM mail_move WHERE mail_move.before_inquiry_id = NEW.inquiry_id "
        "AND mail_move.withdrawn_id IS NOT NULL) OR EXISTS "
        "(SELECT 1 FROM withdrawal JOIN observation ON observation.id = withdrawal.observation_id "
        "WHERE observation.inquiry_id = NEW.inquiry_id))))"
    ),
)


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("who <> '' AND why <> ''", name=op.f("ck_withdrawal_signed")),
        sa.ForeignKeyConstraint(["observation_id"], ["observation.id"], name=op.f("fk_withdrawal_observation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
        sa.UniqueConstraint("observation_id", name=op.f("uq_withdrawal_observation_id")),
    )
    connection = op.get_bind()
    dialect = connection.dialect.name
    for statement in (*replaced(dialect, SETTLES_ONCE), *statements(dialect, WALLS)):
        connection.exec_driver_sql(statement)
