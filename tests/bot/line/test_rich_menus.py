"""LINE's menus against the simulator's LINE, over HTTP with the real SDK."""

from __future__ import annotations

import pytest

from bot.chat import SendFailed
from bot.line.menus import DEFAULT, RichMenu, every
from bot.line.platform import LinePlatform
from bot.line.rich_menus import RichMenus
from handlers.home import Home
from policy.menu import Menu
from simulator.control import Simulator
from simulator.line_menus import AN_HOUR, HOUR, check_menu
from storage.tables import Amiss, Failure
from tests.bot.line.test_line_sending import connect
from tests.bot.stages import Wall

STAFF = Home(Menu.STAFF, live=False, language="ja")
RED = Home(Menu.STAFF, live=True, language="ja")


@pytest.fixture
def line(sim: Simulator, wall: Wall) -> LinePlatform:
    return connect(sim, wall)


@pytest.fixture
def people(sim: Simulator) -> list[str]:
    return [account.user_id for account in sim.world.accounts.values() if account.platform == "line"]


def furnish(line: LinePlatform) -> list[str]:
    """What is said, each with what was linked anew meanwhile."""
    relinked: list[str] = []
    said = list(line.furnish(lambda: relinked.append("relinked")))
    return [*said, *relinked]


@pytest.mark.parametrize("menu", list(every()), ids=lambda menu: menu.key)
def test_line_takes_each_menu(menu: RichMenu) -> None:
    """By the SDK's own model and LINE's limits, with a picture of its size below a megabyte."""
    assert check_menu(menu.form()) == []


def test_menus_are_made_once_and_only_what_is_old_goes(sim: Simulator, line: LinePlatform, people: list[str]) -> None:
    """Done twice nothing is made; what the owner made by hand stays; old ones go after people have the new ones."""
    by_hand = {**DEFAULT.form(), "name": "sale"}
    old = {**DEFAULT.form(), "name": "hansho:staff:ja:0123"}
    kept, gone = sim.line.menus.create(by_hand), sim.line.menus.create(old)
    menus = [menu.key for menu in every()]
    assert furnish(line) == [*(f"+ {key}" for key in menus), "- staff:ja:0123", "relinked"]
    assert furnish(line) == []
    assert kept in sim.line.menus.made
    assert gone not in sim.line.menus.made
    assert (shown := sim.line.menus.shown_to(people[0]))
    assert shown.form["name"] == DEFAULT.name
    assert Amiss.MENUS not in line.check().amiss


def test_people_are_linked_together_and_an_unknown_one_is_left_alone(
    sim: Simulator, line: LinePlatform, people: list[str]
) -> None:
    """One wrong id of an import takes nobody's menu away; strangers have the default one."""
    furnish(line)
    assert line.show_home([*people, "U" + "0" * 32], RED)
    names = {sim.line.menus.made[menu].form["name"] for menu in sim.line.menus.linked.values()}
    assert set(sim.line.menus.linked) == set(people)
    assert len(names) == 1
    assert line.show_home(people[:1], Home(Menu.STRANGER, live=False, language="ja"))
    assert people[0] not in sim.line.menus.linked


def test_without_menus_nothing_is_linked_and_the_operator_hears(line: LinePlatform, people: list[str]) -> None:
    """``hansho doctor`` names the command."""
    assert not line.show_home(people, STAFF)
    assert line.check().amiss[Amiss.MENUS] == str(len([*every()]))


def test_what_broke_half_way_is_finished_the_next_time(sim: Simulator, line: LinePlatform, people: list[str]) -> None:
    """A menu without its picture would look as if it were there; a hundred an hour, and then it goes on."""
    menus = list(every())
    sim.line.menus.create(menus[0].form())
    for _ in range(AN_HOUR - 4):
        sim.line.menus.delete(sim.line.menus.create({**DEFAULT.form(), "name": "x"}))
    sim.line.menus.create(menus[1].form())
    with pytest.raises(SendFailed) as failed:
        furnish(line)
    assert failed.value.reason is Failure.RATE
    sim.world.clock.advance(HOUR + 1)
    assert "relinked" in furnish(line)
    assert RichMenus(line._channel).missing() == 0
    assert all(menu.picture for menu in sim.line.menus.made.values())
    assert line.show_home(people, STAFF)
