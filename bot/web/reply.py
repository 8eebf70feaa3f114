"""What a neighbour answers below the alert on its page: the same as in the chat."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handlers.alert.neighbours import answered
from handlers.cards import Action, ButtonAction, Card, Style
from handlers.commands.answers import NeighbourCommand
from handlers.commands.pressed import Pressed
from handlers.context import Context
from handlers.routing import BUTTONS
from handlers.wording.alert import seen_or_doubted
from policy.forms.names import DoubtReason
from policy.states import DeliveryAnswer
from storage.tables import Account, Case, Delivery

GIVEN = {ButtonAction.SIGHTING: DeliveryAnswer.SIGHTING, ButtonAction.DOUBT: DeliveryAnswer.DOUBT}
"""What needs no button of its own once it was answered."""

NO_REASON = f"{ButtonAction.DOUBT}:{DoubtReason.UNSAID}"
"""A doubt without a reason was told when the question for one stands there."""


@dataclass(frozen=True)
class Reply:
    """What came of the last answer, and what can be pressed.

    Attributes:
        title: In words.
        lines: Below it.
        presses: Label, what is sent, and whether it is what most people press.
    """

    title: str
    lines: tuple[str, ...]
    presses: tuple[tuple[str, str, bool], ...]


def reply_of(account: Account, case: Case, ctx: Context) -> Reply | None:
    """None: the alert was not delivered to this account."""
    delivery = ctx.uow.deliveries.for_account(case.id, account.id)
    if delivery is None:
        return None
    card, read = answered(delivery, case, ctx), ctx.recipient(account).read
    presses = ((read(one.label), _sent(one), one.style is Style.PRIMARY) for one in _offered(card, delivery))
    return Reply(read(card.title), tuple(read(line) for line in card.lines), tuple(presses))


def answer_for(account: Account, case: Case, sent: str, ctx: Context) -> NeighbourCommand | None:
    """What the pressed button asks for; None if the page does not offer it (any longer)."""
    delivery = ctx.uow.deliveries.for_account(case.id, account.id)
    offered = _offered(answered(delivery, case, ctx), delivery) if delivery else []
    pressed = next((one for one in offered if _sent(one) == sent), None)
    if pressed is None:
        return None
    command = BUTTONS[pressed.does](Pressed(account.id, case.id, pressed.arguments))
    return replace(command, on_page=True) if isinstance(command, NeighbourCommand) else None


def _offered(card: Card, delivery: Delivery) -> list[Action]:
    """What the chat would offer next, then what may be said at any time and was not."""
    first = [one for one in (*card.buttons, *card.choices) if _sent(one) != NO_REASON]
    asked = {one.does for one in first}
    return first + [one for one in seen_or_doubted() if one.does not in asked and GIVEN[one.does] != delivery.answer]


def _sent(action: Action) -> str:
    return ":".join((action.does, *action.arguments.values()))
