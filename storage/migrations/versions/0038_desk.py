"""The desk's links and sessions, and alerts, stores and people found page by page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_links",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("account_id", sa.String(200), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("browser_id", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_desk_links_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_links"),
    )
    op.create_index("ix_desk_links_account_id", "desk_links", ["account_id"])
    op.create_table(
        "desk_sessions",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("account_id", sa.String(200), nullable=False),
        sa.Column("browser_id", sa.String(200), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_desk_sessions_account_id"),
        sa.ForeignKeyConstraint(
            ["browser_id"], ["browsers.id"], name="fk_desk_sessions_browser_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_desk_sessions"),
        sa.UniqueConstraint("token_hash", name="uq_desk_sessions_token_hash"),
    )
    op.create_index("ix_desk_sessions_account_id", "desk_sessions", ["account_id"])
    op.create_index("ix_desk_sessions_browser_id", "desk_sessions", ["browser_id"])
    op.create_index("ix_cases_by_time", "cases", ["network_id", "created_at", "id"])
    op.create_index("ix_cases_by_state", "cases", ["network_id", "state", "created_at", "id"])
    op.create_index("ix_cases_of_store", "cases", ["store_id", "state", "created_at", "id"])
    held = sa.text("hold_until IS NOT NULL")
    op.create_index("ix_cases_held", "cases", ["hold_until"], sqlite_where=held, postgresql_where=held)
    op.create_index("ix_stores_by_code", "stores", ["code", "id"])


def downgrade() -> None:
    op.drop_index("ix_stores_by_code", table_name="stores")
    op.drop_index("ix_cases_held", table_name="cases")
    op.drop_index("ix_cases_of_store", table_name="cases")
    op.drop_index("ix_cases_by_state", table_name="cases")
    op.drop_index("ix_cases_by_time", table_name="cases")
    op.drop_table("desk_sessions")
    op.drop_table("desk_links")
