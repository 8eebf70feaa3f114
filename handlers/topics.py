"""What an outgoing card is about, as its row in the outbox says it: ``topic:subject``."""

from __future__ import annotations

from handlers.cards import Topic

STOPS = (Topic.STOP, Topic.CHANGE)  # what everybody who got an alert has to hear, however long it takes.

ALONE = (*STOPS, Topic.INCIDENT_CALL)  # Leaves in a call of its own, since it may have to be held back alone.


def lives_with_its_alert(topic: str) -> bool:
    """R-111: whether policy is asked before it leaves: an alert that its reader asked for, or a change of one."""
    return topic.split(":", maxsplit=1)[0] in (Topic.SHOWN, Topic.CHANGE)


def is_stop(topic: str) -> bool:
    """R-078: whether an outgoing card's topic is the end of an alert, or a change of it."""
    return topic.split(":", maxsplit=1)[0] in STOPS


def is_request(topic: str) -> bool:
    """R-112: whether an outgoing card's topic is the assessment; where it is urgent, it asks for one."""
    return topic.split(":", maxsplit=1)[0] == Topic.ASSESS


def called_to(topic: str) -> str:
    """R-135: the number of the incident to which an outgoing card calls somebody; "" if it doesn't."""
    kind, _, number = topic.partition(":")
    return number if kind == Topic.INCIDENT_CALL else ""
