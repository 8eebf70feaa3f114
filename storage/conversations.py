"""The form an account is filling in; the answers so far lie in the vault and die with the case's texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.places import conversation_of
from storage.statements import one
from storage.tables import Conversation
from storage.vault import Vault


class Conversations:
    """At most one open form per account."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    def start(self, account_id: str, form: str, case_id: str, asking: str, now: datetime) -> None:
        """Open a form without answers; one that was open before is dropped.

        Raises:
            Erased: the case's texts were erased.
        """
        self.end(account_id)
        row = Conversation(account_id=account_id, form=form, case_id=case_id, asking=asking, updated_at=now)
        self._session.add(row)
        self._session.flush()
        self._keep(row, {}, now)

    def get(self, account_id: str) -> Conversation | None:
        """The open form, or None."""
        return self._session.get(Conversation, account_id)

    def answers(self, account_id: str) -> dict[str, str]:
        """Field → text, so far.

        Raises:
            LookupError: no form is open (Erased, a LookupError too: the case's texts were erased).
        """
        row = one(self._session, Conversation, account_id)
        answers: dict[str, str] = json.loads(self._vault.get(row.case_id, *conversation_of(account_id)))
        return answers

    def save(self, account_id: str, asking: str, answers: Mapping[str, str], now: datetime) -> None:
        """Keep the answers so far, and which field is asked next.

        Raises:
            LookupError: no form is open (Erased, a LookupError too: the case's texts were erased).
        """
        row = one(self._session, Conversation, account_id)
        row.asking, row.updated_at = asking, now
        self._session.flush()
        self._keep(row, answers, now)

    def end(self, account_id: str) -> None:
        """Close the form and drop its answers; harmless when none is open."""
        row = self._session.get(Conversation, account_id)
        if row is None:
            return
        self._vault.remove(row.case_id, *conversation_of(account_id))
        self._session.delete(row)
        self._session.flush()

    def end_case(self, case_id: str) -> None:
        """Close every form that is open about the case."""
        for account_id in self._session.scalars(
            select(Conversation.account_id).where(Conversation.case_id == case_id)
        ).all():
            self.end(account_id)

    def _keep(self, row: Conversation, answers: Mapping[str, str], now: datetime) -> None:
        data = json.dumps(dict(answers), ensure_ascii=False, sort_keys=True).encode()
        self._vault.put(row.case_id, *conversation_of(row.account_id), data, now)
