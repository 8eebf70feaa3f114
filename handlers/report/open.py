"""From 「通報」 or a photo to a case with numbered people: the reporter's first steps."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from audit.event import Event
from handlers import wording
from handlers.case.people import facts, who
from handlers.case.record import note, require, rules_of
from handlers.case.sealed import keep_salt, take_aside
from handlers.commands.chat import CaseCommand, StartReport
from handlers.conversation import begin
from handlers.errors import ChooseStore, NotAllowed, StillOpen
from handlers.forms.definitions import REPORT
from handlers.ports import Ports
from handlers.recipient import Desk
from handlers.report.describe import may_describe
from policy import access
from policy.facts import Role
from policy.picture import may_take
from policy.states import State
from policy.verdict import N_, Deny
from storage.tables import Account, Case, Store
from storage.unit_of_work import UnitOfWork

OPEN_DRAFT = (State.DRAFT.value, State.MASKING.value, State.MASK_REVIEW.value)


UNAMBIGUOUS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def start_report(cmd: StartReport, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Open a case and ask for a photo, or for the facts where pictures are not used (R-003)."""
    account = who(uow, cmd.account_id)
    try:
        case = open_case(account, cmd.store_id, uow, ports, now)
    except ChooseStore as choice:
        ask_for_store(account, choice.stores, uow, ports, now)
        return
    first_step(account, case, uow, ports, now)


def ask_for_store(account: Account, stores: list[Store], uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Somebody of several stores says for which one they report; a photo is sent again afterwards, none is kept."""
    desk = Desk(account, None, uow, ports, now)
    desk.send(wording.choose_store(desk, stores), topic="choose_store")


def first_step(account: Account, case: Case, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-003: the photo, or the facts where pictures are not used or one is here already; what was put aside goes on."""
    known = take_aside(uow, case, account)
    if known or case.photo_reference is not None or not may_take(rules_of(uow, case)):
        begin(account, case, REPORT, known, uow, ports, now)
        return
    desk = Desk(account, case, uow, ports, now)
    desk.send(wording.ask_for_photo(desk, rules_of(uow, case).original_hours), topic=f"question:{case.id}")


def open_case(account: Account, store_id: str, uow: UnitOfWork, ports: Ports, now: datetime) -> Case:
    """A new draft of this reporter; nobody has two drafts at once, so that no photo lands in the wrong case.

    Raises:
        ChooseStore: the person works at several stores.
        StillOpen: an earlier draft is not finished.
        NotAllowed: the person or the store may not report.
    """
    store = _store_of(account, store_id, uow)
    require(access.may_report(facts(uow, account.member), uow.stores.facts(store), now))
    if has_draft(account.member_id, uow):
        raise StillOpen
    network = uow.stores.network(account.member.network_id)
    rules = uow.stores.rules(network.id)
    end = now + timedelta(hours=rules.original_hours)
    case = Case(
        number=_number(ports, now.astimezone(ZoneInfo(network.timezone))),
        network_id=network.id,
        store_id=store.id,
        reporter_id=account.member_id,
        reporter_account_id=account.id,
        state=State.DRAFT.value,
        state_since=now,
        created_at=now,
        expires_at=end,
        rule_version=rules.version,
        radius_km=rules.radius_km,
        life_hours=rules.life_hours,
        vulnerable=False,
        audience=[],
    )
    uow.cases.add(case)
    keep_salt(uow, case, ports.random_id(), now)
    uow.due.plan("abandon", case.id, end, case_id=case.id)
    note(uow, Event.REPORT_OPEN, case, account, now)
    return case


def may_open(account: Account, uow: UnitOfWork, now: datetime) -> bool:
    """Whether this account could open a case right now without being asked for the store first."""
    try:
        store = _store_of(account, "", uow)
    except (ChooseStore, NotAllowed):
        return False
    allowed = access.may_report(facts(uow, account.member), uow.stores.facts(store), now)
    return bool(allowed) and not has_draft(account.member_id, uow)


def go_on(cmd: CaseCommand, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Go on without a photo: ask the questions."""
    account = who(uow, cmd.account_id)
    case = uow.cases.get(cmd.case_id)
    require(may_describe(account, case, "", uow, now))
    begin(account, case, REPORT, {}, uow, ports, now)


def require_one_draft(case: Case, uow: UnitOfWork) -> None:
    """A returned report that is mended becomes a draft again; see ``open_case`` for why there is one at a time.

    Raises:
        StillOpen: its reporter has begun another report meanwhile.
    """
    if case.state == State.RETURNED and has_draft(case.reporter_id, uow):
        raise StillOpen


def has_draft(member_id: str, uow: UnitOfWork) -> bool:
    """Whether this person has a report that has not been with the approvers yet, or not with this picture."""
    return any(case.state in OPEN_DRAFT for case in uow.cases.open_of(member_id))


def _store_of(account: Account, store_id: str, uow: UnitOfWork) -> Store:
    roles = (Role.STAFF, Role.RESPONSIBLE, Role.DEPUTY, Role.APPROVER)
    stores = sorted({r.store_id for r in account.member.roles if r.role in roles and r.store_id})
    if store_id:
        stores = [s for s in stores if s == store_id]
    if not stores:
        raise NotAllowed(Deny("R-061", N_("通報できる店舗がありません。事務局に役割の登録を依頼してください。")))
    if len(stores) > 1:
        raise ChooseStore([uow.stores.get(s) for s in stores])
    return uow.stores.get(stores[0])


def _number(ports: Ports, local: datetime) -> str:
    """Store date and five letters: short enough to say on the telephone, and no hint at how many cases there are."""
    letters = "".join(UNAMBIGUOUS[byte % 32] for byte in ports.random_id().encode()[:5])
    return f"{local:%m%d}-{letters}"
