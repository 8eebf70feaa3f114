"""The network's own numbers."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from audit.event import Event
from handlers.case.record import require
from handlers.commands.office import AllowOffice, ChangeRules, ForbidOffice
from handlers.context import Context
from handlers.network.ground import end_without_ground
from handlers.network.rule_versions import rules_to_cite
from policy.access import check_decision
from policy.rules import check_rules, rules_from


def change_rules(cmd: ChangeRules, ctx: Context) -> None:
    """R-044, R-120: the network's own decision, within the ceilings; cases in hand are assessed anew (R-126).

    Raises:
        NotAllowed: beyond a ceiling, or in an order that makes no sense.
        KeyError: a name that is no rule.
    """
    network = ctx.uow.stores.the_network()
    decided = {**network.rules, **cmd.changes}
    require(check_rules(rules_from(decided)))
    network.rules = decided
    rules_to_cite(network, ctx)
    end_without_ground(ctx)


def allow_office(cmd: AllowOffice, ctx: Context) -> None:
    """R-113: people of the secretariat may approve for a store, by a decision that has a date and can be found.

    Raises:
        NotAllowed: no decision that was taken already.
    """
    network = ctx.uow.stores.the_network()
    today = ctx.now.astimezone(ZoneInfo(network.timezone)).date()
    require(check_decision(cmd.reference, cmd.decided_on, today))
    network.office_reference, network.office_decided_on = cmd.reference, cmd.decided_on
    ctx.note(Event.OFFICE_ALLOW, None, reference=cmd.reference, on=cmd.decided_on.isoformat())


def forbid_office(cmd: ForbidOffice, ctx: Context) -> None:
    """R-113: whoever still holds both is named by the doctor."""
    network = ctx.uow.stores.the_network()
    network.office_reference = network.office_decided_on = None
    ctx.note(Event.OFFICE_FORBID, None)
