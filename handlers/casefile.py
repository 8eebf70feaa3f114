"""Loading what a handler needs to know of a case, and the few steps that every verb shares."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from audit.event import Event, salted
from handlers.errors import NotAllowed, NotEnrolled
from policy import access
from policy.facts import (
    AlertForm,
    AnswerFacts,
    AssessmentFacts,
    Ground,
    MemberFacts,
    PictureFacts,
    QualityFacts,
    Report,
    Role,
)
from policy.rules import Rules
from policy.states import State, may_move
from policy.verdict import Deny, Verdict
from storage.tables import Account, Assessment, Case, Member, Store
from storage.unit_of_work import UnitOfWork
from storage.vault import Erased

TESTS = ("present_danger", "subsidiarity", "proportionality", "consent_difficulty")


def require(verdict: Verdict) -> None:
    """Turn a Deny into the error that reaches the person.

    Raises:
        NotAllowed: the verdict is a Deny.
    """
    if isinstance(verdict, Deny):
        raise NotAllowed(verdict)


def who(uow: UnitOfWork, account_id: str) -> Account:
    """The account of an active member.

    Raises:
        NotEnrolled: unknown, revoked, or the member left.
    """
    account = uow.people.account_by_id(account_id)
    if account.revoked_at is not None or account.member.left_at is not None:
        raise NotEnrolled
    return account


def reporter_of(uow: UnitOfWork, case: Case) -> Account | None:
    """Where the reporter reads: the account they reported from, or else another of theirs."""
    account = uow.people.account_by_id(case.reporter_account_id)
    if account.revoked_at is None and account.blocked_at is None:
        return account
    return uow.people.preferred_account(case.reporter)


def require_own(uow: UnitOfWork, account: Account, case: Case, now: datetime) -> None:
    """R-125: before it is sent, a report belongs to its reporter and to the approvers of the reporting store.

    Raises:
        NotAllowed: somebody else, or the case has moved on.
    """
    require(may_handle(uow, account, case, now))


def may_handle(uow: UnitOfWork, account: Account, case: Case, now: datetime) -> Verdict:
    """The verdict behind ``require_own``."""
    member = facts(uow, account.member)
    return access.may_withdraw(member, store_id=case.store_id, reporter_id=case.reporter_id, now=now)


def facts(uow: UnitOfWork, member: Member) -> MemberFacts:
    """What the rules may know of a person."""
    return uow.people.facts(member)


def rules_of(uow: UnitOfWork, case: Case) -> Rules:
    """The rule set of the case's network."""
    return uow.stores.rules(case.network_id)


def move(case: Case, there: State, now: datetime) -> None:
    """R-111: move the case along the table or refuse.

    Raises:
        NotAllowed: the table has no such way.
    """
    require(may_move(State(case.state), there))
    case.state = there.value
    case.state_since = now


def note(
    uow: UnitOfWork, event: Event, case: Case, actor: Account | None, now: datetime, **details: str | int | list[str]
) -> None:
    """Write to the ledger: ids, numbers and hashes only."""
    actor_id = actor.member_id if actor else None
    uow.ledger.append(event, at=now, case_id=case.id, actor=actor_id, details=details)


def keep_report(uow: UnitOfWork, case: Case, report: Report, now: datetime) -> None:
    """Seal the reporter's answers; only choices and times become columns."""
    body = {**asdict(report), "event_at": report.event_at.isoformat()}
    uow.vault.put(case.id, "text", "report", json.dumps(body, ensure_ascii=False).encode(), now)
    case.form = report.form.value
    case.event_at = report.event_at
    case.vulnerable = report.vulnerable


def load_report(uow: UnitOfWork, case: Case) -> Report | None:
    """The reporter's answers; None while they are missing or after erasure."""
    try:
        body = json.loads(uow.vault.get(case.id, "text", "report"))
    except Erased:
        return None
    body["event_at"] = datetime.fromisoformat(body["event_at"])
    body["ground"] = Ground(body["ground"])
    body["form"] = AlertForm(body["form"])
    return Report(**body)


def keep_correction(uow: UnitOfWork, case: Case, text: str, now: datetime) -> None:
    """R-049: the latest correction stands; it is sealed with the other texts and dies with them."""
    uow.vault.put(case.id, "text", "correction", text.encode(), now)


def correction_of(uow: UnitOfWork, case: Case) -> str:
    """What the latest correction says; empty if there is none."""
    try:
        return uow.vault.get(case.id, "text", "correction").decode()
    except Erased:
        return ""


def put_aside(uow: UnitOfWork, case: Case, account: Account, answers: dict[str, str], now: datetime) -> None:
    """Keep an unfinished report's answers until the person goes on; sealed with the other texts."""
    uow.vault.put(case.id, "text", _aside(account), json.dumps(answers, ensure_ascii=False).encode(), now)


def take_aside(uow: UnitOfWork, case: Case, account: Account) -> dict[str, str]:
    """The answers that were put aside, once."""
    try:
        answers: dict[str, str] = json.loads(uow.vault.get(case.id, "text", _aside(account)))
    except Erased:
        return {}
    uow.vault.remove(case.id, "text", _aside(account))
    return answers


def _aside(account: Account) -> str:
    return f"aside:{account.id}"


def left_out(uow: UnitOfWork, case: Case) -> list[Store]:
    """R-124: the stores that the reporter does not want to warn."""
    return [uow.stores.get(store_id) for store_id in case.left_out]


def picture_of(case: Case) -> PictureFacts | None:
    """What the rules know of the masked picture; None before masking."""
    if case.masked_sha256 is None:
        return None
    evidence = case.evidence or {}
    return PictureFacts(
        case.masked_sha256,
        verified=bool(evidence.get("verified")),
        confirmed_by_reporter=case.mask_confirmed_at is not None,
        quality=quality_of(case),
        overridden=evidence.get("overridden") == case.masked_sha256,
    )


def quality_of(case: Case) -> QualityFacts | None:
    """R-041: what masking measured of the masked picture; None before masking."""
    measured = (case.evidence or {}).get("masked", {}).get("quality")
    return QualityFacts(**measured) if measured else None


def keep_override(uow: UnitOfWork, case: Case, reason: str, now: datetime) -> str:
    """R-041: seal why this very picture is used in spite of its flaws; returns the reason's hash for the ledger."""
    uow.vault.put(case.id, "text", "override", reason.encode(), now)
    case.evidence = {**(case.evidence or {}), "overridden": case.masked_sha256}
    return salted_hash(uow, case.id, reason)


def override_of(uow: UnitOfWork, case: Case) -> str:
    """Why the picture is used in spite of its flaws; empty if there is no such reason for the picture as it is now."""
    picture = picture_of(case)
    if picture is None or not picture.overridden:
        return ""
    try:
        return uow.vault.get(case.id, "text", "override").decode()
    except Erased:
        return ""


def keep_salt(uow: UnitOfWork, case: Case, salt: str, now: datetime) -> None:
    """A salt of the case's own, under the key of its texts: when they die, the ledger's hashes say nothing more."""
    uow.vault.put(case.id, "text", "salt", salt.encode(), now)


def salted_hash(uow: UnitOfWork, case_id: str, content: str) -> str:
    """R-097: what the ledger holds in place of content."""
    return salted(content.encode(), uow.vault.get(case_id, "text", "salt"))


def keep_reasons(uow: UnitOfWork, row: Assessment, reasons: dict[str, str], now: datetime) -> str:
    """Seal an assessor's reasons; returns their salted hash for the ledger."""
    body = json.dumps(reasons, ensure_ascii=False, sort_keys=True)
    uow.vault.put(row.case_id, "text", f"assessment:{row.id}", body.encode(), now)
    return salted_hash(uow, row.case_id, body)


def assessments_of(uow: UnitOfWork, case: Case) -> list[AssessmentFacts]:
    """Everybody's answers with fresh facts about each person, so that a leaver's yes falls."""
    return [_assessment(uow, row) for row in uow.cases.assessments(case.id)]


def _assessment(uow: UnitOfWork, row: Assessment) -> AssessmentFacts:
    reasons = json.loads(uow.vault.get(row.case_id, "text", f"assessment:{row.id}"))
    return AssessmentFacts(
        member=facts(uow, row.member),
        binding=row.binding,
        present_danger=AnswerFacts(row.present_danger, reasons["present_danger"]),
        subsidiarity=AnswerFacts(row.subsidiarity, reasons["subsidiarity"]),
        proportionality=AnswerFacts(row.proportionality, reasons["proportionality"]),
        consent_difficulty=AnswerFacts(row.consent_difficulty, reasons["consent_difficulty"]),
        withdrawn=row.withdrawn_at is not None,
    )


def secretariat(uow: UnitOfWork, case: Case) -> list[Account]:
    """One account of each member of the secretariat."""
    return reachable(uow, uow.people.in_network(case.network_id, [Role.SECRETARIAT]))


def store_leads(uow: UnitOfWork, case: Case) -> list[Account]:
    """The reporter's own account, then the responsible people of the reporting store."""
    leads = reachable(uow, uow.people.at_store(case.store_id, [Role.RESPONSIBLE]))
    reporter = reporter_of(uow, case)
    return [*([reporter] if reporter else []), *(a for a in leads if a.member_id != case.reporter_id)]


def reachable(uow: UnitOfWork, members: list[Member]) -> list[Account]:
    """The preferred account of each person who has one."""
    accounts = (uow.people.preferred_account(member) for member in members)
    return [account for account in accounts if account is not None]
