"""What is kept under the case's text key: the report, reasons, corrections, the salt."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from audit.event import salted
from handlers.case.people import facts
from policy.facts import AlertForm, AnswerFacts, AssessmentFacts, Ground, Report
from storage.tables import Account, Assessment, Case
from storage.unit_of_work import UnitOfWork
from storage.vault import Erased


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
