"""What was granted to be seen is handed over on paper, to whom it is about, once for each look at their papers."""

from __future__ import annotations

from audit.event import Event
from handlers.case.involved import member_facts
from handlers.case.picture import bytes_of
from handlers.case.record import require
from handlers.commands import rights as commands
from handlers.commands.rights import CheckIdentity, CompareIdentity, RequestCommand
from handlers.context import Context
from handlers.rights.decide import named
from handlers.rights.intake import is_unread
from handlers.rights.record import cases_of, parties
from policy import access
from policy.decision import may_judge
from policy.handing import Check, may_compare, may_hand
from policy.handing import check_identity as identity
from policy.rights import RequestState, Told
from policy.verdict import N_, Deny
from policy.withheld import Item
from storage import places
from storage.tables import Account, HandOver, Request


def check_identity(cmd: CheckIdentity, ctx: Context) -> None:
    """R-070, L146: somebody of the desk looked at the papers; no copy of them, no name and no number is kept."""
    account, request = _to_show(cmd, ctx)
    require(identity(cmd.bearer, cmd.proof, cmd.mandate, picture=has_picture(request, ctx)))
    row = HandOver(
        request_id=request.id,
        bearer=cmd.bearer,
        proof=cmd.proof,
        mandate=cmd.mandate,
        checked_by=account.member_id,
        checked_at=ctx.now,
    )
    ctx.uow.requests.check(row)
    about = {"request": request.id, "bearer": cmd.bearer, "proof": cmd.proof, "mandate": cmd.mandate}
    ctx.note(Event.REQUEST_CHECK, None, account, **about)


def compare(cmd: CompareIdentity, ctx: Context) -> None:
    """R-070, L146: the second person says that papers, person and picture go together."""
    account, request = named(cmd, ctx)
    require(may_judge(account.member_id, parties(request, ctx)))
    row = newest(request, ctx)
    require(may_compare(check_of(row), account.member_id, ctx.now))
    if row is not None and row.compared_by is None:
        row.compared_by, row.compared_at = account.member_id, ctx.now
        ctx.note(Event.REQUEST_COMPARE, None, account, request=request.id)


def hand_over(cmd: commands.HandOver, ctx: Context) -> None:
    """R-070, R-097, L146: on record before a byte leaves; and so is that the answer has reached the person."""
    account, request = _to_show(cmd, ctx)
    row, picture = newest(request, ctx), has_picture(request, ctx)
    require(may_hand(check_of(row), ctx.now, picture=picture))
    if row is not None:
        row.handed_at = ctx.now
    ctx.note(Event.REQUEST_HAND_OVER, None, account, request=request.id, items=list(request.shown), picture=picture)
    if is_unread(request, ctx):
        request.told_at, request.told_how, request.told_by = ctx.now, Told.HAND, account.member_id


def newest(request: Request, ctx: Context) -> HandOver | None:
    """The last look at somebody's papers."""
    return next(reversed(ctx.uow.requests.checks(request)), None)


def check_of(row: HandOver | None) -> Check | None:
    """As the rules see it."""
    return Check(row.checked_by, row.checked_at, row.compared_by, handed=row.handed_at is not None) if row else None


def has_picture(request: Request, ctx: Context) -> bool:
    """Whether what is shown has a picture that is still held."""
    return Item.PICTURE in request.shown and any(
        bytes_of(case.id, places.MASKED, ctx) for case in cases_of(request, ctx)
    )


def _to_show(cmd: RequestCommand, ctx: Context) -> tuple[Account, Request]:
    """Whoever answers requests and is no party, and one of which something is to be shown."""
    account, request = named(cmd, ctx)
    facts, vacant = member_facts(account.member, ctx), ctx.uow.people.vacant(request.network_id)
    require(access.may_answer_request(facts, vacant=vacant, network_id=facts.network_id, now=ctx.now))
    require(may_judge(account.member_id, parties(request, ctx)))
    if request.state is not RequestState.ANSWERED or not request.shown:
        require(Deny("R-070", N_("この申出には、窓口で見せるものがありません。")))
    return account, request
