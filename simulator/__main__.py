"""Run the simulator: ``python -m simulator --port 8000 --bot http://127.0.0.1:8080 --clock FILE``."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

import uvicorn

from simulator import town
from simulator.app import create
from simulator.clock import Clock
from simulator.serving import KEEP_ALIVE_SECONDS


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--bot", default="http://127.0.0.1:8080", help="where the bot listens")
    parser.add_argument("--clock", type=Path, help="file with the seconds the demo is ahead (HANSHO_DEMO_CLOCK)")
    parser.add_argument("--town", type=Path, help="write stores.csv and members.csv there first")
    options = parser.parse_args()
    clock = Clock(options.clock)
    if options.town:
        town.write(options.town, datetime.fromtimestamp(clock.now(), town.ZONE).date())
    app = create(url=f"http://127.0.0.1:{options.port}", bot_url=options.bot, clock=clock)
    print(f"http://127.0.0.1:{options.port}/sandbox")
    uvicorn.run(app, host="127.0.0.1", port=options.port, log_level="warning", timeout_keep_alive=KEEP_ALIVE_SECONDS)


if __name__ == "__main__":
    main()
