"""What the secretariat does at the desk: verbs of the terminal, once a press, by whoever sits there (R-064, R-097)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from handlers.alert import stop
from handlers.case.involved import who
from handlers.case.record import require
from handlers.commands import keys as commands
from handlers.commands import office, rights
from handlers.commands.chat import Command
from handlers.commands.notices import PublishNotices
from handlers.context import Context
from handlers.errors import LinkOver, NotAllowed
from handlers.incidents.verbs import HANDLERS as INCIDENTS
from handlers.network import browsers, desk, joining, keys, lists, members, roles, stores
from handlers.network.as_shown import STANDS
from handlers.network.review import review_rules
from handlers.network.seats import seat_of
from handlers.notices.publish import publish
from handlers.retention import hold
from handlers.rights import decide, handing, intake
from handlers.twofold.ask import ask_twofold
from handlers.twofold.decide import decide_twofold
from policy.desk import is_as_shown, is_fresh, may_change
from policy.verdict import Deny

ANYBODYS: Final[dict[type[Command], Callable[[Any, Context], None]]] = {
    office.DecideTwofold: decide_twofold,
    office.EndSession: desk.end_session,
    office.RecallAlert: stop.recall_at_desk,
    commands.NewChallenge: keys.new_challenge,
    commands.KeepPasskey: keys.keep_passkey,
    commands.ProveByKey: keys.prove_by_key,
    commands.DropPasskey: keys.drop_passkey,
    commands.BeginApp: keys.begin_app,
    commands.ConfirmApp: keys.confirm_app,
    commands.ProveByCode: keys.prove_by_code,
    rights.EnterRequest: intake.enter,
    rights.NoteTold: decide.note_told,
    rights.CheckIdentity: handing.check_identity,
    rights.CompareIdentity: handing.compare,
    rights.AskPerson: decide.ask,
    rights.ExtendRequest: decide.extend,
    rights.DecideRequest: decide.decide,
    rights.SecondDecision: decide.second,
    **INCIDENTS,
}
"""Whose they are, their own rules say."""

VERBS: Final[dict[type[Command], Callable[[Any, Context], None]]] = {
    **ANYBODYS,
    office.AskTwofold: ask_twofold,
    office.AskHold: hold.ask_hold,
    PublishNotices: publish,
    office.ReviewRules: review_rules,
    office.JoinStore: joining.join_store,
    office.LetStoreLeave: stores.leave,
    office.ReturnStore: stores.come_back,
    office.SuspendStore: stores.suspend,
    office.JoinMember: joining.join_member,
    office.BringIn: lists.bring_in,
    office.InviteMember: joining.invite,
    office.InviteMembers: joining.invite_all,
    office.ChangeRole: roles.change_role,
    office.LockMember: browsers.lock_member,
    office.LetMemberLeave: members.leave,
    office.ReturnMember: members.come_back,
}
"""All that can be done there."""


GRAVE: Final = (office.DecideTwofold, rights.SecondDecision, office.BringIn)
"""A second person's word, and what changes hundreds at a time: somebody has first to show that it is they. For whatever
asks a second person, by whichever form, ``handlers.twofold.ask.propose`` says so.
"""


def at_desk(cmd: office.AtDesk, ctx: Context) -> None:
    """R-064, R-097, L138, L212: done once, as whoever sits there at this moment, and the ledger names them.

    Raises:
        LinkOver: they sit there no longer.
        NotAllowed: not theirs to do, or first to be shown that it is they; or somebody else changed it meanwhile.
    """
    stands = STANDS.get(type(cmd.command))
    if stands is not None:
        ctx.uow.stores.in_turn()  # before anything is looked at: of two at once, the second sees what the first did
    account, session = who(cmd.account_id, ctx), ctx.uow.desk_sessions.get(cmd.session_id)
    if session is None or session.account_id != account.id:
        raise LinkOver
    seat = seat_of(account.member, ctx)
    if isinstance(seat, Deny):
        raise NotAllowed(seat)
    if type(cmd.command) not in ANYBODYS:
        require(may_change(seat.seat))
    proof = is_fresh(session.proven_at, ctx.now)
    if isinstance(cmd.command, GRAVE):
        require(proof)
    if ctx.uow.desk_sessions.first_time(session, cmd.once):
        found = stands(cmd.command, ctx) if stands is not None else None
        if found is not None:
            require(is_as_shown(cmd.seen, found))
        VERBS[type(cmd.command)](cmd.command, replace(ctx, by=account.member_id, account_id=account.id, proof=proof))
