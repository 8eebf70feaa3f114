"""Since when and until when stores and businesses take part; which training reminder was sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stores", sa.Column("suspended_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("businesses", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("members", sa.Column("training_told", sa.String(200), nullable=True))


def downgrade() -> None:
    for table, column in (("members", "training_told"), ("businesses", "left_at"), ("stores", "suspended_until")):
        with op.batch_alter_table(table) as changed:
            changed.drop_column(column)
