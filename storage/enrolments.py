"""One-time codes that tie a chat account to a membership, and who waits for a yes or has to stop trying."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, tuple_, update
from sqlalchemy.orm import Session

from policy.spelling import normal
from storage.keyring import Keyring
from storage.parts import parted
from storage.statements import changed, insert_many
from storage.tables import Account, Applicant, Enrolment, Member, RefusedCode

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No 0, O, 1, I or L: codes are read aloud and typed by hand."""

CODE = re.compile(f"[{LETTERS}]{{8}}")
"""31⁸ ≈ 2⁴⁰ codes: with a thousand of them open, a guess meets one in 850 million times."""

VALID_FOR = timedelta(hours=72)
"""Handed over on a Friday evening, typed on Monday."""

TRIES_AN_HOUR = 5
"""A code has eight letters: who mistypes it five times should have somebody read it out."""

HOUR = timedelta(hours=1)


def plain(code: str) -> str:
    """Its eight letters, however it was written; empty if it is no code."""
    letters = re.sub(r"[\s-]", "", normal("NFKC", code).upper())
    return letters if CODE.fullmatch(letters) else ""


def new_code() -> str:
    """``XXXX-XXXX``."""
    code = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{code[:4]}-{code[4:]}"


class Enrolments:
    """Every query about codes; only their keyed hashes are kept."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._session = session
        self._keyring = keyring

    def issue(self, member_id: str, now: datetime, code: str = "") -> str:
        """A one-time code ``XXXX-XXXX``, this one if it is given; earlier unused ones of this person end."""
        given = code or new_code()
        self._keep({member_id: given}, now)
        return given

    def issue_all(self, member_ids: Sequence[str], now: datetime) -> dict[str, str]:
        """A one-time code for each of these people."""
        codes = {member_id: new_code() for member_id in member_ids}
        self._keep(codes, now)
        return codes

    def _keep(self, codes: Mapping[str, str], now: datetime) -> None:
        self.drop_all([*codes])
        ends, mark = now + VALID_FOR, self._keyring.marks
        rows = (
            {"code_hash": mark(code.replace("-", ""))[0], "member_id": member_id, "expires_at": ends}
            for member_id, code in codes.items()
        )
        insert_many(self._session, Enrolment, rows)

    def drop(self, member_id: str) -> None:
        """Unused codes of this person end."""
        self.drop_all([member_id])

    def drop_all(self, member_ids: Sequence[str]) -> None:
        """Unused codes of these people end."""
        for part in parted(member_ids):
            unused = delete(Enrolment).where(Enrolment.member_id.in_(part), Enrolment.used_at.is_(None))
            self._session.execute(unused)

    def waiting(self, member_ids: Sequence[str], now: datetime) -> set[str]:
        """Which of these people hold a code that can still be used."""
        usable = select(Enrolment.member_id).where(Enrolment.used_at.is_(None), Enrolment.expires_at > now)
        parts = (usable.where(Enrolment.member_id.in_(part)) for part in parted(member_ids))
        return {member_id for part in parts for member_id in self._session.scalars(part)}

    def unused(self, member_ids: Sequence[str]) -> dict[str, Enrolment]:
        """The code of each of these people that nobody has used, still good or not."""
        wanted = select(Enrolment).where(Enrolment.used_at.is_(None))
        parts = (wanted.where(Enrolment.member_id.in_(part)) for part in parted(member_ids))
        return {one.member_id: one for part in parts for one in self._session.scalars(part)}

    def applying(self, member_ids: Sequence[str], now: datetime) -> set[str]:
        """For which of these people a chat account waits for a yes."""
        waits = select(Applicant.member_id).where(Applicant.created_at > now - VALID_FOR)
        parts = (waits.where(Applicant.member_id.in_(part)) for part in parted(member_ids))
        return {member_id for part in parts for member_id in self._session.scalars(part)}

    def redeem(self, code: str, platform: str, external_id: str, now: datetime) -> Member | None:
        """Whose code it was, now that it and every other one of theirs has ended; None if wrong, used or expired.

        Also None if the chat account already belongs to somebody else; the code stays usable then.
        """
        enrolment = self.known(code)
        if enrolment is None or enrolment.used_at is not None or enrolment.expires_at <= now:
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
        (account,) = self.bind_all([(member, platform, external_id)], now)
        return account

    def bind_all(self, wanted: Sequence[tuple[Member, str, str]], now: datetime) -> list[Account]:
        """The account of each member on that platform, under that id; in this order."""
        known = self._all_in_use([(platform, external_id) for _, platform, external_id in wanted])
        accounts = [
            known.get((platform, external_id))
            or Account(member=member, platform=platform, external_id=external_id, created_at=now)
            for member, platform, external_id in wanted
        ]
        for account in accounts:
            account.blocked_at = None
        self._session.add_all(accounts)
        self._session.flush()
        self.drop_all([member.id for member, _, _ in wanted])
        return accounts

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
        return self._all_in_use([(platform, external_id)]).get((platform, external_id))

    def _all_in_use(self, ids: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Account]:
        found = {}
        for part in parted(ids):
            same = tuple_(Account.platform, Account.external_id).in_(part)
            for account in self._session.scalars(select(Account).where(same, Account.revoked_at.is_(None))):
                found[account.platform, account.external_id] = account
        return found

    def known(self, code: str) -> Enrolment | None:
        """What is known of a code: used, expired or neither; of one that another replaced nothing."""
        letters = plain(code)
        if not letters:
            return None
        wanted = select(Enrolment).where(Enrolment.code_hash.in_(self._keyring.marks(letters)))
        return self._session.scalars(wanted).one_or_none()
