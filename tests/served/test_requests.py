"""Requests that hold on, come without end or are too many: whoever means it is served beside them (R-064)."""

from __future__ import annotations

import json
import secrets
import select
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus

import pytest
from sqlalchemy import text

from bot.door import BODY_LIMIT
from bot.listening import CONNECTIONS
from bot.web.security import ALWAYS
from storage.tables import InboxEvent, InboxState
from tests.served.conftest import ServedTown
from tests.world.wire import HTTP, answered, heard, line, of_line, opened, slack

ENTRANCES = ("/line/webhook", "/slack/events", "/p/x/open", "/desk/sign-in", "/nowhere")
PROTECTED = b"\r\ncontent-security-policy: default-src 'none'"
MANY = 660
"""Events in one request; so many once took longer than LINE waits."""


def head(path: str, *fields: str, method: str = "POST") -> bytes:
    """The first lines of a request."""
    return "\r\n".join((f"{method} {path} HTTP/1.1", "Host: x", *fields, "", "")).encode()


def test_five_seconds_are_all_that_a_request_may_take_to_come(town: ServedTown) -> None:
    """R-064: a body that never comes, one that drips, a head without end, a GET with a body, a line that says nothing:
    all at once, at every entrance; they are given up, all of them, and whoever asks is answered.
    """
    late = [opened(town.bot_url, head(path, "Content-Length: 10"), b"12345") for path in ENTRANCES]
    late.append(opened(town.bot_url, head("/readyz", "Content-Length: 10", method="GET")))
    late.append(opened(town.bot_url, head("/line/webhook", "Transfer-Encoding: chunked"), b"5\r\n12345\r\n"))
    gone = [opened(town.bot_url), opened(town.bot_url, b"POST /line/webhook HTTP/1.1\r\nHost: x\r\n")]
    dripping = opened(town.bot_url, head("/slack/events", "Content-Length: 1000"))
    while not select.select([dripping], [], [], 0.2)[0]:  # were each byte to buy time, it would never be answered
        dripping.sendall(b"x")

    for wire in (*late, dripping):
        answer = heard(wire)
        assert answer.startswith(b"HTTP/1.1 408")
        assert PROTECTED in answer.lower()
    assert [heard(wire) for wire in gone] == [b"", b""]
    town.is_answered("line")


@pytest.mark.parametrize("path", ENTRANCES)
def test_what_announces_itself_as_too_long_is_refused_unread(town: ServedTown, path: str) -> None:
    """R-064: by its length alone, even where none of it follows; where it says no length, as soon as it is too long."""
    announced = opened(town.bot_url, head(path, f"Content-Length: {BODY_LIMIT + 1}", "Expect: 100-continue"))
    assert heard(announced).startswith(b"HTTP/1.1 413")

    def without_end() -> list[bytes]:
        return [b"x" * (BODY_LIMIT // 4)] * 5

    too_long = HTTP.post(f"{town.bot_url}{path}", content=iter(without_end()))
    assert too_long.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    for nonsense in ("Content-Length: -1", "Content-Length: 1e3", "Content-Length: 9\r\nContent-Length: 8"):
        answer = heard(opened(town.bot_url, head(path, nonsense), b"123456789"))
        assert answer.startswith(b"HTTP/1.1 400")
        assert PROTECTED in answer.lower()


def test_as_many_connections_as_there_are_places_keep_nobody_out(town: ServedTown) -> None:
    """R-064: a fifth more than there are: silent ones, half heads, half bodies. Reporter and page get through."""
    began = (b"", b"POST /line/web", head("/line/webhook", "Content-Length: 10") + b"12345")
    with ExitStack() as stack:
        for number in range(CONNECTIONS * 6 // 5):
            stack.enter_context(opened(town.bot_url, began[number % len(began)]))
        assert HTTP.get(f"{town.bot_url}/healthz").is_success
        town.is_answered("slack")
    assert HTTP.get(f"{town.bot_url}/healthz").is_success


def test_one_bad_event_takes_no_good_one_along_and_nothing_is_a_500(town: ServedTown) -> None:
    """R-064: NUL in ids and words, ids of 300 characters, stamps beyond every calendar, half a pair of surrogates,
    lists in lists without end, shapes that are none: signed or not, in one request with a good word, on both platforms.
    """
    reporter = town.people.phone("P31", "line")
    odd = [
        town.on_line(reporter.user_id, "状況", "nul\0"),
        town.on_line(reporter.user_id, "a\0b", "nul-in-words"),
        town.on_line(reporter.user_id, "状況", "x" * 300),
        town.on_line("U" + "\0" * 32, "状況", "nobody"),
        town.on_line("U" * 5000, "状況", "long"),
        town.on_line(reporter.user_id, "状況", "stamp") | {"timestamp": int("9" * 310)},
        town.on_line(reporter.user_id, "状況", "minus") | {"timestamp": -(10**18)},
        town.on_line(reporter.user_id, "状況", "float") | {"timestamp": 1e308},
        town.on_line(reporter.user_id, "状況", "shape") | {"message": ["text"]},
        town.on_line(reporter.user_id, "\ud800", "half a pair"),
        town.on_line(reporter.user_id, "状況", "source") | {"source": None},
        town.on_line(reporter.user_id, "状況", "nested") | {"message": "NESTED"},
    ]
    good = town.on_line(reporter.user_id, "状況", f"good-{time.time()}")
    for events in ((*odd, town.on_line(town.approver.user_id, "x", "1")), (*odd[::-1], good)):
        body = of_line(*events).replace(b'"NESTED"', b"[" * 2000 + b"]" * 2000)
        assert line(town.bot_url, body) == HTTPStatus.OK
    town.until(lambda: town.is_done(good["webhookEventId"]), "the good one to be done")
    for body in (
        b"null",
        b"[]",
        b'"x"',
        b"{}",
        b'{"events":null}',
        b'{"events":[1,null,[],{}]}',
        b"\xff",
        b"",
        b"[" * 9999,
    ):
        for signed in (True, False):
            secret = {} if signed else {"secret": "guessed"}
            assert line(town.bot_url, body, **secret) in (200, 400, 401)
            assert slack(town.bot_url, body, **secret) in (200, 400, 401)
    for stamp in ("9" * 310, "-" + "9" * 310, "1e400", "nan", "²"):
        assert slack(town.bot_url, b"{}", stamp) == HTTPStatus.UNAUTHORIZED


def test_words_that_are_hard_to_read_hold_nobody_up(town: ServedTown) -> None:
    """R-061, R-064: "register", four thousand spaces and no code, from somebody nobody knows and from one of us: to see
    that it is no code was the work of minutes, in which the whole server stood still.
    """
    endless = f"登録{' ' * 4000}!"
    member = town.people.phone("P34", "line")
    senders = (f"U{secrets.token_hex(16)}", member.user_id)
    events = [town.on_line(sender, endless, secrets.token_hex(8)) for sender in senders]
    assert line(town.bot_url, of_line(*events)) == HTTPStatus.OK
    for platform in ("line", "slack"):
        town.is_answered(platform)
    left = InboxEvent.event_id.in_([event["webhookEventId"] for event in events]), InboxEvent.state == InboxState.NEW
    town.until(
        lambda: not town.read(lambda uow: uow.session.query(InboxEvent).filter(*left).count()), "both to be done"
    )


def test_many_events_in_one_request_are_kept_once_each(town: ServedTown) -> None:
    """R-061, R-064: 660 of them, from everybody who is on LINE; brought until we say yes, and once more."""
    people = [phone for phone in town.people.phones() if phone.platform == "line" and phone.code]
    told = [town.on_line(people[n % len(people)].user_id, "", f"many-{n}-{time.time()}") for n in range(MANY)]
    body = of_line(*told)
    for _ in range(2):
        assert line(town.bot_url, body) == HTTPStatus.OK
    ours = InboxEvent.event_id.in_([event["webhookEventId"] for event in told])
    assert town.read(lambda uow: uow.session.query(InboxEvent).filter(ours).count()) == MANY
    with town.database.unit_of_work() as uow:  # nobody after us has to wait for them
        uow.session.query(InboxEvent).filter(ours).delete()
        uow.commit()


def test_hanging_up_leaves_no_line_but_our_own_json(town: ServedTown) -> None:
    """R-064: in the head, in the body, after the request, before the answer's end; the log is JSON alone."""
    for path in ENTRANCES:
        for sent in (b"PO", head(path, "Content-Length: 9"), head(path, "Content-Length: 2") + b"{}"):
            wire = opened(town.bot_url, sent)
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")  # a reset, not a farewell
            wire.close()
    assert HTTP.get(f"{town.bot_url}/healthz").is_success
    for told in town.log.read_text().splitlines():
        assert "event" in json.loads(told), told


def test_every_kind_of_answer_is_protected_and_what_is_refused_is_counted(town: ServedTown) -> None:
    """R-001, R-064: pages and what leads to them, webhooks, refusals, "not now": each has its headers over the wire;
    foreign links, guessed signatures and endless bodies are there for an operator to see.
    """
    before, link = refusals(town), town.warned_anew(town.neighbour)
    entrance, foreign = f"{town.bot_url}/line/webhook", f"{town.bot_url}/p/x"
    word = of_line(town.on_line(town.neighbour.user_id, "ヘルプ", secrets.token_hex(8)))
    with town.browser() as mine:
        shown = mine._client.get(link)
        forged = mine._client.post(f"{link}/open", data={"form_token": "x"}, headers={"origin": "https://evil.example"})
        opened_page = mine._post(link, "open", shown.text)
    answers = [shown, *opened_page.history, opened_page, forged, HTTP.get(foreign)]
    answers += [HTTP.get(f"{town.bot_url}{path}") for path in ("/healthz", "/metrics", "/nowhere", "/line/webhook")]
    answers += [HTTP.post(entrance, content=word), HTTP.post(entrance, content=b"x" * (BODY_LIMIT + 1))]
    answers += [answered(town.bot_url, b"{}"), answered(town.bot_url, word)]
    with nothing_can_be_kept(town):
        answers.append(answered(town.bot_url, word))
    for answer in answers:
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS, answer.status_code
    assert {answer.status_code for answer in answers} >= {200, 303, 400, 401, 403, 404, 405, 413, 503}
    assert refusals(town) == {what: count + 1 for what, count in before.items()}


def refusals(town: ServedTown) -> dict[str, float]:
    """How many there were of each."""
    kinds = ("foreign_link", "bad_signature", "body_too_large", "forged_form")
    return {what: town.figure(f'hansho_refused_total{{what="{what}"}}') for what in kinds}


@contextmanager
def nothing_can_be_kept(town: ServedTown) -> Iterator[None]:
    """Somebody else has the database's turn."""
    with town.database.unit_of_work() as uow:
        uow.session.connection()  # which is all that SQLite has
        if town.has_roles:
            uow.session.execute(text(f"LOCK TABLE {InboxEvent.__tablename__} IN EXCLUSIVE MODE"))
        yield


@pytest.mark.parametrize("given", [{}, {"authorization": "Basic guessed"}, {"authorization": "Bearer guessed"}])
def test_how_we_are_is_told_to_whoever_has_the_token(town: ServedTown, given: dict[str, str]) -> None:
    """R-064: everybody else finds no such address, and its answer is protected like every other."""
    assert town.figure("hansho_token_refused") >= 0
    for path in ("/metrics", "/readyz"):
        answer = HTTP.get(f"{town.bot_url}{path}", headers=given)
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
