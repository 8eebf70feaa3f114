"""What kind of goods was taken and how the store was sure, as closed words: alike events show without a person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("goods", sa.String(length=12), nullable=True))
    op.add_column("cases", sa.Column("ground", sa.String(length=12), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("ground")
        cases.drop_column("goods")
