"""Cards on their way out: urgent ones first, one at a time and in order per account."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select, tuple_, update
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.attributes import set_committed_value

from storage.leases import AT_ONCE, NOW, alone, at, free, held
from storage.tables import Account, Failure, OutboxMessage, OutboxState, Utc, new_id
from storage.vault import Vault, place_of


class Outbox:
    """Every query about cards that leave."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault
        self._position = 0
        self._reply: dict[str, tuple[str, datetime]] = {}

    def answer_with(self, token: str, account_id: str, until: datetime) -> None:
        """The first card to this account in this unit uses the single-use token, which makes it free (LINE)."""
        self._reply = {account_id: (token, until)}

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
    ) -> OutboxMessage:
        """A card for an account; it leaves after this unit commits, and never if it doesn't."""
        row_id = new_id()
        reply_token, reply_until = self._reply.pop(account_id, (None, None))
        self._position += 1
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
            replaces=replaces,
            next_at=AT_ONCE,
            created_at=now,
            position=self._position,
        )
        self._session.add(message)
        return message

    def claim(
        self, now: datetime, limit: int, lease_seconds: int, resting: Collection[str] = ()
    ) -> list[OutboxMessage]:
        """Up to ``limit`` cards whose turn it is, at most one per account; commit at once, then send.

        Cards for the platforms that are ``resting`` stay where they are.
        """
        waiting = _WAITING.where(OutboxMessage.account.has(Account.platform.not_in(resting))) if resting else _WAITING
        rows = self._session.execute(waiting.limit(limit), at(now)).all()
        candidates = [row.id for row in rows if alone(self._session, f"outbox|{row.account_id}")]
        if not candidates:
            return []
        # Asked again now that we are alone: the first answer may be older than another worker's commit.
        lease = at(now, these=candidates, this_lease=now + timedelta(seconds=lease_seconds))
        claimed = set(self._session.scalars(_CLAIM, lease))
        ordered = [row_id for row_id in candidates if row_id in claimed]
        found = select(OutboxMessage).where(OutboxMessage.id.in_(claimed)).execution_options(populate_existing=True)
        return sorted(self._session.scalars(found), key=lambda message: ordered.index(message.id))

    def body(self, message: OutboxMessage) -> bytes:
        """The card.

        Raises:
            Erased: it was sent, or the case's texts were erased meanwhile: withhold it.
            Damaged: the sealed bytes can't be opened.
        """
        return self._vault.unseal_body(message.body, place_of(OutboxMessage, message.id), message.case_id)

    def attempted(self, messages: Sequence[OutboxMessage], now: datetime) -> None:
        """Note, and commit, before the calls: if we die in one, the next worker knows that the outcome is unknown."""
        self._session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id.in_([message.id for message in messages]))
            .values(
                attempts=OutboxMessage.attempts + 1,
                unanswered_since=func.coalesce(OutboxMessage.unanswered_since, now),
            )
            .execution_options(synchronize_session=False)
        )
        for message in messages:  # what comes of them is judged by these in a later unit
            set_committed_value(message, "attempts", message.attempts + 1)
            set_committed_value(message, "unanswered_since", message.unanswered_since or now)

    def answered(self, message: OutboxMessage) -> None:
        """The platform refused this attempt, so it surely did not arrive."""
        self._session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == message.id)
            .values(answered=OutboxMessage.answered + 1, unanswered_since=None)
            .execution_options(synchronize_session=False)
        )
        set_committed_value(message, "answered", message.answered + 1)
        set_committed_value(message, "unanswered_since", None)

    def sent(self, receipts: Mapping[str, dict[str, Any]], now: datetime) -> None:
        """The platform took these messages (by id), so they are sent, whatever was decided meanwhile; bodies go."""
        emptied = dict.fromkeys(("body", "reply_token", "failure", "lease_until"))
        rows = [
            {"id": message_id, "state": OutboxState.SENT, "sent_at": now, "receipt": receipt, **emptied}
            for message_id, receipt in receipts.items()
        ]
        if rows:
            self._session.execute(update(OutboxMessage), rows)

    def failed(self, message: OutboxMessage, reason: Failure, now: datetime) -> None:
        """Given up; the body goes."""
        self._change(
            message,
            state=OutboxState.FAILED,
            failure=reason,
            body=None,
            reply_token=None,
            lease_until=None,
            next_at=now,
        )

    def retry(self, message: OutboxMessage, next_at: datetime, reason: Failure) -> None:
        """Again then; later cards to that account wait for it."""
        self._change(message, lease_until=None, next_at=next_at, failure=reason)

    def previous_receipt(self, account_id: str, topic: str) -> dict[str, Any] | None:
        """Receipt of the newest card of this topic that this account got, to be overwritten where that is possible."""
        newest = (
            select(OutboxMessage.receipt)
            .where(
                OutboxMessage.account_id == account_id,
                OutboxMessage.topic == topic,
                OutboxMessage.state == OutboxState.SENT,
            )
            .order_by(OutboxMessage.created_at.desc(), OutboxMessage.position.desc())
            .limit(1)
        )
        return self._session.scalars(newest).first()

    def overtake(self, case_id: str, platforms: Collection[str], staying: str) -> None:
        """R-040: the case ended: what these platforms show of it is to be redrawn, but for cards of one topic."""
        accounts = select(Account.id).where(Account.platform.in_(platforms))
        self._session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.case_id == case_id,
                OutboxMessage.account_id.in_(accounts),
                OutboxMessage.state.in_((OutboxState.PENDING, OutboxState.SENT)),
                OutboxMessage.topic.not_like(f"{staying}:%"),
            )
            .values(overtaken=True)
            .execution_options(synchronize_session="fetch")
        )

    def overtaken(self, case_id: str) -> list[OutboxMessage]:
        """One row of each overtaken message that is there, oldest first; several cards may have redrawn one."""
        there = (
            select(OutboxMessage)
            .where(OutboxMessage.case_id == case_id, OutboxMessage.overtaken, OutboxMessage.state == OutboxState.SENT)
            .order_by(OutboxMessage.created_at, OutboxMessage.position)
        )
        rows = [row for row in self._session.scalars(there) if row.receipt]
        return [*{(row.account_id, json.dumps(row.receipt, sort_keys=True)): row for row in rows}.values()]

    def redrawn(self, message: OutboxMessage) -> None:
        """The message will be redrawn: none of its cards is overtaken any longer."""
        of_account = select(OutboxMessage).where(
            OutboxMessage.case_id == message.case_id,
            OutboxMessage.account_id == message.account_id,
            OutboxMessage.overtaken,
        )
        for row in self._session.scalars(of_account):
            row.overtaken = row.receipt != message.receipt

    def is_leaving(self, case_id: str) -> bool:
        """Whether an overtaken card has yet to leave."""
        pending = (OutboxMessage.overtaken, OutboxMessage.state == OutboxState.PENDING)
        return self._session.execute(select(exists().where(OutboxMessage.case_id == case_id, *pending))).scalar_one()

    def withhold(self, case_id: str, now: datetime) -> int:
        """Cancel the alert cards of a case that have not left; returns how many.

        A card that is on its way, or of which an attempt was never answered, may be on a phone already: it is left to
        the sender, which settles it as soon as nobody has it in hand, so that the stop can follow it.
        """
        of_case = (OutboxMessage.case_id == case_id, OutboxMessage.delivery_id.is_not(None))
        soon = update(OutboxMessage).where(OutboxMessage.state == OutboxState.PENDING, *of_case).values(next_at=AT_ONCE)
        self._session.execute(soon.execution_options(synchronize_session="fetch"))
        return self._withhold(now, *of_case, OutboxMessage.attempts == OutboxMessage.answered)

    def withhold_words(self, case_id: str, now: datetime) -> int:
        """R-040: cards of a case that wait while its texts are erased could not be opened any more; nothing follows."""
        return self._withhold(now, OutboxMessage.case_id == case_id)

    def withhold_account(self, account_id: str, now: datetime) -> int:
        """Cancel everything waiting for an account that was revoked."""
        return self._withhold(now, OutboxMessage.account_id == account_id)

    def waiting(self) -> int:
        """How many cards wait to leave (for the gauge)."""
        pending = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state == OutboxState.PENDING)
        return self._session.scalars(pending).one()

    def waiting_for(self, reason: Failure) -> dict[str, int]:
        """How many cards wait since their last attempt failed for this reason, by platform."""
        stuck = (
            select(Account.platform, func.count())
            .join(OutboxMessage.account)
            .where(OutboxMessage.state == OutboxState.PENDING, OutboxMessage.failure == reason)
            .group_by(Account.platform)
        )
        return dict(self._session.execute(stuck).all())

    def _withhold(self, now: datetime, *which: ColumnElement[bool]) -> int:
        stopped = (
            update(OutboxMessage)
            .where(OutboxMessage.state == OutboxState.PENDING, *which)
            .values(state=OutboxState.WITHHELD, body=None, reply_token=None, lease_until=None, next_at=now)
            .returning(OutboxMessage.id)
            .execution_options(synchronize_session="fetch")
        )
        return len(self._session.scalars(stopped).all())

    def _change(self, message: OutboxMessage, **values: object) -> None:
        self._session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == message.id, OutboxMessage.state == OutboxState.PENDING)
            .values(**values)
            .execution_options(synchronize_session="fetch")
        )


def _claimable() -> list[ColumnElement[bool]]:
    """Pending, due, free; first of its account, and nothing of that account is leaving at this moment."""
    other = aliased(OutboxMessage)
    # The id decides between cards of two units at the same instant.
    order = tuple_(OutboxMessage.created_at, OutboxMessage.position, OutboxMessage.id)
    earlier = tuple_(other.created_at, other.position, other.id) < order
    before = or_(
        and_(other.urgent.is_(True), OutboxMessage.urgent.is_(False)),
        and_(other.urgent == OutboxMessage.urgent, earlier),
        and_(other.lease_until.is_not(None), held(other.lease_until)),
    )
    in_the_way = exists().where(
        other.account_id == OutboxMessage.account_id,
        other.state == OutboxState.PENDING,
        other.id != OutboxMessage.id,
        before,
    )
    return [
        OutboxMessage.state == OutboxState.PENDING,
        OutboxMessage.next_at <= NOW,
        free(OutboxMessage.lease_until),
        ~in_the_way,
    ]


_WAITING = (
    select(OutboxMessage.id, OutboxMessage.account_id)
    .where(*_claimable())
    .order_by(OutboxMessage.urgent.desc(), OutboxMessage.created_at, OutboxMessage.position)
    .with_for_update(of=OutboxMessage, skip_locked=True)
)
_CLAIM = (
    update(OutboxMessage)
    .where(OutboxMessage.id.in_(bindparam("these", expanding=True)), *_claimable())
    .values(lease_until=bindparam("this_lease", type_=Utc()))
    .returning(OutboxMessage.id)
    .execution_options(synchronize_session=False)
)
