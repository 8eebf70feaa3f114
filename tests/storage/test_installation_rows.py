"""Tokens of workspaces: sealed, moved to a new master key, and gone with the workspace."""

from __future__ import annotations

import base64
from datetime import datetime

import pytest

from storage.installations import Tokens
from storage.keyring import Damaged
from storage.unit_of_work import Database

NEW = f"new:{base64.b64encode(b'n' * 32).decode()}"
TOKENS = Tokens("xoxb-very-recognisable", "xoxe-very-recognisable")


def test_tokens_are_sealed_rotate_and_die_with_their_workspace(
    database: Database, database_url: str, master_keys: str, now: datetime
) -> None:
    """R-064: no copy of the database opens one; the key in the folder lives as long as the workspace stands."""
    with database.unit_of_work() as uow:
        uow.installations.renew(uow.installations.keep("T0ONE00000", "One", "U0BOT", now), TOKENS, None)
        uow.commit()
    both = Database(database_url, master_keys=f"{NEW},{master_keys}", key_folder=database.keys.folder)
    with both.unit_of_work() as uow:
        assert (uow.installations.rotate(), uow.installations.rotate()) == (1, 0)
        assert uow.vault.sweep(uow.installations.keys()) == 0
        uow.commit()
    both.close()
    alone = Database(database_url, master_keys=NEW, key_folder=database.keys.folder)
    with alone.unit_of_work() as uow:
        row = uow.installations.of("T0ONE00000")
        assert row is not None
        assert b"recognisable" not in (row.sealed or b"")
        assert uow.installations.tokens(row) == TOKENS
        alone.keys.destroy([row.key_id or ""])
        with pytest.raises(Damaged):
            uow.installations.tokens(row)
        uow.installations.end(row, now)
        assert uow.installations.tokens(row) is None
        assert uow.installations.standing() == []
    alone.close()
