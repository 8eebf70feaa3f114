"""To whom an alert would go and how: what its approvers choose from on their page."""

from __future__ import annotations

from typing import Final

from bot.web.stores_map import map_around
from bot.web.town import TownMap
from bot.web.viewmodels import Choices, Receiver
from handlers.case.audience import metres_to, on_offer, proposed
from handlers.case.sealed import reason_for_store
from handlers.context import Context
from handlers.recipient import Recipient
from handlers.wording.labels import choice
from policy.facts import Report
from policy.forms.names import FieldName
from policy.narrowing import lighter_forms
from policy.states import State
from storage.tables import Case

METRES_TO_SAY: Final = 1000
"""From here on people say kilometres."""


def choices_of(case: Case, report: Report | None, reader: Recipient, ctx: Context) -> Choices:
    """R-030, R-116, R-117: each store by name and distance, and the form at hand beside the lighter ones.

    A later version is for the stores that have the alert, in the form it was handed in: its stores are only shown.
    """
    forms = (report.form, *lighter_forms(report)) if report and case.state == State.ASSESSING else ()
    named = tuple((form.value, reader.read(choice(FieldName.FORM, form))) for form in forms)
    receivers = _receivers(case, ctx)
    return Choices(
        receivers, named, case.form or "", case.binding or "", _map(case, receivers, ctx), case.store.full_name
    )


def _map(case: Case, receivers: tuple[Receiver, ...], ctx: Context) -> TownMap:
    """R-117, R-124: the same stores as the list's, where they stand."""
    return map_around(case.store, [(ctx.uow.stores.get(one.id), one.warned) for one in receivers])


def _receivers(case: Case, ctx: Context) -> tuple[Receiver, ...]:
    offered, far = on_offer(case, ctx), proposed(case, ctx)
    metres = metres_to(case, offered, ctx)
    return tuple(
        Receiver(
            id=store.id,
            name=store.full_name,
            distance=_distance(metres[store.id]),
            reason=reason_for_store(case, store.id, ctx) if store.id in far else "",
            warned=store.id in case.audience,
        )
        for store in map(ctx.uow.stores.get, offered)
    )


def _distance(metres: int) -> str:
    return f"{metres} m" if metres < METRES_TO_SAY else f"{metres / 1000:.1f} km"
