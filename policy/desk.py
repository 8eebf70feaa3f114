"""Who may sit at the desk, which rooms open to them, and for how long (guideline L135–138, L212, L227)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from policy.access import present
from policy.duties import Task, has_task
from policy.facts import MemberFacts, Role
from policy.verdict import N_, Allow, Deny, Verdict


class Seat(StrEnum):
    """In which capacity somebody sits there; who holds several roles, in the first of these."""

    OFFICE = "seat_of_office"
    AUDITOR = "seat_of_auditor"
    MANAGER = "seat_of_manager"
    OFFICER = "seat_of_officer"
    """Somebody with a duty of ``policy.duties`` alone."""


class Room(StrEnum):
    """What can be looked at."""

    TODAY = "room_today"
    ALERTS = "room_alerts"
    STORES = "room_stores"
    PEOPLE = "room_people"
    REACH = "room_reach"
    FIGURES = "room_figures"
    RULES = "room_rules"
    RECORDS = "room_records"
    CHATS = "room_chats"
    REQUESTS = "room_requests"
    INCIDENTS = "room_incidents"
    NOTICES = "room_notices"
    LOG = "room_log"


OPEN_TO: Final[Mapping[Room, frozenset[Seat]]] = {
    Room.TODAY: frozenset(Seat),
    Room.ALERTS: frozenset(Seat) - {Seat.OFFICER},
    Room.STORES: frozenset({Seat.OFFICE, Seat.MANAGER}),
    Room.PEOPLE: frozenset({Seat.OFFICE, Seat.MANAGER}),
    Room.REACH: frozenset({Seat.OFFICE, Seat.MANAGER}),
    Room.FIGURES: frozenset({Seat.OFFICE, Seat.AUDITOR}),
    Room.RULES: frozenset({Seat.OFFICE, Seat.AUDITOR}),
    Room.RECORDS: frozenset({Seat.OFFICE, Seat.AUDITOR}),
    Room.CHATS: frozenset({Seat.OFFICE}),
    Room.REQUESTS: frozenset({Seat.OFFICE, Seat.AUDITOR}),
    Room.INCIDENTS: frozenset({Seat.OFFICE, Seat.AUDITOR}),
    Room.NOTICES: frozenset(Seat),
    Room.LOG: frozenset({Seat.OFFICE, Seat.AUDITOR}),
}
"""R-121: who audits sees what was decided, without a name; who works for a shop or the office is none of theirs."""

OPENED_BY: Final[Mapping[Room, Task]] = {
    Room.REQUESTS: Task.READ_REQUEST,
    Room.INCIDENTS: Task.READ_INCIDENT,
}
"""Rooms that open to whoever has the task as well, in whatever seat."""

OVERSEEING: Final = frozenset({Seat.OFFICE, Seat.AUDITOR})
"""They see the whole network, and may be the second person."""

_LEADS = (Role.RESPONSIBLE, Role.DEPUTY)


@dataclass(frozen=True)
class Seated:
    """Somebody at the desk; ``stores``: which ones they see, None for all of the network.

    ``duties``: rooms that open to them for a duty of theirs.
    """

    seat: Seat
    stores: frozenset[str] | None
    duties: frozenset[Room] = frozenset()

    def may_enter(self, room: Room) -> bool:
        """R-064, L138: whether the room is there for them at all."""
        return self.seat in OPEN_TO[room] or room in self.duties

    @property
    def oversees(self) -> bool:
        """R-121, L227: whether they watch over the whole network."""
        return self.seat in OVERSEEING

    def may_see(self, store_id: str) -> bool:
        """R-064, L138: a manager sees their own stores, and of others not even that they are there."""
        return self.stores is None or store_id in self.stores


@dataclass(frozen=True)
class Lasts:
    """How long a session holds: from its beginning, and from when somebody was last there."""

    at_most: timedelta
    idle: timedelta


LASTS: Final[Mapping[Seat, Lasts]] = {
    Seat.OFFICE: Lasts(timedelta(hours=6), timedelta(minutes=30)),
    Seat.AUDITOR: Lasts(timedelta(hours=6), timedelta(minutes=30)),
    Seat.MANAGER: Lasts(timedelta(hours=8), timedelta(hours=2)),
    Seat.OFFICER: Lasts(timedelta(hours=6), timedelta(minutes=30)),
}
"""R-064, L138: whoever sees a whole network sits there for half a day; a manager for a shift, between customers."""


def seated(member: MemberFacts, taking_part: Collection[str], now: datetime) -> Seated | Deny:
    """R-063, R-064, L137, L138: the secretariat, the auditor, who is responsible at a store that takes part, officers.

    ``taking_part``: ids of the stores that do at this moment.
    """
    verdict = present(member, now)
    if isinstance(verdict, Deny):
        return verdict
    if member.is_a(Role.SECRETARIAT):
        return Seated(Seat.OFFICE, None)
    if member.is_a(Role.AUDITOR):
        return Seated(Seat.AUDITOR, None)
    own = frozenset(at for role, at in member.roles if role in _LEADS and at in taking_part and at is not None)
    duties = frozenset(room for room, task in OPENED_BY.items() if has_task(task, member, ()))
    if own:
        return Seated(Seat.MANAGER, own, duties)
    if duties:
        return Seated(Seat.OFFICER, frozenset(), duties)
    return Deny("R-064", N_("管理画面を使えるのは、事務局、監査人、参加中の店舗の責任者と代行者、係の人です。"))


def was_there(*, looked_by_itself: bool) -> bool:
    """R-063, L137: a page that is left open, and looks again by itself, keeps nobody signed in."""
    return not looked_by_itself


FRESH: Final = timedelta(minutes=15)
"""From showing that it is you to the act: time to read what one is asked to allow."""


def is_fresh(proven_at: datetime | None, now: datetime) -> Verdict:
    """R-064, L138, L212: what takes two people takes somebody who has just shown that it is they."""
    if proven_at is not None and now - proven_at < FRESH:
        return Allow()
    return Deny("R-064", N_("先に、右上の役割の名前を押し、「本人の確認」をしてください。確認は15分間有効です。"))


TO_ANSWER: Final = timedelta(minutes=5)
"""To find the key, and the finger; as long as a link from the chat opens."""


def answers_in_time(asked_at: datetime, used_at: datetime, now: datetime) -> bool:
    """R-064, L138: what was asked before the key's last use was answered by it, or never will be."""
    return used_at < asked_at <= now < asked_at + TO_ANSWER


def counts_on(before: int, now: int) -> bool:
    """R-064, L138: whoever comes with a lower number holds a copy; many keys don't count (WebAuthn, 7.2, step 22)."""
    return now > before or (now, before) == (0, 0)


def may_add_key(*, has_any: bool, proven_at: datetime | None, now: datetime) -> Verdict:
    """R-064, L138: the first key is of whoever came from the chat; another one is added by showing one of them."""
    return is_fresh(proven_at, now) if has_any else Allow()


def may_change(seat: Seat) -> Verdict:
    """R-064, L138: who else may look changes nothing here; what is theirs to do, they do in the chat."""
    if seat is Seat.OFFICE:
        return Allow()
    return Deny("R-064", N_("これができるのは事務局だけです。"))


def is_as_shown(shown: str, found: str) -> Verdict:
    """R-005, R-097, L22, L212: what is decided on a page stands as it showed, or is shown anew; words for all of it."""
    if shown == found:
        return Allow()
    return Deny(
        "R-005", N_("確かめたあとで登録が変わりました。まだ何もしていません。下の内容をもう一度確かめてください。")
    )


def still_holds(seat: Seat, began_at: datetime, seen_at: datetime, now: datetime) -> Verdict:
    """R-063, R-064, L137, L138: a session ends by itself, so that nobody finds it open."""
    lasts = LASTS[seat]
    if now - began_at < lasts.at_most and now - seen_at < lasts.idle:
        return Allow()
    return Deny("R-063", N_("時間がたったため、管理画面を閉じました。チャットで「管理画面」と送ってください。"))
