"""What turned out wrong in an alert, by closed words; a correction in free text that is still being typed is let go."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("narrowed", sa.JSON(), server_default="[]", nullable=False))
    op.execute("DELETE FROM conversations WHERE form = 'correct'")


def downgrade() -> None:
    op.drop_column("cases", "narrowed")
