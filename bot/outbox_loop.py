"""Cards leave: claimed in one commit, sent side by side, recorded in one commit."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.application import Application
from bot.chat import ChatPlatform, Outgoing, SendFailed, is_charged
from bot.log import log
from bot.loop import fault_id
from handlers.alert.delivery import may_hear_change, may_still_deliver
from handlers.approval.quota import Reserve
from handlers.cards import Message, is_change
from handlers.commands.chat import NoteSent, NoteUnsent
from handlers.context import Context
from handlers.routing import handle
from storage.keyring import Damaged
from storage.tables import Failure, OutboxMessage
from storage.vault import Erased

LEASE_SECONDS = 45
"""Longer than the platforms' time-outs (Slack: four calls of 10 s; LINE: three of 13 s), so that two workers never send
one card; shorter than a reply token is used (``inbox_loop.REPLY_SECONDS``), so that after a crash in the middle of a
reply LINE still tells us whether the token was used. A push instead would say everything twice."""


MOMENT = timedelta(seconds=2)
"""How soon a card is looked at again that waits for the month's figure; LINE tells it within a second."""


@dataclass(frozen=True)
class Result:
    """How one attempt went."""

    message: OutboxMessage
    receipt: dict[str, Any] | None = None
    failure: SendFailed | None = None


class OutboxLoop:
    """A batch per step, at most one card per account in it.

    ``steady``: seconds by a clock that nobody sets, for the pauses that platforms ask for.
    """

    def __init__(
        self,
        app: Application,
        platforms: Mapping[str, ChatPlatform],
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._steady = steady
        self._platforms = platforms
        self._senders = ThreadPoolExecutor(app.settings.senders, thread_name_prefix="send")
        # In memory, since each process hears it for itself.
        self._resting: dict[str, float] = {}
        self._alarms: dict[str, str] = {}

    def step(self) -> bool:
        """Send what is waiting; False if nothing is."""
        outgoing = self._claim()
        results = list(self._senders.map(self._send, *zip(*outgoing, strict=True))) if outgoing else []
        if results:
            self._record(results)
        return bool(outgoing)

    def close(self) -> None:
        """End the sending threads."""
        self._senders.shutdown()

    def _claim(self) -> list[tuple[OutboxMessage, Outgoing]]:
        now = self._app.now()
        ready = []
        resting = [platform for platform, until in self._resting.items() if self._steady() < until]
        with self._app.writing() as ctx:
            uow, reserve = ctx.uow, Reserve(ctx)
            for message in uow.outbox.claim(now, self._app.settings.senders, LEASE_SECONDS, resting):
                outgoing = self._prepare(message, reserve, ctx)
                if outgoing is not None:
                    ready.append((message, outgoing))
            uow.outbox.attempted([message for message, _ in ready], now)
            uow.commit()
        return ready

    def _prepare(self, message: OutboxMessage, reserve: Reserve, ctx: Context) -> Outgoing | None:
        """R-111: ask policy once more, then open the body; None if the card may not or can't leave any more."""
        uow, now, delivery = ctx.uow, ctx.now, message.delivery
        if delivery is not None and not may_still_deliver(delivery, uow.cases.get(delivery.case_id), ctx):
            uow.outbox.failed(message, Failure.POLICY, now)
            # a card with a lost attempt may be on the phone, so the stop follows it.
            handle(NoteUnsent(delivery.id, Failure.POLICY, lost=message.in_doubt), ctx)
            return None
        if is_change(message.topic) and not may_hear_change(message.account, uow.cases.get(message.case_id or ""), ctx):
            uow.outbox.failed(message, Failure.POLICY, now)
            return None
        try:
            card = Message.from_json(uow.outbox.body(message))
        except (Erased, Damaged) as gone:
            log().warning("card unreadable", message=message.id, fault=type(gone).__name__)
            uow.outbox.failed(message, Failure.UNREADABLE, now)
            return None
        about = (message.account_id, message.topic)
        fresh = message.reply_until is not None and now < message.reply_until
        kept_back = reserve.keeps(message, free=fresh)
        if kept_back and not fresh and reserve.may_be_old(message):
            uow.outbox.retry(message, now + MOMENT, Failure.QUOTA)
            return None
        return Outgoing(
            id=message.id,
            to=message.account.external_id,
            card=card,
            retry_key=message.retry_key,
            reply_token=message.reply_token if fresh else None,
            previous=message.replaces or (uow.outbox.previous_receipt(*about) if card.redraws else None),
            in_place=message.replaces is not None,
            in_doubt=message.in_doubt,
            free=kept_back,
        )

    def _send(self, message: OutboxMessage, outgoing: Outgoing) -> Result:
        try:
            return Result(message, receipt=self._platforms[message.account.platform].send(outgoing))
        except SendFailed as failure:
            return Result(message, failure=failure)
        except Exception as fault:  # noqa: BLE001 - edge loop: one card must not hold up the others
            log().error("sending failed", message=message.id, fault=type(fault).__name__, id=fault_id())
            return Result(message, failure=SendFailed(Failure.FAULT))

    def _record(self, results: list[Result]) -> None:
        taken = [(result.message, result.receipt) for result in results if result.receipt is not None]
        with self._app.writing() as ctx:
            ctx.uow.outbox.sent({message.id: receipt for message, receipt in taken}, ctx.now)
            for platform, count in Counter(m.account.platform for m, receipt in taken if is_charged(receipt)).items():
                ctx.uow.quota.spend(platform, count)
            delivered = tuple(message.delivery_id for message, _ in taken if message.delivery_id)
            handle(NoteSent(delivered), ctx)
            for result in results:
                if result.failure is not None:
                    self._failed(result.message, result.failure, ctx)
            if self._alarms or any(r.failure and r.failure.reason == Failure.TOKEN for r in results):
                self._alarm(ctx.uow.outbox.waiting_for(Failure.TOKEN))
            ctx.uow.commit()

    def _failed(self, message: OutboxMessage, failure: SendFailed, ctx: Context) -> None:
        uow, now = ctx.uow, ctx.now
        log().warning("card not sent", message=message.id, reason=failure.reason, attempt=message.attempts)
        platform = message.account.platform
        rests_until = self._steady() + failure.asked.total_seconds()
        self._resting[platform] = max(rests_until, self._resting.get(platform, rests_until))
        if failure.traits.answer:
            uow.outbox.answered(message)
        pause = _pause(message, failure, now)
        if pause is not None:
            uow.outbox.retry(message, now + pause, failure.reason)
            return
        uow.outbox.failed(message, failure.reason, now)
        if message.delivery_id is not None:
            handle(NoteUnsent(message.delivery_id, failure.reason, message.in_doubt), ctx)

    def _alarm(self, refused: Mapping[str, int]) -> None:
        """Say once that a platform refuses our token, and once that it takes cards again; ``/metrics`` says so too."""
        for platform in refused.keys() - self._alarms.keys():
            self._alarms[platform] = fault_id()
            log().error("token refused", platform=platform, cards=refused[platform], id=self._alarms[platform])
        for platform in self._alarms.keys() - refused.keys():
            log().info("token works again", platform=platform, id=self._alarms.pop(platform))


def _pause(message: OutboxMessage, failure: SendFailed, now: datetime) -> timedelta | None:
    """Refusals and silences each count by themselves, so that hours of one leave all patience for the other."""
    retry, asked = failure.traits.retry, failure.asked
    if failure.traits.answer:
        return retry.decide(message.answered, now - message.created_at, asked)
    return retry.decide(message.attempts - message.answered, now - (message.unanswered_since or now), asked)
