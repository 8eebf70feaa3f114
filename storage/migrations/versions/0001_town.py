"""The town: networks, businesses, stores, members."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _networks()
    _businesses()
    _members()
    _stores()
    _member_roles()


def downgrade() -> None:
    for table in ("member_roles", "stores", "members", "businesses", "networks"):
        op.drop_table(table)


def _networks() -> None:
    op.create_table(
        "networks",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("timezone", sa.String(length=200), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_networks")),
    )


def _businesses() -> None:
    op.create_table(
        "businesses",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("network_id", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_businesses_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_businesses")),
        sa.UniqueConstraint("network_id", "code", name=op.f("uq_businesses_network_id_code")),
    )


def _members() -> None:
    op.create_table(
        "members",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("network_id", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("trained_until", sa.Date(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_members_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("network_id", "code", name=op.f("uq_members_network_id_code")),
    )


def _stores() -> None:
    op.create_table(
        "stores",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("business_id", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("facility", sa.String(length=200), nullable=True),
        sa.Column("notice_posted_on", sa.Date(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_stores_business_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stores")),
        sa.UniqueConstraint("business_id", "code", name=op.f("uq_stores_business_id_code")),
    )
    op.create_index(op.f("ix_stores_business_id"), "stores", ["business_id"], unique=False)


def _member_roles() -> None:
    op.create_table(
        "member_roles",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("member_id", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("store_id", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_member_roles_member_id")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_member_roles_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_roles")),
        sa.UniqueConstraint("member_id", "role", "store_id", name=op.f("uq_member_roles_member_id_role_store_id")),
    )
    op.create_index(op.f("ix_member_roles_member_id"), "member_roles", ["member_id"], unique=False)
    op.create_index(op.f("ix_member_roles_store_id"), "member_roles", ["store_id"], unique=False)
    op.create_index(
        "uq_member_roles_network_wide",
        "member_roles",
        ["member_id", "role"],
        unique=True,
        sqlite_where=sa.text("store_id IS NULL"),
        postgresql_where=sa.text("store_id IS NULL"),
    )
