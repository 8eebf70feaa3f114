"""When the rules were last gone through, where the desk's first page finds it without reading the ledger."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0058"
branch_labels = None
depends_on = None

LAST = 'SELECT event FROM ledger WHERE event LIKE \'%"event":"network:rules:review"%\' ORDER BY sequence DESC LIMIT 1'


def upgrade() -> None:
    op.add_column("networks", sa.Column("rules_reviewed_at", sa.DateTime(timezone=True), nullable=True))
    told = op.get_bind().execute(sa.text(LAST)).scalar()
    if told is not None:
        at = json.loads(told)["at"].replace("T", " ").removesuffix("Z") + "000"
        zoned = f"{at}+00:00" if op.get_bind().dialect.name == "postgresql" else at
        op.execute(sa.text("UPDATE networks SET rules_reviewed_at = :at").bindparams(at=zoned))


def downgrade() -> None:
    op.drop_column("networks", "rules_reviewed_at")
