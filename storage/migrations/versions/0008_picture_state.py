"""How far a picture is gets a column of its own; ``evidence`` keeps what masking measured, and nothing else."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0040"
branch_labels = None
depends_on = None

CASES = sa.table("cases", sa.column("id"), sa.column("evidence", sa.JSON), sa.column("picture_state", sa.JSON))


def upgrade() -> None:
    op.add_column("cases", sa.Column("picture_state", sa.JSON(), nullable=True))
    for case_id, evidence, _ in _rows():
        _write(case_id, evidence.get("masked"), _state_of(evidence))


def downgrade() -> None:
    for case_id, evidence, state in _rows():
        _write(case_id, _evidence_of(evidence, state) or None, None)
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("picture_state")


def _rows() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    found = op.get_bind().execute(sa.select(CASES.c.id, CASES.c.evidence, CASES.c.picture_state))
    return [(row.id, row.evidence or {}, row.picture_state or {}) for row in found if row.evidence or row.picture_state]


def _write(case_id: str, evidence: dict[str, Any] | None, state: dict[str, Any] | None) -> None:
    null = sa.null()
    values = {"evidence": evidence or null, "picture_state": state or null}
    op.get_bind().execute(CASES.update().where(CASES.c.id == case_id).values(**values))


def _state_of(evidence: dict[str, Any]) -> dict[str, Any]:
    picked = evidence.get("picked")
    return {
        "video": bool(evidence.get("video")),
        "scenes": evidence.get("stills", []),
        "found": evidence.get("found"),
        "picked": [int(picked["x"]), int(picked["y"])] if picked else None,
        "verified": bool(evidence.get("verified")),
        "problem": evidence.get("problem") or "",
        "overridden": evidence.get("overridden") or "",
    }


def _evidence_of(masked: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    """As ``Case.evidence`` was before: only what there is."""
    picked = state.get("picked")
    told = {
        "video": state.get("video"),
        "stills": state.get("scenes"),
        "found": state.get("found"),
        "picked": {"x": str(picked[0]), "y": str(picked[1])} if picked else None,
        "masked": masked,
        "verified": state.get("verified"),
        "problem": state.get("problem"),
        "overridden": state.get("overridden"),
    }
    return {name: value for name, value in told.items() if value}
