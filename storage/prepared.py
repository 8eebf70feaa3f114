"""Statements that are asked in every story, built once: building one takes longer than the database does.

What they ask is said where they are used; here they only wait for their values.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from functools import cache
from typing import Final

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import lazyload, selectinload

from policy.decision import Decided
from policy.facts import Role
from policy.states import IN_FORCE, DeliveryState, Ending, State
from storage.tables import (
    OPEN,
    Account,
    ApprovalRequest,
    Assessment,
    Case,
    Delivery,
    FarStore,
    Member,
    MemberRole,
    Network,
    OutboxMessage,
    OutboxState,
    Poster,
    Request,
    RequestCase,
    Store,
    Version,
)

NEVER: Final = datetime.max.replace(tzinfo=UTC)
"""The ``until`` of what has no end."""

WHOLE: Final = (selectinload(Member.accounts).lazyload(Account.member), selectinload(Member.roles))
"""A person with all that belongs to them, for whoever writes to many."""

_CASE: BindParameter[str] = bindparam("case_id")
_STORE: BindParameter[str] = bindparam("store_id")
_STORES: BindParameter[str] = bindparam("store_ids", expanding=True)
_MEMBER: BindParameter[str] = bindparam("member_id")
_NETWORK: BindParameter[str] = bindparam("network_id")
_PLATFORM: BindParameter[str] = bindparam("platform")
_SINCE: BindParameter[datetime] = bindparam("since")

# --- cases ---

LOCKED_CASE = (
    select(Case)
    .where(Case.id == _CASE)
    .with_for_update(of=Case, key_share=True)
    .execution_options(populate_existing=True)
)
LATEST_CASE_OF = (
    select(Case).where(Case.reporter_id == _MEMBER).order_by(Case.created_at.desc(), Case.number.desc()).limit(1)
)
LIVE_CASES = (
    select(Case)
    .where(Case.network_id == _NETWORK, Case.state == State.LIVE)
    .order_by(Case.sent_at.desc(), Case.number.desc())
)
SENT_CASES = (
    select(Case)
    .join(Store, Store.id == Case.store_id)
    .where(Store.business_id == bindparam("business_id"), Case.sent_at >= _SINCE, Case.sent_at < bindparam("until"))
    .order_by(Case.sent_at, Case.id)
)
_GRANTED_AWAY = and_(
    Case.ending == Ending.RECALL,
    exists().where(
        RequestCase.case_id == Case.id, Request.id == RequestCase.request_id, Request.decided == Decided.GRANTED
    ),
)
DENIED_CASES = (
    select(Case)
    .where(Case.store_id == _STORE, Case.ended_at >= _SINCE, or_(Case.denied, _GRANTED_AWAY))
    .order_by(Case.ended_at, Case.number)
)
CASES_ASKED_OF = (
    select(Case)
    .join(ApprovalRequest, ApprovalRequest.case_id == Case.id)
    .where(ApprovalRequest.member_id == _MEMBER, Case.state.in_(IN_FORCE))
    .order_by(ApprovalRequest.asked_at, Case.number)
)
REQUEST_TO = select(ApprovalRequest).where(ApprovalRequest.case_id == _CASE, ApprovalRequest.member_id == _MEMBER)
REQUESTS = (
    select(ApprovalRequest)
    .where(ApprovalRequest.case_id == _CASE)
    .order_by(ApprovalRequest.asked_at, ApprovalRequest.id)
)
ASSESSMENTS = select(Assessment).where(Assessment.case_id == _CASE).order_by(Assessment.answered_at, Assessment.id)
FAR_STORES = select(FarStore).where(FarStore.case_id == _CASE)
VERSIONS = select(Version).where(Version.case_id == _CASE).order_by(Version.number)
SETTLED_VERSIONS = (
    select(Version)
    .join(Case, Case.id == Version.case_id)
    .where(Case.store_id == _STORE, Version.settled_at >= _SINCE)
    .where(Version.state.in_(bindparam("states", expanding=True)))
    .order_by(Version.settled_at)
)

# --- deliveries ---

DELIVERIES = select(Delivery).where(Delivery.case_id == _CASE).order_by(Delivery.store_id, Delivery.second, Delivery.id)
DELIVERY_TO = select(Delivery).where(Delivery.case_id == _CASE, Delivery.account_id == bindparam("account_id"))

# --- people ---

ACCOUNT_IN_USE = select(Account).where(
    Account.platform == _PLATFORM, Account.external_id == bindparam("external_id"), Account.revoked_at.is_(None)
)
MEMBER_BY_CODE = select(Member).where(Member.network_id == _NETWORK, Member.code == bindparam("code"))
_HOLDING = (
    select(Member)
    .join(MemberRole)
    .where(MemberRole.role.in_(bindparam("roles", expanding=True)), Member.left_at.is_(None))
    .options(*WHOLE)
    .distinct()
    .order_by(Member.code)
)
HOLDING_AT_STORE = _HOLDING.where(MemberRole.store_id == _STORE)
HOLDING_AT_STORES = _HOLDING.where(MemberRole.store_id.in_(_STORES))
HOLDING_AT_NO_STORE = _HOLDING.where(MemberRole.store_id.is_(None))
HOLDING_IN_NETWORK = _HOLDING.where(Member.network_id == _NETWORK)

# --- stores ---

OLDEST_NETWORK = select(Network).order_by(Network.created_at, Network.id).limit(1)
LEADS = (
    select(MemberRole.store_id, MemberRole.member_id)
    .join(MemberRole.member)
    .where(
        MemberRole.store_id.in_(_STORES),
        MemberRole.role.in_([Role.RESPONSIBLE.value, Role.DEPUTY.value]),
        Member.left_at.is_(None),
    )
)
POSTERS = (
    select(Poster)
    .where(Poster.store_id.in_(_STORES), or_(Poster.replaced_at.is_(None), Poster.posted_at.is_not(None)))
    .options(lazyload(Poster.store))
)

# --- cards and what they cost ---


def of_topics(topics: Collection[str]) -> ColumnElement[bool]:
    """The cards of these topics, whatever their subject."""
    return or_(OutboxMessage.topic.in_(topics), *(OutboxMessage.topic.like(f"{topic}:%") for topic in topics))


@cache
def stuck(topics: tuple[str, ...]) -> Select[str, str | None]:
    """Alerts, urgent cards and those of these topics that wait since ``before``, or failed ``at_once``."""
    since = or_(
        OutboxMessage.created_at <= bindparam("before"),
        OutboxMessage.failure.in_(bindparam("at_once", expanding=True)),
    )
    lasting = or_(OutboxMessage.delivery_id.is_not(None), OutboxMessage.urgent.is_(True), of_topics(topics))
    return select(OutboxMessage.id, OutboxMessage.case_id).where(
        OutboxMessage.state == OutboxState.PENDING, since, lasting
    )


_MESSAGES = select(func.count(OutboxMessage.id)).where(OutboxMessage.account.has(Account.platform == _PLATFORM))
_PUSHED = _MESSAGES.where(
    OutboxMessage.state == OutboxState.SENT,
    OutboxMessage.sent_at > _SINCE,
    OutboxMessage.receipt["by"].as_string() == "push",
)
PUSHED_IN_HASTE = _PUSHED.where(OutboxMessage.urgent.is_(True), OutboxMessage.case_id.is_(None))
PROMISED = _MESSAGES.where(
    OutboxMessage.state.in_((OutboxState.PENDING, OutboxState.LATE)), OutboxMessage.reply_token.is_(None)
)
TO_CALL_BACK = (
    select(func.count(Delivery.id))
    .join(Case, Case.id == Delivery.case_id)
    .join(Account, Account.id == Delivery.account_id)
    .where(Case.state == State.LIVE, Case.id != bindparam("besides"), Account.platform == _PLATFORM)
    .where(Delivery.state.not_in((DeliveryState.WITHHELD, DeliveryState.FAILED)))
)


@cache
def pushed_by(besides: tuple[str, ...], *, everybody: bool) -> Select[int]:
    """What went to one person's doings, or to everybody's: no alerts, and none of these topics."""
    whose = OutboxMessage.owing_to.is_not(None) if everybody else OutboxMessage.owing_to == _MEMBER
    return _PUSHED.where(whose, OutboxMessage.delivery_id.is_(None), ~of_topics(besides))


@cache
def waiting_messages(topics: tuple[str, ...]) -> Select[int]:
    """What cards of these topics will cost."""
    return _MESSAGES.where(OutboxMessage.state.in_(OPEN), of_topics(topics), OutboxMessage.reply_token.is_(None))
