"""Workspaces that let us in: their tokens, sealed under a key that can die, and the invitations to them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from storage.key_directory import KeyDirectory
from storage.keyring import Damaged, Keyring
from storage.statements import changed, one
from storage.tables import Account, Applicant, Installation, Invitation
from storage.tables.workspaces import BETWEEN, within

VALID_FOR = timedelta(hours=48)
"""An invitation; whoever may install an app in a business has to be found first."""


@dataclass(frozen=True)
class Tokens:
    """What opens a workspace; ``refresh`` "": the token doesn't expire."""

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)


class Installations:
    """Every query about them."""

    def __init__(self, session: Session, keyring: Keyring, folder: KeyDirectory) -> None:
        self._session = session
        self._keyring = keyring
        self._folder = folder

    # --- invitations ---

    def invite(self, now: datetime) -> str:
        """A one-time code for one workspace."""
        code = secrets.token_urlsafe(16)
        self._session.add(Invitation(code_hash=self._keyring.marks(code)[0], expires_at=now + VALID_FOR))
        self._session.flush()
        return code

    def invited(self, code: str, now: datetime) -> Invitation | None:
        """The invitation behind a code that can still be used."""
        wanted = select(Invitation).where(Invitation.code_hash.in_(self._keyring.marks(code)))
        return self._session.scalars(wanted.where(*_open(now))).one_or_none()

    def redeem(self, invitation_id: str, now: datetime) -> bool:
        """Use it up; of two who try at once, one is told True."""
        used = update(Invitation).where(Invitation.id == invitation_id, *_open(now)).values(used_at=now)
        return changed(self._session, used)

    # --- installations ---

    def keep(self, workspace: str, name: str, bot_user: str, now: datetime) -> Installation:
        """The workspace's row, as it stands from now on; its tokens follow by ``renew``."""
        row = self.of(workspace)
        if row is None:
            row = Installation(workspace=workspace, name=name, bot_user=bot_user, installed_at=now)
            self._session.add(row)
        row.name, row.bot_user, row.installed_at, row.ended_at = name, bot_user, now, None
        self._session.flush()
        return row

    def renew(self, row: Installation, tokens: Tokens, expires_at: datetime | None) -> None:
        """Seal these in place of the former."""
        row.key_id = row.key_id or self._folder.new()
        text = json.dumps(asdict(tokens)).encode()
        row.sealed = self._keyring.seal(text, _place(row), self._second(row))
        row.expires_at, row.failing_since = expires_at, None
        self._session.flush()

    def end(self, row: Installation, now: datetime) -> None:
        """The tokens go, and the key that opened them at the next sweep."""
        row.sealed = row.key_id = row.expires_at = row.failing_since = None
        row.ended_at = now
        self._session.flush()

    def get(self, installation_id: str) -> Installation:
        """One of them, for this unit to change alone.

        Raises:
            LookupError: no such row.
        """
        return one(self._session, Installation, installation_id, lock=True)

    def find(self, installation_id: str) -> Installation | None:
        """One of them, to look at."""
        return self._session.get(Installation, installation_id)

    def of(self, workspace: str) -> Installation | None:
        """The workspace's row, ended or not."""
        return self._session.scalars(select(Installation).where(Installation.workspace == workspace)).one_or_none()

    def standing(self) -> list[Installation]:
        """Those that have not ended, by name."""
        wanted = select(Installation).where(Installation.ended_at.is_(None))
        return [*self._session.scalars(wanted.order_by(Installation.name, Installation.workspace))]

    def tokens(self, row: Installation) -> Tokens | None:
        """What opens the workspace; None: it has ended.

        Raises:
            Damaged: sealed by a key that we don't have.
        """
        if row.sealed is None:
            return None
        return Tokens(**json.loads(self._keyring.unseal(row.sealed, _place(row), self._second(row))))

    def keys(self) -> set[str]:
        """The names of the keys in the folder that open tokens."""
        return {key for key in self._session.scalars(select(Installation.key_id)) if key}

    def rotate(self) -> int:
        """Seal every token by the current master key; returns how many.

        Raises:
            Damaged: a token is sealed by a master key that is already missing.
        """
        current, rotated = self._keyring.current.encode() + b":", 0
        for row in self._session.scalars(select(Installation).where(Installation.sealed.is_not(None))):
            tokens = self.tokens(row)
            if tokens is not None and row.sealed is not None and not row.sealed.startswith(current):
                self.renew(row, tokens, row.expires_at)
                rotated += 1
        return rotated

    # --- whose people are where ---

    def people(self, workspace: str) -> list[Account]:
        """The accounts in use of a workspace."""
        there = Account.external_id.startswith(f"{workspace}{BETWEEN}", autoescape=True)
        return [*self._session.scalars(select(Account).where(there, Account.revoked_at.is_(None)))]

    def adopt(self, platform: str, workspace: str) -> int:
        """Accounts, and who waits for one, of the time of one workspace are this one's people; returns how many."""
        taken = {account.external_id for account in self.people(workspace)}
        bare = (Account.platform == platform, Account.revoked_at.is_(None), ~Account.external_id.contains(BETWEEN))
        found = self._session.scalars(select(Account).where(*bare))
        moved = [account for account in found if within(workspace, account.external_id) not in taken]
        asking = (Applicant.platform == platform, ~Applicant.external_id.contains(BETWEEN))
        for row in (*moved, *self._session.scalars(select(Applicant).where(*asking))):
            row.external_id = within(workspace, row.external_id)
        self._session.flush()
        return len(moved)

    def _second(self, row: Installation) -> bytes:
        key = self._folder.get(row.key_id) if row.key_id else None
        if key is None:
            raise Damaged
        return key


def _open(now: datetime) -> Collection[ColumnElement[bool]]:
    return (Invitation.used_at.is_(None), Invitation.expires_at > now)


def _place(row: Installation) -> str:
    """What the tokens are bound to, so that they can't be moved to another workspace."""
    return f"{Installation.__tablename__}|{row.id}"
