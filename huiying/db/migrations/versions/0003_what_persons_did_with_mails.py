"""what persons did with mails."""

import sqlalchemy as sa
from alembic import op

from huiying.db.walls import moves, replaced, statements

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# As they stood then: a wall that came later may speak of a table that came later.
MOVES = (("submitted", "unconfirmed"),)

SETTLES_ONCE = (
    "dispatch_settles_once",
    "dispatch",
    "UPDATE",
    (
        "NEW.outcome <> OLD.outcome AND NOT (OLD.outcome = 'open' OR (OLD.outcome = 'unknown' AND NEW.outcome = 'accepted') "
        "OR (OLD.outcome = 'accepted' AND NEW.outcome = 'unknown' AND EXISTS "
        "(SELECT 1 FROM mail_move WHERE mail_move.before_inquiry_id = NEW.inquiry_id AND mail_move.withdrawn_id IS NOT NULL)))"
    ),
)

WALLS = (
    ("mail_move_append_only", "mail_move", "UPDATE", "true"),
    ("mail_move_never_deleted", "mail_move", "DELETE", "true"),
    (
        "withdrawn_with_its_own_mail",
        "mail_move",
        "INSERT",
        (
            "NEW.withdrawn_id IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM observation JOIN evidence ON evidence.observation_id = observation.id "
            "JOIN mail ON mail.sha256 = evidence.sha256 WHERE observation.id = NEW.withdrawn_id "
            "AND mail.id = NEW.mail_id AND observation.inquiry_id = NEW.before_inquiry_id)"
        ),
    ),
)


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "mail_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("before", sa.String(length=16), nullable=False),
        sa.Column("before_inquiry_id", sa.Integer(), nullable=True),
        sa.Column("before_why", sa.Text(), server_default="", nullable=False),
        sa.Column("after", sa.String(length=16), nullable=False),
        sa.Column("after_inquiry_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("who <> '' AND why <> ''", name=op.f("ck_mail_move_signed")),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_mail_move_mail_id")),
        sa.ForeignKeyConstraint(["before_inquiry_id"], ["inquiry.id"], name=op.f("fk_mail_move_before_inquiry_id")),
        sa.ForeignKeyConstraint(["after_inquiry_id"], ["inquiry.id"], name=op.f("fk_mail_move_after_inquiry_id")),
        sa.ForeignKeyConstraint(["withdrawn_id"], ["observation.id"], name=op.f("fk_mail_move_withdrawn_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_move")),
        sa.UniqueConstraint("withdrawn_id", name=op.f("uq_mail_move_withdrawn_id")),
    )
    for column in ("mail_id", "before_inquiry_id", "after_inquiry_id"):
        op.create_index(op.f(f"ix_mail_move_{column}"), "mail_move", [column], unique=False)
    connection = op.get_bind()
    dialect = connection.dialect.name
    walls = (*replaced(dialect, SETTLES_ONCE), *statements(dialect, WALLS))
    for statement in (*moves(MOVES), *walls):
        connection.exec_driver_sql(statement)
