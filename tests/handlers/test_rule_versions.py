"""Every version of the rules that a case was decided under can be read later, and whose decision it was."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from handlers.audit.pack import pack
from handlers.commands.decided import ChangeRules
from handlers.context import Context
from handlers.routing import handle
from policy.rules import Rules, Value, rules_from
from storage.tables import LedgerEntry
from tests.world.in_process import TownInProcess


def decide(town: TownInProcess, by: str, **changes: Value) -> None:
    """Somebody decides on other rules at the terminal."""
    with town.app.writing() as ctx:
        handle(ChangeRules(dict(changes)), Context(ctx.uow, ctx.ports, ctx.now, by=by))
        ctx.uow.commit()


def changes_of_rules(town: TownInProcess) -> list[dict[str, Any]]:
    """What the ledger says about them."""
    with town.reading() as uow:
        entries = [json.loads(row.event) for row in uow.session.query(LedgerEntry).order_by(LedgerEntry.sequence)]
    return [entry for entry in entries if entry["event"] == "network:rules:set"]


def test_the_auditor_gets_the_rules_of_every_case_of_the_month(town: TownInProcess) -> None:
    """R-121, R-126: in full, as they read then, also those that were replaced meanwhile."""
    first = town.warn()
    decide(town, "operator", radius_km=2)
    second = town.warn()
    with town.app.writing() as ctx, ZipFile(BytesIO(pack(town.now.date(), ctx))) as opened:
        rules = {name: opened.read(name).decode() for name in opened.namelist() if name.startswith("rules/")}
    assert set(rules) == {f"rules/{case.rule_version}.txt" for case in (first, second)}
    for case, radius in ((first, 1), (second, 2)):
        assert f"radius_km = {radius}\n" in rules[f"rules/{case.rule_version}.txt"]
        assert f"{radius} km" in rules[f"rules/{case.rule_version}.txt"]


def test_the_ledger_says_who_changed_which_rules_to_which(town: TownInProcess) -> None:
    """R-097, R-126: from version to version by name; deciding on what holds already is no change."""
    before = changes_of_rules(town)[-1]["details"]["version"]
    for _ in range(2):
        decide(town, "m29", radius_km=2)
    *_, last = changes_of_rules(town)
    assert last["actor"] == "m29"
    assert last["details"] == {"version": rules_from({"radius_km": 2}).version, "replaces": before}
    assert len(changes_of_rules(town)) == 2


def test_rules_that_new_software_brings_are_on_record_before_a_case_cites_them(town: TownInProcess) -> None:
    """R-126: nobody decided on them, so nobody is named; and the version of a waiting case falls with its yeses."""
    town.set_rules(radius_km=4)
    case = town.hand_in()
    *_, last = changes_of_rules(town)
    assert "actor" not in last
    assert last["details"]["version"] == case.rule_version
    with town.reading() as uow:
        kept = uow.rule_sets.history([case.rule_version])
    assert [Rules(**row.settings) for row in kept] == [rules_from({"radius_km": 4})]


def test_anyone_enrolled_reads_the_rules_in_the_chat(town: TownInProcess) -> None:
    """R-126: which version is in force, and each part with its numbers and what it rests on."""
    decide(town, "P29", life_hours=6, training_url="https://training.example/hansho")
    town.say("P10", "規則")
    card = town.last("P10")
    with town.reading() as uow:
        assert dict(card.facts)["版"] == uow.stores.rules(uow.stores.the_network().id).version
    read = []
    for choice in card.choices:
        town.press("P10", choice.label)
        read += town.last("P10").lines
        assert town.last("P10").title == choice.label
    told = "\n".join(read)
    assert "6 時間" in told
    assert "（R-113）" in told
    assert "https://training.example/hansho" in told
