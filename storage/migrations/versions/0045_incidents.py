"""Incidents: their steps, calls and alerts in closed words, and what people wrote, sealed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def _when(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int = 200, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _flag(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=nullable)


def _to(table: str, column: str, ours: str, **more: Any) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_{ours}_{column}", **more)


def upgrade() -> None:
    _incidents()
    _what_belongs_to_them()
    _alerts_and_calls()


def _what_belongs_to_them() -> None:
    op.create_table(
        "incident_words",
        _text("id"),
        _text("incident_id"),
        _text("part", 24),
        _when("at"),
        _text("by"),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        _to("incidents", "incident_id", "incident_words", ondelete="CASCADE"),
        _to("members", "by", "incident_words"),
        sa.PrimaryKeyConstraint("id", name="pk_incident_words"),
    )
    op.create_index("ix_incident_words_incident_id", "incident_words", ["incident_id"])
    op.create_table(
        "incident_steps",
        _text("incident_id"),
        _text("step", 24),
        _text("outcome", 24),
        _text("closed_by", nullable=True),
        _when("closed_at"),
        _to("incidents", "incident_id", "incident_steps", ondelete="CASCADE"),
        _to("members", "closed_by", "incident_steps"),
        sa.PrimaryKeyConstraint("incident_id", "step", name="pk_incident_steps"),
    )


def _alerts_and_calls() -> None:
    op.create_table(
        "incident_cases",
        _text("incident_id"),
        _text("case_id"),
        _when("named_at"),
        _when("recalled_at", nullable=True),
        _to("incidents", "incident_id", "incident_cases", ondelete="CASCADE"),
        _to("cases", "case_id", "incident_cases", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("incident_id", "case_id", name="pk_incident_cases"),
    )
    op.create_index("ix_incident_cases_case_id", "incident_cases", ["case_id"])
    op.create_table(
        "incident_calls",
        _text("incident_id"),
        _text("member_id"),
        _text("account_id"),
        sa.Column("turn", sa.Integer(), nullable=False),
        _when("called_at"),
        _to("incidents", "incident_id", "incident_calls", ondelete="CASCADE"),
        _to("members", "member_id", "incident_calls"),
        _to("accounts", "account_id", "incident_calls"),
        sa.PrimaryKeyConstraint("incident_id", "member_id", name="pk_incident_calls"),
    )


def _incidents() -> None:
    op.create_table(
        "incidents",
        _text("id"),
        _text("number", 12),
        _text("once", 64),
        _text("network_id"),
        _text("what", 24),
        _flag("drill"),
        _when("known_at"),
        _text("opened_by"),
        _text("opened_from"),
        _flag("going_on", nullable=True),
        _text("taken_by", nullable=True),
        _when("taken_at", nullable=True),
        sa.Column("answers", sa.JSON(), nullable=True),
        _text("answered_by", nullable=True),
        _when("answered_at", nullable=True),
        _text("confirmed_by", nullable=True),
        _when("first_report_at", nullable=True),
        _when("final_report_at", nullable=True),
        _when("closed_at", nullable=True),
        _text("closed_by", nullable=True),
        _flag("rule_change", nullable=True),
        _flag("training_change", nullable=True),
        _when("reviewed_at", nullable=True),
        _text("key_id", 32, nullable=True),
        _to("networks", "network_id", "incidents"),
        _to("accounts", "opened_from", "incidents"),
        *(
            _to("members", column, "incidents")
            for column in ("opened_by", "taken_by", "answered_by", "confirmed_by", "closed_by")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
        sa.UniqueConstraint("number", name="uq_incidents_number"),
        sa.UniqueConstraint("once", name="uq_incidents_once"),
    )
    op.create_index("ix_incidents_open", "incidents", ["network_id", "closed_at", "known_at"])


def downgrade() -> None:
    for table in ("incident_calls", "incident_cases", "incident_steps", "incident_words", "incidents"):
        op.drop_table(table)
