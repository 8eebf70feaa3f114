"""The moment of sending and what follows: asked again before each card, nobody left out, nobody twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.chat import Allowance, Outgoing, SendFailed
from handlers.commands.answers import Acknowledge, ReportSighting
from handlers.commands.chat import AllClear, ConfirmStop, KeepWatching, LoseTouch, SubmitForm, WithdrawAssessment
from handlers.errors import NotAllowed
from storage.tables import Failure
from tests.handlers.approved import approved
from tests.handlers.later import later
from tests.world.in_process import TownInProcess


@pytest.mark.parametrize("change", ["text_only", "rules", "approver leaves", "store suspended", "expired"])
def test_what_changed_since_the_approval_keeps_the_cards_back(town: TownInProcess, change: str) -> None:
    """R-003, R-005, R-111, R-113: before each single card everything is asked once more."""
    approved(town)
    match change:
        case "text_only":
            town.set_rules(radius_km=1, text_only=True)
        case "rules":
            town.set_rules(radius_km=2)
        case "approver leaves":
            town.leave("P03")
        case "store suspended":
            with town.database.unit_of_work() as uow:
                uow.cases.get(town.case().id).store.suspended_at = town.now
                uow.commit()
        case _:
            town.now = town.case().expires_at
    town.deliver()
    assert {row.state for row in town.deliveries().values()} == {"withheld"}
    assert "警戒のお願い" not in town.titles("P09")


def test_a_clock_set_back_before_the_last_yes_gives_nothing_back(town: TownInProcess) -> None:
    """R-115: by the clock the event is yet to happen; it was told before, so it goes out and every card leaves."""
    town.hand_in()
    town.submit()
    town.answer("P02")
    town.now -= timedelta(hours=1)
    town.answer("P03")
    assert town.case().state == "live"
    town.deliver()
    assert {row.state for row in town.deliveries().values()} == {"sent"}


def test_without_change_the_cards_leave(town: TownInProcess) -> None:
    """The same, but nothing happened."""
    approved(town)
    town.deliver()
    assert {row.state for row in town.deliveries().values()} == {"sent"}


def test_a_neighbour_who_leaves_gets_nothing_and_their_colleague_does(town: TownInProcess) -> None:
    """R-005: a leaver's card is withheld; the store is called through its second contact."""
    approved(town)
    town.leave("P09")
    assert town.deliveries()["P09"].state == "withheld"
    town.deliver()
    assert "警戒のお願い" not in town.titles("P09")
    assert "警戒のお願い" in town.titles("P10")


def test_a_neighbour_who_is_no_contact_any_more_gets_nothing(town: TownInProcess) -> None:
    """R-064: the store named somebody else meanwhile; its second contact is called at once."""
    approved(town)
    with town.database.unit_of_work() as uow:
        for role in list(town.first_account(uow, "P09").member.roles):
            uow.session.delete(role)
        uow.commit()
    town.deliver()
    assert "警戒のお願い" not in town.titles("P09")
    assert "警戒のお願い" in town.titles("P10")


def test_who_blocked_line_before_the_alert_is_left_out_for_the_second_contact(town: TownInProcess) -> None:
    """D13: a store whose contact can't be reached is warned through the next one, without ten minutes' wait."""
    town.run(LoseTouch(town.account("P09"), blocked=True))
    town.warn()
    assert "警戒のお願い" in town.titles("P10")
    assert "P09" not in town.deliveries()


def test_a_refused_card_goes_to_the_other_account_first(town: TownInProcess) -> None:
    """D13: the person has Slack too; only without another account the second contact is called."""
    with town.database.unit_of_work() as uow:
        member = uow.people.by_code(uow.stores.the_network().id, "P15")
        assert member is not None
        uow.people.bind_account(member, "line", "Ufffffffffffffffffffffffffffffff1", town.now)
        uow.commit()
    approved(town)
    town.chats["line"].failing["Ufffffffffffffffffffffffffffffff1"] = SendFailed(Failure.BLOCKED)
    town.deliver()
    assert "警戒のお願い" in town.titles("P15")
    assert "警戒のお願い" not in town.titles("P16")


def test_an_unreachable_contact_calls_the_second(town: TownInProcess) -> None:
    """D13: given up on the first."""
    with town.reading() as uow:
        there = town.first_account(uow, "P09").external_id
    approved(town)
    town.chats["line"].failing[there] = SendFailed(Failure.REFUSED)
    town.deliver()
    assert town.deliveries()["P09"].state == "failed"
    assert town.deliveries()["P10"].state == "sent"
    town.wait(minutes=11)
    assert town.titles("P10").count("警戒のお願い") == 1


def test_a_recall_while_a_card_is_leaving_follows_it(town: TownInProcess) -> None:
    """R-078: the card was on the wire when the alert was recalled; the recall comes right behind."""
    approved(town)
    done = []

    def recall(message: Outgoing) -> None:
        if message.card.title == "警戒のお願い" and not done:
            done.append(message.to)
            answers = {"reason": "wrong_person"}
            town.app.run(SubmitForm(town.account("P01"), "recall", town.case().id, answers))

    town.chats["line"].before_send = recall
    town.deliver()
    told = [cards for post in town.chats.values() for to, cards in post.sent.items() if to in done]
    assert [card.title for cards in told for card in cards if card.title != "承認のお願い"][-2:] == [
        "警戒のお願い",
        "【回収】先ほどの警戒情報は取り消します",
    ]


def test_a_correction_follows_the_cards_that_are_still_waiting(town: TownInProcess) -> None:
    """R-049, R-078: who gets the alert after the correction hears the correction too, in this order."""
    approved(town)
    town.form("P02", "correct", wrong="features")
    town.deliver()
    assert town.titles("P09")[-2:] == ["警戒のお願い", "【訂正】警戒情報の一部が誤りでした"]


def test_a_recall_reaches_who_blocked_or_left(town: TownInProcess) -> None:
    """R-078: the other account, or else the store's people; and they can confirm for the store."""
    town.set_rules(radius_km=3)
    town.warn()
    town.run(LoseTouch(town.account("P09"), blocked=True))
    town.leave("P11")
    town.form("P01", "recall", reason="wrong_person")
    assert town.last("P10").title.startswith("【回収】")
    assert town.last("P12").title.startswith("【回収】")
    town.run(ConfirmStop(town.account("P10"), town.case().id))
    assert town.deliveries()["P09"].stop_confirmed_at is not None
    with pytest.raises(NotAllowed):
        town.run(ConfirmStop(town.account("P27"), town.case().id))


def test_silence_about_a_recall_is_asked_about_for_an_hour(town: TownInProcess) -> None:
    """R-078: again and again, but not for ever: then the secretariat has the list."""
    town.warn()
    town.form("P01", "recall", reason="paid")
    town.wait(hours=3)
    assert town.titles("P09").count("【再度のお願い】取り消し（回収）・訂正を確認してください") == 6
    assert any(title.startswith("終了しました") for title in town.titles("P29"))


def test_the_list_of_silent_stores_comes_twice_and_at_night_once_in_the_morning(
    town: TownInProcess, other_town: TownInProcess
) -> None:
    """R-078, R-127: by day after the first and the last round; at night the stop alone rings, and who ended it sees."""
    for one, hours in ((town, 0), (other_town, 9)):
        one.warn()
        later(one, hours=hours)
        before = len(one.titles("P29"))
        one.form("P01", "recall", reason="paid")
        assert one.last("P01").title.startswith("終了しました")
        one.wait(hours=2)
        assert one.titles("P09").count("【再度のお願い】取り消し（回収）・訂正を確認してください") == 6
        lists = [card for card in one.cards("P29")[before:] if not card.redraws]
        assert [card.title[:6] for card in lists] == ([] if hours else ["終了しました", "まだ確認のな", "まだ確認のな"])
    later(other_town, hours=12)
    assert other_town.titles("P29")[before:] == ["まだ確認のない店舗があります"]


def test_an_alert_can_be_recalled_after_its_end(town: TownInProcess) -> None:
    """R-078, R-096: the mistake came out the next day; everybody who read it hears so, once."""
    town.warn()
    later(town, hours=25)
    assert town.case().ending == "expiry"
    town.form("P01", "recall", reason="wrong_person")
    assert town.last("P09").title.startswith("【回収】")
    assert town.case().state == "ended"
    for form in ("recall", "correct"):
        with pytest.raises(NotAllowed):
            town.form("P02", form, reason="paid", wrong="features")
    with pytest.raises(NotAllowed):
        town.run(KeepWatching(town.account("P01"), town.case().id))


def test_only_the_store_and_the_secretariat_stop_an_alert(town: TownInProcess) -> None:
    """R-125: not a neighbour."""
    town.warn()
    with pytest.raises(NotAllowed):
        town.form("P09", "recall", reason="paid")
    with pytest.raises(NotAllowed):
        town.run(AllClear(town.account("P09"), town.case().id))


@pytest.mark.parametrize("taken_back", [False, True])
def test_without_messages_left_it_waits_and_is_told_once(town: TownInProcess, taken_back: bool) -> None:
    """R-078, R-113: the recall's reserve stays; what waits is sent later only if the approvers still stand by it."""
    town.chats["line"].allowed = Allowance(200, 120)
    town.hand_in()
    town.submit()
    town.wait(minutes=1)
    town.answer("P02")
    town.answer("P03")
    town.wait(minutes=11)
    assert town.case().state == "assessing"
    assert town.titles("P29").count("まだ配信できません") == 1
    if taken_back:
        town.run(WithdrawAssessment(town.account("P03"), town.case().id))
    town.chats["line"].allowed = Allowance(5000, 120)
    town.wait(minutes=16)
    assert town.case().state == ("assessing" if taken_back else "live")


def test_a_recall_leaves_nothing_to_answer(town: TownInProcess) -> None:
    """R-040: answers to an ended alert say that it is over."""
    case = town.warn()
    town.run(Acknowledge(town.account("P09"), case.id))
    town.run(Acknowledge(town.account("P09"), case.id))
    town.run(ReportSighting(town.account("P09"), case.id, "in_store"))
    assert town.deliveries()["P09"].answer == "sighting"
    town.press("P01", "解除する")
    for command in (Acknowledge(town.account("P09"), case.id), ReportSighting(town.account("P27"), case.id)):
        with pytest.raises(NotAllowed) as refusal:
            town.run(command)
        assert refusal.value.deny.clause == "R-040"
