"""The network's own numbers."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from audit.event import Event
from handlers import wording
from handlers.case.involved import who
from handlers.case.record import require
from handlers.commands.chat import ShowRules
from handlers.commands.office import AllowOffice, ChangeRules, ForbidOffice
from handlers.context import Context
from handlers.network.ground import end_without_ground
from handlers.network.rule_versions import rules_to_cite
from policy.access import check_decision
from policy.guideline import document
from policy.references import in_force
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
