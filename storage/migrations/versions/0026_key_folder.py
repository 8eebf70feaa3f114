"""Keys that can die outside the database: which key of the folder unwraps a data key, and which folder is ours."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_keys", sa.Column("key_id", sa.String(length=32), nullable=True))
    op.create_table(
        "key_folder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("key_folder")
    with op.batch_alter_table("case_keys") as keys:
        keys.drop_column("key_id")
