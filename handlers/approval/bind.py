"""What lies before the approvers, under one hash."""

from __future__ import annotations

from policy import approval
from policy.content import alert_text
from policy.facts import AlertForm, Report
from storage.tables import Case


def bind(case: Case, report: Report) -> None:
    """R-111: from here on a yes holds for exactly this report, picture, audience, life and rule set."""
    case.binding = approval.binding(
        picture_sha256=case.masked_sha256 if report.form == AlertForm.PICTURE else None,
        text=alert_text(report),
        audience=case.audience,
        life_hours=case.life_hours,
        rules_version=case.rule_version,
    )
