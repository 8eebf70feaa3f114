"""Who reads the ledger alone can tell whose alert went to whom, who answered what, and what exactly was sent."""

from __future__ import annotations

import json
from typing import Any

from audit.event import Event, salted
from handlers.case.sealed import load_report
from policy.assessment import TESTS
from policy.content import alert_text
from storage import places
from tests.world.answers import REASONS
from tests.world.in_process import TownInProcess

HASHED = {"binding", "text_hash", "audience_hash", "reasons"}
HASHING = (Event.ASSESSMENT_REQUEST, Event.ASSESSMENT_ALLOW, Event.ALERT_SEND)


def entries(town: TownInProcess, case_id: str, *events: Event) -> list[dict[str, Any]]:
    """What the ledger says of a case."""
    with town.reading() as uow:
        found: list[dict[str, Any]] = [*uow.ledger.of_case(case_id)]  # type: ignore[list-item]
    return [entry for entry in found if entry["event"] in events]


def test_it_names_the_businesses_on_both_sides(town: TownInProcess) -> None:
    """R-002: the store and business that warn, and those that are warned, at each single card."""
    case = town.warn()
    with town.reading() as uow:
        businesses = {store.id: store.business_id for store in uow.stores.in_network(case.network_id)}
    (opened,) = entries(town, case.id, Event.REPORT_OPEN)
    (sent,) = entries(town, case.id, Event.ALERT_SEND)
    for entry in (opened, sent):
        assert (entry["details"]["store"], entry["details"]["business"]) == (case.store_id, businesses[case.store_id])
    cards = [entry["details"] for entry in entries(town, case.id, Event.DELIVERY_SEND)]
    assert {card["store"] for card in cards} <= set(case.audience)
    assert len({card["business"] for card in cards}) > 1
    for card in cards:
        assert card["business"] == businesses[card["store"]]
        assert (card["provider"], card["provider_business"]) == (case.store_id, businesses[case.store_id])


def test_each_test_s_answer_stands_in_it_and_no_reason(town: TownInProcess) -> None:
    """R-112, R-097: the answers by their tests' names, up to the first "no"; the reasons as a hash alone."""
    town.hand_in()
    town.submit()
    town.answer("P02")
    town.answer("P03", no="proportionality")
    yes, no = entries(town, town.case().id, Event.ASSESSMENT_ALLOW, Event.ASSESSMENT_REFUSE)
    assert {test.name: yes["details"][test.name] for test in TESTS} == dict.fromkeys(REASONS, True)
    answered = {test.name: no["details"].get(test.name) for test in TESTS}
    assert [*answered.values()] == [True, True, False, None]


def test_what_was_sent_can_be_held_against_its_hashes(town: TownInProcess) -> None:
    """R-097, R-111: who holds text, picture or receivers, and the case's salt, can tell what was sent."""
    town.photographed()
    town.submit()
    for code in ("P02", "P03"):
        town.look(code)
        town.answer(code)
    case = town.case()
    (sent,) = entries(town, case.id, Event.ALERT_SEND)
    with town.app.reading() as ctx:
        salt = ctx.uow.vault.get(case.id, *places.SALT)
        report = load_report(ctx.uow.cases.get(case.id), ctx)
    assert report is not None
    parts = {
        "binding": case.binding or "",
        "text_hash": json.dumps(alert_text(report), ensure_ascii=False, sort_keys=True),
        "audience_hash": ",".join(sorted(case.audience)),
        "picture_hash": case.masked_sha256 or "",
    }
    assert {name: sent["details"][name] for name in parts} == {
        name: salted(part.encode(), salt) for name, part in parts.items()
    }
    assert (sent["details"]["life_hours"], sent["details"]["rules"]) == (24, case.rule_version)


def test_two_cases_with_the_same_content_leave_nothing_alike(town: TownInProcess) -> None:
    """R-097: each case has a salt of its own, else who knows one content could look for it in all the others."""
    cases = [town.warn() for _ in range(2)]
    assert cases[0].audience == cases[1].audience
    first, second = (
        {
            entry["details"][name]
            for entry in entries(town, case.id, *HASHING)
            for name in HASHED & entry["details"].keys()
        }
        for case in cases
    )
    assert first
    assert not first & second
