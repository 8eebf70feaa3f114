"""What the desk calls roles, erasures and chats."""

from __future__ import annotations

from typing import Final

from handlers.wording.labels import ROLES
from policy.desk import Room, Seat
from policy.facts import Role
from policy.verdict import N_
from storage.tables import DueKind, Member

NO_ROLE: Final = N_("いまは役割のない人")

ERASED: Final = {
    DueKind.ERASE_ORIGINAL: N_("元の画像"),
    DueKind.ERASE_MASKED: N_("加工した画像"),
    DueKind.ERASE_TEXT: N_("文章"),
    DueKind.ERASE_REASONS: N_("判定の理由"),
    DueKind.ERASE_RECORD: N_("判定の記録"),
    DueKind.ERASE_PEOPLE: N_("会員の名前"),
}

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


def role_at(member: Member, store_id: str = "") -> str:
    """What somebody is at the store or for the whole network, or (no store) anywhere, by the weightiest (msgid)."""
    held = {Role(role.role) for role in member.roles if not store_id or role.store_id in (store_id, None)}
    return next((name for role, name in ROLES.items() if role in held), NO_ROLE)
