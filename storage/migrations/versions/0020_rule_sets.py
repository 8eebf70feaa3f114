"""A network's rules in full, by version."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None

DEFAULTS: dict[str, int | bool] = {
    "text_only": False,
    "approvals_needed": 2,
    "reporter_counts": False,
    "max_event_age_hours": 24,
    "radius_km": 3,
    "max_stores": 50,
    "life_hours": 24,
    "expiry_question_minutes": 60,
    "min_reason_characters": 10,
    "max_field_characters": 300,
    "reminder_minutes": 5,
    "stand_in_minutes": 10,
    "lapse_minutes": 60,
    "second_contact_minutes": 10,
    "recall_reminder_minutes": 10,
    "original_hours": 24,
    "text_days": 30,
    "record_days": 1095,
    "line_reserve_messages": 100,
    "repeat_alerts": 3,
    "repeat_days": 14,
}
"""As shipped up to this revision: with the network's own values they hash to the version that its cases cite."""


def upgrade() -> None:
    op.create_table(
        "rule_sets",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("network_id", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.Column("wording", sa.JSON(), nullable=False),
        sa.Column("in_force_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name="fk_rule_sets_network_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rule_sets"),
    )
    op.create_index(
        "uq_rule_sets_in_force",
        "rule_sets",
        ["network_id"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_index("ix_rule_sets_version", "rule_sets", ["version"])
    _keep_what_is_in_force()


def _keep_what_is_in_force() -> None:
    """Earlier versions were never kept; nor since when this one holds: the network's beginning stands in."""
    networks = sa.table(
        "networks", sa.column("id"), sa.column("rules", sa.JSON()), sa.column("created_at", sa.DateTime(timezone=True))
    )
    connection = op.get_bind()
    rows = [
        _row(network.id, {**DEFAULTS, **network.rules}, network.created_at)
        for network in connection.execute(sa.select(networks))
    ]
    if rows:
        sets = sa.table(
            "rule_sets",
            *(sa.column(name) for name in ("id", "network_id", "version")),
            *(sa.column(name, sa.JSON()) for name in ("settings", "citations", "wording")),
            sa.column("in_force_since", sa.DateTime(timezone=True)),
        )
        op.bulk_insert(sets, rows)


def _row(network_id: str, settings: dict[str, int | bool], since: object) -> dict[str, Any]:
    version = hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:12]
    return {
        "id": uuid.uuid4().hex,
        "network_id": network_id,
        "version": version,
        "settings": settings,
        "citations": {"guideline": "2022-04-01", "statute": "2022-04-01"},
        "wording": {},
        "in_force_since": since,
    }


def downgrade() -> None:
    op.drop_table("rule_sets")
