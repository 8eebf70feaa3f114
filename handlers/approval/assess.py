"""The three tests in chat: asking, answering, returning, withdrawing, and what the answers add up to."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers import wording
from handlers.approval import send
from handlers.approval.ask import _ask_secretariat, may_assess
from handlers.approval.give_back import give_back, tell_asked
from handlers.approval.quorum import quorum, tell_progress
from handlers.case.people import facts, reporter_of, who
from handlers.case.record import TESTS, note, require, rules_of
from handlers.case.sealed import keep_reasons, salted_hash
from handlers.commands.chat import WithdrawAssessment
from handlers.forms.reading import assessment_from
from handlers.ports import Ports
from handlers.recipient import Desk
from handlers.retention.close import close
from policy.assessment import check_answers, is_yes
from policy.facts import AlertForm, AssessmentFacts
from policy.states import State
from policy.verdict import N_, Deny, Verdict
from storage.tables import Account, Assessment, Case
from storage.unit_of_work import UnitOfWork


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
        send.send_alert(case, uow, ports, now)
    else:
        _ask_secretariat(case, uow, ports, now)
        tell_progress(case, verdict, uow, ports, now)


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
