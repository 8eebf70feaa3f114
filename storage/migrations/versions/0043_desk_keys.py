"""Forms of the desk that were sent, and by what a person shows there that it is they."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("desk_sessions", sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("desk_sessions", sa.Column("challenge", sa.String(100), nullable=True))
    op.create_table(
        "desk_posts",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("session_id", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["desk_sessions.id"], name="fk_desk_posts_session_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_desk_posts"),
    )
    op.create_index("ix_desk_posts_session_id", "desk_posts", ["session_id"])
    _keys()


def _keys() -> None:
    op.create_table(
        "passkeys",
        sa.Column("id", sa.String(1400), nullable=False),
        sa.Column("member_id", sa.String(200), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("machine", sa.String(20), nullable=False),
        sa.Column("program", sa.String(20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_passkeys_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_passkeys"),
    )
    op.create_index("ix_passkeys_member_id", "passkeys", ["member_id"])
    op.create_table(
        "code_apps",
        sa.Column("member_id", sa.String(200), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("failed_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_code_apps_member_id"),
        sa.PrimaryKeyConstraint("member_id", name="pk_code_apps"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.String(200), nullable=False),
        sa.Column("member_id", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_recovery_codes_member_id"),
        sa.PrimaryKeyConstraint("code_hash", name="pk_recovery_codes"),
    )
    op.create_index("ix_recovery_codes_member_id", "recovery_codes", ["member_id"])


def downgrade() -> None:
    op.drop_table("recovery_codes")
    op.drop_table("code_apps")
    op.drop_table("passkeys")
    op.drop_table("desk_posts")
    op.drop_column("desk_sessions", "challenge")
    op.drop_column("desk_sessions", "proven_at")
