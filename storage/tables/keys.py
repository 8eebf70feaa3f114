"""By what a person shows at the desk that it is they: keys of their devices, an app's codes, and codes on paper."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Table
from storage.tables.people import Member
from storage.tables.words import Machine, Program, Word


class Passkey(Table):
    """A key that lives in a device (WebAuthn); ``id``: the credential's, base64url. Only its public half is here."""

    __tablename__ = "passkeys"
    id: Mapped[str] = mapped_column(String(1400), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey(Member.id), index=True)
    public: Mapped[bytes]
    """The credential as the authenticator attested it (WebAuthn, 6.5.1)."""
    counter: Mapped[int]
    """How often it signed, where it counts; who comes with less holds a copy."""
    machine: Mapped[Machine] = mapped_column(Word(Machine, 20))
    program: Mapped[Program] = mapped_column(Word(Program, 20))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class CodeApp(Table):
    """An app that shows six digits every half minute (RFC 6238), once its owner has typed some of them."""

    __tablename__ = "code_apps"
    member_id: Mapped[str] = mapped_column(ForeignKey(Member.id), primary_key=True)
    sealed: Mapped[bytes]
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    failed: Mapped[int]
    """Wrong codes in a row, the last at ``failed_since``."""
    failed_since: Mapped[datetime | None]
    last_step: Mapped[int]
    """The half minute whose digits were used last: no digits are good twice."""


class RecoveryCode(Table):
    """One code on paper, for once; only its keyed hash is kept."""

    __tablename__ = "recovery_codes"
    code_hash: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey(Member.id), index=True)
