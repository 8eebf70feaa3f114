"""Which stores are near, and whose an enrolment is: found without a look at all of them."""

from __future__ import annotations

from alembic import op

revision = "0032"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_stores_position", "stores", ["latitude", "longitude"])
    op.create_index("ix_enrolments_member_id", "enrolments", ["member_id"])


def downgrade() -> None:
    op.drop_index("ix_enrolments_member_id", table_name="enrolments")
    op.drop_index("ix_stores_position", table_name="stores")
