"""R-041: a picture that may mislead says so on its page, and is confirmed with a reason."""

from __future__ import annotations

from dataclasses import replace

from audit.event import Event
from handlers.case.sealed import keep_salt
from policy.states import State
from tests.world.databases import ON_SQLITE
from tests.world.pages import SHA256, TownWithPages

pytestmark = ON_SQLITE

BLURRED = {"size": 48, "brightness": 70, "blur": 81, "texts": 0}
REASON = "ほかのカメラには写っておらず、赤い上着で見分けられるため"


def masked(town: TownWithPages, quality: dict[str, int]) -> None:
    """The masked picture is there, as it was measured."""
    town.mask_arrives()
    with town.database.unit_of_work() as uow:
        case = uow.cases.get(town.case)
        case.evidence, case.picture = {"quality": quality}, replace(case.picture, verified=True)
        keep_salt(case, town.app.context(uow))
        uow.commit()


def test_the_page_says_each_flaw_with_its_number_and_asks_why(town: TownWithPages) -> None:
    """R-041: 48 pixels, 81 percent; a clear picture is confirmed without a word."""
    masked(town, BLURRED)
    phone, page = town.opened("mask", town.reporter)
    text = phone.get(page).text
    assert "対象者が小さく写っています（48ピクセル、120以上ならよく見えます）。" in text
    assert "対象者がぼけています（ぼけの目安は81%" in text
    assert 'name="reason"' in text
    masked(town, {**BLURRED, "size": 300, "blur": 20})
    assert 'name="reason"' not in phone.get(page).text
    assert "画像を確認しました" in phone.submit(page, "confirm", sha256=SHA256).text


def test_a_poor_reason_is_sent_back_with_what_was_typed(town: TownWithPages) -> None:
    """R-041: nobody types it twice; markup in it stays text; a good one is taken."""
    masked(town, BLURRED)
    phone, page = town.opened("mask", town.reporter)
    assert "それでも使う理由を書いてください" in phone.submit(page, "confirm", sha256=SHA256).text
    refused = phone.submit(page, "confirm", sha256=SHA256, reason="<b>はい")
    assert refused.status_code == 409
    assert "&lt;b&gt;はい</textarea>" in refused.text
    assert "画像を確認しました" in phone.submit(page, "confirm", sha256=SHA256, reason=REASON).text
    with town.database.unit_of_work(read_only=True) as uow:
        events = [entry["event"] for entry in uow.ledger.of_case(town.case)]
    assert events.count(Event.MASK_OVERRIDE) == events.count(Event.MASK_CONFIRM) == 1


def test_the_longest_reason_fits_into_the_form(town: TownWithPages) -> None:
    """R-041: 300 Japanese characters, as many as the page lets one type."""
    masked(town, BLURRED)
    phone, page = town.opened("mask", town.reporter)
    longest = (REASON + "。店の前の通りでは同じ服の人を見ておらず、") * 9
    assert "画像を確認しました" in phone.submit(page, "confirm", sha256=SHA256, reason=longest[:300]).text


def test_approvers_read_it_beside_the_picture_and_neighbours_do_not(town: TownWithPages) -> None:
    """R-041, R-086: flaws and reason belong to the decision, not to the alert."""
    masked(town, BLURRED)
    town.words_are_written()
    phone, page = town.opened("mask", town.reporter)
    phone.submit(page, "confirm", sha256=SHA256, reason=REASON)
    town.move(State.ASSESSING)
    approver, preview = town.opened("preview", town.responsible)
    told = approver.get(preview).text
    town.alert_leaves()
    neighbour, alert = town.opened("alert", town.neighbour)
    shown = neighbour.get(alert).text

    assert REASON in told
    assert "48ピクセル" in told
    assert REASON not in shown
    assert "ピクセル" not in shown
