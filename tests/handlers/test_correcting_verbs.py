"""What turned out wrong is taken back from a list: at once, by the store alone, and no word about a person."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.web.material import Material
from handlers.case.told import alert_as_it_stands
from handlers.commands.chat import ConfirmStop
from handlers.errors import NotAllowed
from policy.forms.names import Wrong
from storage.tables import OutboxMessage
from tests.handlers.later import later
from tests.world.answers import FEATURES
from tests.world.in_process import TownInProcess

CORRECTED = "【訂正】警戒情報の一部が誤りでした"


def told(town: TownInProcess) -> list[str]:
    """What the alert says now."""
    with town.app.reading() as ctx:
        case = ctx.uow.cases.get(town.case().id)
        reader = ctx.recipient(ctx.uow.people.account_by_id(town.account("P09")))
        return [reader.read(value) for _, value in alert_as_it_stands(case, ctx)]


def ledger(town: TownInProcess, event: str) -> list[dict[str, object]]:
    """The details of the newest case's entries of this kind."""
    with town.reading() as uow:
        return [e.get("details", {}) for e in uow.ledger.of_case(town.case().id) if e["event"] == event]


@pytest.mark.parametrize("code", ["P01", "P02", "P03"])
def test_the_store_takes_back_what_was_wrong(town: TownInProcess, code: str) -> None:
    """R-049, R-078: reporter, responsible person or approver."""
    town.warn()
    assert FEATURES in told(town)
    town.form(code, "correct", wrong="features")
    assert FEATURES not in told(town)
    assert "誤りでした。頼らないでください。" in told(town)


def test_everybody_hears_what_was_wrong_until_they_say_so(town: TownInProcess) -> None:
    """R-049, R-078: which part, in a sentence from a list; whoever is silent is asked, and the alert goes on."""
    town.warn()
    town.form("P02", "correct", wrong="features")
    card = town.last("P09")
    assert card.title == CORRECTED
    assert card.lines == (
        "「服装や特徴」は誤りでした。これに頼らないでください。",
        "ほかのスタッフにも伝えてください。",
    )
    town.wait(minutes=11)
    assert "【再度のお願い】取り消し（回収）・訂正を確認してください" in town.titles("P09")
    assert not any(FEATURES in value for c in town.cards("P10") for _, value in c.facts)
    for member in town.deliveries():
        town.run(ConfirmStop(town.account(member), town.case().id))
    assert town.case().state == "live"
    assert town.last("P29").title.startswith("いまの状況")


def test_the_ledger_names_what_was_taken_back_and_a_hash_of_what_remains(town: TownInProcess) -> None:
    """R-049, R-097, R-111: each step another hash, and no word of the alert."""
    town.warn()
    town.form("P02", "correct", wrong="features")
    town.form("P02", "correct", wrong="direction")
    first, second = ledger(town, "case:alert:narrow")
    assert (first["wrong"], second["wrong"]) == ("features", "direction")
    assert first["remains"] != second["remains"]
    assert town.case().narrowed == ["features", "direction"]


def test_a_wrong_picture_is_gone_at_once(town: TownInProcess) -> None:
    """R-040, R-049: its key dies, the page shows none, and what else was said stands."""
    town.photographed()
    town.submit()
    town.look("P02")
    town.look("P03")
    town.answer("P02")
    town.answer("P03")
    town.deliver()
    town.form("P01", "correct", wrong="picture")
    assert not town.kept("masked", "picture")
    with town.app.reading() as ctx:
        case = ctx.uow.cases.get(town.case().id)
        page = Material(ctx.uow.people.account_by_id(town.account("P09")), case, ctx).alert("/p/x")
    assert page.figure is None
    assert page.corrected
    assert FEATURES in told(town)


@pytest.mark.parametrize("code", ["P09", "P29"])
def test_nobody_else_speaks_for_the_store(town: TownInProcess, code: str) -> None:
    """R-049, R-125: no neighbour, not the secretariat, which can recall."""
    town.warn()
    with pytest.raises(NotAllowed):
        town.form(code, "correct", wrong="features")
    assert FEATURES in told(town)


def test_after_the_end_there_is_only_the_recall(town: TownInProcess) -> None:
    """R-049, R-078: what has ended is not corrected weeks later; if it was wrong, it is called back."""
    town.warn()
    town.form("P01", "correct", wrong="goods")
    later(town, hours=25)
    with pytest.raises(NotAllowed):
        town.form("P02", "correct", wrong="features")
    town.form("P02", "recall", reason="wrong_person")
    assert town.last("P09").title.startswith("【回収】")


@pytest.mark.parametrize("answers", [{"wrong": "colour"}, {"text": "中学生の女子、白いセーラー服"}, {}])
def test_nothing_can_be_said_in_words(town: TownInProcess, answers: dict[str, str]) -> None:
    """R-111: a correction has no room for a description; what isn't on the list is asked again in the chat."""
    town.warn()
    town.form("P02", "correct", **answers)
    assert town.case().narrowed == []
    assert "どこが誤りでしたか" in town.last("P02").title
    assert CORRECTED not in town.titles("P09")


def test_what_is_taken_back_is_offered_no_more(town: TownInProcess) -> None:
    """R-049: the button of an old card leads to the list of what the alert still says."""
    town.warn()
    town.press("P02", "訂正する")
    assert len(town.last("P02").choices) == len(Wrong) - 1, "there is no picture"
    town.press("P02", "移動手段")
    town.press("P02", "訂正する")
    assert "移動手段" not in [button.label for button in town.last("P02").choices]


def test_a_store_that_left_hears_no_change(town: TownInProcess) -> None:
    """R-005, R-111: asked just before the card leaves."""
    case = town.warn()
    town.form("P02", "correct", wrong="features")
    with town.database.unit_of_work() as uow:
        delivery = uow.deliveries.for_account(case.id, town.account("P09"))
        assert delivery is not None
        delivery.store.suspended_at = town.now
        uow.commit()
    town.deliver()
    assert CORRECTED not in town.titles("P09")
    with town.reading() as uow:
        rows = uow.session.scalars(select(OutboxMessage).where(OutboxMessage.account_id == town.account("P09")))
        assert [row.failure for row in rows if row.topic.startswith("change")] == ["policy"]
