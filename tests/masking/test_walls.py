"""What a hostile picture could do that takes over the process which decodes it (R-064)."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from masking.networks.own.models import OwnModels
from masking.process import walls
from masking.process.child import ours
from masking.process.spawn import Limits

MODELS = Path(".models").resolve()
PICTURE = Path("simulator/pictures/crossing.jpg").resolve()

INSIDE = """
import json, os, socket, subprocess, sys, threading
from pathlib import Path
from masking.process import walls

models, picture, parent = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
data = picture.read_bytes()
walls.close_files(walls.needed(models), walls.HOUSE.parent)

from masking.networks.own.models import OwnModels
from masking.pipeline import Engine

tries = {
    "read a file of the system": lambda: open("/etc/passwd"),
    "read the parent's environment": lambda: open(f"/proc/{parent}/environ"),
    "read our settings": lambda: open(walls.HOUSE.parent / ".env.example"),
    "read a picture beside": lambda: open(picture),
    "write a file": lambda: open("/tmp/hansho-walls", "w"),
    "write over a model": lambda: open(next(models.iterdir()), "r+"),
    "open a socket": lambda: socket.socket(),
    "open a line": lambda: socket.socketpair(),
    "ask a name server": lambda: socket.getaddrinfo("example.com", 443),
    "begin a process": os.fork,
    "run a program": lambda: os.execv("/bin/true", ["true"]),
    "start a program": lambda: subprocess.run(["/bin/true"]),
    "end the parent": lambda: os.kill(parent, 0),
}
told = {}
with Engine(models, OwnModels()) as engine:
    walls.close_calls()
    for name, attempt in tries.items():
        try:
            attempt()
            told[name] = "done"
        except OSError as error:
            told[name] = type(error).__name__
    thread = threading.Thread(target=lambda: told.update(threads="run"))
    thread.start()
    thread.join()
    told["people"] = len(engine.find(data).people)
print(json.dumps(told))
"""

PERHAPS = pytest.mark.skipif(bool(walls.lacking()), reason="this kernel has no Landlock or no seccomp")


@PERHAPS
def test_whoever_takes_over_the_decoder_reaches_nothing_and_masking_still_works() -> None:
    """R-064: no file of ours or the system's, no secret of the parent, no network, no other process."""
    command = [sys.executable, "-c", INSIDE, str(MODELS), str(PICTURE), str(os.getpid())]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=True)
    told = json.loads(done.stdout)

    assert told.pop("people") >= 1
    assert told.pop("threads") == "run"
    assert told.pop("ask a name server") == "gaierror"
    assert set(told.values()) == {"PermissionError"}, told


@PERHAPS
def test_the_process_that_decodes_stands_behind_both_walls() -> None:
    """R-064: the kernel's own word on the child as it is really started, and on what it was given."""
    child = ours(Limits(MODELS, 2000, 30, OwnModels()))
    try:
        assert child.line.recv(1)  # it is ready, or says why not
        process = Path(f"/proc/{child.process.pid}")
        status = dict(line.split(":\t", 1) for line in (process / "status").read_text().splitlines())
        assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
        assert b"HANSHO" not in (process / "environ").read_bytes()
    finally:
        child.end()


@PERHAPS
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_whoever_closed_the_calls_opens_no_socket() -> None:
    """R-064: in a process of its own, since there is no way back."""
    child = os.fork()
    if not child:
        try:
            walls.close_calls()
            socket.socket()
        except PermissionError:
            os._exit(0)
        finally:
            os._exit(1)

    assert os.waitpid(child, 0)[1] == 0


def test_a_process_with_secrets_shows_its_memory_to_nobody() -> None:
    """R-064: as each command of ours begins; 0 is the kernel's word for not dumpable and not readable."""
    asked = "import ctypes; from bot.cli import hansho; hansho(['decoder', '--help'], standalone_mode=False); "
    asked += "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "0"
