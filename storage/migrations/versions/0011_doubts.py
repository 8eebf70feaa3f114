"""Doubts keep back the picture, and what a neighbour says is passed on once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("cases", sa.Column("paused_at", moment, nullable=True))
    op.add_column("cases", sa.Column("doubts_answered_at", moment, nullable=True))
    op.add_column("deliveries", sa.Column("doubt", sa.String(20), nullable=True))
    op.add_column("deliveries", sa.Column("doubted_at", moment, nullable=True))
    op.add_column("deliveries", sa.Column("passed_on", sa.JSON(), server_default="[]", nullable=False))
    op.execute("UPDATE deliveries SET doubt = 'unsaid', doubted_at = answered_at WHERE answer = 'doubt'")
    for answer, word in (("doubt", "doubt:unsaid"), ("sighting", "sighting:")):
        op.execute(f"UPDATE deliveries SET passed_on = '[\"{word}\"]' WHERE answer = '{answer}'")  # noqa: S608


def downgrade() -> None:
    for column in ("passed_on", "doubted_at", "doubt"):
        op.drop_column("deliveries", column)
    for column in ("doubts_answered_at", "paused_at"):
        op.drop_column("cases", column)
