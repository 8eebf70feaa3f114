"""The invented year's alerts as rows: long over and erased, with who got, opened and confirmed them (R-121)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from handlers.context import Context
from handlers.report.open import UNAMBIGUOUS
from policy.digest import CaseRow
from policy.facts import AlertForm, Role
from policy.rules import Rules
from policy.states import DeliveryAnswer, DeliveryState, Ending, State
from storage.tables import Account, Case, Delivery, Network, new_id

RULES: Final = Rules()
BEFORE_RECALL: Final = timedelta(minutes=25)
OPENED_ALL_THE_SAME: Final = 0.5


def keep_alerts(cases: Iterable[CaseRow], ctx: Context) -> None:
    """Each once, however often it is asked for: the numbers are the same."""
    network = ctx.uow.stores.the_network()
    leads, contacts = (_accounts(role, network, ctx) for role in (Role.RESPONSIBLE, Role.CONTACT))
    for case in cases:
        random = Random(case.id)  # noqa: S311 - the same year for everybody
        row = _case(case, network, leads[case.store_id], random)
        if ctx.uow.cases.by_number(row.number) is None:
            others = [account for store_id, account in contacts.items() if store_id != case.store_id]
            reached = random.sample(others, min(case.reached, len(others)))
            at = {account.id: store_id for store_id, account in contacts.items()}
            row.audience = [at[account.id] for account in reached]
            ctx.uow.add(row)
            for place, account in enumerate(reached):
                ctx.uow.add(_delivery(row, case, account, at[account.id], random, answers=place < case.confirmed))


def _accounts(role: Role, network: Network, ctx: Context) -> dict[str, Account]:
    """Store id → where its first person with that role is reached."""
    stores = [store.id for store in ctx.uow.stores.in_network(network.id)]
    people = ctx.uow.people.at_stores(stores, role)
    found = {store_id: ctx.uow.people.preferred_account(held[0]) for store_id, held in people.items() if held}
    return {store_id: account for store_id, account in found.items() if account is not None}


def _case(case: CaseRow, network: Network, reporter: Account, random: Random) -> Case:
    local = case.created_at.astimezone(ZoneInfo(network.timezone))
    ended, ending = case.created_at, Ending.REFUSED
    if case.sent_at is not None:
        ended, ending = case.sent_at + timedelta(hours=RULES.life_hours), Ending.EXPIRY
    if case.sent_at is not None and case.recalled:
        ended, ending = case.sent_at + BEFORE_RECALL, Ending.RECALL
    return Case(
        id=new_id(),
        number=f"{local:%m%d}-{''.join(random.choices(UNAMBIGUOUS, k=5))}",
        network_id=network.id,
        store_id=case.store_id,
        reporter_id=reporter.member_id,
        reporter_account_id=reporter.id,
        state=State.ERASED,
        state_since=ended,
        created_at=case.created_at,
        expires_at=ended + timedelta(days=RULES.record_days),
        rule_version=RULES.version,
        form=AlertForm.PICTURE,
        radius_km=RULES.radius_km,
        life_hours=RULES.life_hours,
        sent_at=case.sent_at,
        ended_at=ended,
        ending=ending,
        denied=case.sent_at is None,
    )


def _delivery(row: Case, case: CaseRow, account: Account, store_id: str, random: Random, *, answers: bool) -> Delivery:
    """``answers``: they opened it and said that they know; the others looked at it late, or never."""
    opened = (row.sent_at or row.created_at) + timedelta(minutes=random.uniform(1, 12))
    stopped = row.ended_at + timedelta(minutes=random.uniform(1, 20)) if case.recalled and row.ended_at else None
    return Delivery(
        case_id=row.id,
        store_id=store_id,
        member_id=account.member_id,
        account_id=account.id,
        state=DeliveryState.SENT,
        sent_at=row.sent_at,
        opened_at=opened if answers or random.random() < OPENED_ALL_THE_SAME else None,
        answer=DeliveryAnswer.ACKNOWLEDGED if answers else None,
        answered_at=opened + timedelta(seconds=40) if answers else None,
        stop_confirmed_at=stopped,
    )
