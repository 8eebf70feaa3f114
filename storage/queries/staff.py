"""People as the list of checks sees them (R-005, R-062, R-097, R-113)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from policy.facts import MemberFacts, Role
from policy.readiness import Colleague
from storage.parts import parted
from storage.people import end_of
from storage.tables import Account, Member, MemberRole, Network


class Staff:
    """Every query about them. A page of stores has hundreds of people: asked for are columns, and no rows of theirs."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def at(self, store_ids: Iterable[str], roles: Collection[Role] = frozenset(Role)) -> dict[str, list[Colleague]]:
        """Who holds one of the roles at each of the stores and has not left, each person once."""
        found: dict[str, list[Colleague]] = {store_id: [] for store_id in store_ids}
        named = MemberRole.role.in_([role.value for role in roles])
        for part in parted(found):
            for one in self._colleagues(select(MemberRole.member_id).where(MemberRole.store_id.in_(part), named)):
                for store_id in {at for role, at in one.member.roles if at in part and role in roles}:
                    found[store_id].append(one)
        return found

    def for_network(self, network_id: str, role: Role) -> list[Colleague]:
        """Who holds the role for the whole network and has not left."""
        holding = select(MemberRole.member_id).where(MemberRole.store_id.is_(None), MemberRole.role == role.value)
        return [one for one in self._colleagues(holding) if one.member.network_id == network_id]

    def _colleagues(self, holding: Select[str]) -> Iterator[Colleague]:
        """Asked by their ids: of a question within the question PostgreSQL reads everybody."""
        for ids in parted(self._session.scalars(holding.distinct()).all()):
            roles, reached = self._roles(ids), self._reached(ids)
            wanted = select(Member.id, Member.trained_until, Network.id, Network.timezone)
            wanted = wanted.join(Network, Network.id == Member.network_id).where(Member.id.in_(ids))
            for member_id, day, network_id, zone in self._session.execute(wanted.where(Member.left_at.is_(None))):
                held = frozenset(roles[member_id])
                yield Colleague(MemberFacts(member_id, network_id, held, None, end_of(day, zone)), member_id in reached)

    def _roles(self, ids: Sequence[str]) -> dict[str, list[tuple[Role, str | None]]]:
        wanted = select(MemberRole.member_id, MemberRole.role, MemberRole.store_id).where(MemberRole.member_id.in_(ids))
        found: dict[str, list[tuple[Role, str | None]]] = defaultdict(list)
        for member_id, role, store_id in self._session.execute(wanted):
            found[member_id].append((Role(role), store_id))
        return found

    def _reached(self, ids: Sequence[str]) -> set[str]:
        wanted = select(Account.member_id).where(Account.member_id.in_(ids))
        return {*self._session.scalars(wanted.where(Account.revoked_at.is_(None), Account.blocked_at.is_(None)))}
