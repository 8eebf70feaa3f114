"""An alert that came back: other words, somebody else in the picture, or another photo."""

from __future__ import annotations

import pytest

from bot.web.material import step_of
from handlers.commands.chat import SendAnotherPhoto, SendPhoto, StartReport
from handlers.commands.picture import ConfirmMask, PickSuspect
from handlers.errors import NotAllowed, StillOpen
from tests.handlers.street import REPORT, Street
from tests.handlers.test_reporting_verbs import photographed


def returned(street: Street) -> str:
    """A picture report that an approver sent back; returns the case's id."""
    case_id = photographed(street)
    street.submit()
    street.look("P03")
    street.form("P03", "return", reason="隣の人ではありませんか", binding=street.case().binding or "")
    assert street.case().state == "returned"
    return case_id


def page_step(street: Street) -> str:
    """What the reporter's page shows."""
    with street.reading() as uow:
        return step_of(uow, uow.cases.get(street.case().id), "mask")


def approve(street: Street) -> None:
    """Both approvers look at the picture and say yes."""
    for code in ("P02", "P03"):
        street.look(code)
        street.answer(code)


def test_somebody_else_is_picked_in_a_returned_alert(street: Street) -> None:
    """R-111, R-118: "returned: mend it": the page offers the choice again; what is new is confirmed and approved."""
    case_id = returned(street)
    earlier = street.case().masked_sha256
    card = street.last("P01")
    assert card.title == "差し戻されました"
    assert card.link is not None
    assert page_step(street) == "confirmed"

    street.run(PickSuspect(street.account("P01"), case_id, 20, 20))
    assert page_step(street) == "masking"
    street.work()
    case = street.case()
    assert case.state == "mask_review"
    assert case.masked_sha256 != earlier
    with pytest.raises(NotAllowed):
        street.press("P01", "承認者へ送る")
    street.run(ConfirmMask(street.account("P01"), case_id, case.masked_sha256 or ""))
    street.submit()
    approve(street)
    assert street.case().state == "live"


def test_another_photo_takes_the_place_of_a_returned_one(street: Street) -> None:
    """R-111, R-117: the first goes at once with everything made of it; the words stay, the second is masked anew."""
    case_id = returned(street)
    street.press("P01", "写真を送り直す")
    assert street.case().state == "draft"
    for kind, name in (("original", "received"), ("original", "upright"), ("masked", "picture")):
        assert not street.kept(kind, name)
    assert street.last("P01").title == "写真を送ってください"
    street.say("P01", "状況")
    assert street.last("P01").title == "写真を送ってください"

    street.run(SendPhoto(street.account("P01"), "photo-2"))
    street.work()
    assert street.case().id == case_id
    street.run(PickSuspect(street.account("P01"), case_id, 40, 40))
    street.work()
    street.run(ConfirmMask(street.account("P01"), case_id, street.case().masked_sha256 or ""))
    street.submit()
    approve(street)
    assert street.case().state == "live"


def test_the_preview_leads_to_another_choice_and_another_photo(street: Street) -> None:
    """R-117: also before the approvers were asked."""
    photographed(street)
    assert street.last("P01").link is not None
    street.press("P01", "写真を送り直す")
    assert street.case().state == "draft"
    assert not street.kept("masked", "picture")


def test_words_that_came_back_can_get_a_picture(street: Street) -> None:
    """R-116: what an approver found too vague in words is sent again with a photo."""
    street.hand_in()
    street.submit()
    street.form("P03", "return", reason="文字だけでは取り違えます", binding=street.case().binding or "")
    street.press("P01", "写真を送り直す")
    street.run(SendPhoto(street.account("P01"), "photo-1"))
    street.work()
    street.form("P01", "report", **{**REPORT, "form": "picture"})
    assert street.last("P01").title == "あとは画像の確認だけです"


def test_a_returned_alert_does_not_become_a_second_draft(street: Street) -> None:
    """R-111: no photo lands in the wrong case, since a person writes one report at a time."""
    case_id = returned(street)
    account = street.account("P01")
    street.run(StartReport(account))
    with pytest.raises(StillOpen):
        street.run(SendAnotherPhoto(account, case_id))
    with pytest.raises(StillOpen):
        street.run(PickSuspect(account, case_id, 20, 20))
    with street.reading() as uow:
        assert uow.cases.get(case_id).state == "returned"


def test_without_pictures_none_is_offered_or_taken(street: Street) -> None:
    """R-003: a network of words only mends words."""
    case_id = returned(street)
    street.set_rules(text_only=True)
    with pytest.raises(NotAllowed):
        street.run(SendAnotherPhoto(street.account("P01"), case_id))
    street.hand_in("P02")
    street.submit("P02")
    binding = street.newest("P02").binding or ""
    assert binding
    street.press("P03", "差し戻す")
    street.say("P03", "上着の色を映像で確かめてください")
    assert [button.label for button in street.last("P02").buttons] == ["書き直す", "取り下げる"]


def test_while_the_approvers_have_it_nothing_is_mended(street: Street) -> None:
    """R-111: neither photo nor choice changes under their eyes."""
    case_id = photographed(street)
    street.submit()
    for command in (
        SendAnotherPhoto(street.account("P01"), case_id),
        PickSuspect(street.account("P01"), case_id, 1, 1),
    ):
        with pytest.raises(NotAllowed):
            street.run(command)
    assert street.case().state == "assessing"
