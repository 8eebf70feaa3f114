"""``python -m benchmarks.clip``: a masked clip beside deface on the same clip, and mere decoding and encoding."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.peer_environment import PEER, set_up
from masking import Engine
from masking.film import film
from masking.video import moments
from simulator.reel import Reel

REEL = Reel(seconds=4.0, size=(1920, 1080), rate=30)
FRAMES = round(REEL.seconds * REEL.rate)
AT = 1.0
OUT_SIDE = 960
"""Pixels, as ``masking.clip`` writes it."""


def main() -> None:
    """Three ways through the same clip, each from file to file, without start-up."""
    began = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "clip.mp4"
        source.write_bytes(REEL.mp4())
        rows = [_ours(source), (f"{PEER}, defaults", _peer(folder, source), FRAMES), _bare(source)]
    print(f"1080p, {FRAMES} frames, {os.cpu_count()} cores, load {began:.1f} before and {os.getloadavg()[0]:.1f} after")
    print("| Way | Seconds | Frames of the clip per second | Frames written per second |\n|---|---|---|---|")
    for what, seconds, written in rows:
        print(f"| {what} | {seconds:.1f} | {FRAMES / seconds:.1f} | {written / seconds:.1f} |")


def _ours(source: Path) -> tuple[str, float, int]:
    data = source.read_bytes()
    with Engine(Path(os.environ.get("HANSHO_MODELS", ".models"))) as engine:
        short = Reel(seconds=0.2, rate=15)
        engine.clip(short.mp4(), 0.0, [short.suspect(0.0)], lambda _done, _of: None)  # warm
        began = time.perf_counter()
        made = engine.clip(data, AT, [REEL.suspect(AT)], lambda _done, _of: None)
        taken = time.perf_counter() - began
    shown, frames = made.evidence["shown"], made.evidence["frames"]
    assert isinstance(frames, int)
    return f"Hansho ({shown} of {frames} frames shown, the rest filled whole)", taken, frames


def _peer(folder: Path, source: Path) -> float:
    """Its whole run without what a clip of one frame takes, which is its start."""
    command = set_up(Path(os.environ.get("HANSHO_PEER", folder / "peer")), "onnxruntime") / "deface"
    one = folder / "one.mp4"
    one.write_bytes(Reel(seconds=1 / 30, size=REEL.size).mp4())
    start = _run(command, one, folder / "one-out.mp4")
    return _run(command, source, folder / "out.mp4") - start


def _run(command: Path, source: Path, target: Path) -> float:
    """How many seconds it takes to anonymise one file with its defaults."""
    began = time.perf_counter()
    subprocess.run([command, source, "--output", target], check=True, capture_output=True)
    return time.perf_counter() - began


def _bare(source: Path) -> tuple[str, float, int]:
    data = source.read_bytes()
    began = time.perf_counter()
    film(((moment.seconds, moment.upright(OUT_SIDE)) for moment in moments(data)), REEL.seconds)
    return "Decoding, reducing and encoding alone", time.perf_counter() - began, FRAMES


if __name__ == "__main__":
    main()
