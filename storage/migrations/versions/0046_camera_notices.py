"""When a photograph first showed a store's camera notice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("posters", sa.Column("camera_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("posters", "camera_at")
