"""What cards and pages say of a case."""

from __future__ import annotations

from handlers.case.picture import quality_of
from handlers.case.sealed import override_of
from handlers.context import Context
from handlers.wording.facts import CaseFacts
from policy.facts import AlertForm
from policy.quality import flaws
from storage.tables import Case


def told(case: Case, ctx: Context) -> CaseFacts:
    """The case as cards speak of it."""
    with_picture = case.form == AlertForm.PICTURE
    return CaseFacts(
        number=case.number,
        store=case.store.full_name,
        state=case.state,
        ending=case.ending,
        binding=case.binding or "",
        expires_at=case.expires_at,
        life_hours=case.life_hours,
        stores=len(case.audience),
        reach_m=case.reach_m,
        left_out=tuple(ctx.uow.stores.get(store_id).full_name for store_id in case.left_out),
        has_photo=case.photo_reference is not None,
        flaws=flaws(quality_of(case)) if with_picture else (),
        override=override_of(case, ctx) if with_picture else "",
    )
