"""From 「通報」 or a photo to a case with numbered people: the reporter's first steps."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from audit.event import Event
from handlers import wording
from handlers.asking import begin
from handlers.casefile import (
    facts,
    keep_salt,
    load_report,
    move,
    note,
    reporter_of,
    require,
    require_own,
    rules_of,
    take_aside,
    who,
)
from handlers.closing import close
from handlers.commands import CaseCommand, SendAnotherPhoto, SendPhoto, StartReport, UnsendPhoto, WithdrawCase
from handlers.describe import drop_picture, forget_picture, may_describe
from handlers.desk import Desk
from handlers.errors import ChooseStore, NotAllowed, StillOpen
from handlers.picture_commands import KeepPhoto, RefusePhoto, ShowPeople
from handlers.ports import Ports
from handlers.questions import REPORT
from handlers.returning import tell_asked
from handlers.turns import awaited, plan_job
from policy import access
from policy.facts import Role
from policy.picture import may_take
from policy.states import BEFORE_SENDING, State
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


def send_photo(cmd: SendPhoto, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-003: take the photo into the open draft or a new one, and ask the first question meanwhile."""
    account = who(uow, cmd.account_id)
    require(may_take(uow.stores.rules(account.member.network_id)))
    drafts = [case for case in uow.cases.open_of(account.member_id) if case.state in OPEN_DRAFT]
    try:
        case = drafts[0] if drafts else open_case(account, "", uow, ports, now)
    except ChooseStore as choice:
        ask_for_store(account, choice.stores, uow, ports, now)
        return
    attach_photo(account, case, cmd.reference, uow, now, video=cmd.video)
    desk = Desk(account, case, uow, ports, now)
    received = wording.video_received if cmd.video else wording.photo_received
    desk.send(received(desk), topic=f"photo:{case.id}")
    conversation = uow.conversations.get(account.id)
    if load_report(uow, case) is None and (conversation is None or conversation.case_id != case.id):
        begin(account, case, REPORT, {}, uow, ports, now)


def attach_photo(
    account: Account, case: Case, reference: str, uow: UnitOfWork, now: datetime, *, video: bool = False
) -> None:
    """Note where the photo or video lies and fetch it at once; one per case.

    Raises:
        NotAllowed: pictures are not used here, or the case has one already.
    """
    require(may_take(rules_of(uow, case)))
    if case.state != State.DRAFT:
        once = N_("この事案にはもう写真か動画があります。選び直すには画像のページを開いてください。")
        raise NotAllowed(Deny("R-117", once))
    case.photo_reference = reference
    case.evidence = {"video": True} if video else None
    move(case, State.MASKING, now)
    plan_job("fetch_video" if video else "fetch_photo", case, uow, now, platform=account.platform)


def send_another_photo(cmd: SendAnotherPhoto, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-117, R-118: the picture won't do, so it goes at once, and the report waits for another one.

    Raises:
        StillOpen: a returned report can't become a draft beside another draft of its reporter.
        NotAllowed: the alert lies with the approvers, or pictures are not used here.
    """
    account = who(uow, cmd.account_id)
    case = uow.cases.locked(cmd.case_id)
    require(may_describe(account, case, "", uow, now))
    require(may_take(rules_of(uow, case)))
    require_one_draft(case, uow)
    if case.photo_reference is not None:
        drop_picture(case, uow, now)
    if case.state == State.RETURNED:
        move(case, State.DRAFT, now)
    desk = Desk(account, case, uow, ports, now)
    desk.send(wording.ask_for_photo(desk, rules_of(uow, case).original_hours), topic=f"question:{case.id}")


def unsend_photo(cmd: UnsendPhoto, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """The sender took the photo back: drop it and everything made from it, and log only the fact."""
    account = who(uow, cmd.account_id)
    for one in uow.cases.open_of(account.member_id):
        case = uow.cases.locked(one.id)
        if case.photo_reference != cmd.reference or State(case.state) not in BEFORE_SENDING:
            continue
        note(uow, Event.PHOTO_UNSEND, case, account, now)
        _withdraw(case, uow, ports, now)
        desk = Desk(account, case, uow, ports, now)
        desk.send(wording.photo_unsent(desk), topic=f"case:{case.id}")


def keep_photo(cmd: KeepPhoto, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-065: seal the photo under the case's own key and have its people found."""
    case = uow.cases.locked(cmd.case_id)
    if not awaited(case, cmd.turn):
        return
    taken = may_take(rules_of(uow, case))
    if isinstance(taken, Deny):
        refuse_photo(RefusePhoto(case.id, cmd.turn, taken.reason), uow, ports, now)
        return
    uow.vault.put(case.id, "original", "received", cmd.content, now)
    plan_job("find_people", case, uow, now)


def show_people(cmd: ShowPeople, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Keep only the upright picture without metadata; the page shows the people with their numbers."""
    case = uow.cases.locked(cmd.case_id)
    if not awaited(case, cmd.turn):
        return
    taken = may_take(rules_of(uow, case))
    if isinstance(taken, Deny):
        refuse_photo(RefusePhoto(case.id, cmd.turn, taken.reason), uow, ports, now)
        return
    uow.vault.put(case.id, "original", "upright", cmd.picture, now)
    uow.vault.remove(case.id, "original", "received")
    case.evidence = {"found": cmd.found}
    move(case, State.MASK_REVIEW, now)
    note(uow, Event.PHOTO_KEEP, case, None, now)


def refuse_photo(cmd: RefusePhoto, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """The photo can't be used: drop it, say why, and let the report go on without one."""
    case = uow.cases.locked(cmd.case_id)
    if not awaited(case, cmd.turn):
        return
    forget_picture(case, uow)
    move(case, State.DRAFT, now)
    note(uow, Event.PHOTO_REFUSE, case, None, now)
    reporter = reporter_of(uow, case)
    if reporter:
        desk = Desk(reporter, case, uow, ports, now)
        refused = wording.video_refused if cmd.video else wording.photo_refused
        desk.send(refused(desk, cmd.reason), topic=f"photo:{case.id}")


def withdraw_case(cmd: WithdrawCase, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """The reporter or a responsible person of the store takes the report back before it is sent."""
    account = who(uow, cmd.account_id)
    case = uow.cases.locked(cmd.case_id)
    require_own(uow, account, case, now)
    _withdraw(case, uow, ports, now)
    note(uow, Event.CASE_WITHDRAW, case, account, now)
    desk = Desk(account, case, uow, ports, now)
    desk.send(wording.withdrawn(desk), topic=f"case:{case.id}")


def _withdraw(case: Case, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    asked = case.state == State.ASSESSING
    close(case, State.WITHDRAWN, uow, now)
    if asked:
        tell_asked(case, None, uow, ports, now)


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
