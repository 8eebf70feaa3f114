"""The moment of sending and what follows: asked again before each card, nobody left out, nobody twice."""

from __future__ import annotations

import pytest

from bot.chat import Allowance, Outgoing, SendFailed
from handlers.commands.chat import (
    Acknowledge,
    ConfirmStop,
    KeepWatching,
    LoseTouch,
    ReportSighting,
    SubmitForm,
    WithdrawAssessment,
)
from handlers.errors import NotAllowed
from tests.handlers.street import Street


def approved(street: Street) -> None:
    """Live, with every card still waiting."""
    street.hand_in()
    street.submit()
    street.deliver()
    street.answer("P02")
    street.answer("P03")
    assert street.case().state == "live"


@pytest.mark.parametrize("change", ["text_only", "rules", "approver leaves", "store suspended", "expired"])
def test_what_changed_since_the_approval_keeps_the_cards_back(street: Street, change: str) -> None:
    """R-003, R-111, R-113: before each single card everything is asked once more."""
    approved(street)
    match change:
        case "text_only":
            street.set_rules(text_only=True)
        case "rules":
            street.set_rules(radius_km=1)
        case "approver leaves":
            street.leave("P03")
        case "store suspended":
            with street.database.unit_of_work() as uow:
                uow.cases.get(street.case().id).store.suspended_at = street.now
                uow.commit()
        case _:
            street.now = street.case().expires_at
    street.deliver()
    assert {row.state for row in street.deliveries().values()} == {"withheld"}
    assert "警戒のお願い" not in street.titles("P09")


def test_without_change_the_cards_leave(street: Street) -> None:
    """The same, but nothing happened."""
    approved(street)
    street.deliver()
    assert {row.state for row in street.deliveries().values()} == {"sent"}


def test_a_neighbour_who_leaves_gets_nothing_and_their_colleague_does(street: Street) -> None:
    """R-005: a leaver's card is withheld; the store is called through its second contact."""
    approved(street)
    street.leave("P09")
    assert street.deliveries()["P09"].state == "withheld"
    street.deliver()
    assert "警戒のお願い" not in street.titles("P09")
    assert "警戒のお願い" in street.titles("P10")


def test_a_neighbour_who_is_no_contact_any_more_gets_nothing(street: Street) -> None:
    """R-064: the store named somebody else meanwhile; its second contact is called at once."""
    approved(street)
    with street.database.unit_of_work() as uow:
        for role in list(street.first_account(uow, "P09").member.roles):
            uow.session.delete(role)
        uow.commit()
    street.deliver()
    assert "警戒のお願い" not in street.titles("P09")
    assert "警戒のお願い" in street.titles("P10")


def test_who_blocked_line_before_the_alert_is_left_out_for_the_second_contact(street: Street) -> None:
    """D13: a store whose contact can't be reached is warned through the next one, without ten minutes' wait."""
    street.run(LoseTouch(street.account("P09"), blocked=True))
    street.warn()
    assert "警戒のお願い" in street.titles("P10")
    assert "P09" not in street.deliveries()


def test_a_refused_card_goes_to_the_other_account_first(street: Street) -> None:
    """D13: the person has Slack too; only without another account the second contact is called."""
    with street.database.unit_of_work() as uow:
        member = uow.people.by_code(uow.stores.the_network().id, "P15")
        assert member is not None
        code = uow.people.new_enrolment(member.id, street.now)
        assert uow.people.enrol(code, "line", "Ufffffffffffffffffffffffffffffff1", street.now)
        uow.commit()
    street.post["line"].failing["Ufffffffffffffffffffffffffffffff1"] = SendFailed("blocked", again=False)
    street.warn()
    assert "警戒のお願い" in street.titles("P15")
    assert "警戒のお願い" not in street.titles("P16")


def test_an_unreachable_contact_calls_the_second(street: Street) -> None:
    """D13: given up on the first."""
    with street.reading() as uow:
        there = street.first_account(uow, "P09").external_id
    street.post["line"].failing[there] = SendFailed("refused", again=False)
    street.warn()
    assert street.deliveries()["P09"].state == "failed"
    assert street.deliveries()["P10"].state == "sent"
    street.wait(minutes=11)
    assert street.titles("P10").count("警戒のお願い") == 1


def test_a_recall_while_a_card_is_leaving_follows_it(street: Street) -> None:
    """R-078: the card was on the wire when the alert was recalled; the recall comes right behind."""
    approved(street)
    done = []

    def recall(message: Outgoing) -> None:
        if message.card.title == "警戒のお願い" and not done:
            done.append(message.to)
            answers = {"reason": "wrong_person"}
            street.edge.run(SubmitForm(street.account("P01"), "recall", street.case().id, answers))

    street.post["line"].before_send = recall
    street.deliver()
    told = [cards for post in street.post.values() for to, cards in post.sent.items() if to in done]
    assert [card.title for cards in told for card in cards if card.title != "判定のお願い"][-2:] == [
        "警戒のお願い",
        "【回収】先ほどの警戒情報は取り消します",
    ]


def test_a_correction_follows_the_cards_that_are_still_waiting(street: Street) -> None:
    """R-049, R-078: who gets the alert after the correction hears the correction too, in this order."""
    approved(street)
    street.form("P02", "correct", text="上着は紺ではなく黒です")
    street.deliver()
    assert street.titles("P09")[-2:] == ["警戒のお願い", "【訂正】警戒情報の内容が変わりました"]
    street.wait(minutes=11)
    card = next(card for card in street.cards("P10") if card.title == "警戒のお願い")
    assert ("訂正", "上着は紺ではなく黒です") in card.facts


def test_confirming_a_correction_does_not_end_the_alert(street: Street) -> None:
    """R-078: when all have confirmed, those in charge see the tally of a live alert."""
    street.warn()
    street.form("P02", "correct", text="上着は紺ではなく黒です")
    street.deliver()
    for code in street.deliveries():
        street.run(ConfirmStop(street.account(code), street.case().id))
    assert street.case().state == "live"
    assert street.last("P29").title.startswith("いまの状況")
    street.form("P02", "correct", text="上着は灰色です")
    street.wait(minutes=11)
    assert not any(title.startswith("終了しました") for title in street.titles("P29"))
    assert street.kept("text", "correction")


def test_a_recall_reaches_who_blocked_or_left(street: Street) -> None:
    """R-078: the other account, or else the store's people; and they can confirm for the store."""
    street.warn()
    street.run(LoseTouch(street.account("P09"), blocked=True))
    street.leave("P11")
    street.form("P01", "recall", reason="wrong_person")
    assert street.last("P10").title.startswith("【回収】")
    assert street.last("P12").title.startswith("【回収】")
    street.run(ConfirmStop(street.account("P10"), street.case().id))
    assert street.deliveries()["P09"].stop_confirmed_at is not None
    with pytest.raises(NotAllowed):
        street.run(ConfirmStop(street.account("P27"), street.case().id))


def test_silence_about_a_recall_is_asked_about_for_an_hour(street: Street) -> None:
    """R-078: again and again, but not for ever: then the secretariat has the list."""
    street.warn()
    street.form("P01", "recall", reason="paid")
    street.wait(hours=3)
    assert street.titles("P09").count("【再度のお願い】回収・訂正を確認してください") == 6
    assert any(title.startswith("終了しました") for title in street.titles("P29"))


def test_an_alert_can_be_recalled_after_its_end(street: Street) -> None:
    """R-078, R-096: the mistake came out the next day; everybody who read it hears so, once."""
    street.warn()
    street.wait(hours=25)
    assert street.case().ending == "expiry"
    street.form("P02", "correct", text="上着は紺ではなく黒です")
    assert street.last("P09").title.startswith("【訂正】")
    street.form("P01", "recall", reason="wrong_person")
    assert street.last("P09").title.startswith("【回収】")
    assert street.case().state == "ended"
    for form in ("recall", "correct"):
        with pytest.raises(NotAllowed):
            street.form("P02", form, reason="paid", text="上着は紺ではなく黒です")
    with pytest.raises(NotAllowed):
        street.run(KeepWatching(street.account("P01"), street.case().id))


def test_only_the_store_and_the_secretariat_stop_an_alert(street: Street) -> None:
    """R-049, R-125: not a neighbour; and a correction is not everybody's."""
    street.warn()
    for code, form in (("P09", "recall"), ("P09", "correct"), ("P01", "correct")):
        with pytest.raises(NotAllowed):
            street.form(code, form, reason="paid", text="上着は紺ではなく黒です")


@pytest.mark.parametrize("taken_back", [False, True])
def test_without_messages_left_it_waits_and_is_told_once(street: Street, taken_back: bool) -> None:
    """R-078, R-113: the recall's reserve stays; what waits is sent later only if the approvers still stand by it."""
    street.post["line"].allowed = Allowance(200, 120)
    street.hand_in()
    street.submit()
    street.wait(minutes=1)
    street.answer("P02")
    street.answer("P03")
    street.wait(minutes=11)
    assert street.case().state == "assessing"
    assert street.titles("P29").count("まだ配信できません") == 1
    if taken_back:
        street.run(WithdrawAssessment(street.account("P03"), street.case().id))
    street.post["line"].allowed = Allowance(5000, 120)
    street.wait(minutes=16)
    assert street.case().state == ("assessing" if taken_back else "live")


def test_a_recall_leaves_nothing_to_answer(street: Street) -> None:
    """R-040: answers to an ended alert say that it is over."""
    case = street.warn()
    street.run(Acknowledge(street.account("P09"), case.id))
    street.run(Acknowledge(street.account("P09"), case.id))
    street.run(ReportSighting(street.account("P09"), case.id, "in_store"))
    assert street.deliveries()["P09"].answer == "sighting"
    street.press("P01", "解除する")
    for command in (Acknowledge(street.account("P09"), case.id), ReportSighting(street.account("P27"), case.id)):
        with pytest.raises(NotAllowed) as refusal:
            street.run(command)
        assert refusal.value.deny.clause == "R-040"
