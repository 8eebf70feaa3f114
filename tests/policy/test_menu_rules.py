"""Which menu a person has before them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from policy.facts import MemberFacts, Role
from policy.menu import Menu, menu_of

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
SHOP = "shop"


@pytest.mark.parametrize(
    ("roles", "trained_days", "left_days", "menu"),
    [
        ({(Role.STAFF, SHOP)}, 30, None, Menu.STAFF),
        ({(Role.CONTACT, SHOP)}, 30, None, Menu.STAFF),
        ({(Role.STAFF, SHOP), (Role.APPROVER, SHOP)}, 30, None, Menu.APPROVER),
        ({(Role.APPROVER, SHOP), (Role.DEPUTY, SHOP)}, 30, None, Menu.RESPONSIBLE),
        ({(Role.RESPONSIBLE, SHOP)}, 0, None, Menu.UNTRAINED),
        ({(Role.RESPONSIBLE, SHOP)}, None, None, Menu.UNTRAINED),
        ({(Role.SECRETARIAT, None)}, None, None, Menu.SECRETARIAT),
        ({(Role.AUDITOR, None)}, None, None, Menu.SECRETARIAT),
        ({(Role.SECRETARIAT, None), (Role.RESPONSIBLE, SHOP)}, 30, None, Menu.RESPONSIBLE),
        ({(Role.RESPONSIBLE, SHOP)}, 30, 0, Menu.STRANGER),
        ({(Role.RESPONSIBLE, SHOP)}, 30, 1, Menu.RESPONSIBLE),
        (set(), 30, None, Menu.STRANGER),
    ],
)
def test_what_a_person_may_do_decides_which_menu_they_have(
    roles: set[tuple[Role, str | None]], trained_days: int | None, left_days: int | None, menu: Menu
) -> None:
    """R-062, R-063: training first, then the gravest role; who left, or has no role any more, is a stranger."""

    def ahead(days: int | None) -> datetime | None:
        return None if days is None else NOW + timedelta(days=days)

    member = MemberFacts("P", "N", frozenset(roles), left_at=ahead(left_days), trained_until=ahead(trained_days))
    assert menu_of(member, NOW) is menu
