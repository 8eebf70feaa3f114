"""Members, their chat accounts, and how accounts come and go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from policy.duties import OFFICERS
from policy.facts import MemberFacts, Role
from storage import prepared
from storage.asked_once import asked_once
from storage.browsers import Browsers
from storage.conversations import Conversations
from storage.desk_sessions import DeskSessions
from storage.enrolments import Enrolments
from storage.keys import Keys
from storage.links import Links
from storage.outbox import Outbox
from storage.parts import parted
from storage.statements import changed, one
from storage.tables import Account, Applicant, Member, MemberRole, Network


class People:
    """Every query about people. What ends when somebody leaves, ends here."""

    def __init__(
        self,
        session: Session,
        *,
        enrolments: Enrolments,
        links: Links,
        outbox: Outbox,
        conversations: Conversations,
        desk_sessions: DeskSessions,
        keys: Keys,
    ) -> None:
        self._session = session
        self._enrolments = enrolments
        self._links = links
        self._outbox = outbox
        self._conversations = conversations
        self._browsers = Browsers(session)
        self._desk_sessions = desk_sessions
        self._keys = keys
        self.browser = self._browsers.get
        self.browsers = self._browsers.bound
        self.meet_browser = self._browsers.meet
        self.browsers_asked_about = self._browsers.asked_about
        self.own_browser = self._browsers.owned
        self.see_browser = self._browsers.see
        self.new_enrolment = enrolments.issue
        self.new_enrolments = enrolments.issue_all
        self.await_enrolment = enrolments.waiting
        self.unused_codes = enrolments.unused
        self.applying = enrolments.applying
        self.redeem = enrolments.redeem
        self.known_code = enrolments.known
        self.bind_account = enrolments.bind
        self.bind_accounts = enrolments.bind_all
        self.apply = enrolments.apply
        self.applicant = enrolments.applicant
        self.decided = enrolments.decided
        self.is_waiting = enrolments.is_waiting
        self.code_tries = enrolments.tries
        self.refuse_code = enrolments.refuse

    def account(self, platform: str, external_id: str) -> Account | None:
        """The account in use under this id, if its member is still with us."""
        account = self._session.scalars(
            prepared.ACCOUNT_IN_USE, {"platform": platform, "external_id": external_id}
        ).one_or_none()
        return account if account and account.member.left_at is None else None

    def account_by_id(self, account_id: str) -> Account:
        """The account, revoked or not.

        Raises:
            LookupError: no such account.
        """
        return one(self._session, Account, account_id)

    def accounts_by_ids(self, account_ids: Collection[str]) -> list[Account]:
        """Those of them that there are, revoked or not; in one look."""
        wanted = (select(Account).where(Account.id.in_(part)) for part in parted(account_ids))
        return [account for part in wanted for account in self._session.scalars(part)]

    def member(self, member_id: str) -> Member:
        """The person, gone or not.

        Raises:
            LookupError: no such member.
        """
        return one(self._session, Member, member_id)

    def by_code(self, network_id: str, code: str) -> Member | None:
        """The person with this member code."""
        return self._session.scalars(prepared.MEMBER_BY_CODE, {"network_id": network_id, "code": code}).one_or_none()

    def by_codes(self, network_id: str, codes: Collection[str]) -> dict[str, Member]:
        """Who has these member codes, with all their accounts and roles."""
        wanted = select(Member).where(Member.network_id == network_id).options(*prepared.WHOLE)
        parts = (wanted.where(Member.code.in_(part)) for part in parted(codes))
        return {member.code: member for part in parts for member in self._session.scalars(part)}

    def member_facts(self, member: Member) -> MemberFacts:
        """The person as the rules see them."""
        return MemberFacts(
            id=member.id,
            network_id=member.network_id,
            roles=frozenset((Role(held.role), held.store_id) for held in member.roles),
            left_at=member.left_at,
            trained_until=end_of(member.trained_until, one(self._session, Network, member.network_id).timezone),
        )

    def at_store(self, store_id: str, roles: Collection[Role]) -> list[Member]:
        """Who holds one of the roles at the store and has not left, by code."""
        return self._held_by(prepared.HOLDING_AT_STORE, roles, store_id=store_id)

    def working_at(self, store_id: str) -> list[Member]:
        """Who holds any role at the store and has not left, by code."""
        return self.at_store(store_id, [*Role])

    def working_at_any(self, store_ids: Collection[str]) -> list[Member]:
        """Who holds any role at one of the stores and has not left, each once; in one look at all of them."""
        parts = (self._held_by(prepared.HOLDING_AT_STORES, [*Role], store_ids=part) for part in parted(store_ids))
        return [*{member.id: member for part in parts for member in part}.values()]

    def at_stores(self, store_ids: Collection[str], role: Role) -> dict[str, list[Member]]:
        """Who holds the role at each of the stores and has not left, by code; in one look at all of them."""
        wanted = (
            select(MemberRole.store_id, Member)
            .join(MemberRole.member)
            .where(MemberRole.role == role.value, Member.left_at.is_(None))
            .order_by(Member.code)
            .options(*prepared.WHOLE)
        )
        found: dict[str, list[Member]] = {store_id: [] for store_id in store_ids}
        for part in parted(store_ids):
            for store_id, member in self._session.execute(wanted.where(MemberRole.store_id.in_(part))):
                found[store_id or ""].append(member)
        return found

    def in_network(self, network_id: str, roles: Collection[Role]) -> list[Member]:
        """Who holds one of the roles anywhere in the network and has not left, by code."""
        return self._held_by(prepared.HOLDING_IN_NETWORK, roles, network_id=network_id)

    def for_network(self, network_id: str, roles: Collection[Role]) -> list[Member]:
        """Who holds one of the roles for the whole network, not at a store, and has not left, by code.

        Which network is asked here: SQLite would walk through all its members to find the three of the secretariat.
        """
        found = self._held_by(prepared.HOLDING_AT_NO_STORE, roles)
        return [member for member in found if member.network_id == network_id]

    @asked_once(MemberRole, Member)
    def vacant(self, network_id: str) -> list[Role]:
        """R-061: the duties (``policy.duties.OFFICERS``) that nobody of the network holds."""
        held = {Role(one.role) for member in self.for_network(network_id, OFFICERS) for one in member.roles}
        return [role for role in OFFICERS if role not in held]

    def training_ends(self, network_id: str, day: date) -> list[Member]:
        """Who holds a role and has not left, and whose training ends, or has ended, by that day; by code."""
        wanted = select(Member).where(Member.network_id == network_id, Member.left_at.is_(None), Member.roles.any())
        ending = wanted.where(Member.trained_until <= day).order_by(Member.code)
        return [*self._session.scalars(ending.options(*prepared.WHOLE))]

    def preferred_account(self, member: Member, besides: Collection[str] = ()) -> Account | None:
        """Where to write: the account added last that is neither revoked nor blocked, ``besides`` these (ids)."""
        usable = [a for a in member.accounts if a.revoked_at is None and a.blocked_at is None and a.id not in besides]
        return max(sorted(usable, key=lambda account: account.id), key=lambda account: account.created_at, default=None)

    def leave(self, member: Member, now: datetime) -> None:
        """The person goes: roles stay as a record; accounts, codes, browsers, links and waiting cards end at once."""
        member.left_at = member.left_at or now
        for account in self._session.scalars(select(Account).where(Account.member_id == member.id)).all():
            self.revoke(account, now)
        self._enrolments.drop(member.id)
        self._session.execute(delete(Applicant).where(Applicant.member_id == member.id))
        self._session.flush()

    def drop_roles(self, *members: Member) -> None:
        """They hold no role any more."""
        for part in parted(member.id for member in members):
            self._session.execute(delete(MemberRole).where(MemberRole.member_id.in_(part)))
        for member in members:
            self._session.expire(member, ["roles"])

    def give_role(self, member: Member, role: Role, store_id: str | None) -> None:
        """They hold it at the store, or (None) for the whole network."""
        self._session.add(MemberRole(member_id=member.id, role=role.value, store_id=store_id))
        self._session.flush()
        self._session.expire(member, ["roles"])

    def take_role(self, member: Member, role: Role, store_id: str | None) -> bool:
        """They hold it there no longer; whether they did."""
        held = delete(MemberRole).where(
            MemberRole.member_id == member.id, MemberRole.role == role.value, MemberRole.store_id == store_id
        )
        taken = changed(self._session, held)
        self._session.expire(member, ["roles"])
        return taken

    def revoke(self, account: Account, now: datetime) -> None:
        """This chat account ends: no link of it opens, nothing that waits for it leaves."""
        account.revoked_at = account.revoked_at or now
        self._session.flush()
        self.close_doors(account, now)
        self._outbox.withhold_account(account.id, now)
        self._conversations.end(account.id)

    def close_doors(self, account: Account, now: datetime) -> int:
        """No browser opens a page of this account any more, whatever link it holds; how many browsers those were."""
        self._desk_sessions.end_all(account.id)
        self._keys.end_all(account.member_id)
        ended = self._browsers.end_all(account.id)
        self._links.revoke_account(account.id, now)
        return ended

    def mark_blocked(self, account_id: str, blocked_at: datetime | None) -> None:
        """The person blocked us, or (None) took it back."""
        one(self._session, Account, account_id).blocked_at = blocked_at

    def _held_by(self, wanted: Select[Member], roles: Collection[Role], **at: object) -> list[Member]:
        return [*self._session.scalars(wanted, {"roles": [Role(role).value for role in roles], **at})]


@cache
def end_of(day: date | None, timezone: str) -> datetime | None:
    """Training holds to the end of its last day, in the network's time zone."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(timezone)).astimezone(UTC)
