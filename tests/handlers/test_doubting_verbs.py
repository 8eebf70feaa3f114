"""「誤りでは？」 and 「見かけた」: passed on once, and a doubt keeps the picture back until the store answers."""

from __future__ import annotations

import pytest

from bot.web.material import Material
from bot.web.viewmodels import Alert
from handlers.commands.chat import DoubtAlert, ReportSighting, Resume, UnsendPhoto
from handlers.errors import NotAllowed
from policy.forms.names import DoubtReason
from tests.world.answers import FEATURES
from tests.world.beginnings import remembered
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted


@remembered
def picture_alert(town: TownInProcess) -> None:
    """A picture alert in the neighbours' hands."""
    town.photographed()
    town.submit()
    for code in ("P02", "P03"):
        town.answer(code)
    town.deliver()


def page(town: TownInProcess) -> Alert:
    """What P09 sees."""
    with town.app.reading() as ctx:
        case = ctx.uow.cases.get(town.case().id)
        return Material(ctx.uow.people.account_by_id(town.account("P09")), case, ctx).alert("/p/x")


def shows_a_person(town: TownInProcess) -> bool:
    """Whether P09's page shows the picture or the features; never one without the other."""
    seen = page(town)
    assert (seen.figure is not None) == (FEATURES in [value for _, value in seen.rows]) == (not seen.paused)
    return not seen.paused


@pytest.mark.parametrize("label", ["見かけた", "誤りでは？"])
def test_twenty_taps_are_one_message(town: TownInProcess, label: str) -> None:
    """R-111: the others hear it once and the ledger too; whoever taps gets an answer each time."""
    case = town.warn()
    town.deliver()
    before = len(town.cards("P01")), len(town.cards("P29"))
    for _ in range(20):
        town.press("P09", label)
    town.deliver()
    assert (len(town.cards("P01")), len(town.cards("P29"))) == (before[0] + 1, before[1] + 1)
    assert town.last("P09").title == f"「{label}」はもう伝えてあります"
    with town.reading() as uow:
        answers = ("case:sighting:report", "case:delivery:doubt")
        assert sum(e["event"] in answers for e in uow.ledger.of_case(case.id)) == 1


def test_each_whereabouts_and_each_reason_is_passed_on_once(town: TownInProcess) -> None:
    """D3, R-111: going to and fro between the answers tells nothing new."""
    case = town.warn()
    town.deliver()
    before = len(town.cards("P01"))
    for _ in range(5):
        for where in ("", "in_store", "left"):
            town.run(ReportSighting(town.account("P09"), case.id, where))
        for reason in DoubtReason:
            town.run(DoubtAlert(town.account("P09"), case.id, reason))
    town.deliver()
    assert len(town.cards("P01")) == before + 3 + len(DoubtReason)


def test_a_doubt_with_a_reason_stops_the_picture_until_the_store_answers(town: TownInProcess) -> None:
    """R-096, R-125: the secretariat sees it and can't answer for the store; who doubted hears the answer."""
    picture_alert(town)
    town.press("P09", "誤りでは？")
    assert shows_a_person(town)
    town.press("P09", "支払い済みと聞いた")
    assert not shows_a_person(town)
    card = town.last("P29")
    assert ("理由", "支払い済みと聞いた") in card.facts
    assert "確かめました、続けます" not in {button.label for button in card.buttons}
    with pytest.raises(NotAllowed):
        town.run(Resume(town.account("P29"), town.case().id))
    assert not shows_a_person(town)
    town.press("P02", "確かめました、続けます")
    assert shows_a_person(town)
    assert town.last("P09").title == "通報した店舗が確かめました"
    with town.reading() as uow:
        told = noted(uow)
    assert told.index("case:alert:pause") < told.index("case:alert:resume")


def test_two_stores_that_doubt_stop_it_too(town: TownInProcess) -> None:
    """R-096: without a reason; a correction of something else does not answer them."""
    picture_alert(town)
    town.press("P09", "誤りでは？")
    town.press("P05", "誤りでは？")
    assert not shows_a_person(town)
    town.form("P01", "correct", wrong="direction")
    assert not shows_a_person(town)
    town.say("P01", "状況")
    town.press("P01", "確かめました、続けます")
    assert shows_a_person(town)


def test_a_photo_taken_back_after_sending_asks_for_the_recall(town: TownInProcess) -> None:
    """R-078: the alert isn't recalled by itself, since somebody may only be tidying their chat."""
    picture_alert(town)
    town.run(UnsendPhoto(town.account("P01"), "another photo"))
    assert town.last("P01").title != "警戒情報はまだ配信中です"
    town.run(UnsendPhoto(town.account("P01"), "photo-1"))
    assert town.last("P01").title == "警戒情報はまだ配信中です"
    assert town.case().state == "live"
    town.press("P01", "取り消す（回収）")
    town.press("P01", "別の人だった")
    assert town.case().ending == "recall"
