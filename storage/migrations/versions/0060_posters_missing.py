"""What stores are to show and no photograph has shown there is found without reading every poster that ever hung."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0057"
branch_labels = None
depends_on = None

MISSING = sa.text("replaced_at IS NULL AND posted_at IS NULL")
NAME = "ix_posters_missing"


def upgrade() -> None:
    op.create_index(NAME, "posters", ["store_id"], sqlite_where=MISSING, postgresql_where=MISSING)


def downgrade() -> None:
    op.drop_index(NAME, "posters")
