"""The server as ``hansho serve`` runs it, before people who mean it no good: raw bytes over real sockets."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from bot import listening
from bot.door import BODY_LIMIT, Door
from bot.refusals import Refusal, so_far
from bot.web.security import SecurityHeaders
from simulator.serving import loopback_socket

PATIENCE = 0.4
"""Seconds instead of five, for bodies and heads alike."""

DRIP = PATIENCE / 5

PLACES = 8


async def echo(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def broken(_: Request) -> Response:
    raise ZeroDivisionError("ひみつ")


async def half(_: Request) -> Response:
    def words() -> Iterator[bytes]:
        yield b"half"
        raise ZeroDivisionError

    return StreamingResponse(words())


class Stranger:
    """A socket to the server."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line

    def sends(self, *parts: bytes) -> None:
        for part in parts:
            self.line.sendall(part)

    def asks(self, path: str = "/echo") -> bytes:
        """A whole request, and all of its answer."""
        self.sends(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        return self.hears()

    def drips_in_vain(self) -> bool:
        """A byte now and then: whether the server hangs up within a minute."""
        for _ in range(int(60 / DRIP)):
            if select.select([self.line], [], [], DRIP)[0]:
                return True
            self.sends(b"P")
        return False

    def hears(self) -> bytes:
        """Everything until the server hangs up."""
        heard = b""
        try:
            while more := self.line.recv(65536):
                heard += more
        except ConnectionResetError:
            pass
        return heard


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Where the server listens."""
    monkeypatch.setattr(listening, "BODY_SECONDS", PATIENCE)
    monkeypatch.setattr(listening, "CONNECTIONS", PLACES)
    app = Starlette(routes=[Route(f"/{r.__name__}", r, methods=["GET", "POST"]) for r in (echo, broken, half)])
    app.add_middleware(Door, seconds=PATIENCE)
    app.add_middleware(SecurityHeaders, https=True)
    sock = loopback_socket()
    server = uvicorn.Server(listening.configured(app, "127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    yield sock.getsockname()[1]
    server.should_exit = True
    thread.join()
    sock.close()


@pytest.fixture
def stranger(port: int) -> Iterator[Callable[[], Stranger]]:
    """One after another; they all go home in the end."""
    with ExitStack() as lines:
        yield lambda: Stranger(lines.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60)))


HEAD = b"POST /echo HTTP/1.1\r\nHost: x\r\n"


def test_who_sends_slowly_is_given_up(stranger: Callable[[], Stranger]) -> None:
    """A head that never ends, a body that never comes, a byte now and then, and a line that idles after an answer."""
    silent, head, body, drop, again = (stranger() for _ in range(5))
    head.sends(HEAD)
    before = so_far(Refusal.TIME)
    body.sends(HEAD + b"Content-Length: 10\r\n\r\n12345")
    again.sends(HEAD + b"Content-Length: 0\r\n\r\n", b"P")
    assert drop.drips_in_vain()

    assert b" 408 " in body.hears()
    assert silent.hears() == head.hears() == drop.hears() == b""
    assert again.hears().startswith(b"HTTP/1.1 200")
    assert so_far(Refusal.TIME) == before + 1


def test_who_announces_too_much_is_refused_before_a_byte_is_read(stranger: Callable[[], Stranger]) -> None:
    """By its length, or where none is told, as soon as it is too long; an offer to send is not taken up."""
    announced, poured = stranger(), stranger()
    announced.sends(HEAD + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % (BODY_LIMIT + 1))
    assert announced.hears().startswith(b"HTTP/1.1 413")
    chunk = b"%x\r\n%s\r\n" % (BODY_LIMIT // 2, b"x" * (BODY_LIMIT // 2))
    poured.sends(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", chunk, chunk)
    try:
        poured.sends(chunk)
    except (BrokenPipeError, ConnectionResetError):
        return
    assert poured.hears()[:12] in (b"", b"HTTP/1.1 413")


def test_who_hangs_up_in_the_middle_leaves_no_trace(
    stranger: Callable[[], Stranger], capsys: pytest.CaptureFixture[str]
) -> None:
    """No fault, no line in the log, and the next one is served."""
    for _ in range(20):
        hasty = stranger()
        hasty.sends(HEAD + b"Content-Length: 10\r\n\r\n12345")
        hasty.line.close()
    assert b"200 OK" in stranger().asks()
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    "nonsense", [b"\x16\x03\x01\x02\x00", b"GET / HTTP/9\r\n\r\n", HEAD + b"Content-Length: -1\r\n\r\n"]
)
def test_what_is_no_request_gets_a_protected_answer(stranger: Callable[[], Stranger], nonsense: bytes) -> None:
    """R-064: TLS on the wrong port, an HTTP of tomorrow, a length that is none."""
    lost = stranger()
    lost.sends(nonsense + b"\r\n\r\n")
    heard = lost.hears()
    assert heard.startswith(b"HTTP/1.1 400")
    assert b"default-src 'none'" in heard


def test_a_request_of_two_lengths_hides_no_second_one(stranger: Callable[[], Stranger]) -> None:
    """R-064: what a proxy took for its body would be a request of somebody's own, behind the proxy's back."""
    sly = stranger()
    sly.sends(HEAD + b"Content-Length: 60\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
    sly.sends(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    heard = sly.hears()
    assert heard.startswith(b"HTTP/1.1 400")
    assert heard.count(b"HTTP/1.1") == 1


def test_with_all_places_taken_whoever_only_holds_one_makes_room(stranger: Callable[[], Stranger]) -> None:
    """Twice as many silent connections as there are places: somebody with a real request is answered all the same."""
    for _ in range(2 * PLACES):
        stranger()
    assert b"200 OK" in stranger().asks()


def test_a_fault_of_ours_is_an_id_and_nothing_else(
    stranger: Callable[[], Stranger], capsys: pytest.CaptureFixture[str]
) -> None:
    """R-064: the person and the log get the same id; no traceback, no words of the request; half an answer ends."""
    heard = stranger().asks("/broken?secret")
    assert b" 500 " in heard
    assert b"strict-transport-security" in heard.lower()
    told = capsys.readouterr().out
    assert heard.decode().rsplit("error ", 1)[1] in told
    assert "ZeroDivisionError" in told
    assert "secret" not in told
    assert "ひみつ" not in told
    assert "Traceback" not in told

    assert not stranger().asks("/half").endswith(b"0\r\n\r\n")
