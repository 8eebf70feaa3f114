"""A PostgreSQL of a test's own, from the programs that lie here: its files can be read, and it can be stopped."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

BIN = max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=Path(shutil.which("initdb") or "")).parent
AS_POSTGRES = ("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--") if os.geteuid() == 0 else ()
"""It refuses to run as root."""

NEEDED = pytest.mark.skipif(
    not (BIN / "pg_basebackup").exists(), reason="needs PostgreSQL's own programs (initdb) here"
)


def run(*words: str | Path) -> None:
    """One of PostgreSQL's programs, to its end."""
    subprocess.run([*AS_POSTGRES, *map(str, words)], check=True, capture_output=True, cwd="/")


@contextmanager
def folder() -> Iterator[Path]:
    """One that the server's user may write to, wherever pytest has its own."""
    with TemporaryDirectory() as made:
        if AS_POSTGRES:
            shutil.chown(made, "postgres")
        yield Path(made)


class Cluster:
    """A data directory, made if it isn't there, and the server on it, always at the same address."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = str(free.getsockname()[1])
        if not data.exists():
            run(BIN / "initdb", f"--pgdata={data}", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        self._data = str(data)
        self.url = f"postgresql+psycopg://postgres@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Until it answers."""
        settings = ("-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-k", self._data)
        self._server = subprocess.Popen(
            [*AS_POSTGRES, str(BIN / "postgres"), "-D", self._data, "-p", self._port, *settings],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )
        ready = [str(BIN / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", self._port, "-U", "postgres"]
        for _ in range(300):
            if subprocess.run(ready, check=False).returncode == 0:
                break
            assert self._server.poll() is None, "PostgreSQL did not start"
            time.sleep(0.1)

    def stop(self) -> None:
        """Without waiting for its clients."""
        self._end(signal.SIGINT)

    def crash(self) -> None:
        """In the middle of everything: it has to recover from its log."""
        self._end(signal.SIGQUIT)

    def _end(self, how: signal.Signals) -> None:
        self._server.send_signal(how)
        self._server.wait(30)


@contextmanager
def served(data: Path) -> Iterator[str]:
    """A server on this data directory; its address."""
    cluster = Cluster(data)
    cluster.start()
    try:
        yield cluster.url
    finally:
        cluster.stop()
