"""How the process that touches pictures begins: behind its walls, with its limits, at the end of somebody's line."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from masking.networks.own.models import OwnModels
from masking.process import walls

STDERR = 2
# The child parses hostile bytes: of our environment, where the secrets are, it gets only what Python needs to start.
INHERITED = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "SYSTEMROOT")


@dataclass(frozen=True)
class Limits:
    """What a child starts with: where the models are, MB of address space, seconds for a call, models of one's own."""

    models: Path
    memory_mb: int
    seconds: int
    own: OwnModels

    def words(self) -> list[str]:
        """As the child's command line."""
        return [str(self.models.resolve()), str(self.memory_mb), str(self.seconds), self.own.words()]


def spawn(limits: Limits, line: socket.socket) -> subprocess.Popen[bytes]:
    """Begin ``masking.process.child_main``, which answers on ``line`` and inherits nothing else.

    Raises:
        OSError: no process can be begun.
    """
    return subprocess.Popen(  # noqa: S603 - this Python and our own words
        [sys.executable, "-P", walls.__file__, str(line.fileno()), *limits.words()],
        pass_fds=[line.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        # What decoders and networks have to say is for a developer at a terminal; our log is JSON.
        stderr=None if os.isatty(STDERR) else subprocess.DEVNULL,
        env={name: os.environ[name] for name in INHERITED if name in os.environ},
    )
