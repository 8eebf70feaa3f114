"""Cases and what hangs on them: questions, answers, deliveries, links, buttons."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from policy.hold import HoldReason
from policy.incidents.kinds import What
from policy.rights import RequestState, Wish
from policy.states import CLOSED, State
from storage.tables import (
    ApprovalRequest,
    Assessment,
    ButtonMeaning,
    Case,
    CaseKey,
    Conversation,
    Delivery,
    DueWork,
    FarStore,
    Hold,
    Incident,
    IncidentCase,
    Link,
    OutboxMessage,
    Request,
    RequestCase,
    VaultObject,
    Version,
    View,
)
from storage.unit_of_work import UnitOfWork
from storage.vault import Erased
from tests.world.rows import Rows, is_kept, new_case

HANGING = (
    ApprovalRequest,
    Assessment,
    ButtonMeaning,
    CaseKey,
    Conversation,
    Delivery,
    DueWork,
    FarStore,
    Hold,
    Link,
    OutboxMessage,
    IncidentCase,
    RequestCase,
    VaultObject,
    Version,
    View,
)
"""Every table whose rows belong to a case."""


def fill(uow: UnitOfWork, town: Rows, now: datetime) -> Delivery:
    """Hang something of every kind on the town's case."""
    member, account = town.approver, town.other_account
    uow.add(ApprovalRequest(case_id=town.case, member_id=member, asked_at=now))
    uow.add(Hold(case_id=town.case, reason=HoldReason.COMPLAINT, days=7, asked_by=member, asked_at=now))
    uow.add(
        Assessment(
            case_id=town.case,
            member_id=member,
            account_id=account,
            binding="0" * 64,
            present_danger=True,
            subsidiarity=True,
            proportionality=True,
            consent_difficulty=True,
            answered_at=now,
        )
    )
    uow.add(FarStore(case_id=town.case, store_id=town.other_store))
    uow.add(View(case_id=town.case, member_id=member, account_id=account, purpose="preview", picture=True, at=now))
    uow.add(
        Version(case_id=town.case, number=2, author_id=member, account_id=account, submitted_at=now, binding="0" * 64)
    )
    request = Request(
        number="R1",
        salt=b"",
        secret=b"",
        form="",
        network_id=town.network,
        wish=Wish.REBUTTAL,
        language="ja",
        state=RequestState.OPEN,
        received_at=now,
    )
    uow.add(request)
    uow.add(RequestCase(request_id=request.id, case_id=town.case))
    incident = Incident(
        number="I1",
        once="first tap",
        network_id=town.network,
        what=What.SCREENSHOT,
        drill=False,
        known_at=now,
        opened_by=member,
        opened_from=account,
    )
    uow.add(incident)
    uow.add(IncidentCase(incident_id=incident.id, case_id=town.case, named_at=now))
    delivery = Delivery(case_id=town.case, store_id=town.other_store, member_id=member, account_id=account)
    uow.deliveries.add(delivery)
    uow.outbox.queue(
        account_id=account, card_json=b"{}", topic="t", now=now, case_id=town.case, delivery_id=delivery.id
    )
    uow.links.add("link", "alert", town.case, account, now, now + timedelta(hours=1))
    uow.buttons.offer("button", account, "acknowledge", town.case, {"round": "1"}, now)
    uow.conversations.start(account, "assess", town.case, "present_danger", now)
    uow.due.plan("expire", town.case, now, case_id=town.case)
    return delivery


def test_open_cases_of_a_person_newest_first(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """Closed ones are not open, but the latest may be closed."""
    for number, state in enumerate(State, start=1):
        uow.cases.add(new_case(town, f"n{number:02}", now + timedelta(minutes=number), state=state))

    numbers = [case.number for case in uow.cases.open_of(town.reporter)]

    expected = [f"n{n:02}" for n, state in enumerate(State, start=1) if state not in CLOSED]
    assert numbers == [*reversed(expected), "20261123-001"]
    latest = uow.cases.latest_of(town.reporter)
    assert latest is not None
    assert latest.number == f"n{len(State):02}"
    assert uow.cases.open_of(town.approver) == []
    assert uow.cases.latest_of(town.approver) is None


def test_a_case_is_found_by_the_number_people_see(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """And no number is given twice."""
    found = uow.cases.by_number("20261123-001")
    assert found is not None
    assert found.id == town.case
    assert uow.cases.by_number("20261123-002") is None
    with pytest.raises(IntegrityError):
        uow.cases.add(new_case(town, "20261123-001", now))


def test_live_alerts_and_how_many_a_store_sent(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """R-081: drift towards a continuous service is counted from what was sent, live or ended."""
    for number, (state, hours) in enumerate(((State.LIVE, 1), (State.ENDED, 2), (State.LIVE, 30), (State.DRAFT, 0))):
        case = new_case(town, f"n{number}", now, state=state)
        case.sent_at = now - timedelta(hours=hours) if hours else None
        uow.cases.add(case)

    assert [case.number for case in uow.cases.live_in(town.network)] == ["n0", "n2"]
    assert uow.cases.live_in("elsewhere") == []
    business = uow.stores.get(town.store).business_id
    assert [case.number for case in uow.cases.sent_by(business, now - timedelta(hours=24), now)] == ["n1", "n0"]
    assert uow.cases.sent_by(business, now - timedelta(hours=24), now - timedelta(hours=2)) == []
    assert uow.cases.sent_by(uow.stores.get(town.other_store).business_id, now - timedelta(hours=24), now) == []


def test_what_hangs_on_a_case_is_found(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """Who was asked, what they answered, who looked, which far stores were added."""
    fill(uow, town, now)

    asked = uow.cases.request(town.case, town.approver)
    assert asked is not None
    assert uow.cases.request(town.case, town.reporter) is None
    assert uow.cases.requests(town.case) == [asked]
    assert [answer.member_id for answer in uow.cases.assessments(town.case)] == [town.approver]
    assert [far.store_id for far in uow.cases.far_stores(town.case)] == [town.other_store]
    assert [view.purpose for view in uow.session.query(View)] == ["preview"]
    seen = [
        uow.cases.has_viewed(town.case, town.approver, purpose, since, picture=False)
        for purpose, since in (("preview", now), ("alert", now), ("preview", now + timedelta(seconds=1)))
    ]
    assert seen == [True, False, False]


def test_nothing_of_a_case_stays_after_its_record_ends(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """R-043: every row that hangs on it goes; another case's rows stay."""
    fill(uow, town, now)
    for table in HANGING:
        assert uow.session.query(table).count() == 1, table
    other = new_case(town, "other", now)
    uow.cases.add(other)
    uow.vault.put(other.id, "text", "report", b"kept", now)

    uow.cases.remove(town.case)

    for table in HANGING:
        rows = uow.session.query(table).all()
        assert {row.case_id for row in rows} <= {other.id}, table  # type: ignore[attr-defined]
    assert [case.id for case in uow.session.query(Case)] == [other.id]
    assert uow.vault.get(other.id, "text", "report") == b"kept"


def test_every_table_that_hangs_on_a_case_is_known() -> None:
    """Whoever adds a table with a case id adds it to the end of the record as well."""
    pointing = {
        mapper.class_
        for mapper in Case.registry.mappers
        if any(key.column.table.name == "cases" for key in mapper.local_table.foreign_keys)  # type: ignore[attr-defined]
    }

    assert pointing == set(HANGING)


def test_a_delivery_is_found_by_its_case_and_account(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """The sender sees it per store, the receiver by account."""
    delivery = fill(uow, town, now)

    assert uow.deliveries.of_case(town.case) == [uow.deliveries.get(delivery.id)]
    assert uow.deliveries.for_account(town.case, town.other_account) is delivery
    assert uow.deliveries.for_account(town.case, town.account) is None


def test_one_account_gets_an_alert_once(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """The database refuses a second delivery of the same case."""
    fill(uow, town, now)

    with pytest.raises(IntegrityError):
        uow.deliveries.add(
            Delivery(case_id=town.case, store_id=town.store, member_id=town.approver, account_id=town.other_account)
        )


def test_links_die_by_purpose_or_all_at_once(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """R-078: a recall reaches every link of the case, and says when each died."""
    for purpose in ("mask", "preview", "alert"):
        uow.links.add(purpose, purpose, town.case, town.account, now, now + timedelta(hours=1))

    uow.links.revoke_case(town.case, now, purposes=("mask", "preview"))
    uow.links.revoke_case(town.case, now + timedelta(minutes=1))

    links = {purpose: uow.links.get(purpose) for purpose in ("mask", "preview", "alert")}
    died = {purpose: link.revoked_at - now for purpose, link in links.items() if link and link.revoked_at}
    assert died == {"mask": timedelta(0), "preview": timedelta(0), "alert": timedelta(minutes=1)}
    assert uow.links.get("unknown") is None


def test_a_button_keeps_its_meaning(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """No click is ignored; an id we never gave out means nothing."""
    assert uow.buttons.offer("opaque", town.account, "acknowledge", town.case, {"round": "2"}, now) == "opaque"

    meaning = uow.buttons.get("opaque")

    assert meaning is not None
    assert (meaning.action, meaning.case_id, meaning.arguments) == ("acknowledge", town.case, {"round": "2"})
    assert uow.buttons.get("unknown") is None


def test_a_form_is_filled_in_step_by_step(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """The answers lie sealed; ending the form drops them; starting anew starts empty."""
    uow.conversations.start(town.account, "report", town.case, "goods", now)
    uow.conversations.save(town.account, "direction", {"goods": "化粧品約20点"}, now)

    conversation = uow.conversations.get(town.account)
    assert conversation is not None
    assert (conversation.form, conversation.asking) == ("report", "direction")
    assert uow.conversations.answers(town.account) == {"goods": "化粧品約20点"}

    uow.conversations.start(town.account, "report", town.case, "goods", now)
    assert uow.conversations.answers(town.account) == {}
    uow.conversations.end_case(town.case)
    assert uow.conversations.get(town.account) is None
    assert [uow.conversations.forget_ended(town.account) for _ in range(2)] == [True, False]
    assert not is_kept(uow, town.case, "text", f"conversation:{town.account}")
    with pytest.raises(LookupError):
        uow.conversations.save(town.account, "direction", {}, now)


def test_a_form_does_not_outlive_the_cases_texts(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """R-040: erased answers are gone, and no new ones are kept."""
    uow.conversations.start(town.account, "report", town.case, "goods", now)
    uow.vault.destroy(town.case, "text", now)

    assert uow.conversations.answers(town.account) is None
    with pytest.raises(Erased):
        uow.conversations.save(town.account, "direction", {"goods": "x"}, now)
    uow.conversations.end(town.account)


def test_quota_and_heartbeats_keep_the_last_word(uow: UnitOfWork, now: datetime) -> None:
    """Small things the loops remember."""
    assert uow.quota.get("line") is None
    uow.quota.set("line", 5000, 10, now)
    uow.quota.set("line", None, 11, now + timedelta(minutes=1))
    uow.heartbeats.set("inbox", now)
    uow.heartbeats.set("inbox", now + timedelta(seconds=1))

    quota = uow.quota.get("line")

    assert quota is not None
    assert (quota.allowed, quota.used, quota.checked_at) == (None, 11, now + timedelta(minutes=1))
    assert uow.heartbeats.all() == {"inbox": now + timedelta(seconds=1)}
