"""What is kept under the case's text key: the report, reasons, the salt."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from audit.event import salted
from handlers.case.involved import member_facts
from handlers.case.picture import bytes_of, picture_of
from handlers.context import Context
from policy.assessment import TESTS
from policy.content import alert_text
from policy.drift import goods_of
from policy.facts import AlertForm, AnswerFacts, AssessmentFacts, Ground, Report
from policy.look import Look
from storage import places
from storage.places import Place
from storage.reasons import reasons_given
from storage.tables import Account, Assessment, Case
from storage.vault import Erased


def keep_report(case: Case, report: Report, ctx: Context) -> None:
    """Seal the reporter's answers; only choices and times become columns."""
    keep_version(case, case.version or 1, report, ctx)
    take_choices(case, report)


def take_choices(case: Case, report: Report) -> None:
    """The columns say of the report that is out, or is to go out first, what tells of nobody."""
    case.form, case.event_at, case.vulnerable = report.form, report.event_at, report.vulnerable
    case.goods, case.ground = goods_of(report.goods), report.ground


def keep_version(case: Case, number: int, report: Report, ctx: Context) -> None:
    """R-111: seal the words of one version; the earlier ones stay as they were."""
    body = {**asdict(report), "event_at": report.event_at.isoformat()}
    ctx.uow.vault.put(case.id, *places.report_of(number), _json(body), ctx.now)


def load_report(case: Case, ctx: Context, number: int | None = None) -> Report | None:
    """The answers of that version, else of the one that is out; None while they are missing or after erasure."""
    kept = bytes_of(case.id, places.report_of(number or case.version), ctx)
    if kept is None:
        return None
    body = json.loads(kept)
    body["event_at"] = datetime.fromisoformat(body["event_at"])
    body["ground"] = Ground(body["ground"])
    body["form"] = AlertForm(body["form"])
    body["look"] = Look(**body.get("look", {}))  # reports sealed before there were choices have none
    return Report(**body)


def keep_returned(case: Case, words: str, ctx: Context) -> None:
    """R-111: what an approver asks to mend ("": nothing more); it may describe a person, so the page shows it."""
    if words:
        ctx.uow.vault.put(case.id, *places.RETURNED, words.encode(), ctx.now)
    else:
        ctx.uow.vault.remove(case.id, *places.RETURNED)


def returned_with(case: Case, ctx: Context) -> str:
    """What the approver asks to mend, as long as it is to be mended."""
    return _words_at(places.RETURNED, case, ctx)


def show_refusal(case: Case, reason: str, ctx: Context) -> None:
    """R-112: the reporter may read why; it dies with the other reasons."""
    ctx.uow.vault.put(case.id, *places.REFUSAL, reason.encode(), ctx.now)


def shown_refusal(case: Case, ctx: Context) -> str:
    """Why the approver said "no", as far as the reporter may read it."""
    return _words_at(places.REFUSAL, case, ctx)


def keep_override(case: Case, reason: str, ctx: Context) -> str:
    """R-041: seal why this very picture is used in spite of its flaws; returns the reason's hash for the ledger."""
    ctx.uow.vault.put(case.id, *places.OVERRIDE, reason.encode(), ctx.now)
    return salted_hash(case.id, reason, ctx)


def override_of(case: Case, ctx: Context) -> str:
    """Why the picture is used in spite of its flaws; empty if there is no such reason for the picture as it is now."""
    picture = picture_of(case, ctx)
    if picture is None or not picture.overridden:
        return ""
    return _words_at(places.OVERRIDE, case, ctx)


def put_aside(case: Case, account: Account, answers: dict[str, str], ctx: Context) -> None:
    """Keep an unfinished report's answers until the person goes on; sealed with the other texts."""
    ctx.uow.vault.put(case.id, *places.put_aside_by(account.id), _json(answers), ctx.now)


def take_aside(case: Case, account: Account, ctx: Context) -> dict[str, str]:
    """The answers that were put aside, once."""
    answers = aside_of(case, account, ctx)
    ctx.uow.vault.remove(case.id, *places.put_aside_by(account.id))
    return answers


def aside_of(case: Case, account: Account, ctx: Context) -> dict[str, str]:
    """The answers that are put aside; empty where there are none."""
    answers: dict[str, str] = json.loads(bytes_of(case.id, places.put_aside_by(account.id), ctx) or b"{}")
    return answers


def keep_said_with_photo(case: Case, account: Account, words: str, ctx: Context) -> None:
    """Seal what somebody wrote beside their photo: no answer until they say so."""
    ctx.uow.vault.put(case.id, *places.said_with_photo_by(account.id), words.encode(), ctx.now)


def said_with_photo(case: Case, account: Account, ctx: Context) -> str:
    """Those words; empty if there are none, or they are an answer already."""
    return _words_at(places.said_with_photo_by(account.id), case, ctx)


def take_said_with_photo(case: Case, account: Account, ctx: Context) -> str:
    """Those words, once."""
    words = said_with_photo(case, account, ctx)
    ctx.uow.vault.remove(case.id, *places.said_with_photo_by(account.id))
    return words


def keep_reason_for_store(case: Case, store_id: str, reason: str, ctx: Context) -> None:
    """R-030: why a far store is warned too; for the record, sent to nobody."""
    ctx.uow.vault.put(case.id, *places.reason_for_store(store_id), reason.encode(), ctx.now)


def reason_for_store(case: Case, store_id: str, ctx: Context) -> str:
    """R-030: why a far store is to be warned too; empty if there is no reason."""
    return _words_at(places.reason_for_store(store_id), case, ctx)


def keep_salt(case: Case, ctx: Context) -> None:
    """A salt of the case's own, under the key of its texts: when they die, the ledger's hashes say nothing more."""
    ctx.uow.vault.put(case.id, *places.SALT, ctx.ports.random_id().encode(), ctx.now)


def salted_hash(case_id: str, content: str, ctx: Context) -> str:
    """R-097: what the ledger holds in place of content; where that is erased, a hash that nobody can check."""
    salt = bytes_of(case_id, places.SALT, ctx) or ctx.ports.random_id().encode()
    return salted(content.encode(), salt)


def version_sent(case: Case, ctx: Context) -> dict[str, str | int]:
    """R-002, R-097, R-111: whose alert leaves, and what exactly: each part's hash, to be held against the part itself.

    One name for what is sent, the first time and in every newer version: the ledger's details of that event.
    """
    report = load_report(case, ctx)
    parts = {
        "binding": case.binding or "",
        "text_hash": json.dumps(alert_text(report) if report else {}, ensure_ascii=False, sort_keys=True),
        "audience_hash": ",".join(sorted(case.audience)),
    }
    if case.form is AlertForm.PICTURE:
        parts["picture_hash"] = case.masked_sha256 or ""
    return dict(
        store=case.store_id,
        business=case.store.business_id,
        form=case.form or "",
        life_hours=case.life_hours,
        rules=case.rule_version,
        **{name: salted_hash(case.id, part, ctx) for name, part in parts.items()},
    )


def keep_reasons(row: Assessment, given: AssessmentFacts, ctx: Context) -> str:
    """Seal an assessor's reasons; returns their salted hash for the ledger."""
    reasons = {test.name: getattr(given, test.name).reason for test in TESTS}
    body = json.dumps(reasons, ensure_ascii=False, sort_keys=True)
    ctx.uow.vault.put(row.case_id, *places.reasons_of(row.id), body.encode(), ctx.now)
    return salted_hash(row.case_id, body, ctx)


def reasons_left(row: Assessment, ctx: Context) -> dict[str, str]:
    """An assessor's reasons by test; empty once they are erased."""
    try:
        return reasons_given(ctx.uow.vault, row)
    except Erased:
        return {}


def assessments_of(case: Case, ctx: Context) -> list[AssessmentFacts]:
    """Everybody's answers with fresh facts about each person, so that a leaver's yes falls."""
    return [_assessment(row, ctx) for row in ctx.uow.cases.assessments(case.id)]


def _assessment(row: Assessment, ctx: Context) -> AssessmentFacts:
    reasons = reasons_given(ctx.uow.vault, row)
    answers = {test.name: AnswerFacts(getattr(row, test.name), reasons[test.name]) for test in TESTS}
    return AssessmentFacts(
        member=member_facts(row.member, ctx),
        binding=row.binding,
        withdrawn=row.withdrawn_at is not None,
        account_revoked=ctx.uow.people.account_by_id(row.account_id).revoked_at is not None,
        **answers,
    )


def _words_at(place: Place, case: Case, ctx: Context) -> str:
    """What somebody wrote; empty where there is nothing or no longer."""
    return (bytes_of(case.id, place, ctx) or b"").decode()


def _json(body: dict[str, object] | dict[str, str]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
