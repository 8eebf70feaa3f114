"""All settings as one frozen class, read from ``HANSHO_…``; what would open a door is refused, each with what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.decoding import OWN_MODELS, Decoding, empty_is_none
from bot.own_secrets import SHORTEST, UNSET, faults
from bot.web.addresses import trusted
from storage.engine import beside

SECRETS = Path("/run/secrets")
"""Where containers find secrets as files, named like settings (``hansho_link_secret``): no environment shows them."""

ADDRESS = re.compile(
    r"(?P<scheme>https?)://([a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4})?/?"
)
"""Scheme and server alone: our pages and their cookie take the whole of it."""


class DatabaseSettings(BaseSettings):
    """Where the database is: all that whoever prepares its tables is told."""

    model_config = SettingsConfigDict(
        env_prefix="HANSHO_",
        env_file=".env",
        secrets_dir=SECRETS if SECRETS.is_dir() else None,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    database_url: str = "sqlite:///hansho.sqlite3"


class Settings(Decoding, DatabaseSettings):
    """See ``.env.example`` for what each is for.

    Raises:
        pydantic.ValidationError: a secret is missing, weak, malformed or used twice, or the address isn't https.
    """

    public_url: str = "http://127.0.0.1:8080"
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    trusted_proxies: str = "127.0.0.1,::1"

    master_keys: SecretStr = SecretStr(UNSET)
    link_secret: SecretStr = SecretStr(UNSET)
    ledger_key: SecretStr = SecretStr(UNSET)
    checkpoints: Path | None = None
    key_directory: Path | None = None

    line_channel_id: str = ""
    line_channel_secret: SecretStr = SecretStr("")
    line_channel_token: SecretStr = SecretStr("")
    line_api_url: str = ""

    slack_bot_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_app_id: str = ""
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"

    decoder: Path | None = None
    senders: int = Field(default=32, ge=1, le=64)

    map_backdrop: Path | None = None

    metrics_token: SecretStr = SecretStr("")

    demo: bool = False
    demo_clock: Path | None = None

    _none = empty_is_none("checkpoints", "key_directory", "decoder", "map_backdrop", "demo_clock")

    @property
    def checkpoint_file(self) -> Path:
        """R-097: where every signed checkpoint is kept; by default beside SQLite's file, else where we run."""
        return self.checkpoints or beside(self.database_url, "checkpoints") or Path("hansho.checkpoints")

    @property
    def ledger_origin(self) -> str:
        """The ledger's name in signatures: our public address without its scheme."""
        return self.public_url.partition("://")[2].rstrip("/")

    def _wrong(self) -> Iterator[str]:
        given = {name: getattr(self, name) for name in type(self).model_fields}
        secrets = {f"HANSHO_{n.upper()}": v.get_secret_value() for n, v in given.items() if isinstance(v, SecretStr)}
        yield from super()._wrong()
        yield from faults(secrets)
        yield from self._wrong_address()
        yield from self._wrong_platforms()
        yield from self._wrong_workspaces()
        yield from self._wrong_decoder()
        yield from self._wrong_proxies()
        if 0 < len(self.metrics_token.get_secret_value()) < SHORTEST:
            yield f"HANSHO_METRICS_TOKEN: {SHORTEST} characters at least, or none, and then nobody sees them"
        if self.demo_clock and not self.demo:
            yield "HANSHO_DEMO_CLOCK moves time and works only with HANSHO_DEMO=true"

    def _wrong_address(self) -> Iterator[str]:
        """R-064: links travel encrypted, and lead to nobody else's server."""
        says = "HANSHO_PUBLIC_URL: write https:// and the server's name, such as https://hansho.example.jp"
        address = ADDRESS.fullmatch(self.public_url)
        if not address:
            yield says
        elif address["scheme"] == "http" and not self.demo:
            yield f"{says}; only HANSHO_DEMO=true may do without TLS"

    def _wrong_platforms(self) -> Iterator[str]:
        """R-064: whoever guesses what a platform signs with speaks for everybody; and our tokens travel encrypted.

        The fakes' secrets are known to all, and short.
        """
        if self.demo:
            return
        for name in ("line_channel_secret", "slack_signing_secret"):
            if 0 < len(getattr(self, name).get_secret_value()) < SHORTEST:
                yield f"HANSHO_{name.upper()}: {SHORTEST} characters at least: copy it whole from its console"
        for name in ("line_api_url", "slack_api_url"):
            if not getattr(self, name).startswith("https://") and getattr(self, name):
                yield f"HANSHO_{name.upper()}: leave it out, and the platform itself is asked, over https"

    def _wrong_proxies(self) -> Iterator[str]:
        """R-070: whoever is believed about an address can take everybody else's turn."""
        try:
            trusted(self.trusted_proxies)
        except ValueError:
            yield "HANSHO_TRUSTED_PROXIES: addresses or networks of your own proxies, such as 10.0.0.2,fd00::/8"

    def _wrong_workspaces(self) -> Iterator[str]:
        """One token, or workspaces that let us in: of both together nobody could say who is where."""
        if bool(self.slack_client_id) != bool(self.slack_client_secret.get_secret_value()):
            yield "HANSHO_SLACK_CLIENT_ID and HANSHO_SLACK_CLIENT_SECRET: both or none, from the app's console"
        if self.slack_client_id and self.slack_bot_token.get_secret_value():
            yield "HANSHO_SLACK_BOT_TOKEN: one workspace's; with HANSHO_SLACK_CLIENT_ID, for several, leave it out"

    def _wrong_decoder(self) -> Iterator[str]:
        """A model that is named here would never be asked, and whoever named it should hear of that."""
        named = [name for name in OWN_MODELS if getattr(self, name)]
        if self.decoder and named:
            name = f"HANSHO_{named[0].upper()}"
            yield f"{name}: leave it out here, or HANSHO_DECODER, whose service has models of its own"
