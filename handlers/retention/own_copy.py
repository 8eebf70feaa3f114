"""R-065: the copies that are not ours: what the reporter sent, in their own chat and on their phone."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.case.involved import who
from handlers.case.told import told
from handlers.commands.chat import ShowDeleting
from handlers.commands.worker import NoteFile
from handlers.context import Context


def note_file(cmd: NoteFile, ctx: Context) -> None:
    """The platform deleted the file, or did not let us: then its sender is told, who alone can do it."""
    account, case = ctx.uow.people.account_by_id(cmd.account_id), ctx.uow.cases.get(cmd.case_id)
    ctx.note(Event.FILE_DELETE if cmd.deleted else Event.FILE_STAY, case, account)
    if account.revoked_at is None:
        ctx.tell(account, case, wording.own_copy.file_is(told(case, ctx), deleted=cmd.deleted))


def show_deleting(cmd: ShowDeleting, ctx: Context) -> None:
    """How it is done on this platform."""
    account = who(cmd.account_id, ctx)
    ctx.tell(account, ctx.uow.cases.get(cmd.case_id), wording.own_copy.how_to_delete(ctx.traits(account).how_to_delete))
