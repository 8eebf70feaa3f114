"""What of an alert somebody is to be shown, and each look at their papers before they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("requests", sa.Column("shown", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "hand_overs",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("request_id", sa.String(200), nullable=False),
        sa.Column("bearer", sa.String(20), nullable=False),
        sa.Column("proof", sa.String(20), nullable=False),
        sa.Column("mandate", sa.String(20), nullable=False),
        sa.Column("checked_by", sa.String(200), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared_by", sa.String(200), nullable=True),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name="fk_hand_overs_request_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["checked_by"], ["members.id"], name="fk_hand_overs_checked_by"),
        sa.ForeignKeyConstraint(["compared_by"], ["members.id"], name="fk_hand_overs_compared_by"),
        sa.PrimaryKeyConstraint("id", name="pk_hand_overs"),
    )
    op.create_index("ix_hand_overs_request_id", "hand_overs", ["request_id"])


def downgrade() -> None:
    op.drop_table("hand_overs")
    op.drop_column("requests", "shown")
