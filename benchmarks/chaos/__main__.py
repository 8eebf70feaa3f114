"""``python -m benchmarks.chaos``: many stories at once, under random kills and bad weather; what must be zero is zero.

One web process and two workers on SQLite or PostgreSQL, or two whole servers on one SQLite file. Chance is drawn
from one seed, which is printed; the machine's own timing is not, so that a seed brings the same plan and not the same
run.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

import click

from benchmarks.chaos.fleet import APART, TWINS, Fleet
from benchmarks.chaos.person import Stuck
from benchmarks.chaos.quarter import Shop, build, residents
from benchmarks.chaos.stories import Story, endings
from benchmarks.chaos.traced_clock import TracedClock
from benchmarks.chaos.verdict import Verdict
from benchmarks.chaos.weather import Weather
from benchmarks.stage import free_address, settings
from bot.application import Application
from bot.settings import Settings
from bot.wiring import build as wire
from handlers.network.imports import import_members, import_stores
from simulator.app import create
from simulator.control import Simulator
from simulator.serving import address, loopback_socket, served
from tests.world.postgres import Cluster
from tests.world.postgres import folder as folder_of_postgres

AT_ONCE = 30
"""Stories under way side by side."""

DAY_SECONDS = 86_400.0
"""Since the town moved in; however often its clock is set back, nobody is to work before they joined."""

QUIET_SECONDS = 300.0
"""In calm weather everything that waits has left by then: leases, pauses, reminders of seconds."""


@dataclass(frozen=True)
class Stage:
    """The town, its platforms, and the bot's processes."""

    sim: Simulator
    fleet: Fleet
    weather: Weather
    verdict: Verdict
    stories: list[Story]
    clock: TracedClock


@click.command()
@click.option("--seed", type=int, default=lambda: int(time.time()), help="What chance is drawn from.")
@click.option("--kills", type=int, default=200, show_default=True)
@click.option("--stories", type=int, default=60, show_default=True)
@click.option(
    "--on", "where", type=click.Choice(["sqlite", "twins", "postgresql"]), default="sqlite", show_default=True
)
def main(seed: int, kills: int, stories: int, where: str) -> None:
    """Print the seed and the figures; leave with 1 if one isn't zero that has to be."""
    click.echo(f"seed {seed}, {kills} kills, {stories} stories, {where}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whoever ends us ends the town as well
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        stage = _stage(Path(folder), where, Random(seed), stories, stack)
        stuck = _play(stage, kills)
        figures = {"stories stuck": len(stuck), "processes that fell by themselves": stage.fleet.fell, **_judge(stage)}
        seen = stage.verdict.seen()
    for name, count in (stage.fleet.blows + stage.weather.seen).items():
        click.echo(f"  {name}: {count}")
    for name, count in (seen | {"seconds": round(time.monotonic() - began)}).items():
        click.echo(f"  {name}: {count}")
    for reason in (*stuck, *stage.verdict.twice):
        click.echo(f"  ! {reason}")
    for name, count in figures.items():
        click.echo(f"{'✓' if not count else '✗'} {name}: {count}")
    sys.exit(1 if any(figures.values()) else 0)


def _stage(folder: Path, where: str, draw: Random, stories: int, stack: ExitStack) -> Stage:
    shops = build(stories, draw, folder)
    bot_url, world_socket = free_address(), stack.enter_context(loopback_socket())
    environment = settings(folder, address(world_socket), bot_url)
    environment |= {"HANSHO_KEY_DIRECTORY": str(folder / "keys"), "HANSHO_CHECKPOINTS": str(folder / "checkpoints")}
    cluster = _cluster(stack) if where == "postgresql" else None
    if cluster:
        environment["HANSHO_DATABASE_URL"] = cluster.url
    clock = TracedClock(folder / "clock")
    world = create(url=address(world_socket), bot_url=bot_url, clock=clock, accounts=residents(shops))
    sim: Simulator = world.state.simulator
    sim.world.log = deque()
    stack.enter_context(served(world, world_socket))
    bot = wire(Settings.model_validate({k.removeprefix("HANSHO_").lower(): v for k, v in environment.items()}))
    stack.callback(bot.application.database.close)
    _move_in(folder, bot.application)
    clock.advance(DAY_SECONDS)
    words = TWINS if where == "twins" else APART
    fleet = Fleet(words, environment, folder, Random(draw.random()), cluster)
    stack.callback(fleet.stop)
    fleet.start()
    planned = list(endings(stories, draw).elements())
    draw.shuffle(planned)
    told = [
        Story(sim, bot.application, shop, _neighbours(shop, shops), ending, Random(draw.random()))
        for shop, ending in zip(shops, planned, strict=True)
    ]
    return Stage(sim, fleet, Weather(sim, Random(draw.random())), Verdict(sim, bot.application, clock), told, clock)


def _cluster(stack: ExitStack) -> Cluster:
    cluster = Cluster(stack.enter_context(folder_of_postgres()) / "db")
    cluster.start()
    stack.callback(cluster.stop)
    return cluster


def _move_in(folder: Path, app: Application) -> None:
    app.database.migrate()
    with app.writing() as ctx:
        assert not import_stores((folder / "stores.csv").read_bytes(), ctx).errors
        assert not import_members((folder / "members.csv").read_bytes(), ctx).errors
        ctx.uow.commit()


def _neighbours(shop: Shop, shops: list[Shop]) -> list[Shop]:
    return [other for other in shops if other.quarter == shop.quarter and other != shop]


def _play(stage: Stage, kills: int) -> list[str]:
    """Everything at once, until all stories are told and all kills are done; returns what got stuck."""
    trouble = [threading.Thread(target=stage.weather.rage), threading.Thread(target=stage.fleet.strike, args=(kills,))]
    for thread in trouble:
        thread.start()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        ends = [end for end in pool.map(_told, stage.stories) if end]
    while stage.fleet.kills() < kills:
        time.sleep(1)
    stage.weather.clear_up()
    stage.fleet.over()
    for thread in trouble:
        thread.join()
    stage.fleet.calm()
    return ends


def _told(story: Story) -> str:
    try:
        story.play()
    except Stuck as reason:
        return str(reason)
    return ""


def _judge(stage: Stage) -> dict[str, int]:
    """Once it is calm; then after the alerts' life, and after that of their words."""
    verdict, clock = stage.verdict, stage.clock
    _until_quiet(stage)
    figures = verdict.of_events()
    clock.advance(clock.behind() + 25 * 3600)
    _until_quiet(stage)
    figures |= {**verdict.of_cards(), **verdict.of_cases(), "pictures kept": verdict.of_content("original", "masked")}
    clock.advance(31 * 86_400)
    _until_quiet(stage)
    return figures | {"words kept": verdict.of_content("text"), "ledger broken": verdict.of_ledger()}


def _until_quiet(stage: Stage) -> None:
    """Until nothing waits, for a while; what still does then shows in the figures."""
    end = time.monotonic() + QUIET_SECONDS
    time.sleep(5)
    while stage.verdict.waiting() and time.monotonic() < end:
        time.sleep(1)


if __name__ == "__main__":
    main()
