"""Whose browser it is, over https as people have it: said in chat, ended by a no, by a terminal, by a month (R-063)."""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus

import pytest

from bot.web.browsers import COOKIE, HOST
from simulator.browser import Browser
from simulator.phones import Phone
from storage.tables import Browser as Row
from tests.served.conftest import ServedTown

NAME = f"{HOST}{COOKIE}"
OPENED, ANOTHER = "あなたのページが開かれました", "別の端末でページが開かれました"


def cookie(browser: Browser) -> str:
    """What the browser is known by."""
    return next(each.value or "" for each in browser._client.cookies.jar if each.name == NAME)


def reads(browser: Browser, link: str, **headers: str) -> bool:
    """Whether it is shown how to behave, which stands on every alert and on no other page."""
    return "取り押さえ" in browser._client.get(link, headers=headers).text


def refused(browser: Browser, link: str) -> bool:
    """Whether there is nothing for it at that address."""
    return browser._client.get(link).status_code == HTTPStatus.NOT_FOUND


def test_a_browser_is_announced_and_a_no_ends_them_all(town: ServedTown) -> None:
    """R-001, R-063, R-064: a ``__Host-`` cookie, new at the binding; device, time and two digits on both sides; only
    our own form; another browser waits; and the owner's no shuts every door and brings a new link.
    """
    owner, link = town.neighbour, town.warned_anew(town.neighbour)
    with town.browser() as mine, town.browser() as other:
        shown = mine._client.get(link)
        given = shown.headers["set-cookie"]
        assert given.startswith(f"{NAME}=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= {*given.split("; ")}
        assert "domain" not in given.lower()
        planted = cookie(mine)
        for origin in ("https://evil.example", "http://127.0.0.1", town.bot_url):
            foreign = mine._client.post(f"{link}/open", data={"form_token": "x"}, headers={"origin": origin})
            assert foreign.status_code == HTTPStatus.FORBIDDEN
        page = mine._post(link, "open", shown.text).text
        assert cookie(mine) != planted
        told = owner.wait_for(OPENED).text
        (number,) = re.findall(r"^番号\D*(\d\d)$", told, re.MULTILINE)
        assert number in page
        assert "（" in told
        for worthless in (f"{NAME}={planted}", f"{COOKIE}={cookie(mine)}", f"{NAME}=x; {NAME}={cookie(mine)}"):
            with town.browser() as thief:
                assert not reads(thief, link, cookie=worthless)
        mine.visit(link)
        assert reads(mine, link)
        other.visit(link)
        asked = owner.wait_for(ANOTHER)
        assert not reads(other, link)
        owner.press("いいえ", on=asked)
        town.until(lambda: refused(mine, link), "every door to be shut")
        assert refused(other, link)
        owner.wait_for("新しいリンクです")
        again = owner.open_link("開く")
        mine.visit(again)
        assert reads(mine, again)
        assert refused(mine, link)


@pytest.mark.parametrize("from_the_chat", [True, False], ids=["in the chat", "at a terminal"])
@pytest.mark.parametrize(("platform", "code"), [("line", "P09"), ("slack", "P15")])
def test_one_word_or_a_terminal_ends_them_all_at_once(
    town: ServedTown, platform: str, code: str, *, from_the_chat: bool
) -> None:
    """R-063: 「端末をすべて解除」, or ``hansho members lock`` for a phone left on a train: browser and link are dead at
    the next request, on either platform.
    """
    owner = town.people.phone(code, platform)
    link = town.warned_anew(owner)
    with town.browser() as lost, town.browser() as found:
        lost.visit(link)
        assert reads(lost, link)
        if from_the_chat:
            owner.say("端末をすべて解除")
        else:
            assert town.hansho("members", "lock", owner.code).exit_code == 0
        owner.wait_for("端末 1 台")
        assert refused(lost, link)
        assert refused(found, link)


def test_a_month_of_rest_makes_a_browser_a_stranger(town: ServedTown) -> None:
    """R-063: after 29 days it is still its owner's; after 31 it is announced anew, under another cookie."""
    link = town.warned_anew(town.neighbour)
    with town.browser() as mine:
        mine.visit(link)
        town.neighbour.wait_for(OPENED)
        before = cookie(mine)
        for days, known in ((29, True), (31, False)):
            rest(town, town.neighbour, days)
            assert reads(mine, link) is known
        mine.visit(link)
        town.neighbour.wait_for(OPENED)
        assert reads(mine, link)
        assert cookie(mine) != before


def rest(town: ServedTown, owner: Phone, days: int) -> None:
    """As if nobody had opened anything for so long; an alert lives for three days at most."""
    since = town.app.now() - timedelta(days=days)
    with town.database.unit_of_work() as uow:
        of_owner = uow.session.query(Row).filter_by(account_id=town.account(owner.code, owner.platform))
        of_owner.update({"confirmed_at": since, "seen_at": since})
        uow.commit()
