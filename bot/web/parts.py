"""What comes back from a page that asks part of a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.web.authentication import Unknown, Visitor
from handlers.commands.pages import AnswerOnPage
from handlers.context import Context
from handlers.dialogue.page import is_written
from handlers.forms.parts import PartName
from policy.access import Purpose

PARTS_ON: Final = {
    Purpose.MASK: (PartName.TILL, PartName.PEACE),
    Purpose.COMPLETE: (PartName.TILL, PartName.PEACE),
    Purpose.PREVIEW: (PartName.JUDGE, PartName.GIVE_BACK),
}

HAND_IN: Final = "handing_in"
"""What the button is called that sends the answers and hands the alert in, in one (``sheet.html``)."""


def answers_of(visitor: Visitor, posted: dict[str, str]) -> AnswerOnPage:
    """R-127: only of the forms that this page asks.

    Raises:
        Unknown: it asks no such part.
    """
    part = posted.get("part", "")
    if part not in PARTS_ON.get(visitor.purpose, ()):
        raise Unknown
    return AnswerOnPage(visitor.account_id, visitor.case_id, part, posted, posted.get("binding", ""))


def hands_in(visitor: Visitor, posted: Mapping[str, str], ctx: Context) -> bool:
    """R-112: whether the alert goes to its approvers with these answers: that was pressed, and nothing is missing."""
    account, case = ctx.uow.people.account_by_id(visitor.account_id), ctx.uow.cases.get(visitor.case_id)
    return posted.get("part") == PartName.PEACE and HAND_IN in posted and is_written(account, case, ctx)
