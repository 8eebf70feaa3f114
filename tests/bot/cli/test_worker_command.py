"""A worker by itself, as compose runs it: what it counts can be read."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import httpx
import pytest

from simulator.serving import address, loopback_socket

PATIENCE = 60
KNOWN = {"authorization": f"Bearer {'t' * 40}"}


@pytest.mark.usefixtures("operator")
def test_a_worker_tells_its_own_figures_to_whoever_has_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """R-064: wrong codes are counted by whoever reads the messages; nothing else is to be had there."""
    with loopback_socket() as free:
        url = address(free)
    monkeypatch.setenv("HANSHO_METRICS_TOKEN", "t" * 40)
    words = ("worker", "--port", url.rsplit(":", 1)[1])
    worker = subprocess.Popen([sys.executable, "-m", "bot.cli", *words], stderr=subprocess.DEVNULL)
    with httpx.Client(base_url=url, trust_env=False) as asking:
        until = time.monotonic() + PATIENCE
        while _silent(asking) and worker.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
        figures = asking.get("/metrics", headers=KNOWN).text
        hidden = [asking.get(path).status_code for path in ("/metrics", "/p/anything")]
        ready = asking.get("/readyz", headers=KNOWN).json()
    worker.terminate()

    assert 'hansho_refused_total{what="wrong_code"} 0.0' in figures
    assert hidden == [404, 404]
    assert ready == {"status": "ok"}
    assert worker.wait(PATIENCE) == -signal.SIGTERM  # once all is finished, as `hansho serve`


def _silent(asking: httpx.Client) -> bool:
    try:
        return not asking.get("/readyz", headers=KNOWN).is_success
    except httpx.TransportError:
        return True
