"""The decoding service: what a worker gets from it, what becomes of the two when one of them dies, and lies (R-064)."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from masking import (
    DecoderAway,
    Found,
    Masked,
    MaskingError,
    MaskingPool,
    ModelsMissing,
    NobodyThere,
    Overrun,
    OwnModels,
    Unreadable,
)
from masking.process.child import Child, theirs
from masking.process.decoder import Decoder
from masking.process.messages import NONSENSE, pack, unpack
from masking.process.spawn import Limits
from masking.results import Person, Quality
from tests.world.waiting import until

PATIENCE = 60
OUT_OF_HERE = {name: value for name, value in os.environ.items() if not name.startswith("HANSHO")}


@dataclass
class Service:
    """``hansho decoder`` as a process of its own."""

    address: Path
    models: Path
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Until it listens, or is ended."""
        self.process = self.begin(HANSHO_MODELS=str(self.models))
        until(lambda: self.listens() or self.ended())

    def listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as asking:
            return asking.connect_ex(str(self.address)) == 0

    def begin(self, **environment: str) -> subprocess.Popen[str]:
        """As somebody types it."""
        command = [sys.executable, "-m", "bot.cli", "decoder", "--socket", str(self.address)]
        return subprocess.Popen(command, env={**OUT_OF_HERE, **environment}, stderr=subprocess.PIPE, text=True)

    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def children(self) -> list[psutil.Process]:
        """Those that run."""
        assert self.process
        return [child for child in psutil.Process(self.process.pid).children() if runs(child)]

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Its exit status."""
        assert self.process
        self.process.send_signal(how)
        self.process.communicate(timeout=PATIENCE)
        return self.process.returncode


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Service]:
    made = Service(tmp_path_factory.mktemp("decoder") / "socket", models)
    made.start()
    yield made
    if not made.ended():
        made.end()


def runs(child: psutil.Process) -> bool:
    """Neither gone nor waiting for its parent to take note."""
    try:
        return bool(child.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:  # since it was listed
        return False


@pytest.fixture(scope="module")
def pool(service: Service) -> Iterator[MaskingPool]:
    """A worker's, which has no models."""
    with MaskingPool(Path("nowhere"), memory_mb=0, seconds=30, decoder=service.address) as made:
        yield made


def test_a_worker_without_models_masks_by_the_service_and_hears_its_refusals(
    service: Service, pool: MaskingPool, crossing: bytes
) -> None:
    """R-064: the same answers as from a child of its own; the socket is its owner's and its group's."""
    found = pool.find(crossing)
    masked = pool.mask(found.picture, [(75, 330)])
    with pytest.raises(Unreadable, match="not_an_image"):
        pool.find(b"no picture")
    with pytest.raises(NobodyThere):
        pool.mask(found.picture, [(400, 545)])

    assert len(found.people) > 5
    assert masked.picture.startswith(b"\x89PNG")
    assert stat.S_IMODE(service.address.stat().st_mode) == 0o660


def test_what_hangs_or_dies_over_a_picture_costs_that_picture_alone(service: Service, pool: MaskingPool) -> None:
    """R-064: the service ends what its worker gives up or leaves behind, and says of what dies that it has."""
    pool.warm()
    [idle] = service.children()
    hasty = Child(lambda: theirs(service.address), 1)
    hasty.start()
    [stuck] = [child for child in service.children() if child.pid != idle.pid]
    stuck.suspend()
    with pytest.raises(Overrun):
        hasty.call({"call": "find", "quarters": 0}, b"a picture")
    until(lambda: service.children() == [idle])

    idle.suspend()
    threading.Timer(0.2, idle.kill).start()
    with pytest.raises(Overrun):
        pool.find(b"a picture")
    with pytest.raises(Unreadable):
        pool.find(b"a picture")


def test_a_service_that_ends_in_mid_picture_is_waited_for(service: Service, pool: MaskingPool) -> None:
    """R-064: no picture is blamed for it; once another is there, in the same place, pictures are masked again."""
    pool.warm()
    [child] = service.children()
    child.suspend()
    threading.Timer(0.2, service.end).start()
    with pytest.raises(DecoderAway):
        pool.find(b"a picture")
    until(service.ended)
    assert not child.is_running()
    with pytest.raises(DecoderAway, match="start `hansho decoder`"):
        pool.find(b"a picture")
    pool.forget()

    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(service.address))  # what is left of one that could not clean up
    service.start()
    with pytest.raises(Unreadable):
        pool.find(b"a picture")


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "a decoding service answers there already"),
        ({"HANSHO_MASKING_SECONDS": "1"}, "HANSHO_MASKING_SECONDS"),
        ({"HANSHO_INSTANCE_MODEL": "own.onnx"}, "HANSHO_INSTANCE_MODEL_SHA256: 64 hex digits"),
    ],
)
def test_a_service_that_can_not_serve_says_why(service: Service, environment: dict[str, str], said: str) -> None:
    """R-064: one readable line, and nobody's place is taken."""
    refused = service.begin(**environment)
    assert said in refused.communicate(timeout=PATIENCE)[1]
    assert refused.returncode
    assert service.listens()


def test_a_service_without_models_does_not_begin(tmp_path: Path) -> None:
    """R-118: it must not show at the first alert."""
    with pytest.raises(ModelsMissing), Decoder(tmp_path / "socket", Limits(tmp_path, 2000, 30, OwnModels())):
        pass
    assert not (tmp_path / "socket").exists()


FOUND = Found(b"\xff\xd8\xff", 4, 4, (Person(1, (0, 0, 2, 2)),), Quality(2, 50, 10, 0), ((0, 0, 1, 1),))
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 4, 4)
TOLD: dict[str, Any] = {
    "quality": {"size": 2, "brightness": 50, "blur": 10, "texts": 0},
    "shown_box": [0, 0, 2, 2],
    "suspects": [[0, 0, 2, 2, 0.9]],
    "left": 0.5,
    "by_hand": {"taps": 0, "lines": 0, "share": 0.0},
    "strokes": {"drawn": 0, "refilled": 0},
    "fill": [70, 60, 150],
}
MASKED = Masked(PNG, 4, 4, "", TOLD, ((0, 0, 2, 0, 2, 2),))


def test_what_is_true_is_believed() -> None:
    """R-064: a picture's hash is the worker's own, whatever else is said of it."""
    masked = unpack(*pack(MASKED))
    assert unpack(*pack(FOUND)) == FOUND
    assert isinstance(masked, Masked)
    assert (masked.sha256, masked.evidence, masked.room) != ("", {}, ())


@pytest.mark.parametrize(
    ("of", "change", "picture"),
    [
        (FOUND, {"width": 100_000}, None),
        (FOUND, {"width": 0}, None),
        (FOUND, {"height": True}, None),
        (FOUND, {"height": 4.0}, None),
        (FOUND, {"people": [[1, 0, 0, 2]]}, None),
        (FOUND, {"people": [["<script>", 0, 0, 2, 2]]}, None),
        (FOUND, {"people": [[1, 0, 0, 2, 10**400]]}, None),
        (FOUND, {"people": {"1": 2}}, None),
        (FOUND, {"faces": 7}, None),
        (FOUND, {"quality": {"size": 2}}, None),
        (FOUND, {"quality": [2, 50, 10, 0]}, None),
        (FOUND, {"kind": "found!"}, None),
        (FOUND, {"kind": ["found"]}, None),
        (FOUND, {}, b"<html>"),
        (MASKED, {"width": 5}, None),
        (MASKED, {}, b"\xff\xd8\xff"),
        (MASKED, {"room": [[0, 0, 2]]}, None),
        (MASKED, {"by_hand": [["0", "0"]]}, None),
        (MASKED, {"evidence": []}, None),
        (MASKED, {"evidence": {**TOLD, "left": float("inf")}}, None),
        (MASKED, {"evidence": {**TOLD, "left": -1}}, None),
        (MASKED, {"evidence": {**TOLD, "shown_box": None}}, None),
        (MASKED, {"evidence": {**TOLD, "suspects": ["abcd"]}}, None),
        (MASKED, {"evidence": {**TOLD, "fill": ["url(x)", 0, 0]}}, None),
        (MASKED, {"evidence": {**TOLD, "by_hand": "much"}}, None),
        (MASKED, {"evidence": {**TOLD, "strokes": {"refilled": "<b>"}}}, None),
        (MASKED, {"colours": ["black", "<b>"]}, None),
        (MASKED, {"colours": ["black"]}, None),
        (MASKED, {"kind": "stills", "stills": [[3, 4, 4, 1.0, 1]]}, b"\xff\xd8\xff and more"),
        (MASKED, {"kind": "stills", "stills": [[3, 4, 4, 1e999, 1]]}, b"\xff\xd8\xff"),
        (MASKED, {"kind": "stills", "stills": [[3, 4, 4, 1.0, 1]] * 7}, b"\xff\xd8\xff" * 7),
        (MASKED, {"kind": "stills", "stills": []}, b""),
        (MASKED, {"kind": "unreadable", "reason": "your fault"}, None),
        (MASKED, {"kind": "error", "name": "SystemExit", "text": ""}, None),
        (MASKED, {"kind": "error", "name": "ModelUnfit", "text": "\x1b[2Jall is well"}, None),
    ],
)
def test_what_no_decoder_of_ours_would_say_is_not_believed(
    of: Found | Masked, change: dict[str, Any], picture: bytes | None
) -> None:
    """R-064: other sizes, types, words and files, and what would break a page or a terminal later."""
    header, data = pack(of)
    with pytest.raises(NONSENSE):
        unpack({**header, **change}, data if picture is None else picture)


@contextmanager
def at_its_mercy(tmp_path: Path, says: Callable[[socket.socket], object]) -> Iterator[MaskingPool]:
    """A worker whose decoding service is somebody else's."""
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "liar"))
    listening.listen()

    def lie() -> None:
        line, _ = listening.accept()
        with line, suppress(OSError):  # whoever is lied to hangs up
            says(line)

    lying = threading.Thread(target=lie)
    lying.start()
    with listening, MaskingPool(Path("nowhere"), memory_mb=0, seconds=1, decoder=tmp_path / "liar") as pool:
        yield pool
        pool.close()
        lying.join(PATIENCE)


def frame(data: bytes) -> bytes:
    return struct.pack("!i", len(data)) + data


READY = frame(b'{"kind": "ready"}') + frame(b"")


@pytest.mark.parametrize(
    ("says", "told"),
    [
        (struct.pack("!i", 2**31 - 1), DecoderAway),  # two gigabytes follow, it says
        (struct.pack("!iQ", -1, 2**62), DecoderAway),
        (b"HTTP/1.1 200 OK\r\n\r\n", DecoderAway),
        (frame(b"[" * 100_000) + frame(b""), DecoderAway),
        (frame(b"NaN") + frame(b""), DecoderAway),
        (frame(b'"ready"') + frame(b""), DecoderAway),
        (frame(b"\x80\x05N.") + frame(b""), DecoderAway),  # a pickle
        (READY + struct.pack("!i", 2**31 - 1), DecoderAway),
        (READY + frame(b'{"kind": "stills", "stills": []}') + frame(b""), Overrun),
        (READY + frame(json.dumps({"kind": "ready"}).encode()) + frame(b"x" * 9), Overrun),
        (READY + (frame(b'{"kind": "progress", "done": 1, "of": 1}') + frame(b"")) * 2, Overrun),
    ],
)
def test_a_service_that_lies_gets_nothing_out_of_a_worker_but_an_error(
    tmp_path: Path, says: bytes, told: type[MaskingError]
) -> None:
    """R-064: nothing is unpickled, no length is believed beyond ours, and it ends within the time of one call."""

    def lie(line: socket.socket) -> None:
        line.sendall(says)
        line.settimeout(PATIENCE)
        while line.recv(1 << 20):
            pass

    with at_its_mercy(tmp_path, lie) as pool, pytest.raises(told):
        pool.find(b"a picture")


def test_a_service_that_lets_a_worker_wait_is_given_up_in_time(tmp_path: Path) -> None:
    """R-064: as many words as it likes, as long as nobody has to wait for their end longer than for a picture."""

    def drip(line: socket.socket) -> None:
        line.sendall(READY + struct.pack("!i", 1000))
        for _ in range(PATIENCE * 10):
            line.send(b" ")
            time.sleep(0.1)
        line.close()  # which would be DecoderAway

    with at_its_mercy(tmp_path, drip) as pool, pytest.raises(Overrun):
        pool.find(b"a picture")
