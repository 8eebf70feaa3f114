"""How many attempts of a card were answered, and since when none is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Which attempts were refused was not noted so far: cards with any behind them may have arrived.
    op.add_column("outbox", sa.Column("answered", sa.Integer(), server_default="0", nullable=False))
    op.execute("ALTER TABLE outbox RENAME COLUMN attempted_at TO unanswered_since")


def downgrade() -> None:
    op.execute("ALTER TABLE outbox RENAME COLUMN unanswered_since TO attempted_at")
    op.drop_column("outbox", "answered")
