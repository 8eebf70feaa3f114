"""Where an event waits: enrolled people first, strangers in a lane of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0011b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox", sa.Column("lane", sa.String(length=10), nullable=False, server_default="prompt"))
    with op.batch_alter_table("inbox") as inbox:
        inbox.alter_column("lane", server_default=None)
    op.create_index("inbox_recent", "inbox", ["platform", "sender", "received_at"])
    op.create_index("inbox_lane", "inbox", ["lane", "state"])


def downgrade() -> None:
    op.drop_index("inbox_lane", "inbox")
    op.drop_index("inbox_recent", "inbox")
    op.drop_column("inbox", "lane")
