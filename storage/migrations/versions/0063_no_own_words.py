"""A network's page says nothing that somebody typed: the rules for words of its own go, wherever they stand."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0060"
branch_labels = None
depends_on = None

OWN_WORDS = ("statement", "statement_easy", "statement_en")


def upgrade() -> None:
    for table, column in (("networks", "rules"), ("twofold_acts", "arguments"), ("due_work", "arguments")):
        rows = sa.table(table, sa.column("id"), sa.column(column, sa.JSON()))
        connection = op.get_bind()
        for row in connection.execute(sa.select(rows)).all():
            kept = without(row[1])
            if kept != row[1]:
                connection.execute(rows.update().where(rows.c.id == row.id).values({column: kept}))


def without(value: Any) -> Any:
    """The same without these names, however deep; due work holds what was decided as JSON in a string."""
    if isinstance(value, dict):
        return {name: _decided(name, one) for name, one in value.items() if name not in OWN_WORDS}
    return value


def _decided(name: str, value: Any) -> Any:
    return json.dumps(without(json.loads(value))) if name == "decided" else without(value)


def downgrade() -> None:
    """What was said is gone; a network of then may say it anew."""
