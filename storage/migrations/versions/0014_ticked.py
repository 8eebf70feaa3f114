"""Which approver agreed to a far store, and how long an answer took beside how long it takes to read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("far_stores") as far_stores:
        far_stores.add_column(sa.Column("ticked_by", sa.String(length=200), nullable=True))
        far_stores.create_foreign_key(op.f("fk_far_stores_ticked_by"), "members", ["ticked_by"], ["id"])
    # The audience of alerts that are out, or lie with their approvers, was frozen with these stores in it.
    op.execute(
        "UPDATE far_stores SET ticked_by = (SELECT reporter_id FROM cases WHERE cases.id = far_stores.case_id) "
        "WHERE case_id IN (SELECT id FROM cases WHERE binding IS NOT NULL)"
    )
    op.add_column("assessments", sa.Column("looked_seconds", sa.Integer(), nullable=True))
    op.add_column("assessments", sa.Column("reading_seconds", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("assessments") as assessments:
        assessments.drop_column("reading_seconds")
        assessments.drop_column("looked_seconds")
    with op.batch_alter_table("far_stores") as far_stores:
        far_stores.drop_constraint(op.f("fk_far_stores_ticked_by"), type_="foreignkey")
        far_stores.drop_column("ticked_by")
