"""What verbs need beyond the database, as most tests want it."""

from __future__ import annotations

import base64
import secrets
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from audit import checkpoint
from audit.history import History
from bot.wiring import ADAPTERS
from handlers.recipient import Ports

ORIGIN = "hansho.example"
SECRETS = {
    "master_keys": "test:" + base64.b64encode(b"a master key of tests, 32 bytes!").decode(),
    "link_secret": "a link secret of the tests, long enough",
    "ledger_key": base64.b64encode(bytes(range(32))).decode(),
}
"""As settings take them."""

SCRATCH = TemporaryDirectory()
"""Each installation's checkpoints in a file of its own."""

KEY = checkpoint.signing_key(SECRETS["ledger_key"])


def japanese(sentence: str, /, **values: str | int) -> str:
    """The catalogue of tests: sentences as they stand in the code."""
    return sentence.format(**values)


def ports(**own: Any) -> Ports:
    """Japanese sentences, LINE and Slack; ``own``: what this test has of its own."""
    usual = {
        "sentences": lambda _: japanese,
        "page": lambda link: f"https://hansho.example/p/{link}",
        "desk": lambda link: f"https://hansho.example/desk/in/{link}",
        "random_id": lambda: secrets.token_urlsafe(16),
        "platforms": {name: adapter.TRAITS for name, adapter in ADAPTERS.items()},
        "history": History(Path(SCRATCH.name) / secrets.token_hex(8), ORIGIN, KEY, lambda _: None),
    }
    return Ports(**{**usual, **own})
