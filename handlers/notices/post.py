"""「掲示」: a photograph of the poster shows that it hangs; then the photograph is gone (R-023, R-032)."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.case.involved import member_facts, who
from handlers.commands.chat import SendPhoto
from handlers.commands.notices import NotePoster
from handlers.context import Context
from handlers.notices.watch import watch
from policy.access import may_show_notice
from policy.notices.posting import ASKED_FOR, Kind, asked_of
from policy.verdict import Deny
from storage.tables import Account, DueKind, Poster, Store, new_id


def ask_for_poster(account: Account, ctx: Context) -> None:
    """「掲示」: the next photo within ten minutes is of the poster, and of no report."""
    account.notice_asked_at = ctx.now
    ctx.tell(account, None, wording.notices.send_photo())


def awaits_poster(account: Account, ctx: Context) -> bool:
    """Whether the photo that comes now is of a poster."""
    return account.notice_asked_at is not None and ctx.now - account.notice_asked_at < ASKED_FOR


def forget_poster(account: Account) -> None:
    """The next photo is a report's again."""
    account.notice_asked_at = None


def take_poster(account: Account, cmd: SendPhoto, ctx: Context) -> None:
    """R-023, R-065, L85, L142: it is read from the chat, and kept nowhere of ours."""
    if cmd.video:
        ctx.tell(account, None, wording.notices.no_video())
        return
    forget_poster(account)
    read = {"account": account.id, "platform": account.platform, "reference": cmd.reference}
    ctx.uow.due.plan(DueKind.READ_POSTER, new_id(), ctx.now, arguments=read, at_once=True)
    ctx.tell(account, None, wording.notices.reading())


def note_poster(cmd: NotePoster, ctx: Context) -> None:
    """R-023, R-031, R-032, L85, L107: what the photograph shows, and what is still to be done about it.

    Raises:
        NotEnrolled: its sender left meanwhile.
    """
    account = who(cmd.account_id, ctx)
    store = _store(cmd, ctx)
    if store is None:
        ctx.tell(account, None, wording.notices.unread(cmd.unread, deleted=cmd.deleted))
        return
    allowed = may_show_notice(member_facts(account.member, ctx), store.id, ctx.now)
    if isinstance(allowed, Deny):
        ctx.tell(account, None, wording.notices.not_theirs(allowed, deleted=cmd.deleted))
        return
    if cmd.kind not in asked_of(cameras=store.cameras):
        ctx.tell(account, None, wording.notices.no_cameras(store.full_name, deleted=cmd.deleted))
        return
    wanted = ctx.uow.notices.wanted([store.id])
    poster = wanted.get((store.id, cmd.kind))
    if poster is None or poster.version != cmd.version:
        ctx.tell(account, None, wording.notices.old_version(store.full_name, deleted=cmd.deleted))
        return
    _note(poster, account, ctx)
    missing = next((kind for kind in Kind if (one := wanted.get((store.id, kind))) and one.posted_at is None), None)
    ctx.tell(account, None, wording.notices.posted(store.full_name, cmd.kind, missing, deleted=cmd.deleted))


def _note(poster: Poster, account: Account, ctx: Context) -> None:
    """R-023, R-031, L85, L107, L227: when it was first seen there, and by whom; its store may take part from now on."""
    if poster.posted_at is None:
        poster.posted_at, poster.posted_by = ctx.now, account.member_id
        ctx.note(Event.NOTICE_POST, None, account, store=poster.store_id, version=poster.version, kind=poster.kind)
        watch(ctx)


def _store(cmd: NotePoster, ctx: Context) -> Store | None:
    if cmd.unread is not None:
        return None
    network = ctx.uow.stores.the_network()
    with_code = ctx.uow.desk.with_code(network.id, cmd.store)
    return next((store for store in with_code if store.business.code == cmd.business), None)
