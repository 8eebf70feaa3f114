"""The encrypted vault and the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Table


class CaseKey(Table):
    """The wrapped data key of one case and one kind (original, masked, text).

    After destruction the row stays without its key, so that nothing of that kind can ever be kept again.
    """

    __tablename__ = "case_keys"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    master_id: Mapped[str] = mapped_column(String(20))
    wrapped: Mapped[bytes | None]
    key_id: Mapped[str | None] = mapped_column(String(32))
    """The key of ``storage.key_directory`` that unwraps it too; None: the master key alone does, as it was before."""
    created_at: Mapped[datetime]
    destroyed_at: Mapped[datetime | None]


class KeyFolder(Table):
    """The single row that says which folder of keys belongs to this database (``storage.key_directory``)."""

    __tablename__ = "key_folder"
    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(String(32))


class VaultObject(Table):
    """Ciphertext (AES-256-GCM) under a case key."""

    __tablename__ = "vault"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
    created_at: Mapped[datetime]


class LedgerEntry(Table):
    """One canonical event (RFC 8785) and its Merkle leaf hash (RFC 6962)."""

    __tablename__ = "ledger"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event: Mapped[str] = mapped_column(Text)
    leaf: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[str | None] = mapped_column(index=True)


class LedgerHead(Table):
    """The single row that orders appends: tree size and the frontier of the Merkle tree."""

    __tablename__ = "ledger_head"
    id: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]
    frontier: Mapped[list[Any]]
