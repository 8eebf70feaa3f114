"""What people wrote about one thing, sealed under a key of that thing's own, which can die (R-043, R-064)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import delete, select, true, update
from sqlalchemy.orm import Session

from storage.key_directory import KeyDirectory
from storage.keyring import Keyring
from storage.tables import Incident, IncidentWords, Request, RequestWords
from storage.vault import Erased

Thing = TypeVar("Thing", Request, Incident)
"""What the words are about; its ``key_id`` is None once they are erased."""

Row = TypeVar("Row", RequestWords, IncidentWords)


class SealedWords(Generic[Thing, Row]):
    """Every query about such words.

    Attributes:
        destroyed: Old words await their removal from SQLite's log.
    """

    def __init__(
        self, session: Session, keyring: Keyring, folder: KeyDirectory, things: type[Thing], rows: type[Row]
    ) -> None:
        self._session = session
        self._keyring = keyring
        self._folder = folder
        self._things: type[Thing] = things
        self._rows: type[Row] = rows
        self._dying: set[str] = set()
        self.destroyed = False

    def new_key(self) -> str:
        """The name of a key for one more of them."""
        return self._folder.new()

    def write(self, owner: Thing, part: Any, words: bytes, now: datetime, **by: str) -> None:
        """Seal these words beside the others.

        Raises:
            Erased: the words were erased, so nothing of it is kept any more.
        """
        row = self._rows(owner_id=owner.id, part=part, at=now, **by)
        self._session.add(row)
        self._session.flush()
        row.sealed = self._keyring.seal(words, _place(row), self._second(owner))
        self._session.flush()

    def parts(self, owner: Thing, *parts: Any) -> list[Row]:
        """What was written, by time."""
        of_these = self._rows.part.in_(parts) if parts else true()
        found = self._session.scalars(select(self._rows).where(self._rows.owner_id == owner.id, of_these)).all()
        return sorted(found, key=lambda row: (row.at, row.id))

    def read(self, owner: Thing, row: Row) -> bytes:
        """What ``write`` was given.

        Raises:
            Erased: it was erased.
        """
        if row.sealed is None:
            raise Erased
        return self._keyring.unseal(row.sealed, _place(row), self._second(owner))

    def drop(self, owner: Thing, part: Any) -> None:
        """What was written in this part was never said."""
        gone = delete(self._rows).where(self._rows.owner_id == owner.id, self._rows.part == part)
        self._session.execute(gone.execution_options(synchronize_session="fetch"))
        self.destroyed = True

    def forget(self, owner: Thing) -> None:
        """R-043, R-064: what was written can be read no longer; when, and in which part, stays."""
        gone = update(self._rows).where(self._rows.owner_id == owner.id).values(sealed=None)
        self._session.execute(gone.execution_options(synchronize_session="fetch"))
        if owner.key_id is not None:
            self._dying.add(owner.key_id)
            owner.key_id = None
            self._session.flush()
        self.destroyed = True

    def burn(self) -> None:
        """R-064: destroy the keys of what was forgotten; the last thing before the commit that says so."""
        self._folder.destroy(self._dying)
        self._dying.clear()

    def keys(self) -> set[str]:
        """The names of the keys in the folder that open words."""
        return {key for key in self._session.scalars(select(self._things.key_id)) if key}

    def rotate(self) -> int:
        """Seal every word by the current master key; returns how many.

        Raises:
            Damaged: something is sealed by a master key that is already missing.
        """
        rotated = 0
        sealed = select(self._rows, self._things).join(self._things, self._things.id == self._rows.owner_id)
        for row, owner in self._session.execute(sealed.where(self._rows.sealed.is_not(None))):
            words = self.read(owner, row)
            row.sealed = self._keyring.seal(words, _place(row), self._second(owner))
            rotated += 1
        return rotated

    def _second(self, owner: Thing) -> bytes:
        key = self._folder.get(owner.key_id) if owner.key_id else None
        if key is None:
            raise Erased
        return key


def _place(row: RequestWords | IncidentWords) -> str:
    """What words are bound to, so that they can't be moved to something else."""
    return f"{row.__tablename__}|{row.id}|{row.owner_id}"
