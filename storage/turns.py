"""Whose turn it is to leave: the statements with which a sender claims cards, built once."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Integer, and_, bindparam, exists, or_, select, tuple_, update
from sqlalchemy.orm import aliased, defaultload

from storage.leases import NOW, free, held
from storage.tables import OPEN, Account, Member, OutboxMessage, OutboxState, Utc


def claimable() -> list[ColumnElement[bool]]:
    """Open, due, free; first of its account, and nothing of that account is leaving at this moment.

    A card that is late keeps its place within its case alone: its trouble may be the person's, or the card's own. A
    free answer passes it, since it could not wait for as long; but not the alert itself.
    """
    other = aliased(OutboxMessage)
    # The id decides between cards of two units at the same instant.
    order = tuple_(OutboxMessage.created_at, OutboxMessage.position, OutboxMessage.id)
    earlier = tuple_(other.created_at, other.position, other.id) < order
    before = or_(
        and_(other.urgent.is_(True), OutboxMessage.urgent.is_(False)),
        and_(other.urgent == OutboxMessage.urgent, earlier),
    )
    leaving = and_(other.lease_until.is_not(None), held(other.lease_until))
    queued = or_(
        other.state == OutboxState.PENDING,
        and_(
            other.state == OutboxState.LATE,
            other.case_id == OutboxMessage.case_id,
            or_(other.delivery_id.is_not(None), OutboxMessage.reply_token.is_(None)),
        ),
    )
    in_the_way = exists().where(
        other.account_id == OutboxMessage.account_id,
        other.state.in_(OPEN),
        other.id != OutboxMessage.id,
        or_(and_(queued, before), leaving),
    )
    return [
        OutboxMessage.state.in_(OPEN),
        OutboxMessage.next_at <= NOW,
        free(OutboxMessage.lease_until),
        ~in_the_way,
    ]


WAITING = (
    select(OutboxMessage.id, OutboxMessage.account_id)
    .where(*claimable())
    .order_by(OutboxMessage.urgent.desc(), OutboxMessage.created_at, OutboxMessage.position, OutboxMessage.id)
    .limit(bindparam("most", type_=Integer()))
    .with_for_update(of=OutboxMessage, skip_locked=True)
)
CLAIM = (
    update(OutboxMessage)
    .where(OutboxMessage.id.in_(bindparam("these", expanding=True)), *claimable())
    .values(lease_until=bindparam("this_lease", type_=Utc()))
    .returning(OutboxMessage.id)
    .execution_options(synchronize_session=False)
)
TAKEN = (
    select(OutboxMessage)
    .where(OutboxMessage.id.in_(bindparam("these", expanding=True)))
    # Of each card it is asked whom it goes to, and in which roles.
    .options(defaultload(OutboxMessage.account).defaultload(Account.member).selectinload(Member.roles))
    .execution_options(populate_existing=True)
)
