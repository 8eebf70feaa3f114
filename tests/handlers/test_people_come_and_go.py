"""Reporters, approvers and contacts who leave, block the bot or answer twice in the middle of a case."""

from __future__ import annotations

import pytest

from handlers import wording
from handlers.commands.chat import KeepWatching, LoseTouch, RecordView, SendPhoto, SubmitCase, SubmitForm
from handlers.commands.picture import ConfirmMask, KeepPhoto, PickSuspect, RefuseMask, RefusePhoto, ShowPeople
from handlers.errors import NotAllowed, UnknownButton
from handlers.picture.attempt import turn_of
from handlers.report.open import may_open
from policy.facts import Role
from storage.tables import MemberRole
from tests.handlers.street import REPORT, Street, japanese
from tests.handlers.test_reporting_verbs import photographed

ALERT = "警戒のお願い"


def approvers_decide(street: Street, no: str = "") -> None:
    """P02 says yes, P03 says yes or no."""
    street.answer("P02")
    street.answer("P03", no=no)
    street.deliver()


@pytest.mark.parametrize(("no", "state"), [("", "live"), ("subsidiarity", "refused")])
def test_a_reporter_who_left_holds_nothing_up(street: Street, no: str, state: str) -> None:
    """R-063, R-112: the approvers decide about the alert, and nobody writes to who is gone."""
    street.hand_in()
    street.submit()
    street.deliver()
    case_id, before = street.case().id, len(street.titles("P01"))
    street.leave("P01")
    approvers_decide(street, no)
    with street.reading() as uow:
        assert uow.cases.get(case_id).state == state
    assert len(street.titles("P01")) == before


def test_silence_after_the_reporter_left_lapses_all_the_same(street: Street) -> None:
    """R-115: no answer in time, and nobody to tell."""
    street.hand_in()
    street.submit()
    street.leave("P01")
    street.wait(minutes=61)
    assert street.case().state == "lapsed"


def test_a_photo_that_fails_after_the_reporter_left_is_dropped(street: Street) -> None:
    """R-065: nothing of it stays, and nobody is written to."""
    street.run(SendPhoto(street.account("P01"), "photo-1"))
    street.leave("P01")
    street.run(RefusePhoto(street.case().id, turn_of(street.case()), "だめでした"))
    assert street.case().state == "draft"
    assert street.case().photo_reference is None


def test_nobody_is_told_of_a_mask_that_is_not_wanted_any_more(street: Street) -> None:
    """R-003: the reporter left and the network gave up pictures while one was being masked."""
    street.run(SendPhoto(street.account("P01"), "photo-1"))
    street.work()
    street.run(PickSuspect(street.account("P01"), street.case().id, 40, 40))
    street.leave("P01")
    street.set_rules(text_only=True)
    street.work()
    assert street.case().state == "draft"
    assert not street.kept("original", "upright")


def test_a_mask_that_could_not_be_made_is_said_on_the_page(street: Street) -> None:
    """R-119: nothing half masked stays; the same picture can be tried again."""
    case_id = photographed(street)
    street.run(PickSuspect(street.account("P01"), case_id, 60, 60))
    street.run(RefuseMask(case_id, turn_of(street.case()), "その場所に人が見つかりませんでした。"))
    case = street.case()
    assert case.state == "mask_review"
    assert (case.evidence or {})["problem"] == "その場所に人が見つかりませんでした。"
    assert not street.kept("masked", "picture")
    with pytest.raises(NotAllowed):
        street.run(ConfirmMask(street.account("P01"), case_id, "0" * 64))


def test_who_answers_twice_counts_once_and_with_the_last_answer(street: Street) -> None:
    """R-113: a double tap is one yes."""
    street.hand_in()
    street.submit()
    street.answer("P02")
    street.answer("P02")
    assert street.case().state == "assessing"
    with street.reading() as uow:
        rows = uow.cases.assessments(street.case().id)
        assert [row.withdrawn_at is None for row in rows] == [False, True]


def test_who_did_not_look_at_the_picture_does_not_answer(street: Street) -> None:
    """R-117: the three tests are about what will be seen."""
    photographed(street)
    street.submit()
    with pytest.raises(NotAllowed) as refusal:
        street.answer("P02")
    assert refusal.value.deny.clause == "R-117"


def test_a_deputy_who_can_not_be_reached_is_passed_over(street: Street) -> None:
    """R-113: stand-ins are asked where they read; without an account there is nowhere."""
    with street.reading() as uow:
        deputy = street.first_account(uow, "P04").member
        accounts = [account.id for account in deputy.accounts]
    for account_id in accounts:
        street.run(LoseTouch(account_id, blocked=True))
    street.hand_in()
    street.submit()
    street.wait(minutes=11)
    assert "判定のお願い" not in street.titles("P04")
    with street.reading() as uow:
        assert uow.cases.request(street.case().id, deputy.id) is None


def test_an_alert_that_would_reach_nobody_comes_back(street: Street) -> None:
    """R-124: all contacts left between the question and the last yes; the reporter hears why."""
    street.hand_in()
    street.submit()
    with street.reading() as uow:
        network = uow.stores.the_network().id
        contacts = {m.code for m in uow.people.in_network(network, [Role.CONTACT, Role.SECOND_CONTACT])}
    for code in contacts - {"P01", "P02", "P03", "P04"}:
        street.leave(code)
    approvers_decide(street)
    assert street.case().state == "returned"
    assert any("知らせる店舗がありません" in line for line in street.last("P01").lines)


def test_a_store_suspended_after_the_question_hears_nothing(street: Street) -> None:
    """R-005: it stays in the frozen audience, and the sender sees that it had nobody to write to."""
    street.hand_in()
    street.submit()
    with street.database.unit_of_work() as uow:
        store = uow.stores.get(street.case().audience[0])
        store.suspended_at = street.now
        uow.commit()
    approvers_decide(street)
    assert street.case().state == "live"
    assert store.id not in {row.store_id for row in street.deliveries().values()}


def test_one_person_for_two_stores_gets_one_card(street: Street) -> None:
    """R-117: the same phone does not ring twice."""
    street.hand_in()
    with street.database.unit_of_work() as uow:
        member = street.first_account(uow, "P09").member
        others = [s for s in street.case().audience if s not in {role.store_id for role in member.roles}]
        uow.add(MemberRole(member_id=member.id, role="contact", store_id=others[0]))
        uow.commit()
    street.submit()
    approvers_decide(street)
    assert street.titles("P09").count(ALERT) == 1


def test_an_unfinished_report_can_not_be_submitted(street: Street) -> None:
    """R-115, R-119: an old button says what is missing."""
    account = street.account("P01")
    street.run(SendPhoto(account, "photo-1"))
    case_id = street.case().id
    with pytest.raises(NotAllowed) as refusal:
        street.run(SubmitCase(account, case_id))
    assert refusal.value.deny.clause == "R-115"
    street.form("P01", "report", **{**REPORT, "form": "picture"})
    with pytest.raises(NotAllowed) as refusal:
        street.run(SubmitCase(account, case_id))
    assert refusal.value.deny.clause == "R-119"


def test_a_picture_confirmed_before_any_question_was_answered_waits_for_them(street: Street) -> None:
    """R-115: nothing is previewed that nobody described."""
    account = street.account("P01")
    street.run(SendPhoto(account, "photo-1"))
    street.say("P01", "やめる")
    street.work()
    street.run(PickSuspect(account, street.case().id, 40, 40))
    street.work()
    street.run(ConfirmMask(account, street.case().id, street.case().masked_sha256 or ""))
    assert "この内容でよろしいですか？" not in street.titles("P01")
    street.say("P01", "状況")
    assert "何を、どれくらい" in street.last("P01").title


def test_two_people_add_the_same_far_store(street: Street) -> None:
    """R-030: it stands there once; the second reason does no harm."""
    street.hand_in()
    street.press("P01", "遠くの自社店舗を加える")
    chosen = street.last("P01").choices[0].label
    street.press("P01", chosen)
    with street.reading() as uow:
        store = next(s.id for s in uow.stores.in_network(uow.stores.the_network().id) if wording.full_name(s) == chosen)
    case_id = street.case().id
    answers = {"store": store, "reason": "同じ手口が昨日から続いているため"}
    street.run(SubmitForm(street.account("P02"), "far_store", case_id, answers))
    street.say("P01", "こちらの店舗でも先週から被害が続いているため")
    with street.reading() as uow:
        assert uow.cases.far_stores(case_id) == [store]


def test_the_question_before_the_end_can_be_answered_with_no(street: Street) -> None:
    """R-043: the alert runs to its end and no longer."""
    street.warn()
    street.wait(hours=23, minutes=5)
    street.press("P01", "いいえ、終了まで続ける")
    assert street.last("P01").title == "終了まで続けます"
    street.run(KeepWatching(street.account("P02"), street.case().id))
    street.wait(hours=1)
    assert street.case().ending == "expiry"


def test_the_sender_sees_who_opened_the_picture(street: Street) -> None:
    """R-078, R-095: per store, with the time."""
    photographed(street)
    street.submit()
    for code in ("P02", "P03"):
        street.look(code)
    approvers_decide(street)
    street.run(RecordView(street.account("P09"), street.case().id, "alert"))
    street.say("P01", "状況")
    assert any(value.startswith("画像を開いた") for _, value in street.last("P01").facts)


def test_slack_opens_a_new_report_only_where_no_question_comes_first(street: Street) -> None:
    """R-125: not for people of several stores, of none, or with a report in hand."""
    with street.reading() as uow:
        told = {code: may_open(street.first_account(uow, code), uow, street.now) for code in ("P01", "P03", "P29")}
    assert told == {"P01": True, "P03": False, "P29": False}
    street.hand_in()
    with street.reading() as uow:
        assert not may_open(street.first_account(uow, "P01"), uow, street.now)


def test_what_went_wrong_is_said_in_the_readers_language(street: Street) -> None:
    """An error of theirs says what to do next; one of ours has a number for the secretariat."""
    street.hand_in()
    with pytest.raises(NotAllowed) as refusal:
        street.form("P01", "audience", reach="5000", leave_out="none")
    assert wording.problem(japanese, refusal.value).lines == ("ボタンから選んでください。",)
    assert "もう使えません" in wording.problem(japanese, UnknownButton()).lines[0]
    assert "0a1b" in wording.unexpected(japanese, "0a1b").lines[0]


def test_people_found_after_the_network_gave_up_pictures_are_not_kept(street: Street) -> None:
    """R-003: the search was under way when the switch was made."""
    street.run(SendPhoto(street.account("P01"), "photo-1"))
    case = street.case()
    street.run(KeepPhoto(case.id, turn_of(case), b"photo"))
    street.set_rules(text_only=True)
    street.run(ShowPeople(case.id, turn_of(case), b"upright", {"people": []}))
    assert street.case().state == "draft"
    for name in ("received", "upright"):
        assert not street.kept("original", name)
    assert street.last("P01").title == "この写真は使えませんでした"


def test_a_warning_without_a_person_needs_no_reason_for_more(street: Street) -> None:
    """R-116: the mildest form has nothing to justify, and says nothing of anybody's looks."""
    street.hand_in(form="warning")
    street.submit()
    asked = dict(street.last("P02").facts)
    assert "軽い方法では足りない理由" not in asked
    assert "特徴" not in asked
    approvers_decide(street)
    assert "特徴" not in dict(next(card for card in street.cards("P09") if card.title == ALERT).facts)
