"""Who may do what about an incident: asked here by every surface (guideline L206–214, L246–257)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from policy.access import present
from policy.duties import Task, has_task
from policy.facts import MemberFacts, Role
from policy.verdict import N_, Deny, Verdict


def may_do(task: Task, member: MemberFacts, *, vacant: Collection[Role], network_id: str, now: datetime) -> Verdict:
    """R-135, R-136, L246–249: what is done about an incident is done by whoever is named for it."""
    if member.network_id != network_id or not has_task(task, member, vacant):
        return Deny("R-136", N_("これができるのは、事故対応の係だけです。事務局に連絡してください。"))
    return present(member, now)


def may_contain(
    member: MemberFacts, *, vacant: Collection[Role], store_ids: Collection[str], network_id: str, now: datetime
) -> Verdict:
    """R-078, R-096, L206, L214: whoever has an alert before them may have it called back for an incident.

    ``store_ids``: the store that sent it, and those that it went to.
    """
    if any(store_id in store_ids for _, store_id in member.roles):
        return present(member, now)
    return may_do(Task.TAKE_INCIDENT, member, vacant=vacant, network_id=network_id, now=now)
