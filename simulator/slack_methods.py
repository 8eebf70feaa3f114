"""Slack's Web API methods for chats, people and files; each takes the call's arguments and returns its answer."""

from __future__ import annotations

import copy
import json
from typing import Any

from simulator.slack_limits import check_blocks
from simulator.slack_state import SlackFile, SlackState, name_blocks
from simulator.world import Bubble

TEXT, METADATA = 40_000, 8000
"""Characters of a message (beyond that Slack cuts or refuses) and of its metadata."""
PAGE, PAGE_MOST = 100, 999


class SlackError(Exception):
    """``{"ok": false, "error": …}``, with the details Slack adds."""

    def __init__(self, error: str, messages: list[str] | None = None) -> None:
        super().__init__(error)
        self.answer: dict[str, Any] = {"ok": False, "error": error}
        if messages:
            self.answer |= {"errors": messages, "response_metadata": {"messages": messages}}


class ChatMethods:
    """auth.*, chat.*, conversations.*, users.* and files.*."""

    def __init__(self, state: SlackState) -> None:
        self.state = state
        self.world = state.world

    def auth_test(self, _arguments: dict[str, Any]) -> dict[str, Any]:
        """Who the bot is."""
        space = self.state.workspace
        names = {"url": "https://hansho-sandbox.slack.com/", "team": space.name, "user": "hansho"}
        ids = {"team_id": space.team, "user_id": space.bot_user, "bot_id": space.bot}
        organisation = {"enterprise_id": space.organisation or None, "is_enterprise_install": bool(space.organisation)}
        return {**names, **ids, **organisation}

    def teams(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """auth.teams.list: where the token lets the bot in."""
        space = self.state.workspace
        names = [*([] if self.state.shut else [space.team]), *space.branches]
        return {"teams": [{"id": name, "name": name} for name in names][: int(arguments.get("limit") or PAGE)]}

    def post(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """chat.postMessage: ``channel`` may be a user id."""
        owner = self._owner(arguments.get("channel"), users=True)
        message = self._message(arguments)
        message |= {"type": "message", "ts": self.state.stamp(), "bot_id": self.state.workspace.bot}
        message |= {"user": self.state.workspace.bot_user, "team": self.state.workspace.team}
        if arguments.get("thread_ts"):
            parent = self.world.bubble(owner, str(arguments["thread_ts"]))
            if parent is None or parent.removed:
                raise SlackError("thread_not_found")
            message["thread_ts"] = parent.raw.get("thread_ts", parent.id)
            message |= {"subtype": "thread_broadcast"} if _true(arguments.get("reply_broadcast")) else {}
        self.world.add(owner, message["ts"], message, mine=False)
        return {"channel": self.state.channel(owner), "ts": message["ts"], "message": message}

    def update(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """chat.update: a text without blocks removes the old blocks; metadata left out stays."""
        owner = self._owner(arguments.get("channel"))
        bubble = self._own(owner, arguments, "cant_update_message")
        fresh = self._message(arguments)
        kept = {k: v for k, v in bubble.raw.items() if k not in {"text", "blocks"}}
        self.world.change(bubble, kept | fresh | {"edited": {"user": kept["user"], "ts": self.state.stamp()}})
        answer = {"channel": self.state.channel(owner), "ts": bubble.id, "text": fresh["text"]}
        return answer | {"message": bubble.raw}

    def delete(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """chat.delete: only the bot's own messages."""
        owner = self._owner(arguments.get("channel"))
        self.world.remove(self._own(owner, arguments, "cant_delete_message"))
        return {"channel": self.state.channel(owner), "ts": arguments["ts"]}

    def ephemeral(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """chat.postEphemeral: shown to one person, kept nowhere."""
        owner = self._owner(arguments.get("channel"), users=True)
        if arguments.get("user") != owner:
            raise SlackError("user_not_in_channel")
        message = self._message(arguments) | {"ts": self.state.stamp(), "ephemeral": True}
        self.world.add(owner, message["ts"], message, mine=False, only_shown=True)
        return {"message_ts": message["ts"]}

    def open_conversation(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """conversations.open with one user."""
        user_id = str(arguments.get("users", ""))
        if self.state.account(user_id) is None:
            raise SlackError("user_not_found")
        if user_id in self.state.deactivated:
            raise SlackError("user_disabled")
        return {"channel": {"id": self.state.channel(user_id)}}

    def history(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """conversations.history, newest first; metadata only if asked for."""
        owner = self._owner(arguments.get("channel"))
        limit = int(arguments.get("limit") or PAGE)
        if not 1 <= limit <= PAGE_MOST:
            raise SlackError("invalid_limit")
        oldest, latest = str(arguments.get("oldest") or "0"), str(arguments.get("latest") or "9" * 16)
        latest = str(arguments.get("cursor") or latest)
        inclusive = _true(arguments.get("inclusive"))
        shown = [b for b in reversed(self.state.messages(owner)) if not _only_in_thread(b)]
        found = [b.raw for b in shown if _between(oldest, b.id, latest, inclusive)]
        page, more = found[:limit], len(found) > limit
        if not _true(arguments.get("include_all_metadata")):
            page = [{k: v for k, v in m.items() if k != "metadata"} for m in page]
        metadata = {"next_cursor": page[-1]["ts"] if more else ""}
        return {"messages": page, "has_more": more, "response_metadata": metadata}

    def user(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """users.info."""
        account = self.state.account(str(arguments.get("user")))
        if account is None:
            raise SlackError("user_not_found")
        profile = {"real_name": account.name, "display_name": account.name}
        rest = {"tz": "Asia/Tokyo", "locale": f"{account.language}-JP", "is_bot": False, "deleted": False}
        ids = {"id": account.user_id, "team_id": self.state.workspace.team}
        return {"user": {**ids, "name": account.code, "real_name": account.name, "profile": profile, **rest}}

    def file(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """files.info."""
        file = self.state.files.get(str(arguments.get("file")))
        if file is None or not file.complete:
            raise SlackError("file_not_found")
        if file.deleted:
            raise SlackError("file_deleted")
        return {"file": describe(file, self.world.url, self.state.workspace.team)}

    def delete_file(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """files.delete: a person's file stays, unless the workspace lets apps delete it."""
        file = self.state.files.get(str(arguments.get("file")))
        if file is None or not file.complete:
            raise SlackError("file_not_found")
        if file.deleted:
            raise SlackError("file_deleted")
        if file.owner and not self.state.deletes_files:
            raise SlackError("cant_delete_file")
        file.deleted = True
        for bubble in self.state.messages(file.owner):
            if any(shown["id"] == file.id for shown in bubble.raw.get("files") or []):
                self.world.remove(bubble)
        return {}

    def upload_url(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """files.getUploadURLExternal: where to send the bytes."""
        name, length = str(arguments.get("filename", "")), int(arguments.get("length") or 0)
        if not name or length < 1:
            raise SlackError("invalid_arguments")
        file = SlackFile(self.state.code("F"), name, "application/octet-stream", b"", "", complete=False)
        self.state.files[file.id] = file
        return {"file_id": file.id, "upload_url": f"{self.world.url}/slack/upload/{file.id}"}

    def complete_upload(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """files.completeUploadExternal: from now on the files may be seen."""
        done = []
        for entry in structure(arguments.get("files")) or []:
            file = self.state.files.get(entry["id"])
            if file is None or not file.data:
                raise SlackError("file_not_found")
            file.complete = True
            done.append({"id": file.id, "title": entry.get("title", file.name)})
        return {"files": done}

    def _owner(self, channel: Any, *, users: bool = False) -> str:
        known = users and self.state.account(str(channel)) is not None
        owner = str(channel) if known else self.state.owner(str(channel))
        if owner is None or owner in self.state.deactivated:
            raise SlackError("channel_not_found")
        return owner

    def _own(self, owner: str, arguments: dict[str, Any], error: str) -> Bubble:
        bubble = self.world.bubble(owner, str(arguments.get("ts")))
        if bubble is None or bubble.only_shown:
            raise SlackError("message_not_found")
        if bubble.mine:
            raise SlackError(error)
        return bubble

    def _message(self, arguments: dict[str, Any]) -> dict[str, Any]:
        text = str(arguments.get("text") or "")
        blocks = copy.deepcopy(structure(arguments.get("blocks")))
        if not text and not blocks:
            raise SlackError("no_text")
        if len(text) > TEXT:
            raise SlackError("msg_too_long")
        problems = check_blocks(blocks) if blocks else []
        if problems:
            raise SlackError("invalid_blocks", problems)
        message: dict[str, Any] = {"text": text}
        if blocks:
            message["blocks"] = name_blocks(blocks, self.state)
        if arguments.get("metadata"):
            message["metadata"] = _metadata(structure(arguments["metadata"]))
        return message


def _only_in_thread(bubble: Bubble) -> bool:
    return "thread_ts" in bubble.raw and bubble.raw.get("subtype") != "thread_broadcast"


def structure(value: Any) -> Any:
    """JSON inside a form field, or the value itself."""
    if not isinstance(value, str) or not value:
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise SlackError("invalid_arguments", ["[ERROR] not valid JSON"]) from None


def describe(file: SlackFile, url: str, team: str) -> dict[str, Any]:
    """A file object as in events and files.info."""
    address = f"{url}/slack/files-pri/{team}-{file.id}"
    about = {"id": file.id, "name": file.name, "title": file.name, "mimetype": file.kind, "user": file.owner}
    rest = {"size": len(file.data), "mode": "hosted", "is_external": False, "file_access": "visible"}
    return {
        **about,
        **rest,
        "url_private": f"{address}/{file.name}",
        "url_private_download": f"{address}/download/{file.name}",
    }


def _metadata(metadata: Any) -> dict[str, Any]:
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or set(metadata) - {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA:
        raise SlackError("metadata_too_large")
    return metadata


def _true(value: Any) -> bool:
    return str(value).lower() in {"true", "1"}


def _between(oldest: str, ts: str, latest: str, inclusive: bool) -> bool:
    low, at, high = float(oldest), float(ts), float(latest)
    return low <= at <= high if inclusive else low < at < high
