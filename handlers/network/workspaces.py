"""Workspaces of a chat platform: by whose word they come in, how their tokens stay alive, and what ends with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from audit.event import Event
from handlers import wording
from handlers.cards import Card
from handlers.case.involved import reachable
from handlers.commands.chat import LoseTouch
from handlers.commands.workspaces import AdmitWorkspace, EndWorkspace, NoteRefusal, RenewTokens
from handlers.context import Context
from handlers.errors import LinkOver, NotFound
from handlers.network.members import hear_from
from policy.facts import Role
from storage.tables import DueKind, Installation, Store

PLATFORM: Final = "slack"
"""The only one whose people are spread over workspaces."""

AHEAD: Final = timedelta(hours=2)
"""How long before its end a token is renewed, as Bolt does it: trouble of an hour harms nobody."""

READS: Final = (Role.CONTACT, Role.SECOND_CONTACT)
"""Who gets a store's alerts."""


def invite(ctx: Context) -> str:
    """A code by which one workspace may come in: the secretariat gives its link to the business it means."""
    ctx.note(Event.WORKSPACE_INVITE, None)
    return ctx.uow.installations.invite(ctx.now)


def admit(cmd: AdmitWorkspace, ctx: Context) -> None:
    """R-064: the tokens are sealed, and whoever has an account there hears of us again.

    Raises:
        LinkOver: the invitation was used, or is too old.
    """
    installations = ctx.uow.installations
    if not installations.redeem(cmd.invitation_id, ctx.now):
        raise LinkOver
    row = installations.keep(cmd.workspace, cmd.name, cmd.bot_user, ctx.now)
    installations.renew(row, cmd.tokens, cmd.expires_at)
    _plan_renewal(row, ctx)
    ctx.note(Event.WORKSPACE_ADMIT, None, installation=row.id)
    for account in installations.people(row.workspace):
        hear_from(account, ctx)
    _tell_secretariat(wording.workspace.came(row), ctx)


def renew(cmd: RenewTokens, ctx: Context) -> None:
    """R-064: what expires is replaced, unless the workspace let us go meanwhile."""
    row = ctx.uow.installations.get(cmd.installation_id)
    if row.ended_at is not None:
        return
    if row.failing_since is not None:
        ctx.note(Event.WORKSPACE_RENEW, None, installation=row.id)
    ctx.uow.installations.renew(row, cmd.tokens, cmd.expires_at)
    _plan_renewal(row, ctx)


def note_refusal(cmd: NoteRefusal, ctx: Context) -> None:
    """Said once, and tried on: its cards wait as long as they live, and those of others leave."""
    row = ctx.uow.installations.get(cmd.installation_id)
    if row.failing_since is None and row.ended_at is None:
        row.failing_since = ctx.now
        ctx.note(Event.WORKSPACE_REFUSE, None, installation=row.id, reason=cmd.reason)
        _tell_secretariat(wording.workspace.fails(row), ctx)


def end(cmd: EndWorkspace, ctx: Context) -> None:
    """R-005, R-063: the tokens go; people there are reached on their other account, or their stores by the next person.

    What is older than the installation was said of the one before.
    """
    row = ctx.uow.installations.of(cmd.workspace)
    if row is None or row.ended_at is not None or cmd.at < row.installed_at.replace(microsecond=0):
        return
    ctx.uow.installations.end(row, ctx.now)
    ctx.note(Event.WORKSPACE_END, None, installation=row.id)
    people = ctx.uow.installations.people(row.workspace)
    for account in people:
        ctx.uow.people.mark_blocked(account.id, ctx.now)
        ctx.then(LoseTouch(account.id, blocked=True))
    theirs = {role.store_id for account in people for role in account.member.roles if role.role in READS}
    _tell_secretariat(wording.workspace.ended(row, _unreached({store for store in theirs if store}, ctx)), ctx)


def adopt(workspace: str, ctx: Context) -> int:
    """Accounts of the time of the one token become this workspace's; returns how many.

    Raises:
        NotFound: it has not let us in.
    """
    row = ctx.uow.installations.of(workspace)
    if row is None or row.ended_at is not None:
        raise NotFound
    moved = ctx.uow.installations.adopt(PLATFORM, workspace)
    ctx.note(Event.WORKSPACE_ADOPT, None, installation=row.id, accounts=moved)
    return moved


def _plan_renewal(row: Installation, ctx: Context) -> None:
    if row.expires_at is None:
        return
    ends = row.expires_at
    ahead = min(AHEAD, (ends - ctx.now) / 2)
    arguments = {"platform": PLATFORM, "installation_id": row.id, "expires_at": ends.isoformat()}
    ctx.uow.due.plan(DueKind.RENEW_TOKENS, f"{row.id}:{ends.isoformat()}", ends - ahead, arguments=arguments)


def _unreached(store_ids: set[str], ctx: Context) -> list[Store]:
    """R-124: those of the stores whose alerts nobody would get."""
    people = ctx.uow.people
    lost = [store for store in sorted(store_ids) if not reachable(people.at_store(store, READS), ctx)]
    return sorted((ctx.uow.stores.get(store) for store in lost), key=lambda store: store.code)


def _tell_secretariat(card: Card, ctx: Context) -> None:
    if not ctx.uow.stores.has_network():
        return
    network = ctx.uow.stores.the_network()
    for account in reachable(ctx.uow.people.for_network(network.id, [Role.SECRETARIAT]), ctx):
        ctx.tell(account, None, card)
