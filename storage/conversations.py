"""The form an account is filling in; the answers so far lie in the vault and die with the case's texts."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.asked_once import asked_once
from storage.keyring import Damaged
from storage.places import conversation_of
from storage.statements import one
from storage.tables import Conversation
from storage.vault import Erased, Vault

OVER = ""
"""Nothing is asked any more: the case went on without these answers, and whoever gives one is told so."""

A_FEW = 500
"""Ids in one statement; a database takes some ten thousand."""


class Conversations:
    """At most one open form per account."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    def start(self, account_id: str, form: str, case_id: str, asking: str, now: datetime) -> None:
        """Open a form without answers; one that was open before is dropped.

        Here and below what lies in the vault is locked before the row (docs/decisions/0038).

        Raises:
            Erased: the case's texts were erased.
        """
        self.end(account_id)
        self._keep(account_id, case_id, {}, now)
        row = Conversation(account_id=account_id, form=form, case_id=case_id, asking=asking, updated_at=now)
        self._session.add(row)
        self._session.flush()

    def get(self, account_id: str) -> Conversation | None:
        """The open form, or None."""
        row = self._row(account_id)
        return None if row is None or row.asking == OVER else row

    def open_among(self, account_ids: Collection[str]) -> list[Conversation]:
        """The open forms of these accounts; of a whole town's those of everybody are looked at."""
        wanted = select(Conversation).where(Conversation.asking != OVER)
        if len(account_ids) <= A_FEW:
            wanted = wanted.where(Conversation.account_id.in_(account_ids))
        return [row for row in self._session.scalars(wanted) if row.account_id in account_ids]

    def answers(self, account_id: str) -> dict[str, str] | None:
        """Field → text, so far; None where they can't be read any more, and never will be.

        Raises:
            LookupError: no form is open.
        """
        row = one(self._session, Conversation, account_id)
        try:
            answers: dict[str, str] = json.loads(self._vault.get(row.case_id, *conversation_of(account_id)))
        except (Erased, Damaged):
            return None
        return answers

    def save(self, account_id: str, asking: str, answers: Mapping[str, str], now: datetime) -> None:
        """Keep the answers so far, and which field is asked next.

        Raises:
            LookupError: no form is open (Erased, a LookupError too: the case's texts were erased).
        """
        self._keep(account_id, one(self._session, Conversation, account_id).case_id, answers, now)
        row = one(self._session, Conversation, account_id, lock=True)
        if row.asking == OVER:
            raise LookupError("the case went on meanwhile")
        row.asking, row.updated_at = asking, now
        self._session.flush()

    def end(self, account_id: str) -> None:
        """Close the form and drop its answers; harmless when none is open."""
        row = self._row(account_id)
        if row is None:
            return
        self._vault.remove(row.case_id, *conversation_of(account_id))
        self._session.delete(row)
        self._session.flush()

    def end_case(self, case_id: str) -> None:
        """Close every form that is open about the case; all that stays of them is that there was one."""
        for row in self._session.scalars(select(Conversation).where(Conversation.case_id == case_id)).all():
            self._vault.remove(case_id, *conversation_of(row.account_id))
            row.asking = OVER
        self._session.flush()

    def forget_ended(self, account_id: str) -> bool:
        """Whether a form was closed by the course of its case since this was last asked."""
        row = self._row(account_id)
        if row is None or row.asking != OVER:
            return False
        self.end(account_id)
        return True

    def _row(self, account_id: str) -> Conversation | None:
        return next(iter(self._rows(account_id)), None)

    @asked_once(Conversation)
    def _rows(self, account_id: str) -> list[Conversation]:
        row = self._session.get(Conversation, account_id)
        return [row] if row else []

    def _keep(self, account_id: str, case_id: str, answers: Mapping[str, str], now: datetime) -> None:
        data = json.dumps(dict(answers), ensure_ascii=False, sort_keys=True).encode()
        self._vault.put(case_id, *conversation_of(account_id), data, now)
