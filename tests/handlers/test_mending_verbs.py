"""An alert that came back: other words, somebody else in the picture, or another photo."""

from __future__ import annotations

import pytest

from bot.web.steps import step_of
from handlers.commands.chat import SendAnotherPhoto, SendPhoto, StartReport
from handlers.commands.picture import ConfirmMask, PickSuspect
from handlers.errors import NotAllowed, StillOpen
from policy.access import Purpose
from tests.world.answers import REPORT
from tests.world.beginnings import remembered
from tests.world.in_process import TownInProcess


def returned(town: TownInProcess) -> str:
    """A picture report that an approver sent back; returns the case's id."""
    given_back(town)
    return town.case().id


@remembered
def given_back(town: TownInProcess) -> None:
    town.photographed()
    town.submit()
    town.give_back("P03", "隣の人ではありませんか")
    assert town.case().state == "returned"


def page_step(town: TownInProcess) -> str:
    """What the reporter's page shows."""
    with town.reading() as uow:
        return step_of(uow.cases.get(town.case().id), Purpose.MASK)


def approve(town: TownInProcess) -> None:
    """Both approvers look at the picture and say yes."""
    for code in ("P02", "P03"):
        town.look(code)
        town.answer(code)


def test_somebody_else_is_picked_in_a_returned_alert(town: TownInProcess) -> None:
    """R-111, R-118: "returned: mend it": the page offers the choice again; what is new is confirmed and approved."""
    case_id = returned(town)
    earlier = town.case().masked_sha256
    card = town.last("P01")
    assert card.title == "差し戻されました"
    assert card.link is not None
    assert page_step(town) == "summary"

    town.run(PickSuspect(town.account("P01"), case_id, 20, 20))
    assert page_step(town) == "masking"
    town.work()
    case = town.case()
    assert case.state == "mask_review"
    assert case.masked_sha256 != earlier
    with pytest.raises(NotAllowed):
        town.press("P01", "承認者へ送る")
    town.run(ConfirmMask(town.account("P01"), case_id, case.masked_sha256 or ""))
    town.submit()
    approve(town)
    assert town.case().state == "live"


def test_another_photo_takes_the_place_of_a_returned_one(town: TownInProcess) -> None:
    """R-111, R-117: the first goes at once with everything made of it; the words stay, the second is masked anew."""
    case_id = returned(town)
    town.press("P01", "写真を送り直す")
    assert town.case().state == "draft"
    for kind, name in (("original", "received"), ("original", "upright"), ("masked", "picture")):
        assert not town.kept(kind, name)
    assert town.last("P01").title == "写真を送ってください"
    town.say("P01", "状況")
    assert town.last("P01").title == "写真を送ってください"

    town.run(SendPhoto(town.account("P01"), "photo-2"))
    town.work()
    assert town.case().id == case_id
    town.run(PickSuspect(town.account("P01"), case_id, 40, 40))
    town.work()
    town.run(ConfirmMask(town.account("P01"), case_id, town.case().masked_sha256 or ""))
    town.submit()
    approve(town)
    assert town.case().state == "live"


def test_the_preview_leads_to_another_choice_and_another_photo(town: TownInProcess) -> None:
    """R-117: also before the approvers were asked."""
    town.photographed()
    assert town.last("P01").link is not None
    town.press("P01", "写真を送り直す")
    assert town.case().state == "draft"
    assert not town.kept("masked", "picture")


def test_words_that_came_back_can_get_a_picture(town: TownInProcess) -> None:
    """R-116: what an approver found too vague in words is sent again with a photo."""
    town.hand_in()
    town.submit()
    town.give_back("P03", "文字だけでは取り違えます")
    town.press("P01", "写真を送り直す")
    town.run(SendPhoto(town.account("P01"), "photo-1"))
    town.work()
    town.form("P01", "report", **{**REPORT, "form": "picture"})
    assert town.last("P01").title == "あとは画像の確認だけです"


def test_a_returned_alert_does_not_become_a_second_draft(town: TownInProcess) -> None:
    """R-111: no photo lands in the wrong case, since a person writes one report at a time."""
    case_id = returned(town)
    account = town.account("P01")
    town.run(StartReport(account))
    with pytest.raises(StillOpen):
        town.run(SendAnotherPhoto(account, case_id))
    with pytest.raises(StillOpen):
        town.run(PickSuspect(account, case_id, 20, 20))
    with town.reading() as uow:
        assert uow.cases.get(case_id).state == "returned"


def test_without_pictures_none_is_offered_or_taken(town: TownInProcess) -> None:
    """R-003: a network of words only mends words."""
    case_id = returned(town)
    town.set_rules(text_only=True)
    with pytest.raises(NotAllowed):
        town.run(SendAnotherPhoto(town.account("P01"), case_id))
    town.hand_in("P02")
    town.submit("P02")
    binding = town.newest("P02").binding or ""
    assert binding
    town.look_at(town.account("P03"), town.newest("P02").id)
    town.press("P03", "差し戻す")
    town.press("P03", "チャットで答える")
    town.say("P03", "上着の色を映像で確かめてください")
    assert [button.label for button in town.last("P02").buttons] == ["書き直す", "取り下げる"]


def test_while_the_approvers_have_it_nothing_is_mended(town: TownInProcess) -> None:
    """R-111: neither photo nor choice changes under their eyes."""
    case_id = town.photographed()
    town.submit()
    for command in (
        SendAnotherPhoto(town.account("P01"), case_id),
        PickSuspect(town.account("P01"), case_id, 1, 1),
    ):
        with pytest.raises(NotAllowed):
            town.run(command)
    assert town.case().state == "assessing"
