"""How things stand that somebody decides on at the desk: they have seen it on their page (R-005, R-071, R-097).

Of every act it is settled whether it is one of ``STANDS`` (``tests/bot/desk/test_as_shown.py``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, Final

from handlers.commands import incidents, office, rights
from handlers.commands.chat import Command
from handlers.commands.notices import PublishNotices
from handlers.context import Context
from handlers.network.members import leaves_at
from handlers.notices.facts import stated_now, taking_part
from policy.incidents.kinds import KEPT_WHOLE
from policy.twofold import Act
from storage.tables import Incident, Member, Request, Store

Stands = Callable[[Any, Context], str | None]


def of_store(store: Store) -> str:
    """Another one as soon as it leaves, is suspended, or takes part again."""
    business = store.business
    return _word(store.left_at, store.suspended_at, store.suspended_until, business.agreed_on, business.left_at)


def of_member(member: Member, ctx: Context) -> str:
    """Another one as soon as they leave, are to, come back, get or lose a role."""
    return _word(
        member.left_at, leaves_at(member, ctx), sorted((held.role, held.store_id or "") for held in member.roles)
    )


def of_invitation(member: Member, ctx: Context) -> str:
    """Another one as soon as they leave, are in, or hold another code: a new one ends the one in their hands."""
    code = ctx.uow.people.unused_codes([member.id]).get(member.id)
    accounts = sorted(account.id for account in member.accounts if account.revoked_at is None)
    return _word(member.left_at, accounts, code.code_hash if code else "")


def of_rules(network_id: str, ctx: Context) -> str:
    """Another one as soon as other rules are in force."""
    return _word(ctx.uow.stores.rules(network_id).version)


def of_notices(network_id: str, ctx: Context) -> str:
    """Another one as soon as the rules state something else, or other stores take part."""
    network = ctx.uow.stores.network(network_id)
    return _word(stated_now(network, ctx).to_json(), sorted(shop.id for shop in taking_part(network, ctx)))


def of_request(request: Request, ctx: Context) -> str:
    """Another one as soon as anybody writes something, decides, looks at papers or brings the answer."""
    said = [(row.part, row.id) for row in ctx.uow.requests.parts(request)]
    papers = [(row.checked_at, row.compared_at, row.handed_at) for row in ctx.uow.requests.checks(request)]
    return _word(request.state, request.extended_at, request.told_at, said, papers)


def of_incident(incident: Incident, ctx: Context) -> str:
    """Another one as soon as it is classified or closed, or what is kept as a whole has a newer version."""
    kept = [(row.part, row.id) for row in ctx.uow.incidents.parts(incident, *KEPT_WHOLE)]
    return _word(incident.answered_at, incident.confirmed_by, incident.closed_at, kept)


def _store(code: str, ctx: Context) -> str | None:
    store = ctx.uow.stores.by_code(ctx.uow.stores.the_network().id, code)
    return of_store(store) if store else None


def _member(code: str, ctx: Context) -> str | None:
    member = ctx.uow.people.by_code(ctx.uow.stores.the_network().id, code)
    return of_member(member, ctx) if member else None


def _invited(cmd: office.InviteMember, ctx: Context) -> str | None:
    member = ctx.uow.people.by_code(ctx.uow.stores.the_network().id, cmd.code)
    return of_invitation(member, ctx) if member else None


def _asked(cmd: office.AskTwofold, ctx: Context) -> str | None:
    match cmd.act:
        case Act.RESUME:
            return _store(str(cmd.arguments["code"]), ctx)
        case Act.OVERSEER:
            return of_member(ctx.uow.people.member(cmd.arguments["member"]), ctx)
        case Act.RULES:
            return of_rules(ctx.uow.stores.the_network().id, ctx)
        case _:
            return None


def _request(cmd: rights.RequestCommand, ctx: Context) -> str | None:
    request = ctx.uow.requests.by_number(cmd.number)
    return of_request(ctx.uow.requests.get(request.id), ctx) if request else None


def _incident(cmd: incidents.IncidentCommand, ctx: Context) -> str | None:
    incident = ctx.uow.incidents.by_number(cmd.number)
    return of_incident(incident, ctx) if incident else None


def _every(types: Iterable[type[Command]], stands: Stands) -> dict[type[Command], Stands]:
    return dict.fromkeys(types, stands)


STANDS: Final[dict[type[Command], Stands]] = {
    **_every((office.LetStoreLeave, office.SuspendStore, office.ReturnStore), lambda cmd, ctx: _store(cmd.code, ctx)),
    **_every((office.LetMemberLeave, office.ReturnMember, office.ChangeRole), lambda cmd, ctx: _member(cmd.code, ctx)),
    office.InviteMember: _invited,
    office.AskTwofold: _asked,
    PublishNotices: lambda _, ctx: of_notices(ctx.uow.stores.the_network().id, ctx),
    **_every((rights.AskPerson, rights.ExtendRequest, rights.DecideRequest, rights.SecondDecision), _request),
    rights.CompareIdentity: _request,
    **_every((incidents.ClassifyIncident, incidents.CloseIncident), _incident),
    **_every((incidents.KeepReport, incidents.PublishNotice), _incident),
}
"""By the act: how that stands which it is about; None where there is no such thing. What stops or narrows never waits
for a second look, and is not among them.
"""


def _word(*stands: object) -> str:
    return hashlib.sha256(repr(stands).encode()).hexdigest()[:16]
