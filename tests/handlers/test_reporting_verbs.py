"""The reporter's part, and what is kept of it: photos that come late or are taken back, drafts, holds, the end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.commands.chat import AnswerQuestion, Enrol, Press, Ring, SendPhoto, StartReport, SubmitForm, UnsendPhoto
from handlers.commands.picture import (
    ConfirmMask,
    KeepMasked,
    KeepPhoto,
    PickSuspect,
    RefuseMask,
    RefusePhoto,
    ShowPeople,
)
from handlers.errors import NotAllowed, NothingOpen, StillOpen, UnknownButton, WrongCode
from handlers.picture.attempt import turn_of
from handlers.retention.erase import hold
from tests.handlers.street import REPORT, Street, all_buttons

FOUND = {"width": 100, "height": 100, "people": [], "notes": []}


def photographed(street: Street) -> str:
    """A picture report, masked and confirmed; returns the case's id."""
    street.run(SubmitForm(street.account("P01"), "report", None, {**REPORT, "form": "picture"}, "photo-1"))
    street.work()
    case = street.case()
    street.run(PickSuspect(street.account("P01"), case.id, 40, 40))
    street.work()
    street.run(ConfirmMask(street.account("P01"), case.id, street.case().masked_sha256 or ""))
    return case.id


def set_hold(street: Street, **period: float) -> None:
    """The secretariat holds the newest case."""
    with street.database.unit_of_work() as uow:
        secretary = street.first_account(uow, "P29").member
        hold(uow.cases.locked(street.case().id), secretary, street.now + timedelta(**period), uow, street.now)
        uow.commit()


def test_masking_that_ends_after_the_case_keeps_nothing(street: Street) -> None:
    """R-040: the photo was taken back while it was being masked; the results come to a closed case."""
    case_id = photographed(street)
    street.run(PickSuspect(street.account("P01"), case_id, 60, 60))
    turn = turn_of(street.case())
    street.run(UnsendPhoto(street.account("P01"), "photo-1"))
    for late in (
        KeepPhoto(case_id, turn, b"late"),
        ShowPeople(case_id, turn, b"late", FOUND),
        KeepMasked(case_id, turn, b"late", {}),
        RefuseMask(case_id, turn, "late"),
        RefusePhoto(case_id, turn, "late"),
    ):
        street.run(late)
    assert street.case().state == "withdrawn"
    for kind, name in (("original", "received"), ("original", "upright"), ("masked", "picture")):
        assert not street.kept(kind, name)
    assert street.case().photo_reference is None


def test_a_result_for_a_dropped_photo_is_not_taken_for_the_new_one(street: Street) -> None:
    """R-118: whatever was still under way with the first photo finds the second in its place, and is dropped."""
    street.run(SubmitForm(street.account("P01"), "report", None, {**REPORT, "form": "picture"}, "photo-1"))
    case_id, turn = street.case().id, turn_of(street.case())
    street.form("P01", "report", **REPORT)
    street.run(SendPhoto(street.account("P01"), "photo-2"))
    second = turn_of(street.case())
    for late in (
        KeepPhoto(case_id, turn, b"of the first photo"),
        ShowPeople(case_id, turn, b"of the first photo", FOUND),
        KeepMasked(case_id, turn, b"of the first photo", {}),
        RefuseMask(case_id, turn, "of the first photo"),
        RefusePhoto(case_id, turn, "of the first photo"),
    ):
        street.run(late)
    assert street.case().state == "masking"
    assert street.case().photo_reference == "photo-2"
    for kind, name in (("original", "received"), ("original", "upright"), ("masked", "picture")):
        assert not street.kept(kind, name)
    street.run(KeepPhoto(case_id, second, b"of the second photo"))
    assert street.kept("original", "received")


def test_the_mask_of_an_earlier_choice_is_not_taken_for_the_new_one(street: Street) -> None:
    """R-118: the same file was sent again and somebody else picked, before the first mask was done."""
    case_id = photographed(street)
    street.run(PickSuspect(street.account("P01"), case_id, 60, 60))
    first = turn_of(street.case())
    street.form("P01", "report", **REPORT)
    assert not street.kept("masked", "picture")
    assert street.case().evidence is None
    street.run(SendPhoto(street.account("P01"), "photo-1"))
    street.work()
    street.run(PickSuspect(street.account("P01"), case_id, 20, 20))
    street.run(KeepMasked(case_id, first, b"of the first choice", {}))
    assert street.case().state == "masking"
    assert not street.kept("masked", "picture")
    street.work()
    assert street.case().state == "mask_review"
    assert street.kept("masked", "picture")


def test_a_photo_that_is_not_to_be_sent_is_dropped_before_the_approvers_are_asked(street: Street) -> None:
    """R-117: sent after the report chose words; the alert goes out without it."""
    street.hand_in()
    street.run(SendPhoto(street.account("P01"), "photo-1"))
    street.work()
    street.submit()
    assert not street.kept("original", "upright")
    street.answer("P02")
    street.answer("P03")
    assert street.case().state == "live"


@pytest.mark.parametrize("step", ["fetching", "looking", "masking", "assessing"])
def test_a_network_that_gives_up_pictures_keeps_none_that_are_on_their_way(street: Street, step: str) -> None:
    """R-003: switched to words alone in the middle of a case."""
    account = street.account("P01")
    if step == "assessing":
        case_id = photographed(street)
        street.submit()
        for code in ("P02", "P03"):
            street.look(code)
        street.answer("P02")
        street.set_rules(text_only=True)
        street.answer("P03")
        assert street.case().state == "returned"
    else:
        street.run(SubmitForm(account, "report", None, {**REPORT, "form": "picture"}, "photo-1"))
        case_id = street.case().id
        if step == "looking":
            street.run(KeepPhoto(case_id, turn_of(street.case()), b"photo"))
        if step == "masking":
            street.work()
            street.run(PickSuspect(account, case_id, 40, 40))
        street.set_rules(text_only=True)
        street.work()
        assert street.case().state == "draft"
        assert street.last("P01").title == "この写真は使えませんでした"
    for kind, name in (("original", "received"), ("original", "upright"), ("masked", "picture")):
        assert not street.kept(kind, name)


def test_a_photo_taken_back_while_it_is_assessed_tells_the_approvers(street: Street) -> None:
    """R-040: nobody types reasons for what is gone."""
    photographed(street)
    street.submit()
    street.run(UnsendPhoto(street.account("P01"), "photo-1"))
    assert street.case().state == "withdrawn"
    assert street.last("P02").title == "判定は終了しました"


def test_the_same_slack_file_can_be_sent_again(street: Street) -> None:
    """A refused photo's file shared once more is fetched once more."""
    street.run(SendPhoto(street.account("P01"), "photo-1"))
    street.run(RefusePhoto(street.case().id, turn_of(street.case()), "だめでした"))
    assert street.case().state == "draft"
    street.run(SendPhoto(street.account("P01"), "photo-1"))
    street.work()
    assert street.case().state == "mask_review"
    with pytest.raises(NotAllowed):
        street.run(SendPhoto(street.account("P01"), "photo-2"))


def test_an_interrupted_report_goes_on_where_it_stopped(street: Street) -> None:
    """「やめる」 keeps the answers, 「状況」 asks the next question."""
    street.say("P01", "通報")
    street.press("P01", "写真なしで続ける")
    street.say("P01", "化粧品 約20点をバッグに")
    street.say("P01", "やめる")
    assert street.last("P01").title == "質問を中断しました"
    street.say("P01", "状況")
    assert "いつのこと" in street.last("P01").title
    with pytest.raises(StillOpen):
        street.say("P01", "通報")


def test_an_answer_to_an_older_question_asks_the_open_one_again(street: Street) -> None:
    """No click is ignored, and none becomes an empty answer to something else."""
    street.say("P01", "通報")
    street.press("P01", "写真なしで続ける")
    case = street.case()
    street.run(AnswerQuestion(street.account("P01"), case.id, "ground", "witnessed"))
    assert "何を、どれくらい" in street.last("P01").title
    street.say("P01", "\u200b")
    assert "何を、どれくらい" in street.last("P01").title
    street.run(Press(street.account("P01"), all_buttons(street.cards("P01")[0])[1].id))
    with pytest.raises(NothingOpen):
        street.run(AnswerQuestion(street.account("P01"), case.id, "ground", "witnessed"))


def test_somebody_of_several_stores_is_asked_for_which(street: Street) -> None:
    """A photo from them is not kept before it is known whose case it is."""
    street.run(SendPhoto(street.account("P03"), "photo-1"))
    card = street.last("P03")
    assert card.title == "どの店舗の通報ですか？"
    street.run(Press(street.account("P03"), card.choices[0].id))
    assert street.last("P03").title == "写真を送ってください"
    assert street.newest("P03").photo_reference is None


def test_the_status_shows_the_live_alerts_one_may_stop(street: Street) -> None:
    """R-078, R-125: the responsible person and the secretariat find the stop buttons, a neighbour does not."""
    street.warn()
    for code in ("P02", "P29"):
        street.say(code, "状況")
        assert [button.label for button in street.last(code).buttons] == ["解除する", "回収する", "訂正する"]
    street.say("P09", "状況")
    assert street.last("P09").title == "できること"
    street.press("P02", "解除する")
    assert street.case().ending == "all_clear"
    street.say("P29", "状況")
    assert street.last("P29").title == "できること"


def test_the_end_of_a_hold_brings_the_postponed_erasures(street: Street) -> None:
    """R-142: pictures survive the end of the alert under a hold, and not a minute longer; text and state follow."""
    photographed(street)
    set_hold(street, days=2)
    street.submit()
    for code in ("P02", "P03"):
        street.look(code)
        street.answer(code)
    street.press("P01", "解除する")
    assert street.kept("original", "upright")
    assert street.kept("masked", "picture")
    street.wait(days=1, hours=23)
    assert street.kept("masked", "picture")
    street.wait(hours=2)
    assert not street.kept("original", "upright")
    assert not street.kept("masked", "picture")
    assert street.case().hold_until is None
    set_hold(street, days=29)
    street.wait(days=30)
    assert street.case().state == "erased"
    assert not street.kept("text", "report")


def test_a_hold_outlasts_the_day_of_the_texts(street: Street) -> None:
    """R-142: held texts die with the hold, renewed as it may be, and the record goes after its years."""
    street.warn()
    street.wait(days=20)
    set_hold(street, days=20)
    street.wait(days=19)
    assert street.kept("text", "report")
    set_hold(street, days=5)
    street.wait(days=4)
    assert street.case().state == "ended"
    street.wait(days=2)
    assert street.case().state == "erased"
    street.wait(days=3 * 365)
    with street.reading() as uow:
        assert uow.cases.latest_of(street.first_account(uow, "P01").member_id) is None


def test_nothing_is_known_of_the_photo_once_the_alert_is_out(street: Street) -> None:
    """R-040: neither our copy nor where the platform keeps its own; and the picture's links to approvers are dead."""
    photographed(street)
    street.submit()
    for code in ("P02", "P03"):
        street.look(code)
        street.answer(code)
    assert street.case().state == "live"
    assert street.case().photo_reference is None
    assert not street.kept("original", "upright")
    street.run(UnsendPhoto(street.account("P01"), "photo-1"))
    assert street.case().state == "live"


def test_strange_buttons_and_codes_are_refused(street: Street) -> None:
    """Never made, or made for somebody else."""
    street.hand_in()
    street.deliver()
    button = street.cards("P01")[-1].buttons[0]
    for account, known in ((street.account("P01"), "never made"), (street.account("P09"), button.id)):
        with pytest.raises(UnknownButton):
            street.run(Press(account, known))
    with pytest.raises(WrongCode):
        street.run(Enrol("line", "Uffff", "AAAA-BBBB"))
    with pytest.raises(NotAllowed):
        street.run(StartReport(street.account("P29")))


def test_late_rings_change_nothing(street: Street) -> None:
    """A ring whose time is over finds the case elsewhere and leaves it there."""
    case = street.warn()
    street.press("P01", "解除する")
    kinds = ("abandon", "remind_approvers", "call_stand_ins", "lapse", "retry_broadcast", "call_second_contacts")
    for kind in (*kinds, "ask_before_end", "expire"):
        street.run(Ring(kind, case.id, {}))
    assert street.case().ending == "all_clear"


def test_what_the_far_store_is_for_stays_with_us(street: Street) -> None:
    """R-030, R-064: the reason is sealed; no card shows it, nor who approved, nor who reported."""
    street.hand_in()
    with street.reading() as uow:
        far = next(s.id for s in uow.stores.in_network(uow.stores.the_network().id) if s.code == "H09")
    reason = "同じ手口が霧ヶ沢店でも昨日続けてあったため"
    street.form("P01", "far_store", store=far, reason=reason)
    street.submit()
    street.answer("P02")
    street.answer("P03")
    street.deliver()
    assert street.deliveries()["P27"].state == "sent"
    everything = str([card for post in street.post.values() for cards in post.sent.values() for card in cards])
    assert reason not in everything
    for name in ("小暮", "矢車", "朝霧"):
        assert name not in everything
