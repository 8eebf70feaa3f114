"""What a LINE event from the inbox means; read from the raw JSON, since the SDK's models drop what they don't know."""

from __future__ import annotations

from typing import Any

from bot.inbound import enrolment_code_in, is_film, plain_id, read_json, whole_text
from handlers.commands.chat import Command, LoseTouch, Press, Say, SendPhoto, UnsendPhoto


def command(body: bytes, account_id: str) -> Command | None:
    """The command of one event; None if nobody expects an answer."""
    event = read_json(body)
    match event.get("type"):
        case "message":
            return _message(_part(event, "message"), account_id)
        case "postback":
            return Press(account_id, plain_id(_part(event, "postback").get("data")))
        case "unsend":
            return UnsendPhoto(account_id, plain_id(_part(event, "unsend").get("messageId")))
        case "follow" | "unfollow" as kind:
            return LoseTouch(account_id, blocked=kind == "unfollow")
    return None


def enrolment_code(body: bytes, *, bare: bool = False) -> str | None:
    """The code in a 「登録 CODE」 message; ``bare``: also without that word."""
    return enrolment_code_in(whole_text(_part(read_json(body), "message").get("text")), bare=bare)


def reply_token(body: bytes) -> str | None:
    """The token with which one answer within a minute is free."""
    return plain_id(read_json(body).get("replyToken")) or None


def _message(message: dict[str, Any], account_id: str) -> Command:
    """Text, photos, videos and files from a computer, whose bytes tell what they are; else an empty sentence."""
    if message.get("type") == "text":
        return Say(account_id, whole_text(message.get("text")))
    kind, provider = message.get("type"), _part(message, "contentProvider").get("type", "line")
    if kind not in ("image", "video", "file") or provider != "line":
        return Say(account_id, "")
    video = kind == "video" or is_film(message.get("fileName"))
    place = _part(message, "imageSet").get("index")
    further = isinstance(place, int) and place > 1
    return SendPhoto(account_id, plain_id(message.get("id")), video=video, further=further)


def _part(event: dict[str, Any], name: str) -> dict[str, Any]:
    part = event.get(name)
    return part if isinstance(part, dict) else {}
