"""The alert that an incident is about is called back before anybody discusses it (R-078, R-096)."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers import wording
from handlers.alert.stop import call_back, may_begin
from handlers.case.involved import member_facts, who
from handlers.case.record import require
from handlers.case.told import still_read
from handlers.commands.incidents import NameAlert
from handlers.context import Context
from handlers.dialogue.status import addressed, stoppable
from handlers.errors import NotFound
from handlers.incidents.record import facts_of, numbered
from policy.forms.names import RecallReason
from policy.incidents.kinds import CONTAINED, What
from policy.incidents.permits import may_contain
from policy.incidents.playbooks import Outcome, Step
from storage.tables import Account, Case, Incident

MOST = 10
"""Numbers to choose from; whoever has more live alerts before them asks whom they called."""


def contain(incident: Incident, account: Account, ctx: Context) -> None:
    """R-078, R-096, L206, L214: with one live alert before its finder, that is the one; of several they say which."""
    if incident.what not in CONTAINED:
        return
    mine = {case.id: case for case in (*stoppable(account, ctx), *(case for case, _ in addressed(account, ctx)))}
    match [*mine.values()]:
        case [case]:
            _name(incident, ctx.uow.cases.locked(case.id), account, ctx)
        case [_, *_] as several:
            numbers = [case.number for case in several[:MOST]]
            ctx.tell(account, None, wording.incidents.which_alert(facts_of(incident, ctx), numbers))


def name_alert(cmd: NameAlert, ctx: Context) -> None:
    """R-078, R-096: named by its finder in the chat, or at the desk.

    Raises:
        NotFound: no such alert, or no such incident.
        NotAllowed: the alert is none of theirs.
    """
    account = who(cmd.account_id, ctx)
    found = ctx.uow.cases.by_number(cmd.case_number)
    if found is None or found.network_id != account.member.network_id or found.sent_at is None:
        raise NotFound
    case = ctx.uow.cases.locked(found.id)
    facts, vacant = member_facts(account.member, ctx), ctx.uow.people.vacant(found.network_id)
    stores = {case.store_id, *case.audience}
    require(may_contain(facts, vacant=vacant, store_ids=stores, network_id=case.network_id, now=ctx.now))
    incident = numbered(cmd.number, account.member.network_id, ctx)
    if incident.closed_at is not None:
        ctx.tell(account, None, wording.incidents.over(facts_of(incident, ctx)))
        return
    _name(incident, case, account, ctx)


def _name(incident: Incident, case: Case, account: Account, ctx: Context) -> None:
    row = ctx.uow.incidents.name_case(incident, case.id, ctx.now)
    ctx.note(Event.INCIDENT_NAME, case, account, incident=incident.id)
    lives = not incident.drill and still_read(case)
    if lives:
        _call_back(incident, case, account, ctx)
    if not incident.drill:
        row.recalled_at = ctx.now if lives else _recalled_before(case, ctx)
    outcome = Outcome.DONE if incident.drill or row.recalled_at else Outcome.NOT_NEEDED
    ctx.uow.incidents.close_step(incident, Step.RECALLED, outcome, account.member_id, ctx.now)
    ctx.tell(
        account, None, wording.incidents.named(facts_of(incident, ctx), case.number, row.recalled_at, just_now=lives)
    )


def _call_back(incident: Incident, case: Case, account: Account, ctx: Context) -> None:
    reason = RecallReason.WRONG_PERSON if incident.what is What.WRONG_PERSON else RecallReason.LEAKED
    by = account if may_begin(account, case, "", ctx) else None
    call_back(case, by, reason, ctx)
    ctx.note(Event.INCIDENT_RECALL, case, account, incident=incident.id)


def _recalled_before(case: Case, ctx: Context) -> datetime | None:
    """R-130: as the ledger has it, since the report says so; None: it ended otherwise, and nothing of it is left."""
    recalls = (entry for entry in ctx.uow.ledger.of_case(case.id) if entry["event"] == Event.ALERT_RECALL)
    return max((datetime.fromisoformat(str(entry["at"])) for entry in recalls), default=None)
