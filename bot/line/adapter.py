"""LINE as the bot plugs it in; its SDK is loaded only where LINE is set up."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bot.application import Application
from bot.chat import ChatPlatform
from bot.inbound import Keep
from handlers.recipient import Traits
from policy.verdict import N_

if TYPE_CHECKING:
    from fastapi import APIRouter  # which takes most of a second to load

HOW_TO_DELETE = N_(
    "送った写真を長押しして「送信取消」を選びます（時間がたつと「削除」だけになり、自分の画面から消えます）。端末の写真アプリからも削除し、「最近削除した項目」も空にしてください。"
)

TRAITS = Traits(
    can_redraw=False,
    is_free=False,
    has_quota=True,
    shows_forms=False,
    confirms=False,
    most_choices=13,
    home_has_page=False,
    deletes_files=False,
    how_to_delete=HOW_TO_DELETE,
)
"""No call changes a sent message; pushes are counted by the month; 13 quick replies (LINE Messaging API reference)."""


def connect(app: Application) -> ChatPlatform | None:
    """The channel of its settings, if there is one."""
    settings = app.settings
    if not settings.line_channel_secret.get_secret_value():
        return None
    from bot.line.platform import LinePlatform  # noqa: PLC0415

    return LinePlatform(
        channel_id=settings.line_channel_id,
        channel_secret=settings.line_channel_secret.get_secret_value(),
        channel_token=settings.line_channel_token.get_secret_value(),
        api_url=settings.line_api_url,
        webhook_url=f"{settings.public_url}/line/webhook",
        now=time.monotonic,
    )


def webhook(app: Application, keep: Keep) -> APIRouter:
    """The entrance for LINE's events."""
    from bot.line.inbound import webhook as entrance  # noqa: PLC0415

    return entrance(keep, app.settings.line_channel_secret.get_secret_value(), app.now)
