"""Which account got the alert, and what came back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage import prepared
from storage.statements import one
from storage.tables import Delivery


class Deliveries:
    """Every query about deliveries."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, *deliveries: Delivery) -> None:
        """Keep new deliveries; their ids are there afterwards."""
        self._session.add_all(deliveries)
        self._session.flush()

    def get(self, delivery_id: str) -> Delivery:
        """The delivery.

        Raises:
            LookupError: no such delivery.
        """
        return one(self._session, Delivery, delivery_id)

    def these(self, delivery_ids: Collection[str]) -> list[Delivery]:
        """The deliveries with these ids, case by case."""
        wanted = select(Delivery).where(Delivery.id.in_(delivery_ids)) if delivery_ids else None
        return [*self._session.scalars(wanted.order_by(Delivery.case_id, Delivery.id))] if wanted is not None else []

    def of_case(self, case_id: str) -> list[Delivery]:
        """All deliveries of a case, store by store."""
        return [*self._session.scalars(prepared.DELIVERIES, {"case_id": case_id})]

    def confirmed_from(self, account_id: str, since: datetime) -> list[Delivery]:
        """What this account answered or confirmed since then, of whatever case."""
        wanted = select(Delivery).where(
            Delivery.account_id == account_id,
            or_(Delivery.answered_at >= since, Delivery.stop_confirmed_at >= since),
        )
        return [*self._session.scalars(wanted.order_by(Delivery.case_id, Delivery.id))]

    def for_account(self, case_id: str, account_id: str) -> Delivery | None:
        """What this account got of this case."""
        return self._session.scalars(prepared.DELIVERY_TO, {"case_id": case_id, "account_id": account_id}).one_or_none()
