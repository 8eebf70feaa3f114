"""Encrypted pictures and texts: one data key per case and kind, so that each kind can die on its own day (R-064).

A data key is wrapped by a master key and a key of its own in a folder outside the database (``storage.key_directory``),
and bound to its case and kind; each object is bound to case, kind and name, so that no ciphertext can be moved.
Destroying the key in the folder makes every copy of the bytes unreadable, whoever has the master keys; it happens
before the commit that says so. The row stays as a tombstone, so that nothing of that kind comes back; so has a
restored case, since a backup has neither keys nor bytes (``handlers.retention.restore``; R-141).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from policy.retention import Kind
from storage.key_directory import KeyDirectory
from storage.keyring import KEY_BYTES, Damaged, Keyring, decrypt, encrypt
from storage.statements import changed, hold, insert_once
from storage.tables import CaseKey, InboxEvent, OutboxMessage, VaultObject

KINDS = frozenset(Kind) - {Kind.RECORD}

OF_CASE, OF_HOUR, OF_MASTER = b"c", b"h", b"m"
"""First byte of a sealed body: under which key it lies; the last is not written any more."""

HOUR, HOUR_BYTES = "%Y-%m-%dT%H", 13
"""What has no case lives for seconds, so that its key soon dies as well; in UTC."""


class Erased(LookupError):
    """Nothing of that name is kept: it was destroyed, or never there."""


class Vault:
    """Ciphertext in, ciphertext out of the database; plaintext only in memory.

    Attributes:
        destroyed: Old bytes or wrapped keys await their removal from SQLite's log.
    """

    def __init__(self, session: Session, keyring: Keyring, folder: KeyDirectory) -> None:
        self._session = session
        self._keyring = keyring
        self._folder = folder
        self._dying: set[str] = set()
        self.destroyed = False
        self._ours: dict[tuple[str, str], bytes] = {}
        self._read: dict[tuple[str, str], bytes] = {}
        self._hours = cache(folder.shared)

    def put(self, case_id: str, kind: str, name: str, data: bytes, now: datetime) -> None:
        """Keep ``data``, in place of what was under that name.

        Raises:
            Erased: this kind of this case was destroyed; nothing of it may be kept any more.
        """
        sealed = encrypt(self._data_key(case_id, kind, now), data, _bound(case_id, kind, name))
        kept = self._session.get(VaultObject, (case_id, kind, name))
        if kept is None:
            self._session.add(VaultObject(case_id=case_id, kind=kind, name=name, sealed=sealed, created_at=now))
        else:
            kept.sealed, kept.created_at = sealed, now
        self._session.flush()

    def get(self, case_id: str, kind: str, name: str) -> bytes:
        """What ``put`` was given.

        Raises:
            Erased: destroyed, removed or never there.
            Damaged: the bytes or the key were changed, or the master key is missing.
        """
        data_key = self._existing_key(case_id, kind)
        kept = self._session.get(VaultObject, (case_id, kind, name))
        if kept is None:
            raise Erased
        return decrypt(data_key, kept.sealed, _bound(case_id, kind, name))

    def remove(self, case_id: str, kind: str, name: str) -> None:
        """Drop one object; the key goes with the last one of its kind, and another may be kept under a new key."""
        ours = (VaultObject.case_id == case_id, VaultObject.kind == _checked(kind))
        key = self._locked(case_id, kind)
        self._drop(*ours, VaultObject.name == name)
        if key is None or key.wrapped is None or self._session.scalar(select(VaultObject.name).where(*ours).limit(1)):
            return
        self._doom(key)
        self._session.delete(key)
        self._session.flush()
        self.destroyed = True

    def has_key(self, case_id: str, kind: str) -> bool:
        """Whether anything of this kind can still be read."""
        key = self._session.get(CaseKey, (case_id, _checked(kind)), populate_existing=True)
        return key is not None and key.wrapped is not None

    def destroy(self, case_id: str, kind: str, now: datetime) -> bool:
        """R-040, R-064: the key first, then the bytes; from now on ``put`` refuses.

        Returns:
            Whether there was a key; repeating is harmless.
        """
        hold(self._session, case_id)
        insert_once(
            self._session,
            CaseKey,
            case_id=case_id,
            kind=_checked(kind),
            master_id=self._keyring.current,
            wrapped=None,
            created_at=now,
            destroyed_at=now,
        )
        key = self._locked(case_id, kind)
        if key is not None:
            self._doom(key)
        key_gone = changed(
            self._session,
            update(CaseKey)
            .where(CaseKey.case_id == case_id, CaseKey.kind == kind, CaseKey.wrapped.is_not(None))
            .values(wrapped=None, key_id=None, destroyed_at=now),
        )
        self._drop(VaultObject.case_id == case_id, VaultObject.kind == kind)
        self.destroyed = True
        return key_gone

    def seal_body(self, data: bytes, place: str, case_id: str | None, now: datetime) -> bytes:
        """Seal a body on its way: under the case's text key, so that it dies with it; without a case, the hour's key.

        A case whose texts are erased can still be told about, as if there were no case: under a key of the hour.
        """
        if case_id is not None:
            try:
                key = self._data_key(case_id, Kind.TEXT, now)
                return OF_CASE + encrypt(key, data, _bound(case_id, Kind.TEXT, place))
            except Erased:
                pass
        return self._of_hour(now.astimezone(UTC).strftime(HOUR), data, place)

    def unseal_body(self, sealed: bytes | None, place: str, case_id: str | None) -> bytes:
        """What ``seal_body`` was given.

        Raises:
            Erased: dropped, or the case's texts were erased meanwhile.
            Damaged: changed, moved, or of a master key we don't have.
        """
        if sealed is None:
            raise Erased
        if sealed.startswith(OF_HOUR):
            return self._keyring.unseal(sealed[2 + HOUR_BYTES :], place, self._opened(_hour(sealed)))
        if case_id is None or not sealed.startswith(OF_CASE):
            return self._keyring.unseal(sealed.removeprefix(OF_MASTER), place, None)
        return decrypt(self._existing_key(case_id, Kind.TEXT), sealed[1:], _bound(case_id, Kind.TEXT, place))

    def burn(self) -> None:
        """R-064: destroy in the folder what was destroyed in rows; the last thing before the commit that says so.

        Should the commit fail, the content is gone although its rows are there: its end had come.
        """
        self._folder.destroy(self._dying)
        self._dying.clear()

    def sweep(self, others: Collection[str] = ()) -> int:
        """R-064: destroy keys that open nothing, nor any of ``others``: of hours that are over, for example."""
        used = {*self._session.scalars(select(CaseKey.key_id).where(CaseKey.key_id.is_not(None))), *others}
        for table in (InboxEvent, OutboxMessage):
            start = func.substr(table.body, 1, 1 + HOUR_BYTES)
            bodies = self._session.scalars(select(start).where(table.body.is_not(None)).distinct())
            used |= {_hour(body) for body in bodies if body.startswith(OF_HOUR)}
        unused = self._folder.idle() - used
        self._folder.destroy(unused)
        return len(unused)

    def missing(self) -> int:
        """How many keys of content that lives are not in the folder."""
        cases = select(CaseKey.key_id).where(CaseKey.key_id.is_not(None))
        return sum(self._folder.get(name) is None for name in self._session.scalars(cases) if name)

    def rotate(self, now: datetime) -> int:
        """Put everything under the current (first) master key; afterwards older ones can go. Returns how many.

        What only a master key wrapped until now gets its key in the folder: once that master key is gone, no copy of
        the database opens it any more.

        Raises:
            Damaged: something is sealed by a master key that is already missing; nothing is changed then.
        """
        rotated = 0
        behind = (CaseKey.master_id != self._keyring.current) | CaseKey.key_id.is_(None)
        for key in self._session.scalars(select(CaseKey).where(CaseKey.wrapped.is_not(None), behind).with_for_update()):
            data_key = self._unwrapped(key)
            key.key_id = key.key_id or self._folder.new()
            second = self._opened(key.key_id)
            key.master_id, key.wrapped = self._keyring.wrap(data_key, f"{key.case_id}|{key.kind}", second)
            rotated += 1
        rotated += self._rotate_bodies(now)
        self._session.flush()
        self.destroyed = self.destroyed or rotated > 0
        return rotated

    def _rotate_bodies(self, now: datetime) -> int:
        current = b":" + self._keyring.current.encode() + b":"
        bodies: list[InboxEvent | OutboxMessage] = [
            *self._session.scalars(select(InboxEvent).where(InboxEvent.body.is_not(None)).with_for_update()),
            *self._session.scalars(
                select(OutboxMessage).where(OutboxMessage.body.is_not(None)).with_for_update(of=OutboxMessage)
            ),
        ]
        rotated = 0
        for row in bodies:
            if row.body is None or row.body.startswith(OF_CASE) or row.body[1 + HOUR_BYTES :].startswith(current):
                continue
            place = place_of(type(row), row.id)
            hour = _hour(row.body) if row.body.startswith(OF_HOUR) else now.astimezone(UTC).strftime(HOUR)
            row.body = self._of_hour(hour, self.unseal_body(row.body, place, None), place)
            rotated += 1
        return rotated

    def _of_hour(self, hour: str, data: bytes, place: str) -> bytes:
        return OF_HOUR + hour.encode() + b":" + self._keyring.seal(data, place, self._hours(hour))

    def _opened(self, name: str) -> bytes:
        """The key of the folder; without it, what lies under it is erased, unless the folder itself is gone."""
        key = self._folder.get(name)
        if key is None:
            raise Erased if self._folder.folder.is_dir() else Damaged
        return key

    def _unwrapped(self, key: CaseKey) -> bytes:
        second = self._opened(key.key_id) if key.key_id else None
        return self._keyring.unwrap(key.master_id, key.wrapped or b"", f"{key.case_id}|{key.kind}", second)

    def _existing_key(self, case_id: str, kind: str) -> bytes:
        known = self._ours.get((case_id, kind)) or self._read.get((case_id, kind))
        if known:
            return known
        key = self._session.get(CaseKey, (case_id, _checked(kind)), populate_existing=True)
        if key is None or key.wrapped is None:
            raise Erased
        self._read[case_id, kind] = self._unwrapped(key)
        return self._read[case_id, kind]

    def _data_key(self, case_id: str, kind: str, now: datetime) -> bytes:
        """The key to seal with, made when there is none.

        Its row is locked until this unit ends, so that no bytes outlive a destruction beside us; hence it is read once.
        """
        if (case_id, kind) in self._ours:
            return self._ours[case_id, kind]
        key = self._locked(case_id, kind)
        if key is None:
            self._make_key(case_id, kind, now)
            key = self._locked(case_id, kind)
        if key is None or key.wrapped is None:
            raise Erased
        self._ours[case_id, kind] = self._unwrapped(key)
        return self._ours[case_id, kind]

    def _make_key(self, case_id: str, kind: str, now: datetime) -> None:
        data_key = AESGCM.generate_key(bit_length=KEY_BYTES * 8)
        name = self._folder.new()
        master_id, wrapped = self._keyring.wrap(data_key, f"{case_id}|{kind}", self._opened(name))
        row = {"case_id": case_id, "kind": kind, "master_id": master_id, "wrapped": wrapped, "key_id": name}
        insert_once(self._session, CaseKey, **row, created_at=now)  # else somebody was first, and ours is swept away

    def _doom(self, key: CaseKey) -> None:
        for kept in (self._ours, self._read):
            kept.pop((key.case_id, key.kind), None)
        if key.key_id is not None:
            self._dying.add(key.key_id)

    def _locked(self, case_id: str, kind: str) -> CaseKey | None:
        hold(self._session, case_id)
        return self._session.get(CaseKey, (case_id, _checked(kind)), with_for_update=True, populate_existing=True)

    def _drop(self, *which: ColumnElement[bool]) -> None:
        self._session.execute(delete(VaultObject).where(*which).execution_options(synchronize_session="fetch"))


def place_of(table: type[InboxEvent | OutboxMessage], row_id: str) -> str:
    """What a body is bound to, so that it can't be moved to another row."""
    return f"{table.__tablename__}|{row_id}"


def _hour(sealed: bytes) -> str:
    """Which hour's key a body lies under."""
    return sealed[1 : 1 + HOUR_BYTES].decode()


def _bound(case_id: str, kind: str, name: str) -> bytes:
    return f"{case_id}|{kind}|{name}".encode()


def _checked(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"the vault knows no kind {kind!r}: a key that no rule erases would live for ever")
    return kind
