"""One-time codes that tie a chat account to a membership, and who waits for a yes or has to stop trying."""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from storage.keyring import Keyring
from storage.statements import changed
from storage.tables import Account, Applicant, Enrolment, Member, RefusedCode

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No 0, O, 1, I or L: codes are read aloud and typed by hand."""

CODE = re.compile(f"[{LETTERS}]{{8}}")
"""31⁸ ≈ 2⁴⁰ codes: with a thousand of them open, a guess meets one in 850 million times."""

VALID_FOR = timedelta(hours=48)
"""Handed over today, typed at the next shift."""

TRIES_AN_HOUR = 5
"""A code has eight letters: who mistypes it five times should have somebody read it out."""

HOUR = timedelta(hours=1)


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

    def redeem(self, code: str, platform: str, external_id: str, now: datetime) -> Member | None:
        """Whose code it was, now that it and every other one of theirs has ended; None if wrong, used or expired.

        Also None if the chat account already belongs to somebody else; the code stays usable then.
        """
        enrolment = self._open(code, now)
        if enrolment is None:
            return None
        account = self._in_use(platform, external_id)
        if account is not None and account.member_id != enrolment.member_id:
            return None
        # Conditional, so that of two people who type the same code at once only one gets in.
        used = update(Enrolment).where(Enrolment.code_hash == enrolment.code_hash, Enrolment.used_at.is_(None))
        if not changed(self._session, used.values(used_at=now)):
            return None
        self.drop(enrolment.member_id)
        return self._session.get_one(Member, enrolment.member_id)

    def bind(self, member: Member, platform: str, external_id: str, now: datetime) -> Account:
        """The member's account under this id; the one they have already is reached again. Unused codes end."""
        account = self._in_use(platform, external_id)
        if account is None:
            account = Account(member=member, platform=platform, external_id=external_id, created_at=now)
            self._session.add(account)
        account.blocked_at = None
        self._session.flush()
        self.drop(member.id)
        return account

    def apply(self, member: Member, platform: str, external_id: str, now: datetime) -> Applicant:
        """The chat account waits for a yes; whatever it waited for before, it does no longer."""
        same = (Applicant.platform == platform, Applicant.external_id == external_id)
        self._session.execute(delete(Applicant).where(*same))
        applicant = Applicant(member=member, platform=platform, external_id=external_id, created_at=now)
        self._session.add(applicant)
        self._session.flush()
        return applicant

    def applicant(self, applicant_id: str, now: datetime) -> Applicant | None:
        """Who still waits under this id, for this unit to decide alone."""
        found = self._session.get(Applicant, applicant_id, with_for_update={"of": Applicant}, populate_existing=True)
        return found if found is not None and found.created_at + VALID_FOR > now else None

    def is_waiting(self, platform: str, external_id: str, now: datetime) -> bool:
        """Whether this chat account waits for a yes."""
        wanted = select(Applicant.id).where(
            Applicant.platform == platform,
            Applicant.external_id == external_id,
            Applicant.created_at > now - VALID_FOR,
        )
        return self._session.execute(wanted.limit(1)).first() is not None

    def decided(self, applicant: Applicant) -> None:
        """They wait no longer."""
        self._session.delete(applicant)
        self._session.flush()

    def tries(self, platform: str, external_id: str, now: datetime) -> int:
        """How often a code of this sender's was refused in the last hour."""
        senders = self._keyring.marks(f"{platform}:{external_id}")
        wanted = select(func.count()).where(RefusedCode.sender.in_(senders), RefusedCode.at.between(now - HOUR, now))
        return self._session.scalars(wanted).one()

    def refuse(self, platform: str, external_id: str, now: datetime) -> None:
        """Count one that was refused."""
        self._session.add(RefusedCode(sender=self._keyring.marks(f"{platform}:{external_id}")[0], at=now))
        self._session.flush()

    def _in_use(self, platform: str, external_id: str) -> Account | None:
        same = (Account.platform == platform, Account.external_id == external_id, Account.revoked_at.is_(None))
        return self._session.scalars(select(Account).where(*same)).one_or_none()

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
