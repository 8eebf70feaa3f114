"""The first "no" ends an assessment: what was not asked after it has no answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0032"
branch_labels = None
depends_on = None

ANSWERS = ("present_danger", "subsidiarity", "proportionality", "consent_difficulty")


def upgrade() -> None:
    with op.batch_alter_table("assessments") as assessments:
        for name in ANSWERS:
            assessments.alter_column(name, existing_type=sa.Boolean(), nullable=True)


def downgrade() -> None:
    for name in ANSWERS:
        op.execute(sa.text(f"UPDATE assessments SET {name} = false WHERE {name} IS NULL"))  # noqa: S608 - our own names
    with op.batch_alter_table("assessments") as assessments:
        for name in ANSWERS:
            assessments.alter_column(name, existing_type=sa.Boolean(), nullable=False)
