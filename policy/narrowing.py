"""What approvers may take away from an alert, and what needs their own tick (guideline L103, L224, L225)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from policy.facts import AlertForm, Report
from policy.verdict import N_, Allow, Deny, Verdict


def lighter_forms(report: Report) -> tuple[AlertForm, ...]:
    """R-116, L224: the forms that show less, from the lightest up; features in words, if there are any."""
    below = [*AlertForm][: [*AlertForm].index(report.form)]
    return tuple(form for form in below if form is AlertForm.WARNING or report.features)


def check_choice(
    stores: Collection[str], form: str, report: Report, *, audience: Collection[str], proposed: Collection[str]
) -> Verdict:
    """R-030, R-117, L103, L225: only what was offered: fewer stores, far ones that were proposed, a lighter form.

    Args:
        stores: Ids of those that are to be warned.
        form: How the alert is to be shown.
        report: What lies before the approvers.
        audience: Ids of the stores that would be warned now.
        proposed: Ids of the far stores, ticked already or not.
    """
    if not set(stores) <= {*audience, *proposed} or form not in {report.form, *lighter_forms(report)}:
        return Deny("R-117", N_("広げることはできません。画面を開き直して、もう一度選んでください。"))
    if not stores:
        return Deny("R-124", N_("知らせる店舗がなくなります。1店舗は残すか、差し戻してください。"))
    return Allow()


def as_light_as(report: Report, form: AlertForm) -> Report:
    """R-116, L224: the report in a lighter form; what that doesn't show is not kept either."""
    if form is AlertForm.WARNING:
        return replace(report, form=form, features="", step_up_reason="")
    return replace(report, form=form)
