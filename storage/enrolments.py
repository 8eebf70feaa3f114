"""One-time codes that tie a chat account to a membership."""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage.keyring import Keyring
from storage.statements import changed
from storage.tables import Account, Enrolment, Member

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No 0, O, 1, I or L: codes are read aloud and typed by hand."""

CODE = re.compile(f"[{LETTERS}]{{8}}")
"""31⁸ ≈ 2⁴⁰ codes: with a thousand of them open, a guess meets one in 850 million times."""

VALID_FOR = timedelta(days=7)
"""A week of shifts, so that everybody of a store has come by once."""


class Enrolments:
    """Every query about codes; only their keyed hashes are kept."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._session = session
        self._keyring = keyring

    def issue(self, member_id: str, now: datetime) -> str:
        """A one-time code ``XXXX-XXXX``; earlier unused ones of this person end."""
        self.drop(member_id)
        code = "".join(secrets.choice(LETTERS) for _ in range(8))
        mark = self._keyring.marks(code)[0]
        self._session.add(Enrolment(code_hash=mark, member_id=member_id, expires_at=now + VALID_FOR))
        self._session.flush()
        return f"{code[:4]}-{code[4:]}"

    def drop(self, member_id: str) -> None:
        """Unused codes of this person end."""
        self._session.execute(delete(Enrolment).where(Enrolment.member_id == member_id, Enrolment.used_at.is_(None)))

    def is_open(self, member_id: str, now: datetime) -> bool:
        """Whether a code of this person can still be used."""
        usable = select(Enrolment.code_hash).where(
            Enrolment.member_id == member_id, Enrolment.used_at.is_(None), Enrolment.expires_at > now
        )
        return self._session.execute(usable.limit(1)).first() is not None

    def use(self, code: str, platform: str, external_id: str, now: datetime) -> Account | None:
        """Tie a chat account to the member the code was made for; None if the code is wrong, used or expired.

        Also None if the chat account already belongs to somebody else; the code stays usable then.
        """
        enrolment = self._open(code, now)
        if enrolment is None:
            return None
        taken = select(Account).where(
            Account.platform == platform, Account.external_id == external_id, Account.revoked_at.is_(None)
        )
        account = self._session.scalars(taken).one_or_none()
        if account is not None and account.member_id != enrolment.member_id:
            return None
        # Conditional, so that of two people who type the same code at once only one gets in.
        used = update(Enrolment).where(Enrolment.code_hash == enrolment.code_hash, Enrolment.used_at.is_(None))
        if not changed(self._session, used.values(used_at=now)):
            return None
        if account is None:
            member = self._session.get_one(Member, enrolment.member_id)
            account = Account(member=member, platform=platform, external_id=external_id, created_at=now)
            self._session.add(account)
        account.blocked_at = None
        self._session.flush()
        return account

    def _open(self, code: str, now: datetime) -> Enrolment | None:
        plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code).upper())
        if not CODE.fullmatch(plain):
            return None
        wanted = select(Enrolment).where(
            Enrolment.code_hash.in_(self._keyring.marks(plain)),
            Enrolment.used_at.is_(None),
            Enrolment.expires_at > now,
        )
        return self._session.scalars(wanted).one_or_none()
