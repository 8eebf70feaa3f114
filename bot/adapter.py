"""What the bot asks of a chat platform's own folder, to plug it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.application import Application
from bot.chat import ChatPlatform
from bot.inbound import Keep
from handlers.recipient import Traits

if TYPE_CHECKING:
    from fastapi import APIRouter  # which takes most of a second to load


class Adapter(Protocol):
    """The folder's module ``adapter``. SDKs take seconds to load, so its functions load what they need when called."""

    TRAITS: Traits

    def connect(self, app: Application) -> ChatPlatform | None:
        """The platform behind its settings; None if its secrets are not in them."""

    def webhook(self, app: Application, keep: Keep) -> APIRouter:
        """The entrance for what it sends."""
