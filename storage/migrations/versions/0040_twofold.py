"""What one person asked for and another has to allow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040b"  # 0040 is an older one's name
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "twofold_acts",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("network_id", sa.String(200), nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("asked_by", sa.String(200), nullable=False),
        sa.Column("asked_from", sa.String(200), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(200), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("allowed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name="fk_twofold_acts_network_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["members.id"], name="fk_twofold_acts_asked_by"),
        sa.ForeignKeyConstraint(["asked_from"], ["accounts.id"], name="fk_twofold_acts_asked_from"),
        sa.ForeignKeyConstraint(["decided_by"], ["members.id"], name="fk_twofold_acts_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_twofold_acts"),
    )
    op.create_index("ix_twofold_acts_asked_at", "twofold_acts", ["asked_at"])


def downgrade() -> None:
    op.drop_table("twofold_acts")
