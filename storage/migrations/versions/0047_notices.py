"""What was published, what hangs in each store, and since when that is asked of a network."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0045"
branch_labels = None
depends_on = None


OPEN = sa.text("replaced_at IS NULL")


def _when(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "publications",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("network_id", sa.String(200), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("stores", sa.JSON(), nullable=False),
        _when("published_at", nullable=False),
        _when("replaced_at"),
        sa.Column("published_by", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name="fk_publications_network_id"),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
    )
    op.create_index(
        "uq_publications_in_force",
        "publications",
        ["network_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    _posters()
    op.add_column("accounts", _when("notice_asked_at"))
    op.add_column("networks", _when("notices_since"))
    op.add_column("networks", sa.Column("notices_told", sa.String(64), nullable=True))
    # A network that runs already has its two weeks from here on, not from the day on which it began.
    op.execute("UPDATE networks SET notices_since = CURRENT_TIMESTAMP")


def _posters() -> None:
    op.create_table(
        "posters",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("store_id", sa.String(200), nullable=False),
        sa.Column("version", sa.String(12), nullable=False),
        _when("wanted_at", nullable=False),
        _when("replaced_at"),
        _when("posted_at"),
        sa.Column("posted_by", sa.String(200), nullable=True),
        sa.Column("told", sa.String(20), nullable=True),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name="fk_posters_store_id"),
        sa.ForeignKeyConstraint(["posted_by"], ["members.id"], name="fk_posters_posted_by"),
        sa.PrimaryKeyConstraint("id", name="pk_posters"),
    )
    op.create_index("ix_posters_store_id", "posters", ["store_id"])
    op.create_index("uq_posters_wanted", "posters", ["store_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_column("networks", "notices_told")
    op.drop_column("networks", "notices_since")
    op.drop_column("accounts", "notice_asked_at")
    op.drop_table("posters")
    op.drop_table("publications")
