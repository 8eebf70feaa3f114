"""How often people report, look and press in a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "usage",
        sa.Column("use", sa.String(length=10), nullable=False),
        sa.Column("member_id", sa.String(length=200), nullable=False),
        sa.Column("store_id", sa.String(length=200), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_usage_member_id"),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name="fk_usage_store_id"),
        sa.PrimaryKeyConstraint("use", "member_id", "store_id", "hour", name="pk_usage"),
    )
    op.create_index("ix_usage_hour", "usage", ["hour"])


def downgrade() -> None:
    op.drop_table("usage")
