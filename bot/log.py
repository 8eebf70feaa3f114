"""Structured logs that carry ids, never content."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

import structlog

Log = structlog.stdlib.BoundLogger


def set_up(*, pretty: bool) -> None:
    """JSON lines for machines, or readable lines for a person at a terminal; library chatter stays out.

    httpx, slack_sdk and linebot log addresses and bodies below WARNING, which would carry content.
    """
    renderer = structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_Libraries()], force=True)
    # A warning of uvicorn's is somebody's nonsense on the line, as much of it as they like.
    logging.getLogger("uvicorn").setLevel(logging.ERROR)
    sys.excepthook = _ended
    threading.excepthook = lambda told: _ended(told.exc_type, told.exc_value, told.exc_traceback)


def log() -> Log:
    """A logger; pass ids as keywords."""
    logger: Log = structlog.get_logger()
    return logger


class _Libraries(logging.Handler):
    """That a library complained, and of what kind its trouble was: its words and tracebacks may quote content."""

    def emit(self, record: logging.LogRecord) -> None:
        """As one of our lines."""
        kind = record.exc_info[0] if record.exc_info else None
        say = log().error if record.levelno >= logging.ERROR else log().warning
        # The server's own words tell an operator of a port that is taken; they quote nobody.
        words = {"says": record.getMessage()} if record.name == "uvicorn.error" else {}
        say("a library warned", library=record.name, fault=kind.__name__ if kind else None, **words)


def _ended(kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None) -> None:
    """A process or thread of ours ends by a fault: its kind and the line that raised it, and none of its values."""
    if issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else None
    log().critical("ended by a fault", fault=kind.__name__, where=where)
