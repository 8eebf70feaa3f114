"""R-142: what is held is read for a stated purpose, or handed over as a sealed file; each look is on record."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from audit.event import Event
from audit.sealed import seal
from handlers.case.audience import proposed
from handlers.case.involved import member_facts
from handlers.case.picture import bytes_of
from handlers.case.record import require
from handlers.case.sealed import load_report, override_of, reason_for_store
from handlers.context import Context
from handlers.retention.hold import holds_of, named
from policy import access
from policy.assessment import TESTS
from policy.hold import HandOverBasis, ReadPurpose, check_open
from storage.places import MASKED, RECEIVED, UPRIGHT
from storage.reasons import reasons_given
from storage.tables import Assessment, Case, Member
from storage.vault import Erased

PICTURES = {f"{place.kind}-{place.name}": place for place in (RECEIVED, UPRIGHT, MASKED)}


def read_held(number: str, code: str, purpose: ReadPurpose, ctx: Context) -> dict[str, Any]:
    """Everything that is still there, in words; pictures are only named.

    Raises:
        NotFound: no such case or person.
        NotAllowed: neither secretariat nor auditor, or not held by two people's decision at this moment.
    """
    case, by = named(number, code, ctx)
    require(access.may_oversee(member_facts(by, ctx), network_id=case.network_id, now=ctx.now))
    require(check_open(holds_of(case, ctx), ctx.now))
    ctx.note(Event.HOLD_READ, case, by, purpose=purpose)
    return _contents(case, ctx)


def hand_over(number: str, code: str, basis: HandOverBasis, passphrase: str, ctx: Context) -> bytes:
    """The same with the pictures, sealed under ``passphrase``; the ledger keeps the sealed file's SHA-256.

    Raises:
        NotFound: no such case or person.
        NotAllowed: not of the secretariat, or not held by two people's decision at this moment.
    """
    case, by = named(number, code, ctx)
    require(access.may_hand_over(member_facts(by, ctx), network_id=case.network_id, now=ctx.now))
    require(check_open(holds_of(case, ctx), ctx.now))
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        packed.writestr("case.json", as_text(_contents(case, ctx)))
        for name, place in PICTURES.items():
            picture = bytes_of(case.id, place, ctx)
            if picture is not None:
                packed.writestr(f"{name}.image", picture)
    sealed = seal(file.getvalue(), passphrase)
    ctx.note(Event.HOLD_HAND_OVER, case, by, basis=basis, sha256=hashlib.sha256(sealed).hexdigest())
    return sealed


def as_text(contents: dict[str, Any]) -> str:
    """For people's eyes."""
    return json.dumps(contents, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _contents(case: Case, ctx: Context) -> dict[str, Any]:
    report = load_report(case, ctx)
    far = sorted(proposed(case, ctx))
    return {
        "number": case.number,
        "store": case.store.full_name,
        "reporter": _person(case.reporter),
        "state": case.state,
        "ending": case.ending,
        "reported_at": case.created_at,
        "sent_at": case.sent_at,
        "ended_at": case.ended_at,
        "held_until": case.hold_until,
        "report": asdict(report) if report else None,
        "flawed_picture_used_because": override_of(case, ctx),
        "receivers": [ctx.uow.stores.get(store_id).full_name for store_id in case.audience],
        "far_stores": {ctx.uow.stores.get(id_).full_name: reason_for_store(case, id_, ctx) for id_ in far},
        "assessments": [_answer(row, ctx) for row in ctx.uow.cases.assessments(case.id)],
        "pictures": [name for name, place in PICTURES.items() if bytes_of(case.id, place, ctx) is not None],
        "ledger": ctx.uow.ledger.of_case(case.id),
    }


def _answer(row: Assessment, ctx: Context) -> dict[str, Any]:
    try:
        reasons = reasons_given(ctx.uow.vault, row)
    except Erased:
        reasons = {}
    answers = {test.name: getattr(row, test.name) for test in TESTS}
    return {"by": _person(row.member), "at": row.answered_at, "answers": answers, "reasons": reasons}


def _person(member: Member) -> str:
    return f"{member.code} {member.name}"


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
