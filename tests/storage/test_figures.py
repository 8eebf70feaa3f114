"""Rows for the weekly digest."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from audit.event import Event
from policy.states import State
from storage.tables import ApprovalRequest, Assessment
from storage.unit_of_work import UnitOfWork
from tests.world.rows import Rows


def answer(uow: UnitOfWork, town: Rows, at: datetime, reason: str, *, yes: bool = True) -> Assessment:
    """An answer with the same reason four times."""
    row = Assessment(
        case_id=town.case,
        member_id=town.approver,
        account_id=town.other_account,
        binding="0" * 64,
        present_danger=True,
        subsidiarity=yes,
        proportionality=True,
        consent_difficulty=True,
        answered_at=at,
    )
    uow.add(row)
    reasons = dict.fromkeys(("present_danger", "subsidiarity", "proportionality", "consent_difficulty"), reason)
    uow.vault.put(town.case, "text", f"assessment:{row.id}", json.dumps(reasons).encode(), at)
    return row


def test_cases_and_how_they_went(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """R-081: what was opened in the period, and which alerts were recalled."""
    case = uow.cases.get(town.case)
    case.state, case.sent_at, case.ending = State.ENDED.value, now, "recall"

    (row,) = uow.figures.cases(now - timedelta(seconds=1))

    assert (row.id, row.store_id, row.state, row.sent_at, row.recalled) == (
        town.case,
        town.store,
        State.ENDED,
        now,
        True,
    )
    assert uow.figures.cases(now) == []


def test_reasons_are_compared_without_being_read(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """Rubber stamps show as equal hashes; the reasons themselves stay in the vault, and erased ones are gone."""
    uow.add(ApprovalRequest(case_id=town.case, member_id=town.approver, asked_at=now))
    answer(uow, town, now + timedelta(seconds=30), "いつもの理由")
    answer(uow, town, now + timedelta(seconds=60), "いつもの理由", yes=False)

    first, second = uow.figures.answers(now)

    assert (first.yes, second.yes) == (True, False)
    assert (first.hasty, second.refused) == (None, "subsidiarity")
    assert first.reasons == second.reasons
    assert len(set(first.reasons)) == 1
    assert "いつもの理由" not in repr(first)
    assert uow.figures.answers(now)[0].reasons != first.reasons
    uow.vault.destroy(town.case, "text", now)
    assert uow.figures.answers(now)[0].reasons == ()


def test_erasures_done_and_overdue(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """R-040: old misses are told every week until they are done; what is still to come is not."""
    week_ago = now - timedelta(days=7)
    for kind, due_at in (
        ("erase_original", now - timedelta(days=9)),
        ("erase_masked", now - timedelta(days=8)),
        ("erase_text", now - timedelta(days=1)),
        ("erase_record", now + timedelta(days=1)),
        ("expire", now - timedelta(days=1)),
    ):
        uow.due.plan(kind, town.case, due_at, case_id=town.case)
    done = uow.due.claim(now, 60, ["erase_original"])
    assert done is not None
    uow.due.done(done, now - timedelta(days=9))

    rows = uow.figures.erasures(week_ago, now)

    assert {row.kind: row.done_at for row in rows} == {"masked": None, "text": None}

    uow.ledger.append(Event.ORIGINAL_ERASE, at=now, case_id=town.case)
    uow.ledger.settle()
    assert {row.kind: row.done_at for row in uow.figures.erasures(week_ago, now)}["original"] == now
