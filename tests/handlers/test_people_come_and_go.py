"""Reporters, approvers and contacts who leave, block the bot or answer twice in the middle of a case."""

from __future__ import annotations

import pytest

from handlers import wording
from handlers.commands.chat import KeepWatching, LoseTouch, SendPhoto, SubmitCase, SubmitForm
from handlers.commands.pages import RecordView
from handlers.commands.picture import ConfirmMask, KeepPhoto, PickSuspect, RefuseMask, RefusePhoto, ShowPeople
from handlers.errors import ChooseStore, NotAllowed, StillOpen, UnknownButton
from handlers.recipient import read_in
from handlers.report.open import require_open
from policy.access import Purpose
from policy.facts import Role
from storage.tables import FoundPeople, MemberRole
from tests.world.answers import REPORT, judged
from tests.world.in_process import TownInProcess
from tests.world.ports import japanese

ALERT = "警戒のお願い"


def approvers_decide(town: TownInProcess, no: str = "") -> None:
    """P02 says yes, P03 says yes or no."""
    town.answer("P02")
    town.answer("P03", no=no)
    town.deliver()


@pytest.mark.parametrize(("no", "state"), [("", "live"), ("subsidiarity", "refused")])
def test_a_reporter_who_left_holds_nothing_up(town: TownInProcess, no: str, state: str) -> None:
    """R-063, R-112: the approvers decide about the alert, and nobody writes to who is gone."""
    town.hand_in()
    town.submit()
    town.deliver()
    case_id, before = town.case().id, len(town.titles("P01"))
    town.leave("P01")
    approvers_decide(town, no)
    with town.reading() as uow:
        assert uow.cases.get(case_id).state == state
    assert len(town.titles("P01")) == before


def test_silence_after_the_reporter_left_lapses_all_the_same(town: TownInProcess) -> None:
    """R-115: no answer in time, and nobody to tell."""
    town.hand_in()
    town.submit()
    town.leave("P01")
    town.wait(minutes=61)
    assert town.case().state == "lapsed"


def test_a_photo_that_fails_after_the_reporter_left_is_dropped(town: TownInProcess) -> None:
    """R-065: nothing of it stays, and nobody is written to."""
    town.run(SendPhoto(town.account("P01"), "photo-1"))
    town.leave("P01")
    town.run(RefusePhoto(town.case().id, town.turn(), "だめでした"))
    assert town.case().state == "draft"
    assert town.case().photo_reference is None


def test_nobody_is_told_of_a_mask_that_is_not_wanted_any_more(town: TownInProcess) -> None:
    """R-003: the reporter left and the network gave up pictures while one was being masked."""
    town.run(SendPhoto(town.account("P01"), "photo-1"))
    town.work()
    town.run(PickSuspect(town.account("P01"), town.case().id, 40, 40))
    town.leave("P01")
    town.set_rules(text_only=True)
    town.work()
    assert town.case().state == "draft"
    assert not town.kept("original", "upright")


def test_a_mask_that_could_not_be_made_is_said_on_the_page(town: TownInProcess) -> None:
    """R-119: nothing half masked stays; the same picture can be tried again."""
    case_id = town.photographed()
    town.run(PickSuspect(town.account("P01"), case_id, 60, 60))
    town.run(RefuseMask(case_id, town.turn(), "その場所に人が見つかりませんでした。"))
    case = town.case()
    assert case.state == "mask_review"
    assert case.picture.problem == "その場所に人が見つかりませんでした。"
    assert not town.kept("masked", "picture")
    with pytest.raises(NotAllowed):
        town.run(ConfirmMask(town.account("P01"), case_id, "0" * 64))


def test_who_answers_twice_counts_once_and_with_the_last_answer(town: TownInProcess) -> None:
    """R-113: a double tap is one yes."""
    town.hand_in()
    town.submit()
    town.answer("P02")
    town.answer("P02")
    assert town.case().state == "assessing"
    with town.reading() as uow:
        rows = uow.cases.assessments(town.case().id)
        assert [row.withdrawn_at is None for row in rows] == [False, True]


def test_who_did_not_look_at_the_picture_does_not_answer(town: TownInProcess) -> None:
    """R-095, R-117: the three tests are about what will be seen."""
    town.photographed()
    town.submit()
    with pytest.raises(NotAllowed) as refusal:
        town.form("P02", "assess", **judged(""), binding=town.case().binding or "")
    assert refusal.value.deny.clause == "R-117"


def test_a_deputy_who_can_not_be_reached_is_passed_over(town: TownInProcess) -> None:
    """R-113: stand-ins are asked where they read; without an account there is nowhere."""
    with town.reading() as uow:
        deputy = town.first_account(uow, "P04").member
        accounts = [account.id for account in deputy.accounts]
    for account_id in accounts:
        town.run(LoseTouch(account_id, blocked=True))
    town.hand_in()
    town.submit()
    town.wait(minutes=11)
    assert "承認のお願い" not in town.titles("P04")
    with town.reading() as uow:
        assert uow.cases.request(town.case().id, deputy.id) is None


def test_an_alert_that_would_reach_nobody_comes_back(town: TownInProcess) -> None:
    """R-124: all contacts left between the question and the last yes; the reporter hears why."""
    town.hand_in()
    town.submit()
    with town.reading() as uow:
        network = uow.stores.the_network().id
        contacts = {m.code for m in uow.people.in_network(network, [Role.CONTACT, Role.SECOND_CONTACT])}
    for code in contacts - {"P01", "P02", "P03", "P04"}:
        town.leave(code)
    approvers_decide(town)
    assert town.case().state == "returned"
    assert town.last("P01").title == "差し戻されました"


def test_a_store_suspended_after_the_question_hears_nothing(town: TownInProcess) -> None:
    """R-005: it stays in the frozen audience, and the sender sees that it had nobody to write to."""
    town.hand_in()
    town.submit()
    with town.database.unit_of_work() as uow:
        store = uow.stores.get(town.case().audience[0])
        store.suspended_at = town.now
        uow.commit()
    approvers_decide(town)
    assert town.case().state == "live"
    assert store.id not in {row.store_id for row in town.deliveries().values()}


def test_one_person_for_two_stores_gets_one_card(town: TownInProcess) -> None:
    """R-117: the same phone does not ring twice."""
    town.hand_in()
    with town.database.unit_of_work() as uow:
        member = town.first_account(uow, "P09").member
        others = [s for s in town.case().audience if s not in {role.store_id for role in member.roles}]
        uow.add(MemberRole(member_id=member.id, role="contact", store_id=others[0]))
        uow.commit()
    town.submit()
    approvers_decide(town)
    assert town.titles("P09").count(ALERT) == 1


def test_an_unfinished_report_can_not_be_submitted(town: TownInProcess) -> None:
    """R-115, R-119: an old button says what is missing."""
    account = town.account("P01")
    town.run(SendPhoto(account, "photo-1"))
    case_id = town.case().id
    with pytest.raises(NotAllowed) as refusal:
        town.run(SubmitCase(account, case_id))
    assert refusal.value.deny.clause == "R-115"
    town.form("P01", "report", **{**REPORT, "form": "picture"})
    with pytest.raises(NotAllowed) as refusal:
        town.run(SubmitCase(account, case_id))
    assert refusal.value.deny.clause == "R-119"


def test_a_picture_confirmed_before_any_question_was_answered_waits_for_them(town: TownInProcess) -> None:
    """R-115: nothing is previewed that nobody described."""
    account = town.account("P01")
    town.run(SendPhoto(account, "photo-1"))
    town.say("P01", "やめる")
    town.work()
    town.run(PickSuspect(account, town.case().id, 40, 40))
    town.work()
    town.run(ConfirmMask(account, town.case().id, town.case().masked_sha256 or ""))
    assert "この内容でよろしいですか？" not in town.titles("P01")
    town.say("P01", "状況")
    assert "何を、どれくらい" in town.last("P01").title


def test_two_people_add_the_same_far_store(town: TownInProcess) -> None:
    """R-030: it stands there once; the second reason does no harm."""
    town.hand_in()
    town.press("P01", "遠くの自社店舗を加える")
    chosen = town.last("P01").choices[0].label
    town.press("P01", chosen)
    with town.reading() as uow:
        store = next(s.id for s in uow.stores.in_network(uow.stores.the_network().id) if s.full_name == chosen)
    case_id = town.case().id
    answers = {"store": store, "reason": "同じ手口が昨日から続いているため"}
    town.run(SubmitForm(town.account("P02"), "far_store", case_id, answers))
    town.say("P01", "こちらの店舗でも先週から被害が続いているため")
    with town.reading() as uow:
        assert [far.store_id for far in uow.cases.far_stores(case_id)] == [store]


def test_the_question_before_the_end_can_be_answered_with_no(town: TownInProcess) -> None:
    """R-043: the alert runs to its end and no longer."""
    town.warn()
    town.wait(hours=23, minutes=5)
    town.press("P01", "いいえ、終了まで続ける")
    assert town.last("P01").title == "終了まで続けます"
    town.run(KeepWatching(town.account("P02"), town.case().id))
    town.wait(hours=1)
    assert town.case().ending == "expiry"


def test_the_sender_sees_who_opened_the_picture(town: TownInProcess) -> None:
    """R-078, R-095: per store, with the time."""
    town.photographed()
    town.submit()
    for code in ("P02", "P03"):
        town.look(code)
    approvers_decide(town)
    town.run(RecordView(town.account("P09"), town.case().id, Purpose.ALERT, picture=True))
    town.say("P01", "状況")
    assert any(value.startswith("内容を見た") for _, value in town.last("P01").facts)


def test_slack_opens_a_new_report_only_where_no_question_comes_first(town: TownInProcess) -> None:
    """R-125: not for people of several stores, of none, or with a report in hand."""
    with town.reading() as uow:
        assert require_open(town.first_account(uow, "P01"), "", town.app.context(uow)).code == "H01"
        for code, refused in (("P03", ChooseStore), ("P29", NotAllowed)):
            with pytest.raises(refused):
                require_open(town.first_account(uow, code), "", town.app.context(uow))
    town.hand_in()
    with town.reading() as uow, pytest.raises(StillOpen):
        require_open(town.first_account(uow, "P01"), "", town.app.context(uow))


def test_what_went_wrong_is_said_in_the_readers_language(town: TownInProcess) -> None:
    """An error of theirs says what to do next; one of ours has a number for the secretariat."""
    town.hand_in()
    with pytest.raises(NotAllowed) as refusal:
        town.form("P01", "recall", reason="paid")
    assert read_in(japanese, refusal.value.told) == "この警戒情報はもう終了しています。"
    assert "もう使えません" in read_in(japanese, UnknownButton().told)
    assert "0a1b" in read_in(japanese, wording.general.unexpected("0a1b").lines[0])


def test_people_found_after_the_network_gave_up_pictures_are_not_kept(town: TownInProcess) -> None:
    """R-003: the search was under way when the switch was made."""
    town.run(SendPhoto(town.account("P01"), "photo-1"))
    case = town.case()
    town.run(KeepPhoto(case.id, town.turn(), b"photo"))
    town.set_rules(text_only=True)
    town.run(ShowPeople(case.id, town.turn(), b"upright", FoundPeople(1, 1)))
    assert town.case().state == "draft"
    for name in ("received", "upright"):
        assert not town.kept("original", name)
    town.deliver()
    assert "この写真は使えませんでした" in town.titles("P01")


def test_a_warning_without_a_person_needs_no_reason_for_more(town: TownInProcess) -> None:
    """R-116: the mildest form has nothing to justify, and says nothing of anybody's looks."""
    town.hand_in(form="warning")
    town.submit()
    asked = dict(town.last("P02").facts)
    assert "文字や注意だけでは足りない理由" not in asked
    assert "特徴" not in asked
    approvers_decide(town)
    assert "特徴" not in dict(next(card for card in town.cards("P09") if card.title == ALERT).facts)
