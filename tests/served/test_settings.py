"""Settings under which nothing starts, each said in one line, and files that are their owner's alone (R-064)."""

from __future__ import annotations

import base64
import stat
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from tests.served.conftest import ServedTown
from tests.world.as_process import FORKED, run_hansho
from tests.world.over_http import PATIENCE
from tests.world.ports import SECRETS

REFUSED = 2
SECRET = range(24, 64)
"""Characters that a secret here has; addresses and the like are fewer."""
MASTER = base64.b64encode(bytes(range(100, 132))).decode()
GOOD: Mapping[str, str] = {
    **{f"HANSHO_{name.upper()}": value for name, value in SECRETS.items()},
    "HANSHO_MASTER_KEYS": f"m1:{MASTER}",
    "HANSHO_PUBLIC_URL": "https://hansho.example",
    "HANSHO_DEMO": "false",
    "HANSHO_DEMO_CLOCK": "",
    "HANSHO_LINE_API_URL": "",
    "HANSHO_SLACK_API_URL": "https://slack.com/api/",
    "HANSHO_LINE_CHANNEL_SECRET": "0123456789abcdef0123456789abcdef",
    "HANSHO_SLACK_SIGNING_SECRET": "fedcba9876543210fedcba9876543210",
}
LINK, LEDGER = "HANSHO_LINK_SECRET", "HANSHO_LEDGER_KEY"
KEYS = "HANSHO_MASTER_KEYS"

WRONG: tuple[tuple[str, Mapping[str, str]], ...] = (
    (LINK, {LINK: ""}),
    (LINK, {LINK: " " * 40}),
    (LINK, {LINK: "change-me"}),
    (LINK, {LINK: "Kn4-_x9Qz81bTrv2LmPw7sYd"}),
    (LINK, {LINK: "abababababababababababababababababababab"}),
    (LEDGER, {LEDGER: "not a key"}),
    (LEDGER, {LEDGER: base64.b64encode(b"x" * 31).decode()}),
    (KEYS, {KEYS: f"m1:{MASTER[:-8]}"}),
    (KEYS, {KEYS: f"m1:{MASTER},m1:{MASTER}"}),
    (LINK, {LINK: MASTER}),
    (LINK, {LINK: bytes(range(100, 132)).hex()}),
    (LINK, {LINK: "0123456789abcdef0123456789abcdef"}),
    ("HANSHO_PUBLIC_URL", {"HANSHO_PUBLIC_URL": "http://hansho.example"}),
    ("HANSHO_PUBLIC_URL", {"HANSHO_PUBLIC_URL": "https://hansho.example/desk"}),
    ("HANSHO_LINE_CHANNEL_SECRET", {"HANSHO_LINE_CHANNEL_SECRET": "short"}),
    ("HANSHO_SLACK_API_URL", {"HANSHO_SLACK_API_URL": "http://slack.com/api/"}),
    ("HANSHO_METRICS_TOKEN", {"HANSHO_METRICS_TOKEN": "guess"}),
    ("HANSHO_DEMO_CLOCK", {"HANSHO_DEMO_CLOCK": "clock"}),
)
"""The setting that is named, and what was set."""


def starting(town: ServedTown, folder: Path, changed: Mapping[str, str], word: str) -> BaseProcess:
    """``hansho serve`` (or another word) beside the running one, on a database of its own; it writes to ``said``."""
    given = {**town.environment(), **GOOD, **changed, "HANSHO_DATABASE_URL": f"sqlite:///{folder / 'new.sqlite3'}"}
    given |= {"HANSHO_CHECKPOINTS": "", "HANSHO_KEY_DIRECTORY": ""}
    said = folder / "said"
    process = FORKED.Process(target=run_hansho, args=((word,), given, said), kwargs={"pictures": False}, daemon=True)
    process.start()
    return process


@pytest.mark.parametrize("word", ["serve", "worker"])
def test_nothing_starts_on_settings_that_would_open_a_door(town: ServedTown, tmp_path: Path, word: str) -> None:
    """R-064: an empty, short, guessable or shared secret, a key that is none, http: refused by one line that names the
    setting and not its value; no database, no key, no file is made.
    """
    said = tmp_path / "said"
    for setting, changed in WRONG if word == "serve" else WRONG[::6]:
        process = starting(town, tmp_path, changed, word)
        process.join(PATIENCE)
        told = said.read_text()
        assert process.exitcode == REFUSED, (changed, told)
        assert setting in told
        assert len(told.strip().splitlines()) == 1, told
        assert not any(value in told for value in {**GOOD, **changed}.values() if len(value.strip()) in SECRET), told
        assert [file.name for file in tmp_path.iterdir()] == ["said"]
        said.unlink()


def test_what_is_kept_is_its_owners_alone(town: ServedTown, tmp_path: Path) -> None:
    """R-064: the database and what lies beside it, keys, checkpoints: nobody else on the machine reads them."""
    process = starting(town, tmp_path, {}, "worker")
    town.until((tmp_path / "new.sqlite3-workers").exists, "the worker to sign on")
    process.kill()
    process.join(PATIENCE)
    kept = [*tmp_path.rglob("new*"), *(path for name in ("keys", "checkpoints") for path in town.folder.rglob(name))]
    assert len(kept) > len(("database", "log", "workers", "keys", "checkpoints"))
    assert [path for path in kept if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
