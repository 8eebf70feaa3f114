"""What people are told: ``wording`` makes a ``Card``, ``recipient`` makes of it one reader's ``Message``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Union

from policy.access import Purpose
from policy.verdict import Deny


class Tone(StrEnum):
    """How a card looks: colour and header on LINE, emoji on Slack."""

    PLAIN = "plain"
    QUESTION = "question"
    ALERT = "alert"
    STOP = "stop"
    DONE = "done"
    PROBLEM = "problem"


class Style(StrEnum):
    """How a button looks: the usual answer, one with grave effects, or any other."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


class Topic(StrEnum):
    """What a card is about. Of one topic and subject the newest card takes the earlier one's place where it can."""

    HELP = "help"
    PROBLEM = "problem"
    CHOOSE_STORE = "choose_store"
    BROWSER = "browser"
    DESK = "desk_link"
    BOARD = "desk_board"
    DEVICE = "device"
    NEW_ACCOUNT = "new_account"
    VOID = "void"
    QUESTION = "question"
    FORM = "form"
    PHOTO = "photo"
    VIDEO = "video"
    PREVIEW = "preview"
    HAND = "hand"
    CASE = "case"
    ASSESS = "assess"
    HELD = "held"
    HOLD = "hold"
    SURE = "grave_act"
    STATUS = "status"
    HOME = "standing_home"
    ALERT = "alert"
    SHOWN = "alert_asked_for"
    ANSWER = "answer"
    SIGHTING = "sighting"
    DOUBT = "doubt"
    STOP = "stop"
    CHANGE = "change"
    ENDING = "ending"
    ENDED = "ended"
    UNSENT = "unsent"
    SPENT = "share_spent"
    CLOSED = "closed"
    OWN_COPY = "own_photo"
    TRAINING = "training"
    RULES = "network_rules"
    TWOFOLD = "two_people"
    DIGEST = "digest"
    CHECKPOINT = "head"
    LEDGER = "ledger_in_doubt"
    PACK = "pack"
    WORKSPACE = "chat_workspace"
    REQUESTS = "open_requests"
    SECOND = "second_look"
    INCIDENT = "one_incident"
    INCIDENT_CALL = "incident_call"
    INCIDENTS = "open_incidents"
    NOTICE = "public_notice"


class ButtonAction(StrEnum):
    """What a button asks for. Cards live for weeks: a word once given out keeps its meaning (``routing``)."""

    START = "start"
    ANSWER = "answer"
    FORM = "form"
    FORM_IN_CHAT = "form_in_chat"
    MORE = "more"
    STEP = "step"
    CONTINUE = "continue"
    ANOTHER_PHOTO = "another_photo"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    WITHDRAW_ASSESSMENT = "withdraw_assessment"
    SHOW_REASON = "show_reason"
    ACKNOWLEDGE = "acknowledge"
    IN_SHOP = "in_shop"
    SIGHTING = "sighting"
    DOUBT = "doubt"
    RESUME = "resume"
    ALL_CLEAR = "all_clear"
    LEAVE_IT = "leave_it"
    KEEP_WATCHING = "keep_watching"
    CONFIRM_STOP = "confirm_stop"
    HOW_TO_DELETE = "how_to_delete"
    BROWSER = "browser"
    END_BROWSERS = "end_browsers"
    ADMIT = "admit"
    LOSE_DEVICE = "lose_device"
    RULES = "show_rules"
    DESK = "open_desk"
    TWOFOLD = "decide_twofold"
    SAY = "say_word"
    OPEN_INCIDENT = "open_incident"
    INCIDENT_GOES_ON = "incident_goes_on"
    INCIDENT_ALERT = "incident_alert"
    TAKE_INCIDENT = "take_incident"


@dataclass(frozen=True)
class Sentence:
    """A Japanese sentence (gettext msgid) and what fills its ``{name}`` places."""

    msgid: str
    values: Mapping[str, Text] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Until:
    """An end: at midnight people read the day that is over then, since 「12/15 00:00 まで」 is taken for the 15th."""

    end: datetime


Text = Union[str, int, datetime, Until, Sentence, tuple["Text", ...]]  # noqa: UP007 - a name in quotes takes no |
"""Words as they stand (somebody's own, a name, a number), a moment or an end (store time), a sentence, or lines."""


def t(sentence: str, /, **values: Text) -> Sentence:
    """A sentence to be read in the reader's language; named as gettext extracts it."""
    return Sentence(sentence, values)


def denial(deny: Deny) -> Sentence:
    """A rule's "no" as people read it, wherever they are; words among its values, such as a state's name, too."""
    return Sentence(deny.reason, {k: Sentence(v) if isinstance(v, str) else v for k, v in deny.values.items()})


@dataclass(frozen=True)
class Action:
    """Something to press. What it asks for is kept in our database, for this reader and this case."""

    label: Text
    does: ButtonAction
    style: Style = Style.PLAIN
    arguments: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Page:
    """A page of ours for this reader and this purpose, until then."""

    label: Text
    purpose: Purpose
    until: datetime


@dataclass(frozen=True)
class DeskPage:
    """The way to the desk: for this reader, once, and for minutes."""

    label: Text


@dataclass(frozen=True)
class Elsewhere:
    """A page that is not ours, by its https address; the same for every reader."""

    label: Text
    url: str


@dataclass(frozen=True)
class Card:
    """One message, in no language yet. Nothing in it describes a person or repeats what somebody wrote (R-064, R-087):
    chats keep it for ever. That stands on the page.

    Attributes:
        topic: See ``Topic``.
        title: One line, at most 60 characters, of our own words; it shows on lock screens.
        facts: Label and value pairs, shown as a table.
        buttons, choices: What stays under the card; quick answers to a question.
        page: A page to open, if any; ours only about a case.
        redraws: Takes the place of the reader's earlier card of the same topic, where the platform can do that.
        subject: Which one of the topic, where that is not the case: a delivery, a browser, a day.
        asks_photo: A photo is the answer; camera and album are offered where the platform can open them.
        headed: The first sentence of the first line is a better title, and says nobody's name.
    """

    topic: Topic
    title: Text
    lines: tuple[Text, ...] = ()
    facts: tuple[tuple[Text, Text], ...] = ()
    buttons: tuple[Action, ...] = ()
    choices: tuple[Action, ...] = ()
    page: Page | DeskPage | Elsewhere | None = None
    tone: Tone = Tone.PLAIN
    redraws: bool = False
    subject: str = ""
    asks_photo: bool = False
    headed: bool = False


@dataclass(frozen=True)
class Confirm:
    """What the platform itself asks when a button is pressed, before it tells us."""

    title: str
    text: str
    yes: str
    no: str


@dataclass(frozen=True)
class Button:
    """A sent card's button. ``id`` is opaque; its meaning lies in our database."""

    label: str
    id: str
    style: Style = Style.PLAIN
    confirm: Confirm | None = None


@dataclass(frozen=True)
class PageLink:
    """A link to a page."""

    label: str
    url: str


@dataclass(frozen=True)
class Message:
    """A card as one reader gets it; fields as in ``Card``. ``notice``: what a lock screen shows, and no more."""

    title: str
    notice: str
    lines: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    buttons: tuple[Button, ...] = ()
    choices: tuple[Button, ...] = ()
    link: PageLink | None = None
    tone: Tone = Tone.PLAIN
    redraws: bool = False
    asks_photo: bool = False

    def to_json(self) -> bytes:
        """Canonical bytes for the outbox."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()

    @staticmethod
    def all_from_json(body: bytes) -> list[Message]:
        """What ``to_json`` wrote: one, or a list of those that leave together."""
        raw = json.loads(body)
        return [Message._from(each) for each in (raw if isinstance(raw, list) else [raw])]

    @staticmethod
    def _from(raw: dict[str, Any]) -> Message:
        return Message(
            title=raw["title"],
            notice=raw.get("notice", raw["title"]),
            lines=tuple(raw["lines"]),
            facts=tuple((label, value) for label, value in raw["facts"]),
            buttons=tuple(map(_button, raw["buttons"])),
            choices=tuple(map(_button, raw["choices"])),
            link=PageLink(**raw["link"]) if raw["link"] else None,
            tone=Tone(raw["tone"]),
            redraws=raw["redraws"],
            asks_photo=raw.get("asks_photo", False),
        )


def _button(raw: dict[str, Any]) -> Button:
    confirm = Confirm(**raw["confirm"]) if raw.get("confirm") else None
    return Button(raw["label"], raw["id"], Style(raw["style"]), confirm)
