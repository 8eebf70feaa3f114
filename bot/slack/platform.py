"""Slack as a chat platform: cards out and redrawn, files in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from bot.attachment import SIZE_LIMIT, download
from bot.chat import ONCE, Access, ContentGone, ContentNotReady, ContentTooLarge, Door, Outgoing, SendFailed
from bot.slack import commands
from bot.slack.failures import NO_CHAT, NO_THREAD, OPERATOR, failure, failures
from bot.slack.home import view
from bot.slack.manifest import scopes
from bot.slack.render import notice, render
from bot.slack.renewal import Renewal
from bot.slack.tokens import Tokens
from handlers.commands.chat import Command
from handlers.errors import NotFound
from handlers.home import Home
from storage.tables import Amiss, Failure
from storage.tables.workspaces import apart

EVENT_TYPE = "hansho_card"
"""Names our metadata; Slack has no idempotency key, so a message is found again by it."""

_TIMEOUT = 10

_LOOK_BACK = 100
"""Messages of one person's chat in which a lost attempt is looked for; only urgent cards overtake it."""

_NOT_THERE = {"message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found"}
_FILE_GONE = {"file_not_found", "file_deleted"}
_FILE_STAYS = {"cant_delete_file", "delete_not_allowed", "file_deleting_disabled"}


class SlackPlatform:
    """Slack Web API for one workspace or several; the ids of people and files say in which they are.

    Args:
        tokens: ``xoxb-…`` of each.
        app_id: ``A…``, for links to us; "" makes none.
        api_url: Base of the Web API; files are fetched from there and from slack.com only.
        renewal: How tokens that expire are renewed; None: none does.
    """

    name = "slack"
    finds = True
    command = staticmethod(commands.command)
    enrolment_code = staticmethod(commands.enrolment_code)

    def __init__(self, *, tokens: Tokens, api_url: str, app_id: str = "", renewal: Renewal | None = None) -> None:
        self._app_id = app_id
        self._tokens = tokens
        self._api_url = api_url
        self._renewal = renewal
        self.workspaces = tokens.workspaces

    def reply_token(self, body: bytes) -> None:  # noqa: ARG002 - Slack's answers cost nothing
        return None

    def allowance(self) -> None:
        return None

    def send(self, message: Outgoing) -> dict[str, Any]:
        """Redraw the card it replaces, find what a lost attempt posted, or post; raises SendFailed."""
        with failures():
            content = {
                "text": notice(message.card),
                "blocks": render(message.card),
                "metadata": {"event_type": EVENT_TYPE, "event_payload": {"id": message.id}},
                "unfurl_links": False,
                "unfurl_media": False,
            }
            redrawn = self._redraw(message, content) or (message.previous if message.in_place else None)
            found = self._find(message.id, message.to) if message.in_doubt and not redrawn else []
            return redrawn or (self._only(message.to, found) if found else self._post(message, content))

    def find(self, message_id: str, to: str) -> dict[str, Any] | None:
        """What a lost attempt posted, by our id in its metadata."""
        with failures():
            found = self._find(message_id, to)
        return found[0] if found else None

    def take_back(self, message_id: str, to: str, keep: dict[str, Any] | None) -> int:
        """What attempts at the same card left there besides, by our id in its metadata."""
        with failures():
            others = [place for place in self._find(message_id, to) if place != keep]
            self._delete(to, others)
        return len(others)

    def check(self, workspace: str = "") -> Access:
        """Whether the token is good, and has every scope of the manifest, as far as Slack tells."""
        with failures():
            headers = self._client(workspace).auth_test().headers
        granted, date = headers.get("x-oauth-scopes"), headers.get("date")
        lacking = scopes() - {scope.strip() for scope in granted.split(",")} if granted else set()
        names = ", ".join(sorted(lacking))
        at = parsedate_to_datetime(date) if date else None
        return Access({Amiss.SCOPES: names} if lacking else {}, self.door(), at)

    def door(self) -> Door | None:
        """``app_redirect`` opens the app in the workspace (Slack's reference of deep links); needs the app's id.

        No link of Slack's puts words into the field.
        """
        if not self._app_id:
            return None
        where = {"app": self._app_id}
        if "" in self.workspaces():  # of several, the newcomer's own browser knows which one is theirs
            with failures():
                where["team"] = str(self._client("").auth_test()["team_id"])
        return Door(f"https://slack.com/app_redirect?{urlencode(where)}", ready=False)

    def show_home(self, to: Sequence[str], home: Home) -> bool:
        """Publish the Home tab. Raises SendFailed."""
        with failures():
            for workspace, user in map(apart, to):
                self._client(workspace).views_publish(user_id=user, view=view(home))
        return True

    def furnish(self, relink: Callable[[], None]) -> Iterator[str]:  # noqa: ARG002 - Slack's Home needs no preparation
        return iter(())

    def at_work(self, to: str) -> None:  # the card with the bar is redrawn instead
        pass

    def renew(self, installation_id: str, expires_at: str) -> Command:
        """See ``bot.slack.renewal``."""
        if self._renewal is None:
            raise NotFound
        with failures():
            return self._renewal.renew(installation_id, expires_at)

    def fetch(self, reference: str) -> bytes:
        """A file by its id; the token goes to Slack's hosts and nowhere else."""
        workspace, file_id = apart(reference)
        try:
            token = self._tokens.of(workspace)
            file = self._client(workspace).files_info(file=file_id)["file"]
        except SendFailed as closed:
            raise (ContentNotReady if closed.traits.retry != ONCE else ContentGone) from None
        except SlackApiError as error:
            failed = failure(error)
            if failed.traits.retry == ONCE:
                raise ContentGone from None
            raise ContentNotReady(failed.asked) from None
        except (OSError, HTTPException):
            raise ContentNotReady from None
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        if int(file.get("size") or 0) > SIZE_LIMIT:
            raise ContentTooLarge
        if not self._is_slack(url):
            raise ContentGone
        return download(url, token)

    def delete(self, reference: str) -> bool:
        """``files.delete``, with the scope ``files:write``; most workspaces keep it to a file's owner and admins."""
        workspace, file_id = apart(reference)
        try:
            self._client(workspace).files_delete(file=file_id)
        except SlackApiError as error:
            code = error.response.get("error")
            if code in _FILE_STAYS or code in OPERATOR:
                return False
            if code not in _FILE_GONE:
                raise failure(error) from None
        except (OSError, HTTPException):
            raise SendFailed(Failure.UNREACHABLE) from None
        return True

    def _redraw(self, message: Outgoing, content: dict[str, Any]) -> dict[str, Any] | None:
        if not message.previous:
            return None
        place = {"channel": message.previous["channel"], "ts": message.previous["ts"]}
        update = {k: v for k, v in content.items() if not k.startswith("unfurl")}
        message.begin()
        try:
            self._client_of(message).chat_update(**place, **update)
        except SlackApiError as error:
            if error.response.get("error") not in _NOT_THERE:
                raise
            return None
        return place

    def _find(self, message_id: str, to: str) -> list[dict[str, Any]]:
        """Where the card stands: the newest first, and hardly ever more than one."""
        channel = self._chat_with(to)
        history = self._client(apart(to)[0]).conversations_history(
            channel=channel, include_all_metadata=True, limit=_LOOK_BACK
        )
        ids = ((m["ts"], m.get("metadata", {}).get("event_payload", {}).get("id")) for m in history["messages"])
        return [{"channel": channel, "ts": ts} for ts, posted in ids if posted == message_id]

    def _post(self, message: Outgoing, content: dict[str, Any]) -> dict[str, Any]:
        client, (_, user) = self._client_of(message), apart(message.to)
        message.begin()
        # Shown in the chat as well: nobody overlooks it, and ``_find``, which sees no replies, sees this one.
        thread = {"thread_ts": message.thread["ts"], "reply_broadcast": True} if message.thread else {}
        try:
            posted = client.chat_postMessage(channel=user, **content, **thread)
        except SlackApiError as error:
            if error.response.get("error") not in NO_CHAT | NO_THREAD:
                raise
            channel = self._chat_with(message.to)  # opening it again mends it, or tells what is wrong
            message.begin()
            posted = client.chat_postMessage(channel=channel, **content)
        receipt = {"channel": posted["channel"], "ts": posted["ts"]}
        if message.in_doubt or not message.is_ours():  # another worker may have posted it meanwhile
            return self._only(message.to, [receipt, *self._find(message.id, message.to)])
        return receipt

    def _only(self, to: str, places: list[dict[str, Any]]) -> dict[str, Any]:
        """Of one card that was posted several times the earliest stays."""
        first = min(places, key=lambda place: str(place["ts"]))
        self._delete(to, [place for place in places if place != first])
        return first

    def _delete(self, to: str, places: list[dict[str, Any]]) -> None:
        for place in places:
            try:
                self._client(apart(to)[0]).chat_delete(**place)
            except SlackApiError as error:
                if error.response.get("error") not in _NOT_THERE:
                    raise

    def _chat_with(self, person: str) -> str:
        workspace, user = apart(person)
        return str(self._client(workspace).conversations_open(users=user)["channel"]["id"])

    def _client_of(self, message: Outgoing) -> WebClient:
        return self._client(apart(message.to)[0])

    def _client(self, workspace: str) -> WebClient:
        # The SDK's default handler repeats a post after a broken connection: that would post twice.
        token = self._tokens.of(workspace)
        return WebClient(token=token, base_url=self._api_url, timeout=_TIMEOUT, retry_handlers=[])

    def _is_slack(self, url: str) -> bool:
        try:
            origin = _origin(url)
        except LocationParseError:
            return False
        scheme, host, port = origin
        is_theirs = scheme == "https" and port is None and (host == "slack.com" or host.endswith(".slack.com"))
        return is_theirs or origin == _origin(self._api_url)


def _origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port as the fetching library itself understands them."""
    parsed = parse_url(url)
    return parsed.scheme or "", parsed.host or "", parsed.port
