"""What stands on a phone all the time follows the person: role, training, and whether an alert lives for their shop."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.chat import Outgoing
from bot.language import sentences
from handlers.commands.chat import Enrol, OpenHome
from handlers.commands.office import RevokeAccounts
from handlers.dialogue.words import MEANT, heard
from handlers.home import Home, refresh_all
from handlers.network.accounts import new_code
from handlers.network.training import plan_training
from handlers.wording.menu import ENTRIES, Does
from policy.menu import Menu
from tests.world.in_process import TownInProcess


def home(town: TownInProcess, code: str, platform: str = "line") -> Home:
    """What a person has before them."""
    with town.reading() as uow:
        account = next(a for a in town.member(code, uow).accounts if a.platform == platform)
    return town.chats[platform].homes[account.external_id]


@pytest.fixture(autouse=True)
def _drawn(town: TownInProcess) -> None:
    town.furnish()


@pytest.fixture
def furnished(town: TownInProcess) -> TownInProcess:
    """Everybody has their menu."""
    with town.app.writing() as ctx:
        refresh_all(ctx)
        ctx.uow.commit()
    town.work()
    return town


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("menu", Menu)
def test_a_button_says_what_one_may_type_and_means_the_same(menu: Menu, language: str) -> None:
    """R-127: one table, in both languages; a stranger's help is the greeting that any word brings."""
    t = sentences(language)
    for entry in ENTRIES[menu]:
        if entry.does is Does.SAY and menu is not Menu.STRANGER:
            assert any(heard(t(entry.word)) in words for words, _ in MEANT), entry.word


def test_each_has_the_menu_of_their_role_and_it_is_sent_once(furnished: TownInProcess) -> None:
    """R-062: by role; looking again changes nothing, so that nothing is sent."""
    wanted = {"P01": Menu.STAFF, "P02": Menu.RESPONSIBLE, "P04": Menu.RESPONSIBLE}
    assert {code: home(furnished, code).menu for code in wanted} == wanted
    assert furnished.chats["slack"].homes == {}
    furnished.chats["line"].homes.clear()
    with furnished.app.writing() as ctx:
        refresh_all(ctx)
        ctx.uow.commit()
    furnished.work()
    assert furnished.chats["line"].homes == {}


def test_it_is_red_while_an_alert_lives_for_the_shop(furnished: TownInProcess) -> None:
    """R-078: for those who sent it and those whom it is for, and for nobody far away; it ends with the alert."""
    furnished.warn()
    furnished.work()
    red = {code for code in ("P01", "P02", "P09", "P10", "P27") if home(furnished, code).live}
    assert red == {"P01", "P02", "P09", "P10"}
    furnished.press("P01", "解除する")
    furnished.work()
    assert not any(home(furnished, code).live for code in red)


def test_it_follows_training_enrolment_and_loss(furnished: TownInProcess) -> None:
    """R-062, R-063: a training that ended shows next morning, a lost phone at once, a new one from its first card."""
    with furnished.database.unit_of_work() as uow:
        furnished.member("P09", uow).trained_until = furnished.now.date()
        uow.commit()
    with furnished.app.writing() as ctx:
        plan_training(ctx)
        ctx.uow.commit()
    furnished.wait(days=2)
    assert home(furnished, "P09").menu is Menu.UNTRAINED
    furnished.run(RevokeAccounts("P01"))
    furnished.work()
    assert home(furnished, "P01").menu is Menu.STRANGER
    with furnished.app.writing() as ctx:
        code = new_code("P01", ctx)
        ctx.uow.commit()
    furnished.run(Enrol("line", "U" + "7" * 32, code))
    furnished.work()
    assert furnished.chats["line"].homes["U" + "7" * 32].menu is Menu.STAFF


def test_training_is_asked_about_by_its_button(town: TownInProcess) -> None:
    """R-062: until when it holds, or that there is none."""
    town.say("P01", "研修")
    assert town.last("P01").title == "研修は済んでいます"
    with town.database.unit_of_work() as uow:
        town.member("P01", uow).trained_until = town.now.date() - timedelta(days=1)
        uow.commit()
    town.say("P01", "training")
    assert town.last("P01").title == "研修を受けてください"


def test_slacks_home_shows_what_waits_and_what_lives_once_it_was_opened(town: TownInProcess) -> None:
    """R-112, R-078: the cards of 「状況」 with buttons that work; drawn anew when they change, and only then."""
    for code in ("P03", "P15", "P29"):
        town.run(OpenHome(town.account(code, "slack")))
    town.work()
    at_desk = {
        code: "管理画面" in {one.label for one in home(town, code, "slack").page[0].buttons} for code in ("P03", "P29")
    }
    assert at_desk == {"P03": False, "P29": True}
    assert [card.title for card in home(town, "P03", "slack").page] == ["半鐘"]
    town.hand_in()
    town.submit()
    town.work()
    asked = home(town, "P03", "slack")
    assert len(asked.page) == 2
    assert asked.page[1].link
    town.answer("P02")
    town.answer("P03")
    town.work()
    live = home(town, "P03", "slack")
    assert live.live
    assert live.page[0].title == "警戒情報が出ています"
    town.work()
    assert "警戒のお願い" in [card.title for card in home(town, "P15", "slack").page], "once the card has left"
    for _ in range(2):  # the first shows how far the cards have come since
        town.chats["slack"].homes.clear()
        town.run(OpenHome(town.account("P03", "slack")))
        town.work()
    assert town.chats["slack"].homes == {}


def test_a_managers_home_has_the_board_of_their_stores_and_status_leads_to_its_page(town: TownInProcess) -> None:
    """R-064, R-110: the rows of the desk's first page: of one's own stores, of all for the secretariat, else none."""
    readers = ("P03", "P04", "P15", "P29")
    for code in readers:
        town.run(OpenHome(town.account(code, "slack")))
    town.hand_in()
    town.submit()
    town.work()
    boards = {
        code: [card.facts for card in home(town, code, "slack").page if card.title.startswith("今日")]
        for code in readers
    }
    assert [len(boards[code]) for code in readers] == [0, 1, 0, 1]
    for code in ("P04", "P29"):
        ((label, value),) = boards[code][0]
        assert label == "承認待ち"
        assert town.case().number in value
        assert value.endswith("まで")
    for code, shown in (("P01", False), ("P09", False), ("P02", True)):
        town.say(code, "状況")
        town.deliver()
        assert any(card.title == "今日：1 件" and card.link for card in town.cards(code)) is shown, code


def test_the_secretariat_has_a_thread_for_each_case(town: TownInProcess) -> None:
    """Of many shops at once: every later card about a case goes below the first, others stand for themselves."""
    sent: list[Outgoing] = []
    town.chats["slack"].before_send = sent.append
    town.warn()
    for reason in ("誤りでは？", "誤りでは？"):
        town.press("P09", reason)
        town.deliver()
    with town.reading() as uow:
        office = next(a.external_id for a in town.member("P29", uow).accounts if a.platform == "slack")
    about = [outgoing for outgoing in sent if outgoing.to == office and town.case().number in outgoing.card.notice]
    assert [outgoing.thread is not None for outgoing in about] == [False, *[True] * (len(about) - 1)]
    assert len(about) > 1
    assert not [outgoing for outgoing in sent if outgoing.to != office and outgoing.thread]
