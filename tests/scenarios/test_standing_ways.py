"""What stands on people's phones all the time: LINE's menu, Slack's Home tab."""

from __future__ import annotations

from collections.abc import Callable

from simulator.phones import Phone
from tests.world.databases import ON_SQLITE
from tests.world.over_http import TownOverHttp
from tests.world.waiting import until


def at_home(phone: Phone, words: str) -> Callable[[], bool]:
    """Whether the Home tab says so."""
    return lambda: any(words in line for line in phone.home())


def in_red(phone: Phone) -> bool:
    """Whether the menu says that an alert is live."""
    return ":alarm:" in phone.look()["menu"]["name"]


@ON_SQLITE
def test_the_menu_and_the_home_tab_turn_red_with_an_alert_and_back(town: TownOverHttp) -> None:
    """R-078, R-062: by role, by one command; its buttons are the words; whoever opens Slack's Home sees what waits."""
    made = town.hansho("line", "menus", "sync")
    assert made.exit_code == 0, made.output
    town.neighbour.tap("ヘルプ")
    town.neighbour.wait_for("できること")
    town.approver.open_home()
    town.approver.press_home("状況")
    town.approver.wait_for("いま、お知らせする事案はありません")
    town.hand_in()
    town.submit()
    until(at_home(town.approver, "承認のお願い"))
    town.say_yes(town.responsible)
    town.say_yes(town.approver)
    town.neighbour.wait_for("警戒のお願い")
    until(at_home(town.approver, "警戒情報が出ています"))
    until(lambda: in_red(town.neighbour))
    town.wait_until_sent()  # a card whose arrival nobody has noted yet is still on its way, and nothing overtakes it
    town.neighbour.tap("状況")
    town.neighbour.wait_for("警戒のお願い")
    town.reporter.press("解除する")
    town.reporter.press("はい、解除する")
    until(lambda: not in_red(town.neighbour) and not in_red(town.reporter))
    until(lambda: not at_home(town.approver, "警戒情報が出ています")())
