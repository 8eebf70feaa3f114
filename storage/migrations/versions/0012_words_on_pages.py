"""A look at a page's words is told apart from one at its picture; messages of a case that ended can be redrawn."""

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
    op.add_column("cases", sa.Column("photo_account_id", sa.String(), nullable=True))
    op.add_column("outbox", sa.Column("overtaken", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("outbox", sa.Column("replaces", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("cases", "photo_account_id")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("replaces")
        outbox.drop_column("overtaken")
    op.execute("DELETE FROM views WHERE NOT picture")
    op.drop_column("views", "picture")
