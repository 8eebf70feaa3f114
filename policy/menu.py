"""Which standing menu a person has before them: what they may do decides, not what they are called."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from policy.access import trained
from policy.facts import MemberFacts, Role


class Menu(StrEnum):
    """The sets of buttons that stay on a phone, whatever is being said."""

    STRANGER = "stranger"
    UNTRAINED = "untrained"
    STAFF = "staff"
    APPROVER = "approver"
    RESPONSIBLE = "responsible"
    SECRETARIAT = "secretariat"


def key_of(menu: Menu, *, live: bool, language: str) -> str:
    """What one variant of a menu is called."""
    return ":".join((menu, *(("alarm",) if live else ()), language))


_LEADS = frozenset({Role.RESPONSIBLE, Role.DEPUTY})


def menu_of(member: MemberFacts, now: datetime) -> Menu:
    """R-062, R-063: nobody of ours is a stranger; a store's people need training first; then the gravest role decides.

    Whoever holds a role for the whole network alone neither reports nor reads alerts, so that no training is asked.
    """
    if (member.left_at is not None and member.left_at <= now) or not member.roles:
        return Menu.STRANGER
    at_stores = {role for role, store_id in member.roles if store_id}
    if not at_stores:
        return Menu.SECRETARIAT
    if not trained(member, now):
        return Menu.UNTRAINED
    if at_stores & _LEADS:
        return Menu.RESPONSIBLE
    return Menu.APPROVER if Role.APPROVER in at_stores else Menu.STAFF
