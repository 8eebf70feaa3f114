"""A modal asks what applies: questions appear when a choice makes them apply, by ``views.update``."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from functools import partial
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.inbound import patiently
from bot.slack import modal
from bot.slack.form_view import PHOTO, FormSource, Submission


async def change(source: FormSource, client: AsyncWebClient, view: dict[str, Any], person: str, until: float) -> None:
    """A choice on which other questions depend. Where Slack can't be reached, handing in asks for what is missing."""
    told = modal.read(view)
    fresh = await _redrawn(source, told, person, until) if told else None
    if fresh is None or modal.asks(fresh) == modal.asks(view):
        return
    with contextlib.suppress(SlackApiError, aiohttp.ClientError, TimeoutError):
        await client.views_update(view_id=view["id"], hash=view["hash"], view=fresh)


async def with_all_asked(
    source: FormSource, told: Submission, wrong: Mapping[str, str], view: dict[str, Any], person: str, until: float
) -> dict[str, Any] | None:
    """The modal anew if something is wrong with a question that it didn't ask; else None."""
    asked = modal.asks(view)
    fresh = await _redrawn(source, told, person, until) if wrong.keys() - {*asked, "", PHOTO} else None
    return fresh if fresh and modal.asks(fresh) - asked else None


async def _redrawn(source: FormSource, told: Submission, person: str, until: float) -> dict[str, Any] | None:
    view = await patiently(until, partial(source.change_form, told, person))
    return modal.render(view) if view else None
