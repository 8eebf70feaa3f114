"""「誤りでは？」: doubts reach those who can recall, and keep the picture back until the sending store answers."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.alert.neighbours import answer, delivered, is_news
from handlers.case.involved import in_charge, member_facts, who
from handlers.case.record import require
from handlers.case.told import told
from handlers.commands.answers import DoubtAlert
from handlers.commands.chat import Resume
from handlers.context import Context
from handlers.rights.doubts import plan_complaint
from handlers.rights.suspend import stand_by
from policy import access
from policy.doubt import Doubt, is_in_doubt
from policy.forms.names import DoubtReason
from policy.states import DeliveryAnswer, State
from policy.verdict import N_, Deny, Verdict
from storage.tables import Account, Case, Delivery


def doubt_alert(cmd: DoubtAlert, ctx: Context) -> None:
    """R-096: who can recall it hears it at once, and once; the neighbour is asked why, by one tap."""
    account, case, delivery = delivered(cmd, ctx)
    reason = DoubtReason(cmd.reason) if cmd.reason else DoubtReason.UNSAID
    news = is_news(delivery, f"{DeliveryAnswer.DOUBT}:{reason}", ctx)
    answer(cmd, account, case, wording.doubt.passed_on() if cmd.reason else wording.doubt.why(news=news), ctx)
    if not news:
        return
    delivery.answer, delivery.answered_at = DeliveryAnswer.DOUBT, ctx.now
    delivery.doubt, delivery.doubted_at = reason, ctx.after(case.doubts_answered_at)
    ctx.note(Event.DELIVERY_DOUBT, case, account, store=delivery.store_id, reason=reason)
    _pause(case, ctx)
    plan_complaint(case, ctx)
    for reader in in_charge(case, ctx):
        card = wording.doubt.doubted(
            told(case, ctx), delivery.id, delivery.store.full_name, reason, answers=bool(may_answer(reader, case, ctx))
        )
        ctx.tell(reader, case, card, urgent=True)


def resume(cmd: Resume, ctx: Context) -> None:
    """R-096, R-125: the sending store looked into it and stands by the alert; who doubted hears so."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    require(may_answer(account, case, ctx))
    if stand_by(case, account, ctx):
        ctx.tell(account, case, wording.rights.office_decides(told(case, ctx)))
        return
    if case.paused_at is not None:
        ctx.note(Event.ALERT_RESUME, case, account)
        for row in _doubting(case, ctx):
            ctx.tell(row.account, case, wording.doubt.looked_into(told(case, ctx)))
        case.paused_at, case.doubts_answered_at = None, ctx.now
    ctx.tell(account, case, wording.doubt.shown_again(told(case, ctx)))


def may_answer(account: Account, case: Case, ctx: Context) -> Verdict:
    """R-096, R-125: whoever may correct the alert answers for it; the secretariat sees the doubt and can recall."""
    if case.state != State.LIVE:
        return Deny("R-078", N_("この警戒情報はもう終了しています。"))
    member = member_facts(account.member, ctx)
    return access.may_correct(member, store_id=case.store_id, reporter_id=case.reporter_id, now=ctx.now)


def _pause(case: Case, ctx: Context) -> None:
    """R-096: from now on no page shows what the person looks like."""
    doubts = [
        Doubt(row.store_id, row.doubt, row.doubted_at)
        for row in ctx.uow.deliveries.of_case(case.id)
        if row.doubt is not None and row.doubted_at is not None
    ]
    if case.paused_at is None and is_in_doubt(doubts, case.doubts_answered_at):
        case.paused_at = ctx.now
        ctx.note(Event.ALERT_PAUSE, case)


def _doubting(case: Case, ctx: Context) -> list[Delivery]:
    """Who doubted since the store last answered."""
    since = case.doubts_answered_at
    rows = ctx.uow.deliveries.of_case(case.id)
    return [row for row in rows if row.doubted_at is not None and (since is None or row.doubted_at > since)]
