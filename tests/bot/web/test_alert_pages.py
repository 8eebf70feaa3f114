"""What approvers and neighbours read beside the picture (R-042, R-049, R-086)."""

from __future__ import annotations

import re

from handlers.case.picture import keep_bytes
from handlers.case.sealed import keep_report, load_report
from policy.facts import AlertForm
from policy.states import State
from storage.places import BY_HAND
from tests.world.answers import FEATURES, REPORT
from tests.world.databases import ON_SQLITE
from tests.world.pages import HEIGHT, NUMBER, WIDTH, TownWithPages, form_token

pytestmark = ON_SQLITE


def test_a_neighbour_reads_what_when_where_and_how_to_behave(town: TownWithPages) -> None:
    """R-042, R-086: the rows of the card, the end, a suspicion and no order to seize."""
    town.alert_goes_live()
    phone, page = town.opened("alert", town.neighbour)
    text = phone.get(page).text
    for part in (REPORT["goods"], REPORT["direction"], "徒歩", "本店", FEATURES, NUMBER, "13:45"):
        assert part in text
    assert "11月24日 14:00 まで" in text
    assert "取り押さえたり" in text
    assert "万引きの疑い" in text
    assert "犯人" not in text


def test_nothing_but_the_alerts_own_fields_is_shown(town: TownWithPages) -> None:
    """R-086: what the reporter said to the approvers stays with them."""
    town.alert_goes_live()
    phone, page = town.opened("alert", town.neighbour)
    text = phone.get(page).text
    assert REPORT["step_up_reason"] not in text
    assert "小暮 灯" not in text


def test_an_approver_sees_the_same_marked_as_not_sent(town: TownWithPages) -> None:
    """R-117: the exact alert, and how long it would live."""
    town.alert_goes_live()
    neighbour, live = town.opened("alert", town.neighbour)
    shown = neighbour.get(live).text
    town.move(State.ASSESSING)
    approver, preview = town.opened("preview", town.responsible)
    text = approver.get(preview).text
    assert "配信前の確認用" in text
    assert "配信から24時間" in text
    rows = shown[shown.index("<dl") : shown.index("</dl>")]
    assert rows in text


def test_an_approver_sees_every_store_and_cuts_one(town: TownWithPages) -> None:
    """R-030, R-117: by name and distance, and the lighter forms beside the one at hand; only our own page may post."""
    town.alert_goes_live()
    with town.database.unit_of_work() as uow:
        uow.cases.get(town.case).binding = "b" * 64
        uow.commit()
    town.move(State.ASSESSING)
    approver, preview = town.opened("preview", town.responsible)
    text = approver.get(preview).text
    with town.database.unit_of_work(read_only=True) as uow:
        assert uow.stores.get(town.next_door).full_name in text
    assert re.search(r"\d+ m<", text)
    assert "人の特徴は伝えず、注意だけ" in text
    cut = {"binding": "b" * 64, "form": "picture"}
    assert approver.post(f"{preview}/narrow", cut).status_code == 403
    told = approver.submit(preview, "narrow", **cut)
    assert told.status_code == 409
    assert "知らせる店舗がなくなります" in told.text or "送られる内容を確認してください" in told.text
    foreign = town.phone()
    assert (
        foreign.post(f"{preview}/narrow", {"form_token": form_token(approver.get(preview)), **cut}).status_code == 403
    )


def test_an_approver_sees_what_a_hand_opened_and_says_so_and_a_neighbour_sees_no_line(town: TownWithPages) -> None:
    """R-118: the outline stands in the part of the picture that is shown; the button is there until it is pressed."""
    town.alert_goes_live()
    with town.database.unit_of_work() as uow:
        case, ctx = uow.cases.get(town.case), town.app.context(uow)
        case.binding = "b" * 64
        case.evidence = {"size": [WIDTH, HEIGHT], "by_hand": {"share": 0.4}, "shown_box": [100, 100, 200, 300]}
        keep_bytes(case, BY_HAND, b"[[120, 110, 150, 110, 150, 190]]", ctx)
        uow.commit()
    neighbour, live = town.opened("alert", town.neighbour)
    assert "点線" not in neighbour.get(live).text
    town.move(State.ASSESSING)
    approver, preview = town.opened("preview", town.responsible)
    text = approver.get(preview).text
    assert 'd="M36 26 66 26 66 106Z"' in text
    assert "写っている部分の40%" in text
    assert "点線の中を見ました" in text
    approver.get(f"{preview}/picture")
    told = approver.submit(preview, "tick", binding="b" * 64)
    assert told.status_code == 200
    assert "点線の中を見ました" not in told.text


def test_an_alert_in_words_has_no_picture(town: TownWithPages) -> None:
    """R-003, R-116: the lighter form shows no picture even where one is still kept."""
    town.alert_goes_live()
    phone, page = town.opened("alert", town.neighbour)
    with town.database.unit_of_work() as uow:
        case = uow.cases.get(town.case)
        report = load_report(case, town.app.context(uow))
        assert report is not None
        lighter = type(report)(**{**report.__dict__, "form": AlertForm.FEATURES})
        keep_report(case, lighter, town.app.context(uow))
        uow.commit()
    text = phone.get(page).text
    assert "<figure" not in text
    assert FEATURES in text


def test_a_corrected_alert_says_so_says_less_and_open_pages_notice(town: TownWithPages) -> None:
    """R-049: what turned out wrong is gone from the page, and who has it open sees so at the next look."""
    town.alert_goes_live()
    phone, page = town.opened("alert", town.neighbour)
    before = phone.get(f"{page}/state").json()
    assert FEATURES in phone.get(page).text
    with town.database.unit_of_work() as uow:
        uow.cases.get(town.case).narrowed = ["features"]
        uow.commit()
    assert phone.get(f"{page}/state").json() != before
    text = phone.get(page).text
    assert "一部が誤りとわかり" in text
    assert FEATURES not in text


def test_what_people_typed_cannot_become_markup(town: TownWithPages) -> None:
    """R-064: angle brackets stay text."""
    town.alert_goes_live()
    with town.database.unit_of_work() as uow:
        case = uow.cases.get(town.case)
        report = load_report(case, town.app.context(uow))
        assert report is not None
        sharp = type(report)(**{**report.__dict__, "goods": '<img src=x onerror="alert(1)">'})
        keep_report(case, sharp, town.app.context(uow))
        uow.commit()
    phone, page = town.opened("alert", town.neighbour)
    assert "<img src=x" not in phone.get(page).text
    assert "&lt;img src=x" in phone.get(page).text
