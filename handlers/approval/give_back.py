"""Back from the approvers to the reporter."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.approval.over import end_version, tell_asked
from handlers.cards import denial, t
from handlers.case.involved import tell_reporter, who
from handlers.case.picture import drop_picture
from handlers.case.question import pending
from handlers.case.record import move, rules_of
from handlers.case.sealed import keep_returned
from handlers.case.told import told
from handlers.commands.steps import GiveBack
from handlers.context import Context
from policy.access import Purpose
from policy.picture import may_take
from policy.states import State, VersionState
from policy.verdict import Deny
from storage.tables import WHILE_ASSESSING


def give_back(cmd: GiveBack, ctx: Context) -> None:
    """R-111: earlier answers fall, even if nothing is changed, and the reporter reads what to mend."""
    case = ctx.uow.cases.locked(cmd.case_id)
    by = who(cmd.account_id, ctx) if cmd.account_id else None
    version = pending(case, ctx)
    if version is not None:
        # An approver's words may describe a person, so that no chat gets them.
        why = (
            denial(cmd.why)
            if isinstance(cmd.why, Deny)
            else t("承認者が差し戻しました。直す点を承認者に聞いてください。")
        )
        end_version(version, case, VersionState.RETURNED, by, why, ctx)
        return
    move(case, State.RETURNED, ctx)
    case.binding = None
    for row in ctx.uow.cases.assessments(case.id):
        row.withdrawn_at = row.withdrawn_at or ctx.now
    for far in ctx.uow.cases.far_stores(case.id):
        far.ticked_by = None
    ctx.uow.due.cancel(case.id, WHILE_ASSESSING)
    ctx.uow.conversations.end_case(case.id)
    ctx.uow.links.revoke_case(case.id, ctx.now, purposes=(Purpose.PREVIEW,))
    if isinstance(cmd.why, Deny):
        ctx.note(Event.ASSESSMENT_VOID, case, by, clause=cmd.why.clause)
    else:
        ctx.note(Event.ALERT_RETURN, case, by)
    pictures = bool(may_take(rules_of(case, ctx)))
    if case.photo_reference is not None and not pictures:
        drop_picture(case, ctx)
    rule = cmd.why if isinstance(cmd.why, Deny) else None
    keep_returned(case, "" if isinstance(cmd.why, Deny) else cmd.why, ctx)
    tell_reporter(case, wording.assess.returned(told(case, ctx), rule, pictures=pictures), ctx)
    tell_asked(case, by, ctx)
