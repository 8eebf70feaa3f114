"""Answers that do not go together, on both platforms: one is asked for again, and nothing else is lost."""

from __future__ import annotations

import pytest

from handlers.case.sealed import load_report
from handlers.forms.definitions import REPORT as FORM
from policy.assessment import TESTS
from policy.facts import AlertForm
from policy.states import State
from simulator.browser import Browser
from simulator.phones import Phone
from tests.world.answers import FEATURES, REPORT
from tests.world.chat import JUDGEMENT_FIELDS, in_labels, report_steps
from tests.world.databases import ON_SQLITE
from tests.world.over_http import PICTURE, TownOverHttp
from tests.world.rows import is_kept

pytestmark = ON_SQLITE

YOUNG = "高校生くらいの男性、紺の制服"
ALL_BUT_THE_REASON = len(REPORT) - 1


def says_young(town: TownOverHttp, form: str) -> None:
    """The reporter's questions one by one: no, not in need of care; and then the features of a pupil."""
    for step in report_steps(form=form, features=YOUNG)[:ALL_BUT_THE_REASON]:
        town.reporter.wait_for(step.question)
        if step.pressed:
            town.reporter.press(step.answer)
        else:
            town.reporter.say(step.answer)
    town.reporter.wait_for("18歳未満を思わせる言葉")


def assert_kept(town: TownOverHttp) -> None:
    """The report with its photo, as it goes to the page where the suspect is chosen, and on to the approvers."""
    town.wait_for_state(State.MASK_REVIEW)
    with town.app.reading() as ctx:
        case = ctx.uow.cases.get(town.case().id)
        report = load_report(case, ctx)
        assert report is not None
        assert (report.goods, report.features, report.form) == (REPORT["goods"], FEATURES, AlertForm.PICTURE)
        assert is_kept(ctx.uow, case.id, "original", "upright")


def read_by(phone: Phone) -> str:
    """The alert as it would go out, as its page shows it to an approver."""
    phone.wait_for("承認のお願い")
    with Browser() as browser:
        return browser.visit(phone.open_link("内容を見る")).text


def test_a_pupil_s_features_on_line_keep_the_photo_and_eleven_answers(town: TownOverHttp) -> None:
    """R-117: who stays with the "no" writes the features again; the picture goes its way."""
    town.reporter.send_photo(PICTURE.read_bytes())
    says_young(town, "picture")
    town.reporter.press("いいえ")
    town.reporter.wait_for("「特徴」を書き直してください")
    town.reporter.say(FEATURES)
    town.reporter.wait_for("では足りない理由は")
    town.reporter.say(REPORT["step_up_reason"])
    town.reporter.wait_for("あとは画像の確認だけです")
    assert_kept(town)


@pytest.fixture
def on_slack(town: TownOverHttp) -> Phone:
    """The deputy reports, on Slack."""
    town.reporter = town.people.phone("P04", "slack")
    town.reporter.command("/hansho")
    town.reporter.modal(FORM.title)
    return town.reporter


def test_a_pupil_s_features_on_slack_leave_the_modal_open(town: TownOverHttp, on_slack: Phone) -> None:
    """R-117: marked at both fields; one is mended, and the same modal goes through with its photo."""
    filled = in_labels(FORM, REPORT | {"form": "picture", "features": YOUNG})
    complaints = on_slack.submit({**filled, "写真か動画": PICTURE.read_bytes()})
    assert complaints.keys() == {"field:vulnerable", "field:features"}

    mended = filled | in_labels(FORM, {"features": FEATURES})
    assert on_slack.submit({**mended, "写真か動画": PICTURE.read_bytes()}) == {}
    on_slack.wait_for("あとは画像の確認だけです")
    assert_kept(town)


def test_a_picture_without_a_photo_leaves_the_modal_open(on_slack: Phone) -> None:
    """R-117: said while the photo can still be added, or the form changed."""
    filled = in_labels(FORM, REPORT | {"form": "picture"})
    assert on_slack.submit({**filled}).keys() == {"field:form"}
    assert on_slack.submit({**filled | in_labels(FORM, {"form": "features"})}) == {}
    on_slack.wait_for("この内容でよろしいですか？")


def test_two_reasons_alike_on_slack_leave_the_modal_open(town: TownOverHttp) -> None:
    """R-110: the later is marked, and the other three are still there."""
    town.hand_in()
    town.submit()
    assert REPORT["goods"] in read_by(town.approver)
    town.approver.press("判定する")
    town.approver.modal("三要件の判定")
    same = {**JUDGEMENT_FIELDS, TESTS[2].why: JUDGEMENT_FIELDS[TESTS[0].why]}
    assert town.approver.submit(same).keys() == {"field:proportionality_reason"}
    assert town.approver.submit(JUDGEMENT_FIELDS) == {}
    town.reporter.wait_for("1 / 2")


def test_what_changes_after_the_modal_closed_is_asked_for_in_the_chat(town: TownOverHttp) -> None:
    """R-003: the network gives up pictures before the inbox is read; the chat asks how far to go, and nothing else."""
    town.reporter = town.people.phone("P04", "slack")
    town.set_rules(text_only=True)
    town.fill_in("P04", "slack", form="picture", photo="F1")
    town.reporter.wait_for("この写真は使えませんでした")
    town.reporter.wait_for("このネットワークでは画像を扱いません")
    town.reporter.press("特徴を文字で")
    town.reporter.wait_for("この内容でよろしいですか？")
