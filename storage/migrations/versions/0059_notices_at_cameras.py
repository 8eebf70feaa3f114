"""Which stores have cameras, and the notice that hangs there as a row of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0055"
branch_labels = None
depends_on = None

OPEN = sa.text("replaced_at IS NULL")
WANTED = "uq_posters_wanted"


def upgrade() -> None:
    op.add_column("stores", sa.Column("cameras", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("posters", sa.Column("kind", sa.String(20), nullable=False, server_default="poster"))
    _one_of(["store_id", "kind"])
    # Nobody had to show it before: whoever has not has the two weeks from here on.
    op.execute(
        "INSERT INTO posters (id, store_id, kind, version, wanted_at, replaced_at, posted_at)"
        " SELECT id || '-camera', store_id, 'camera', version,"
        " CASE WHEN camera_at IS NULL THEN CURRENT_TIMESTAMP ELSE wanted_at END, replaced_at, camera_at"
        " FROM posters WHERE replaced_at IS NULL OR camera_at IS NOT NULL"
    )
    op.drop_column("posters", "camera_at")


def downgrade() -> None:
    op.add_column("posters", sa.Column("camera_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE posters SET camera_at = (SELECT MAX(other.posted_at) FROM posters AS other"
        " WHERE other.store_id = posters.store_id AND other.version = posters.version AND other.kind = 'camera')"
    )
    op.execute("DELETE FROM posters WHERE kind = 'camera'")
    _one_of(["store_id"])
    op.drop_column("posters", "kind")
    op.drop_column("stores", "cameras")


def _one_of(columns: list[str]) -> None:
    op.drop_index(WANTED, "posters")
    op.create_index(WANTED, "posters", columns, unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
