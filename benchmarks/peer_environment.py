"""The peer: deface, face blurring as people get it from its package, in an environment of its own."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

PEER = "deface==1.5.0"


def set_up(folder: Path, *packages: str) -> Path:
    """Install it below ``folder``, once, since what it depends on clashes with ours; returns where its commands are.

    Args:
        folder: Of the environment.
        packages: More that it is to have, such as the runtime that its own page recommends for speed.

    Raises:
        OSError: the environment can't be written.
        CalledProcessError: a package could not be installed.
    """
    commands = folder / "bin"
    if not (commands / "deface").exists():
        venv.create(folder, with_pip=True)
        pip = [str(commands / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, PEER, *packages], check=True, stdout=sys.stderr)
    return commands
