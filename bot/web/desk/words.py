"""What the desk calls its rooms, seats and people's roles."""

from __future__ import annotations

from typing import Final

from handlers.wording.board import Item
from handlers.wording.labels import ROLES
from policy.desk import Room, Seat
from policy.facts import Role
from policy.verdict import N_
from storage.tables import Member

NO_ROLE: Final = N_("いまは役割のない人")

ROOMS: Final = {
    Room.TODAY: (N_("今日"), "/desk"),
    Room.ALERTS: (N_("警戒情報"), "/desk/alerts"),
    Room.STORES: (N_("店舗一覧"), "/desk/stores"),
    Room.PEOPLE: (N_("会員一覧"), "/desk/people"),
    Room.REACH: (N_("届く範囲"), "/desk/reach"),
    Room.FIGURES: (N_("集計"), "/desk/figures"),
    Room.RULES: (N_("規則"), "/desk/rules"),
    Room.RECORDS: (N_("保全と書き出し"), "/desk/records"),
    Room.CHATS: (N_("LINEとSlack"), "/desk/chats"),
    Room.REQUESTS: (N_("申出"), "/desk/requests"),
    Room.INCIDENTS: (N_("事故"), "/desk/incidents"),
    Room.NOTICES: (N_("掲示"), "/desk/notices"),
    Room.LOG: (N_("台帳"), "/desk/log"),
}

SEATS: Final = {
    Seat.OFFICE: N_("事務局"),
    Seat.AUDITOR: N_("監査人"),
    Seat.MANAGER: N_("店舗責任者"),
    Seat.OFFICER: N_("係"),
}


def address_of(item: Item) -> str:
    """Where one sees more of what is due; "" nowhere."""
    return f"{ROOMS[item.room][1]}{item.key}" if item.room else ""


def role_at(member: Member, store_id: str = "") -> str:
    """What somebody is at the store or for the whole network, or (no store) anywhere, by the weightiest (msgid)."""
    held = {Role(role.role) for role in member.roles if not store_id or role.store_id in (store_id, None)}
    return next((name for role, name in ROLES.items() if role in held), NO_ROLE)
