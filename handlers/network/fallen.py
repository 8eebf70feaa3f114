"""What falls with an account: its yeses, its confirmations, and what rests on them (R-063, R-111, R-113)."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers import wording
from handlers.alert.failover import live_rows
from handlers.alert.stop import plan_reminder
from handlers.approval.over import end_version
from handlers.approval.quorum import assess_verdict, quorum_for, tell_progress
from handlers.approval.withdraw import withdraw
from handlers.cards import denial
from handlers.case.involved import asked, in_charge, once, reachable, tell_reporter
from handlers.case.question import as_sent, in_question, told_in_question
from handlers.case.told import told
from handlers.commands.steps import GiveBack
from handlers.context import Context
from policy.states import BEFORE_SENDING, TO_LEAVE, DeliveryState, Ending, State, VersionState
from policy.verdict import N_, Deny
from storage.tables import Account, Assessment, Case, Failure, Member

FALLEN = Deny("R-063", N_("通報した人の端末が使えなくなったため、もう一度、本人の確認が必要です。"))


def let_fall(account: Account, since: datetime, ctx: Context) -> None:
    """R-063, R-113: no yes of a revoked account counts; reports and confirmations fall that it gave since then.

    The account is revoked already, so that every rule that is asked here sees it so; and all that may
    change is locked (``storage.cases.Cases.lock_for_end_of``), before anything of its end touched a case.
    """
    for case, row in ctx.uow.cases.answered_from(account.id):
        row.withdrawn_at = ctx.now
        ctx.note(Event.ASSESSMENT_VOID, case, clause=FALLEN.clause, account=account.id)
        ctx.uow.session.flush()
        _tell_of_answer(case, row, account, ctx)
    for delivery in ctx.uow.deliveries.confirmed_from(account.id, since):
        case = ctx.uow.cases.get(delivery.case_id)
        if delivery.answered_at is not None and delivery.answered_at >= since:
            delivery.answer = delivery.answered_at = None
        if delivery.stop_confirmed_at is not None and delivery.stop_confirmed_at >= since:
            delivery.stop_confirmed_at = None
            if case.ending == Ending.RECALL:
                plan_reminder(case, 1, ctx)
        ctx.note(Event.DELIVERY_VOID, case, store=delivery.store_id, account=account.id)
    _let_reports_fall(account, since, ctx)
    _let_versions_fall(account, since, ctx)


def withhold_queued(member: Member, ctx: Context) -> None:
    """R-005: what is still to leave for an account that has ended, of alerts that live, does not."""
    for case, delivery in live_rows(member, ctx):
        if delivery.state in TO_LEAVE and delivery.account.revoked_at is not None:
            delivery.state = DeliveryState.WITHHELD
            ctx.note(Event.DELIVERY_WITHHOLD, case, store=delivery.store_id, reason=Failure.POLICY)


def _tell_of_answer(case: Case, row: Assessment, account: Account, ctx: Context) -> None:
    others = [a for a in once([*in_charge(case, ctx), *asked(case, ctx)]) if a.member_id != account.member_id]
    question, out = in_question(case, ctx), as_sent(case, ctx)
    if case.state == State.LIVE and row.binding == out.binding:
        verdict = quorum_for(out, case, ctx)
        if isinstance(verdict, Deny):
            _ask_to_decide(case, verdict, ctx)
            return
    for reader in others:
        ctx.tell(reader, case, wording.device.answer_fell(told(case, ctx)), urgent=True)
    if not question.is_open or row.binding != question.binding:
        return
    tell_progress(case, quorum_for(question, case, ctx), ctx)
    if assess_verdict(account.member, case, ctx):
        for reader in reachable([account.member], ctx):
            ctx.tell(reader, case, wording.assess.please_assess(told_in_question(case, ctx), ctx.now))


def _let_reports_fall(account: Account, since: datetime, ctx: Context) -> None:
    """A report from the account does not stand, nor a mask that its owner is said to have confirmed."""
    for case in ctx.uow.cases.open_of(account.member_id):
        reported = case.reporter_account_id == account.id and case.created_at >= since
        confirmed = case.mask_confirmed_at is not None and case.mask_confirmed_at >= since
        if case.state == State.LIVE and (reported or confirmed):
            _ask_to_decide(case, FALLEN, ctx)
        elif case.state in BEFORE_SENDING and reported:
            withdraw(case, ctx)
            ctx.note(Event.CASE_WITHDRAW, case, account=account.id)
            tell_reporter(case, wording.report.withdrawn(told(case, ctx)), ctx)
        elif case.state in BEFORE_SENDING and confirmed:
            case.mask_confirmed_at = None
            if case.state == State.ASSESSING:
                ctx.then(GiveBack(case.id, FALLEN))


def _let_versions_fall(account: Account, since: datetime, ctx: Context) -> None:
    """Nor does a later version from the account, whoever said yes to it."""
    for version in ctx.uow.cases.versions_from(account.id, since):
        case = ctx.uow.cases.get(version.case_id)
        if version.state is VersionState.PENDING:
            end_version(version, case, VersionState.WITHDRAWN, None, denial(FALLEN), ctx)
        elif case.state == State.LIVE and version.number == case.version:
            _ask_to_decide(case, FALLEN, ctx)


def _ask_to_decide(case: Case, why: Deny, ctx: Context) -> None:
    for reader in in_charge(case, ctx):
        ctx.tell(reader, case, wording.device.please_decide(told(case, ctx), why), urgent=True)
