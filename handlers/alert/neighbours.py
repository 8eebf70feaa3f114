"""What neighbours answer: read, in the shop or not, or seen. Choices alone, and each is passed on once (R-111)."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.alert.delivery import call_second_contacts
from handlers.cards import ButtonAction, Card
from handlers.case.involved import in_charge, who
from handlers.case.tally import SEEN
from handlers.case.told import told
from handlers.commands.answers import Acknowledge, NeighbourCommand, ReportSighting, SayInShop
from handlers.commands.chat import CaseCommand
from handlers.context import Context
from handlers.errors import NotAllowed
from policy.forms.names import DoubtReason
from policy.states import ON_ITS_WAY, DeliveryAnswer, State
from policy.verdict import N_, Deny
from storage.tables import Account, Case, Delivery


def acknowledge(cmd: Acknowledge, ctx: Context) -> None:
    """The neighbour has read it, and is asked whether they are in the shop; pressing again changes nothing."""
    account, case, delivery = delivered(cmd, ctx)
    if delivery.answer is None:
        delivery.answer, delivery.answered_at = DeliveryAnswer.ACKNOWLEDGED, ctx.now
        ctx.note(Event.DELIVERY_ACKNOWLEDGE, case, account)
    answer(cmd, account, case, wording.alert.thanks(told(case, ctx)), ctx)


def say_in_shop(cmd: SayInShop, ctx: Context) -> None:
    """D13: who has read it far from the shop can watch for nobody: the next contact is called without a wait."""
    account, case, delivery = delivered(cmd, ctx)
    if cmd.here:
        if delivery.answer in (None, DeliveryAnswer.ABSENT):
            delivery.answer, delivery.answered_at = DeliveryAnswer.ACKNOWLEDGED, ctx.now
            ctx.note(Event.DELIVERY_ACKNOWLEDGE, case, account)
        is_news(delivery, ButtonAction.IN_SHOP, ctx)
        answer(cmd, account, case, wording.alert.in_shop(told(case, ctx)), ctx)
        return
    if delivery.answer in (None, DeliveryAnswer.ACKNOWLEDGED):
        delivery.answer, delivery.answered_at = DeliveryAnswer.ABSENT, ctx.now
        ctx.note(Event.DELIVERY_ABSENT, case, account, store=delivery.store_id)
    call_second_contacts(case, [delivery.store_id], ctx)
    answer(cmd, account, case, _elsewhere(delivery, case, ctx), ctx)


def answer(cmd: NeighbourCommand, account: Account, case: Case, card: Card, ctx: Context) -> None:
    """What they read next, where they answered: on the alert's page it stands below the alert, and costs no message."""
    if not cmd.on_page:
        ctx.tell(account, case, card)


def answered(delivery: Delivery, case: Case, ctx: Context) -> Card:
    """Below the alert on its page: what their last answer led to, and what they can still answer."""
    match delivery.answer:
        case None:
            return wording.alert.unanswered()
        case DeliveryAnswer.ACKNOWLEDGED if ButtonAction.IN_SHOP in delivery.passed_on:
            return wording.alert.in_shop(told(case, ctx))
        case DeliveryAnswer.ACKNOWLEDGED:
            return wording.alert.thanks(told(case, ctx))
        case DeliveryAnswer.ABSENT:
            return _elsewhere(delivery, case, ctx)
        case DeliveryAnswer.SIGHTING:
            where = any(word.startswith(SEEN) and word != SEEN for word in delivery.passed_on)
            return wording.alert.sighting_passed_on() if where else wording.alert.where_now(news=True)
        case DeliveryAnswer.DOUBT:
            said = delivery.doubt is not DoubtReason.UNSAID
            return wording.doubt.passed_on() if said else wording.doubt.why(news=True)


def _elsewhere(delivery: Delivery, case: Case, ctx: Context) -> Card:
    return wording.alert.not_in_shop(told(case, ctx), others=_others_have_it(delivery, ctx))


def _others_have_it(delivery: Delivery, ctx: Context) -> bool:
    """Whether somebody else of the store has the card, or will, and has not said that they are elsewhere."""
    return any(
        row.store_id == delivery.store_id
        and row.member_id != delivery.member_id
        and row.state in ON_ITS_WAY
        and row.answer != DeliveryAnswer.ABSENT
        for row in ctx.uow.deliveries.of_case(delivery.case_id)
    )


def report_sighting(cmd: ReportSighting, ctx: Context) -> None:
    """D3: a sighting is a possibility, never a confirmation; reporter and secretariat hear it at once, and once."""
    account, case, delivery = delivered(cmd, ctx)
    news = is_news(delivery, f"{SEEN}{cmd.where}", ctx)
    said = wording.alert.sighting_passed_on() if cmd.where else wording.alert.where_now(news=news)
    answer(cmd, account, case, said, ctx)
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
