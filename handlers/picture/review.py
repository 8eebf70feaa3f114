"""The reporter picks the suspect and confirms what masking let through."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from audit.event import Event
from handlers import wording
from handlers.case.involved import tell_reporter, who
from handlers.case.picture import drop_picture, forget_bytes, forget_masked, keep_bytes, quality_of
from handlers.case.question import in_question
from handlers.case.record import move, require, rules_of, to_rewrite
from handlers.case.sealed import keep_override, salted_hash
from handlers.case.strokes import (
    OF_HAND,
    check_around,
    check_strokes,
    drop_taps,
    keep_strokes,
    settle_by_hand,
    strokes_of,
    taps_of,
    try_taps,
    with_tap,
    within,
)
from handlers.case.usage import count
from handlers.commands.pages import CountPost, RecordView
from handlers.commands.picture import (
    ConfirmMask,
    DrawAround,
    EditMask,
    KeepMasked,
    PickSuspect,
    RefuseMask,
    TapMask,
    TurnPhoto,
)
from handlers.context import Context
from handlers.picture.attempt import awaited, plan_job
from handlers.report.describe import advance
from handlers.report.open import require_one_draft
from masking import Stroke
from policy.access import Purpose
from policy.caps import Use
from policy.picture import may_take
from policy.quality import check_override, flaws
from policy.spelling import clean
from policy.states import CHOOSING, State
from policy.verdict import N_, Deny
from storage.places import COLOURS, MASKED, OVERRIDE
from storage.tables import Account, Case, DueKind, PictureState, View

UNMOVED = N_("そこは変えられませんでした。顔や頭か、もう見えている（隠れている）所です。別の所をタップしてください。")
"""R-119: a tap that opens nothing, since nothing there may be opened."""


def pick_suspect(cmd: PickSuspect, ctx: Context) -> None:
    """R-118: the tap on the suspect; everyone else will be masked. A returned report may show another one."""
    account, case = _to_choose(cmd, ctx)
    case.masked_sha256 = None
    case.picture = replace(case.picture, picked=(cmd.x, cmd.y))
    forget_bytes(case, OF_HAND, ctx)
    _mask(case, ctx)
    ctx.note(Event.SUSPECT_PICK, case, account)


def turn_photo(cmd: TurnPhoto, ctx: Context) -> None:
    """R-118: whoever sees that the photo lies on its side turns it; its people are looked for anew."""
    _, case = _to_choose(cmd, ctx)
    forget_bytes(case, (*OF_HAND, MASKED, COLOURS), ctx)
    forget_masked(case)
    case.picture = PictureState()
    move(case, State.MASKING, ctx)
    plan_job(DueKind.FIND_PEOPLE, case, ctx, quarters="1")


def draw_around(cmd: DrawAround, ctx: Context) -> None:
    """R-118: where masking alone could show nobody, a line around the suspect begins the picture, all of it by hand."""
    account, case = _to_choose(cmd, ctx)
    if not may_draw_around(case):
        require(Deny("R-118", N_("まず、写真の対象者をタップしてください。")))
    require(check_around(cmd.corners))
    case.picture = replace(case.picture, picked=within(cmd.corners))
    forget_bytes(case, OF_HAND, ctx)
    keep_strokes(case, (Stroke("around", 1, cmd.corners),), ctx)
    _mask(case, ctx)
    ctx.note(Event.MASK_EDIT, case, account, around=len(cmd.corners))


def may_draw_around(case: Case) -> bool:
    """R-119: only where masking has looked and said why it shows nothing."""
    tried = case.picture.picked is not None and case.masked_sha256 is None
    return may_choose(case) and tried and bool(case.picture.problem)


def _to_choose(cmd: PickSuspect | DrawAround | TurnPhoto, ctx: Context) -> tuple[Account, Case]:
    account, case = to_rewrite(cmd, ctx)
    require_one_draft(case, ctx)
    if not may_choose(case):
        require(Deny("R-118", N_("いまは選べません。画面を開き直してください。")))
    return account, case


def may_choose(case: Case) -> bool:
    """Whether there is a picture with its people to choose among, and nothing is being masked at this moment."""
    return case.state in CHOOSING and case.picture.found is not None


def edit_mask(cmd: EditMask, ctx: Context) -> None:
    """R-117, R-118: strokes on exactly the mask that was seen; masking decides what they uncover, and looks again.

    The mask that stands is kept until a better one is made; the reporter confirms anew either way.
    """
    account, case = _to_correct(cmd, ctx)
    require(check_strokes(cmd.strokes))
    drawn, _ = strokes_of(case, ctx)
    strokes = (*drawn, *cmd.strokes)
    require(check_strokes(strokes))
    keep_strokes(case, strokes, ctx)
    _mask(case, ctx)
    kinds = [stroke.kind for stroke in cmd.strokes]
    ctx.note(Event.MASK_EDIT, case, account, cover=kinds.count("cover"), reveal=kinds.count("reveal"))


def tap_mask(cmd: TapMask, ctx: Context) -> None:
    """R-117, R-118: one tap more or less on exactly the mask that was seen; strokes that were refused are left out."""
    account, case = _to_correct(cmd, ctx)
    taps = with_tap(taps_of(case, ctx), cmd.tap)
    if isinstance(taps, Deny):
        require(taps)
        return
    try_taps(case, taps, ctx)
    keep_strokes(case, strokes_of(case, ctx)[0], ctx)
    _mask(case, ctx)
    kind = "undone" if cmd.tap is None else "kept" if cmd.tap.keep else "hidden"
    ctx.note(Event.MASK_EDIT, case, account, tap=kind)


def _to_correct(cmd: EditMask | TapMask, ctx: Context) -> tuple[Account, Case]:
    account, case = to_rewrite(cmd, ctx)
    require_one_draft(case, ctx)
    if not may_choose(case) or case.masked_sha256 is None or case.masked_sha256 != cmd.sha256:
        require(Deny("R-117", N_("画像が変わりました。画面を開き直して、もう一度直してください。")))
    return account, case


def _mask(case: Case, ctx: Context) -> None:
    """What stands has to be confirmed anew, whatever comes of this attempt."""
    if case.picture.picked is None:
        raise ValueError("nobody was picked")
    x, y = case.picture.picked
    move(case, State.MASKING, ctx)
    case.mask_confirmed_at = None
    plan_job(DueKind.MASK, case, ctx, x=str(x), y=str(y))


def keep_masked(cmd: KeepMasked, ctx: Context) -> None:
    """R-003, R-118, R-119: keep the verified picture and the evidence; the reporter has yet to look at it."""
    case = ctx.uow.cases.locked(cmd.case_id)
    if not awaited(case, cmd.attempt):
        return
    taken = may_take(rules_of(case, ctx))
    if isinstance(taken, Deny):  # the network gave up pictures while this one was being masked
        drop_picture(case, ctx)
        tell_reporter(case, wording.report.photo_refused(taken.reason), ctx)
        return
    sha256 = hashlib.sha256(cmd.picture).hexdigest()
    if sha256 == case.masked_sha256 and drop_taps(case, ctx):
        _leave_as_it_was(case, UNMOVED, ctx)
        return
    keep_bytes(case, MASKED, cmd.picture, ctx)
    settle_by_hand(case, cmd.room, cmd.by_hand, ctx)
    keep_bytes(case, COLOURS, json.dumps(cmd.colours).encode(), ctx)
    forget_bytes(case, [OVERRIDE], ctx)
    case.masked_sha256 = sha256
    case.evidence = cmd.evidence
    case.picture = replace(case.picture, verified=True, problem="", overridden="", ticked=())
    move(case, State.MASK_REVIEW, ctx)
    ctx.note(Event.MASK_MAKE, case, sha256=salted_hash(case.id, case.masked_sha256, ctx))


def refuse_mask(cmd: RefuseMask, ctx: Context) -> None:
    """R-119: what could not be masked safely is not kept; the page says why and lets the reporter pick again.

    Refused strokes and taps leave the mask on which they were made.
    """
    case = ctx.uow.cases.locked(cmd.case_id)
    if not awaited(case, cmd.attempt):
        return
    drop_taps(case, ctx)
    if case.masked_sha256 is None:
        forget_bytes(case, [MASKED], ctx)
    _leave_as_it_was(case, cmd.reason, ctx)


def _leave_as_it_was(case: Case, reason: str, ctx: Context) -> None:
    """What stood, if anything did, still stands."""
    case.picture = replace(case.picture, verified=case.masked_sha256 is not None, problem=reason)
    move(case, State.MASK_REVIEW, ctx)
    ctx.note(Event.MASK_REFUSE, case)


def confirm_mask(cmd: ConfirmMask, ctx: Context) -> None:
    """R-041, R-117: the reporter looked at exactly these bytes, flaws and all; then the finished alert is shown."""
    account, case = to_rewrite(cmd, ctx)
    same = case.masked_sha256 is not None and case.masked_sha256 == cmd.sha256
    if same and case.mask_confirmed_at is not None:
        return
    if case.state != State.MASK_REVIEW or not same:
        require(Deny("R-117", N_("画像が変わりました。画面を開き直して、もう一度確認してください。")))
    _override(cmd, account, case, ctx)
    case.mask_confirmed_at = ctx.now
    ctx.note(Event.MASK_CONFIRM, case, account, sha256=salted_hash(case.id, cmd.sha256, ctx))
    conversation = ctx.uow.conversations.get(account.id)
    if conversation is None or conversation.case_id != case.id:
        advance(case, ctx)
    else:
        ctx.tell(account, case, wording.report.mask_confirmed())


def _override(cmd: ConfirmMask, account: Account, case: Case, ctx: Context) -> None:
    """R-041: a flawed picture is used only with a reason, which goes to the approvers; the ledger gets its hash."""
    found = flaws(quality_of(case))
    require(check_override(quality_of(case), cmd.reason, rules_of(case, ctx)))
    if found:
        reason = keep_override(case, clean(cmd.reason), ctx)
        case.picture = replace(case.picture, overridden=cmd.sha256)
        named = [flaw.name for flaw in found]
        sha256 = salted_hash(case.id, cmd.sha256, ctx)
        ctx.note(Event.MASK_OVERRIDE, case, account, sha256=sha256, flaws=named, reason=reason)


def record_view(cmd: RecordView, ctx: Context) -> None:
    """R-095: every look at a page that tells of a person, and at its picture, is on record before a byte leaves.

    The ledger has one entry a minute of a person's looks at the same.

    Raises:
        NotAllowed: the person or the store has looked as often as the network's rules allow in a day (R-044).
    """
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.get(cmd.case_id)
    at = ctx.after(in_question(case, ctx).since) if cmd.purpose == Purpose.PREVIEW else ctx.now
    delivery = ctx.uow.deliveries.for_account(case.id, account.id)
    for_alert = delivery if cmd.purpose == Purpose.ALERT else None
    count(Use.VIEWS, account.member, for_alert.store_id if for_alert else case.store_id, ctx)
    minute = at.replace(second=0, microsecond=0)
    noted = ctx.uow.cases.looks(case.id, account.member_id, cmd.purpose, minute, picture=cmd.picture)
    ctx.uow.add(
        View(
            case_id=case.id,
            member_id=account.member_id,
            account_id=account.id,
            purpose=cmd.purpose,
            picture=cmd.picture,
            at=at,
        )
    )
    if for_alert and for_alert.opened_at is None:
        for_alert.opened_at = ctx.now
    if not noted:
        ctx.note(Event.PICTURE_VIEW if cmd.picture else Event.PAGE_VIEW, case, account, purpose=cmd.purpose)


def count_post(cmd: CountPost, ctx: Context) -> None:
    """R-044: something was sent from one of our pages.

    Raises:
        NotAllowed: the person or the store did so as often as the network's rules allow in a day.
    """
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.get(cmd.case_id)
    count(Use.POSTS, account.member, case.store_id, ctx)
