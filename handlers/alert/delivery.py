"""Each neighbour's card: to whom it goes, policy asked again before it leaves, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from audit.event import Event
from handlers import wording
from handlers.alert.unsent import plan_telling
from handlers.cards import Action, Topic
from handlers.case.audience import metres_to, still_reached
from handlers.case.dispatch import send_verdict
from handlers.case.involved import called, member_facts, reachable, ready
from handlers.case.told import told
from handlers.commands.worker import NoteLate, NoteSent, NoteUnsent
from handlers.context import Context
from policy import access
from policy.facts import Role
from policy.states import MAY_BE_THERE, ON_ITS_WAY, UNSENT, DeliveryState, State
from policy.verdict import N_, Allow, Deny, Verdict, all_of
from storage.tables import Account, Case, Delivery, DueKind, Failure, Member, new_id


def contacts(case: Case, ctx: Context) -> list[tuple[str, Account]]:
    """R-124, R-005: whom the audience's stores named, the second where no first can be reached; leavers drop out."""
    stores = ctx.uow.stores.all_facts([ctx.uow.stores.get(store_id) for store_id in case.audience])
    return called([store.id for store in stores if still_reached(case, store, ctx)], ctx)


def ask_to_train(members: Iterable[Member], ctx: Context) -> None:
    """R-062: whoever isn't trained hears that an alert waits, and nothing of it."""
    untrained = (m for m in members if not access.trained(member_facts(m, ctx), ctx.now))
    for account in reachable(untrained, ctx):
        address = ctx.uow.stores.rules(account.member.network_id).training_url
        ctx.tell(account, None, wording.training.train_first(address), urgent=True)


def ask_contacts_to_train(case: Case, ctx: Context) -> None:
    """R-062: those who would have got the alert; their stores' next contacts are called instead."""
    named = ctx.uow.people.at_stores(case.audience, Role.CONTACT)
    ask_to_train({m.id: m for members in named.values() for m in members}.values(), ctx)


def deliver(case: Case, recipients: Iterable[tuple[str, Account]], ctx: Context, *, second: bool = False) -> None:
    """A card for each recipient; no account gets it twice."""
    addressed = {row.account_id for row in ctx.uow.deliveries.of_case(case.id)}
    new = []
    for store_id, account in recipients:
        if account.id not in addressed:
            addressed.add(account.id)
            new.append(_delivery(case, store_id, account, second=second))
    ctx.uow.deliveries.add(*new)
    about, metres = told(case, ctx), metres_to(case, {delivery.store_id for delivery in new}, ctx)
    for delivery in new:
        card = wording.alert.alert(about, metres[delivery.store_id])
        ctx.tell(ctx.uow.people.account_by_id(delivery.account_id), case, card, delivery_id=delivery.id)


def _delivery(case: Case, store_id: str, account: Account, *, second: bool) -> Delivery:
    return Delivery(
        case_id=case.id,
        store_id=store_id,
        member_id=account.member_id,
        account_id=account.id,
        second=second,
        state=DeliveryState.QUEUED,
    )


def show_on_request(account: Account, case: Case, store_id: str, ctx: Context, also: tuple[Action, ...] = ()) -> None:
    """R-005, R-064, R-078: whoever works at an addressed store and asks gets the card, and with it every stop.

    R-111: policy is asked before it leaves, by its topic. ``also``: what can be done beside answering it.
    """
    delivery = ctx.uow.deliveries.for_account(case.id, account.id)
    if delivery is None:
        delivery = _delivery(case, store_id, account, second=False)
        ctx.uow.deliveries.add(delivery)
    note_sent(NoteSent((delivery.id,)), ctx)
    metres = metres_to(case, {delivery.store_id}, ctx)[delivery.store_id]
    ctx.tell(account, case, replace(wording.alert.alert(told(case, ctx), metres), topic=Topic.SHOWN, choices=also))


def may_still_deliver(delivery: Delivery, case: Case, ctx: Context) -> Verdict:
    """R-111, R-005: asked just before each single send: everything again, and still this person of this store."""
    if case.state != State.LIVE or ctx.now >= case.expires_at:
        return Deny("R-040", N_("この警戒情報は終了しました。"))
    if not is_addressed(delivery, case, ctx):
        return Deny("R-005", N_("この人はもう参加していません。"))
    return all_of((still_reached(case, ctx.uow.stores.store_facts(delivery.store), ctx), _may_send_once(case, ctx)))


def _may_send_once(case: Case, ctx: Context) -> Verdict:
    """R-111: the case's own part is asked once per unit of work, since all its cards in hand leave at one moment."""
    asked: dict[str, Verdict] = ctx.uow.session.info.setdefault("send_verdict", {})
    if case.id not in asked:
        asked[case.id] = send_verdict(case, ctx)
    return asked[case.id]


def is_addressed(delivery: Delivery, case: Case, ctx: Context) -> bool:
    """R-005, R-064: whether the person is still there, and still whom the addressed store named."""
    member = member_facts(delivery.account.member, ctx)
    named = any(member.is_a(role, delivery.store_id) for role in (Role.CONTACT, Role.SECOND_CONTACT))
    there = delivery.account.revoked_at is None and bool(access.present(member, ctx.now))
    return there and bool(access.trained(member, ctx.now)) and named and delivery.store_id in case.audience


def may_still_hear(account: Account, case: Case, ctx: Context) -> Verdict:
    """R-005, R-049, R-111: asked just before each card about a change: the alert lives, the store still takes part."""
    if case.state != State.LIVE or ctx.now >= case.expires_at:
        return Deny("R-040", N_("この警戒情報は終了しました。"))
    works_at = {role.store_id for role in account.member.roles}
    stores = [ctx.uow.stores.get(store_id) for store_id in case.audience if store_id in works_at]
    there = account.revoked_at is None and access.present(member_facts(account.member, ctx), ctx.now)
    if there and any(still_reached(case, facts, ctx) for facts in ctx.uow.stores.all_facts(stores)):
        return Allow()
    return Deny("R-005", N_("この人はもう参加していません。"))


def may_hear_change(account: Account, case: Case, ctx: Context) -> Verdict:
    """R-111: asked just before a card about the newest change leaves: of a version, everything that sent it, again.

    Taking something back is free, also where the alert itself could no longer be sent.
    """
    hears = may_still_hear(account, case, ctx)
    return hears if case.version == 1 or case.narrowed else all_of((hears, _may_send_once(case, ctx)))


def note_sent(cmd: NoteSent, ctx: Context) -> None:
    """Neighbours' cards were taken by the platform; if the alert was stopped meanwhile, the stop follows at once.

    A Home shows an alert only once its card has left, so that those pages are drawn anew.
    """
    opened: list[str] = []
    for delivery in ctx.uow.deliveries.these(cmd.delivery_ids):
        before, case = delivery.state, ctx.uow.cases.locked(delivery.case_id)
        if before == DeliveryState.SENT:
            continue  # noted by the worker that took it over from us, or we from it
        delivery.state, delivery.sent_at = DeliveryState.SENT, ctx.now
        if before in UNSENT:
            plan_telling(case, ctx, worse=False)
        if delivery.account.home is not None and ctx.traits(delivery.account).home_has_page:
            opened.append(delivery.account_id)
        ctx.note(
            Event.DELIVERY_SEND,
            case,
            delivery.account,
            store=delivery.store_id,
            business=delivery.store.business_id,
            provider=case.store_id,
            provider_business=case.store.business_id,
        )
        if case.state != State.LIVE and before not in MAY_BE_THERE:
            tell_too_late(delivery, case, ctx)
    if opened:
        arguments = {"accounts": " ".join(opened)}
        ctx.uow.due.plan(DueKind.SHOW_HOMES, new_id(), ctx.now, arguments=arguments, at_once=True)


def tell_too_late(delivery: Delivery, case: Case, ctx: Context) -> None:
    """R-078: the card left, or may have, after the alert was stopped."""
    ctx.tell(delivery.account, case, wording.stop.too_late(told(case, ctx)), urgent=True)


def note_unsent(cmd: NoteUnsent, ctx: Context) -> None:
    """A neighbour's card was given up: record why; their other account or the second contact gets it.

    R-078: one that may have arrived all the same is stopped like those that did.
    """
    delivery = ctx.uow.deliveries.get(cmd.delivery_id)
    before, case = delivery.state, ctx.uow.cases.locked(delivery.case_id)
    delivery.state, event = _given_up(cmd)
    if case.state != State.LIVE and before == DeliveryState.UNKNOWN:
        delivery.state = before  # who may have it has heard of the stop, and is asked to confirm it
    ctx.note(event, case, delivery.account, store=delivery.store_id, reason=cmd.reason)
    if case.state != State.LIVE:
        if cmd.lost and before != DeliveryState.UNKNOWN:
            tell_too_late(delivery, case, ctx)
        return
    if cmd.reason == Failure.POLICY and is_addressed(delivery, case, ctx):
        return  # the alert itself may not leave; nobody else gets it either
    if cmd.reason == Failure.POLICY:
        ask_to_train([delivery.account.member], ctx)
        call_second_contacts(case, [delivery.store_id], ctx)
    else:
        _try_another_way(delivery, case, ctx)
        plan_telling(case, ctx, worse=True)


def note_late(cmd: NoteLate, ctx: Context) -> None:
    """R-078, D13: a neighbour's card can't leave: it is tried on, people telephone, and the next contact is called."""
    delivery = ctx.uow.deliveries.get(cmd.delivery_id)
    case = ctx.uow.cases.locked(delivery.case_id)
    if case.state != State.LIVE or delivery.state != DeliveryState.QUEUED:
        return
    delivery.state = DeliveryState.UNKNOWN if cmd.lost else DeliveryState.LATE
    ctx.note(Event.DELIVERY_DELAY, case, delivery.account, store=delivery.store_id, reason=cmd.reason or "waiting")
    _try_another_way(delivery, case, ctx)
    plan_telling(case, ctx, worse=True)


def _try_another_way(delivery: Delivery, case: Case, ctx: Context) -> None:
    """Their other account, or else the store's second contact."""
    theirs = [row for row in ctx.uow.deliveries.of_case(case.id) if row.member_id == delivery.member_id]
    if any(row.state in ON_ITS_WAY for row in theirs if row.id != delivery.id):
        return
    used = {row.account_id for row in theirs}
    other = ctx.uow.people.preferred_account(delivery.account.member, besides=used)
    if other is not None:
        deliver(case, [(delivery.store_id, other)], ctx, second=delivery.second)
    else:
        call_second_contacts(case, [delivery.store_id], ctx)


def _given_up(cmd: NoteUnsent) -> tuple[DeliveryState, Event]:
    if cmd.lost:
        return DeliveryState.UNKNOWN, Event.DELIVERY_LOSE
    if cmd.reason == Failure.POLICY:
        return DeliveryState.WITHHELD, Event.DELIVERY_WITHHOLD
    return DeliveryState.FAILED, Event.DELIVERY_FAIL


def call_second_contacts(case: Case, store_ids: Sequence[str], ctx: Context) -> None:
    """D13: nobody answered or could be reached there: the stores' second contacts get the card, if they take part."""
    facts = ctx.uow.stores.all_facts([ctx.uow.stores.get(store_id) for store_id in store_ids])
    there = [store.id for store in facts if still_reached(case, store, ctx)]
    rows = ctx.uow.deliveries.of_case(case.id)
    have_it, used = {row.member_id for row in rows if row.state in ON_ITS_WAY}, {row.account_id for row in rows}
    called_now = []
    for store_id, second in ctx.uow.people.at_stores(there, Role.SECOND_CONTACT).items():
        ask_to_train(second, ctx)
        for account in ready(second, ctx):
            if account.member_id not in have_it and account.id not in used:
                ctx.note(Event.DELIVERY_ESCALATE, case, account, store=store_id)
                called_now.append((store_id, account))
                have_it.add(account.member_id)
    if called_now:
        deliver(case, called_now, ctx, second=True)
