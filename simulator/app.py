"""One app for the whole simulated world: LINE at /line, Slack at /slack, control at /_sim, the sandbox page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from simulator import control, line, sandbox, slack, town
from simulator.clock import Clock
from simulator.faults import Faults, Troubled
from simulator.line_phone import LinePhones
from simulator.line_state import LineState
from simulator.slack_phone import SlackPhones
from simulator.slack_state import SlackState
from simulator.slack_teams import SlackTeams
from simulator.webhook_delivery import WebhookSender
from simulator.world import Account, World


def create(
    *,
    url: str = "http://127.0.0.1:8000",
    bot_url: str = "http://127.0.0.1:8080",
    clock: Clock | None = None,
    accounts: Iterable[Account] | None = None,
    stage: sandbox.Director | None = None,
) -> FastAPI:
    """The simulator as an ASGI app; ``app.state.simulator`` holds its parts.

    Args:
        url: Where this app is reached; it stands in file and response addresses.
        bot_url: Where the bot listens (``/line/webhook`` and ``/slack/events``).
        clock: The world's clock; by default the machine's.
        accounts: Who has a phone; by default the demo town.
        stage: Who can begin the town anew and play the story; by default nobody.
    """
    sim = _simulator(url.rstrip("/"), bot_url.rstrip("/"), clock or Clock())
    sim.world.settle(town.accounts() if accounts is None else accounts)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        sim.sender.close()

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.simulator = sim
    app.mount("/line", Troubled(line.create(sim.line_api), sim.faults["line"], line.ANSWERS))
    app.mount("/slack", Troubled(slack.create(sim.slack_teams), sim.faults["slack"], slack.ANSWERS))
    app.routes.extend(control.router.routes)
    sandbox.add(app, Path(__file__).parent, sim.world.url, stage)
    return app


def _simulator(url: str, bot_url: str, clock: Clock) -> control.Simulator:
    world = World(clock, url)
    sender = WebhookSender(world)
    line_state, slack_state = LineState(clock), SlackState(world)
    line_phones = LinePhones(world, line_state, sender, f"{bot_url}/line/webhook")
    return control.Simulator(
        world,
        sender,
        line_state,
        line.LineApi(world, line_state, line_phones),
        slack_state,
        line_phones,
        SlackTeams(slack_state),
        SlackPhones(slack_state, sender, f"{bot_url}/slack/events"),
        {"line": Faults(), "slack": Faults()},
    )
