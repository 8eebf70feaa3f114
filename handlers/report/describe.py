"""The facts of a report, and the preview once facts and picture are complete."""

from __future__ import annotations

from datetime import datetime

from handlers import wording
from handlers.case.audience import far_stores, receivers
from handlers.case.people import reporter_of
from handlers.case.picture import drop_picture, picture_of
from handlers.case.record import left_out, may_handle, require, rules_of
from handlers.case.sealed import keep_report, load_report
from handlers.errors import NotAllowed
from handlers.forms.reading import report_from
from handlers.ports import Ports
from handlers.recipient import Desk
from policy.approval import people_needed
from policy.content import check_report
from policy.facts import AlertForm, Report
from policy.states import State
from policy.verdict import N_, Deny, Verdict
from storage.tables import Account, Case
from storage.unit_of_work import UnitOfWork

BEFORE_APPROVERS = (State.DRAFT, State.MASKING, State.MASK_REVIEW, State.RETURNED)


def may_describe(account: Account, case: Case, binding: str, uow: UnitOfWork, now: datetime) -> Verdict:
    """R-125: the reporting store's own people write the report, until it lies with the approvers."""
    if State(case.state) not in BEFORE_APPROVERS:
        return Deny("R-111", N_("この通報はもう書き直せません。「状況」と送ると、いまの状況をお知らせします。"))
    return may_handle(uow, account, case, now)


def describe_case(
    account: Account, case: Case, answers: dict[str, str], uow: UnitOfWork, ports: Ports, now: datetime
) -> None:
    """R-086, R-116: keep the report; a picture that is not to be sent, or may not be, is dropped at once."""
    case = uow.cases.locked(case.id)
    require(may_describe(account, case, "", uow, now))
    report = report_from(answers)
    require(check_report(report, rules_of(uow, case), now))
    keep_report(uow, case, report, now)
    if report.form != AlertForm.PICTURE and case.photo_reference is not None:
        drop_picture(case, uow, now)
    advance(case, uow, ports, now)


def advance(case: Case, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Show the reporter the finished alert, or what is still missing."""
    report = load_report(uow, case)
    reporter = reporter_of(uow, case)
    if report is None or reporter is None:
        return
    desk = Desk(reporter, case, uow, ports, now)
    if report.form == AlertForm.PICTURE and case.photo_reference is None:
        hours = rules_of(uow, case).original_hours
        desk.send(wording.ask_for_photo(desk, hours), topic=f"preview:{case.id}")
        return
    if report.form == AlertForm.PICTURE and case.mask_confirmed_at is None:
        desk.send(wording.mask_still_open(desk), topic=f"preview:{case.id}")
        return
    case.audience = list(receivers(case, uow, now))
    far = bool(far_stores(uow, case, now))
    needed = people_needed(rules_of(uow, case), vulnerable=case.vulnerable)
    card = wording.preview(desk, report, needed, far_stores=far, left_out=left_out(uow, case))
    desk.send(card, topic=f"preview:{case.id}")


def complete(case: Case, uow: UnitOfWork, now: datetime) -> Report:
    """R-117: the report, once facts, picture and audience are all there for the approvers to look at.

    Raises:
        NotAllowed: something is missing; says what.
    """
    report = load_report(uow, case)
    if report is None:
        raise NotAllowed(Deny("R-115", N_("まだ答えていない質問があります。「状況」と送って続けてください。")))
    if report.form == AlertForm.PICTURE and picture_of(case) is None:
        require(Deny("R-119", N_("画像の確認がまだです。画像のページを開いてください。")))
    if not receivers(case, uow, now):
        require(Deny("R-124", N_("範囲内に知らせる店舗がありません。事務局に連絡してください。")))
    return report
