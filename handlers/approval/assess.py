"""The three tests: answering them, taking an answer back, and what the answers add up to."""

from __future__ import annotations

from dataclasses import replace

from audit.event import Event
from handlers import wording
from handlers.approval.ask import ask_secretariat
from handlers.approval.over import end_version, tell_asked
from handlers.approval.quorum import assess_verdict, quorum_verdict, tell_progress
from handlers.case.involved import member_facts, tell_reporter, who
from handlers.case.picture import picture_of
from handlers.case.question import in_question, pending, told_in_question
from handlers.case.record import require
from handlers.case.sealed import keep_reasons, salted_hash
from handlers.case.told import told
from handlers.commands.chat import WithdrawAssessment
from handlers.commands.pages import TickByHand
from handlers.commands.steps import FilledForm, GiveBack, SendAlert
from handlers.context import Context
from handlers.retention.close import close
from policy.access import Purpose
from policy.assessment import TESTS, is_yes
from policy.facts import AssessmentFacts
from policy.forms.assess import assessment_from
from policy.forms.names import FieldName
from policy.picture import check_by_hand
from policy.reading import reading_seconds
from policy.states import Ending, State, VersionState
from policy.verdict import N_, Allow, Deny, Verdict
from storage.tables import Account, Assessment, Case


def may_begin(account: Account, case: Case, binding: str, ctx: Context) -> Verdict:
    """R-112, R-113, R-117: who may answer, whether the question still stands, whether they saw what would go out."""
    question = in_question(case, ctx)
    if not question.is_open:
        return Deny("R-111", N_("この承認のお願いはもう終わっています。「状況」と送ると、いまの状況をお知らせします。"))
    if binding != question.binding:
        return Deny("R-112", N_("内容が変わりました。新しい承認のお願いをご覧ください。"))
    allowed = assess_verdict(account.member, case, ctx)
    seen = ctx.uow.cases.has_viewed(
        case.id, account.member_id, Purpose.PREVIEW, question.since, picture=question.shows_picture
    )
    if allowed and not seen:
        return Deny("R-117", N_("先に「内容を見る」を開いて、送られる内容を確認してください。"))
    return allowed


def may_answer(account: Account, case: Case, binding: str, ctx: Context) -> Verdict:
    """R-112, R-118: the same, and that they looked at what a hand opened, where that is much of the figure."""
    allowed = may_begin(account, case, binding, ctx)
    if not allowed or not in_question(case, ctx).shows_picture:
        return allowed
    return check_by_hand(picture_of(case, ctx), {account.member_id})


def look_settles(why: Deny) -> bool:
    """Whether it is only that the page was not looked at, or not closely enough."""
    return why.clause in {"R-117", "R-118"}


def tick_by_hand(cmd: TickByHand, ctx: Context) -> None:
    """R-118: this approver looked at what a hand opened in exactly this picture; said once."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    require(may_begin(account, case, cmd.binding, ctx))
    if may_answer(account, case, cmd.binding, ctx):
        return
    case.picture = replace(case.picture, ticked=(*case.picture.ticked, account.id))
    ctx.note(Event.MASK_TICK, case, account, sha256=salted_hash(case.id, case.masked_sha256 or "", ctx))


def assess(cmd: FilledForm, ctx: Context) -> None:
    """R-112: four answers with reasons, bound to the alert they were given for; one "no" stops it."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    require(may_answer(account, case, cmd.binding, ctx))
    given = assessment_from(member_facts(account.member, ctx), cmd.binding, cmd.answers)
    looked, reading = _haste(account, case, ctx)
    _keep(account, case, given, (looked, reading), ctx)
    if not is_yes(given):
        _refuse(account, case, given, ctx)
        return
    ctx.tell(account, case, wording.assess.assessment_kept(told(case, ctx), looked, reading))
    verdict = quorum_verdict(case, ctx)
    if verdict:
        ctx.then(SendAlert(case.id))
    else:
        ask_secretariat(case, ctx)
        tell_progress(case, verdict, ctx)


def return_case(cmd: FilledForm, ctx: Context) -> None:
    """R-111: an approver sends the alert back with what to mend; earlier answers fall, even if nothing is changed."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    require(may_begin(account, case, cmd.binding, ctx))
    ctx.then(GiveBack(case.id, cmd.answers[FieldName.REASON], account.id))


def may_withdraw(account: Account, case: Case, ctx: Context) -> Verdict:
    """R-113: a yes can be taken back until the alert is sent."""
    question = in_question(case, ctx)
    if not question.is_open:
        return Deny(
            "R-111",
            N_(
                "もう配信されたか終了したため、答えは取り消せません。配信が誤りなら「取り消す（回収）」で取り消してください。"
            ),
        )
    if not _standing(account, case, question.binding, ctx):
        return Deny("R-113", N_("取り消せる判定がありません。"))
    return Allow()


def withdraw_assessment(cmd: WithdrawAssessment, ctx: Context) -> None:
    """R-113: the yes no longer counts."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    require(may_withdraw(account, case, ctx))
    _withdraw_earlier(account, case, in_question(case, ctx).binding, ctx)
    ctx.note(Event.ASSESSMENT_WITHDRAW, case, account)
    ctx.tell(account, case, wording.assess.assessment_withdrawn(told_in_question(case, ctx)))
    tell_progress(case, quorum_verdict(case, ctx), ctx)


def _refuse(account: Account, case: Case, given: AssessmentFacts, ctx: Context) -> None:
    failed = next(test.name for test in TESTS if not getattr(given, test.name).yes)
    version = pending(case, ctx)
    if version is not None:
        end_version(version, case, VersionState.REFUSED, account, wording.version.refused(failed), ctx)
        return
    close(case, State.REFUSED, Ending.REFUSED, ctx)
    ctx.note(Event.CASE_REFUSE, case, account, test=failed)
    tell_reporter(case, wording.assess.refused(told(case, ctx), failed), ctx)
    tell_asked(case, account, ctx)


def _haste(account: Account, case: Case, ctx: Context) -> tuple[int, int]:
    """R-110: seconds from opening the page to now, and those that reading it takes."""
    question = in_question(case, ctx)
    opened = ctx.uow.cases.opened_at(case.id, account.member_id, question.since) or ctx.now
    seconds = int((ctx.now - opened).total_seconds())
    return seconds, reading_seconds(question.report) if question.report else 0


def _keep(account: Account, case: Case, given: AssessmentFacts, haste: tuple[int, int], ctx: Context) -> None:
    _withdraw_earlier(account, case, given.binding, ctx)
    answers = {test.name: getattr(given, test.name).yes for test in TESTS}
    row = Assessment(
        case_id=case.id,
        member_id=account.member_id,
        account_id=account.id,
        binding=given.binding,
        answered_at=ctx.now,
        looked_seconds=haste[0],
        reading_seconds=haste[1],
        **answers,
    )
    ctx.uow.add(row)
    reasons = keep_reasons(row, given, ctx)
    said = {name: yes for name, yes in answers.items() if yes is not None}
    event = Event.ASSESSMENT_ALLOW if is_yes(given) else Event.ASSESSMENT_REFUSE
    ctx.note(event, case, account, binding=salted_hash(case.id, given.binding, ctx), reasons=reasons, **said)


def _withdraw_earlier(account: Account, case: Case, binding: str, ctx: Context) -> None:
    """What this person answered before about the same counts no longer."""
    for row in _standing(account, case, binding, ctx):
        row.withdrawn_at = ctx.now


def _standing(account: Account, case: Case, binding: str, ctx: Context) -> list[Assessment]:
    """What this person answered about exactly this and has not taken back."""
    given = [row for row in ctx.uow.cases.assessments(case.id) if row.binding == binding]
    return [row for row in given if row.member_id == account.member_id and not row.withdrawn_at]
