"""Slack ids in a file, where each business has its own workspace: of which one they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from policy.verdict import N_
from storage.tables import Account, Member
from storage.tables.workspaces import BETWEEN, apart
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from storage.imports.members import MemberLine

COLUMN = "slack_user_id"

NOT_PLACED = N_(
    "会社ごとにSlackがあるときは、加わっているワークスペースの ID を付けて「T…/U…」と書きます。"
    "空欄なら登録コードを発行します。"
)


def place(uow: UnitOfWork, lines: list[MemberLine]) -> None:
    """R-113: a plain id that somebody's account has in its workspace is that account; of any other it can't be said.

    Otherwise a file of before would end the accounts that have moved into their workspaces.
    """
    homes = {row.workspace for row in uow.installations.standing()}
    known = _known(uow) if homes else {}
    for line in lines:
        given = line.ids[COLUMN]
        if given:
            line.ids[COLUMN] = given = known.get((line.code, given), given)
            if apart(given)[0] not in (homes or {""}):
                line.row.wrong(COLUMN, NOT_PLACED)


def _known(uow: UnitOfWork) -> dict[tuple[str, str], str]:
    placed = (
        select(Member.code, Account.external_id)
        .join(Account.member)
        .where(Account.revoked_at.is_(None), Account.external_id.contains(BETWEEN))
    )
    return {(code, apart(given)[1]): given for code, given in uow.session.execute(placed)}
