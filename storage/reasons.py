"""An assessor's reasons, wherever their version of Hansho sealed them."""

from __future__ import annotations

import json

from storage.places import reasons_of, reasons_of_old
from storage.tables import Assessment
from storage.vault import Erased, Vault


def reasons_given(vault: Vault, row: Assessment) -> dict[str, str]:
    """Test → reason.

    Raises:
        Erased: they are gone.
    """
    try:
        body = vault.get(row.case_id, *reasons_of(row.id))
    except Erased:
        body = vault.get(row.case_id, *reasons_of_old(row.id))
    given: dict[str, str] = json.loads(body)
    return given
