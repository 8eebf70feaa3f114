"""The three tests in chat: asking, answering, returning, withdrawing, and what the answers add up to."""

from __future__ import annotations

from datetime import datetime, timedelta

from audit.event import Event
from handlers import broadcast, wording
from handlers.casefile import (
    TESTS,
    assessments_of,
    facts,
    keep_reasons,
    load_report,
    move,
    note,
    picture_of,
    reachable,
    reporter_of,
    require,
    require_own,
    rules_of,
    salted_hash,
    who,
)
from handlers.closing import close
from handlers.commands import SubmitCase, WithdrawAssessment
from handlers.describe import BEFORE_APPROVERS, complete, receivers
from handlers.desk import Desk
from handlers.ports import Ports
from handlers.questions import assessment_from
from policy import approval
from policy.assessment import check_answers, is_yes
from policy.content import alert_text, check_report
from policy.facts import AlertForm, AssessmentFacts, Role
from policy.picture import may_leave
from policy.states import State
from policy.verdict import N_, Deny, Verdict
from storage.tables import Account, ApprovalRequest, Assessment, Case, Member
from storage.unit_of_work import UnitOfWork

FIRST_ASKED = (Role.RESPONSIBLE, Role.APPROVER)


def submit_case(cmd: SubmitCase, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-112, R-113: freeze the alert under its binding hash and ask everybody who may assess it."""
    account = who(uow, cmd.account_id)
    case = uow.cases.locked(cmd.case_id)
    require_own(uow, account, case, now)
    if State(case.state) not in BEFORE_APPROVERS:
        require(Deny("R-111", N_("この通報はもう承認者に送られています。")))
    require(complete(case, uow, now))
    report, rules = load_report(uow, case), rules_of(uow, case)
    if report is None:
        return
    require(check_report(report, rules, now))
    if report.form == AlertForm.PICTURE:
        require(may_leave(picture_of(case), report, rules))
    case.audience = list(receivers(case, uow, now))
    case.rule_version = rules.version
    case.binding = binding_of(case, uow)
    approvers = _eligible(case, FIRST_ASKED, uow, now)
    _require_quorum_possible(case, approvers, uow, now)
    move(case, State.ASSESSING, now)
    broadcast.plan_quota_question(uow, now)
    ask_approvers(case, approvers, uow, ports, now)
    for kind, minutes in (
        ("remind_approvers", rules.reminder_minutes),
        ("call_stand_ins", rules.stand_in_minutes),
        ("lapse", rules.lapse_minutes),
    ):
        uow.due.plan(kind, f"{case.id}:{case.binding}", now + timedelta(minutes=minutes), case_id=case.id)
    desk = Desk(account, case, uow, ports, now)
    desk.send(
        wording.waiting(desk, approval.people_needed(rules, vulnerable=case.vulnerable), len(approvers)),
        topic=f"preview:{case.id}",
    )


def binding_of(case: Case, uow: UnitOfWork) -> str:
    """Step 7 of the flow: the hash over everything the approvers say yes to."""
    report = load_report(uow, case)
    return approval.binding(
        picture_sha256=case.masked_sha256 if case.form == AlertForm.PICTURE else None,
        text=alert_text(report) if report else {},
        audience=case.audience,
        life_hours=case.life_hours,
        rules_version=case.rule_version,
    )


def ask_approvers(case: Case, members: list[Member], uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Send each the exact alert as it would go out; being asked twice is being asked once."""
    for account in reachable(uow, members):
        request = uow.cases.request(case.id, account.member_id)
        if request is None:
            uow.add(ApprovalRequest(case_id=case.id, member_id=account.member_id, asked_at=now, stand_in=False))
        else:
            request.asked_at, request.reminded_at = now, None
        note(uow, Event.ASSESSMENT_REQUEST, case, account, now, binding=salted_hash(uow, case.id, case.binding or ""))
        desk = Desk(account, case, uow, ports, now)
        report = load_report(uow, case)
        if report:
            desk.send(wording.please_assess(desk, case, report), topic=f"assess:{case.id}")


def may_begin(account: Account, case: Case, binding: str, uow: UnitOfWork, now: datetime) -> Verdict:
    """R-112, R-113, R-117: who may answer, whether the question still stands, whether they looked at the picture."""
    if case.state != State.ASSESSING:
        return Deny("R-111", N_("この判定はもう終わっています。「状況」と送ると、いまの状況をお知らせします。"))
    if binding != case.binding:
        return Deny("R-112", N_("内容が変わりました。新しい判定のお願いをご覧ください。"))
    if case.form == AlertForm.PICTURE and not uow.cases.has_viewed(
        case.id, account.member_id, "preview", case.state_since
    ):
        return Deny("R-117", N_("先に「画像を見る」を開いて、送られる画像を確認してください。"))
    return approval.may_assess(
        facts(uow, account.member),
        store_id=case.store_id,
        reporter_id=case.reporter_id,
        rules=rules_of(uow, case),
        vulnerable=case.vulnerable,
        now=now,
    )


def assess(account: Account, case: Case, answers: dict[str, str], uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-112: four answers with reasons, bound to the alert they were given for; one "no" stops it."""
    case = uow.cases.locked(case.id)
    require(may_begin(account, case, answers.get("binding", ""), uow, now))
    given = assessment_from(facts(uow, account.member), case.binding or "", answers)
    require(check_answers(given, rules_of(uow, case)))
    row = _keep(account, case, given, uow, now)
    desk = Desk(account, case, uow, ports, now)
    if not is_yes(given):
        _refuse(account, case, row, uow, ports, now)
        return
    desk.send(wording.assessment_kept(desk, case), topic=f"assess:{case.id}")
    verdict = quorum(case, uow, now)
    if verdict:
        broadcast.send_alert(case, uow, ports, now)
    else:
        tell_progress(case, verdict, uow, ports, now)


def quorum(case: Case, uow: UnitOfWork, now: datetime) -> Verdict:
    """R-113: whether enough distinct people, among them a responsible one of this store, said yes to these bytes."""
    return approval.quorum(
        assessments_of(uow, case),
        binding=case.binding or "",
        store_id=case.store_id,
        reporter_id=case.reporter_id,
        vulnerable=case.vulnerable,
        rules=rules_of(uow, case),
        now=now,
    )


def tell_progress(case: Case, verdict: Verdict, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Tell the reporter how many of how many, and who is still missing."""
    reporter = reporter_of(uow, case)
    if reporter is None:
        return
    rules = rules_of(uow, case)
    needed = approval.people_needed(rules, vulnerable=case.vulnerable)
    counting = approval.standing(
        assessments_of(uow, case),
        binding=case.binding or "",
        store_id=case.store_id,
        reporter_id=case.reporter_id,
        vulnerable=case.vulnerable,
        rules=rules,
        now=now,
    )
    desk = Desk(reporter, case, uow, ports, now)
    desk.send(wording.progress(desk, len(counting), needed, verdict), topic=f"preview:{case.id}")


def return_case(
    account: Account, case: Case, answers: dict[str, str], uow: UnitOfWork, ports: Ports, now: datetime
) -> None:
    """R-111: an approver sends the alert back with what to mend; earlier answers fall, even if nothing is changed."""
    case = uow.cases.locked(case.id)
    require(may_begin(account, case, answers.get("binding", ""), uow, now))
    move(case, State.RETURNED, now)
    case.binding = None
    for row in uow.cases.assessments(case.id):
        row.withdrawn_at = row.withdrawn_at or now
    uow.due.cancel(case.id, ("remind_approvers", "call_stand_ins", "lapse", "retry_broadcast"))
    note(uow, Event.ALERT_RETURN, case, account, now)
    reporter = reporter_of(uow, case)
    if reporter:
        desk = Desk(reporter, case, uow, ports, now)
        desk.send(wording.returned(desk, answers["reason"]), topic=f"preview:{case.id}")
    tell_asked(case, account, uow, ports, now)


def withdraw_assessment(cmd: WithdrawAssessment, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-113: a yes can be taken back until the alert is sent."""
    account = who(uow, cmd.account_id)
    case = uow.cases.locked(cmd.case_id)
    if case.state != State.ASSESSING:
        require(Deny("R-111", N_("もう送信されたか終了したため、取り消せません。誤りなら回収してください。")))
    mine = [a for a in uow.cases.assessments(case.id) if a.member_id == account.member_id and a.withdrawn_at is None]
    if not mine:
        require(Deny("R-113", N_("取り消せる判定がありません。")))
    for row in mine:
        row.withdrawn_at = now
    note(uow, Event.ASSESSMENT_WITHDRAW, case, account, now)
    desk = Desk(account, case, uow, ports, now)
    desk.send(wording.assessment_withdrawn(desk, case), topic=f"assess:{case.id}")
    tell_progress(case, quorum(case, uow, now), uow, ports, now)


def tell_asked(case: Case, by: Account | None, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Tell everybody who was asked that there is nothing left to assess; whoever ended it hears it anyway."""
    members = [uow.people.member(request.member_id) for request in uow.cases.requests(case.id)]
    for account in reachable(uow, members):
        desk = Desk(account, case, uow, ports, now)
        own = by is not None and account.member_id == by.member_id
        desk.send(wording.assessment_over(desk, case, own=own), topic=f"assess:{case.id}")


def _refuse(account: Account, case: Case, row: Assessment, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    failed = next(name for name in TESTS if not getattr(row, name))
    close(case, State.REFUSED, uow, now)
    note(uow, Event.CASE_REFUSE, case, account, now, test=failed)
    reporter = reporter_of(uow, case)
    if reporter:
        desk = Desk(reporter, case, uow, ports, now)
        desk.send(wording.refused(desk, failed), topic=f"preview:{case.id}")
    tell_asked(case, account, uow, ports, now)


def _keep(account: Account, case: Case, given: AssessmentFacts, uow: UnitOfWork, now: datetime) -> Assessment:
    for earlier in uow.cases.assessments(case.id):
        if earlier.member_id == account.member_id and earlier.withdrawn_at is None:
            earlier.withdrawn_at = now
    row = Assessment(
        case_id=case.id,
        member_id=account.member_id,
        account_id=account.id,
        binding=given.binding,
        answered_at=now,
        **{name: getattr(given, name).yes for name in TESTS},
    )
    uow.add(row)
    digest = keep_reasons(uow, row, {name: getattr(given, name).reason for name in TESTS}, now)
    event = Event.ASSESSMENT_ALLOW if is_yes(given) else Event.ASSESSMENT_REFUSE
    note(uow, event, case, account, now, binding=salted_hash(uow, case.id, given.binding), reasons=digest)
    return row


def _eligible(case: Case, roles: tuple[Role, ...], uow: UnitOfWork, now: datetime) -> list[Member]:
    people = uow.people.at_store(case.store_id, list(roles))
    if case.vulnerable:
        people += uow.people.in_network(case.network_id, [Role.SECRETARIAT])
    rules = rules_of(uow, case)
    return [
        member
        for member in people
        if approval.may_assess(
            facts(uow, member),
            store_id=case.store_id,
            reporter_id=case.reporter_id,
            rules=rules,
            vulnerable=case.vulnerable,
            now=now,
        )
    ]


def _require_quorum_possible(case: Case, asked: list[Member], uow: UnitOfWork, now: datetime) -> None:
    stand_ins = _eligible(case, (Role.DEPUTY,), uow, now)
    people = {member.id for member in [*asked, *stand_ins]}
    if len(people) < approval.people_needed(rules_of(uow, case), vulnerable=case.vulnerable):
        require(Deny("R-113", N_("判定できる人が足りません。店舗責任者と承認者の登録を事務局に依頼してください。")))


def call_stand_ins(case: Case, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-113: the appointed deputies are asked when the first ones stay silent."""
    deputies = [m for m in _eligible(case, (Role.DEPUTY,), uow, now) if uow.cases.request(case.id, m.id) is None]
    ask_approvers(case, deputies, uow, ports, now)
    for member in deputies:
        request = uow.cases.request(case.id, member.id)
        if request:
            request.stand_in = True
