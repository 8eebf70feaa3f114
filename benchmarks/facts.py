"""What the machine is, what SQLite's commits cost on it, what an idle bot weighs, and how long the demo takes."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

import psutil

from benchmarks.stage import MODELS, stage
from simulator import town

COMMITS = 200
SETTLED_SECONDS = 10
"""After the models are loaded and the first beats are over."""


def machine() -> str:
    """Cores, memory, Python and how busy it was; no names."""
    memory = psutil.virtual_memory().total / 2**30
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}, load {load:.1f} at the start"


def commit_milliseconds(folder: Path, synchronous: str) -> tuple[float, float]:
    """p50 and p99 of small commits, one after another."""
    with closing(sqlite3.connect(folder / f"{synchronous}.sqlite3", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute("CREATE TABLE events (body BLOB)")
        times = sorted(_commit(connection) for _ in range(COMMITS))
    return times[COMMITS // 2], times[COMMITS * 99 // 100]


def memory_megabytes(folder: Path) -> tuple[float, float]:
    """Resident memory of the idle server, and of its masking process with the models loaded."""
    town.write(folder, datetime.fromtimestamp(time.time(), town.ZONE).date())
    with stage(folder) as on:
        server = psutil.Process(on.process.pid)
        time.sleep(SETTLED_SECONDS)
        children = sum(child.memory_info().rss for child in server.children(recursive=True))
        return server.memory_info().rss / 1e6, children / 1e6


def demo_seconds(folder: Path) -> float:
    """``make demo HEADLESS=1`` after its set-up, from nothing to the last erasure."""
    environment = {**os.environ, "HANSHO_MODELS": str(MODELS)}
    began = time.monotonic()
    command = [sys.executable, "-m", "simulator.demo", "--headless"]
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def _commit(connection: sqlite3.Connection) -> float:
    began = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO events VALUES (?)", (b"x" * 1000,))
    connection.execute("COMMIT")
    return (time.perf_counter() - began) * 1000
