"""What people type and tap between the questions: wrong answers, breaks, help, and where things stand."""

from __future__ import annotations

import pytest

from handlers.commands.chat import BeginForm, Press, SendPhoto, StartReport, SubmitForm
from handlers.commands.picture import ConfirmMask, PickSuspect
from handlers.errors import ChooseStore, HanshoError, NotAllowed
from policy.access import Purpose
from storage.places import conversation_of
from storage.tables import VaultObject
from tests.handlers.later import later
from tests.world.answers import REPORT
from tests.world.beginnings import remembered
from tests.world.in_process import TownInProcess, all_buttons

QUESTIONS = [name for name in REPORT if name not in ("features", "step_up_reason")]


@remembered
def asked_for(town: TownInProcess, name: str, **known: str) -> None:
    """P01 is in the middle of a report, at the question of that name."""
    earlier = QUESTIONS[: QUESTIONS.index(name)]
    if not earlier:
        town.say("P01", "通報")
        town.press("P01", "写真なしで続ける")
        return
    asked_for(town, earlier[-1], **{question: said for question, said in known.items() if question != earlier[-1]})
    answer(town, known.get(earlier[-1], REPORT[earlier[-1]]))


def answer(town: TownInProcess, value: str) -> None:
    """Tap the choice of that value, or type it."""
    card = town.last("P01")
    for button in card.choices:
        with town.reading() as uow:
            meaning = uow.buttons.get(button.id)
        if meaning and meaning.arguments.get("value") == value:
            town.run(Press(town.account("P01"), button.id))
            return
    town.say("P01", value)


@pytest.mark.parametrize(
    ("name", "wrong", "sentence"),
    [
        ("ground", "なんとなく", "ボタンから選んでください"),
        ("payment_checked", "no", "先に、支払いがないこと"),
        ("direction", "\u200b", "読み取れません"),
        ("form", "picture", "まだ写真がありません"),
    ],
)
def test_an_answer_that_will_not_do_is_asked_again_with_the_reason(
    town: TownInProcess, name: str, wrong: str, sentence: str
) -> None:
    """R-047, R-115, R-117, R-127: the question stays open and says what to do."""
    asked_for(town, name)
    question = town.last("P01").title
    answer(town, wrong)
    again = town.last("P01")
    assert again.title == question
    assert sentence in again.lines[0]


def test_a_picture_of_somebody_who_may_be_a_minor_is_not_offered_a_way(town: TownInProcess) -> None:
    """R-117: in doubt there is no picture; the person chooses words instead and goes on."""
    town.run(SendPhoto(town.account("P01"), "photo-1"))
    for question in QUESTIONS[:-1]:
        answer(town, "unknown" if question == "vulnerable" else REPORT[question])
    answer(town, "picture")
    assert "配慮が必要な人の画像は送れません" in town.last("P01").lines[0]
    answer(town, "warning")
    assert town.last("P01").title == "この内容でよろしいですか？"


def test_a_network_of_words_refuses_the_picture_in_a_form_too(town: TownInProcess) -> None:
    """R-003: however it got there; the question comes again, and what else was filled in is kept."""
    town.set_rules(text_only=True)
    town.hand_in(form="picture")
    assert "画像を扱いません" in town.last("P01").lines[0]
    answer(town, "features")
    assert town.on_page("P01", Purpose.MASK)["特徴"] == REPORT["features"]


def test_breaking_off_another_form_says_so_and_its_button_begins_it_anew(town: TownInProcess) -> None:
    """「やめる」 in the middle of a recall: nothing happened, nothing is kept."""
    town.warn()
    town.press("P01", "取り消す（回収）")
    town.say("P01", "やめる")
    card = town.last("P01")
    assert (card.title, card.buttons) == ("質問を中断しました", ())
    town.say("P01", "状況")
    assert town.last("P01").title == "いまの状況：配信中"


@pytest.mark.parametrize("over", ["recalled by another", "erased", "unreadable"])
def test_a_form_whose_case_is_over_holds_nobody_up(town: TownInProcess, over: str) -> None:
    """R-040, R-078: a word into it is answered with a sentence and lets it go; the next word and photo just work."""
    case = town.warn()
    town.press("P01", "解除する")
    town.press("P01", "取り消す（回収）")
    if over == "recalled by another":
        town.form("P02", "recall", reason="paid")
    elif over == "erased":
        later(town, days=31)
    else:
        with town.database.unit_of_work() as uow:
            answers = uow.session.get(VaultObject, (case.id, *conversation_of(town.account("P01"))))
            assert answers is not None
            answers.sealed = b"damaged"
            uow.commit()
    town.say("P01", "人違いでした")
    assert "途中だった質問は" in town.last("P01").title
    town.say("P01", "こんにちは")
    assert town.last("P01").title == "できること"
    town.run(SendPhoto(town.account("P01"), "photo-2"))
    town.work()
    assert town.case().state == "mask_review"


def test_a_photo_of_a_new_theft_needs_no_word_first(town: TownInProcess) -> None:
    """R-003, R-040: it takes the place of a form whose words were erased."""
    town.warn()
    town.press("P01", "解除する")
    town.press("P01", "取り消す（回収）")
    later(town, days=31)
    town.run(SendPhoto(town.account("P01"), "photo-2"))
    town.work()
    assert town.case().state == "mask_review"


def test_a_form_that_may_not_be_filled_in_any_more_says_why(town: TownInProcess) -> None:
    """R-111: somebody else's new version is being judged meanwhile; the half-written one is let go at its next word."""
    town.warn()
    town.press("P01", "内容を書き直す")
    town.form("P02", "report", **REPORT | {"features": "紺色の上着"})
    town.say("P01", "黒い上着")
    assert "まだ承認待ちです" in town.last("P01").title
    town.say("P01", "こんにちは")
    assert town.last("P01").title == "いまの状況：配信中"


def test_the_open_question_is_what_status_shows(town: TownInProcess) -> None:
    """「状況」 in the middle of a form asks it once more."""
    asked_for(town, "direction")
    question = town.last("P01").title
    town.say("P01", "状況")
    assert town.last("P01").title == question
    assert town.titles("P01").count(question) == 2


def test_small_talk_brings_help_with_a_way_in(town: TownInProcess) -> None:
    """Nobody has to know a word of command."""
    town.say("P09", "こんにちは")
    card = town.last("P09")
    assert card.title == "できること"
    assert [button.label for button in all_buttons(card)] == ["通報する", "管理画面"]
    town.press("P09", "通報する")
    assert town.last("P09").title == "写真を送ってください"


def test_status_while_masking_says_so(town: TownInProcess) -> None:
    """The picture is being worked on: nothing to press yet."""
    town.fill_in("P01", photo="photo-1", form="picture")
    town.say("P01", "状況")
    assert town.last("P01").title == "いまの状況：画像を処理中"


def test_status_after_the_end_shows_how_it_went(town: TownInProcess) -> None:
    """One's own newest case, until its texts are erased."""
    town.warn()
    town.press("P01", "解除する")
    town.say("P01", "状況")
    assert town.last("P01").title == "いまの状況：終了"
    later(town, days=31)
    town.say("P01", "状況")
    assert town.last("P01").title == "できること"


def test_a_form_about_somebody_else_s_report_does_not_open(town: TownInProcess) -> None:
    """R-125: before it is sent, a report belongs to its store."""
    case = town.hand_in()
    for form in ("report", "far_store", "audience"):
        with pytest.raises(NotAllowed):
            town.run(BeginForm(town.account("P09"), case.id, form))


def test_a_person_of_several_stores_can_not_hand_in_a_form_without_saying_which(town: TownInProcess) -> None:
    """R-125: Slack's modal has no question for it, so the chat asks."""
    with pytest.raises(ChooseStore):
        town.run(SubmitForm(town.account("P03"), "report", None, REPORT))
    with pytest.raises(HanshoError):
        town.run(StartReport(town.account("P03"), "no store of theirs"))
    town.run(StartReport(town.account("P03")))
    assert town.last("P03").title == "どの店舗の通報ですか？"


def test_a_form_that_slipped_past_the_modal_is_checked_again(town: TownInProcess) -> None:
    """R-047: whatever Slack let through is asked for in the chat, and nothing else."""
    town.hand_in(payment_checked="no")
    assert "先に、支払いがないこと" in town.last("P01").lines[0]
    assert not town.kept("text", "report")
    answer(town, "yes")
    assert town.last("P01").title == "この内容でよろしいですか？"


def test_confirming_the_picture_in_the_middle_of_the_questions(town: TownInProcess) -> None:
    """R-117: the page thanks; the question in the chat stays open, and the preview comes after the last one."""
    account = town.account("P01")
    town.run(SendPhoto(account, "photo-1"))
    town.work()
    case = town.case()
    town.run(PickSuspect(account, case.id, 40, 40))
    town.work()
    for _ in range(2):
        town.run(ConfirmMask(account, case.id, town.case().masked_sha256 or ""))
    assert town.last("P01").title == "何を、どれくらい持ち去られましたか？"
    assert town.titles("P01").count("画像を確認しました") == 1
    for question in QUESTIONS[:-1]:
        answer(town, REPORT[question])
    for words in ("picture", REPORT["features"], REPORT["step_up_reason"]):
        answer(town, words)
    assert town.last("P01").title == "この内容でよろしいですか？"


def test_a_picture_that_is_not_the_one_seen_is_not_confirmed(town: TownInProcess) -> None:
    """R-117: the hash on the page decides."""
    case_id = town.photographed()
    with pytest.raises(NotAllowed):
        town.run(ConfirmMask(town.account("P01"), case_id, "0" * 64))
