"""What decoding is set by, with no secret among it: all that ``hansho decoder`` reads, from its environment alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from masking import OwnModel, OwnModels

SHA256 = re.compile("[0-9a-fA-F]{64}")
OWN_MODELS = ("instance_model", "prompt_encoder", "prompt_decoder")
GONE = ("person_model", "segment_model")
"""Settings that an older ``.env`` may still have, and whoever has one should hear of it."""


def empty_is_none(*names: str) -> Any:
    """``HANSHO_INSTANCE_MODEL=`` names none; pydantic would read it as the working directory."""
    return field_validator(*names, mode="before")(lambda value: None if value == "" else value)


class Decoding(BaseSettings):
    """See ``.env.example`` for what each is for.

    Raises:
        pydantic.ValidationError: a model of one's own is named by half.
    """

    # An error never repeats what was set: it may be a secret with one letter too many.
    model_config = SettingsConfigDict(env_prefix="HANSHO_", frozen=True, extra="ignore", hide_input_in_errors=True)

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

    _no_model = empty_is_none(*OWN_MODELS)

    @property
    def own_models(self) -> OwnModels:
        """What takes the place of ours."""
        named = ((getattr(self, name), getattr(self, f"{name}_sha256")) for name in OWN_MODELS)
        return OwnModels(*(OwnModel(path, sha256) if path else None for path, sha256 in named))

    @model_validator(mode="after")
    def _refuse(self) -> Self:
        if wrong := [*self._wrong()]:
            raise ValueError("\n".join(wrong))
        return self

    def _wrong(self) -> Iterator[str]:
        """What can't be used, each with what to do."""
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
