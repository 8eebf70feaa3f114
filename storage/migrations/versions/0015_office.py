"""The network's written decision on who of the secretariat may approve for a store."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("networks", sa.Column("office_decided_on", sa.Date(), nullable=True))
    op.add_column("networks", sa.Column("office_reference", sa.String(200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("networks") as networks:
        networks.drop_column("office_reference")
        networks.drop_column("office_decided_on")
