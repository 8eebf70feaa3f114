"""Webhook events: kept once before they are acknowledged, handled in order per sender, dropped when done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select, tuple_, update
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.attributes import set_committed_value

from policy.lanes import Lane
from storage.bells import leave
from storage.keyring import Damaged
from storage.leases import AT_ONCE, NOW, LeaseLost, alone, at, free, held
from storage.retry import Retry
from storage.statements import changed, insert_new
from storage.tables import InboxEvent, InboxState, Utc, new_id
from storage.traffic import Sender, Traffic
from storage.vault import Erased, Vault, place_of

ATTEMPTS = 8
RETRY = Retry(most=ATTEMPTS)
"""By how often and not by how long, since an event may kill its worker: 254 s of pauses, longer than a restart. By then
the person has written again or called."""

CANDIDATES = 16
"""Looked at per claim; more than one only matters when another worker is claiming the same sender right now."""


BEHIND = 50
"""Looked through for the same, said again, at each claim: a quarter of an hour of somebody who presses three times a
minute."""


@dataclass(frozen=True)
class InboundEvent:
    """One webhook event on its way into the inbox.

    Attributes:
        platform: "line" or "slack".
        event_id: The platform's id of the event, the same at every redelivery.
        sender: The platform's user id.
        happened_at: When it happened by the platform's clock, aware UTC; orders the events of one sender.
        body: JSON of this one event.
    """

    platform: str
    event_id: str
    sender: str = field(repr=False)
    happened_at: datetime
    body: bytes = field(repr=False)


class Inbox:
    """Events of one sender strictly in the order they happened, one at a time; different senders in parallel."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault
        self._position = 0

    def keep(self, arrivals: Sequence[tuple[InboundEvent, Lane]], now: datetime) -> int:
        """Keep events in the order given, and say how many are new: platforms deliver more than once.

        All at once, since LINE waits two seconds however many it brings.
        """
        leave(self._session, *(lane for _, lane in arrivals))
        return insert_new(self._session, InboxEvent, [self._row(event, lane, now) for event, lane in arrivals])

    def _row(self, event: InboundEvent, lane: Lane, now: datetime) -> dict[str, object]:
        row_id = new_id()
        self._position += 1
        return {
            "id": row_id,
            "platform": event.platform,
            "event_id": event.event_id,
            "sender": event.sender,
            "happened_at": event.happened_at,
            "received_at": now,
            "position": self._position,
            "body": self._vault.seal_body(event.body, place_of(InboxEvent, row_id), None, now),
            "lane": lane,
            "state": InboxState.NEW,
            "attempts": 0,
            "next_at": AT_ONCE,
        }

    def traffic(self, senders: Collection[Sender], now: datetime) -> Traffic:
        """What came from these senders lately."""
        return Traffic(self._session, senders, now)

    def waits(self, now: datetime, lanes: Collection[Lane] = ()) -> bool:
        """Whether a claim may find something, or bury it; read only, since most bells ring for nothing."""
        return self._session.execute(_free(frozenset(lanes)), at(now)).first() is not None

    def waiting(self, now: datetime) -> set[Lane]:
        """In which lanes a claim may find something."""
        return {*self._session.scalars(_LANES, at(now))}

    def claim(self, now: datetime, lease_seconds: int, lanes: Collection[Lane] = ()) -> InboxEvent | None:
        """The next event whose turn it is, of these lanes if any are named, ours until the lease ends; commit at once.

        None: nothing to do.
        """
        self._session.execute(_BURY, at(now))
        for event in self._session.scalars(_waiting(frozenset(lanes)), at(now)):
            if not alone(self._session, f"{event.platform}|{event.sender}"):
                continue
            # Asked again now that we are alone: the first answer may be older than another worker's commit.
            until = now + timedelta(seconds=lease_seconds)
            if changed(self._session, _CLAIM, at(now, this_event=event.id, this_lease=until)):
                set_committed_value(event, "attempts", event.attempts + 1)
                set_committed_value(event, "lease_until", until)
                return event
        return None

    def body(self, event: InboxEvent) -> bytes:
        """What the platform sent about this event.

        Raises:
            Erased: it was dropped already.
            Damaged: the sealed bytes can't be opened.
        """
        return self._vault.unseal_body(event.body, place_of(InboxEvent, event.id), None)

    def behind(self, event: InboxEvent) -> list[tuple[InboxEvent, bytes]]:
        """What else of the sender of a claimed event waits, in order, up to what can't be read; ``BEHIND`` at most."""
        found = []
        values = {"this_event": event.id, "platform": event.platform, "sender": event.sender}
        for one in self._session.scalars(_BEHIND, values):
            try:
                found.append((one, self.body(one)))
            except (Erased, Damaged):
                break
        return found

    def done(self, event: InboxEvent, now: datetime, *, told: bool = False, again: Collection[InboxEvent] = ()) -> None:
        """Handled: the body goes, the id stays so that a repetition is recognised; ``told``: see ``told_since``.

        ``again``: what of ``behind`` is done with it.

        Raises:
            LeaseLost: another worker took over; roll this unit back.
        """
        self._settle(
            event, state=InboxState.TOLD if told else InboxState.DONE, body=None, lease_until=None, next_at=now
        )
        if again:  # nobody else has these: while one of a sender is in hand, no other can be claimed
            these = update(InboxEvent).where(InboxEvent.id.in_([one.id for one in again]))
            self._session.execute(these.values(state=InboxState.DONE, body=None, next_at=now))

    def told_since(self, event: InboxEvent, since: datetime, now: datetime) -> bool:
        """Whether its sender was told since then what ``done`` keeps, or may have been just now.

        What lies ahead was told before the clock was set back.
        """
        told = select(InboxEvent.id).where(
            InboxEvent.platform == event.platform,
            InboxEvent.sender == event.sender,
            InboxEvent.state == InboxState.TOLD,
            InboxEvent.received_at > since,
            InboxEvent.received_at <= now,
        )
        return event.attempts > 1 or self._session.execute(told.limit(1)).first() is not None

    def retry(self, event: InboxEvent, now: datetime) -> bool:
        """Try again after a growing pause; False: it was the last attempt, and the event is dead.

        Raises:
            LeaseLost: another worker took over.
        """
        pause = RETRY.decide(event.attempts)
        if pause is None:
            self.dead(event, None)
            return False
        self._settle(event, lease_until=None, next_at=now + pause)
        return True

    def dead(self, event: InboxEvent, error_id: str | None) -> None:
        """Given up: the body goes, the error's id stays.

        Raises:
            LeaseLost: another worker took over.
        """
        self._settle(event, state=InboxState.DEAD, body=None, lease_until=None, error_id=error_id)

    def _settle(self, event: InboxEvent, **values: object) -> None:
        # attempts grows with every claim, so it tells our lease from the next worker's.
        ours = update(InboxEvent).where(
            InboxEvent.id == event.id, InboxEvent.state == InboxState.NEW, InboxEvent.attempts == event.attempts
        )
        if not changed(self._session, ours.values(**values)):
            raise LeaseLost


def _due() -> list[ColumnElement[bool]]:
    """New, due, free."""
    return [InboxEvent.state == InboxState.NEW, InboxEvent.next_at <= NOW, free(InboxEvent.lease_until)]


def _claimable() -> list[ColumnElement[bool]]:
    """New, due, free; nothing earlier of the same sender is open, and nothing of theirs is being handled."""
    other = aliased(InboxEvent)
    earlier = tuple_(other.happened_at, other.received_at, other.position, other.id) < tuple_(*_ORDER)
    in_the_way = exists().where(
        other.platform == InboxEvent.platform,
        other.sender == InboxEvent.sender,
        other.state == InboxState.NEW,
        other.id != InboxEvent.id,
        or_(earlier, and_(other.lease_until.is_not(None), held(other.lease_until))),
    )
    return [*_due(), ~in_the_way]


_ORDER = (InboxEvent.happened_at, InboxEvent.received_at, InboxEvent.position, InboxEvent.id)
"""Of one sender's events; the id decides between those of two requests at the same instant."""


# Asked again and again, each time of the same lanes: built once.

_FREE = select(InboxEvent.id).where(*_due())
_LANES = _FREE.with_only_columns(InboxEvent.lane).distinct()


@cache
def _free(lanes: frozenset[Lane]) -> Select[str]:
    return (_FREE.where(InboxEvent.lane.in_(sorted(lanes))) if lanes else _FREE).limit(1)


@cache
def _waiting(lanes: frozenset[Lane]) -> Select[InboxEvent]:
    turn = InboxEvent.lane == Lane.HASTY, InboxEvent.happened_at, InboxEvent.received_at, InboxEvent.position
    waiting = select(InboxEvent).where(*_claimable()).order_by(*turn).limit(CANDIDATES)
    waiting = waiting.where(InboxEvent.lane.in_(sorted(lanes))) if lanes else waiting
    return waiting.with_for_update(skip_locked=True)


_CLAIM = (
    update(InboxEvent)
    .where(InboxEvent.id == bindparam("this_event"), *_claimable())
    .values(attempts=InboxEvent.attempts + 1, lease_until=bindparam("this_lease", type_=Utc()))
    .execution_options(synchronize_session=False)
)
_BEHIND = (
    select(InboxEvent)
    .where(InboxEvent.platform == bindparam("platform"), InboxEvent.sender == bindparam("sender"))
    .where(InboxEvent.state == InboxState.NEW, InboxEvent.id != bindparam("this_event"))
    .order_by(*_ORDER)
    .limit(BEHIND)
)
_BURY = (
    update(InboxEvent)
    .where(InboxEvent.state == InboxState.NEW, InboxEvent.attempts >= ATTEMPTS, free(InboxEvent.lease_until))
    .values(state=InboxState.DEAD, body=None, lease_until=None)
    .execution_options(synchronize_session=False)
)
"""An event whose worker died every time would take every worker down: it ends like one that failed."""
