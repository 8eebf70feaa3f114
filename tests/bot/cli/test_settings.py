"""Settings that would open a door are refused, each with what to do and without a word of the secret (R-064)."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.own_secrets import UNSET
from bot.settings import Settings
from simulator.slack_state import Workspace
from tests.bot.cli.terminal import Operator
from tests.world.ports import SECRETS

KEY = base64.b64encode(bytes(range(40, 72))).decode()
URLSAFE = base64.urlsafe_b64encode(bytes(range(224, 256))).decode()
SPELT_OTHERWISE = base64.b64encode(bytes(range(224, 256))).decode()
GOOD = {**SECRETS, "public_url": "https://hansho.example.jp"}
OPEN_DOORS = {
    "an empty link secret": ({"link_secret": ""}, "HANSHO_LINK_SECRET: set a secret of your own"),
    "blanks": ({"link_secret": "   "}, "HANSHO_LINK_SECRET: set a secret of your own"),
    "the example's": ({"ledger_key": UNSET}, "HANSHO_LEDGER_KEY: set a secret of your own"),
    "a short link secret": ({"link_secret": "x7Kq-28fLm"}, "32 characters at least"),
    "a long one that can be guessed": ({"link_secret": "12" * 30}, "can be guessed"),
    "a ledger key that is no base64": ({"ledger_key": "%%%"}, "HANSHO_LEDGER_KEY: the ledger key must be base64 of 32"),
    "a ledger key with a byte too few": ({"ledger_key": KEY[:40]}, "HANSHO_LEDGER_KEY: the ledger key must be base64"),
    "a ledger key of zeros": ({"ledger_key": base64.b64encode(bytes(32)).decode()}, "HANSHO_LEDGER_KEY: it can be"),
    "a master key that is no key": ({"master_keys": "k1:short"}, "HANSHO_MASTER_KEYS, key k1: "),
    "one key for vault and ledger": ({"master_keys": f"k:{KEY}", "ledger_key": KEY}, "key k and HANSHO_LEDGER_KEY are"),
    "one key for links and ledger": ({"link_secret": KEY, "ledger_key": KEY}, "LINK_SECRET and HANSHO_LEDGER_KEY are"),
    "the same bytes spelt otherwise": ({"link_secret": URLSAFE, "ledger_key": SPELT_OTHERWISE}, "are the same"),
    "the same bytes in hex": ({"link_secret": bytes(range(40, 72)).hex(), "ledger_key": KEY}, "are the same"),
    "one key under two names": ({"master_keys": f"new:{KEY},old:{KEY}"}, "key new and HANSHO_MASTER_KEYS, key old are"),
    "LINE's own secret for links": (
        {"link_secret": "9f86d081884c7d659a2feaa0c55ad015", "line_channel_secret": "9f86d081884c7d659a2feaa0c55ad015"},
        "HANSHO_LINK_SECRET and HANSHO_LINE_CHANNEL_SECRET are the same",
    ),
    "the fake's secret": ({"slack_signing_secret": Workspace.signing_secret}, "HANSHO_SLACK_SIGNING_SECRET: 32"),
    "half of LINE's secret": ({"line_channel_secret": "9f86d081884c7d65"}, "HANSHO_LINE_CHANNEL_SECRET: 32 char"),
    "a token sent in the clear": ({"slack_api_url": "http://slack.com/api/"}, "HANSHO_SLACK_API_URL: leave it out"),
    "the same to LINE": ({"line_api_url": "http://api.line.me"}, "HANSHO_LINE_API_URL: leave it out"),
    "half of an app": ({"slack_client_id": "1.1"}, "HANSHO_SLACK_CLIENT_ID and HANSHO_SLACK_CLIENT_SECRET: both or"),
    "one workspace and several": (
        {"slack_bot_token": "xoxb-of-one-workspace", "slack_client_id": "1.1", "slack_client_secret": "of-the-app"},
        "HANSHO_SLACK_BOT_TOKEN: one workspace's",
    ),
    "a model that nobody would ask": (
        {"decoder": "/run/decoder/socket", "instance_model": "own.onnx", "instance_model_sha256": "0" * 64},
        "HANSHO_INSTANCE_MODEL: leave it out here, or HANSHO_DECODER",
    ),
    "http": ({"public_url": "http://hansho.example.jp"}, "only HANSHO_DEMO=true may do without TLS"),
    "http in capitals": ({"public_url": "HTTP://hansho.example.jp"}, "HANSHO_PUBLIC_URL: write https://"),
    "another scheme": ({"public_url": "ftp://hansho.example.jp"}, "HANSHO_PUBLIC_URL: write https://"),
    "no scheme": ({"public_url": "hansho.example.jp"}, "HANSHO_PUBLIC_URL: write https://"),
    "a folder": ({"public_url": "https://hansho.example.jp/bot"}, "HANSHO_PUBLIC_URL: write https://"),
    "a name before the server's": ({"public_url": "https://a@evil.example"}, "HANSHO_PUBLIC_URL: write https://"),
    "a line too many": ({"public_url": "https://hansho.example.jp\n"}, "HANSHO_PUBLIC_URL: write https://"),
}


@pytest.mark.parametrize("door", OPEN_DOORS)
def test_what_would_open_a_door_is_refused(door: str) -> None:
    """R-064: which setting, and what to do; a secret is never repeated, in whatever is printed of the error."""
    wrong, says = OPEN_DOORS[door]
    with pytest.raises(ValidationError) as refused:
        Settings(_env_file=None, **{**GOOD, **wrong})
    assert says in str(refused.value)
    assert any(way in str(refused.value) for way in ("hansho keys new", "hansho.example.jp", "console", "leave it out"))
    for secret in (*GOOD.values(), *wrong.values()):
        assert secret.startswith("https") or len(secret) < 20 or secret not in str(refused.value)


def test_everything_that_is_wrong_is_said_at_once(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-064: whoever sets up a server mends it in one go, and reads sentences, not a traceback."""
    monkeypatch.setenv("HANSHO_LINK_SECRET", "short")
    monkeypatch.setenv("HANSHO_LEDGER_KEY", "short too")
    monkeypatch.setenv("HANSHO_PUBLIC_URL", "http://hansho.example.jp")
    refused = operator("members", "return", "P01")
    assert isinstance(refused.exception, ValidationError)
    for name in ("HANSHO_LINK_SECRET", "HANSHO_LEDGER_KEY", "HANSHO_PUBLIC_URL"):
        assert name in str(refused.exception)


def test_what_keys_new_prints_is_taken_and_the_demo_may_do_without_tls(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-064: the way out that every refusal names."""
    for line in operator("keys", "new").stdout.splitlines():
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, value)
    assert Settings().public_url == "https://hansho.example.jp"
    assert Settings(public_url="http://127.0.0.1:8080", demo=True).ledger_origin == "127.0.0.1:8080"


def test_files_are_for_their_owner_alone(operator: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-064: database, log and exports are 0600 whatever the shell's mask; `doctor` finds what is not."""
    database = tmp_path / "fresh" / "hansho.sqlite3"
    database.parent.mkdir()
    export = tmp_path / "ledger.txt"
    export.touch(mode=0o644)
    monkeypatch.setenv("HANSHO_DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.setenv("HANSHO_MODELS", str(tmp_path / "nowhere"))
    before = os.umask(0o022)
    try:
        assert operator("ledger", "export", str(export)).exit_code == 0
    finally:
        os.umask(before)
    made = [*database.parent.rglob("*"), export]
    assert {file.name for file in made} >= {"hansho.sqlite3", "ledger.txt", "hansho.keys"}
    assert {file.stat().st_mode & 0o777 for file in made if file.is_file()} == {0o600}
    assert {folder.stat().st_mode & 0o777 for folder in made if folder.is_dir()} == {0o700}
    database.chmod(0o640)
    assert f"chmod 600 {database}" in operator("doctor").output
