"""The facts of a report, and the preview once facts and picture are complete."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers import wording
from handlers.asking import far_stores, within
from handlers.casefile import (
    keep_report,
    left_out,
    load_report,
    may_handle,
    move,
    note,
    picture_of,
    reporter_of,
    require,
    rules_of,
)
from handlers.desk import Desk
from handlers.errors import NotAllowed
from handlers.mask_edit import forget_strokes
from handlers.ports import Ports
from handlers.questions import LEAVE_NONE, TAKE_BACK, WHOLE_REACH, report_from
from policy.approval import people_needed
from policy.audience import may_add_far, may_narrow
from policy.content import check_report
from policy.facts import AlertForm, Report
from policy.states import State
from policy.verdict import N_, Deny, Verdict
from storage.tables import Account, Case, FarStore
from storage.unit_of_work import UnitOfWork

STILLS = tuple(f"still-{number}" for number in range(1, 7))
"""Names in the vault of the frames that a video's reporter chooses from."""

PICTURE_PARTS = (
    *(("original", name) for name in ("received", "upright", *STILLS)),
    ("masked", "picture"),
    ("text", "override"),
)
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


def drop_picture(case: Case, uow: UnitOfWork, now: datetime) -> None:
    """R-117: less than a picture will do, so none is kept."""
    forget_picture(case, uow)
    note(uow, Event.PHOTO_DROP, case, None, now)
    uow.due.cancel(case.id, ("fetch_photo", "fetch_video", "find_people", "mask"))
    uow.links.revoke_case(case.id, now)
    if case.state in (State.MASKING, State.MASK_REVIEW):
        move(case, State.DRAFT, now)


def forget_picture(case: Case, uow: UnitOfWork) -> None:
    """Nothing of the photo stays, nor what masking found in it; another one may be sent."""
    for kind, name in PICTURE_PARTS:
        uow.vault.remove(case.id, kind, name)
    forget_strokes(uow, case)
    case.photo_reference = case.masked_sha256 = case.mask_confirmed_at = case.evidence = None


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


def receivers(case: Case, uow: UnitOfWork, now: datetime) -> tuple[str, ...]:
    """R-030, R-124: the stores that would get the alert now, nearest first."""
    return within(case, case.reach_m, case.left_out, uow, now)


def narrow_audience(
    account: Account, case: Case, answers: dict[str, str], uow: UnitOfWork, ports: Ports, now: datetime
) -> None:
    """R-117, R-124: fewer stores than the rules reach, by distance or one by one; the hash binds what is left."""
    case = uow.cases.locked(case.id)
    require(may_describe(account, case, "", uow, now))
    reach = None if answers["reach"] == WHOLE_REACH.value else int(answers["reach"])
    require(may_narrow(reach, rules_of(uow, case)))
    without = _without(case, answers["leave_out"])
    if not within(case, reach, without, uow, now):
        require(Deny("R-124", N_("知らせる店舗がなくなります。範囲を広げるか、外す店舗を減らしてください。")))
    case.reach_m, case.left_out = reach, without
    note(uow, Event.AUDIENCE_NARROW, case, account, now, metres=reach or case.radius_km * 1000, left_out=len(without))
    advance(case, uow, ports, now)


def _without(case: Case, answer: str) -> list[str]:
    if answer == TAKE_BACK.value:
        return []
    return [*case.left_out, *([] if answer == LEAVE_NONE.value else [answer])]


def add_far_store(
    account: Account, case: Case, answers: dict[str, str], uow: UnitOfWork, ports: Ports, now: datetime
) -> None:
    """R-030: one far store of the own chain, with a reason of its own."""
    case = uow.cases.locked(case.id)
    require(may_describe(account, case, "", uow, now))
    store = uow.stores.get(answers["store"])
    here, there = uow.stores.facts(case.store), uow.stores.facts(store)
    require(may_add_far(here, there, radius_km=case.radius_km, now=now))
    if store.id not in uow.cases.far_stores(case.id):
        uow.add(FarStore(case_id=case.id, store_id=store.id))
        uow.vault.put(case.id, "text", f"far:{store.id}", answers["reason"].encode(), now)
        note(uow, Event.STORE_ADD, case, account, now, store=store.id)
    advance(case, uow, ports, now)


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
