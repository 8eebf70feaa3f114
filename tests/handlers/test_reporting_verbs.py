"""The reporter's part, and what is kept of it: photos that come late or are taken back, drafts, holds, the end."""

from __future__ import annotations

import pytest

from handlers.commands.chat import AnswerQuestion, Enrol, Press, SendPhoto, StartReport, SubmitForm, UnsendPhoto
from handlers.commands.pages import NarrowAlert
from handlers.commands.picture import KeepMasked, KeepPhoto, PickSuspect, RefuseMask, RefusePhoto, ShowPeople
from handlers.commands.worker import DueCommand
from handlers.errors import NotAllowed, NothingOpen, UnknownButton, WrongCode
from storage.tables import FoundPeople, PictureState
from tests.handlers.later import later
from tests.world.answers import REPORT
from tests.world.in_process import TownInProcess, all_buttons

FOUND = FoundPeople(100, 100)


def test_masking_that_ends_after_the_case_keeps_nothing(town: TownInProcess) -> None:
    """R-040: the photo was taken back while it was being masked; the results come to a closed case."""
    case_id = town.photographed()
    town.run(PickSuspect(town.account("P01"), case_id, 60, 60))
    turn = town.turn()
    town.run(UnsendPhoto(town.account("P01"), "photo-1"))
    for late in (
        KeepPhoto(case_id, turn, b"late"),
        ShowPeople(case_id, turn, b"late", FOUND),
        KeepMasked(case_id, turn, b"late", {}),
        RefuseMask(case_id, turn, "late"),
        RefusePhoto(case_id, turn, "late"),
    ):
        town.run(late)
    assert town.case().state == "withdrawn"
    for kind, name in (("original", "received"), ("original", "upright"), ("masked", "picture")):
        assert not town.kept(kind, name)
    assert town.case().photo_reference is None


def test_a_result_for_a_dropped_photo_is_not_taken_for_the_new_one(town: TownInProcess) -> None:
    """R-118: whatever was still under way with the first photo finds the second in its place, and is dropped."""
    town.fill_in("P01", photo="photo-1", form="picture")
    case_id, turn = town.case().id, town.turn()
    town.form("P01", "report", **REPORT)
    town.run(SendPhoto(town.account("P01"), "photo-2"))
    second = town.turn()
    for late in (
        KeepPhoto(case_id, turn, b"of the first photo"),
        ShowPeople(case_id, turn, b"of the first photo", FOUND),
        KeepMasked(case_id, turn, b"of the first photo", {}),
        RefuseMask(case_id, turn, "of the first photo"),
        RefusePhoto(case_id, turn, "of the first photo"),
    ):
        town.run(late)
    assert town.case().state == "masking"
    assert town.case().photo_reference == "photo-2"
    for kind, name in (("original", "received"), ("original", "upright"), ("masked", "picture")):
        assert not town.kept(kind, name)
    town.run(KeepPhoto(case_id, second, b"of the second photo"))
    assert town.kept("original", "received")


def test_the_mask_of_an_earlier_choice_is_not_taken_for_the_new_one(town: TownInProcess) -> None:
    """R-118: the same file was sent again and somebody else picked, before the first mask was done."""
    case_id = town.photographed()
    town.run(PickSuspect(town.account("P01"), case_id, 60, 60))
    first = town.turn()
    town.form("P01", "report", **REPORT)
    assert not town.kept("masked", "picture")
    assert town.case().picture == PictureState()
    town.run(SendPhoto(town.account("P01"), "photo-1"))
    town.work()
    town.run(PickSuspect(town.account("P01"), case_id, 20, 20))
    town.run(KeepMasked(case_id, first, b"of the first choice", {}))
    assert town.case().state == "masking"
    assert not town.kept("masked", "picture")
    town.work()
    assert town.case().state == "mask_review"
    assert town.kept("masked", "picture")


def test_a_photo_that_is_not_to_be_sent_is_dropped_before_the_approvers_are_asked(town: TownInProcess) -> None:
    """R-117: sent after the report chose words; the alert goes out without it."""
    town.hand_in()
    town.run(SendPhoto(town.account("P01"), "photo-1"))
    town.work()
    town.submit()
    assert not town.kept("original", "upright")
    town.answer("P02")
    town.answer("P03")
    assert town.case().state == "live"


@pytest.mark.parametrize("step", ["fetching", "looking", "masking", "assessing"])
def test_a_network_that_gives_up_pictures_keeps_none_that_are_on_their_way(town: TownInProcess, step: str) -> None:
    """R-003: switched to words alone in the middle of a case."""
    account = town.account("P01")
    if step == "assessing":
        case_id = town.photographed()
        town.submit()
        for code in ("P02", "P03"):
            town.look(code)
        town.answer("P02")
        town.set_rules(text_only=True)
        town.answer("P03")
        assert town.case().state == "returned"
    else:
        town.run(SubmitForm(account, "report", None, {**REPORT, "form": "picture"}, "photo-1"))
        case_id = town.case().id
        if step == "looking":
            town.run(KeepPhoto(case_id, town.turn(), b"photo"))
        if step == "masking":
            town.work()
            town.run(PickSuspect(account, case_id, 40, 40))
        town.set_rules(text_only=True)
        town.work()
        assert town.case().state == "draft"
        assert town.last("P01").title == "この写真は使えませんでした"
    for kind, name in (("original", "received"), ("original", "upright"), ("masked", "picture")):
        assert not town.kept(kind, name)


def test_a_photo_taken_back_while_it_is_assessed_tells_the_approvers(town: TownInProcess) -> None:
    """R-040: nobody types reasons for what is gone."""
    town.photographed()
    town.submit()
    town.run(UnsendPhoto(town.account("P01"), "photo-1"))
    assert town.case().state == "withdrawn"
    assert town.last("P02").title == "承認のお願いは終わりました：取り下げ"


def test_the_same_slack_file_can_be_sent_again(town: TownInProcess) -> None:
    """A refused photo's file shared once more is fetched once more."""
    town.run(SendPhoto(town.account("P01"), "photo-1"))
    town.run(RefusePhoto(town.case().id, town.turn(), "だめでした"))
    assert town.case().state == "draft"
    town.run(SendPhoto(town.account("P01"), "photo-1"))
    town.work()
    assert town.case().state == "mask_review"
    town.run(SendPhoto(town.account("P01"), "photo-2"))
    assert town.case().state == "masking"


def test_an_interrupted_report_goes_on_where_it_stopped(town: TownInProcess) -> None:
    """「やめる」 keeps the answers, 「状況」 asks the next question."""
    town.say("P01", "通報")
    town.press("P01", "写真なしで続ける")
    town.say("P01", "化粧品 約20点をバッグに")
    town.say("P01", "やめる")
    assert town.last("P01").title == "質問を中断しました"
    town.say("P01", "状況")
    assert "いつのこと" in town.last("P01").title
    town.say("P01", "通報")
    assert "いつのこと" in town.last("P01").title
    assert town.titles("P01")[-2] == "前の通報がまだ途中です"


def test_an_answer_to_an_older_question_asks_the_open_one_again(town: TownInProcess) -> None:
    """No click is ignored, and none becomes an empty answer to something else."""
    town.say("P01", "通報")
    town.press("P01", "写真なしで続ける")
    case = town.case()
    town.run(AnswerQuestion(town.account("P01"), case.id, "ground", "witnessed"))
    assert "何を、どれくらい" in town.last("P01").title
    town.say("P01", "\u200b")
    assert "何を、どれくらい" in town.last("P01").title
    town.press("P01", "取り下げる")
    with pytest.raises(NothingOpen):
        town.run(AnswerQuestion(town.account("P01"), case.id, "ground", "witnessed"))


def test_somebody_of_several_stores_is_asked_for_which(town: TownInProcess) -> None:
    """A photo from them is not kept before it is known whose case it is."""
    town.run(SendPhoto(town.account("P03"), "photo-1"))
    card = town.last("P03")
    assert card.title == "どの店舗の通報ですか？"
    town.run(Press(town.account("P03"), card.choices[0].id))
    assert town.last("P03").title == "写真を送ってください"
    assert town.newest("P03").photo_reference is None


def test_the_status_shows_the_live_alerts_one_may_stop(town: TownInProcess) -> None:
    """R-078, R-125: the secretariat finds the ways to stop, the store those to mend it too."""
    town.warn()
    stops, mends = ["解除する", "取り消す（回収）"], ["訂正する", "内容を書き直す"]
    for code, labels in (("P02", [*stops, *mends]), ("P29", stops)):
        assert [button.label for button in town.last(code).buttons] == labels
        town.say(code, "状況")
        assert [button.label for button in town.last(code).buttons] == labels
    town.press("P02", "解除する")
    assert town.case().ending == "all_clear"
    town.say("P29", "状況")
    assert town.last("P29").title == "できること"


def test_a_neighbour_finds_what_they_were_warned_of_again(town: TownInProcess) -> None:
    """R-005, R-062, R-078, R-125: a link and answers, as long as it lives and is for them; whoever else nothing."""
    town.warn()
    town.say("P09", "状況")
    card = town.last("P09")
    assert card.title == "警戒のお願い"
    assert [button.label for button in card.buttons] == ["確認しました", "見かけた", "誤りでは？"]
    assert card.link
    town.say("P27", "状況")
    assert "いま、お知らせする事案はありません" in town.last("P27").lines[0]
    town.press("P02", "解除する")
    town.say("P09", "状況")
    assert town.last("P09").title == "できること"


def test_whoever_asks_before_anybody_has_ended_what_is_over_is_answered(town: TownInProcess) -> None:
    """R-040, R-127: a worker that is late, a clock that jumps: a card that would never leave is not made."""
    case = town.warn()
    town.now = case.expires_at
    town.say("P09", "状況")
    assert town.last("P09").title == "できること"


def test_only_whoever_may_report_is_offered_it(town: TownInProcess) -> None:
    """R-125: the secretariat originates nothing, so its help has no such button."""
    for code, labels in (("P01", ["通報する"]), ("P29", ["管理画面"])):
        town.say(code, "こんにちは")
        assert [button.label for button in all_buttons(town.last(code))] == labels


def test_words_instead_of_the_photo_bring_its_question_again(town: TownInProcess) -> None:
    """Whoever types what they saw too early reads what is waited for, and how to go on without a photo."""
    town.say("P01", "通報")
    town.say("P01", "化粧品 約20点をバッグに")
    assert town.last("P01").title == "写真を送ってください"
    assert town.titles("P01").count("写真を送ってください") == 2


def test_the_end_of_a_hold_brings_the_postponed_erasures(town: TownInProcess) -> None:
    """R-142: pictures survive the end of the alert under a hold, and not a minute longer; text and state follow."""
    town.photographed()
    town.hold(town.case().id, days=2)
    town.submit()
    for code in ("P02", "P03"):
        town.look(code)
        town.answer(code)
    town.press("P01", "解除する")
    assert town.kept("original", "upright")
    assert town.kept("masked", "picture")
    later(town, days=1, hours=23)
    assert town.kept("masked", "picture")
    later(town, hours=2)
    assert not town.kept("original", "upright")
    assert not town.kept("masked", "picture")
    assert town.case().hold_until is None
    town.hold(town.case().id, days=29)
    later(town, days=30)
    assert town.case().state == "erased"
    assert not town.kept("text", "report")


def test_a_hold_outlasts_the_day_of_the_texts(town: TownInProcess) -> None:
    """R-142: held texts die with the hold, renewed as it may be, and the record goes after its years."""
    town.warn()
    later(town, days=1)
    later(town, days=19)
    town.hold(town.case().id, days=20)
    later(town, days=19)
    assert town.kept("text", "report")
    town.hold(town.case().id, days=5)
    later(town, days=4)
    assert town.case().state == "ended"
    later(town, days=2)
    assert town.case().state == "erased"
    later(town, days=3 * 365)
    with town.reading() as uow:
        assert uow.cases.latest_of(town.first_account(uow, "P01").member_id) is None


def test_nothing_is_known_of_the_photo_once_the_alert_is_out(town: TownInProcess) -> None:
    """R-040, R-065: neither our copy nor where the platform keeps its own, and links to approvers are dead."""
    town.photographed()
    town.submit()
    for code in ("P02", "P03"):
        town.look(code)
        town.answer(code)
    assert town.case().state == "live"
    assert town.case().photo_reference is None
    assert not town.kept("original", "upright")
    town.run(UnsendPhoto(town.account("P01"), "photo-1"))
    assert town.case().state == "live"


def test_an_alert_ends_by_itself_and_takes_its_words_and_then_its_record_along(town: TownInProcess) -> None:
    """R-040, R-043: a day, thirty days more, three years more; nobody has to press anything."""
    town.warn()
    later(town, hours=25)
    assert town.case().ending == "expiry"
    assert town.kept("text", "report")
    later(town, days=30)
    assert not town.kept("text", "report")
    assert town.case().state == "erased"
    later(town, days=3 * 365)
    with town.reading() as uow:
        assert uow.cases.latest_of(town.first_account(uow, "P01").member_id) is None


def test_strange_buttons_and_codes_are_refused(town: TownInProcess) -> None:
    """Never made, or made for somebody else."""
    town.hand_in()
    town.deliver()
    button = town.cards("P01")[-1].buttons[0]
    for account, known in ((town.account("P01"), "never made"), (town.account("P09"), button.id)):
        with pytest.raises(UnknownButton):
            town.run(Press(account, known))
    with pytest.raises(WrongCode):
        town.run(Enrol("line", "Uffff", "AAAA-BBBB"))
    with pytest.raises(NotAllowed):
        town.run(StartReport(town.account("P29")))


def test_late_rings_change_nothing(town: TownInProcess) -> None:
    """A ring whose time is over finds the case elsewhere and leaves it there."""
    case = town.warn()
    town.press("P01", "解除する")
    kinds = ("abandon", "remind_approvers", "call_stand_ins", "lapse", "retry_broadcast", "call_second_contacts")
    for kind in (*kinds, "ask_before_end", "expire"):
        town.run(DueCommand(kind, case.id, {}))
    assert town.case().ending == "all_clear"


def test_what_the_far_store_is_for_stays_with_us(town: TownInProcess) -> None:
    """R-030, R-064: the reason is sealed; no card shows it, nor who approved, nor who reported."""
    town.hand_in()
    with town.reading() as uow:
        far = next(s.id for s in uow.stores.in_network(uow.stores.the_network().id) if s.code == "H09")
    reason = "同じ手口が霧ヶ沢店でも昨日続けてあったため"
    town.form("P01", "far_store", store=far, reason=reason)
    town.submit()
    town.look("P02")
    asked = town.case()
    stores = (*asked.audience, far)
    town.run(NarrowAlert(town.account("P02"), asked.id, asked.binding or "", stores, asked.form or ""))
    town.answer("P02")
    town.answer("P03")
    town.deliver()
    assert town.deliveries()["P27"].state == "sent"
    everything = str([card for post in town.chats.values() for cards in post.sent.values() for card in cards])
    assert reason not in everything
    for name in ("小暮", "矢車", "朝霧"):
        assert name not in everything
