"""What neighbours answer: read, or seen. Choices alone, and each is passed on once (R-111)."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.case.involved import in_charge, who
from handlers.case.tally import SEEN
from handlers.case.told import told
from handlers.commands.chat import Acknowledge, CaseCommand, ReportSighting
from handlers.context import Context
from handlers.errors import NotAllowed
from policy.states import DeliveryAnswer, State
from policy.verdict import N_, Deny
from storage.tables import Account, Case, Delivery


def acknowledge(cmd: Acknowledge, ctx: Context) -> None:
    """The neighbour has read it; pressing again says so and changes nothing."""
    account, case, delivery = delivered(cmd, ctx)
    if delivery.answer is None:
        delivery.answer, delivery.answered_at = DeliveryAnswer.ACKNOWLEDGED, ctx.now
        ctx.note(Event.DELIVERY_ACKNOWLEDGE, case, account)
    ctx.tell(account, case, wording.alert.thanks(told(case, ctx)))


def report_sighting(cmd: ReportSighting, ctx: Context) -> None:
    """D3: a sighting is a possibility, never a confirmation; reporter and secretariat hear it at once, and once."""
    account, case, delivery = delivered(cmd, ctx)
    news = is_news(delivery, f"{SEEN}{cmd.where}", ctx)
    ctx.tell(account, case, wording.alert.sighting_passed_on() if cmd.where else wording.alert.where_now(news=news))
    if not news:
        return
    delivery.answer, delivery.answered_at = DeliveryAnswer.SIGHTING, ctx.now
    ctx.note(Event.SIGHTING_REPORT, case, account, store=delivery.store_id, where=cmd.where or "unknown")
    card = wording.alert.sighting(told(case, ctx), delivery.id, delivery.store.full_name, cmd.where)
    for reader in in_charge(case, ctx):
        ctx.tell(reader, case, card)


def is_news(delivery: Delivery, word: str, ctx: Context) -> bool:
    """R-111: a person tells each thing once, on whichever of their accounts and however often they press."""
    theirs = [row for row in ctx.uow.deliveries.of_case(delivery.case_id) if row.member_id == delivery.member_id]
    if any(word in row.passed_on for row in theirs):
        return False
    delivery.passed_on = [*delivery.passed_on, word]
    return True


def delivered(cmd: CaseCommand, ctx: Context) -> tuple[Account, Case, Delivery]:
    """Who answers to which live alert that they got.

    Raises:
        NotAllowed: they never got it, or it is over.
    """
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    delivery = ctx.uow.deliveries.for_account(case.id, account.id)
    if delivery is None or case.state != State.LIVE:
        raise NotAllowed(Deny("R-040", N_("この警戒情報は終了しています。もう警戒の必要はありません。")))
    return account, case, delivery
