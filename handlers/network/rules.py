"""The network's own numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from audit.event import Event
from handlers import wording
from handlers.case.involved import who
from handlers.case.record import require
from handlers.commands.chat import ShowRules
from handlers.commands.decided import AllowOffice, ChangeRules, DecideRules
from handlers.commands.office import ForbidOffice
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.network.ground import look_at
from handlers.network.rule_versions import rules_to_cite
from handlers.twofold.fall import fall
from policy.access import check_decision
from policy.guideline import document
from policy.references import in_force
from policy.rule_changes import starts_at, still_meant
from policy.rules import Value, check_rules, rules_from
from policy.twofold import Act, may_do_alone
from storage.tables import DueKind, Network

DECIDED: Final = "decided"
"""Under which due work keeps what two people decided, as JSON."""


def change_rules(cmd: ChangeRules, ctx: Context) -> None:
    """R-044, R-120: the network's own decision, within the ceilings; cases in hand are assessed anew (R-126).

    Raises:
        NotAllowed: beyond a ceiling, or in an order that makes no sense.
        KeyError: a name that is no rule.
    """
    network = ctx.uow.stores.the_network()
    network.rules = check_change(cmd, ctx)
    rules_to_cite(network, ctx)
    fall(Act.RULES, "", ctx)
    look_at(ctx.now, ctx)


def decide_rules(cmd: DecideRules, ctx: Context) -> None:
    """R-126: two people decided: what is looser than now starts a day later; while a network is set up, at once.

    Raises:
        NotAllowed: beyond a ceiling, or in an order that makes no sense.
        KeyError: a name that is no rule.
    """
    network = ctx.uow.stores.the_network()
    at = start_of(cmd.changes, ctx)
    if at <= ctx.now or may_do_alone(Act.RULES, ctx.uow.twofold.deciders(network.id)):
        change_rules(cmd, ctx)
        return
    now = asdict(ctx.uow.stores.rules(network.id))
    decided = {"changes": cmd.changes, "before": {name: now[name] for name in cmd.changes}, "by": ctx.by}
    subject = f"{network.id}:{ctx.now.isoformat()}"
    ctx.uow.due.plan(DueKind.START_RULES, subject, at, arguments={DECIDED: json.dumps(decided)})


def start_of(changes: Mapping[str, Value], ctx: Context) -> datetime:
    """R-126: when these would start if they were allowed now.

    Raises:
        NotAllowed, KeyError: as ``decide_rules``.
    """
    before = ctx.uow.stores.rules(ctx.uow.stores.the_network().id)
    return starts_at(before, rules_from(check_change(ChangeRules(dict(changes)), ctx)), ctx.now)


def start_rules(cmd: DueCommand, ctx: Context) -> None:
    """R-126: the day is over; what was decided otherwise meanwhile stays as it was decided then."""
    meant = decided_ahead(cmd.arguments, ctx)
    if meant:
        change_rules(ChangeRules(meant), replace(ctx, by=json.loads(cmd.arguments[DECIDED])["by"]))


def decided_ahead(arguments: Mapping[str, str], ctx: Context) -> dict[str, Value]:
    """R-126: what would start if its day were over."""
    decided = json.loads(arguments[DECIDED])
    now = asdict(ctx.uow.stores.rules(ctx.uow.stores.the_network().id))
    return still_meant(decided["before"], decided["changes"], now)


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
