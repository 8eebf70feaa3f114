"""From 「通報」 to a case: the reporter's first steps."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from audit.event import Event
from handlers import wording
from handlers.approval.possible import quorum_possible
from handlers.approval.share import require_messages
from handlers.cards import Topic, denial
from handlers.case.involved import member_facts, who
from handlers.case.record import may_rewrite, require, rules_of
from handlers.case.sealed import keep_salt, load_report, take_aside
from handlers.case.usage import require_left
from handlers.commands.chat import Continue, StartReport
from handlers.context import Context
from handlers.conversation import begin, form_for, set_aside
from handlers.errors import ChooseStore, NotAllowed, StillOpen
from handlers.forms.definitions import REPORT
from handlers.network.rule_versions import rules_to_cite
from handlers.report.describe import advance, mend
from policy import access
from policy.caps import Use
from policy.facts import Role
from policy.picture import may_take
from policy.states import OPEN_DRAFT, State
from policy.verdict import N_, Deny
from storage.tables import Account, Case, DueKind, Store

UNAMBIGUOUS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def start_report(cmd: StartReport, ctx: Context) -> None:
    """Open a case and ask for a photo, or for the facts where pictures are not used (R-003)."""
    account = who(cmd.account_id, ctx)
    try:
        case = open_case(account, cmd.store_id, ctx)
    except ChooseStore as choice:
        ask_for_store(account, choice.stores, ctx)
        return
    except StillOpen:
        ctx.tell(account, draft_of(account.member_id, ctx), wording.report.still_open())
        return
    first_step(account, case, ctx)


def ask_for_store(account: Account, stores: list[Store], ctx: Context) -> None:
    """Somebody of several stores says for which one they report; a photo is sent again afterwards, none is kept."""
    ctx.tell(account, None, wording.report.choose_store((store.id, store.full_name) for store in stores))


def first_step(account: Account, case: Case, ctx: Context) -> None:
    """R-003: the photo, or the facts where pictures are not used or one is here already; what was put aside goes on."""
    known = take_aside(case, account, ctx)
    if known or case.photo_reference is not None or not may_take(rules_of(case, ctx)):
        begin(form_for(REPORT.name, account, case, ctx), known, ctx)
    else:
        ctx.tell(account, case, wording.report.ask_for_photo(rules_of(case, ctx).original_hours, Topic.QUESTION))


def open_case(account: Account, store_id: str, ctx: Context) -> Case:
    """A new draft of this reporter; nobody has two drafts at once, so that no photo lands in the wrong case.

    R-113: where nobody could judge it, that is said before the first question.

    Raises:
        ChooseStore: the person works at several stores.
        StillOpen: an earlier draft is not finished.
        NotAllowed: the person or the store may not report.
    """
    store = require_open(account, store_id, ctx)
    ctx.uow.usage.count(Use.REPORTS, account.member_id, store.id, ctx.now)
    network = ctx.uow.stores.network(account.member.network_id)
    rules = rules_to_cite(network, ctx)
    end = ctx.now + timedelta(hours=rules.original_hours)
    case = Case(
        number=new_number(ctx.now.astimezone(ZoneInfo(network.timezone)), ctx),
        network_id=network.id,
        store_id=store.id,
        reporter_id=account.member_id,
        reporter_account_id=account.id,
        state=State.DRAFT,
        state_since=ctx.now,
        created_at=ctx.now,
        expires_at=end,
        rule_version=rules.version,
        radius_km=rules.radius_km,
        life_hours=rules.life_hours,
        vulnerable=False,
        audience=[],
    )
    ctx.uow.cases.add(case)
    keep_salt(case, ctx)
    _warn(account, case, ctx)
    ctx.uow.due.plan(DueKind.ABANDON, case.id, end, case_id=case.id)
    ctx.note(Event.REPORT_OPEN, case, account, store=store.id, business=store.business_id)
    return case


def _warn(account: Account, case: Case, ctx: Context) -> None:
    possible = quorum_possible(case, ctx)
    if isinstance(possible, Deny):  # better to hear it now than after eighteen questions
        ctx.tell(account, None, wording.general.problem(denial(possible)))


def require_open(account: Account, store_id: str, ctx: Context) -> Store:
    """The store for which this account could open a case right now; raises what ``open_case`` does."""
    store = _store_of(account, store_id, ctx)
    require(access.may_report(member_facts(account.member, ctx), ctx.uow.stores.store_facts(store), ctx.now))
    if has_draft(account.member_id, ctx):
        raise StillOpen
    require_left(Use.REPORTS, account.member, store.id, ctx)
    require_messages(account.member, ctx)
    return store


def unwritten_draft(member_id: str, ctx: Context) -> Case | None:
    """What this person began and has written nothing in yet: a report handed in whole goes in there."""
    drafts = (case for case in ctx.uow.cases.open_of(member_id) if case.state in OPEN_DRAFT)
    return next((case for case in drafts if load_report(case, ctx) is None), None)


def go_on(cmd: Continue, ctx: Context) -> None:
    """Go on without a photo: with the open questions, or else with what only a photo would have settled."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.get(cmd.case_id)
    require(may_rewrite(account, case, ctx))
    report = load_report(case, ctx)
    if report is None:
        set_aside(account, ctx)
        begin(form_for(REPORT.name, account, case, ctx), take_aside(case, account, ctx), ctx)
    elif not mend(account, case, report, ctx):
        advance(case, ctx)


def require_one_draft(case: Case, ctx: Context) -> None:
    """A returned report that is mended becomes a draft again; see ``open_case`` for why there is one at a time.

    Raises:
        StillOpen: its reporter has begun another report meanwhile.
    """
    if case.state == State.RETURNED and has_draft(case.reporter_id, ctx):
        raise StillOpen


def has_draft(member_id: str, ctx: Context) -> bool:
    """Whether this person has a report that has not been with the approvers yet, or not with this picture."""
    return draft_of(member_id, ctx) is not None


def draft_of(member_id: str, ctx: Context) -> Case | None:
    """That report."""
    return next((case for case in ctx.uow.cases.open_of(member_id) if case.state in OPEN_DRAFT), None)


def _store_of(account: Account, store_id: str, ctx: Context) -> Store:
    roles = (Role.STAFF, Role.RESPONSIBLE, Role.DEPUTY, Role.APPROVER)
    stores = sorted({r.store_id for r in account.member.roles if r.role in roles and r.store_id})
    if store_id:
        stores = [s for s in stores if s == store_id]
    if not stores:
        raise NotAllowed(Deny("R-061", N_("通報できる店舗がありません。事務局に役割の登録を依頼してください。")))
    if len(stores) > 1:
        raise ChooseStore(sorted((ctx.uow.stores.get(s) for s in stores), key=lambda store: store.code))
    return ctx.uow.stores.get(stores[0])


def new_number(local: datetime, ctx: Context) -> str:
    """Store date and five letters: short enough to say on the telephone, and no hint at how many cases there are."""
    letters = "".join(UNAMBIGUOUS[byte % 32] for byte in ctx.ports.random_id().encode()[:5])
    return f"{local:%m%d}-{letters}"
