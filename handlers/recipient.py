"""Writing to one account: its language, its clock, its buttons and links."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from handlers.cards import Button, Card, PageLink
from handlers.case.picture import override_of
from handlers.ports import Ports, Sentences
from storage.tables import Account, Case
from storage.unit_of_work import UnitOfWork

CAN_REDRAW: Final = frozenset({"slack"})
"""Platforms on which a sent card can be changed; LINE has no call for it."""


class Desk:
    """One reader of cards, about one case or none."""

    def __init__(self, account: Account, case: Case | None, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
        self.account = account
        self.case = case
        self.now = now
        self.t: Sentences = ports.sentences(account.member.language)
        self._uow = uow
        self._ports = ports
        self._zone = ZoneInfo(uow.stores.network(account.member.network_id).timezone)

    @property
    def can_redraw(self) -> bool:
        """Whether an earlier card can be overwritten."""
        return self.account.platform in CAN_REDRAW

    def time(self, moment: datetime) -> str:
        """Store time: 14:05 today, 11/24 14:05 on other days."""
        local = moment.astimezone(self._zone)
        same_day = local.date() == self.now.astimezone(self._zone).date()
        return local.strftime("%H:%M" if same_day else "%m/%d %H:%M")

    def button(self, label: str, action: str, style: str = "plain", **arguments: str) -> Button:
        """A button whose meaning is kept in our database; ``label`` is already translated."""
        button_id = self._ports.random_id()
        case_id = self.case.id if self.case else None
        self._uow.buttons.offer(button_id, self.account.id, action, case_id, dict(arguments), self.now)
        return Button(label, button_id, style)

    def page(self, label: str, purpose: str, expires_at: datetime) -> PageLink:
        """A signed link to the viewer, for this account and purpose alone."""
        if self.case is None:
            raise ValueError("a page belongs to a case")
        link_id = self._ports.random_id()
        self._uow.links.add(link_id, purpose, self.case.id, self.account.id, self.now, expires_at)
        return PageLink(label, self._ports.page(link_id))

    def override(self) -> str:
        """Why a flawed picture of the case is used; empty if it is not, or has none."""
        return override_of(self._uow, self.case) if self.case else ""

    def send(self, card: Card, topic: str, *, urgent: bool = False, delivery_id: str | None = None) -> None:
        """Queue the card; cards of one topic replace each other where the platform can."""
        self._uow.outbox.queue(
            account_id=self.account.id,
            card_json=card.to_json(),
            topic=topic,
            now=self.now,
            case_id=self.case.id if self.case else None,
            delivery_id=delivery_id,
            urgent=urgent,
        )
