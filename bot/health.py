"""``/healthz`` (this process lives) for everybody; ``/readyz`` (it can do its work) and ``/metrics`` (figures without
content) for whoever has the token: how many cards wait, or whether a worker is gone, is nobody else's business.
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Header, HTTPException, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from bot.application import Application
from bot.refusals import REGISTRY
from storage.tables import Failure

STALE: Final = timedelta(seconds=30)
"""A worker beats every five seconds; six missed beats mean that it hangs or is gone."""

OVERDUE: Final = timedelta(minutes=5)


class Beat(StrEnum):
    """What a worker is heard of for, each with its own name behind it."""

    WORKER = "worker"
    MASKING = "masking"
    """It has a process that masks, or a decoding service that does."""


MISSING: Final = {
    Beat.WORKER: "no worker has been heard of for 30 s: start `hansho worker`",
    Beat.MASKING: "no picture can be masked: `hansho doctor`, where a worker runs, says why",
}


def health(app: Application) -> APIRouter:
    """The three routes; they tell numbers only."""
    router = APIRouter(include_in_schema=False)
    token = app.settings.metrics_token.get_secret_value()

    def watching(authorization: Annotated[str, Header()] = "") -> None:
        """Without the token there is no such address; the demo, on loopback, has none unless it is set."""
        known = hmac.compare_digest(authorization.encode(), f"Bearer {token}".encode())
        if not (known if token else app.settings.demo):
            raise HTTPException(HTTPStatus.NOT_FOUND)

    watched = [Depends(watching)]

    @router.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz", dependencies=watched)
    def readyz(response: Response) -> dict[str, str]:
        problem = _problem(app)
        if problem:
            response.status_code = 503
        return {"status": problem or "ok"}

    @router.get("/metrics", dependencies=watched)
    def metrics() -> Response:
        return Response(_figures(app), media_type=CONTENT_TYPE_LATEST)

    return router


def _problem(app: Application) -> str:
    now = app.now()
    try:
        with app.database.unit_of_work(read_only=True) as uow:
            beats = uow.heartbeats.all()
            late = uow.due.overdue(now, OVERDUE)
    except SQLAlchemyError:
        return "the database does not answer"
    fresh = {name.partition(":")[0] for name, beat in beats.items() if abs(now - beat) <= STALE}
    for beat, says in MISSING.items():
        if beat not in fresh:
            return says
    return "due work is more than 5 min late" if late else ""


def _figures(app: Application) -> bytes:
    registry = CollectorRegistry()
    now = app.now()
    with app.database.unit_of_work(read_only=True) as uow:
        size, _ = uow.ledger.head()
        figures = {
            "hansho_outbox_waiting": ("cards waiting to leave", uow.outbox.waiting()),
            "hansho_token_refused": (
                "cards waiting since LINE or Slack refuses our token",
                sum(uow.outbox.waiting_for(Failure.TOKEN).values()),
            ),
            "hansho_due_overdue": ("due work more than five minutes late", len(uow.due.overdue(now, OVERDUE))),
            "hansho_ledger_entries": ("entries in the audit ledger", size),
            "hansho_ledger_in_doubt": (
                "1 when the ledger does not continue what was signed last",
                app.ports.history.doubt(uow.ledger) is not None,
            ),
        }
        for platform in app.ports.platforms:
            quota = uow.quota.get(platform)
            if quota and quota.allowed is not None:
                left = quota.allowed - quota.used
                figures[f"hansho_{platform}_messages_left"] = (f"{platform} messages left this month", left)
    for name, (text, value) in figures.items():
        Gauge(name, text, registry=registry).set(value)
    return generate_latest(registry) + generate_latest(REGISTRY)
