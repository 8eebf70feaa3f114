"""What Slack's error codes mean."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPException

from slack_sdk.errors import SlackApiError

from bot.chat import SendFailed, retry_after
from storage.tables import Failure

NO_CHAT = {
    "channel_not_found",
    "user_not_found",
    "users_not_found",
    "not_in_channel",
    "is_archived",
    "team_access_not_granted",
}
"""Said of a person's chat, and of everybody's where the token is of another workspace; the last one where it is an
organisation's, and of a workspace that took us out."""

NO_THREAD = {"thread_not_found", "cannot_reply_to_message", "restricted_action_thread_locked"}
"""The first card of the case was deleted; the next stands for itself."""

_BLOCKED = {
    "user_disabled",
    "user_is_deactivated",
    "account_deactivated",
    "user_not_visible",
    "cannot_dm_bot",
    "cannot_dm_user",
}
"""Said of a person."""

OPERATOR = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_expired",
    "token_revoked",
    "not_allowed_token_type",
    "missing_scope",
    "no_permission",
    "ekm_access_denied",
    "access_denied",
    "team_not_found",
    "org_login_required",
    "two_factor_setup_required",
    "accesslimited",
    "enterprise_is_restricted",
    "messages_tab_disabled",
}
"""A wrong token, a missing scope, or what the workspace doesn't let our app do, is for the operator to repair."""

_RATE = {"ratelimited", "rate_limited", "message_limit_exceeded"}

_SLACK_TROUBLE = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}


@contextmanager
def failures() -> Iterator[None]:
    """What Slack says, in the outbox's words; the causes are dropped, since they quote what was sent."""
    try:
        yield
    except SlackApiError as error:
        raise failure(error) from None
    except (OSError, HTTPException):
        raise SendFailed(Failure.UNREACHABLE) from None


def failure(error: SlackApiError) -> SendFailed:
    """In the outbox's words; whether it is worth trying again, and when, stands there."""
    status, code = error.response.status_code, str(error.response.get("error") or "")
    if status == HTTPStatus.TOO_MANY_REQUESTS or code in _RATE:
        return SendFailed(Failure.RATE, retry_after(error.response.headers))
    # What is no error code is the page of somebody in between.
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or code in _SLACK_TROUBLE or not code.isidentifier():
        return SendFailed(Failure.UNREACHABLE)
    if code in OPERATOR or code.startswith("restricted_action"):
        return SendFailed(Failure.TOKEN)
    if code in NO_CHAT:
        return SendFailed(Failure.NOT_FOUND)
    return SendFailed(Failure.BLOCKED if code in _BLOCKED else Failure.REFUSED)
