"""Running: the server, workers, the demo, and a check of everything before the first real day."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from functools import partial
from importlib.util import find_spec

import click
import uvicorn

from bot import app, log
from bot.cli.asking import answering
from bot.cli.checks import findings
from bot.decoding import OWN_MODELS
from bot.listening import configured
from bot.settings import Settings
from bot.starting import in_turn
from bot.wiring import Bot, build
from bot.worker import Worker
from bot.worker_process import ServerLine, WorkerProcess
from masking import MaskingError, MaskingPool

TURN_SECONDS = 0.001
"""How long one thread may compute while others wait; Python's own 5 ms, times the worker's threads, is what a webhook
would wait for each of its steps."""


@click.command()
@click.option("--no-worker", is_flag=True, help="Only receive and show; `hansho worker` does the work.")
def serve(*, no_worker: bool) -> None:
    """Receive webhooks, show pages and (by default) do the work, in a process beside."""
    bot = _begun()
    sys.setswitchinterval(TURN_SECONDS)
    if not no_worker:
        _masking(bot).close()  # whoever has models of their own hears of an unfit one here
    bot.application.database.close()  # two processes must not share a connection
    _spare_the_collector()  # what is there before the fork the two processes share
    beside = None if no_worker else WorkerProcess(partial(_work, bot), bot.application.database.bells)
    server = uvicorn.Server(configured(app.create(bot, beside), bot.settings.host, bot.settings.port))
    _spare_the_collector()
    if beside:
        beside.on_loss = partial(setattr, server, "should_exit", True)
    server.run()
    sys.exit(beside is not None and beside.lost)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Answer /healthz, /readyz and /metrics there.")
def worker(port: int | None) -> None:
    """Do the work that webhooks and the clock bring; run as many as you like on PostgreSQL."""
    bot = _begun()
    running = Worker(bot.application, bot.platforms, _masking(bot))
    if port is not None:
        uvicorn.Server(configured(app.working(bot, running), bot.settings.host, port)).run()
        return
    enough = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: enough.set())
    running.start()
    enough.wait()
    running.stop()


@click.command()
def doctor() -> None:
    """Check settings, database, models, LINE, Slack and the town, and say what to mend."""
    healthy = True
    for finding in findings(Settings()):
        healthy = healthy and finding.good
        click.echo(f"{finding.mark} {finding.about}: {finding.says}")
    sys.exit(0 if healthy else 1)


@click.command()
@click.option("--headless", is_flag=True, help="Play the story on any free ports, then leave.")
@click.option("--port", type=click.IntRange(1024, 65_000), default=8000, help="Of the sandbox; the pages are 80 above.")
def demo(*, headless: bool, port: int) -> None:
    """Watch a shop warn its neighbours, on fakes of LINE and Slack."""
    if not find_spec("simulator"):
        raise click.ClickException("the fakes of LINE and Slack are not installed here; `make demo` brings them")
    command = [sys.executable, "-m", "simulator.demo", "--port", str(port), *(["--headless"] if headless else [])]
    os.execv(sys.executable, command)  # noqa: S606 - our own module; in its place, so that whoever ends us ends it


def _begun() -> Bot:
    """The settings' bot, its log set up and its tables up to date.

    Raises:
        click.ClickException: the database doesn't answer, for as long as a restart of it takes.
    """
    settings = Settings()
    log.set_up(pretty=sys.stderr.isatty())
    bot = build(settings)
    with answering():
        in_turn(bot.application.database.migrate)
        in_turn(bot.application.database.open_keys)
    _ = bot.platforms  # each loads seconds of its platform's library
    return bot


def _work(bot: Bot, line: ServerLine) -> None:
    running = Worker(bot.application, bot.platforms, bot.masking_pool())
    running.start()
    _spare_the_collector()
    line.begun()
    line.listen(bot.application.database.bells.sound)
    running.stop()


def _spare_the_collector() -> None:
    """Of all that lives as long as the process: going through the libraries' objects took it 0.3 seconds, in which no
    webhook was answered.
    """
    gc.collect()
    gc.freeze()


def _masking(bot: Bot) -> MaskingPool:
    """The masking process. Models of one's own are tried at once: an unfit one must not show at the first alert.

    Raises:
        click.ClickException: such a model can't be used; says why and what would do.
    """
    pool = bot.masking_pool()
    if any(getattr(bot.settings, name) for name in OWN_MODELS):
        try:
            pool.warm()
        except MaskingError as error:
            pool.close()
            raise click.ClickException(str(error)) from error
    return pool
