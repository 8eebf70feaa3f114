"""All settings as one frozen class, read from ``HANSHO_…``; what would open a door is refused, each with what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.own_secrets import SHORTEST, UNSET, faults
from storage.engine import beside

SECRETS = Path("/run/secrets")
"""Where containers find secrets as files, named like settings (``hansho_link_secret``): no environment shows them."""

SHA256 = re.compile("[0-9a-fA-F]{64}")
OWN_MODELS = ("instance_model", "prompt_encoder", "prompt_decoder")
GONE = ("person_model", "segment_model")
"""Settings that an older ``.env`` may still have, and whoever has one should hear of it."""

ADDRESS = re.compile(
    r"(?P<scheme>https?)://([a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4})?/?"
)
"""Scheme and server alone: our pages and their cookie take the whole of it."""


class Settings(BaseSettings):
    """See ``.env.example`` for what each is for.

    Raises:
        pydantic.ValidationError: a secret is missing, weak, malformed or used twice, or the address isn't https.
    """

    # An error never repeats what was set: it may be a secret with one letter too many.
    model_config = SettingsConfigDict(
        env_prefix="HANSHO_",
        env_file=".env",
        secrets_dir=SECRETS if SECRETS.is_dir() else None,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    database_url: str = "sqlite:///hansho.sqlite3"
    public_url: str = "http://127.0.0.1:8080"
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)

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

    models: Path = Path(".models")
    masking_memory_mb: int = Field(default=2000, ge=1500)
    masking_seconds: int = Field(default=30, ge=5)
    instance_model: Path | None = None
    instance_model_sha256: str = ""
    prompt_encoder: Path | None = None
    prompt_encoder_sha256: str = ""
    prompt_decoder: Path | None = None
    prompt_decoder_sha256: str = ""
    person_model: str = ""
    segment_model: str = ""
    senders: int = Field(default=32, ge=1, le=64)

    metrics_token: SecretStr = SecretStr("")

    demo: bool = False
    demo_clock: Path | None = None

    @field_validator("checkpoints", "key_directory", *OWN_MODELS, mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        """``HANSHO_INSTANCE_MODEL=`` names none; pydantic would read it as the working directory."""
        return None if value == "" else value

    @property
    def checkpoint_file(self) -> Path:
        """R-097: where every signed checkpoint is kept; by default beside SQLite's file, else where we run."""
        return self.checkpoints or beside(self.database_url, "checkpoints") or Path("hansho.checkpoints")

    @property
    def ledger_origin(self) -> str:
        """The ledger's name in signatures: our public address without its scheme."""
        return self.public_url.partition("://")[2].rstrip("/")

    @model_validator(mode="after")
    def _refuse_open_doors(self) -> Self:
        given = {name: getattr(self, name) for name in type(self).model_fields}
        secrets = {f"HANSHO_{n.upper()}": v.get_secret_value() for n, v in given.items() if isinstance(v, SecretStr)}
        wrong = [
            *faults(secrets),
            *self._wrong_address(),
            *self._wrong_platforms(),
            *self._wrong_workspaces(),
            *self._wrong_models(),
        ]
        if 0 < len(self.metrics_token.get_secret_value()) < SHORTEST:
            wrong.append(f"HANSHO_METRICS_TOKEN: {SHORTEST} characters at least, or none, and then nobody sees them")
        if self.demo_clock and not self.demo:
            wrong.append("HANSHO_DEMO_CLOCK moves time and works only with HANSHO_DEMO=true")
        if wrong:
            raise ValueError("\n".join(wrong))
        return self

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

    def _wrong_workspaces(self) -> Iterator[str]:
        """One token, or workspaces that let us in: of both together nobody could say who is where."""
        if bool(self.slack_client_id) != bool(self.slack_client_secret.get_secret_value()):
            yield "HANSHO_SLACK_CLIENT_ID and HANSHO_SLACK_CLIENT_SECRET: both or none, from the app's console"
        if self.slack_client_id and self.slack_bot_token.get_secret_value():
            yield "HANSHO_SLACK_BOT_TOKEN: one workspace's; with HANSHO_SLACK_CLIENT_ID, for several, leave it out"

    def _wrong_models(self) -> Iterator[str]:
        for name in OWN_MODELS:
            if getattr(self, name) and not SHA256.fullmatch(getattr(self, f"{name}_sha256")):
                setting = f"HANSHO_{name.upper()}"
                yield f"{setting}_SHA256: 64 hex digits, as `sha256sum` prints them for {setting}"
        if bool(self.prompt_encoder) != bool(self.prompt_decoder):
            yield "HANSHO_PROMPT_ENCODER and HANSHO_PROMPT_DECODER: both or none, since one is of no use"
        for gone in GONE:
            if getattr(self, gone):
                name = f"HANSHO_{gone.upper()}"
                yield f"{name} is gone: HANSHO_INSTANCE_MODEL takes one that tells people apart; see docs/own-models.md"
