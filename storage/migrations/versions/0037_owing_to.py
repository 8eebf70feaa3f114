"""Whose doing it is that a card leaves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("owing_to", sa.String(), nullable=True))
    op.create_index("outbox_owing", "outbox", ["owing_to", "sent_at"])


def downgrade() -> None:
    op.drop_index("outbox_owing", "outbox")
    op.drop_column("outbox", "owing_to")
