"""One row's tests in a process of their own, forked from one that has loaded everything already."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from hypothesis import Phase, settings

from tests.bite import stand_ins

HOUSES: Final = ("policy", "audit", "storage", "masking", "handlers", "bot", "simulator")

LONGEST_SECONDS: Final = 300
"""Without its rule something may wait for ever."""

QUICKLY: Final = ("-x", "-q", "--tb=short", "-m", "not browser and not postgres")

GREEN: Final = "all its tests stay green"


@dataclass(eq=False)
class Outcome:
    """How the tests took it: which one failed first, and what it said. A plugin of pytest, which calls its methods."""

    test: str = ""
    why: str = GREEN

    def pytest_collection(self) -> None:
        """A property that fails need not fail with its smallest example."""
        settings.register_profile("hasty", settings(), phases=(Phase.explicit, Phase.generate))
        settings.load_profile("hasty")

    @pytest.fixture(scope="session")
    @classmethod
    def worker_id(cls) -> str:
        """As xdist gives it, which isn't loaded here: a test that asks for it would fail with every rule in place."""
        return "master"

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """In the order in which they were named, and not the slow ones first."""
        items.sort(key=lambda item: next(n for n, name in enumerate(config.args) if item.nodeid.startswith(name)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A failure of the stand-in's own is none of the test's."""
        if not report.failed or self.why != GREEN:
            return
        crash = getattr(report.longrepr, "reprcrash", None)
        self.why = crash.message.splitlines()[0] if crash else str(report.longrepr)
        if crash is not None and Path(crash.path) == Path(stand_ins.__file__):
            self.why = f"its stand-in broke: {self.why}"
        else:
            self.test = report.nodeid


def warm() -> None:
    """Load all that the tests will, but for themselves."""
    for house in HOUSES:
        for module in pkgutil.walk_packages(importlib.import_module(house).__path__, f"{house}."):
            if not module.name.endswith("__main__") and ".migrations." not in module.name:
                importlib.import_module(module.name)


def start(tests: Sequence[str], folder: Path, *, without: str = "") -> int:
    """Fork a child that runs the tests without the rule; returns its process id."""
    folder.mkdir()
    child = os.fork()
    if child:
        return child
    try:
        os.environ.pop("HANSHO_TEST_POSTGRES_URL", None)
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # some of them are loaded already, which pytest warns of
        signal.alarm(LONGEST_SECONDS if without else 0)
        with (folder / "said").open("w") as said:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
        (folder / "outcome").write_text(json.dumps(vars(_run(tests, folder, without))))
    finally:
        os._exit(0)


def outcome(folder: Path) -> Outcome:
    """What the child left."""
    left = folder / "outcome"
    return Outcome(**json.loads(left.read_text())) if left.exists() else Outcome(why="its tests never come to an end")


def _run(tests: Sequence[str], folder: Path, without: str) -> Outcome:
    found = Outcome()
    try:
        if without:
            stand_ins.take_away(without)
    except LookupError as unknown:
        return Outcome(why=str(unknown))
    status = pytest.main([*QUICKLY, f"--basetemp={folder / 'tmp'}", *tests], plugins=[found])
    if found.why == GREEN and status != pytest.ExitCode.OK:
        found.why = f"its tests did not run ({pytest.ExitCode(status).name})"
    return found
