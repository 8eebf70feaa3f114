"""The HTTP server around the application: five seconds to ask, a minute to be answered, and room for who asks now."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.door import BODY_SECONDS
from bot.web.security import ALWAYS, UNSTORED

CONNECTIONS: Final = 500
"""At once, in one process. A network's busiest minute takes some dozens; systems open 1024 files for a process, and
the databases need some of them."""

ANSWER_SECONDS: Final = 60
"""From the head of a request to the last byte of its answer: a page with its picture on a bad line takes ten."""

STOP_SECONDS: Final = 10
"""Open requests may finish for this long after SIGTERM."""


def configured(application: Any, host: str, port: int) -> uvicorn.Config:
    """The server as ``hansho serve`` runs it."""
    return uvicorn.Config(
        application,
        host=host,
        port=port,
        http=Patience,
        ws="none",
        log_config=None,  # what it has to say goes where all goes: bot.log
        access_log=False,
        server_header=False,
        proxy_headers=False,  # uvicorn would believe what a request says of its address and scheme
        timeout_keep_alive=BODY_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
    )


class Patience(H11Protocol):
    """One connection. Uvicorn waits for ever for a request's head, and for a reader who doesn't read."""

    _timer: asyncio.TimerHandle | None = None
    _answering = False
    began = 0.0
    """Since when we wait for the request that is on its way, by the loop's clock."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A place for it; with all taken, that of whoever has been about to ask for longest."""
        super().connection_made(transport)
        self._wait(BODY_SECONDS)
        if len(self.connections) > CONNECTIONS:
            asking = [one for one in self.connections if isinstance(one, Patience) and one.asking()]
            min(asking, key=lambda one: one.began, default=self).transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """It ended, whichever way."""
        super().connection_lost(exc)
        self._rest()

    def data_received(self, data: bytes) -> None:
        """More of a request. A byte now and then buys no time: the clock runs from its first one."""
        super().data_received(data)
        answering = not self._idle()
        if answering != self._answering or not self._timer:
            self._wait(ANSWER_SECONDS if answering else BODY_SECONDS)

    def on_response_complete(self) -> None:
        """Answered; uvicorn itself ends a connection on which nothing more comes."""
        self._rest()
        super().on_response_complete()
        if not self._idle():  # the next request was there already
            self._wait(ANSWER_SECONDS)

    def asking(self) -> bool:
        """Whether we still wait for (the rest of) a request."""
        return self._idle() or self.cycle.more_body

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP gets no headers of the application, so this answer brings its own."""
        closing = {"connection": "close", "content-type": "text/plain", "content-length": str(len(msg))}
        head = "".join(f"{name}: {value}\r\n" for name, value in {**ALWAYS, **UNSTORED, **closing}.items())
        self.transport.write(f"HTTP/1.1 400 Bad Request\r\n{head}\r\n{msg}".encode("ascii"))
        self.transport.close()

    def _idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _wait(self, seconds: float) -> None:
        self._rest()
        self.began, self._answering = self.loop.time(), not self._idle()
        self._timer = self.loop.call_later(seconds, self.transport.abort)

    def _rest(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
