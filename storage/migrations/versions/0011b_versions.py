"""New versions of an alert that lives."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011b"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "versions",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("case_id", sa.String(), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("author_id", sa.String(), sa.ForeignKey("members.id"), nullable=False),
        sa.Column("account_id", sa.String(), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("submitted_at", moment, nullable=False),
        sa.Column("settled_at", moment, nullable=True),
        sa.Column("binding", sa.String(64), nullable=False),
        sa.Column("narrowed", sa.JSON(), nullable=False),
        sa.UniqueConstraint("case_id", "number"),
    )


def downgrade() -> None:
    op.drop_table("versions")
    op.drop_column("cases", "version")
