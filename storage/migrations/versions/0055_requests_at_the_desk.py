"""How a request came, who entered it at the desk, and how its answer reached the person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("requests") as requests:
        requests.add_column(sa.Column("channel", sa.String(20), nullable=False, server_default="channel_page"))
        for name, length in (("entered_by", 200), ("told_how", 20), ("told_by", 200)):
            requests.add_column(sa.Column(name, sa.String(length), nullable=True))
        requests.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
        for name in ("entered_by", "told_by"):
            requests.create_foreign_key(f"fk_requests_{name}", "members", [name], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("requests") as requests:
        for name in ("entered_by", "told_by"):
            requests.drop_constraint(f"fk_requests_{name}", type_="foreignkey")
        for name in ("told_at", "told_by", "told_how", "entered_by", "channel"):
            requests.drop_column(name)
