"""A new version of an alert that lives: anything that describes goes the whole way once more (R-049, R-111)."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.alert.delivery import may_still_hear
from handlers.alert.stop import ask_anew, plan_reminder
from handlers.approval.ask import ask_approvers
from handlers.approval.over import end_version
from handlers.approval.possible import quorum_possible, to_ask
from handlers.approval.quorum import people_needed
from handlers.approval.quota import ask_first, enough_quota, hold_back, must_ask, plan_quota_question
from handlers.approval.submit import plan_round
from handlers.cards import denial
from handlers.case.dispatch import verdict_on
from handlers.case.involved import answers_for, asked, member_facts, once, readers, store_leads, who
from handlers.case.picture import picture_of
from handlers.case.question import Question, pending, settle
from handlers.case.record import require, rules_of
from handlers.case.sealed import keep_version, load_report, salted_hash, take_choices, version_sent
from handlers.case.told import told
from handlers.commands.steps import FilledForm, SendAlert
from handlers.context import Context
from handlers.network.rule_versions import rules_to_cite
from handlers.report.describe import describe_case, may_describe
from handlers.retention.erase import erase
from handlers.rights.suspend import stand_by
from policy import access, approval
from policy.content import alert_text, what_remains
from policy.facts import AlertForm, Report
from policy.forms.names import Wrong
from policy.forms.report import report_from
from policy.picture import may_leave
from policy.retention import Kind
from policy.states import State, VersionState
from policy.verdict import N_, Deny, Verdict
from storage.tables import Account, Case, Version

_ONCE_SAID = Deny(
    "R-117",
    N_(
        "知っている人か、配慮が必要な人かの答えは、配信中には「いいえ」に直せません。誤りなら「取り消す（回収）」で取り消してください。"
    ),
)


def may_begin(account: Account, case: Case, binding: str, ctx: Context) -> Verdict:
    """R-049, R-111, R-125: the report until it lies with the approvers; once it is out, a new version of it."""
    if case.state != State.LIVE:
        return may_describe(account, case, binding, ctx)
    if pending(case, ctx) is not None:
        return Deny("R-111", N_("前に書き直した内容が、まだ承認待ちです。結果を待つか、取り下げてください。"))
    member = member_facts(account.member, ctx)
    return access.may_revise(member, store_id=case.store_id, reporter_id=case.reporter_id, now=ctx.now)


def take_report(cmd: FilledForm, ctx: Context) -> None:
    """The filled-in report: of a case that is being written, or a new version of one that is out."""
    if ctx.uow.cases.locked(cmd.case_id).state == State.LIVE:
        submit_version(cmd, ctx)
    else:
        describe_case(cmd, ctx)


def submit_version(cmd: FilledForm, ctx: Context) -> None:
    """R-111, R-112: freeze the new words under a binding of their own and ask everybody who may assess them."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    require(may_begin(account, case, "", ctx))
    report = report_from(cmd.answers)
    _require_news(case, report, ctx)
    if report.form is AlertForm.PICTURE:
        require(may_leave(picture_of(case, ctx), report, rules_of(case, ctx)))
    version = _freeze(case, report, account, ctx)
    require(quorum_possible(case, ctx))
    ctx.note(
        Event.VERSION_SUBMIT,
        case,
        account,
        version=version.number,
        binding=salted_hash(case.id, version.binding, ctx),
    )
    plan_quota_question(ctx.now, ctx)
    approvers = to_ask(case, ctx)
    ask_approvers(case, approvers, ctx)
    plan_round(case, ctx)
    ctx.tell(account, case, wording.version.waiting(version.number, people_needed(case, ctx), len(approvers)))


def send_version(cmd: SendAlert, case: Case, question: Question, ctx: Context) -> None:
    """R-049, R-111: everything asked afresh, then it takes the place of what is out, and each store hears so."""
    version = question.version
    if version is None:
        raise ValueError("the first version is sent as the alert")
    verdict = verdict_on(question, case, ctx)
    if isinstance(verdict, Deny):
        ctx.note(Event.ALERT_WITHHOLD, case, clause=verdict.clause)
        end_version(version, case, VersionState.RETURNED, None, denial(verdict), ctx)
        return
    heard = [account for account in readers(ask_anew(case, ctx), ctx) if may_still_hear(account, case, ctx)]
    recipients = [("", account) for account in heard]
    if must_ask(cmd, recipients, ctx):
        ask_first(case, ctx)
        return
    enough = enough_quota(case, recipients, ctx)
    if isinstance(enough, Deny):
        hold_back(case, enough, ctx, again=cmd.again)
        return
    _take_its_place(case, question, version, ctx)
    ctx.note(Event.VERSION_SEND, case, None, version=version.number, recipients=len(heard), **version_sent(case, ctx))
    about = told(case, ctx)
    for account in heard:
        ctx.tell(account, case, wording.version.changed(about), urgent=True)
    plan_reminder(case, 1, ctx)
    for account in once([version.account, *store_leads(case, ctx), *asked(case, ctx)]):
        if ctx.traits(account).can_redraw and ctx.uow.cases.request(case.id, account.member_id):
            ctx.tell(account, case, wording.assess.assessment_over(about))
        ctx.tell(account, case, wording.version.sent(about, answers=answers_for(account, case, ctx)))


def _require_news(case: Case, report: Report, ctx: Context) -> None:
    """R-111: nobody is asked twice about the same words. R-110, R-117: what brought the secretariat in stays."""
    now = load_report(case, ctx)
    if now and ((now.vulnerable and not report.vulnerable) or (now.known_person and not report.known_person)):
        require(_ONCE_SAID)
    stands = what_remains(alert_text(now), [Wrong(one) for one in case.narrowed]) if now else {}
    if now and now.form == report.form and stands == alert_text(report):
        require(Deny("R-111", N_("いま配信中の内容と同じです。変えるところがあるときだけ送ってください。")))


def _freeze(case: Case, report: Report, account: Account, ctx: Context) -> Version:
    rules = rules_to_cite(ctx.uow.stores.network(case.network_id), ctx)
    number = 1 + max((row.number for row in ctx.uow.cases.versions(case.id)), default=1)
    keep_version(case, number, report, ctx)
    version = Version(
        case_id=case.id,
        number=number,
        state=VersionState.PENDING,
        author_id=account.member_id,
        account_id=account.id,
        submitted_at=ctx.now,
        narrowed=list(case.narrowed),
        binding=approval.binding(
            picture_sha256=case.masked_sha256 if report.form is AlertForm.PICTURE else None,
            text=alert_text(report),
            audience=case.audience,
            life_hours=case.life_hours,
            rules_version=rules.version,
            version=number,
            narrowed=case.narrowed,
        ),
    )
    ctx.uow.add(version)
    return version


def _take_its_place(case: Case, question: Question, version: Version, ctx: Context) -> None:
    """R-040, R-099, L214: the newest version is the alert; a picture that it shows no longer dies, doubts are answered.

    An objection is not: its store stands by the alert, and the secretariat decides as well.
    """
    report = question.report
    if report is None:
        raise ValueError("a version without words")
    settle(version, case, VersionState.SENT, ctx)
    if case.form is AlertForm.PICTURE and report.form is not AlertForm.PICTURE:
        erase(case, Kind.MASKED, ctx)
    case.version, case.binding, case.narrowed = version.number, version.binding, []
    take_choices(case, report)
    case.rule_version = rules_of(case, ctx).version
    if version.author_id not in case.reporters:
        case.rewritten_by = [*case.rewritten_by, version.author_id]
    objected = stand_by(case, ctx.uow.people.account_by_id(version.account_id), ctx)
    if case.paused_at is not None and not objected:
        case.paused_at, case.doubts_answered_at = None, ctx.now
