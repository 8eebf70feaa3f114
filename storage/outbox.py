"""Cards on their way out: urgent ones first, one at a time and in order per account."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm.attributes import set_committed_value

from storage.bells import OUTBOX, leave
from storage.leases import AT_ONCE, alone, at, free
from storage.prepared import of_topics, stuck
from storage.queueing import Queueing
from storage.statements import changed
from storage.tables import OPEN, Account, Failure, OutboxMessage, OutboxState
from storage.tables.workspaces import BETWEEN, gate, within
from storage.turns import CLAIM, TAKEN, WAITING
from storage.vault import place_of


class Outbox(Queueing):
    """Every query about cards that leave."""

    def claim(
        self, now: datetime, limit: int, lease_seconds: int, resting: Collection[str] = ()
    ) -> list[OutboxMessage]:
        """Up to ``limit`` cards whose turn it is, at most one per account; commit at once, then send.

        Cards for the gates (``Account.gate``) that are ``resting`` stay where they are.
        """
        closed = map(_leaves_by, resting)
        waiting = WAITING.where(~OutboxMessage.account.has(or_(*closed))) if resting else WAITING
        rows = self._session.execute(waiting, at(now, most=limit)).all()
        candidates = [row.id for row in rows if alone(self._session, f"outbox|{row.account_id}")]
        if not candidates:
            return []
        # Asked again now that we are alone: the first answer may be older than another worker's commit.
        lease = at(now, these=candidates, this_lease=now + timedelta(seconds=lease_seconds))
        claimed = set(self._session.scalars(CLAIM, lease))
        ordered = [row_id for row_id in candidates if row_id in claimed]
        return sorted(self._session.scalars(TAKEN, {"these": ordered}), key=lambda message: ordered.index(message.id))

    def get(self, message_id: str) -> OutboxMessage | None:
        """One card with its account; None: swept out."""
        return self._session.get(OutboxMessage, message_id)

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

    def failed(self, message: OutboxMessage, reason: Failure, now: datetime) -> bool:
        """Given up; the body goes. False: somebody else settled it or has it in hand."""
        emptied = dict.fromkeys(("body", "reply_token", "lease_until"))
        return self._change(message, state=OutboxState.FAILED, failure=reason, next_at=now, **emptied)

    def retry(self, message: OutboxMessage, next_at: datetime, reason: Failure | None) -> None:
        """Again then."""
        self._change(message, lease_until=None, next_at=next_at, failure=reason)

    def push_instead(self, message: OutboxMessage) -> None:
        """Its reply token is no good, or too old: from now on every attempt is a push."""
        self._change(message, reply_token=None)

    def look_for(self, message: OutboxMessage, next_at: datetime, reason: Failure) -> None:
        """To be sent no more, and an attempt of it may have arrived: only that is still to be found out."""
        emptied = dict.fromkeys(("body", "reply_token", "lease_until"))
        self._change(message, state=OutboxState.UNCLEAR, failure=reason, next_at=next_at, **emptied)

    def stuck(self, before: datetime, at_once: Collection[Failure], topics: Collection[str]) -> dict[str, str | None]:
        """Alerts, urgent cards and those of these topics that wait since then or have failed so; each with its case."""
        rows = self._session.execute(stuck(tuple(topics)), {"before": before, "at_once": [*at_once]})
        return dict(rows.all())

    def become_late(self, message_ids: Collection[str], now: datetime) -> list[OutboxMessage]:
        """Of these, the ones that nobody has in hand: no other card waits for them any more. Each is returned once."""
        late = (
            update(OutboxMessage)
            .where(OutboxMessage.id.in_(message_ids), OutboxMessage.state == OutboxState.PENDING)
            .where(free(OutboxMessage.lease_until))
            .values(state=OutboxState.LATE)
            .returning(OutboxMessage.id)
            .execution_options(synchronize_session=False)
        )
        ids = self._session.scalars(late, at(now)).all()
        found = select(OutboxMessage).where(OutboxMessage.id.in_(ids)).execution_options(populate_existing=True)
        return [*self._session.scalars(found.order_by(OutboxMessage.created_at, OutboxMessage.position))]

    def newest(self, case_id: str, topics: Collection[str]) -> dict[str, OutboxState]:
        """How far the newest card of these topics is that each account got, or is to get, about the case."""
        rows = (
            select(OutboxMessage.account_id, OutboxMessage.state)
            .where(OutboxMessage.case_id == case_id, of_topics(topics))
            .order_by(OutboxMessage.created_at, OutboxMessage.position)
        )
        return dict(self._session.execute(rows).all())

    def queued_since(self, topic: str, since: datetime) -> bool:
        """Whether anybody was told of this since then, or is about to be."""
        told = select(OutboxMessage.id).where(OutboxMessage.topic == topic, OutboxMessage.created_at > since)
        return self._session.execute(told.limit(1)).first() is not None

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

    def first_receipt(self, account_id: str, case_id: str) -> dict[str, Any] | None:
        """Receipt of the oldest card about the case that this account still has."""
        oldest = (
            select(OutboxMessage.receipt)
            .where(
                OutboxMessage.account_id == account_id,
                OutboxMessage.case_id == case_id,
                OutboxMessage.state == OutboxState.SENT,
                OutboxMessage.receipt.is_not(None),
            )
            .order_by(OutboxMessage.created_at, OutboxMessage.position)
            .limit(1)
        )
        return self._session.scalars(oldest).first()

    def overtake(self, case_id: str, platforms: Collection[str], staying: str) -> None:
        """R-040: the case ended: what these platforms show of it is to be redrawn, but for cards of one topic."""
        reader = select(Account.id).where(Account.id == OutboxMessage.account_id, Account.platform.in_(platforms))
        self._session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.case_id == case_id,
                reader.exists(),
                OutboxMessage.state.in_((*OPEN, OutboxState.SENT)),
                ~of_topics([staying]),
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
        pending = (OutboxMessage.overtaken, OutboxMessage.state.in_(OPEN))
        return self._session.execute(select(exists().where(OutboxMessage.case_id == case_id, *pending))).scalar_one()

    def withhold(self, case_id: str, now: datetime) -> int:
        """Cancel the alert cards of a case that have not left; returns how many."""
        return self._withhold(now, OutboxMessage.case_id == case_id, OutboxMessage.delivery_id.is_not(None))

    def withhold_words(self, case_id: str, now: datetime) -> int:
        """R-040: cards of a case that wait while its texts are erased could not be opened any more."""
        return self._withhold(now, OutboxMessage.case_id == case_id)

    def withhold_topic(self, topic: str, now: datetime) -> int:
        """R-135: cancel the cards of this topic and subject that have not left."""
        return self._withhold(now, OutboxMessage.topic == topic)

    def withhold_account(self, account_id: str, now: datetime) -> int:
        """Cancel everything waiting for an account that was revoked."""
        return self._withhold(now, OutboxMessage.account_id == account_id)

    def waiting(self) -> int:
        """How many cards wait to leave (for the gauge)."""
        return self._session.scalars(select(func.count(OutboxMessage.id)).where(OutboxMessage.state.in_(OPEN))).one()

    def waiting_for(self, reason: Failure) -> dict[str, int]:
        """How many cards wait since their last attempt failed for this reason, by gate."""
        stuck = (
            select(Account.platform, Account.external_id)
            .join(OutboxMessage.account)
            .where(OutboxMessage.state.in_(OPEN), OutboxMessage.failure == reason)
        )
        return dict(Counter(gate(platform, given) for platform, given in self._session.execute(stuck)))

    def _withhold(self, now: datetime, *which: ColumnElement[bool]) -> int:
        """R-078: a card that is on its way, or of which an attempt was never answered, may be on a phone already.

        It is left to the sender, which settles it as soon as nobody has it in hand, so that the stop can follow it.
        """
        leave(self._session, OUTBOX)
        waiting = (OutboxMessage.state.in_(OPEN), *which)
        soon = update(OutboxMessage).where(*waiting).values(next_at=AT_ONCE)
        self._session.execute(soon.execution_options(synchronize_session="fetch"))
        stopped = (
            update(OutboxMessage)
            .where(*waiting, OutboxMessage.attempts == OutboxMessage.answered)
            .values(state=OutboxState.WITHHELD, body=None, reply_token=None, lease_until=None, next_at=now)
            .returning(OutboxMessage.id)
            .execution_options(synchronize_session="fetch")
        )
        return len(self._session.scalars(stopped).all())

    def _change(self, message: OutboxMessage, **values: object) -> bool:
        """Unless it is settled, or another sender has it in hand since our lease ended."""
        ours = (OutboxMessage.state.in_(OPEN), OutboxMessage.lease_until == message.lease_until)
        change = update(OutboxMessage).where(OutboxMessage.id == message.id, *ours).values(**values)
        return changed(self._session, change.execution_options(synchronize_session="fetch"))


def _leaves_by(closed: str) -> ColumnElement[bool]:
    """The accounts of a gate; without a workspace in its name, those that are in none."""
    platform, _, workspace = closed.partition(BETWEEN)
    inside = Account.external_id.startswith(within(workspace, ""), autoescape=True)
    return and_(Account.platform == platform, inside if workspace else ~Account.external_id.contains(BETWEEN))
