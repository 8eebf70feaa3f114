"""Settings into a bot; the only place that names chat platforms, as import-linter sees to."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from audit import checkpoint
from audit.history import History
from bot.adapter import Adapter
from bot.application import Application
from bot.chat import ChatPlatform
from bot.clock import demo_clock, system_clock
from bot.language import sentences
from bot.line import adapter as line
from bot.log import log
from bot.settings import Settings
from bot.slack import adapter as slack
from bot.web.links import Signer
from handlers.recipient import Ports
from masking import MaskingPool
from storage.unit_of_work import Database

ADAPTERS: Final[Mapping[str, Adapter]] = {"line": line, "slack": slack}
"""Name, as accounts keep it → chat platform."""


@dataclass(frozen=True)
class Bot:
    """Everything built, nothing started."""

    settings: Settings
    application: Application

    @cached_property
    def platforms(self) -> dict[str, ChatPlatform]:
        """LINE and Slack, as far as they are set up."""
        return {name: there for name, adapter in ADAPTERS.items() if (there := adapter.connect(self.application))}

    def masking_pool(self) -> MaskingPool:
        """The masking process, ours or the decoding service's; it starts when it is first used."""
        s = self.settings
        return MaskingPool(
            s.models,
            memory_mb=s.masking_memory_mb,
            seconds=s.masking_seconds,
            own=s.own_models,
            decoder=s.decoder,
        )


def build(settings: Settings) -> Bot:
    """Put the adapters together.

    Raises:
        ValueError: a setting can't be used; says what to do.
    """
    now = demo_clock(settings.demo_clock) if settings.demo_clock else system_clock
    database = Database(
        settings.database_url,
        master_keys=settings.master_keys.get_secret_value(),
        key_folder=settings.key_directory,
    )
    signer = Signer(settings.link_secret.get_secret_value(), settings.public_url)
    ports = Ports(
        sentences=sentences,
        page=signer.page,
        desk=signer.desk,
        random_id=lambda: secrets.token_urlsafe(16),
        platforms={name: adapter.TRAITS for name, adapter in ADAPTERS.items()},
        history=_history(settings),
    )
    return Bot(settings, Application(settings, database, ports, now))


@contextmanager
def opened(settings: Settings) -> Iterator[Bot]:
    """What ``build`` makes, for one errand; its connections are closed at the end."""
    bot = build(settings)
    try:
        yield bot
    finally:
        bot.application.database.close()


def _history(settings: Settings) -> History:
    key = checkpoint.signing_key(settings.ledger_key.get_secret_value())
    return History(
        settings.checkpoint_file, settings.ledger_origin, key, lambda why: log().error("ledger not signed", why=why)
    )
