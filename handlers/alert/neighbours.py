"""What neighbours answer: read, seen, or "this is wrong"."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.case.involved import in_charge, who
from handlers.case.told import told
from handlers.commands.chat import Acknowledge, CaseCommand, DoubtAlert, ReportSighting
from handlers.context import Context
from handlers.errors import NotAllowed
from policy.states import DeliveryAnswer, State
from policy.verdict import N_, Deny
from storage.tables import Account, Case, Delivery


def acknowledge(cmd: Acknowledge, ctx: Context) -> None:
    """The neighbour has read it; pressing again says so and changes nothing."""
    account, case, delivery = _delivered(cmd, ctx)
    if delivery.answer is None:
        delivery.answer, delivery.answered_at = DeliveryAnswer.ACKNOWLEDGED, ctx.now
        ctx.note(Event.DELIVERY_ACKNOWLEDGE, case, account)
    ctx.tell(account, case, wording.alert.thanks(told(case, ctx)))


def report_sighting(cmd: ReportSighting, ctx: Context) -> None:
    """D3: a sighting is a possibility, never a confirmation; reporter and secretariat hear it at once."""
    account, case, delivery = _delivered(cmd, ctx)
    delivery.answer, delivery.answered_at = DeliveryAnswer.SIGHTING, ctx.now
    ctx.note(Event.SIGHTING_REPORT, case, account, store=delivery.store_id, where=cmd.where or "unknown")
    ctx.tell(account, case, wording.alert.sighting_passed_on() if cmd.where else wording.alert.where_now())
    card = wording.alert.sighting(told(case, ctx), delivery.id, delivery.store.full_name, cmd.where)
    for reader in in_charge(case, ctx):
        ctx.tell(reader, case, card)


def doubt_alert(cmd: DoubtAlert, ctx: Context) -> None:
    """R-096: somebody thinks it is wrong; those who can recall it hear it with the button to do so."""
    account, case, delivery = _delivered(cmd, ctx)
    if delivery.answer != DeliveryAnswer.DOUBT:
        delivery.answer, delivery.answered_at = DeliveryAnswer.DOUBT, ctx.now
        ctx.note(Event.DELIVERY_DOUBT, case, account, store=delivery.store_id)
        card = wording.alert.doubted(told(case, ctx), delivery.id, delivery.store.full_name)
        for reader in in_charge(case, ctx):
            ctx.tell(reader, case, card, urgent=True)
    ctx.tell(account, case, wording.alert.doubt_passed_on())


def _delivered(cmd: CaseCommand, ctx: Context) -> tuple[Account, Case, Delivery]:
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    delivery = ctx.uow.deliveries.for_account(case.id, account.id)
    if delivery is None or case.state != State.LIVE:
        raise NotAllowed(Deny("R-040", N_("この警戒情報は終了しています。もう警戒の必要はありません。")))
    return account, case, delivery
