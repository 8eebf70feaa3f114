"""The reporter picks the suspect and confirms what masking let through."""

from __future__ import annotations

import hashlib
from datetime import datetime

from audit.event import Event
from handlers import wording
from handlers.case.people import reporter_of, who
from handlers.case.picture import drop_picture, keep_override, quality_of
from handlers.case.record import move, note, require, require_own, rules_of
from handlers.case.strokes import check_strokes, forget_strokes, keep_strokes, settle_strokes, strokes_of
from handlers.commands.chat import RecordView
from handlers.commands.picture import ConfirmMask, EditMask, KeepMasked, PickSuspect, RefuseMask
from handlers.picture.attempt import awaited, plan_job
from handlers.ports import Ports
from handlers.recipient import Desk
from handlers.report.describe import BEFORE_APPROVERS, advance
from handlers.report.open import require_one_draft
from policy.content import clean_text
from policy.picture import may_take
from policy.quality import check_override, flaws
from policy.states import State
from policy.verdict import N_, Deny
from storage.tables import Account, Case, View
from storage.unit_of_work import UnitOfWork


def pick_suspect(cmd: PickSuspect, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-118: the tap on the suspect; everyone else will be masked. A returned report may show another one."""
    account, case = _reporters_case(cmd.account_id, cmd.case_id, uow, now)
    require_one_draft(case, uow)
    if not may_choose(case):
        require(Deny("R-118", N_("いまは選べません。画面を開き直してください。")))
    case.masked_sha256 = None
    case.evidence = {**(case.evidence or {}), "picked": {"x": str(cmd.x), "y": str(cmd.y)}}
    forget_strokes(uow, case)
    _plan(case, uow, now)
    note(uow, Event.SUSPECT_PICK, case, account, now)


def may_choose(case: Case) -> bool:
    """Whether there is a picture with its people to choose among, and nothing is being masked at this moment."""
    return case.state in (State.MASK_REVIEW, State.RETURNED) and "found" in (case.evidence or {})


def edit_mask(cmd: EditMask, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-117, R-118: strokes on exactly the mask that was seen; masking decides what they uncover, and looks again.

    The mask that stands is kept until a better one is made; the reporter confirms anew either way.
    """
    account, case = _reporters_case(cmd.account_id, cmd.case_id, uow, now)
    require_one_draft(case, uow)
    if not may_choose(case) or case.masked_sha256 is None or case.masked_sha256 != cmd.sha256:
        require(Deny("R-117", N_("画像が変わりました。画面を開き直して、もう一度直してください。")))
    require(check_strokes(cmd.strokes))
    drawn, _ = strokes_of(uow, case)
    strokes = (*drawn, *cmd.strokes)
    require(check_strokes(strokes))
    keep_strokes(uow, case, strokes, now)
    _plan(case, uow, now)
    kinds = [stroke.kind for stroke in cmd.strokes]
    note(uow, Event.MASK_EDIT, case, account, now, cover=kinds.count("cover"), reveal=kinds.count("reveal"))


def _plan(case: Case, uow: UnitOfWork, now: datetime) -> None:
    move(case, State.MASKING, now)
    case.mask_confirmed_at = None
    plan_job("mask", case, uow, now, **(case.evidence or {})["picked"])


def keep_masked(cmd: KeepMasked, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-118, R-119: keep the verified picture and the evidence; the reporter has yet to look at it."""
    case = uow.cases.locked(cmd.case_id)
    if not awaited(case, cmd.turn):
        return
    taken = may_take(rules_of(uow, case))
    if isinstance(taken, Deny):
        drop_picture(case, uow, now)
        _tell_refused(case, taken.reason, uow, ports, now)
        return
    uow.vault.put(case.id, "masked", "picture", cmd.picture, now)
    settle_strokes(uow, case, cmd.room, now)
    uow.vault.remove(case.id, "text", "override")
    case.masked_sha256 = hashlib.sha256(cmd.picture).hexdigest()
    case.evidence = {
        **(case.evidence or {}),
        "masked": cmd.evidence,
        "verified": True,
        "problem": None,
        "overridden": None,
    }
    move(case, State.MASK_REVIEW, now)
    note(uow, Event.MASK_MAKE, case, None, now, sha256=case.masked_sha256)


def refuse_mask(cmd: RefuseMask, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-119: what could not be masked safely is not kept; the page says why and lets the reporter pick again.

    Refused strokes leave the mask on which they were drawn.
    """
    case = uow.cases.locked(cmd.case_id)
    if not awaited(case, cmd.turn):
        return
    edited = case.masked_sha256 is not None
    if not edited:
        uow.vault.remove(case.id, "masked", "picture")
    case.evidence = {**(case.evidence or {}), "verified": edited, "problem": cmd.reason}
    move(case, State.MASK_REVIEW, now)
    note(uow, Event.MASK_REFUSE, case, None, now)


def confirm_mask(cmd: ConfirmMask, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-041, R-117: the reporter looked at exactly these bytes, flaws and all; then the finished alert is shown."""
    account, case = _reporters_case(cmd.account_id, cmd.case_id, uow, now)
    same = case.masked_sha256 is not None and case.masked_sha256 == cmd.sha256
    if same and case.mask_confirmed_at is not None:
        return
    if case.state != State.MASK_REVIEW or not same:
        require(Deny("R-117", N_("画像が変わりました。画面を開き直して、もう一度確認してください。")))
    _override(cmd, account, case, uow, now)
    case.mask_confirmed_at = now
    note(uow, Event.MASK_CONFIRM, case, account, now, sha256=cmd.sha256)
    conversation = uow.conversations.get(account.id)
    if conversation is None or conversation.case_id != case.id:
        advance(case, uow, ports, now)
    else:
        desk = Desk(account, case, uow, ports, now)
        desk.send(wording.mask_confirmed(desk), topic=f"photo:{case.id}")


def _override(cmd: ConfirmMask, account: Account, case: Case, uow: UnitOfWork, now: datetime) -> None:
    """R-041: a flawed picture is used only with a reason, which goes to the approvers; the ledger gets its hash."""
    found = flaws(quality_of(case))
    require(check_override(quality_of(case), cmd.reason, rules_of(uow, case)))
    if found:
        reason = keep_override(uow, case, clean_text(cmd.reason), now)
        named = [flaw.name for flaw in found]
        note(uow, Event.MASK_OVERRIDE, case, account, now, sha256=cmd.sha256, flaws=named, reason=reason)


def record_view(cmd: RecordView, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-095: every look at a picture is on record before the bytes leave."""
    account = who(uow, cmd.account_id)
    case = uow.cases.get(cmd.case_id)
    uow.add(View(case_id=case.id, member_id=account.member_id, account_id=account.id, purpose=cmd.purpose, at=now))
    delivery = uow.deliveries.for_account(case.id, account.id)
    if delivery and delivery.opened_at is None:
        delivery.opened_at = now
    note(uow, Event.PICTURE_VIEW, case, account, now, purpose=cmd.purpose)


def _tell_refused(case: Case, why: str, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-003: the network gave up pictures while this one was being masked."""
    reporter = reporter_of(uow, case)
    if reporter:
        desk = Desk(reporter, case, uow, ports, now)
        desk.send(wording.photo_refused(desk, why), topic=f"photo:{case.id}")


def _reporters_case(account_id: str, case_id: str, uow: UnitOfWork, now: datetime) -> tuple[Account, Case]:
    account = who(uow, account_id)
    case = uow.cases.locked(case_id)
    require_own(uow, account, case, now)
    if State(case.state) not in BEFORE_APPROVERS:
        require(Deny("R-111", N_("この通報はもう書き直せません。「状況」と送ると、いまの状況をお知らせします。")))
    return account, case
