"""The desk's doors: a link from the chat, a session behind it, and what is on record of it (R-063, R-064, R-097).

And how LINE and Slack let us in: asked each morning and by a button, and kept, so that no page asks (R-078).
"""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.approval.quota import plan_quota_question
from handlers.case.involved import in_use, who
from handlers.case.record import require
from handlers.commands.chat import OpenDesk
from handlers.commands.office import EndSession
from handlers.commands.pages import (
    EnterByKey,
    EnterDesk,
    LeaveDesk,
    LookAtChats,
    RecordExport,
    RecordPeopleView,
    SeeDesk,
)
from handlers.commands.worker import NoteAccess
from handlers.context import Context
from handlers.errors import KeyNotTaken, LinkOver, NotAllowed
from handlers.home import refresh_all
from handlers.network.browsers import meet, meet_by_key
from handlers.network.keys import answers, prove
from handlers.network.seats import seat_of
from handlers.twofold.acts import MEANINGS
from policy.desk import may_change
from policy.exports import Content, ExportPurpose, may_take_out
from policy.twofold import WAITS, Act
from policy.verdict import Deny, Verdict
from storage.tables import Account, Browser, ChatAccess, DeskSession, DueKind, Member


def open_desk(cmd: OpenDesk, ctx: Context) -> None:
    """「管理画面」, pressed."""
    show_desk(who(cmd.account_id, ctx), ctx)


def show_desk(account: Account, ctx: Context) -> None:
    """R-064: 「管理画面」: the way in, for whoever has a seat there.

    Raises:
        NotAllowed: they have none.
    """
    _require_seat(account, ctx)
    ctx.tell(account, None, wording.desk.way_in())


def show_invitation(account: Account, ctx: Context) -> None:
    """「招待」: the secretariat is shown the way to the list where codes are made; all others hear whom to ask.

    R-001, R-064: no code leaves by the chat, since whoever holds a phone would let in whom they like.
    """
    seat = seat_of(account.member, ctx)
    makes_codes = not isinstance(seat, Deny) and bool(may_change(seat.seat))
    ctx.tell(account, None, wording.desk.to_invite() if makes_codes else wording.welcome.ask_for_code())


def enter_desk(cmd: EnterDesk, ctx: Context) -> None:
    """R-001, R-063, R-064: a browser of theirs begins a session; about a new one the owner is asked first.

    Raises:
        LinkOver: the link ended, or another browser took it.
        NotAllowed: no seat is theirs any more, or they were asked too often about browsers.
    """
    account = who(cmd.account_id, ctx)
    _require_seat(account, ctx)
    browser = ctx.uow.people.browser(account.id, cmd.came_as, ctx.now)
    if browser is None:
        meet(account, cmd.came_as, cmd.given, cmd.device, ctx)
        browser = ctx.uow.people.browser(account.id, cmd.given, ctx.now)
    link = ctx.uow.desk_sessions.link(cmd.link_id, ctx.now)
    if link is None or link.account_id != account.id:
        raise LinkOver
    if browser is None or browser.confirmed_at is None:
        return
    if link.browser_id not in (None, browser.id):
        raise LinkOver
    link.browser_id = browser.id
    _sit_down(account, browser, cmd.session, ctx)


def enter_by_key(cmd: EnterByKey, ctx: Context) -> None:
    """R-001, R-063, R-064: a key of theirs lets them in without a word from the chat, which hears of a new browser.

    What was asked before the key was last used is answered already: so nobody enters twice by one answer.

    Raises:
        KeyNotTaken: no key of ours, a copy of one, an answer that was used or is late, or nobody behind it any more.
        NotAllowed: no seat is theirs any more.
    """
    known = ctx.uow.keys.whose(cmd.key_id)
    account = ctx.uow.people.preferred_account(ctx.uow.people.member(known.member_id)) if known else None
    if known is None or account is None:
        raise KeyNotTaken
    key = ctx.uow.keys.passkey(cmd.key_id, account.member_id)
    if key is None or not answers(key, cmd.asked_at, cmd.counter, ctx.now):
        raise KeyNotTaken
    _require_seat(who(account.id, ctx), ctx)
    key.counter, key.used_at = cmd.counter, ctx.now
    browser = meet_by_key(account, cmd.came_as, cmd.given, cmd.device, ctx)
    session = _sit_down(account, browser, cmd.session, ctx)
    prove(session, account, ctx)


def _sit_down(account: Account, browser: Browser, cookie: str, ctx: Context) -> DeskSession:
    ctx.note(Event.DESK_ENTER, None, account, browser=browser.id)
    return ctx.uow.desk_sessions.begin(browser, cookie, ctx.now)


def see_desk(cmd: SeeDesk, ctx: Context) -> None:
    """Somebody is there, and so is not idle."""
    session = ctx.uow.desk_sessions.get(cmd.session_id)
    if session is not None and session.account_id == cmd.account_id:
        session.seen_at = ctx.after(session.seen_at)


def leave_desk(cmd: LeaveDesk, ctx: Context) -> None:
    """R-063: the session ends, and the link that led to it."""
    session = ctx.uow.desk_sessions.get(cmd.session_id)
    if session is not None and session.account_id == cmd.account_id:
        ctx.note(Event.DESK_LEAVE, None, who(cmd.account_id, ctx), browser=session.browser_id)
        ctx.uow.desk_sessions.end(session)


def end_session(cmd: EndSession, ctx: Context) -> None:
    """R-063: one of one's own sessions ends, wherever it is."""
    member, session = who(cmd.account_id, ctx).member, ctx.uow.desk_sessions.get(cmd.session_id)
    if session is not None and session.account_id in {account.id for account in in_use(member)}:
        ctx.note(Event.DESK_LEAVE, None, member, browser=session.browser_id)
        ctx.uow.desk_sessions.end(session)


def record_people_view(cmd: RecordPeopleView, ctx: Context) -> None:
    """R-064, R-097, L138, L212: who looked at other members' names and devices, and at how many."""
    ctx.note(Event.DESK_VIEW, None, who(cmd.account_id, ctx), people=cmd.people)


def record_export(cmd: RecordExport, ctx: Context) -> None:
    """R-007, R-097, L212: who took what out, what for, and how much of it.

    Raises:
        NotAllowed: there are names in it, and nobody else has allowed that.
    """
    account = who(cmd.account_id, ctx)
    require(check_export(account.member, cmd.content, cmd.purpose, ctx))
    ctx.note(Event.DESK_EXPORT, None, account, content=cmd.content, purpose=cmd.purpose, rows=cmd.rows)


def check_export(member: Member, content: Content, purpose: ExportPurpose, ctx: Context) -> Verdict:
    """R-007, R-064, R-121: whether this person may take that out now, or another one has to allow it first."""
    seat = seat_of(member, ctx)
    if isinstance(seat, Deny):
        return seat
    subject = MEANINGS[Act.NAMES].subject({"by": member.id, "content": content.value, "purpose": purpose.value})
    allowed = ctx.uow.twofold.allowed(member.network_id, Act.NAMES, subject, ctx.now, WAITS)
    return may_take_out(content, seat.seat, allowed=allowed)


def look_at_chats(cmd: LookAtChats, ctx: Context) -> None:
    """R-078: the month's messages, our access and everybody's menus; whoever has no seat any more asks nothing."""
    _require_seat(who(cmd.account_id, ctx), ctx)
    plan_quota_question(ctx.now, ctx)
    ctx.uow.due.hasten(DueKind.ASK_QUOTA, ctx.now)
    plan_access_question(ctx)
    refresh_all(ctx)


def plan_access_question(ctx: Context) -> None:
    """Ask soon; once a minute is enough."""
    for platform in ctx.ports.platforms:
        subject, about = f"{platform}:{ctx.now:%Y%m%dT%H%M}", {"platform": platform}
        ctx.uow.due.plan(DueKind.ASK_ACCESS, subject, ctx.now, arguments=about, at_once=True)


def plan_first_question(ctx: Context) -> None:
    """Ask soon if nothing was ever heard."""
    if not ctx.uow.access.all():
        plan_access_question(ctx)


def note_access(cmd: NoteAccess, ctx: Context) -> None:
    """What the platform said; while it says nothing of a workspace, the door that was known of it stays."""
    known = {row.workspace: (row.door, row.door_ready) for row in ctx.uow.access.all() if row.platform == cmd.platform}
    rows = []
    for workspace, found in cmd.found.items():
        door, ready = (found.door, found.door_ready) if found.door else known.get(workspace, ("", False))
        amiss = {word.value: detail for word, detail in found.amiss.items()}
        rows.append(
            ChatAccess(
                platform=cmd.platform,
                workspace=workspace,
                checked_at=ctx.now,
                amiss=amiss,
                door=door,
                door_ready=ready,
            )
        )
    ctx.uow.access.replace(cmd.platform, rows)


def _require_seat(account: Account, ctx: Context) -> None:
    seat = seat_of(account.member, ctx)
    if isinstance(seat, Deny):
        raise NotAllowed(seat)
