"""The form an account is filling in; the answers so far lie in the vault and die with the case's texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from storage.tables import Conversation
from storage.vault import Erased, Vault


@dataclass(frozen=True)
class Open:
    """Where an account stands in a form. ``answers``: field → text."""

    account_id: str
    form: str
    case_id: str
    asking: str
    answers: dict[str, str]
    updated_at: datetime


class Conversations:
    """At most one open form per account."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    def start(  # noqa: PLR0917 - in the order of the columns
        self,
        account_id: str,
        form: str,
        case_id: str,
        asking: str,
        now: datetime,
        answers: Mapping[str, str] | None = None,
    ) -> None:
        """Open a form; one that was open before is dropped with its answers.

        Raises:
            Erased: the case's texts were erased.
        """
        self.end(account_id)
        self._session.add(
            Conversation(account_id=account_id, form=form, case_id=case_id, asking=asking, updated_at=now)
        )
        self._session.flush()
        self._keep(case_id, account_id, answers or {}, now)

    def get(self, account_id: str) -> Open | None:
        """The open form, or None."""
        row = self._session.get(Conversation, account_id)
        if row is None:
            return None
        try:
            answers = json.loads(self._vault.get(row.case_id, "text", _name(account_id)))
        except Erased:
            return None
        return Open(
            account_id=account_id,
            form=row.form,
            case_id=row.case_id,
            asking=row.asking,
            answers=answers,
            updated_at=row.updated_at,
        )

    def save(self, account_id: str, asking: str, answers: Mapping[str, str], now: datetime) -> None:
        """Keep the answers so far, and which field is asked next.

        Raises:
            LookupError: no form is open (Erased, a LookupError too: the case's texts were erased).
        """
        row = self._session.get_one(Conversation, account_id)
        row.asking, row.updated_at = asking, now
        self._session.flush()
        self._keep(row.case_id, account_id, answers, now)

    def end(self, account_id: str) -> None:
        """Close the form and drop its answers; harmless when none is open."""
        row = self._session.get(Conversation, account_id)
        if row is None:
            return
        self._vault.remove(row.case_id, "text", _name(account_id))
        self._session.delete(row)
        self._session.flush()

    def _keep(self, case_id: str, account_id: str, answers: Mapping[str, str], now: datetime) -> None:
        data = json.dumps(dict(answers), ensure_ascii=False, sort_keys=True).encode()
        self._vault.put(case_id, "text", _name(account_id), data, now)


def _name(account_id: str) -> str:
    return f"conversation:{account_id}"
