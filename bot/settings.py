"""All settings as one frozen class, read from ``HANSHO_…``; default secrets are refused outside the demo."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

UNSET = "change-me"
SHA256 = re.compile("[0-9a-fA-F]{64}")


class Settings(BaseSettings):
    """See ``.env.example`` for what each is for.

    Raises:
        pydantic.ValidationError: a secret is missing or left at its default.
    """

    model_config = SettingsConfigDict(env_prefix="HANSHO_", env_file=".env", frozen=True, extra="ignore")

    database_url: str = "sqlite:///hansho.sqlite3"
    public_url: str = "http://127.0.0.1:8080"
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)

    master_keys: SecretStr = SecretStr(UNSET)
    link_secret: SecretStr = SecretStr(UNSET)
    ledger_key: SecretStr = SecretStr(UNSET)

    line_channel_id: str = ""
    line_channel_secret: SecretStr = SecretStr("")
    line_channel_token: SecretStr = SecretStr("")
    line_api_url: str = ""

    slack_bot_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"

    models: Path = Path(".models")
    masking_memory_mb: int = Field(default=2000, ge=1500)
    masking_seconds: int = Field(default=30, ge=5)
    person_model: Path | None = None
    person_model_sha256: str = ""
    segment_model: Path | None = None
    segment_model_sha256: str = ""
    senders: int = Field(default=32, ge=1, le=64)

    demo: bool = False
    demo_clock: Path | None = None

    @field_validator("person_model", "segment_model", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        """``HANSHO_PERSON_MODEL=`` names no model; pydantic would read it as the working directory."""
        return None if value == "" else value

    @property
    def ledger_origin(self) -> str:
        """The ledger's name in signatures: our public address without its scheme."""
        return self.public_url.partition("://")[2].rstrip("/")

    @model_validator(mode="after")
    def _refuse_defaults(self) -> Self:
        unset = [
            n for n in ("master_keys", "link_secret", "ledger_key") if getattr(self, n).get_secret_value() == UNSET
        ]
        if unset:
            names = ", ".join(f"HANSHO_{n.upper()}" for n in unset)
            raise ValueError(f"{names}: set a secret of your own; `hansho keys new` prints fresh ones")
        for name in ("person_model", "segment_model"):
            if getattr(self, name) and not SHA256.fullmatch(getattr(self, f"{name}_sha256")):
                setting = f"HANSHO_{name.upper()}"
                raise ValueError(f"{setting}_SHA256: 64 hex digits, as `sha256sum` prints them for {setting}")
        if self.demo_clock and not self.demo:
            raise ValueError("HANSHO_DEMO_CLOCK moves time and works only with HANSHO_DEMO=true")
        return self
