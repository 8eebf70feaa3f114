"""Passkeys, an app's secret and codes on paper: by what a person shows at the desk that it is they (R-064)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.keyring import Keyring
from storage.statements import changed
from storage.tables import CodeApp, Passkey, RecoveryCode

PLACE: Final = "code app"
"""What the secret is bound to, with its owner's id."""


class Keys:
    """Every query about them."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._session = session
        self._keyring = keyring

    def passkeys(self, member_id: str) -> list[Passkey]:
        """The person's keys, the oldest first."""
        wanted = select(Passkey).where(Passkey.member_id == member_id).order_by(Passkey.created_at, Passkey.id)
        return [*self._session.scalars(wanted)]

    def passkey(self, key_id: str, member_id: str) -> Passkey | None:
        """A key of theirs, for this unit to use alone."""
        row = self._session.get(Passkey, key_id, with_for_update=True, populate_existing=True)
        return row if row is not None and row.member_id == member_id else None

    def whose(self, key_id: str) -> Passkey | None:
        """The key, whoever it is of."""
        return self._session.get(Passkey, key_id)

    def drop(self, passkey: Passkey) -> None:
        """It is good no longer."""
        self._session.delete(passkey)

    def app(self, member_id: str, *, lock: bool = False) -> CodeApp | None:
        """The person's app, confirmed or not."""
        return self._session.get(CodeApp, member_id, with_for_update=lock or None, populate_existing=lock)

    def begin_app(self, member_id: str, secret: bytes, now: datetime) -> None:
        """Another secret, in place of an earlier one."""
        self._session.execute(delete(CodeApp).where(CodeApp.member_id == member_id))
        sealed = self._keyring.seal(secret, f"{PLACE} {member_id}", b"")
        self._session.add(CodeApp(member_id=member_id, sealed=sealed, made_at=now, last_step=0, failed=0))
        self._session.flush()

    def secret(self, app: CodeApp) -> bytes:
        """What the digits are made of.

        Raises:
            Damaged: sealed by a master key that we don't have any more; the app is to be set up anew.
        """
        return self._keyring.unseal(app.sealed, f"{PLACE} {app.member_id}", b"")

    def keep_paper(self, member_id: str, codes: Sequence[str]) -> None:
        """These codes, in place of earlier ones."""
        self._session.execute(delete(RecoveryCode).where(RecoveryCode.member_id == member_id))
        marks = [self._keyring.marks(f"{member_id} {_bare(code)}")[0] for code in codes]
        self._session.add_all(RecoveryCode(code_hash=mark, member_id=member_id) for mark in marks)

    def use_paper(self, member_id: str, code: str) -> bool:
        """Whether it was one of theirs; it is none afterwards."""
        marks = self._keyring.marks(f"{member_id} {_bare(code)}")
        used = delete(RecoveryCode).where(RecoveryCode.code_hash.in_(marks), RecoveryCode.member_id == member_id)
        return changed(self._session, used)

    def end_all(self, member_id: str) -> None:
        """Nothing of theirs proves anything any more."""
        for table in (Passkey, CodeApp, RecoveryCode):
            self._session.execute(delete(table).where(table.member_id == member_id))


def _bare(code: str) -> str:
    """As it is compared: people leave out hyphens, and type small letters."""
    return "".join(code.split()).replace("-", "").upper()
