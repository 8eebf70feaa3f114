"""What stands on a button, so that typing it is pressing it; and whose newest buttons they are, without a long look."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("buttons", sa.Column("label", sa.String(length=100), nullable=False, server_default=""))
    op.create_index("ix_buttons_account_id", "buttons", ["account_id", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_buttons_account_id", table_name="buttons")
    with op.batch_alter_table("buttons") as buttons:
        buttons.drop_column("label")
