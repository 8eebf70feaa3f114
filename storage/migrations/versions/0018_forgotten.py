"""When a person who left, and an account that was revoked, lost their name and id."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("members", "accounts"):
        op.add_column(table, sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for table in ("members", "accounts"):
        op.drop_column(table, "erased_at")
