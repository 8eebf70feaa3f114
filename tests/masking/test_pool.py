"""The engine behind a wall: limits hold, a killed child is replaced, and the parent stays small."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from masking import Found, MaskingPool, ModelsMissing, NobodyThere, Overrun, Unreadable
from simulator.synthetic_clip import SyntheticClip
from tests.world.masking import child_of

ROOM = 2000  # MB: the setting's default


def test_it_finds_and_masks_as_the_engine_does_and_passes_refusals_on(workshop: MaskingPool, crossing: bytes) -> None:
    found = workshop.find(crossing)
    masked = workshop.mask(found.picture, [(75, 330)])
    with pytest.raises(Unreadable) as refused:
        workshop.find(b"no picture")
    with pytest.raises(NobodyThere):
        workshop.mask(found.picture, [(400, 545)])

    assert len(found.people) > 5
    assert masked.picture.startswith(b"\x89PNG")
    assert masked.evidence["suspects"]
    assert refused.value.reason == "not_an_image"


def test_a_call_that_takes_too_long_costs_one_message_and_the_next_finds_a_new_child(
    models: Path, crossing: bytes
) -> None:
    with MaskingPool(models, memory_mb=ROOM, seconds=0) as hasty:
        for _ in range(2):
            with pytest.raises(Overrun):
                hasty.find(crossing)


def test_a_child_that_hangs_is_killed_and_another_begun(crossing: bytes, models: Path) -> None:
    with MaskingPool(models, memory_mb=ROOM, seconds=3) as stuck:
        stuck.warm()
        first = child_of(stuck)
        os.kill(first, signal.SIGSTOP)  # as good as an endless loop inside a decoder
        with pytest.raises(Overrun):
            stuck.find(crossing)
        assert not Path(f"/proc/{first}").exists()
        stuck.warm()
        assert child_of(stuck) != first


def test_a_child_that_is_killed_between_calls_is_replaced_unnoticed(workshop: MaskingPool, crossing: bytes) -> None:
    workshop.warm()
    os.kill(child_of(workshop), signal.SIGKILL)
    os.waitid(os.P_PID, child_of(workshop), os.WEXITED | os.WNOWAIT)
    assert workshop.find(crossing).people


def test_too_little_memory_ends_in_a_clear_message_not_in_a_crash(models: Path, crossing: bytes) -> None:
    with MaskingPool(models, memory_mb=300, seconds=60) as narrow, pytest.raises(Overrun):
        narrow.find(crossing)


def test_missing_or_altered_models_are_named_at_the_start(tmp_path: Path, models: Path) -> None:
    for file in models.iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / "centerface.onnx").unlink()
    (tmp_path / "centerface.onnx").write_bytes(b"another network")

    for directory in (tmp_path, tmp_path / "nowhere"):
        with MaskingPool(directory, memory_mb=ROOM, seconds=60) as pool, pytest.raises(ModelsMissing, match="onnx"):
            pool.warm()


def test_threads_take_turns(workshop: MaskingPool, crossing: bytes) -> None:
    results: list[Found] = []
    threads = [threading.Thread(target=lambda: results.append(workshop.find(crossing))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(results) == 3
    assert results[0] == results[1] == results[2]


def test_the_child_ends_with_its_parent_and_knows_none_of_its_secrets(models: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from masking import MaskingPool\n"
        f"w = MaskingPool(Path({str(models)!r}), memory_mb={ROOM}, seconds=60); w.warm()\n"
        "child = w._pictures._begun.process.pid; print(child)\n"
        "print(b'HANSHO_MASTER_KEYS' in Path(f'/proc/{child}/environ').read_bytes(), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"HANSHO_MASTER_KEYS": "secret"},
        capture_output=True,
        check=False,
    )
    child, leaked = ended.stdout.decode().split()

    assert ended.returncode == -signal.SIGKILL
    assert leaked == "False"
    gone = threading.Event()
    for _ in range(100):
        if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split()[2]:
            break
        gone.wait(0.1)
    else:
        pytest.fail("the child outlived its parent")


def test_a_server_that_only_uses_the_workshop_loads_no_vision_library() -> None:
    script = (
        "import sys, masking; from masking import MaskingPool, watermark\n"
        "print([m for m in ('cv2', 'numpy', 'ai_edge_litert', 'pillow_heif', 'mediapipe') if m in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, check=True).stdout

    assert loaded.decode().strip() == "[]"


def test_a_picture_never_waits_for_a_video(workshop: MaskingPool, crossing: bytes) -> None:
    """A minute of video must not keep another shop's photo, and it leaves no memory in use behind."""
    meanwhile: list[Found] = []

    def photo_comes_in(done: int, of: int) -> None:  # noqa: ARG001 - progress' shape
        if not meanwhile:
            meanwhile.append(workshop.find(crossing))

    stills = workshop.stills(SyntheticClip(seconds=1.0).mp4(), photo_comes_in)
    assert workshop._videos._begun is None
    assert stills
    assert meanwhile[0].people
