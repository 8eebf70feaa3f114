"""How cards get into the outbox, and which of them leave in one call: LINE charges a call, not the messages in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.bells import OUTBOX, leave
from storage.leases import AT_ONCE, at, free
from storage.statements import changed
from storage.tables import OutboxMessage, OutboxState, new_id
from storage.vault import Vault, place_of

TOGETHER: Final = 5
"""Messages in one call (LINE Messaging API reference, reply and push)."""


class Queueing:
    """What one unit of work has to say."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault
        self._position = 0
        self._reply: dict[str, tuple[str, datetime]] = {}
        self._newest: dict[str, tuple[OutboxMessage, list[bytes]]] = {}
        """Account → its last row, if others may join it, and the cards in it."""

    def answer_with(self, token: str, account_id: str, until: datetime) -> None:
        """The first card to this account in this unit uses the single-use token, which makes it free (LINE)."""
        self._reply = {account_id: (token, until)}

    def hand_over(self, account_id: str, now: datetime) -> bool:
        """The first card that can't leave for this account takes the free answer of this unit; False: there is none.

        Nothing of it may have arrived, since by another way the platform would not know it again.
        """
        if account_id not in self._reply:
            return False
        untouched = (OutboxMessage.attempts == OutboxMessage.answered, free(OutboxMessage.lease_until))
        late = (OutboxMessage.account_id == account_id, OutboxMessage.state == OutboxState.LATE, *untouched)
        first = select(OutboxMessage.id).where(*late).order_by(OutboxMessage.urgent.desc(), OutboxMessage.created_at)
        token, until = self._reply[account_id]
        answering = (
            update(OutboxMessage)
            .where(OutboxMessage.id == first.limit(1).scalar_subquery(), *late)
            .values(reply_token=token, reply_until=until, next_at=AT_ONCE)
        )
        found = changed(self._session, answering.execution_options(synchronize_session=False), at(now))
        if found:
            del self._reply[account_id]
            leave(self._session, OUTBOX)
        return found

    def queue(
        self,
        *,
        account_id: str,
        card_json: bytes,
        topic: str,
        now: datetime,
        case_id: str | None = None,
        delivery_id: str | None = None,
        urgent: bool = False,
        replaces: dict[str, Any] | None = None,
        joins: bool = False,
        governs: bool = False,
        owing_to: str | None = None,
    ) -> OutboxMessage:
        """A card for an account; it leaves after this unit commits, and never if it doesn't.

        ``joins``: with what the account was told just before in this unit, and is told next, where that joins too.
        ``governs``: policy is asked by its topic before the whole call leaves.
        """
        about = topic if governs else ""
        if joins and (joined := self._joined(account_id, card_json, case_id, about, now, urgent=urgent)) is not None:
            return joined
        row_id, (reply_token, reply_until) = new_id(), self._reply.pop(account_id, (None, None))
        message = OutboxMessage(
            id=row_id,
            account_id=account_id,
            case_id=case_id,
            delivery_id=delivery_id,
            topic=topic,
            body=self._vault.seal_body(card_json, place_of(OutboxMessage, row_id), case_id, now),
            reply_token=reply_token,
            reply_until=reply_until,
            urgent=urgent,
            owing_to=owing_to,
            replaces=replaces,
            next_at=AT_ONCE,
            created_at=now,
        )
        return self._append(message, card_json if joins else None)

    def _append(self, message: OutboxMessage, first_of_several: bytes | None) -> OutboxMessage:
        """Behind everything so far; what comes next may join only this row, and only where it joins."""
        leave(self._session, OUTBOX)
        self._position += 1
        message.position = self._position
        self._session.add(message)
        self._newest.pop(message.account_id, None)
        if first_of_several is not None:
            self._newest[message.account_id] = (message, [first_of_several])
        return message

    def _joined(
        self, account_id: str, card_json: bytes, case_id: str | None, about: str, now: datetime, *, urgent: bool
    ) -> OutboxMessage | None:
        """The last row with this card in it too; None if that is full, or of another case, which has its own key."""
        message, cards = self._newest.get(account_id, (None, []))
        if message is None or len(cards) == TOGETHER or message.urgent != urgent:
            return None
        if message.case_id and case_id and message.case_id != case_id:
            return None
        cards.append(card_json)
        message.case_id, message.cards, message.topic = message.case_id or case_id, len(cards), about or message.topic
        together = b"[" + b",".join(cards) + b"]"
        message.body = self._vault.seal_body(together, place_of(OutboxMessage, message.id), message.case_id, now)
        return message
