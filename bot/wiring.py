"""The only place that names concrete adapters."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.chat import ChatPlatform
from bot.clock import demo_clock, system_clock
from bot.edge import Edge
from bot.language import sentences
from bot.line.platform import LinePlatform
from bot.settings import Settings
from bot.slack.platform import SlackPlatform
from bot.web.links import Signer
from bot.worker import Worker
from handlers.ports import Ports
from masking import Workshop
from storage.unit_of_work import Database


@dataclass(frozen=True)
class Bot:
    """Everything built, nothing started."""

    settings: Settings
    edge: Edge
    platforms: dict[str, ChatPlatform]

    def worker(self) -> Worker:
        """The loops and the masking process of one worker."""
        settings = self.settings
        workshop = Workshop(settings.models, memory_mb=settings.masking_memory_mb, seconds=settings.masking_seconds)
        return Worker(self.edge, self.platforms, workshop)


def build(settings: Settings) -> Bot:
    """Put the adapters together.

    Raises:
        ValueError: a setting can't be used; says what to do.
    """
    now = demo_clock(settings.demo_clock) if settings.demo_clock else system_clock
    database = Database(settings.database_url, master_keys=settings.master_keys.get_secret_value())
    signer = Signer(settings.link_secret.get_secret_value(), settings.public_url)
    ports = Ports(sentences=sentences, page=signer.page, random_id=lambda: secrets.token_urlsafe(16))
    return Bot(settings, Edge(settings, database, ports, now), _platforms(settings))


def _platforms(settings: Settings) -> dict[str, ChatPlatform]:
    platforms: dict[str, ChatPlatform] = {}
    if settings.line_channel_secret.get_secret_value():
        platforms["line"] = LinePlatform(
            channel_id=settings.line_channel_id,
            channel_secret=settings.line_channel_secret.get_secret_value(),
            channel_token=settings.line_channel_token.get_secret_value(),
            api_url=settings.line_api_url,
            now=system_clock,
        )
    if settings.slack_signing_secret.get_secret_value():
        platforms["slack"] = SlackPlatform(
            bot_token=settings.slack_bot_token.get_secret_value(), api_url=settings.slack_api_url
        )
    return platforms
