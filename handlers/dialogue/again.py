"""A question that is no form's comes again too, when what was said answers it by nothing (R-127)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from handlers import wording
from handlers.cards import ButtonAction
from handlers.commands.chat import LoseDevice, StartReport
from handlers.context import Context
from handlers.dialogue.typed import MOST
from handlers.incidents.record import facts_of, numbered
from policy.forms.names import Choice
from storage.tables import Account, ButtonMeaning

OPEN_FOR: Final = timedelta(hours=1)
"""Whoever writes later begins something else."""

Offered = Sequence[ButtonMeaning]


def ask_anew(account: Account, ctx: Context) -> bool:
    """Bring the question of the newest card once more; False if that asked nothing, or long ago."""
    newest = ctx.uow.buttons.newest(account.id, MOST)
    if not newest or newest[0].created_at < ctx.now - OPEN_FOR:
        return False
    card = [button for button in newest if button.created_at == newest[0].created_at]
    for does, ask in AGAIN.items():
        if offered := [button for button in card if button.action == does and button.arguments]:
            ask(account, offered, ctx)
            return True
    return False


def _which_store(account: Account, _: Offered, ctx: Context) -> None:
    ctx.then(StartReport(account.id))


def _whose_device(account: Account, offered: Offered, ctx: Context) -> None:
    known = offered[0].arguments if "since" in offered[0].arguments else {}
    ctx.then(LoseDevice(account.id, known.get("member_id", "")))


def _what_happened(account: Account, offered: Offered, ctx: Context) -> None:
    once, drill = offered[0].arguments["once"], offered[0].arguments["drill"] == Choice.YES
    ctx.tell(account, None, wording.incidents.what_happened(once, drill=drill))


def _goes_on(account: Account, offered: Offered, ctx: Context) -> None:
    incident = numbered(offered[0].arguments["number"], account.member.network_id, ctx)
    ctx.tell(account, None, wording.incidents.opened(facts_of(incident, ctx)))


def _which_alert(account: Account, offered: Offered, ctx: Context) -> None:
    incident = numbered(offered[0].arguments["number"], account.member.network_id, ctx)
    numbers = sorted(button.arguments["case_number"] for button in offered)
    ctx.tell(account, None, wording.incidents.which_alert(facts_of(incident, ctx), numbers))


AGAIN: Final[Mapping[ButtonAction, Callable[[Account, Offered, Context], None]]] = {
    ButtonAction.OPEN_INCIDENT: _what_happened,
    ButtonAction.INCIDENT_ALERT: _which_alert,
    ButtonAction.INCIDENT_GOES_ON: _goes_on,
    ButtonAction.LOSE_DEVICE: _whose_device,
    ButtonAction.START: _which_store,
}
"""Where several were asked at once, the first of these."""
