"""What the reporter leaves out of the audience."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"  # the name that databases in use know it by
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("reach_m", sa.Integer(), nullable=True))
    op.add_column("cases", sa.Column("left_out", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("left_out")
        cases.drop_column("reach_m")
