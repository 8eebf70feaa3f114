"""Who left long ago: names, chat ids and browsers go; row ids stay, since records and the ledger speak of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, union
from sqlalchemy.orm import Session

from storage.conversations import Conversations
from storage.tables import (
    Account,
    Applicant,
    ApprovalRequest,
    Assessment,
    Browser,
    ButtonMeaning,
    Case,
    Delivery,
    Enrolment,
    Link,
    Member,
    MemberRole,
    OutboxMessage,
    View,
)


class Forgotten:
    """Every query about people whom nobody needs to know any more."""

    def __init__(self, session: Session, conversations: Conversations) -> None:
        self._session = session
        self._conversations = conversations

    def members(self, before: datetime) -> list[Member]:
        """Who left before then and is still known by name."""
        wanted = select(Member).where(Member.left_at < before, Member.erased_at.is_(None)).order_by(Member.id)
        return [*self._session.scalars(wanted)]

    def accounts(self, before: datetime) -> list[Account]:
        """Which accounts were revoked before then and still have their platform's id."""
        wanted = select(Account).where(Account.revoked_at < before, Account.erased_at.is_(None)).order_by(Account.id)
        return [*self._session.scalars(wanted)]

    def held(self, now: datetime) -> set[str]:
        """R-142: ids of the members who have to do with a case that is held."""
        on_hold = select(Case.id).where(Case.hold_until > now)
        acted = (
            select(table.member_id).where(table.case_id.in_(on_hold))
            for table in (ApprovalRequest, Assessment, Delivery, View)
        )
        return {*self._session.scalars(union(select(Case.reporter_id).where(Case.id.in_(on_hold)), *acted))}

    def erase_member(self, member: Member, now: datetime) -> None:
        """No name, code, role, training or account is left; whoever comes back under the same code is new."""
        for account in self._session.scalars(select(Account).where(Account.member_id == member.id)).all():
            self.erase_account(account, now)
        for table in (Applicant, Enrolment, MemberRole):
            self._session.execute(delete(table).where(table.member_id == member.id))
        member.name = member.code = f"gone-{member.id}"
        member.trained_until, member.erased_at = None, now
        self._session.flush()

    def erase_account(self, account: Account, now: datetime) -> None:
        """The platform's id and all by which we knew it go: browsers, links, buttons, cards with their receipts."""
        self._conversations.end(account.id)
        for table in (Browser, Link, ButtonMeaning, OutboxMessage):
            self._session.execute(delete(table).where(table.account_id == account.id))
        account.external_id, account.blocked_at = "", None
        account.revoked_at, account.erased_at = account.revoked_at or now, now
        self._session.flush()
