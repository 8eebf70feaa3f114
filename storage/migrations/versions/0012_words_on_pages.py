"""A look at a page's words is told apart from one at its picture."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # So far only looks at pictures were on record.
    op.add_column("views", sa.Column("picture", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    op.execute("DELETE FROM views WHERE NOT picture")
    op.drop_column("views", "picture")
