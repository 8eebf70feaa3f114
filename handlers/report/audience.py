"""The reporter narrows the audience, or adds a far store of their own chain."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers.case.audience import within
from handlers.case.record import note, require, rules_of
from handlers.forms.definitions import LEAVE_NONE, TAKE_BACK, WHOLE_REACH
from handlers.ports import Ports
from handlers.report.describe import advance, may_describe
from policy.audience import may_add_far, may_narrow
from policy.verdict import N_, Deny
from storage.tables import Account, Case, FarStore
from storage.unit_of_work import UnitOfWork


def narrow_audience(
    account: Account, case: Case, answers: dict[str, str], uow: UnitOfWork, ports: Ports, now: datetime
) -> None:
    """R-117, R-124: fewer stores than the rules reach, by distance or one by one; the hash binds what is left."""
    case = uow.cases.locked(case.id)
    require(may_describe(account, case, "", uow, now))
    reach = None if answers["reach"] == WHOLE_REACH.value else int(answers["reach"])
    require(may_narrow(reach, rules_of(uow, case)))
    without = _without(case, answers["leave_out"])
    if not within(case, reach, without, uow, now):
        require(Deny("R-124", N_("知らせる店舗がなくなります。範囲を広げるか、外す店舗を減らしてください。")))
    case.reach_m, case.left_out = reach, without
    note(uow, Event.AUDIENCE_NARROW, case, account, now, metres=reach or case.radius_km * 1000, left_out=len(without))
    advance(case, uow, ports, now)


def _without(case: Case, answer: str) -> list[str]:
    if answer == TAKE_BACK.value:
        return []
    return [*case.left_out, *([] if answer == LEAVE_NONE.value else [answer])]


def add_far_store(
    account: Account, case: Case, answers: dict[str, str], uow: UnitOfWork, ports: Ports, now: datetime
) -> None:
    """R-030: one far store of the own chain, with a reason of its own."""
    case = uow.cases.locked(case.id)
    require(may_describe(account, case, "", uow, now))
    store = uow.stores.get(answers["store"])
    here, there = uow.stores.facts(case.store), uow.stores.facts(store)
    require(may_add_far(here, there, radius_km=case.radius_km, now=now))
    if store.id not in uow.cases.far_stores(case.id):
        uow.add(FarStore(case_id=case.id, store_id=store.id))
        uow.vault.put(case.id, "text", f"far:{store.id}", answers["reason"].encode(), now)
        note(uow, Event.STORE_ADD, case, account, now, store=store.id)
    advance(case, uow, ports, now)
