"""What turned out wrong in a live alert is taken back, by its store alone, from a list, at once (R-049)."""

from __future__ import annotations

import json

from audit.event import Event
from handlers import wording
from handlers.alert.delivery import may_still_hear
from handlers.alert.stop import OVER, ask_anew, on_their_way, plan_reminder
from handlers.approval.over import end_version
from handlers.cards import t
from handlers.case.involved import member_facts, readers, who
from handlers.case.question import pending
from handlers.case.record import require
from handlers.case.sealed import load_report, salted_hash
from handlers.case.told import told
from handlers.commands.steps import FilledForm
from handlers.context import Context
from handlers.retention.erase import erase
from policy import access
from policy.content import alert_text, what_remains
from policy.forms.names import FieldName, Wrong
from policy.retention import Kind
from policy.states import State, VersionState
from policy.verdict import Verdict
from storage.tables import Account, Case


def may_begin(account: Account, case: Case, binding: str, ctx: Context) -> Verdict:
    """R-049, R-125: only while the alert lives, and only by its own store; afterwards it can be recalled."""
    if case.state != State.LIVE:
        return OVER
    member = member_facts(account.member, ctx)
    return access.may_correct(member, store_id=case.store_id, reporter_id=case.reporter_id, now=ctx.now)


def correct(cmd: FilledForm, ctx: Context) -> None:
    """R-049, R-078, R-111: the alert says less from now on, everywhere; each who got it is told what, and confirms."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    require(may_begin(account, case, "", ctx))
    take_back(case, Wrong(cmd.answers[FieldName.WRONG]), account, ctx)
    ctx.tell(account, case, wording.stop.correction_sent(told(case, ctx)))


def take_back(case: Case, wrong: Wrong, by: Account, ctx: Context, *, granted: bool = False) -> None:
    """R-049, R-074, R-078: that part of a live alert, which is locked, is told no longer; ``granted``: to a person."""
    version = pending(case, ctx)
    if version is not None:  # it may say the same, and was approved without knowing
        end_version(version, case, VersionState.WITHDRAWN, by, t("一部を取り消したため、書き直しが必要です。"), ctx)
    case.narrowed = [*case.narrowed, wrong]
    if wrong is Wrong.PICTURE:
        erase(case, Kind.MASKED, ctx)
    ctx.note(Event.ALERT_NARROW, case, by, wrong=wrong, remains=hash_of_what_remains(case, ctx))
    card = wording.stop.corrected(told(case, ctx), wrong, granted=granted)
    for reader in readers(ask_anew(case, ctx), ctx):
        if may_still_hear(reader, case, ctx):
            ctx.tell(reader, case, card, urgent=True)
    for delivery in on_their_way(case, ctx):
        ctx.tell(delivery.account, case, card)  # not urgent, so that it follows the card it corrects
    plan_reminder(case, 1, ctx)


def hash_of_what_remains(case: Case, ctx: Context) -> str:
    """R-097: the ledger's word for what neighbours read from now on, picture included."""
    report = load_report(case, ctx)
    said = alert_text(report) if report else {}
    remains = what_remains({**said, Wrong.PICTURE: case.masked_sha256 or ""}, [Wrong(one) for one in case.narrowed])
    return salted_hash(case.id, json.dumps(remains, ensure_ascii=False, sort_keys=True), ctx)
