"""How to ring a shop."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stores", sa.Column("telephone", sa.String(length=20), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("stores") as stores:
        stores.drop_column("telephone")
