"""Quorum reached: freeze the alert and queue one card per neighbour."""

from __future__ import annotations

from datetime import timedelta

from audit.event import Event
from handlers import wording
from handlers.alert.delivery import ask_contacts_to_train, contacts, deliver
from handlers.approval.ask import ask_secretariat
from handlers.approval.new_version import send_version
from handlers.approval.quorum import quorum_verdict, tell_progress
from handlers.approval.quota import ask_first, enough_quota, hold_back, must_ask, quota_known, warn_unknown
from handlers.case.dispatch import send_verdict
from handlers.case.involved import answers_for, asked, once, secretariat, store_leads
from handlers.case.question import in_question
from handlers.case.record import move, rules_of
from handlers.case.sealed import version_sent
from handlers.case.told import told
from handlers.commands.steps import GiveBack, SendAlert
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.retention.erase import erase
from handlers.rights.suspend import darken_at_birth
from policy.access import Purpose
from policy.retention import Kind
from policy.states import State
from policy.verdict import N_, Deny
from storage.tables import WHILE_ASSESSING, Account, Case, DueKind


def send_alert(cmd: SendAlert, ctx: Context) -> None:
    """R-111, R-113: check everything afresh, then go live and queue the neighbours' cards.

    What only the reporter can mend goes back to them; without enough messages, or without knowing, it waits.
    """
    case = ctx.uow.cases.locked(cmd.case_id)
    if case.state == State.LIVE:
        send_version(cmd, case, in_question(case, ctx), ctx)
        return
    verdict, recipients = send_verdict(case, ctx), contacts(case, ctx)
    if verdict and not recipients:
        verdict = Deny("R-124", N_("範囲内に知らせる店舗がありません。事務局に連絡してください。"))
    if isinstance(verdict, Deny):
        ctx.note(Event.ALERT_WITHHOLD, case, clause=verdict.clause)
        ctx.then(GiveBack(case.id, verdict))
        return
    if must_ask(cmd, recipients, ctx):
        ask_first(case, ctx)
        return
    enough = enough_quota(case, recipients, ctx)
    if isinstance(enough, Deny):
        hold_back(case, enough, ctx, again=cmd.again)
        return
    known = quota_known(recipients, ctx)
    _go_live(case, recipients, ctx, quota_known=known)
    darken_at_birth(case, ctx)
    deliver(case, recipients, ctx)
    ask_contacts_to_train(case, ctx)
    _plan_life(case, ctx)
    _tell_sent(case, ctx)
    if not known:
        warn_unknown(case, ctx)


def retry_broadcast(cmd: DueCommand, ctx: Context) -> None:
    """Try again what was held back, as long as the case still waits and the approvers still stand by it."""
    case = ctx.uow.cases.locked(cmd.case_id or "")
    if not in_question(case, ctx).is_open:
        return
    verdict = quorum_verdict(case, ctx)
    if verdict:
        waited = "waited" in cmd.arguments
        ctx.then(SendAlert(case.id, again=not waited, waited=waited))
    else:
        ask_secretariat(case, ctx)
        tell_progress(case, verdict, ctx)


def _go_live(case: Case, recipients: list[tuple[str, Account]], ctx: Context, *, quota_known: bool) -> None:
    """R-065: from this moment on nothing of the reporter's own photo is kept, and nobody can rewrite the alert."""
    move(case, State.LIVE, ctx)
    case.sent_at = ctx.now
    case.expires_at = ctx.now + timedelta(hours=case.life_hours)
    ctx.uow.due.cancel(case.id, {DueKind.ABANDON, *WHILE_ASSESSING})
    ctx.uow.conversations.end_case(case.id)
    ctx.uow.links.revoke_case(case.id, ctx.now, purposes=(Purpose.MASK, Purpose.COMPLETE, Purpose.PREVIEW))
    erase(case, Kind.ORIGINAL, ctx)
    sent = version_sent(case, ctx)
    ctx.note(Event.ALERT_SEND, case, None, recipients=len(recipients), quota_known=quota_known, **sent)


def _plan_life(case: Case, ctx: Context) -> None:
    """What must happen while the alert lives: second contacts, one question before the end, the end."""
    rules = rules_of(case, ctx)
    for kind, when in (
        (DueKind.CALL_SECOND_CONTACTS, ctx.now + timedelta(minutes=rules.second_contact_minutes)),
        (DueKind.ASK_BEFORE_END, case.expires_at - timedelta(minutes=rules.expiry_question_minutes)),
        (DueKind.EXPIRE, case.expires_at),
    ):
        ctx.uow.due.plan(kind, case.id, when, case_id=case.id)


def _tell_sent(case: Case, ctx: Context) -> None:
    """Tell the store and the approvers that the alert is out, with the ways to stop it."""
    for account in once([*store_leads(case, ctx), *asked(case, ctx), *secretariat(case, ctx)]):
        if ctx.traits(account).can_redraw and ctx.uow.cases.request(case.id, account.member_id):
            ctx.tell(account, case, wording.assess.assessment_over(told(case, ctx)))
        ctx.tell(account, case, wording.alert.sent(told(case, ctx), answers=answers_for(account, case, ctx)))
