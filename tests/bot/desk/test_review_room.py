"""The rules are gone through once a year: what to look at, what came of it, and who is told that it is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from audit.event import Event
from handlers import board
from handlers.audit.checkpoint import remind_pack
from handlers.commands.worker import DueCommand
from handlers.network.lights import of_rules
from handlers.network.seats import seat_of
from handlers.retention.replay import details_of
from handlers.wording.review import SUBJECTS
from policy.desk import Seated
from policy.readiness import Level
from policy.review import NAME, YEAR, Expert, Outcome, Subject
from storage.tables import DueKind
from storage.weeks import Week
from tests.bot.desk.sitting import Browser
from tests.bot.desk.test_figures import tell
from tests.world.in_process import TownInProcess

Make = Callable[[str], Browser]
OFFICE, AUDITOR = "P29", "P30"
PAGE = "/desk/rules/review"


def level(town: TownInProcess) -> Level:
    with town.reading() as uow:
        return of_rules(uow.stores.the_network().id, uow, town.now).level


def test_every_subject_is_looked_at_and_who_did_is_on_record(town: TownInProcess, browser: Make) -> None:
    """R-133, R-145: late is red on the desk's first page, and stays so with a subject left out."""
    town.now += YEAR
    assert level(town) is Level.BAD
    mine, auditors = browser(OFFICE), browser(AUDITOR)
    mine.sign_in()
    assert 'class="urgent"' in mine.get("/desk").text
    assert f'href="{PAGE}"' in mine.get("/desk").text
    assert PAGE in mine.get("/desk/rules").text
    page = mine.get(PAGE)
    assert all(name in page.text for name in SUBJECTS.values())
    chosen = dict.fromkeys(Subject, Outcome.KEEP.value) | {"expert": Expert.LAWYER.value}
    again = mine.press(page, PAGE, **{**chosen, Subject.MASKING: ""})
    assert again.status_code == 409
    assert f'value="{Outcome.KEEP}" selected' in again.text
    assert level(town) is Level.BAD
    mine.press(page, PAGE, **{**chosen, Subject.RULES: Outcome.CHANGE.value})
    assert level(town) is Level.GOOD
    assert f'href="{PAGE}"' not in mine.get("/desk").text
    with town.reading() as uow:
        (entry,) = uow.ledger.of_events([Event.RULES_REVIEW])
        said = details_of(entry)
        assert entry["actor"] == uow.people.account_by_id(town.account(OFFICE)).member_id
        assert f"{Subject.RULES}:{Outcome.CHANGE}" in said["outcomes"]
        assert (len(said["outcomes"]), said["expert"]) == (len(Subject), Expert.LAWYER)
    auditors.sign_in()
    assert f'action="{PAGE}"' in auditors.get(PAGE).text
    assert "見直しを記録する" not in auditors.get(PAGE).text


def test_a_year_is_the_sum_of_its_weeks_and_signs_are_those_of_the_last(town: TownInProcess, browser: Make) -> None:
    """R-145, R-121: as the digests told them, so that a year of alerts is not read again for a page."""
    tell(town, 56)
    mine = browser(OFFICE)
    mine.sign_in()
    told = [week.figures for week in _weeks(town)[-53:]]
    assert len(told) == 53
    page = mine.get(PAGE).text
    assert f"送った警戒情報：{sum(one.sent for one in told[1:])}、" in page
    assert "気になる兆候：1" in page
    assert "毎週の集計がある週：52（" in page, "what no digest told is not in the sums"


def _weeks(town: TownInProcess) -> list[Week]:
    with town.reading() as uow:
        return uow.weeks.newest(uow.stores.the_network().id, 60)


def test_the_secretariat_is_told_each_month_until_it_is_done(town: TownInProcess) -> None:
    """R-145: from a month before, with the way to the desk; and nothing while there is time."""

    def told() -> int:
        with town.app.writing() as ctx:
            month = f"{town.now:%Y-%m}"
            remind_pack(DueCommand(DueKind.REMIND_PACK, None, {"month": month}), ctx)
            ctx.uow.commit()
        town.deliver()
        return town.titles(OFFICE).count(NAME)

    assert told() == 0
    assert due_today(town) == []
    with town.reading() as uow:
        town.now = uow.stores.the_network().created_at + YEAR - timedelta(days=20)
    assert told() == 1
    assert due_today(town) == [False]


def due_today(town: TownInProcess) -> list[bool]:
    """Of each row about it on the desk's first page, whether it is late."""
    with town.app.reading() as ctx:
        seat = seat_of(ctx.uow.people.account_by_id(town.account(OFFICE)).member, ctx)
        assert isinstance(seat, Seated)
        rows = board.items(seat, ctx.uow.stores.the_network().id, ctx)
        return [one.urgent for one in rows if one.key == "/review"]
