"""What the weekly digests said, week by week."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0040b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "week_figures",
        sa.Column("network_id", sa.String(200), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name="fk_week_figures_network_id"),
        sa.PrimaryKeyConstraint("network_id", "until", name="pk_week_figures"),
    )


def downgrade() -> None:
    op.drop_table("week_figures")
