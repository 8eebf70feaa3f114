"""Whose browser opens a page: said in the chat each time, ended from there, and never locked out by one's own "no"."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.event import Event
from bot.web.authentication import Standing, Unknown, let_in
from bot.web.browsers import browser_hash
from handlers.cards import Message
from handlers.commands.chat import ConfirmBrowser
from handlers.commands.office import LockMember
from handlers.commands.pages import MeetBrowser
from handlers.errors import LinkOver, NotFound, UnknownButton
from storage.browsers import ASKED
from tests.world.in_process import PHONE, TownInProcess
from tests.world.ledgers import noted

BOUND, ASKS = "あなたのページが開かれました", "別の端末でページが開かれました"
NOT_ME = "いいえ、私ではありません"
ENDED = "端末とリンクをすべて解除しました（端末 {} 台）"


@pytest.fixture
def warned(town: TownInProcess) -> TownInProcess:
    """P09 has an alert, and opened it."""
    town.warn()
    town.open_link("P09", "mine")
    return town


def standing(town: TownInProcess, link_id: str, cookie: str) -> Standing | None:
    """How the page would greet the browser; None is 404."""
    with town.app.reading() as ctx:
        try:
            return let_in(link_id, cookie, ctx).standing
        except Unknown:
            return None


def facts(card: Message) -> dict[str, str]:
    return dict(card.facts)


def link_of(card: Message) -> str:
    """The id in the card's link, as the tests' ports write it."""
    assert card.link is not None
    return card.link.url.rsplit("/", 1)[1]


def links(town: TownInProcess, code: str) -> list[str]:
    """The ids of all links that somebody got, oldest first."""
    town.deliver()
    return [link_of(card) for card in town.cards(code) if card.link]


def test_every_binding_is_said_in_the_chat_by_number_device_and_time(warned: TownInProcess) -> None:
    """R-001, R-063: the first one too; the page's number stands on the card, and what the browser says it is."""
    card = warned.last("P09")
    assert card.title == BOUND
    assert facts(card)["端末"] == "iPhone（LINE アプリ）"
    assert facts(card)["時刻"]
    with warned.app.reading() as ctx:
        row = ctx.uow.people.browser(warned.account("P09"), browser_hash("mine"), warned.now)
        assert row is not None
        assert facts(card)["番号"] == str(row.number)
    assert [button.label for button in card.buttons] == [NOT_ME]


def test_another_browser_is_let_in_by_a_yes_within_the_hour(warned: TownInProcess) -> None:
    """R-001: asked by number; a yes that comes when nobody sits there any more lets nobody in."""
    link = warned.open_link("P09", "other")
    assert standing(warned, link, "other") is Standing.ASKED
    card = warned.last("P09")
    assert card.title == ASKS
    assert facts(card)["番号"]
    warned.now += ASKED
    with pytest.raises(UnknownButton):
        warned.press("P09", "はい、私です")
    assert standing(warned, link, "other") is Standing.NEW
    again = warned.open_link("P09", "other again")
    warned.press("P09", "はい、私です")
    assert standing(warned, again, "other again") is Standing.BOUND
    assert standing(warned, again, "mine") is Standing.BOUND


@pytest.mark.parametrize("to", ["the first browser", "another one"])
def test_a_no_ends_all_browsers_and_links_and_brings_the_owner_new_ones(warned: TownInProcess, to: str) -> None:
    """R-001, R-063: whoever was quicker is out, whatever they hold; the owner opens the new link and is in."""
    before = links(warned, "P09")
    if to == "another one":
        warned.open_link("P09", "other")
    warned.press("P09", NOT_ME)
    cookies = ("mine", "other")
    assert {standing(warned, link, cookie) for link in before for cookie in cookies} == {None}
    (fresh, *_) = [link for link in links(warned, "P09") if link not in before]
    assert {standing(warned, fresh, cookie) for cookie in cookies} == {Standing.NEW}
    assert any(title.startswith("端末とリンクをすべて解除しました") for title in warned.titles("P09"))
    account = warned.account("P09")
    warned.run(MeetBrowser(account, fresh, browser_hash("mine"), browser_hash("mine anew"), PHONE))
    assert standing(warned, fresh, "mine anew") is Standing.BOUND
    assert standing(warned, fresh, "mine") is Standing.NEW
    assert warned.last("P09").title == BOUND
    with warned.reading() as uow:
        assert [event for event in noted(uow) if event.startswith("member:browser:")][-3:] == [
            Event.BROWSER_REFUSE,
            Event.BROWSER_END,
            Event.BROWSER_BIND,
        ]


def test_the_secretariat_hears_whose_link_was_in_other_hands(warned: TownInProcess) -> None:
    """R-063, R-097: with the member's code and what opened it; nobody is named, and the number stays the owner's."""
    warned.open_link("P09", "other")
    warned.press("P09", NOT_ME)
    card = warned.last("P29")
    assert card.title == "P09 のリンクが、本人でない人に開かれました"
    assert [*facts(card)] == ["端末", "時刻"]
    assert not any("本人でない人" in title for title in warned.titles("P09"))


def test_a_no_pressed_again_or_by_somebody_else_changes_nothing(warned: TownInProcess) -> None:
    """R-063: what was ended is ended; another person's browser is none of one's own."""
    with warned.reading() as uow:
        row = uow.people.browser(warned.account("P09"), browser_hash("mine"), warned.now)
        assert row is not None
    warned.run(ConfirmBrowser(warned.account("P10"), row.id, mine=False))
    with pytest.raises(UnknownButton):
        warned.run(ConfirmBrowser(warned.account("P10"), row.id, mine=True))
    with warned.reading() as uow:
        assert uow.people.browser(warned.account("P09"), browser_hash("mine"), warned.now) is not None
    warned.press("P09", NOT_ME)
    link = warned.open_link("P09", "mine anew")
    warned.run(ConfirmBrowser(warned.account("P09"), row.id, mine=False))
    assert warned.last("P09").title == "その端末では、もう開けません"
    assert standing(warned, link, "mine anew") is Standing.BOUND


def test_a_link_that_ended_while_its_page_was_open_binds_nothing(warned: TownInProcess) -> None:
    """R-063: the press that comes a moment after the "no" is too late; nor does another person's link do."""
    account, link = warned.account("P09"), links(warned, "P09")[0]
    warned.press("P09", NOT_ME)
    for dead in (link, links(warned, "P15")[0], "never given out"):
        with pytest.raises(LinkOver):
            warned.run(MeetBrowser(account, dead, "x", browser_hash("thief"), PHONE))
    with warned.reading() as uow:
        assert uow.people.browsers(account, warned.now) == []


def test_one_lists_and_ends_ones_browsers_from_the_chat_or_at_a_terminal(warned: TownInProcess) -> None:
    """R-063: 「端末」, its button, 「端末をすべて解除」, and `hansho members lock`; the account stays."""
    link = links(warned, "P09")[0]
    warned.say("P09", "端末")
    card = warned.last("P09")
    assert card.title == "あなたのページを開ける端末：1 台"
    assert [label for label, _ in card.facts] == ["iPhone（LINE アプリ）"]
    warned.press("P09", "端末をすべて解除")
    assert standing(warned, link, "mine") is None
    warned.say("P09", "端末")
    assert warned.last("P09").title == "あなたのページを開ける端末：0 台"

    for end in (lambda: warned.say("P09", "端末をすべて解除"), lambda: warned.run(LockMember("P09"))):
        link = warned.open_link("P09", "mine")
        end()
        assert standing(warned, link, "mine") is None
        assert ENDED.format(1) in warned.titles("P09")
    warned.press("P09", "見かけた")
    with pytest.raises(NotFound):
        warned.run(LockMember("nobody"))


def test_an_idle_browser_is_a_stranger_again(warned: TownInProcess) -> None:
    """R-063: after 30 days the next link is opened anew, and said anew."""
    warned.now += timedelta(days=30)
    link = warned.open_link("P09", "new phone")
    assert standing(warned, link, "mine") is Standing.NEW
    assert standing(warned, link, "new phone") is Standing.BOUND
