"""A card that is about to leave: whether it still may, under which earlier one, and how it says that it may be old."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from handlers.alert.delivery import may_hear_change, may_still_deliver
from handlers.approval.ask import still_asked
from handlers.cards import Message, t
from handlers.context import Context
from handlers.incidents.call import may_still_call
from handlers.topics import called_to, is_request, lives_with_its_alert
from storage.tables import OutboxMessage


def look_up(messages: Collection[OutboxMessage], ctx: Context) -> None:
    """What ``may_leave`` asks about each of them is read for all of them together."""
    ctx.uow.stores.all_facts([message.delivery.store for message in messages if message.delivery])


def may_leave(message: OutboxMessage, ctx: Context) -> bool:
    """R-005, R-111, R-112: for this person and this case, as things stand now."""
    if message.account.revoked_at is not None:
        return False
    if message.delivery is not None:
        return bool(may_still_deliver(message.delivery, ctx.uow.cases.get(message.delivery.case_id), ctx))
    if number := called_to(message.topic):
        return may_still_call(number, ctx)
    if lives_with_its_alert(message.topic):
        return bool(may_hear_change(message.account, ctx.uow.cases.get(message.case_id or ""), ctx))
    if is_request(message.topic) and message.urgent:
        return still_asked(message.account, ctx.uow.cases.get(message.case_id or ""), ctx)
    return True


def again(card: Message, message: OutboxMessage, ctx: Context) -> Message:
    """The same words, marked: nobody can say whether they have been read already."""
    title = ctx.recipient(message.account).read(t("【再送】{title}", title=card.title))
    return replace(card, title=title, notice=card.notice.replace(card.title, title, 1))


def thread_of(message: OutboxMessage, ctx: Context) -> dict[str, Any] | None:
    """A thread per case for people of the whole network: what they read is of many shops at once."""
    roles = message.account.member.roles
    if message.case_id is None or message.replaces or not any(role.store_id is None for role in roles):
        return None
    return ctx.uow.outbox.first_receipt(message.account_id, message.case_id)
