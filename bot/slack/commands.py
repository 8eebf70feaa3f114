"""What a Slack body from the inbox means."""

from __future__ import annotations

import re
from typing import Any

from bot.inbound import enrolment_code_in, is_film, plain_id, read_json, whole_text
from bot.slack import modal
from handlers.commands.chat import Command, NoteEdit, OpenHome, Press, Say, SendPhoto, SubmitForm, UnsendPhoto
from storage.tables.workspaces import within

REPORT = "通報"
"""The word that starts a report; what ``/hansho`` and the shortcut say for the person where no form could open."""

SHORTCUTS = {"incident": "事故"}
"""What a shortcut says for the person, by its name in ``manifest.yaml``; all others begin a report."""

HOME_OPENED = "app_home_opened"

WORKSPACE = "workspace"
"""Under this name an inbox body says which workspace it came from; "": there is one only."""

UNTOLD = ("", "application/octet-stream")
"""Slack doesn't know what it is: the bytes tell."""

_MARKUP = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


def command(body: bytes, account_id: str) -> Command | None:
    """The command of one inbox body; None if nobody expects an answer."""
    told = read_json(body)
    match told.get("type"):
        case "event_callback":
            return _message(told["event"], account_id, told.get(WORKSPACE, ""))
        case "block_actions":
            return Press(account_id, plain_id(told["actions"][0].get("value")))
        case "view_submission":
            return _submission(told["view"], account_id, told.get(WORKSPACE, ""))
        case "message_action":
            return _photo_of(told, account_id, told.get(WORKSPACE, "")) or Say(account_id, REPORT)
        case "shortcut":
            return Say(account_id, SHORTCUTS.get(str(told.get("callback_id")), REPORT))
    return Say(account_id, _said(told) or REPORT) if "command" in told else None


def enrolment_code(body: bytes, *, bare: bool = False) -> str | None:
    """The code in 「登録 CODE」, sent as a message or after ``/hansho``; ``bare``: also without that word."""
    return enrolment_code_in(_said(read_json(body)), bare=bare)


def removed_file(event: dict[str, Any]) -> str | None:
    """The file a person took back: they deleted its message, or the file alone, which leaves a tombstone."""
    if event.get("subtype") == "message_deleted":
        files = _files(event.get("previous_message"))
        return next((f["id"] for f in files if _is_picture(f) or _is_video(f)), None)
    if event.get("subtype") == "message_changed":
        return next((f["id"] for f in _files(event.get("message")) if f.get("mode") == "tombstone"), None)
    return None


def is_edited(event: dict[str, Any]) -> bool:
    """Whether a person gave a message of theirs other words; a link that gets its picture changes a message too."""
    new, old = event.get("message"), event.get("previous_message")
    if event.get("subtype") != "message_changed" or not isinstance(new, dict) or not isinstance(old, dict):
        return False
    return bool(new.get("text") != old.get("text") and not new.get("bot_id"))


def opens_home(event: dict[str, Any]) -> bool:
    """Whether somebody looks at the Home tab; the same event tells of the chat beside it."""
    return event.get("type") == HOME_OPENED and event.get("tab") == "home"


def pictures(message: object) -> list[dict[str, str]]:
    """Of a message's files what is needed to fetch a photo or film: no name, no link, no word of the message."""
    shown = [file for file in _files(message) if _is_picture(file) or _is_video(file)]
    return [{name: str(file[name]) for name in ("id", "mimetype", "file_access") if name in file} for file in shown]


def _message(event: dict[str, Any], account_id: str, workspace: str) -> Command:
    """Text, photos and videos; for other files an empty sentence, which brings help."""
    if opens_home(event):
        return OpenHome(account_id)
    removed = removed_file(event)
    if removed:
        return UnsendPhoto(account_id, within(workspace, removed))
    if event.get("subtype") == "message_changed":
        return NoteEdit(account_id)
    photo = _photo_of(event, account_id, workspace)
    return photo or Say(account_id, "" if _files(event) else _spoken(whole_text(event.get("text"))))


def _photo_of(message: dict[str, Any], account_id: str, workspace: str) -> Command | None:
    """The first photo, else the first film; None: there is neither."""
    files = _files(message)
    words = _spoken(whole_text(message.get("text")))
    picture = next((f["id"] for f in files if _is_picture(f)), None)
    if picture:
        return SendPhoto(account_id, within(workspace, picture), words=words)
    video = next((f["id"] for f in files if _is_video(f)), None)
    return SendPhoto(account_id, within(workspace, video), video=True, words=words) if video else None


def _submission(view: dict[str, Any], account_id: str, workspace: str) -> Command | None:
    told = modal.read(view)
    if told is None:
        return None
    photo = within(workspace, told.photo) if told.photo else None
    return SubmitForm(account_id, told.form, told.case_id, told.answers, photo)


def _said(told: dict[str, Any]) -> str:
    event = told.get("event")
    return _spoken(whole_text((event if isinstance(event, dict) else told).get("text")))


def _spoken(text: str) -> str:
    """The words as the person typed them: Slack writes links and mentions in angle brackets and escapes three signs."""
    plain = _MARKUP.sub(lambda m: m[2] or ("" if m[1][:1] in "@#!" else m[1]), text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _files(message: object) -> list[dict[str, Any]]:
    files = message.get("files") if isinstance(message, dict) else None
    return [f for f in files if isinstance(f, dict) and plain_id(f.get("id"))] if isinstance(files, list) else []


def _is_picture(file: dict[str, Any]) -> bool:
    """A file of a shared channel comes without its type (``check_file_info``): it is looked at once it is here."""
    told = str(file.get("mimetype", ""))
    return (
        told.startswith("image/")
        or file.get("file_access") == "check_file_info"
        or (told in UNTOLD and not _is_video(file))
    )


def _is_video(file: dict[str, Any]) -> bool:
    return str(file.get("mimetype", "")).startswith("video/") or is_film(file.get("name"))
