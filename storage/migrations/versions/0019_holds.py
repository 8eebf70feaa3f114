"""Holds have a reason, and a second person who confirms them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holds",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("case_id", sa.String(200), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(200), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_holds_case_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["members.id"], name="fk_holds_asked_by"),
        sa.ForeignKeyConstraint(["confirmed_by"], ["members.id"], name="fk_holds_confirmed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
    )
    op.create_index("ix_holds_case_id", "holds", ["case_id"])


def downgrade() -> None:
    op.drop_index("ix_holds_case_id", "holds")
    op.drop_table("holds")
