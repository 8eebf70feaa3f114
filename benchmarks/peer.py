"""The peer: deface, face blurring as people get it from its package, in an environment of its own."""

from __future__ import annotations

import subprocess
import sys
import time
import venv
from pathlib import Path

PACKAGES = ("deface==1.5.0", "onnxruntime")
"""With the runtime that its own page recommends for speed."""


def set_up(folder: Path) -> Path:
    """Install it below ``folder``, once; returns its command."""
    command = folder / "bin" / "deface"
    if not command.exists():
        venv.create(folder, with_pip=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *PACKAGES], check=True, stdout=sys.stderr)
    return command


def seconds(command: Path, source: Path, target: Path) -> float:
    """How long it takes to anonymise one file with its defaults."""
    began = time.perf_counter()
    subprocess.run([str(command), str(source), "--output", str(target)], check=True, capture_output=True)
    return time.perf_counter() - began
