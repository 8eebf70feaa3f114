"""What stands on a phone all the time: which menu or page an account was given last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("home", sa.String(80), nullable=True))


def downgrade() -> None:
    op.drop_column("accounts", "home")
