"""A phone is gone: what ends at once, what falls with it, and who hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.event import Event
from handlers.commands.answers import Acknowledge
from handlers.commands.chat import Enrol, LoseDevice, Say
from handlers.commands.office import RevokeAccounts
from handlers.errors import NotAllowed, NotEnrolled, NotFound
from handlers.network.accounts import new_code
from handlers.network.imports import import_members
from policy.states import DeliveryState, State
from simulator.town import MEMBER_COLUMNS
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted

FELL = "1 人の承認の答えを取り消しました"
DECIDE = "配信中の警戒情報を見直してください"


def told(town: TownInProcess) -> list[str]:
    """The ledger's events."""
    with town.reading() as uow:
        return noted(uow)


def member_id(town: TownInProcess, code: str) -> str:
    """Our id of a person."""
    with town.reading() as uow:
        return town.member(code, uow).id


def test_a_yes_from_a_lost_phone_falls_and_the_case_says_so(town: TownInProcess) -> None:
    """R-063, R-113: the responsible person says so in the chat; one yes is left, and nothing goes out."""
    town.hand_in()
    town.submit()
    town.answer("P03")
    town.say("P02", "端末をなくした")
    town.press("P02", "朝霧 蓮")
    town.press("P02", "1時間前から")
    town.deliver()
    assert FELL in town.titles("P01")
    assert FELL in town.titles("P02")
    assert any("会員 P03" in title for title in town.titles("P29"))
    assert Event.ASSESSMENT_VOID in told(town)
    town.answer("P02")
    assert town.case().state == State.ASSESSING
    with pytest.raises(NotEnrolled):
        town.run(Say(town_account(town, "P03"), "状況"))


def town_account(town: TownInProcess, code: str) -> str:
    """Their account, ended or not."""
    with town.reading() as uow:
        return town.member(code, uow).accounts[0].id


def test_who_gets_a_new_account_answers_again(town: TownInProcess) -> None:
    """R-113: the person still counts, their old phone doesn't."""
    town.hand_in()
    town.submit()
    town.answer("P03")
    town.run(RevokeAccounts("P03"))
    with town.app.writing() as ctx:
        code = new_code("P03", ctx)
        ctx.uow.commit()
    town.run(Enrol("slack", "U0NEWPHONE1", code))
    town.answer("P02")
    assert town.case().state == State.ASSESSING
    town.answer("P03")
    assert town.case().state == State.LIVE


def test_an_alert_that_is_out_is_left_to_people_and_no_further_card_leaves(town: TownInProcess) -> None:
    """R-063, R-111: its quorum fell: whoever may recall it is asked, and the second contacts get nothing."""
    town.warn()
    town.run(RevokeAccounts("P02", since=town.now - timedelta(hours=1)))
    town.deliver()
    assert DECIDE in town.titles("P29")
    assert DECIDE in town.titles("P01")
    before = {code for code, row in town.deliveries().items() if row.state == DeliveryState.SENT}
    town.wait(minutes=11)
    assert {code for code, row in town.deliveries().items() if row.state == DeliveryState.SENT} == before
    town.press("P29", "取り消す（回収）")


def test_confirmations_from_a_lost_phone_fall_since_it_was_lost(town: TownInProcess) -> None:
    """R-063, R-078: what was confirmed before stays."""
    case = town.warn()
    for code in ("P09", "P23"):
        town.run(Acknowledge(town.account(code), case.id))
    town.wait(minutes=2)
    town.run(RevokeAccounts("P09", since=town.now - timedelta(hours=1)))
    town.run(RevokeAccounts("P23", since=town.now))
    with town.reading() as uow:
        rows = {row.account.member.code: row for row in uow.deliveries.of_case(case.id)}
    assert rows["P09"].answer is None
    assert rows["P23"].answer is not None
    assert "P10" in rows


def test_a_confirmed_recall_is_asked_for_again(town: TownInProcess) -> None:
    """R-063, R-078: of the store's next contact, since nobody knows who pressed the button."""
    town.warn()
    town.form("P02", "recall", reason="paid")
    town.press("P09", "確認しました")
    town.run(RevokeAccounts("P09", since=town.now - timedelta(minutes=1)))
    with town.reading() as uow:
        assert all(row.stop_confirmed_at is None for row in uow.deliveries.of_case(town.case().id))


def test_a_report_from_a_lost_phone_does_not_stand(town: TownInProcess) -> None:
    """R-063: it may be somebody else's; what was reported before is the person's."""
    town.hand_in()
    town.submit()
    town.run(RevokeAccounts("P01", since=town.now - timedelta(hours=1)))
    assert town.case().state == State.WITHDRAWN


def test_a_mask_confirmed_from_a_lost_phone_is_confirmed_again(town: TownInProcess) -> None:
    """R-063, R-119: the report is older than the loss and stays."""
    town.photographed()
    town.submit()
    with town.database.unit_of_work() as uow:
        case = uow.cases.get(town.case().id)
        case.created_at -= timedelta(days=1)
        uow.commit()
    town.run(RevokeAccounts("P01", since=town.now - timedelta(hours=1)))
    assert (town.case().state, town.case().mask_confirmed_at) == (State.RETURNED, None)


def test_who_may_cut_off_whom(town: TownInProcess) -> None:
    """R-063: oneself, and the people of a store one is responsible for; nobody else's."""
    with pytest.raises(NotAllowed):
        town.run(LoseDevice(town.account("P01"), member_id(town, "P02"), "from_now"))
    with pytest.raises(NotAllowed):
        town.run(LoseDevice(town.account("P02"), member_id(town, "P09"), "from_now"))
    town.say("P01", "端末をなくした")
    assert [choice.label for choice in town.last("P01").choices] == ["小暮 灯"]
    for unknown in ("Z99", "P30x"):
        with pytest.raises(NotFound):
            town.run(RevokeAccounts(unknown))


def test_of_ones_own_accounts_the_one_one_speaks_from_stays(town: TownInProcess) -> None:
    """R-063: P04 has LINE and Slack, and says it on Slack."""
    slack = town.account("P04", "slack")
    town.run(LoseDevice(slack, member_id(town, "P04"), "a_day"))
    with town.reading() as uow:
        in_use = [account.platform for account in town.member("P04", uow).accounts if account.revoked_at is None]
    assert in_use == ["slack"]
    town.run(LoseDevice(slack, member_id(town, "P04"), "from_now"))
    with pytest.raises(NotEnrolled):
        town.run(Say(slack, "状況"))


def test_a_replaced_account_takes_its_yes_along(town: TownInProcess) -> None:
    """R-113: an import that names another account ends the old one, wherever its yes stands."""
    town.hand_in()
    town.submit()
    town.answer("P03")
    row = f"P03,朝霧 蓮,ja,2027-03-31,approver,H01,,U0{'A' * 9}"
    with town.app.writing() as ctx:
        assert import_members(f"{MEMBER_COLUMNS}\n{row}\n", ctx).errors == ()
        ctx.uow.commit()
    town.answer("P02")
    assert town.case().state == State.ASSESSING
    town.deliver()
    assert FELL in town.titles("P01")
