"""``hansho demo``, as whoever started it ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from simulator.demo import TO_BOT, taken
from simulator.serving import listening_at, loopback_socket
from simulator.stage import Stage


def test_ending_the_demo_in_the_middle_of_its_story_ends_its_bot_too() -> None:
    """Else the next ``make demo`` finds its ports taken by a bot that nobody sees."""
    command = [sys.executable, "-m", "simulator.demo", "--headless"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as demo:
        assert demo.stdout
        assert demo.stderr
        assert demo.stdout.readline()
        demo.terminate()
        assert demo.wait(60) == 130
        assert b"Traceback" not in demo.stderr.read()
    end = time.monotonic() + 60
    while alive(demo.pid) and time.monotonic() < end:
        time.sleep(0.1)
    assert not alive(demo.pid)


def test_a_bot_that_ends_by_itself_is_started_again_and_the_terminal_says_so(tmp_path: Path) -> None:
    """Else a visitor taps at a town that answers nobody, and nothing says why."""
    with loopback_socket() as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "simulator.demo", "--port", str(port)]
    models = {"HANSHO_MODELS": str(Path(".models").resolve())}
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=tmp_path, text=True, env=os.environ | models) as demo:
        assert demo.stdout
        said = iter(demo.stdout.readline, "")
        assert any("/sandbox" in line for line in said)
        (bot,) = Path(f"/proc/{demo.pid}/task/{demo.pid}/children").read_text().split()
        os.kill(int(bot), signal.SIGKILL)
        assert any("runs again" in line for line in said)
        assert httpx.get(f"http://127.0.0.1:{port + TO_BOT}/healthz", trust_env=False).is_success
        demo.terminate()
        assert demo.wait(60) == 0


def test_a_taken_port_says_which_and_what_to_type_instead() -> None:
    """Two demos stand side by side, each with ports of its own; one port of the pair is enough to be in the way."""
    with loopback_socket() as pages:
        port = pages.getsockname()[1]
        with pytest.raises(SystemExit) as done:
            taken(port - TO_BOT)

    said = str(done.value)  # whoever exits with words exits with 1 and says them
    assert f"Port {port}" in said
    proposed = int(said.rsplit("PORT=", 1)[1])
    listening_at(proposed).close()


def test_what_is_asked_for_while_the_town_is_made_waits_for_the_town(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who presses 「見本の1年」 at once gets the year, and not an error of a town without people; who presses
    「物語を見る」 gets the story, and once, however often they press.
    """
    here, over, done = threading.Event(), threading.Event(), list[str]()

    def start(_language: str) -> dict[str, str]:
        here.wait(60)
        done.append("town")
        return {}

    def act(*_: object) -> SimpleNamespace:
        return SimpleNamespace(play=lambda: (done.append("story"), over.set()))

    monkeypatch.setattr(stage.bot, "start", start)
    monkeypatch.setattr(stage.bot, "run", lambda *_: done.append("year"))
    monkeypatch.setattr("simulator.stage.ACTS", {"whole": (act,)})
    stage.anew("ja")
    asking = [threading.Thread(target=stage.fill)]
    asking[0].start()
    asking += [stage.play("whole") for _ in range(3)]
    here.set()
    for each in asking:
        each.join(60)
    assert over.wait(60)
    assert done[0] == "town"
    assert sorted(done[1:]) == ["story", "year"]


def alive(group: int) -> bool:
    """Whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
