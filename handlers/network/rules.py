"""The network's own numbers."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from audit.event import Event
from handlers import wording
from handlers.case.involved import who
from handlers.case.record import require
from handlers.commands.chat import ShowRules
from handlers.commands.decided import AllowOffice, ChangeRules
from handlers.commands.office import ForbidOffice
from handlers.context import Context
from handlers.network.ground import end_without_ground
from handlers.network.rule_versions import rules_to_cite
from policy.access import check_decision
from policy.guideline import document
from policy.references import in_force
from policy.rules import Value, check_rules, rules_from
from storage.tables import Network


def change_rules(cmd: ChangeRules, ctx: Context) -> None:
    """R-044, R-120: the network's own decision, within the ceilings; cases in hand are assessed anew (R-126).

    Raises:
        NotAllowed: beyond a ceiling, or in an order that makes no sense.
        KeyError: a name that is no rule.
    """
    network = ctx.uow.stores.the_network()
    network.rules = check_change(cmd, ctx)
    rules_to_cite(network, ctx)
    end_without_ground(ctx)


def check_change(cmd: ChangeRules, ctx: Context) -> dict[str, Value]:
    """R-044, R-120: the network's own numbers with these in them, if they may stand.

    Raises:
        NotAllowed: beyond a ceiling, or in an order that makes no sense.
        KeyError: a name that is no rule.
    """
    decided = {**ctx.uow.stores.the_network().rules, **cmd.changes}
    require(check_rules(rules_from(decided)))
    return decided


def show_rules(cmd: ShowRules, ctx: Context) -> None:
    """R-126, L231: anyone enrolled reads the rules in force, with their numbers and version, part by part."""
    account = who(cmd.account_id, ctx)
    network = ctx.uow.stores.network(account.member.network_id)
    rules = ctx.uow.stores.rules(network.id)
    sections = document(rules, in_force(ctx.now.astimezone(ZoneInfo(network.timezone)).date()))
    ctx.tell(account, None, wording.rules.shown(rules.version, sections, int(cmd.section or len(sections))))


def allow_office(cmd: AllowOffice, ctx: Context) -> None:
    """R-113: people of the secretariat may approve for a store, by a decision that has a date and can be found.

    Raises:
        NotAllowed: no decision that was taken already.
    """
    network = check_office(cmd, ctx)
    network.office_reference, network.office_decided_on = cmd.reference, cmd.decided_on
    ctx.note(Event.OFFICE_ALLOW, None, reference=cmd.reference, on=cmd.decided_on.isoformat())


def check_office(cmd: AllowOffice, ctx: Context) -> Network:
    """R-113: the network, if its decision can be found and was taken before it is used.

    Raises:
        NotAllowed: it can't, or was not.
    """
    network = ctx.uow.stores.the_network()
    today = ctx.now.astimezone(ZoneInfo(network.timezone)).date()
    require(check_decision(cmd.reference, cmd.decided_on, today))
    return network


def forbid_office(cmd: ForbidOffice, ctx: Context) -> None:
    """R-113: whoever still holds both is named by the doctor."""
    network = ctx.uow.stores.the_network()
    network.office_reference = network.office_decided_on = None
    ctx.note(Event.OFFICE_FORBID, None)
