"""What was found of what a person asked about, as their answer says it: nothing before people have decided."""

from __future__ import annotations

from handlers import wording
from handlers.cards import Text
from handlers.context import Context
from handlers.rights.record import cases_of
from policy.decision import Decided, effect_of
from policy.forms.names import Wrong
from policy.rights import RequestState
from policy.withheld import Item
from storage.tables import Request


def found(request: Request, ctx: Context) -> tuple[Text, ...]:
    """R-070, R-072, R-099, L146: what was granted, how far; what is refused or withheld isn't even counted."""
    if request.state is not RequestState.ANSWERED or request.decided is None:
        return ()
    if request.decided is Decided.NOT_HELD:
        return wording.rights.NOTHING_HELD
    effect, shown = effect_of(request.wish, request.decided), [Item(one) for one in request.shown]
    if effect is None and Item.WHETHER not in shown:
        return ()
    wrong = [Wrong(one) for one in request.wrong]
    return wording.rights.found(len(cases_of(request, ctx)), effect, wrong, shown)
