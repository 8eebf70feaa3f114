"""Whose browser is it: the first is bound by a press, another asks in the chat (R-001, R-063)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from fastapi import FastAPI
from starlette.datastructures import Headers

from audit.event import Event
from bot.application import Application
from bot.web.browsers import COOKIE, HOST, browser_hash
from bot.web.devices import device_of
from bot.web.pages import add_pages
from handlers.commands.chat import ConfirmBrowser, EndBrowsers
from policy.states import State
from storage.tables import Browser
from tests.bot.stages import Stage
from tests.world.databases import ON_SQLITE
from tests.world.ledgers import noted
from tests.world.pages import Phone, TownWithPages, form_token


def questions(town: TownWithPages) -> int:
    """How often the chat was asked whose browser it is."""
    with town.database.unit_of_work(read_only=True) as uow:
        return noted(uow).count(Event.BROWSER_ASK)


def step(phone: Phone, page: str) -> str:
    """Where the page's own polling would find the reader."""
    return str(phone.get(f"{page}/state").json()["shown"])


@ON_SQLITE
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


@ON_SQLITE
def test_the_first_browser_needs_no_second_press(town: TownWithPages) -> None:
    """R-001: bound once, every later link of the account opens at once in this browser."""
    phone, page = town.opened("mask", town.reporter)
    assert "写真の中の人を探しています" in phone.get(page).text
    assert "写真の中の人を探しています" in phone.get(town.link("mask", town.reporter)).text


@ON_SQLITE
def test_the_cookie_is_random_and_out_of_reach_and_only_its_hash_is_kept(town: TownWithPages) -> None:
    """R-064: HttpOnly, SameSite=Lax, at least 128 bits; the database can't be turned into a cookie."""
    phone, page = town.phone(), town.link("mask", town.reporter)
    header = phone.get(page).headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=lax", "Path=/;"):
        assert part in header
    for part in ("Secure", "Domain"):
        assert part not in header, "the test server speaks plain HTTP"
    before = phone.http.cookies[COOKIE]
    assert len(before) >= 22
    phone.press_open(page)
    value = phone.http.cookies[COOKIE]
    with town.database.unit_of_work(read_only=True) as uow:
        assert uow.people.browser(town.reporter, value, town.clock()) is None
        assert uow.people.browser(town.reporter, browser_hash(value), town.clock()) is not None


@ON_SQLITE
def test_a_cookie_that_was_planted_opens_nothing(town: TownWithPages) -> None:
    """R-001: whoever made the owner's browser come with a cookie of theirs is a stranger after the press."""
    page = town.link("mask", town.reporter)
    owner, thief = town.phone(), town.phone()
    for phone in (owner, thief):
        phone.http.cookies.set(COOKIE, "planted-and-known-to-the-thief", domain="127.0.0.1", path="/")
    assert owner.press_open(page).status_code == 200
    assert owner.http.cookies[COOKIE] != "planted-and-known-to-the-thief"
    assert (step(owner, page), step(thief, page)) == ("finding", "new")
    thief.press_open(page)
    assert (step(owner, page), step(thief, page)) == ("finding", "asked")


@ON_SQLITE
def test_of_two_cookies_of_one_name_none_is_believed(town: TownWithPages) -> None:
    """R-001: a sibling's server can add one; nobody knows then which is ours."""
    phone, page = town.opened("mask", town.reporter)
    value = phone.http.cookies[COOKIE]
    phone.http.cookies.clear()
    for cookies, shown in ((f"{COOKIE}={value}", "finding"), (f"{COOKIE}=theirs; {COOKIE}={value}", "new")):
        assert phone.get(f"{page}/state", cookie=cookies).json()["shown"] == shown


def test_a_second_tap_or_an_answer_that_got_lost_costs_no_question(town: TownWithPages) -> None:
    """R-001: as long as the new cookie has not come back, the press may be repeated with the one before."""
    page, phone = town.link("mask", town.reporter), town.phone()
    token = form_token(phone.get(page))
    before = {"cookie": f"{COOKIE}={phone.http.cookies[COOKIE]}"}
    for _ in range(3):
        phone.http.cookies.clear()
        tap = phone.http.post(f"{page}/open", data={"form_token": token}, headers=before, follow_redirects=False)
        assert tap.status_code == 303
    assert step(phone, page) == "finding"
    assert questions(town) == 0


@ON_SQLITE
def test_the_number_stands_on_the_page_until_it_was_compared(town: TownWithPages) -> None:
    """R-001: the same two digits as in the chat; on the page of another browser that waits, too."""
    phone, page = town.opened("mask", town.reporter)
    assert f'<b class="number">{number(town, phone)}</b>' in phone.get(page).text
    assert 'class="number"' in phone.get(town.link("mask", town.reporter)).text
    assert phone.post(f"{page}/known", {"form_token": "x"}).status_code == 403
    assert 'class="number"' not in phone.submit(page, "known").text

    other = town.phone()
    assert f'class="number">{number(town, other)}<' not in other.get(page).text
    waiting = other.press_open(page)
    assert f'class="number">{number(town, other)}<' in waiting.text


@ON_SQLITE
def test_two_people_use_one_browser_each_by_their_own_link(town: TownWithPages) -> None:
    """R-001: a shop's tablet is bound to each of them, and stays so though it gets another cookie each time."""
    town.alert_goes_live()
    phone, first = town.opened("alert", town.neighbour)
    second = town.link("preview", town.responsible)
    assert phone.press_open(second).status_code == 200
    assert [phone.get(page).status_code for page in (first, second)] == [200, 200]
    assert "ご本人専用のページです" not in phone.get(first).text + phone.get(second).text
    town.app.run(EndBrowsers(town.responsible))
    assert [phone.get(page).status_code for page in (first, second)] == [200, 404]


def test_an_old_cookie_is_a_strangers_after_30_days_or_a_no(town: TownWithPages) -> None:
    """R-063: the page of a link that still lives is greeted anew, and binds anew."""
    phone, page = town.opened("mask", town.reporter)
    phone.get(page)
    town.clock.at += timedelta(days=30)
    late = town.link("mask", town.reporter)
    town.move(State.MASK_REVIEW, expires_at=town.clock() + timedelta(hours=24))
    assert step(phone, late) == "new"
    phone.press_open(late)
    assert step(phone, late) != "new"
    answer(town, phone, mine="no")
    assert phone.get(late).status_code == 404
    fresh = town.link("mask", town.reporter)
    assert step(phone, fresh) == "new"
    phone.press_open(fresh)
    assert step(phone, fresh) not in ("new", "asked")


def test_another_browser_waits_for_a_yes_in_the_chat(town: TownWithPages) -> None:
    """R-001: a forwarded link shows nothing until the owner says yes."""
    _, page = town.opened("mask", town.reporter)
    other = town.phone()
    assert "チャットで確認してください" in other.press_open(page).text
    assert step(other, page) == "asked"
    assert other.get(f"{page}/picture?original=1").status_code == 404
    answer(town, other, mine="yes")
    assert step(other, page) == "finding"


@ON_SQLITE
def test_a_browser_the_owner_does_not_know_stays_out(town: TownWithPages) -> None:
    """R-063: after a no nothing is there for anybody, as if there never had been a page."""
    phone, page = town.opened("mask", town.reporter)
    other = town.phone()
    other.press_open(page)
    answer(town, other, mine="no")
    assert [reader.get(page).status_code for reader in (other, phone)] == [404, 404]


@ON_SQLITE
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


@ON_SQLITE
def test_over_https_the_cookie_is_the_host_s_own(town: TownWithPages, bot_stage: Stage) -> None:
    """R-001, R-064: ``__Host-``: TLS, this server alone, all of it; a plain one of the same value is not looked at."""
    settings = town.app.settings.model_copy(update={"public_url": "https://hansho.example"})
    app = FastAPI()
    add_pages(app, Application(settings, town.database, town.app.ports, town.clock))
    bot_stage.app = app
    phone, page = town.phone(), town.link("mask", town.reporter)
    shown = phone.get(page)
    header = shown.headers["set-cookie"]
    value = header.partition("=")[2].partition(";")[0]
    assert header.startswith(f"{HOST}{COOKIE}=")
    assert all(part in header for part in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"))
    assert "Domain" not in header
    form = {"form_token": form_token(shown)}
    assert phone.post(f"{page}/open", form, cookie=f"{COOKIE}={value}").status_code == 403
    bound = phone.http.post(
        f"{page}/open", data=form, headers={"cookie": f"{HOST}{COOKIE}={value}"}, follow_redirects=False
    )
    assert bound.headers["set-cookie"].startswith(f"{HOST}{COOKIE}=")
    assert value not in bound.headers["set-cookie"]


@pytest.mark.parametrize(
    ("says", "machine", "program"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Line/14.9.0/IAB",
            "iphone",
            "line_app",
        ),
        ("Mozilla/5.0 (Linux; Android 14; SM-S911) Chrome/126.0 Mobile Safari/537.36", "android", "chrome"),
        ("Mozilla/5.0 (Linux; Android 14) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36", "android", "samsung"),
        ("Mozilla/5.0 (iPad; CPU OS 16_1 like Mac OS X) Version/16.1 Mobile/15E148 Safari/604.1", "ipad", "safari"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) CriOS/126.0 Mobile Safari/604.1", "iphone", "chrome"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36 Edg/126.0", "windows", "edge"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15", "mac", "safari"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/126.0 Safari/537.36", "chromebook", "chrome"),
        ("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "linux", "firefox"),
        ("<b>Your secretariat</b>: please press yes", "other_machine", "other_program"),
        ("", "other_machine", "other_program"),
    ],
)
def test_a_browser_is_described_in_our_words_alone(says: str, machine: str, program: str) -> None:
    """R-001: whatever stands in the header, the chat reads one of our words."""
    assert device_of(Headers({"user-agent": says})) == (machine, program)


def row_of(town: TownWithPages, phone: Phone) -> Browser | None:
    """What is known of the browser, for the reporter."""
    with town.database.unit_of_work(read_only=True) as uow:
        return uow.people.browser(town.reporter, browser_hash(phone.http.cookies[COOKIE]), town.clock())


def number(town: TownWithPages, phone: Phone) -> int:
    """The browser's number in the reporter's chat."""
    row = row_of(town, phone) if COOKIE in phone.http.cookies else None
    return row.number if row else 0


def answer(town: TownWithPages, phone: Phone, *, mine: str) -> None:
    """The owner presses a button of the card."""
    row = row_of(town, phone)
    assert row is not None
    town.app.run(ConfirmBrowser(town.reporter, row.id, mine=mine == "yes"))
