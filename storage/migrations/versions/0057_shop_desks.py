"""The desk of each business, beside the network's own (R-076)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("businesses", sa.Column("desk_telephone", sa.String(40), nullable=True))
    op.add_column("businesses", sa.Column("desk_hours", sa.String(100), nullable=True))


def downgrade() -> None:
    op.drop_column("businesses", "desk_hours")
    op.drop_column("businesses", "desk_telephone")
