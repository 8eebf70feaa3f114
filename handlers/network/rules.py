"""The network's own numbers."""

from __future__ import annotations

from audit.event import Event
from handlers.case.record import require
from handlers.commands.office import ChangeRules
from handlers.context import Context
from policy.rules import check_rules, rules_from


def change_rules(cmd: ChangeRules, ctx: Context) -> None:
    """R-044, R-120: the network's own decision, within the ceilings; cases in hand are assessed anew (R-126).

    Raises:
        NotAllowed: beyond a ceiling, or in an order that makes no sense.
        KeyError: a name that is no rule.
    """
    network = ctx.uow.stores.the_network()
    decided = {**network.rules, **cmd.changes}
    rules = rules_from(decided)
    require(check_rules(rules))
    network.rules = decided
    ctx.note(Event.RULES_SET, None, version=rules.version)
