"""What cards and pages say of a case."""

from __future__ import annotations

from handlers.case.audience import still_proposed
from handlers.case.earlier import answers_told, earlier_answers
from handlers.case.picture import picture_of, quality_of
from handlers.case.sealed import load_report, override_of
from handlers.context import Context
from handlers.wording.facts import CaseFacts
from handlers.wording.labels import Rows, alert_rows
from policy.content import alert_text, taken_back_as
from policy.facts import AlertForm
from policy.forms.names import Wrong
from policy.quality import flaws
from policy.states import Ending, State
from storage.tables import Case


def still_read(case: Case) -> bool:
    """Live, or ended otherwise than by a recall and not erased yet."""
    return case.state == State.LIVE or (case.state == State.ENDED and case.ending != Ending.RECALL)


def told(case: Case, ctx: Context) -> CaseFacts:
    """The case as cards speak of it."""
    with_picture, picture = case.form == AlertForm.PICTURE, picture_of(case, ctx)
    return CaseFacts(
        number=case.number,
        store=case.store.full_name,
        event_at=case.event_at,
        state=case.state,
        ending=case.ending,
        binding=case.binding or "",
        expires_at=case.expires_at,
        life_hours=case.life_hours,
        stores=len(case.audience),
        reach_m=case.reach_m,
        proposed=tuple(ctx.uow.stores.get(store_id).full_name for store_id in sorted(still_proposed(case, ctx))),
        left_out=tuple(ctx.uow.stores.get(store_id).full_name for store_id in case.left_out),
        has_photo=case.photo_reference is not None,
        in_words=case.form in (AlertForm.FEATURES, AlertForm.WARNING),
        held_until=case.hold_until if case.hold_until and case.hold_until > ctx.now else None,
        flaws=flaws(quality_of(case)) if with_picture else (),
        override=override_of(case, ctx) if with_picture else "",
        by_hand=picture.by_hand if picture and with_picture else 0,
        version=case.version,
        paused=case.paused_at is not None,
        narrowed=tuple(Wrong(one) for one in case.narrowed),
        earlier=answers_told(earlier_answers(case, None, ctx), ctx) if case.state == State.ASSESSING else (),
    )


def alert_as_it_stands(case: Case, ctx: Context) -> Rows:
    """R-049, R-086: what neighbours read now, without what turned out wrong; nothing once the texts are erased."""
    report = load_report(case, ctx)
    return alert_rows(told(case, ctx), report) if report else ()


def still_told(case: Case, ctx: Context) -> tuple[Wrong, ...]:
    """R-049: what the alert still tells, and can be taken back."""
    report = load_report(case, ctx)
    said = {taken_back_as(name) for name in alert_text(report)} if report else set()
    picture = report is not None and report.form == AlertForm.PICTURE
    return tuple(
        one for one in Wrong if one not in case.narrowed and (picture if one is Wrong.PICTURE else one in said)
    )
