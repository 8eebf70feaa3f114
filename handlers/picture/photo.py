"""A photo arrives, is searched, replaced or taken back."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers import wording
from handlers.approval.withdraw import _withdraw
from handlers.case.people import reporter_of, who
from handlers.case.picture import drop_picture, forget_picture
from handlers.case.record import move, note, require, rules_of
from handlers.case.sealed import load_report
from handlers.commands.chat import SendAnotherPhoto, SendPhoto, UnsendPhoto
from handlers.commands.picture import KeepPhoto, RefusePhoto, ShowPeople
from handlers.conversation import begin
from handlers.errors import ChooseStore, NotAllowed
from handlers.forms.definitions import REPORT
from handlers.picture.attempt import awaited, plan_job
from handlers.ports import Ports
from handlers.recipient import Desk
from handlers.report.describe import may_describe
from handlers.report.open import OPEN_DRAFT, ask_for_store, open_case, require_one_draft
from policy.picture import may_take
from policy.states import BEFORE_SENDING, State
from policy.verdict import N_, Deny
from storage.tables import Account, Case
from storage.unit_of_work import UnitOfWork


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
