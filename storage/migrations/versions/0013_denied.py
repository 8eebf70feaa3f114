"""Which cases ended while their approvers were asked, and who beside the reporter wrote a report."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0015"
branch_labels = None
depends_on = None

CASES = sa.table(
    "cases", *(sa.column(name) for name in ("ended_at", "sent_at", "binding")), sa.column("denied", sa.Boolean)
)


def upgrade() -> None:
    op.add_column("cases", sa.Column("rewritten_by", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("cases", sa.Column("denied", sa.Boolean(), server_default=sa.false(), nullable=False))
    # The hash was kept until now, and is only there from handing in to giving back.
    ended_there = (CASES.c.ended_at.is_not(None), CASES.c.sent_at.is_(None), CASES.c.binding.is_not(None))
    op.execute(CASES.update().where(*ended_there).values(denied=True))


def downgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("denied")
        cases.drop_column("rewritten_by")
