"""The report on the page: chips below the picture, the same form and the same rules as in the chat (R-127)."""

from __future__ import annotations

import re

import httpx
import pytest

from handlers.case.sealed import load_report
from policy.facts import AlertForm, Ground, Report
from policy.forms.names import Travel
from tests.world.answers import PEACE, TILL
from tests.world.databases import ON_SQLITE
from tests.world.pages import SHA256, Phone, TownWithPages

pytestmark = ON_SQLITE


@pytest.fixture
def at_the_till(town: TownWithPages) -> tuple[Phone, str]:
    """The reporter's page, with the masked picture to look at."""
    town.mask_arrives()
    return town.opened("mask", town.reporter)


def report_of(town: TownWithPages) -> Report | None:
    """What is kept of the report."""
    with town.database.unit_of_work(read_only=True) as uow:
        return load_report(uow.cases.get(town.case), town.app.context(uow))


def wrong_at(page: httpx.Response) -> set[str]:
    """The questions at which something is wrong."""
    return set(re.findall(r'id="wrong-([a-z_]+)"', page.text))


def chosen(page: httpx.Response) -> set[str]:
    """The choices that are made on the page."""
    return {
        f"{name}={value}" for name, value in re.findall(r'name="(\w+)" value="([^"]*)" form="\w+" checked', page.text)
    }


def test_photo_and_report_are_done_on_one_page_without_the_chat(
    town: TownWithPages, at_the_till: tuple[Phone, str]
) -> None:
    """R-086, R-115, R-127: three rows below the picture, then the rest, then the finished alert."""
    phone, page = at_the_till
    shown = phone.get(page)
    assert "化粧品" in shown.text
    assert "travel=unknown" in chosen(shown)
    rest = phone.submit(page, "confirm", sha256=SHA256, part="till", **TILL)
    assert "あと少しです" in rest.text
    assert wrong_at(rest) == set()
    finished = phone.submit(page, "answer", part="peace", **PEACE)
    assert "承認者へ送る" in finished.text
    assert "黒のジャケット" in finished.text
    report = report_of(town)
    assert report is not None
    assert (report.goods, report.travel, report.ground, report.payment_checked) == (
        "化粧品",
        Travel.ON_FOOT,
        Ground.WITNESSED,
        True,
    )
    assert (report.known_person, report.vulnerable, report.form) == (False, False, AlertForm.FEATURES)


def test_a_refusal_stands_at_its_field_and_no_answer_is_asked_twice(
    town: TownWithPages, at_the_till: tuple[Phone, str]
) -> None:
    """R-047, R-087, R-127: the rules' own words, beside what was answered; all else stays as it was."""
    phone, page = at_the_till
    amiss = TILL | {"direction.words": "", "goods": "犯人の化粧品"}
    told = phone.submit(page, "confirm", sha256=SHA256, part="till", **amiss)
    assert wrong_at(told) == {"goods"}, "what is missing is asked, and nobody is blamed yet"
    told = phone.submit(page, "answer", part="till", **amiss)
    assert wrong_at(told) == {"goods", "direction"}
    assert "travel=on_foot" in chosen(told)
    assert "どちらへ向かったかを入力してください" in told.text
    assert phone.submit(page, "answer", part="till", **TILL).status_code == 200
    told = phone.submit(
        page, "answer", part="peace", **PEACE | {"checked": "not_checked", "step_up_reason.words": "はい"}
    )
    assert wrong_at(told) == {"checked", "step_up_reason"}
    assert "先に、支払いがないことを" in told.text
    assert {"police=called", "applies=neither", "checked=not_checked", "upper=jacket"} <= chosen(told)
    assert report_of(town) is None


def test_writing_anew_begins_with_every_answer(town: TownWithPages, at_the_till: tuple[Phone, str]) -> None:
    """R-127: one line is changed, and nothing else is asked."""
    phone, page = at_the_till
    phone.submit(page, "confirm", sha256=SHA256, part="till", **TILL)
    phone.submit(page, "answer", part="peace", **PEACE)
    anew = phone.get(f"{page}?part=till")
    assert 'value="駅前通りを東へ"' in anew.text
    assert "travel=on_foot" in chosen(anew)
    changed = phone.submit(page, "answer", part="till", **TILL | {"travel": "bicycle"})
    assert "承認者へ送る" in changed.text
    report = report_of(town)
    assert report is not None
    assert report.travel == Travel.BICYCLE


def test_one_press_sends_the_answers_and_hands_in_unless_something_is_amiss(at_the_till: tuple[Phone, str]) -> None:
    """R-112, R-127: nothing goes to the approvers before the whole of it will do, an earlier report least of all."""
    phone, page = at_the_till
    phone.submit(page, "confirm", sha256=SHA256, part="till", **TILL)
    phone.submit(page, "answer", part="peace", **PEACE)
    amiss = PEACE | {"step_up_reason.words": "はい"}
    told = phone.submit(page, "answer", part="peace", handing_in="yes", **amiss)
    assert (wrong_at(told), told.status_code) == ({"step_up_reason"}, 200)
    told = phone.submit(page, "answer", part="peace", handing_in="yes", **PEACE)
    assert "承認できる人が足りません" in told.text, "handed in, and this small shop hears why it may not"
    assert "送る前の確認" in told.text


def test_another_persons_form_and_another_pages_part_are_not_believed(
    town: TownWithPages, at_the_till: tuple[Phone, str]
) -> None:
    """R-001, R-064: the reporter's own page alone, and only the parts that it asks."""
    phone, page = at_the_till
    assert town.phone().post(f"{page}/answer", {"part": "till", **TILL}).status_code == 403
    assert phone.submit(page, "answer", part="judge").status_code == 404
    assert phone.submit(page, "answer", part="anything").status_code == 404
