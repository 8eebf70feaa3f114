"""A report begun at the till is completed by somebody responsible: since when it is offered, and who took it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cases", sa.Column("taken_by", sa.String(length=36), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("taken_by")
        cases.drop_column("offered_at")
