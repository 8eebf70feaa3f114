"""Serve an app on loopback in a thread of this process: for tests, benchmarks and the story."""

from __future__ import annotations

import errno
import random
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn

from simulator.app import create
from simulator.clock import Clock
from simulator.control import Simulator
from simulator.world import Account

START_SECONDS = 30

PORTS = range(15_000, 32_000)
"""Below those that systems give to outgoing connections, one of which would take a port before its server binds it."""

KEEP_ALIVE_SECONDS = 75
"""As long as common front servers keep an idle connection; uvicorn's 5 would surprise clients that pool them."""


@contextmanager
def served(app: Any, listening: socket.socket | None = None) -> Iterator[str]:
    """Run an ASGI app until the block ends; yields its address. Without a socket the port is any free one."""
    sock = listening or loopback_socket()
    config = uvicorn.Config(
        app, log_level="warning", ws="none", timeout_keep_alive=KEEP_ALIVE_SECONDS, timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    end = time.monotonic() + START_SECONDS
    while not server.started:
        if time.monotonic() > end or not thread.is_alive():
            raise TimeoutError("the app did not start")
        time.sleep(0.01)
    try:
        yield address(sock)
    finally:
        server.should_exit = True
        thread.join()
        sock.close()


@contextmanager
def simulated(
    bot_url: str, *, clock: Clock | None = None, accounts: Iterable[Account] | None = None
) -> Iterator[tuple[str, Simulator]]:
    """Run a simulated world for a bot; yields its address and its parts."""
    sock = loopback_socket()
    app = create(url=address(sock), bot_url=bot_url, clock=clock, accounts=accounts)
    with served(app, sock) as url:
        yield url, app.state.simulator


def loopback_socket() -> socket.socket:
    """A socket that listens on any free loopback port, so that the address is known before the app is made.

    Raises:
        OSError: of a hundred ports none was free.
    """
    for port in random.sample(PORTS, 100):
        with suppress(OSError):
            return listening_at(port)
    raise OSError(errno.EADDRINUSE, "of a hundred loopback ports none was free")


def listening_at(port: int) -> socket.socket:
    """A socket that listens on this loopback port: from now on it is nobody else's.

    Raises:
        OSError: something else has the port.
    """
    # asyncio answers without Nagle's 40 ms only where the socket names its protocol.
    sock = socket.socket(proto=socket.IPPROTO_TCP)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(("127.0.0.1", port))
        sock.listen()
    except OSError:
        sock.close()
        raise
    return sock


def address(sock: socket.socket) -> str:
    """Where a socket can be reached over HTTP."""
    return f"http://127.0.0.1:{sock.getsockname()[1]}"
