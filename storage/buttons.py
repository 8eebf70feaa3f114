"""What the opaque id on a button stands for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import ButtonMeaning


class Buttons:
    """Meanings stay after use, so that no click is ignored."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def offer(
        self,
        id: str,  # noqa: A002 - reads as the column does
        account_id: str,
        action: str,
        case_id: str | None,
        arguments: Mapping[str, str],
        now: datetime,
        label: str = "",
    ) -> str:
        """Remember what a button will mean; returns its id."""
        self._session.add(
            ButtonMeaning(
                id=id,
                account_id=account_id,
                action=action,
                case_id=case_id,
                arguments=dict(arguments),
                created_at=now,
                label=label,
            )
        )
        return id

    def newest(self, account_id: str, most: int) -> list[ButtonMeaning]:
        """What was offered to this account last, newest first."""
        theirs = select(ButtonMeaning).where(ButtonMeaning.account_id == account_id)
        return list(self._session.scalars(theirs.order_by(ButtonMeaning.created_at.desc()).limit(most)))

    def get(self, button_id: str) -> ButtonMeaning | None:
        """The meaning, or None for an id we never gave out."""
        return self._session.get(ButtonMeaning, button_id)
