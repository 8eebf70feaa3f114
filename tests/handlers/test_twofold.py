"""What takes two people: asked by one, allowed by another, done once; on every way there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from audit.event import Event
from handlers.commands.chat import Command, Press
from handlers.commands.decided import ChangeRules
from handlers.commands.office import (
    AskTwofold,
    ChangeRole,
    DecideTwofold,
    LetMemberLeave,
    RevokeAccounts,
    SuspendStore,
)
from handlers.errors import AlreadyAsked, NotAllowed
from handlers.network.imports import ImportResult, import_members
from handlers.network.roles import change_role
from handlers.network.rules import change_rules
from policy.facts import Role
from policy.standing import Why
from policy.twofold import Act
from storage.imports.twins import Confirmed
from storage.tables import MemberRole, OutboxMessage, TwofoldAct
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted

OFFICE, AUDITOR = "P29", "P30"
WIDER = {"changes": {"radius_km": 5}}
COLUMNS = "member_code,name,language,trained_until,role,store_code,line_user_id,slack_user_id\n"


def ask(town: TownInProcess, act: Act = Act.RULES, **arguments: object) -> str:
    """P29 asks; returns which asking it is."""
    town.run(AskTwofold(town.account(OFFICE), act, arguments or WIDER))
    with town.reading() as uow:
        return max(uow.session.query(TwofoldAct), key=lambda row: row.asked_at).id


def radius(town: TownInProcess) -> int:
    with town.reading() as uow:
        return uow.stores.rules(uow.stores.the_network().id).radius_km


def life(town: TownInProcess) -> int:
    with town.reading() as uow:
        return uow.stores.rules(uow.stores.the_network().id).life_hours


def bring_in(town: TownInProcess, *rows: str, new: str = "") -> ImportResult:
    """P29 imports at the terminal."""
    with town.app.writing() as ctx:
        by = town.member(OFFICE, ctx.uow).id
        confirmed = Confirmed(new=frozenset({new} - {""}))
        result = import_members(COLUMNS + "\n".join(rows), replace(ctx, by=by), confirmed=confirmed)
        ctx.uow.commit()
        return result


def test_a_change_of_rules_is_done_once_another_person_allows_it(town: TownInProcess) -> None:
    """R-097, R-120: the card has every fact; both are in the ledger, and the change is put down to whoever asked."""
    ask(town)
    assert radius(town) == 1
    card = town.last(AUDITOR)
    assert card.title == "二人目の確認：規則の変更"
    assert ("知らせる範囲の半径（km）", "1 → 5") in card.facts
    assert ("始まるとき", "認めてから24時間後") in card.facts
    assert any("5 km" in value for _, value in card.facts)
    assert card.title not in town.titles(OFFICE)
    town.press(AUDITOR, "認める")
    assert town.last(OFFICE).title == "認められました：規則の変更"
    town.wait(hours=24)
    assert radius(town) == 5
    with town.reading() as uow:
        steps = {entry["event"]: entry.get("actor") for entry in uow.ledger.of_events([*_STEPS])}
        one, other = (town.member(code, uow).id for code in (OFFICE, AUDITOR))
    assert steps == dict(zip(_STEPS, (one, other, one), strict=True))
    with pytest.raises(NotAllowed):
        town.press(AUDITOR, "認める")


_STEPS = (Event.TWOFOLD_ASK, Event.TWOFOLD_ALLOW, Event.RULES_SET)


def test_nobody_asks_for_a_rule_that_says_more_than_it_is_for(town: TownInProcess) -> None:
    """R-026, R-029, R-076, L93, L101, L157: what a network claims of alerts the page says; a line has its shape."""
    for rule in ("desk_hours", "desk_address", "desk_telephone", "certified_body"):
        with pytest.raises(NotAllowed) as no:
            ask(town, changes={rule: "画像は第三者に提供しません。"})
        assert "だけで書いてください" in no.value.told.msgid
    ask(town, changes={"desk_telephone": ""})
    assert "このままでは公開できません" in [name for name, _ in town.last(AUDITOR).facts]


def test_nobody_allows_their_own_asking_and_nobody_else_who_may_not(town: TownInProcess) -> None:
    """R-097, L212: not by a command, not by the other's button, from no account."""
    act_id = ask(town)
    for code in (OFFICE, "P02", "P01"):
        with pytest.raises(NotAllowed):
            town.run(DecideTwofold(town.account(code), act_id, allow=True))
    card = town.last(AUDITOR)
    town.run(Press(town.account(AUDITOR), card.buttons[1].id))
    assert town.last(OFFICE).title == "認められませんでした：規則の変更"
    assert radius(town) == 1


def test_the_same_is_asked_once_and_falls_after_a_day(town: TownInProcess) -> None:
    """R-097: a second asking is told so; what nobody answered can be asked anew."""
    act_id = ask(town)
    with pytest.raises(AlreadyAsked):
        ask(town)
    town.now += timedelta(hours=24)
    with pytest.raises(NotAllowed):
        town.run(DecideTwofold(town.account(AUDITOR), act_id, allow=True))
    assert ask(town) != act_id


def test_what_came_from_a_phone_that_is_gone_does_not_count(town: TownInProcess) -> None:
    """R-063, R-097: a thief asks, and the account is cut off before anybody answers."""
    act_id = ask(town)
    town.run(RevokeAccounts(OFFICE))
    with pytest.raises(NotAllowed):
        town.run(DecideTwofold(town.account(AUDITOR), act_id, allow=True))


def test_what_a_rule_refuses_is_not_asked_for(town: TownInProcess) -> None:
    """R-044: beyond a ceiling nobody is troubled."""
    with pytest.raises(NotAllowed):
        ask(town, changes={"radius_km": 99})
    with town.reading() as uow:
        assert not uow.session.query(OutboxMessage).filter(OutboxMessage.topic.startswith("two_people")).count()


def test_an_import_names_nobody_who_watches_over_the_network_by_itself(town: TownInProcess) -> None:
    """R-113, R-121: the person comes in, and gets the role by another's yes; importing again asks nobody twice."""
    row = "P91,新しい 事務,ja,,secretariat,,,"
    assert bring_in(town, row).overseers == ("P91",)
    assert bring_in(town, row).overseers == ("P91",)
    assert "P91" in dict(town.last(AUDITOR).facts).values()
    with town.reading() as uow:
        assert not town.member("P91", uow).roles
    town.press(AUDITOR, "認める")
    with town.reading() as uow:
        assert [(held.role, held.store_id) for held in town.member("P91", uow).roles] == [(Role.SECRETARIAT, None)]
        assert uow.session.query(MemberRole).filter_by(role=Role.SECRETARIAT.value).count() == 2
        assert noted(uow).count(Event.TWOFOLD_ASK) == 1
    assert bring_in(town, row).overseers == ()


def test_two_codes_are_two_once_two_people_say_so(town: TownInProcess) -> None:
    """R-113: nothing of the file comes in before; then the same command goes through."""
    with town.reading() as uow:
        name = town.member("P01", uow).name
    row = f"P92,{name},ja,,staff,H01,,"
    assert bring_in(town, row, new="P92").twins == (("P01", "P92"),)
    with town.reading() as uow:
        assert uow.people.by_code(uow.stores.the_network().id, "P92") is None
    town.press(AUDITOR, "認める")
    assert bring_in(town, row, new="P92").created == 1


def test_what_its_asker_has_lost_is_no_longer_in_anybody_s_way(town: TownInProcess) -> None:
    """R-063, R-097: the stolen phone asked for looser rules; the others can ask for stricter ones at once."""
    town.appoint("P01", Role.SECRETARIAT)
    ask(town)
    town.run(RevokeAccounts(OFFICE))
    town.run(AskTwofold(town.account("P01"), Act.RULES, {"changes": {"life_hours": 12}}))
    town.press(AUDITOR, "認める")
    assert life(town) == 12


def test_nobody_lifts_a_suspension_that_they_were_not_asked_about(town: TownInProcess) -> None:
    """R-097, R-144: suspended once more for something graver, while the auditor still has the card of before."""
    town.run(SuspendStore("A01"))
    act_id = ask(town, Act.RESUME, code="A01", at="")
    town.run(SuspendStore("A01", why=Why.MISUSE))
    with pytest.raises(NotAllowed):
        town.run(DecideTwofold(town.account(AUDITOR), act_id, allow=True))
    town.deliver()
    assert "依頼は終わりました" in town.last(AUDITOR).title
    assert ask(town, Act.RESUME, code="A01", at="") != act_id


def test_rules_are_not_changed_against_others_than_the_asking_named(town: TownInProcess) -> None:
    """R-097, R-126: "from 24 hours to 20" is no yes to "from 12 to 20", which is looser."""
    act_id = ask(town, changes={"life_hours": 20})
    with town.app.writing() as ctx:
        change_rules(ChangeRules({"life_hours": 12}), ctx)
        ctx.uow.commit()
    with pytest.raises(NotAllowed):
        town.run(DecideTwofold(town.account(AUDITOR), act_id, allow=True))
    assert life(town) == 12


@pytest.mark.parametrize("gone", [LetMemberLeave(AUDITOR), RevokeAccounts(AUDITOR)], ids=["leaves", "no account"])
def test_nobody_who_could_say_no_is_put_out_of_the_way_unseen(gone: Command, town: TownInProcess) -> None:
    """R-097, L212: whoever is left of the secretariat and the auditors hears who no longer decides."""
    town.run(gone)
    town.deliver()
    assert f"監査人が一人減りました：{AUDITOR}" in town.titles(OFFICE)


def test_who_loses_the_role_hears_of_it(town: TownInProcess) -> None:
    """R-061, R-097: a role is taken in one press; its holder still reads, and can ask why."""
    with town.app.writing() as ctx:
        change_role(ChangeRole(AUDITOR, Role.AUDITOR, "", give=False), ctx)
        ctx.uow.commit()
    town.deliver()
    for code in (OFFICE, AUDITOR):
        assert f"監査人が一人減りました：{AUDITOR}" in town.titles(code)


def test_a_list_that_leaves_a_role_out_is_heard_of(town: TownInProcess) -> None:
    """R-097: by those who stay, and by whoever it was."""
    bring_in(town, f"{AUDITOR},御影 透,ja,,staff,H01,,")
    town.deliver()
    assert f"監査人が一人減りました：{AUDITOR}" in town.titles(OFFICE)
