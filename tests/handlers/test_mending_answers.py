"""Answers that do not go together: the one to change is asked for again, and nothing else is lost."""

from __future__ import annotations

import pytest

from bot.slack.form_source import Forms
from bot.slack.form_view import PHOTO, Submission
from handlers.commands.chat import SendPhoto, SubmitForm
from handlers.commands.picture import RefusePhoto
from handlers.errors import NotAllowed
from handlers.picture.attempt import attempt_of
from policy.access import Purpose
from policy.assessment import TESTS
from tests.handlers.test_typing_verbs import QUESTIONS, answer, asked_for
from tests.world.answers import REASONS, REPORT, judged
from tests.world.in_process import TownInProcess

YOUNG = "高校生くらいの男性、紺の制服"
CARE = "18歳未満か、体調や様子が心配な人に見えますか？"
WHICH = "服装や持ち物など、見てわかる特徴は？"
HOW_FAR = "どこまで伝えますか？"
PREVIEW = "この内容でよろしいですか？"
SLACK = "P04"


def shown(town: TownInProcess) -> dict[str, str]:
    """The alert as the reporter's page shows it."""
    return town.on_page("P01", Purpose.MASK)


def said_young(town: TownInProcess) -> None:
    """P01 said "no" to the question of care and then describes a pupil."""
    asked_for(town, "form")
    answer(town, "features")
    answer(town, YOUNG)


def test_a_pupil_s_features_after_a_no_ask_for_the_no_again(town: TownInProcess) -> None:
    """R-117: with "yes" the report goes on where it was; all other answers are kept."""
    said_young(town)
    again = town.last("P01")
    assert again.title == CARE
    assert "18歳未満を思わせる言葉" in again.lines[0]
    answer(town, "yes")
    answer(town, REPORT["step_up_reason"])
    assert town.last("P01").title == PREVIEW
    assert shown(town)["特徴"] == YOUNG
    assert town.case().vulnerable


def test_who_stays_with_the_no_writes_the_features_again(town: TownInProcess) -> None:
    """R-117: the other of the two; as often as somebody changes their mind."""
    said_young(town)
    answer(town, "no")
    assert town.last("P01").title == WHICH
    assert "言葉や年齢を使わずに" in town.last("P01").lines[0]
    answer(town, "15歳くらい、紺の上着")
    assert town.last("P01").title == CARE
    answer(town, "no")
    answer(town, "紺の上着")
    answer(town, REPORT["step_up_reason"])
    assert town.last("P01").title == PREVIEW
    assert shown(town)["特徴"] == "紺の上着"
    assert not town.case().vulnerable


def test_a_picture_that_may_not_be_shown_after_all_asks_for_the_form_again(town: TownInProcess) -> None:
    """R-117: features tell of a minor, the answer is mended, and then it is words or nobody; the rest is kept."""
    town.run(SendPhoto(town.account("P01"), "photo-1"))
    for question in QUESTIONS[:-1]:
        answer(town, REPORT[question])
    for words in ("picture", YOUNG, "yes", REPORT["step_up_reason"]):
        answer(town, words)
    again = town.last("P01")
    assert again.title == HOW_FAR
    assert "配慮が必要な人の画像は送れません" in again.lines[0]
    assert town.case().photo_reference == "photo-1"
    answer(town, "warning")
    assert town.last("P01").title == PREVIEW
    assert "特徴" not in shown(town)
    assert town.case().photo_reference is None


def test_a_rule_that_changes_meanwhile_asks_for_one_answer_again(town: TownInProcess) -> None:
    """R-003, R-126: the network gives up pictures between the question and the last answer."""
    town.run(SendPhoto(town.account("P01"), "photo-1"))
    for question in QUESTIONS[:-1]:
        answer(town, REPORT[question])
    answer(town, "picture")
    answer(town, REPORT["features"])
    town.set_rules(text_only=True)
    answer(town, REPORT["step_up_reason"])
    assert town.last("P01").title == HOW_FAR
    answer(town, "features")
    assert town.last("P01").title == PREVIEW
    assert shown(town)["特徴"] == REPORT["features"]


def test_what_ceased_to_stand_is_asked_for_when_the_report_is_handed_in(town: TownInProcess) -> None:
    """R-112, R-115, R-126: too old by now under stricter rules; with another time it goes to the approvers."""
    town.hand_in(when="180")
    town.set_rules(max_event_age_hours=1)
    town.submit()
    assert town.case().state == "draft"
    assert town.last("P01").title == "いつのことですか？"
    assert "1時間より前のできごと" in town.last("P01").lines[0]
    answer(town, "30")
    assert shown(town)["被害"] == REPORT["goods"]
    town.submit()
    assert town.case().state == "assessing"


def test_two_reasons_alike_cost_the_later_one_only(town: TownInProcess) -> None:
    """R-110: question by question it is noticed at once; the approval then counts."""
    town.hand_in()
    town.submit()
    town.look("P02")
    town.press("P02", "判定する")
    first, *others = REASONS.values()
    for reason in (first, others[0], others[1], f"②{first}。"):
        town.press("P02", "はい")
        town.say("P02", reason)
    again = town.last("P02")
    assert "理由が同じです" in again.lines[0]
    assert dict(again.facts)["質問"] == "8 / 8"
    town.say("P02", others[2])
    town.deliver()
    assert "承認をお願いしています 1 / 2" in town.titles("P01")


def test_words_that_stood_somewhere_are_asked_for_again(town: TownInProcess) -> None:
    """R-110: the example under the question, the other approver's words, one's own of the last case; chat and modal."""
    own, before = judged(of=SLACK), judged(of="before")
    for given in (before, own):
        town.hand_in()
        town.submit()
        town.look(SLACK)
        town.look("P02")
        bound = {"binding": town.case().binding or ""}
        if given is before:
            town.run(SubmitForm(town.account(SLACK), "assess", town.case().id, given | bound))
            town.answer("P02")
            assert town.case().state == "live"
    town.run(SubmitForm(town.account("P02"), "assess", town.case().id, judged() | bound))
    copied = {
        "present_danger_reason": f"{TESTS[0].example}ため",
        "subsidiarity_reason": f"{REASONS['subsidiarity']}。以上です",
        "proportionality_reason": before["proportionality_reason"],
    }
    assert complaints(town, "assess", town.case().id, own | copied | bound).keys() == copied.keys()
    assert complaints(town, "assess", town.case().id, own | bound) == {}
    town.run(SubmitForm(town.account(SLACK), "assess", town.case().id, own | copied | bound))
    for field, told in zip(copied, ("質問の例と同じ", "ほかの承認者と同じ", "以前の事案に書いた"), strict=True):
        assert told in town.last(SLACK).lines[0]
        town.say(SLACK, own[field])
    assert town.case().state == "live"


def test_a_whole_assessment_that_slipped_past_the_modal_costs_one_reason(town: TownInProcess) -> None:
    """R-110, R-112: the chat asks for it, bound to the same alert as the rest."""
    town.hand_in()
    town.submit()
    same = {"proportionality_reason": REASONS["present_danger"], "binding": town.case().binding or ""}
    answers = judged() | same
    town.look("P02")
    town.run(SubmitForm(town.account("P02"), "assess", town.case().id, answers))
    assert "「現在の危難」と「法益権衡」の理由が同じです" in town.last("P02").lines[0]
    town.say("P02", REASONS["proportionality"])
    town.deliver()
    assert "承認をお願いしています 1 / 2" in town.titles("P01")


def test_a_form_s_faults_are_asked_for_one_by_one_with_its_photo_kept(town: TownInProcess) -> None:
    """R-117: a report of the modal, changed rules meanwhile: each question says why it comes again."""
    answers = {**REPORT, "form": "picture", "features": YOUNG, "goods": "田中さんが化粧品を", "vulnerable": "yes"}
    town.run(SubmitForm(town.account("P01"), "report", None, answers, "photo-1"))
    assert "人の名前は書けません" in town.last("P01").lines[0]
    town.say("P01", REPORT["goods"])
    assert "配慮が必要な人の画像" in town.last("P01").lines[0]
    assert town.case().photo_reference == "photo-1"
    answer(town, "features")
    assert shown(town)["特徴"] == YOUNG


def test_a_photo_that_cannot_be_taken_costs_the_form_nothing(town: TownInProcess) -> None:
    """R-003: pictures were given up while the modal was open: the photo is refused, the answers are kept."""
    town.set_rules(text_only=True)
    town.run(SubmitForm(town.account("P01"), "report", None, {**REPORT, "form": "picture"}, "photo-1"))
    assert town.last("P01").title == HOW_FAR
    assert "この写真は使えませんでした" in town.titles("P01")
    answer(town, "features")
    assert shown(town)["特徴"] == REPORT["features"]
    assert town.case().photo_reference is None


def test_a_refused_photo_costs_one_answer_of_a_finished_report(town: TownInProcess) -> None:
    """R-117: without the photo only the form has to be chosen again."""
    town.run(SubmitForm(town.account("P01"), "report", None, {**REPORT, "form": "picture"}, "photo-1"))
    case = town.case()
    town.run(RefusePhoto(case.id, attempt_of(case), "写真を開けませんでした。"))
    town.press("P01", "写真なしで続ける")
    assert town.last("P01").title == HOW_FAR
    assert "まだ写真がありません" in town.last("P01").lines[0]
    answer(town, "features")
    assert shown(town)["特徴"] == REPORT["features"]
    town.press("P01", "写真なしで続ける")
    assert town.last("P01").title == PREVIEW


def test_going_on_without_a_photo_keeps_the_answers_so_far(town: TownInProcess) -> None:
    """The button of a refused photo, in the middle of the questions."""
    asked_for(town, "direction")
    question = town.last("P01").title
    town.press("P01", "写真なしで続ける")
    assert town.last("P01").title == question
    town.say("P01", "やめる")
    town.press("P01", "写真なしで続ける")
    assert town.last("P01").title == question


def test_an_unfinished_report_waits_while_another_form_is_filled_in(town: TownInProcess) -> None:
    """R-112: an approver in the middle of an own report assesses another one; 「状況」 then goes on with the report."""
    town.hand_in()
    town.submit()
    town.say("P02", "通報")
    town.press("P02", "写真なしで続ける")
    town.say("P02", "ウイスキー3本")
    question = town.last("P02").title
    town.look("P02")
    town.press("P02", "判定する")
    town.say("P02", "やめる")
    town.say("P02", "状況")
    assert town.last("P02").title == question


def test_a_stranger_s_form_asks_nothing(town: TownInProcess) -> None:
    """R-125: who may not fill it in is told so, and sees none of its questions."""
    case = town.hand_in()
    before = len(town.cards("P09"))
    with pytest.raises(NotAllowed):
        town.run(SubmitForm(town.account("P09"), "far_store", case.id, {}))
    town.deliver()
    assert len(town.cards("P09")) == before


# --- what the Slack modal says before it closes ---


def complaints(
    town: TownInProcess, form: str, case_id: str | None, answers: dict[str, str], photo: str | None = None
) -> dict[str, str]:
    with town.reading() as uow:
        user = uow.people.account_by_id(town.account(SLACK, "slack")).external_id
    return Forms(town.app).check_form(Submission(form, case_id, answers, photo), user)


def test_a_modal_about_what_is_gone_says_so(town: TownInProcess) -> None:
    """R-003: a case that was deleted since, a form of another version: a sentence, and the modal stays."""
    case = town.hand_in().id
    for form, about in (("recall", "gone"), ("of another version", case)):
        assert "見つかりません" in complaints(town, form, about, {})[""]


def test_a_modal_says_everything_before_it_closes(town: TownInProcess) -> None:
    """R-117: what does not go together is marked at both fields; a picture without a photo, at the form."""
    assert complaints(town, "report", None, REPORT) == {}
    young = complaints(town, "report", None, {**REPORT, "features": YOUNG})
    assert young.keys() == {"vulnerable", "features"}
    assert complaints(town, "report", None, {**REPORT, "features": YOUNG, "vulnerable": "unknown"}) == {}
    picture = {**REPORT, "form": "picture"}
    assert "まだ写真がありません" in complaints(town, "report", None, picture)["form"]
    assert complaints(town, "report", None, picture, "F1") == {}
    town.set_rules(text_only=True)
    assert complaints(town, "report", None, picture, "F1").keys() == {"form", PHOTO}


def test_a_modal_says_that_another_report_is_open(town: TownInProcess) -> None:
    """Begun in the chat while the modal was open; the form stays until that one is finished or taken back."""
    town.run(SubmitForm(town.account(SLACK, "slack"), "report", None, REPORT))
    assert "前の通報がまだ途中です" in complaints(town, "report", None, REPORT)[""]
    case, picture = town.newest(SLACK), {**REPORT, "form": "picture"}
    assert complaints(town, "report", case.id, picture, "F1") == {}
    town.run(SubmitForm(town.account(SLACK, "slack"), "report", case.id, picture, "F1"))
    assert complaints(town, "report", case.id, picture) == {}
    assert complaints(town, "report", case.id, picture, "F2") == {}


def test_a_modal_about_an_alert_that_changed_says_so(town: TownInProcess) -> None:
    """R-112: reasons for another alert are not taken, but stay in the modal to be copied."""
    town.hand_in()
    town.submit()
    bound = judged() | {"binding": town.case().binding or ""}
    town.look(SLACK)
    assert complaints(town, "assess", town.case().id, bound) == {}
    assert "内容が変わりました" in complaints(town, "assess", town.case().id, judged() | {"binding": "0" * 64})[""]
    same = bound | {"subsidiarity_reason": REASONS["present_danger"], "consent_difficulty_reason": "はい"}
    assert complaints(town, "assess", town.case().id, same).keys() == {
        "subsidiarity_reason",
        "consent_difficulty_reason",
    }
