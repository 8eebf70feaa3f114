"""Whose browser is it: the first is bound by a press, another asks in the chat (R-001, R-063)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from audit.event import Event
from bot.web.authentication import browser_hash
from bot.web.browsers import COOKIE
from handlers.commands.chat import ConfirmBrowser
from tests.world.ledgers import noted
from tests.world.pages import Phone, TownWithPages, form_token


def questions(town: TownWithPages) -> int:
    """How often the chat was asked whose browser it is."""
    with town.database.unit_of_work(read_only=True) as uow:
        return noted(uow).count(Event.BROWSER_ASK)


def step(phone: Phone, page: str) -> str:
    """Where the page's own polling would find the reader."""
    return str(phone.get(f"{page}/state").json()["shown"])


def test_a_chat_app_that_prefetches_the_link_binds_nothing(town: TownWithPages) -> None:
    """R-001: only the press on 「開く」 binds; the previewing robot before it does not count."""
    page = town.link("mask", town.reporter)
    robot, phone = town.phone(), town.phone()
    for _ in range(3):
        shown = robot.get(page)
        assert "ご本人専用のページです" in shown.text
        assert "1123-7K2MP" not in shown.text
    assert phone.press_open(page).status_code == 200
    assert step(phone, page) == "finding"
    assert step(robot, page) == "new"


def test_the_first_browser_needs_no_second_press(town: TownWithPages) -> None:
    """R-001: bound once, every later link of the account opens at once in this browser."""
    phone, page = town.opened("mask", town.reporter)
    assert "写真の中の人を探しています" in phone.get(page).text
    assert "写真の中の人を探しています" in phone.get(town.link("mask", town.reporter)).text


def test_the_cookie_is_random_and_out_of_reach_and_only_its_hash_is_kept(town: TownWithPages) -> None:
    """R-064: HttpOnly, SameSite=Lax, at least 128 bits; the database can't be turned into a cookie."""
    phone, page = town.phone(), town.link("mask", town.reporter)
    header = phone.get(page).headers["set-cookie"]
    assert "HttpOnly" in header
    assert "SameSite=lax" in header
    assert "Path=/p" in header
    assert "Secure" not in header, "the test server speaks plain HTTP"
    value = phone.http.cookies[COOKIE]
    assert len(value) >= 22
    phone.press_open(page)
    with town.database.unit_of_work(read_only=True) as uow:
        assert uow.people.browser(town.reporter, value) is None


def test_another_browser_waits_for_a_yes_in_the_chat(town: TownWithPages) -> None:
    """R-001: a forwarded link shows nothing until the owner says yes."""
    _, page = town.opened("mask", town.reporter)
    other = town.phone()
    assert "チャットで確認してください" in other.press_open(page).text
    assert step(other, page) == "asked"
    assert other.get(f"{page}/picture?original=1").status_code == 404
    answer(town, other, mine="yes")
    assert step(other, page) == "finding"


def test_a_browser_the_owner_does_not_know_stays_out(town: TownWithPages) -> None:
    """R-063: after a no, the page says so and nothing else."""
    _, page = town.opened("mask", town.reporter)
    other = town.phone()
    other.press_open(page)
    answer(town, other, mine="no")
    refused = other.get(page)
    assert refused.status_code == 403
    assert "このブラウザでは開けません" in refused.text
    assert step(other, page) == "refused"


def test_the_chat_is_asked_once_per_browser(town: TownWithPages) -> None:
    """R-001: pressing 「開く」 again and again costs the owner one card."""
    _, page = town.opened("mask", town.reporter)
    other = town.phone()
    token = form_token(other.get(page))
    for _ in range(3):
        other.post(f"{page}/open", {"form_token": token})
    assert questions(town) == 1


def test_a_leaked_link_cannot_flood_the_chat(town: TownWithPages) -> None:
    """R-001: three questions an hour, however many browsers come; later it is possible again."""
    _, page = town.opened("mask", town.reporter)
    answers = [town.phone().press_open(page) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 409, 409]
    assert "確認の回数が多すぎます" in answers[-1].text
    assert questions(town) == 3
    town.clock.at += timedelta(hours=1)
    assert town.phone().press_open(page).status_code == 200


def test_of_two_first_browsers_at_the_same_moment_one_wins(town: TownWithPages) -> None:
    """R-001: two presses at once bind one browser and ask about the other."""
    page = town.link("mask", town.reporter)
    phones = [town.phone() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda phone: phone.press_open(page), phones))
    assert sorted(step(phone, page) for phone in phones) == ["asked", "asked", "asked", "finding"]


def answer(town: TownWithPages, phone: Phone, *, mine: str) -> None:
    """The owner presses a button of the card."""
    with town.database.unit_of_work(read_only=True) as uow:
        row = uow.people.browser(town.reporter, browser_hash(phone.http.cookies[COOKIE]))
        assert row is not None
        browser_id = row.id
    town.app.run(ConfirmBrowser(town.reporter, browser_id, mine=mine == "yes"))
