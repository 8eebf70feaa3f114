"""Browsers under numbered, newly given cookies that end when idle; those known so far bind anew.

Their cookies had another name, and whoever was the first to open a link never said so in the chat.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0022"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("DELETE FROM browsers")
    with op.batch_alter_table("browsers") as browsers:
        browsers.drop_column("refused_at")
        browsers.add_column(sa.Column("came_as", sa.String(length=200), nullable=True))
        browsers.add_column(sa.Column("machine", sa.String(length=20), nullable=False))
        browsers.add_column(sa.Column("program", sa.String(length=20), nullable=False))
        browsers.add_column(sa.Column("number", sa.Integer(), nullable=False))
        browsers.add_column(sa.Column("number_read_at", MOMENT, nullable=True))
        browsers.add_column(sa.Column("seen_at", MOMENT, nullable=True))
    op.create_index("ix_browsers_browser_hash", "browsers", ["browser_hash"])


def downgrade() -> None:
    op.drop_index("ix_browsers_browser_hash", "browsers")
    op.execute("DELETE FROM browsers")
    with op.batch_alter_table("browsers") as browsers:
        for name in ("came_as", "machine", "program", "number", "number_read_at", "seen_at"):
            browsers.drop_column(name)
        browsers.add_column(sa.Column("refused_at", MOMENT, nullable=True))
