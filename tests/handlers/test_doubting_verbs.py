"""「誤りでは？」 and 「見かけた」: passed on once, and a doubt keeps the picture back until the store answers."""

from __future__ import annotations

import pytest

from bot.web.material import Material
from bot.web.viewmodels import Alert
from handlers.commands.answers import DoubtAlert, ReportSighting
from handlers.commands.chat import Resume, UnsendPhoto
from handlers.commands.rights import AskPerson, DecideRequest
from handlers.errors import NotAllowed
from handlers.rights.record import asked_in, parties
from policy.decision import Decided
from policy.forms.names import DoubtReason
from policy.rights import READABLE, Channel, RequestState, Told, Wish
from storage.tables import Request
from tests.world.answers import FEATURES
from tests.world.beginnings import remembered
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted

WORDS = "店の記録と時刻を調べ直しました。表示はそのままにします。ご連絡ありがとうございました。"


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


def complaints(town: TownInProcess) -> list[Request]:
    """What neighbours' doubts have become."""
    with town.reading() as uow:
        return uow.session.query(Request).filter_by(channel=Channel.NEIGHBOUR).all()


def test_a_doubt_is_answered_by_somebody_without_a_part_in_the_alert(town: TownInProcess) -> None:
    """R-076, R-096, L157, L206: though its store stands by it: one complaint an alert, and who doubted hears."""
    picture_alert(town)
    town.press("P09", "誤りでは？")
    town.press("P09", "支払い済みと聞いた")
    town.press("P05", "誤りでは？")
    town.press("P02", "確かめました、続けます")
    assert complaints(town) == []
    town.wait(minutes=11)
    (one,) = complaints(town)
    assert (one.wish, one.state, one.store_id) == (Wish.COMPLAINT, RequestState.OPEN, town.case().store_id)
    assert one.number in [number for number, _ in town.last("P29").facts]
    with town.app.reading() as ctx:
        asked = asked_in(one, ctx)
        assert asked is not None
        assert "支払い済みと聞いた" in asked.words
        assert {town.member(code, ctx.uow).id for code in ("P01", "P02", "P09", "P05")} <= parties(one, ctx)
    with pytest.raises(NotAllowed):
        town.run(AskPerson(town.account("P29"), one.number, "もう少し教えてください。"))
    town.run(DecideRequest(town.account("P29"), one.number, Decided.OTHER, WORDS))
    assert town.last("P09").title == town.last("P05").title == "「誤りでは？」に事務局が答えました"
    assert town.last("P09").lines == ("ご指摘を受けて、ほかの方法で対応します。",), "a sentence, no item of the desk"
    (one,) = complaints(town)
    assert (one.told_how, one.told_at) == (Told.CHAT, one.answered_at)
    with town.app.reading() as ctx:
        assert ctx.uow.requests.answered_since(one.network_id, ctx.now - READABLE) == []


def test_what_was_called_back_meanwhile_is_no_complaint(town: TownInProcess) -> None:
    """R-078, R-096: everybody hears of the recall, which is the answer."""
    picture_alert(town)
    town.press("P09", "誤りでは？")
    town.press("P01", "取り消す（回収）")
    town.press("P01", "別の人だった")
    town.wait(minutes=11)
    assert complaints(town) == []
