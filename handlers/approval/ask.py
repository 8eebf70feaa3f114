"""Who is asked to assess, and when the next ones are."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.approval.quorum import secretariat_joins, who_counts
from handlers.cards import Topic
from handlers.case.dispatch import doubts_of
from handlers.case.involved import in_charge, reachable
from handlers.case.question import in_question, told_in_question
from handlers.case.sealed import salted_hash
from handlers.case.told import told
from handlers.commands.worker import NoteUnasked
from handlers.context import Context
from policy.facts import Role
from storage.tables import Account, ApprovalRequest, Case, Member

FIRST_ASKED = (Role.RESPONSIBLE, Role.APPROVER)


def ask_approvers(case: Case, members: list[Member], ctx: Context, *, narrowed: bool = False) -> None:
    """Send each the exact alert as it would go out; being asked twice is being asked once."""
    about, asked_at = told_in_question(case, ctx), ctx.after(in_question(case, ctx).since)
    for account in reachable(members, ctx):
        request = ctx.uow.cases.request(case.id, account.member_id)
        if request is None:
            row = ApprovalRequest(case_id=case.id, member_id=account.member_id, asked_at=asked_at, stand_in=False)
            ctx.uow.add(row)
        else:
            request.asked_at, request.reminded_at = asked_at, None
        ctx.note(Event.ASSESSMENT_REQUEST, case, account, binding=salted_hash(case.id, about.binding, ctx))
        ctx.tell(account, case, wording.assess.please_assess(about, ctx.now, narrowed=narrowed), urgent=True)


def ask_secretariat(case: Case, ctx: Context) -> None:
    """R-081: another alert of the store may have gone out meanwhile, so that the secretariat has to join after all."""
    members = ctx.uow.people.for_network(case.network_id, [Role.SECRETARIAT])
    ask_approvers(case, who_counts(_not_asked(members, case, ctx), case, ctx), ctx)


def eligible(case: Case, roles: tuple[Role, ...], ctx: Context) -> list[Member]:
    """Who of the store holds one of the roles or said "no" before, and of the secretariat where it joins; each once."""
    people = ctx.uow.people.at_store(case.store_id, roles)
    doubts = doubts_of(case, ctx)
    people += [ctx.uow.people.member(no.refuser_id) for no in doubts.earlier if no.refuser_id]
    if secretariat_joins(doubts, case, ctx):
        people += ctx.uow.people.for_network(case.network_id, [Role.SECRETARIAT])
    once = {member.id: member for member in people}
    return who_counts(once.values(), case, ctx)


def ask_stand_ins(case: Case, ctx: Context) -> None:
    """R-113: the appointed deputies are asked when the first ones stay silent."""
    deputies = _not_asked(eligible(case, (Role.DEPUTY,), ctx), case, ctx)
    ask_approvers(case, deputies, ctx)
    for member in deputies:
        request = ctx.uow.cases.request(case.id, member.id)
        if request:
            request.stand_in = True


def unanswered(case: Case, ctx: Context) -> list[ApprovalRequest]:
    """R-112: who was asked what is open now and has not answered it."""
    question = in_question(case, ctx)
    if not question.is_open:
        return []
    given = (row for row in ctx.uow.cases.assessments(case.id) if row.withdrawn_at is None)
    answered = {row.member_id for row in given if row.binding == question.binding}
    asked = (row for row in ctx.uow.cases.requests(case.id) if row.asked_at >= question.since)
    return [row for row in asked if row.member_id not in answered]


def still_asked(account: Account, case: Case, ctx: Context) -> bool:
    """R-112, R-113: asked before the request leaves: nobody is troubled by a question that is over or not theirs."""
    waits = account.member_id in {request.member_id for request in unanswered(case, ctx)}
    return waits and bool(who_counts([account.member], case, ctx))


def note_unasked(cmd: NoteUnasked, ctx: Context) -> None:
    """R-078, R-113: the request can't leave: the person's other account is asked, or else the deputies are by now."""
    account, case = ctx.uow.people.account_by_id(cmd.account_id), ctx.uow.cases.locked(cmd.case_id)
    if not still_asked(account, case, ctx):
        return
    tried = ctx.uow.outbox.newest(case.id, [Topic.ASSESS])
    other = ctx.uow.people.preferred_account(account.member, besides=tried)
    if other is not None:
        ctx.tell(other, case, wording.assess.please_assess(told_in_question(case, ctx), ctx.now), urgent=True)
        return
    ask_stand_ins(case, ctx)
    card = wording.unsent.unasked(told(case, ctx), account.member.name)
    for reader in in_charge(case, ctx):
        if reader.member_id != account.member_id:
            ctx.tell(reader, case, card, urgent=True)


def _not_asked(members: list[Member], case: Case, ctx: Context) -> list[Member]:
    since = in_question(case, ctx).since
    requests = [(member, ctx.uow.cases.request(case.id, member.id)) for member in members]
    return [member for member, request in requests if request is None or request.asked_at < since]
