"""whose a held mail may be."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "mail_candidate",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_mail_candidate_mail_id")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_mail_candidate_inquiry_id")),
        sa.PrimaryKeyConstraint("mail_id", "inquiry_id", name=op.f("pk_mail_candidate")),
    )
    op.create_index(op.f("ix_mail_candidate_inquiry_id"), "mail_candidate", ["inquiry_id"], unique=False)
