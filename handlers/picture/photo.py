"""A photo arrives, is searched, replaced or taken back."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.approval.withdraw import withdraw
from handlers.cards import Topic
from handlers.case.involved import tell_reporter, who
from handlers.case.picture import bytes_of, drop_picture, forget_bytes, forget_picture, keep_bytes
from handlers.case.record import move, require, rules_of, to_rewrite
from handlers.case.sealed import keep_said_with_photo, load_report, salted_hash
from handlers.case.told import told
from handlers.commands.chat import SendAnotherPhoto, SendPhoto, UnsendPhoto
from handlers.commands.picture import KeepPhoto, RefusePhoto, ShowPeople
from handlers.context import Context
from handlers.conversation import ask, begin, form_for, is_open
from handlers.errors import ChooseStore
from handlers.forms.definitions import REPORT
from handlers.notices.post import awaits_poster, take_poster
from handlers.picture.attempt import awaited, plan_job
from handlers.report.open import ask_for_store, draft_of, open_case, require_one_draft
from policy.forms.fields import is_blank
from policy.picture import may_take
from policy.rules import Rules
from policy.states import OPEN_DRAFT, State
from policy.verdict import N_, Deny, Verdict
from storage.places import PHOTO_MARK, RECEIVED, UPRIGHT
from storage.tables import Account, Case, DueKind, PictureState


def send_photo(cmd: SendPhoto, ctx: Context) -> None:
    """R-003: take the photo into the open draft or a new one, and ask the first question meanwhile.

    R-023: whoever said 「掲示」 shows a poster by it.
    """
    account = who(cmd.account_id, ctx)
    if awaits_poster(account, ctx):
        take_poster(account, cmd, ctx)
        return
    require(may_take(ctx.uow.stores.rules(account.member.network_id)))
    draft = draft_of(account.member_id, ctx)
    if draft:  # the case before its key, as the jobs take them, lest on PostgreSQL each waits for the other
        draft = ctx.uow.cases.locked(draft.id)
    if draft and draft.photo_reference is not None and cmd.further:
        ctx.tell(account, draft, wording.report.photo_left(cmd.video))
        return
    try:
        case = draft or open_case(account, "", ctx)
    except ChooseStore as choice:
        ask_for_store(account, choice.stores, ctx)
        return
    again = case.photo_reference is not None
    attach_photo(account, case, cmd.reference, ctx, video=cmd.video)
    received = wording.video.video_received if cmd.video else wording.report.photo_received
    ctx.tell(account, case, received(told(case, ctx), again=again))
    if cmd.words and not is_blank(cmd.words):
        keep_said_with_photo(case, account, cmd.words, ctx)
    conversation = ctx.uow.conversations.get(account.id)
    if load_report(case, ctx) is None and (conversation is None or conversation.case_id != case.id):
        begin(form_for(REPORT.name, account, case, ctx), {}, ctx)
    elif cmd.words and is_open(form_for(REPORT.name, account, case, ctx), ctx):
        ask(form_for(REPORT.name, account, case, ctx), ctx.uow.conversations.answers(account.id) or {}, ctx)


def may_attach(case: Case, rules: Rules) -> Verdict:
    """R-003, R-117: one photo or video for each report, where pictures are used; until hand-in the newest."""
    taken = may_take(rules)
    if not taken or case.state in OPEN_DRAFT:
        return taken
    return Deny("R-117", N_("この事案にはもう写真か動画があります。選び直すには画像のページを開いてください。"))


def attach_photo(account: Account, case: Case, reference: str, ctx: Context, *, video: bool = False) -> None:
    """Note where the photo or video lies and fetch it at once; one per case, and an earlier one goes.

    Raises:
        NotAllowed: pictures are not used here, or the case has one already.
    """
    require(may_attach(case, rules_of(case, ctx)))
    if case.photo_reference is not None:
        drop_picture(case, ctx)
    case.photo_reference, case.photo_account_id = reference, account.id
    keep_bytes(case, PHOTO_MARK, salted_hash(case.id, reference, ctx).encode(), ctx)
    case.picture = PictureState(video=video)
    move(case, State.MASKING, ctx)
    plan_job(DueKind.FETCH_VIDEO if video else DueKind.FETCH_PHOTO, case, ctx, platform=account.platform)


def send_another_photo(cmd: SendAnotherPhoto, ctx: Context) -> None:
    """R-117, R-118: the picture won't do, so it goes at once, and the report waits for another one.

    Raises:
        StillOpen: a returned report can't become a draft beside another draft of its reporter.
        NotAllowed: the alert lies with the approvers, or pictures are not used here.
    """
    account, case = to_rewrite(cmd, ctx)
    require(may_take(rules_of(case, ctx)))
    require_one_draft(case, ctx)
    if case.photo_reference is not None:
        drop_picture(case, ctx)
    if case.state == State.RETURNED:
        move(case, State.DRAFT, ctx)
    ctx.tell(account, case, wording.report.ask_for_photo(rules_of(case, ctx).original_hours, Topic.QUESTION))


def unsend_photo(cmd: UnsendPhoto, ctx: Context) -> None:
    """The sender took the photo back: drop it and everything made from it, and log only the fact.

    R-078: once the alert is out, only a recall can follow the picture; the sender is asked for it.
    """
    account = who(cmd.account_id, ctx)
    reports = ctx.uow.cases.open_of(account.member_id)
    ctx.uow.cases.lock(case.id for case in reports)
    for case in reports:
        mark = salted_hash(case.id, cmd.reference, ctx).encode()
        if bytes_of(case.id, PHOTO_MARK, ctx) != mark and case.photo_reference != cmd.reference:
            continue
        ctx.note(Event.PHOTO_UNSEND, case, account)
        if case.state == State.LIVE:
            ctx.tell(account, case, wording.stop.photo_unsent(told(case, ctx)))
        else:
            withdraw(case, ctx)
            ctx.tell(account, case, wording.report.photo_unsent(told(case, ctx)))


def keep_photo(cmd: KeepPhoto, ctx: Context) -> None:
    """R-065: seal the photo under the case's own key and have its people found."""
    case = ctx.uow.cases.locked(cmd.case_id)
    if awaited(case, cmd.attempt) and not refused_by_network(case, cmd.attempt, ctx):
        keep_bytes(case, RECEIVED, cmd.content, ctx)
        plan_job(DueKind.FIND_PEOPLE, case, ctx)


def show_people(cmd: ShowPeople, ctx: Context) -> None:
    """Keep only the upright picture without metadata; the page shows the people with their numbers."""
    case = ctx.uow.cases.locked(cmd.case_id)
    if not awaited(case, cmd.attempt) or refused_by_network(case, cmd.attempt, ctx):
        return
    keep_bytes(case, UPRIGHT, cmd.picture, ctx)
    forget_bytes(case, [RECEIVED], ctx)
    case.picture = PictureState(found=cmd.found)
    move(case, State.MASK_REVIEW, ctx)
    ctx.note(Event.PHOTO_KEEP, case)


def refused_by_network(case: Case, attempt: str, ctx: Context, *, video: bool = False) -> bool:
    """R-003: whether the network gave up pictures while this one was on its way; then it is refused."""
    taken = may_take(rules_of(case, ctx))
    if isinstance(taken, Deny):
        ctx.then(RefusePhoto(case.id, attempt, taken.reason, video=video))
    return not taken


def refuse_photo(cmd: RefusePhoto, ctx: Context) -> None:
    """The photo can't be used: drop it, say why, and let the report go on without one."""
    case = ctx.uow.cases.locked(cmd.case_id)
    if not awaited(case, cmd.attempt):
        return
    forget_picture(case, ctx)
    move(case, State.DRAFT, ctx)
    ctx.note(Event.PHOTO_REFUSE, case)
    tell_reporter(case, wording.report.photo_refused(cmd.reason, video=cmd.video), ctx)
