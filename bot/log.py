"""Structured logs that carry ids, never content."""

from __future__ import annotations

import logging

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
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: a library warned")


def log() -> Log:
    """A logger; pass ids as keywords."""
    logger: Log = structlog.get_logger()
    return logger
