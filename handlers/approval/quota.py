"""LINE's monthly messages: an alert leaves only if its own recall could still follow."""

from __future__ import annotations

from datetime import datetime, timedelta

from audit.event import Event
from handlers import wording
from handlers.case.people import secretariat, store_leads
from handlers.case.record import note, rules_of
from handlers.commands.chat import NoteQuota
from handlers.ports import Ports
from handlers.recipient import Desk
from policy.verdict import N_, Allow, Deny, Verdict
from storage.tables import Account, Case
from storage.unit_of_work import UnitOfWork

RETRY_MINUTES = 5
"""How soon a broadcast that the quota held back is tried again; the secretariat needs minutes to buy messages."""


def enough_quota(case: Case, recipients: list[tuple[str, Account]], uow: UnitOfWork) -> Verdict:
    """R-078: a broadcast leaves enough LINE messages for its own recall, so that a recall never fails."""
    quota = uow.quota.get("line")
    if quota is None or quota.allowed is None:
        return Allow()
    needed = sum(account.platform == "line" for _, account in recipients)
    left = quota.allowed - quota.used - max(rules_of(uow, case).line_reserve_messages, needed)
    if needed <= left:
        return Allow()
    return Deny(
        "R-078",
        N_("LINEの残り通数が足りません（必要 {needed}、使える {left}）。事務局が追加すると自動で送られます。"),
        {"needed": needed, "left": max(left, 0)},
    )


def note_quota(cmd: NoteQuota, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Remember what the platform said about this month's messages."""
    uow.quota.set(cmd.platform, cmd.allowed, cmd.used, now)


def plan_quota_question(uow: UnitOfWork, now: datetime) -> None:
    """Ask LINE for its quota soon, so that the figure is fresh when the alert is due; once a minute is enough."""
    uow.due.plan("ask_quota", f"line:{now:%Y%m%dT%H%M}", now, arguments={"platform": "line"})


def hold_back(case: Case, why: Deny, uow: UnitOfWork, ports: Ports, now: datetime, *, again: bool) -> None:
    """Fail closed: nothing is sent, the people in charge hear why once, and it is tried again until the case lapses."""
    note(uow, Event.ALERT_WITHHOLD, case, None, now, clause=why.clause)
    when = now + timedelta(minutes=RETRY_MINUTES)
    uow.due.plan("retry_broadcast", f"{case.id}:{when.isoformat()}", when, case_id=case.id)
    plan_quota_question(uow, when - timedelta(minutes=1))
    people = {account.member_id: account for account in [*secretariat(uow, case), *store_leads(uow, case)]}
    for account in [] if again else people.values():
        desk = Desk(account, case, uow, ports, now)
        desk.send(wording.held_back(desk, why), topic=f"held:{case.id}")
