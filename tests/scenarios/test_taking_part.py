"""An alert ends with what it stands on, and reaches nobody who may not read it."""

from __future__ import annotations

from datetime import timedelta

from handlers.commands.office import SuspendStore
from tests.world.databases import ON_SQLITE
from tests.world.over_http import TownOverHttp

TRAINING = "https://training.example/hansho?course=1"


@ON_SQLITE
def test_a_store_that_is_suspended_takes_its_alert_along(town: TownOverHttp) -> None:
    """R-005, R-144: called back for everybody at that moment, and what it wrote next reaches nobody."""
    town.warn()
    town.neighbour.press("確認しました")
    town.neighbour.wait_for("いま店にいますか")
    town.run(SuspendStore("H01"))
    assert town.case().state == "ended"
    assert "参加" in town.neighbour.wait_for("【回収】").text
    town.neighbour.press("確認しました")
    town.secretariat.wait_for("終了しました：取り消し（回収）")
    town.reporter.send_photo(town.picture.read_bytes())
    town.reporter.wait_for("停止中")


@ON_SQLITE
def test_who_has_not_been_trained_reads_nothing_and_the_colleague_is_called(town: TownOverHttp) -> None:
    """R-062: no word of the case but the way to the training; the store's next contact gets the card."""
    town.set_rules(training_url=TRAINING)
    with town.database.unit_of_work() as uow:
        untrained = town.member(town.neighbour.code, uow)
        untrained.trained_until = (town.app.now() - timedelta(days=1)).date()
        uow.commit()
    town.hand_in()
    town.submit()
    for phone in (town.responsible, town.approver):
        town.say_yes(phone)
    told = town.neighbour.wait_for("先に研修を済ませて")
    number = town.case().number
    assert number not in told.text
    assert told.links == (TRAINING,)
    colleague = town.people.phone("P10")
    assert number in colleague.wait_for("警戒のお願い").text
