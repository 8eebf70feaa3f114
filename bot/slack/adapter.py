"""Slack as the bot plugs it in; its SDK is loaded only where Slack is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.application import Application
from bot.chat import ChatPlatform
from bot.inbound import Keep
from handlers.commands.workspaces import EndWorkspace
from handlers.recipient import Traits
from policy.verdict import N_

if TYPE_CHECKING:
    from fastapi import APIRouter  # which takes most of a second to load

HOW_TO_DELETE = N_(
    "送った写真のメッセージの「…」から「ファイルを削除」を選びます。端末の写真アプリからも削除し、「最近削除した項目」も空にしてください。"
)

TRAITS = Traits(
    can_redraw=True,
    is_free=True,
    has_quota=False,
    shows_forms=True,
    confirms=True,
    most_choices=25,
    home_has_page=True,
    deletes_files=True,
    how_to_delete=HOW_TO_DELETE,
)
"""``chat.update`` changes a sent message; messages cost nothing; a row holds 25 buttons, and each may ask whether it is
meant (Block Kit); ``files.delete`` is ours to try, though most workspaces let only a file's owner and admins do it."""


def connect(app: Application) -> ChatPlatform | None:
    """The workspace of its settings, or those that let us in, if there is any way to."""
    settings = app.settings
    if not settings.slack_signing_secret.get_secret_value():
        return None
    from bot.slack.platform import SlackPlatform  # noqa: PLC0415
    from bot.slack.renewal import Renewal  # noqa: PLC0415
    from bot.slack.tokens import InstalledTokens, OneToken  # noqa: PLC0415

    several = settings.slack_client_id != ""
    return SlackPlatform(
        tokens=InstalledTokens(app) if several else OneToken(settings.slack_bot_token.get_secret_value()),
        api_url=settings.slack_api_url,
        app_id=settings.slack_app_id,
        renewal=Renewal(app) if several else None,
    )


def webhook(app: Application, keep: Keep) -> APIRouter:
    """The entrance for everything Slack sends; modals are opened and checked at once."""
    from bot.slack.form_source import Forms  # noqa: PLC0415
    from bot.slack.inbound import client, events  # noqa: PLC0415
    from bot.slack.installing import installing  # noqa: PLC0415
    from bot.slack.workspace import InstalledHomes, OneHome  # noqa: PLC0415

    settings = app.settings
    token = settings.slack_bot_token.get_secret_value()
    one = OneHome(client(settings.slack_api_url, token), token)
    router = events(
        keep,
        Forms(app),
        InstalledHomes(app) if settings.slack_client_id else one,
        lambda workspace, at: app.run(EndWorkspace(workspace, at)),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        app_id=settings.slack_app_id,
        api_url=settings.slack_api_url,
    )
    if settings.slack_client_id:
        router.routes.extend(installing(app).routes)
    return router
