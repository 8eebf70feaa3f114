"""Other rules and holds, asked for at the desk: what they would change is read before anybody is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from handlers.commands.office import RevokeAccounts
from handlers.errors import NotAllowed
from policy.forms.rules import RULES
from policy.hold import LONGEST_HOLD
from policy.rule_names import RULE_NAMES
from policy.twofold import Act
from storage.tables import Hold, TwofoldAct
from tests.bot.desk.sitting import Browser
from tests.world.in_process import TownInProcess

OFFICE, AUDITOR = "P29", "P30"
FORM = "/desk/rules/change"


@pytest.fixture
def desk(town: TownInProcess, browser: Callable[[str], Browser]) -> Browser:
    """The secretariat, signed in, and shown to be themselves."""
    assert town
    mine = browser(OFFICE)
    mine.sign_in()
    mine.prove()
    return mine


def radius(town: TownInProcess) -> int:
    """What is in force."""
    with town.reading() as uow:
        return uow.stores.rules(uow.stores.the_network().id).radius_km


def ask(desk: Browser, **changed: str) -> None:
    """Type it, look at it, ask."""
    page = desk.http.get(FORM, params=changed)
    assert "変わること" in page.text
    assert desk.press(page, FORM).url.path == "/desk/rules"


def test_every_rule_has_its_field_with_its_ceiling(desk: Browser) -> None:
    """R-044, R-127: one form, one table; what is there now stands in it."""
    assert RULES.keys() == RULE_NAMES.keys()
    page = desk.get(FORM).text
    assert all(f'name="{name}"' in page for name in RULES)
    assert re.search(r'type="number" min="1" max="10" name="radius_km" value="3"', page)


def test_a_line_that_is_more_than_its_shape_is_told_so_by_its_name(desk: Browser) -> None:
    """R-029, R-076, L101, L157: what was typed stands there still."""
    typed = "平日 9–17 時。画像は第三者に提供しません"
    page = desk.http.get(FORM, params={"desk_hours": typed}).text
    field = next(label for label in page.split("<label") if 'name="desk_hours"' in label)
    assert typed in field
    assert "<b>窓口の受付時間</b> 受付時間は、曜日と時刻だけで書いてください" in page


def test_a_narrower_radius_begins_with_the_second_person_s_yes(town: TownInProcess, desk: Browser) -> None:
    """R-097, R-126: each difference in words, before and after; nothing changes by one person."""
    page = desk.http.get(FORM, params={"radius_km": "2"}).text
    assert "3 → 2" in page
    assert "認めたらすぐ" in page
    ask(desk, radius_km="2")
    assert radius(town) == 3
    assert "依頼中" in desk.get("/desk/rules").text  # and on every page, until it is decided
    town.press(AUDITOR, "認める")
    assert radius(town) == 2
    assert "依頼中" not in desk.get("/desk/rules").text


def test_a_wider_one_begins_a_day_later_and_is_announced(town: TownInProcess, desk: Browser) -> None:
    """R-126, L231: the rules' page says what changes and when; until then the old ones hold."""
    assert "認めてから24時間後" in desk.http.get(FORM, params={"radius_km": "5"}).text
    ask(desk, radius_km="5")
    town.press(AUDITOR, "認める")
    assert radius(town) == 3
    assert "3 → 5" in desk.get("/desk/rules").text
    town.wait(hours=23, minutes=59)
    assert radius(town) == 3
    town.wait(minutes=2)
    assert radius(town) == 5
    desk.sign_in()
    assert "3 → 5" not in desk.get("/desk/rules").text


def test_a_stricter_decision_of_meanwhile_stays(town: TownInProcess, desk: Browser) -> None:
    """R-044, R-126: what was allowed yesterday does not undo what two people decided since."""
    ask(desk, radius_km="5", life_hours="48")
    town.press(AUDITOR, "認める")
    ask(desk, radius_km="1")
    town.press(AUDITOR, "認める")
    assert radius(town) == 1
    town.wait(hours=25)
    assert radius(town) == 1
    with town.reading() as uow:
        assert uow.stores.rules(uow.stores.the_network().id).life_hours == 48


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"radius_km": "11"}, "1 から 10 までの数"),
        ({"radius_km": "wide"}, "1 から 10 までの数"),
        ({"text_only": "maybe"}, "ボタンから選んでください"),
        ({"reminder_minutes": "30"}, "この順に長く"),
        ({"training_url": "http://training.example"}, "https://"),
        ({"radius_km": "3"}, "値は同じです"),
    ],
)
def test_what_won_t_do_is_said_and_can_t_be_asked_for(
    town: TownInProcess, desk: Browser, typed: dict[str, str], says: str
) -> None:
    """R-044, R-127: beside its name, with what was typed; a post made by hand asks for nothing."""
    page = desk.http.get(FORM, params=typed)
    assert says in page.text
    assert 'method="post" action="/desk/rules/change"' not in page.text
    out = re.findall(r'name="form_token" value="(.*?)"', page.text)[0]
    assert desk.http.post(FORM, data={**typed, "form_token": out, "once": "x"}).status_code == 409
    with town.reading() as uow:
        assert uow.session.query(TwofoldAct).count() == 0


def test_a_case_is_held_from_its_own_page(town: TownInProcess, desk: Browser) -> None:
    """R-142, R-097: days and a reason of the list; a second person confirms it, and the page says until when."""
    number = town.hand_in().number
    alert, act = f"/desk/alerts/{number}", f"/desk/holds/{number}"
    page = desk.get(alert)
    assert desk.http.post(act, data={"days": "x"}).status_code in (403, 404)
    too_long = desk.press(page, act, days=str(LONGEST_HOLD.days + 1), reason="complaint")
    assert too_long.status_code == 409
    assert desk.press(desk.get(alert), act, days="7", reason="complaint").url.path == alert
    with town.reading() as uow:
        assert uow.session.query(Hold).one().confirmed_at is None
        act_row = uow.session.query(TwofoldAct).one()
        assert (act_row.act, act_row.asked_from) == (Act.HOLD, town.account("P29"))
    town.press(AUDITOR, "認める")
    assert "消去しない" in desk.get(alert).text
    town.wait(days=1)
    with town.reading() as uow:
        assert uow.cases.by_number(number).hold_until > town.now + timedelta(days=5)  # type: ignore[union-attr, operator]


def test_a_hold_falls_with_the_account_it_came_from(town: TownInProcess, desk: Browser) -> None:
    """R-097, R-142: whoever stole a phone asks for nothing that still stands when its owner has got rid of it."""
    alert = f"/desk/alerts/{town.hand_in().number}"
    desk.press(desk.get(alert), alert.replace("alerts", "holds"), days="7", reason="complaint")
    town.run(RevokeAccounts("P29"))
    with pytest.raises(NotAllowed):
        town.press(AUDITOR, "認める")
    with town.reading() as uow:
        assert uow.session.query(Hold).one().confirmed_at is None
        assert uow.session.query(TwofoldAct).one().decided_at is None


def test_nobody_else_finds_the_forms(town: TownInProcess, browser: Callable[[str], Browser]) -> None:
    """R-064, L138: neither the auditor, who decides, nor a manager, who may not even read the rules here."""
    number = town.hand_in().number
    for code in (AUDITOR, "P02"):
        mine = browser(code)
        mine.sign_in()
        assert mine.get(FORM).status_code == 404
        assert "/desk/holds/" not in mine.get(f"/desk/alerts/{number}").text
