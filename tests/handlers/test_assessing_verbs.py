"""From the finished report to the last approval: who is asked, what counts, and what falls."""

from __future__ import annotations

import pytest

from handlers.commands.chat import BeginForm, Continue, SubmitCase, SubmitForm, WithdrawAssessment, WithdrawCase
from handlers.errors import NotAllowed
from handlers.forms.checks import Asked, check_answers
from handlers.forms.definitions import ASSESS
from policy.rules import Rules
from storage.tables import MemberRole
from tests.handlers.street import REASONS, Street


def refused(street: Street, command: object) -> str:
    """The clause that says no."""
    with pytest.raises(NotAllowed) as refusal:
        street.run(command)  # type: ignore[arg-type]
    return refusal.value.deny.clause


def test_a_no_needs_only_a_word(street: Street) -> None:
    """R-112: saying no is never harder than saying yes, in a form or question by question."""
    with street.reading() as uow:
        network = uow.stores.the_network()
        asked = Asked.of(network, Rules(), street.now, has_photo=False)
    no = {"present_danger": "no", "present_danger_reason": "違う"}
    rest = {name: "yes" for name in REASONS if name != "present_danger"}
    assert check_answers(ASSESS, {**no, **rest}, asked)[1] == {}
    assert check_answers(ASSESS, {**rest, "present_danger": "no"}, asked)[1].keys() == {"present_danger_reason"}
    yes = dict.fromkeys(REASONS, "yes")
    assert check_answers(ASSESS, yes, asked)[1].keys() == {f"{name}_reason" for name in REASONS}


def test_a_no_in_the_chat_stops_the_alert_with_one_word_each(street: Street) -> None:
    """R-112: on LINE too."""
    street.hand_in()
    street.submit()
    street.press("P02", "判定する")
    for choice, words in (("いいえ", "違う"), ("はい", "-"), ("はい", "-"), ("はい", "-")):
        street.press("P02", choice)
        street.say("P02", words)
    assert street.case().state == "refused"


def test_what_was_given_back_unchanged_is_asked_and_reminded_anew(street: Street) -> None:
    """R-111: the same alert has the same hash; old answers fall all the same, and the new round has its own clock."""
    street.hand_in()
    street.submit()
    first = street.case().binding
    street.answer("P02")
    street.wait(minutes=6)
    street.form("P03", "return", reason="上着の色を映像で確かめてください", binding=first or "")
    street.submit()
    assert street.case().binding == first
    street.answer("P03")
    assert street.case().state == "assessing"
    before = len(street.titles("P02"))
    street.wait(minutes=6)
    assert "【再度のお願い】判定してください" in street.titles("P02")[before:]


def test_who_lost_the_role_is_not_reminded(street: Street) -> None:
    """R-064: the alert's text goes to nobody who may not assess any more."""
    street.hand_in()
    street.submit()
    with street.database.unit_of_work() as uow:
        member = street.first_account(uow, "P03").member
        for role in [r for r in member.roles if r.store_id == street.case().store_id]:
            uow.session.delete(role)
        uow.commit()
    street.wait(minutes=6)
    assert street.titles("P03").count("【再度のお願い】判定してください") == 0
    assert street.titles("P02").count("【再度のお願い】判定してください") == 1


def test_rules_that_change_meanwhile_send_the_alert_back(street: Street) -> None:
    """R-111, R-126: approved under other rules is not approved; the reporter hears it and can hand it in again."""
    street.hand_in()
    street.submit()
    street.answer("P02")
    street.set_rules(life_hours=6)
    street.answer("P03")
    assert street.case().state == "returned"
    assert not street.deliveries()
    assert street.last("P01").title == "差し戻されました"
    street.run(SubmitCase(street.account("P01"), street.case().id))
    street.answer("P02")
    street.answer("P03")
    assert street.case().state == "live"
    assert street.case().life_hours == 6


def test_a_habit_brings_the_secretariat_in(street: Street) -> None:
    """R-081: after three alerts in fourteen days the fourth needs the secretariat's yes as well."""
    for _ in range(3):
        street.warn()
    street.hand_in()
    street.submit()
    assert street.last("P29").title == "判定のお願い"
    street.answer("P02")
    street.answer("P03")
    assert street.case().state == "assessing"
    assert any("事務局の承認も必要です" in line for line in street.last("P01").lines)
    street.answer("P29")
    street.deliver()
    assert street.case().state == "live"
    assert {row.state for row in street.deliveries().values()} == {"sent"}


def test_a_habit_that_begins_meanwhile_asks_the_secretariat_late(street: Street) -> None:
    """R-081: two cases of one store at once; the later one meets the limit when it is about to go out."""
    for _ in range(2):
        street.warn()
    street.hand_in()
    street.submit()
    waiting = street.case()
    other = street.hand_in("P02")
    street.submit("P02")
    for code in ("P03", "P04"):
        answers = dict.fromkeys(REASONS, "yes") | {f"{n}_reason": r for n, r in REASONS.items()}
        answers["binding"] = street.newest("P02").binding or ""
        street.run(SubmitForm(street.account(code), "assess", other.id, answers))
    assert street.newest("P02").state == "live"
    assert waiting.id == street.case().id
    street.answer("P02")
    street.answer("P03")
    assert street.case().state == "assessing"
    assert street.last("P29").title == "判定のお願い"


def test_a_store_without_enough_approvers_hears_it_at_once(street: Street) -> None:
    """R-113: better now than after an hour of waiting; the secretariat does not fill in for the store."""
    street.leave("P03")
    street.leave("P04")
    street.hand_in(vulnerable="unknown")
    assert refused(street, SubmitCase(street.account("P01"), street.case().id)) == "R-113"


def test_everybody_is_asked_once(street: Street) -> None:
    """R-113: somebody of the store who is in the secretariat too gets one request."""
    with street.database.unit_of_work() as uow:
        uow.add(MemberRole(member_id=street.first_account(uow, "P02").member_id, role="secretariat", store_id=None))
        uow.commit()
    street.hand_in(vulnerable="unknown")
    street.submit()
    street.deliver()
    assert street.titles("P02").count("判定のお願い") == 1


def test_old_buttons_do_not_open_questions(street: Street) -> None:
    """R-111: what is over is not asked for again, nor kept."""
    case = street.hand_in()
    street.submit()
    assert refused(street, Continue(street.account("P01"), case.id)) == "R-111"
    assert refused(street, BeginForm(street.account("P01"), case.id, "report")) == "R-111"
    assert refused(street, SubmitCase(street.account("P01"), case.id)) == "R-111"
    assert refused(street, BeginForm(street.account("P02"), case.id, "assess", "0" * 64)) == "R-112"
    street.answer("P02")
    street.answer("P03")
    assert refused(street, WithdrawAssessment(street.account("P02"), case.id)) == "R-111"
    assert refused(street, WithdrawCase(street.account("P01"), case.id)) == "R-111"


def test_only_ones_own_yes_can_be_taken_back(street: Street) -> None:
    """R-113: whoever gave none has none to take back."""
    case = street.hand_in()
    street.submit()
    assert refused(street, WithdrawAssessment(street.account("P03"), case.id)) == "R-113"


def test_an_open_assessment_ends_with_the_round(street: Street) -> None:
    """R-112: nobody types reasons for an alert that is out already."""
    street.hand_in()
    street.submit()
    street.press("P02", "判定する")
    street.answer("P03")
    street.answer("P02")
    with street.reading() as uow:
        assert uow.conversations.get(street.account("P02")) is None


def test_a_stranger_is_told_who_may_assess(street: Street) -> None:
    """R-113: a neighbour's manager can't, and hears that before being sent to a picture."""
    case = street.hand_in()
    street.submit()
    binding = street.case().binding or ""
    assert refused(street, BeginForm(street.account("P09"), case.id, "assess", binding)) == "R-113"


def test_a_draft_that_runs_out_while_it_is_assessed_tells_the_approvers(street: Street) -> None:
    """R-065: 24 hours after it began it is over, wherever it stands."""
    street.set_rules(original_hours=1, lapse_minutes=120)
    street.hand_in()
    street.submit()
    street.wait(minutes=61)
    assert street.case().state == "lapsed"
    assert street.last("P02").title == "判定は終了しました"


def test_nobody_near_means_nobody_is_asked(street: Street) -> None:
    """R-124: without a neighbour there is nothing to approve."""
    with street.database.unit_of_work() as uow:
        for store in uow.stores.in_network(uow.stores.the_network().id):
            if store.code != "H01":
                store.suspended_at = street.now
        uow.commit()
    case = street.hand_in()
    assert refused(street, SubmitCase(street.account("P01"), case.id)) == "R-124"
