"""How LINE and Slack let us in, as they last said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chat_access",
        sa.Column("platform", sa.String(10), nullable=False),
        sa.Column("workspace", sa.String(40), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amiss", sa.JSON(), nullable=False),
        sa.Column("door", sa.String(300), nullable=False),
        sa.Column("door_ready", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", name="pk_chat_access"),
    )


def downgrade() -> None:
    op.drop_table("chat_access")
