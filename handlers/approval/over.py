"""The approvers have nothing left to judge, and what becomes of a new version that is not sent (R-111)."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.cards import Text
from handlers.case.involved import asked
from handlers.case.question import settle, tell_author
from handlers.case.told import told
from handlers.context import Context
from policy.states import VersionState
from storage.tables import Account, Case, Version


def tell_asked(case: Case, by: Account | None, ctx: Context) -> None:
    """Tell everybody who was asked that there is nothing left to assess; whoever ended it hears it anyway."""
    for account in asked(case, ctx):
        own = by is not None and account.member_id == by.member_id
        ctx.tell(account, case, wording.assess.assessment_over(told(case, ctx), own=own))


def end_version(version: Version, case: Case, state: VersionState, by: Account | None, why: Text, ctx: Context) -> None:
    """R-111: this version is not sent, and its approvers' answers hold for nothing; what is out stays as it is."""
    tell_author(case, wording.version.not_sent(told(case, ctx), version.number, why), ctx)
    settle(version, case, state, ctx)
    ctx.note(Event.VERSION_END, case, by, version=version.number, state=state)
    tell_asked(case, by, ctx)
