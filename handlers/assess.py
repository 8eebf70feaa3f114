"""The three tests in chat: asking, answering, returning, withdrawing, and what the answers add up to."""

from __future__ import annotations

from datetime import datetime, timedelta

from audit.event import Event
from handlers import broadcast, wording
from handlers.casefile import (
    TESTS,
    facts,
    keep_reasons,
    left_out,
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
from handlers.describe import BEFORE_APPROVERS, complete, drop_picture, receivers
from handlers.desk import Desk
from handlers.ports import Ports
from handlers.questions import assessment_from
from handlers.quorum import people_needed, quorum, secretariat_joins, tell_progress
from handlers.returning import give_back, tell_asked
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
    _freeze(case, uow, now)
    _require_quorum_possible(case, uow, now)
    move(case, State.ASSESSING, now)
    uow.conversations.end_case(case.id)
    broadcast.plan_quota_question(uow, now)
    approvers = eligible(case, FIRST_ASKED, uow, now)
    ask_approvers(case, approvers, uow, ports, now)
    _plan_round(case, uow, now)
    desk = Desk(account, case, uow, ports, now)
    desk.send(
        wording.waiting(desk, people_needed(case, uow, now), len(approvers)),
        topic=f"preview:{case.id}",
    )


def _freeze(case: Case, uow: UnitOfWork, now: datetime) -> None:
    """R-111, R-126: the alert as it would go out, under the network's rules of this moment."""
    rules = rules_of(uow, case)
    case.radius_km, case.life_hours, case.rule_version = rules.radius_km, rules.life_hours, rules.version
    report = complete(case, uow, now)
    require(check_report(report, rules, now))
    if report.form == AlertForm.PICTURE:
        require(may_leave(picture_of(case), report, rules))
    elif case.photo_reference is not None:
        drop_picture(case, uow, now)
    case.audience = list(receivers(case, uow, now))
    case.binding = binding_of(case, uow)


def _plan_round(case: Case, uow: UnitOfWork, now: datetime) -> None:
    """Each round has its own: the same alert may come back unchanged after a return."""
    rules = rules_of(uow, case)
    for kind, minutes in (
        ("remind_approvers", rules.reminder_minutes),
        ("call_stand_ins", rules.stand_in_minutes),
        ("lapse", rules.lapse_minutes),
    ):
        uow.due.plan(kind, f"{case.id}:{now.isoformat()}", now + timedelta(minutes=minutes), case_id=case.id)


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
            desk.send(wording.please_assess(desk, case, report, left_out(uow, case)), topic=f"assess:{case.id}")


def may_begin(account: Account, case: Case, binding: str, uow: UnitOfWork, now: datetime) -> Verdict:
    """R-112, R-113, R-117: who may answer, whether the question still stands, whether they looked at the picture."""
    if case.state != State.ASSESSING:
        return Deny("R-111", N_("この判定はもう終わっています。「状況」と送ると、いまの状況をお知らせします。"))
    if binding != case.binding:
        return Deny("R-112", N_("内容が変わりました。新しい判定のお願いをご覧ください。"))
    allowed = may_assess(account.member, case, uow, now)
    seen = case.form != AlertForm.PICTURE or uow.cases.has_viewed(
        case.id, account.member_id, "preview", case.state_since
    )
    if allowed and not seen:
        return Deny("R-117", N_("先に「画像を見る」を開いて、送られる画像を確認してください。"))
    return allowed


def may_assess(member: Member, case: Case, uow: UnitOfWork, now: datetime) -> Verdict:
    """R-113, R-114: whether this person's answer would count at this moment."""
    return approval.may_assess(
        facts(uow, member),
        store_id=case.store_id,
        reporter_id=case.reporter_id,
        rules=rules_of(uow, case),
        vulnerable=secretariat_joins(case, uow, now),
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
        _ask_secretariat(case, uow, ports, now)
        tell_progress(case, verdict, uow, ports, now)


def _ask_secretariat(case: Case, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-081: another alert of the store may have gone out meanwhile, so that the secretariat has to join after all."""
    members = uow.people.in_network(case.network_id, [Role.SECRETARIAT])
    ask_approvers(case, _not_asked([m for m in members if may_assess(m, case, uow, now)], case, uow), uow, ports, now)


def return_case(
    account: Account, case: Case, answers: dict[str, str], uow: UnitOfWork, ports: Ports, now: datetime
) -> None:
    """R-111: an approver sends the alert back with what to mend; earlier answers fall, even if nothing is changed."""
    case = uow.cases.locked(case.id)
    require(may_begin(account, case, answers.get("binding", ""), uow, now))
    give_back(case, account, answers["reason"], uow, ports, now)


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


def eligible(case: Case, roles: tuple[Role, ...], uow: UnitOfWork, now: datetime) -> list[Member]:
    """Who of the store holds one of the roles, and of the secretariat where it has to join; each once."""
    people = uow.people.at_store(case.store_id, roles)
    if secretariat_joins(case, uow, now):
        people += uow.people.in_network(case.network_id, [Role.SECRETARIAT])
    once = {member.id: member for member in people}
    return [member for member in once.values() if may_assess(member, case, uow, now)]


def _not_asked(members: list[Member], case: Case, uow: UnitOfWork) -> list[Member]:
    return [member for member in members if uow.cases.request(case.id, member.id) is None]


def _require_quorum_possible(case: Case, uow: UnitOfWork, now: datetime) -> None:
    """R-113: better to hear it now than after an hour of waiting."""
    people = [facts(uow, member) for member in eligible(case, (*FIRST_ASKED, Role.DEPUTY), uow, now)]
    of_store = [p for p in people if any(p.is_a(role, case.store_id) for role in approval.APPROVERS)]
    enough = len(people) >= people_needed(case, uow, now) and len(of_store) >= rules_of(uow, case).approvals_needed
    responsible = any(p.is_a(role, case.store_id) for p in of_store for role in approval.RESPONSIBLE)
    joined = any(p.is_a(Role.SECRETARIAT) for p in people) or not secretariat_joins(case, uow, now)
    if not (enough and responsible and joined):
        require(Deny("R-113", N_("判定できる人が足りません。店舗責任者と承認者の登録を事務局に依頼してください。")))


def call_stand_ins(case: Case, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-113: the appointed deputies are asked when the first ones stay silent."""
    deputies = _not_asked(eligible(case, (Role.DEPUTY,), uow, now), case, uow)
    ask_approvers(case, deputies, uow, ports, now)
    for member in deputies:
        request = uow.cases.request(case.id, member.id)
        if request:
            request.stand_in = True
