"""Requests of people outside, their sealed words, and how often strangers try."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def _when(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int = 200, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _to(table: str, column: str, ours: str, **more: Any) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_{ours}_{column}", **more)


def upgrade() -> None:
    _requests()
    op.create_table(
        "request_words",
        _text("id"),
        _text("request_id"),
        _text("part", 20),
        _when("at"),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        _to("requests", "request_id", "request_words", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_request_words"),
    )
    op.create_index("ix_request_words_request_id", "request_words", ["request_id"])
    op.create_table(
        "request_cases",
        _text("request_id"),
        _text("case_id"),
        _when("suspended_at", nullable=True),
        _when("stands_at", nullable=True),
        _to("requests", "request_id", "request_cases", ondelete="CASCADE"),
        _to("cases", "case_id", "request_cases", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("request_id", "case_id", name="pk_request_cases"),
    )
    op.create_index("ix_request_cases_case_id", "request_cases", ["case_id"])
    op.create_table(
        "public_tries",
        _text("use", 12),
        _text("mark", 64),
        _when("began_at"),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("use", "mark", name="pk_public_tries"),
    )
    op.create_index("ix_public_tries_began_at", "public_tries", ["began_at"])


def _requests() -> None:
    op.create_table(
        "requests",
        _text("id"),
        _text("number", 12),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        _text("form", 64),
        _text("network_id"),
        _text("store_id", nullable=True),
        _text("wish", 20),
        _text("language", 4),
        _text("state", 20),
        _when("received_at"),
        _when("seen_at", nullable=True),
        _when("extended_at", nullable=True),
        _text("decided", 20, nullable=True),
        _text("refused", 24, nullable=True),
        _text("decided_by", nullable=True),
        _text("seconded_by", nullable=True),
        _when("answered_at", nullable=True),
        _text("key_id", 32, nullable=True),
        _to("networks", "network_id", "requests"),
        _to("stores", "store_id", "requests"),
        _to("members", "decided_by", "requests"),
        _to("members", "seconded_by", "requests"),
        sa.PrimaryKeyConstraint("id", name="pk_requests"),
        sa.UniqueConstraint("number", name="uq_requests_number"),
        sa.UniqueConstraint("form", name="uq_requests_form"),
    )
    op.create_index("ix_requests_open", "requests", ["network_id", "state", "received_at"])


def downgrade() -> None:
    for table in ("public_tries", "request_cases", "request_words", "requests"):
        op.drop_table(table)
