"""A chat account becomes a person's: by a code, and by a yes where they have one already (R-001, R-113)."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.case.involved import in_use, member_facts, reachable, who
from handlers.case.record import require
from handlers.commands.chat import AdmitAccount, Enrol, RefuseCode
from handlers.commands.pages import OpenInvitation
from handlers.context import Context
from handlers.errors import ExpiredCode, TooManyCodes, UnknownButton, UsedCode, WrongCode
from handlers.home import refresh
from handlers.network.invitations import places
from policy.access import may_admit, trained
from policy.facts import Role
from storage.enrolments import TRIES_AN_HOUR
from storage.tables import Account, Applicant, Member


def enrol(cmd: Enrol, ctx: Context) -> None:
    """R-113: the first account by the code alone; one more waits for a yes, since whoever has a code may be anybody.

    Who is enrolled already hears so, and the code stays as it is.

    Raises:
        TooManyCodes: right or wrong, this sender has to wait.
        WrongCode: unknown, used or expired, each in words of its own.
    """
    people = ctx.uow.people
    there = people.account(cmd.platform, cmd.external_id)
    if there is not None:
        ctx.tell(there, None, wording.general.enrolled_already())
        return
    if people.code_tries(cmd.platform, cmd.external_id, ctx.now) >= TRIES_AN_HOUR:
        raise TooManyCodes
    member = people.redeem(cmd.code, cmd.platform, cmd.external_id, ctx.now)
    if member is None:
        raise _why_not(cmd.code, ctx)
    if not in_use(member):
        _bind(member, cmd, None, ctx)
    else:
        _ask(people.apply(member, cmd.platform, cmd.external_id, ctx.now), ctx)


def refuse_code(cmd: RefuseCode, ctx: Context) -> None:
    """R-113, L231: each refusal is on record, by its number alone; from the sixth in an hour on nothing is counted."""
    tries = ctx.uow.people.code_tries(cmd.platform, cmd.external_id, ctx.now)
    if tries <= TRIES_AN_HOUR:
        ctx.uow.people.refuse_code(cmd.platform, cmd.external_id, ctx.now)
        ctx.note(Event.ENROLMENT_REFUSE, None, tries=tries + 1)


def admit_account(cmd: AdmitAccount, ctx: Context) -> None:
    """R-113: an old account of the person, or the secretariat, says whether the new one is theirs.

    Raises:
        UnknownButton: somebody answered before, or it was too long ago.
        NotAllowed: neither.
    """
    account = who(cmd.account_id, ctx)
    applicant = ctx.uow.people.applicant(cmd.applicant_id, ctx.now)
    if applicant is None:
        raise UnknownButton
    member = applicant.member
    require(may_admit(member_facts(account.member, ctx), member_facts(member, ctx), now=ctx.now))
    ctx.uow.people.decided(applicant)
    if cmd.theirs:
        if ctx.uow.people.account(applicant.platform, applicant.external_id) is not None:
            raise UnknownButton
        _bind(member, applicant, account, ctx)
        return
    ctx.note(Event.ACCOUNT_DENY, None, account, applicant=applicant.id, member=member.id)
    for reader in _asked(member, ctx):
        ctx.tell(reader, None, wording.account.denied(applicant))


def tell_of_account(account: Account, ctx: Context) -> None:
    """R-113: all other accounts of the person, and whoever is responsible for their stores, hear of a new one."""
    for reader in (
        *(own for own in in_use(account.member) if own.id != account.id),
        *_responsible(account.member, ctx),
    ):
        ctx.tell(reader, None, wording.account.added(account))


def _why_not(code: str, ctx: Context) -> WrongCode:
    known = ctx.uow.people.known_code(code)
    if known is None:
        return WrongCode()
    return UsedCode() if known.used_at else ExpiredCode()


def _bind(member: Member, new: Enrol | Applicant, by: Account | None, ctx: Context) -> None:
    account = ctx.uow.people.bind_account(member, new.platform, new.external_id, ctx.now)
    ctx.note(Event.ACCOUNT_ENROL, None, by or account, account=account.id)
    welcome(account, ctx)
    refresh([account.id], ctx)
    tell_of_account(account, ctx)


def welcome(account: Account, ctx: Context) -> None:
    """R-062, R-122: who one is here, what one can do by role, and what to do first."""
    member = account.member
    address = ctx.uow.stores.rules(member.network_id).training_url
    facts = member_facts(member, ctx)
    ready = bool(trained(facts, ctx.now)) or not any(store_id for _, store_id in facts.roles)
    ctx.tell(account, None, wording.welcome.welcome(member, places(member, ctx), address, trained=ready))


def _ask(applicant: Applicant, ctx: Context) -> None:
    member = applicant.member
    ctx.note(Event.ACCOUNT_APPLY, None, member, applicant=applicant.id)
    for reader in _asked(member, ctx):
        own = reader.member_id == member.id
        ctx.tell(reader, None, wording.account.is_it_theirs(applicant, own=own), urgent=True)
    for reader in _responsible(member, ctx):
        ctx.tell(reader, None, wording.account.waits(applicant))


def _asked(member: Member, ctx: Context) -> list[Account]:
    """Every account of the person, and one of each other person of the secretariat."""
    office = ctx.uow.people.for_network(member.network_id, [Role.SECRETARIAT])
    return [*in_use(member), *reachable([one for one in office if one.id != member.id], ctx)]


def _responsible(member: Member, ctx: Context) -> list[Account]:
    stores = sorted({role.store_id for role in member.roles if role.store_id})
    leads = {lead.id: lead for store in stores for lead in ctx.uow.people.at_store(store, [Role.RESPONSIBLE])}
    leads.pop(member.id, None)
    return reachable(leads.values(), ctx)


def note_opened(cmd: OpenInvitation, ctx: Context) -> None:
    """R-001: the first time alone, and only while nobody came in by it."""
    known = ctx.uow.people.known_code(cmd.code)
    if known is not None and known.used_at is None and known.opened_at is None:
        known.opened_at = ctx.now
