"""Cards leave: claimed in one commit, sent side by side, recorded in one commit."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.application import Application
from bot.chat import AT_ONCE, LATE, ChatPlatform, Outgoing, SendFailed, Unwanted, is_charged
from bot.errand import LOOKING, Errand, Result, can_reply, lasts, pause_after
from bot.leaving import again, look_up, may_leave, thread_of
from bot.log import log
from bot.loop import fault_id
from handlers.approval.quota import Reserve
from handlers.cards import Message
from handlers.commands.chat import LoseTouch
from handlers.commands.worker import NoteLate, NoteSent, NoteStop, NoteUnasked, NoteUnsent
from handlers.context import Context
from handlers.incidents.call import may_still_call
from handlers.routing import handle
from handlers.topics import STOPS, called_to, is_request, is_stop
from storage.keyring import Damaged
from storage.leases import LeaseLost
from storage.retry import NOTHING
from storage.tables import DueKind, Failure, OutboxMessage, OutboxState
from storage.tidy import KEPT
from storage.vault import Erased

LEASE_SECONDS = 28
"""Longer than the platforms' time-outs and a wait for the database, so that two workers never send one card; shorter
than a reply token is used (``inbox_loop.REPLY_SECONDS``), so that after a crash in the middle of a reply LINE still
tells us whether it was used. A push instead would say everything twice."""

CALL = 13
"""Seconds: the longest that one call to a platform takes (LINE: 3 s to connect and 10 s to answer)."""

KEY_LIVES = timedelta(hours=24)
"""For so long LINE knows a retry key again."""

LOOKS = (timedelta(minutes=1), timedelta(minutes=10))
"""When a card that was in doubt is looked for once more, after it was settled: whoever made the unanswered attempt may
have stood still in the middle of its call, and have been killed when it went on."""

MOMENT = timedelta(seconds=2)
"""How soon a card is looked at again that waits for the month's figure; LINE tells it within a second."""


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
        errands = self._claim()
        if not errands:
            return self._look_after_the_late()
        self._record([*self._senders.map(self._do, errands)])
        return True

    def close(self) -> None:
        """End the sending threads."""
        self._senders.shutdown()

    def _claim(self) -> list[Errand]:
        now = self._app.now()
        resting = [gate for gate, until in self._resting.items() if self._steady() < until]
        is_ours = self._lease(now)
        with self._app.writing() as ctx:
            uow, reserve = ctx.uow, Reserve(ctx)
            claimed = uow.outbox.claim(now, self._app.settings.senders, LEASE_SECONDS, resting)
            look_up(claimed, ctx)
            errands = [errand for m in claimed if (errand := self._prepare(m, reserve, is_ours, ctx)) is not None]
            if claimed:
                uow.outbox.attempted([errand.message for errand in errands if errand.outgoing], now)
                uow.commit()
        return errands

    def _lease(self, now: datetime) -> Callable[[], bool]:
        """Whether a call begun at that moment ends within the lease, by both clocks.

        The steady one stands still while the machine sleeps; the other may be set, and is what other workers go by.
        """
        steady, wall = self._steady() + LEASE_SECONDS - CALL, now + timedelta(seconds=LEASE_SECONDS - CALL)
        return lambda: self._steady() <= steady and self._app.now() <= wall

    def _prepare(
        self, message: OutboxMessage, reserve: Reserve, is_ours: Callable[[], bool], ctx: Context
    ) -> Errand | None:
        """R-111: ask policy once more, then open the body; None if the card waits a moment longer."""
        if message.state == OutboxState.UNCLEAR:
            return Errand(message, None, message.failure)
        if not may_leave(message, ctx):
            return Errand(message, None, Failure.POLICY, over=True)
        unclear_reply = message.reply_token is not None and message.in_doubt and not can_reply(message, ctx.now)
        if unclear_reply and not (message.urgent or lasts(message)):
            return Errand(message, None, Failure.UNREACHABLE, over=True)
        try:
            cards = Message.all_from_json(ctx.uow.outbox.body(message))
        except (Erased, Damaged) as gone:
            log().warning("card unreadable", message=message.id, fault=type(gone).__name__)
            return Errand(message, None, Failure.UNREADABLE, over=True)
        if message.reply_token is not None and not unclear_reply and not can_reply(message, ctx.now):
            ctx.uow.outbox.push_instead(message)
        if unclear_reply or self._is_unknown(message, ctx.now):
            cards = [again(card, message, ctx) for card in cards]
        kept_back = reserve.keeps(message, free=can_reply(message, ctx.now))
        if kept_back and not can_reply(message, ctx.now) and reserve.may_be_old(message):
            ctx.uow.outbox.retry(message, ctx.now + MOMENT, message.failure)
            return None
        outgoing, is_wanted = self._outgoing(message, cards, ctx), partial(self._is_wanted, called_to(message.topic))
        return Errand(message, replace(outgoing, free=kept_back, is_ours=is_ours, is_wanted=is_wanted))

    def _is_wanted(self, number: str) -> bool:
        """R-135: a call to this incident is asked about once more when it is in a sender's hand already."""
        if not number:
            return True
        with self._app.reading() as ctx:
            return may_still_call(number, ctx)

    def _is_unknown(self, message: OutboxMessage, now: datetime) -> bool:
        """Whether the platform could not tell any more that it has had the card."""
        by_key = now - message.created_at < KEY_LIVES
        return message.in_doubt and not by_key and not self._platforms[message.account.platform].finds

    def _outgoing(self, message: OutboxMessage, cards: list[Message], ctx: Context) -> Outgoing:
        (card, *more), about = cards, (message.account_id, message.topic)
        return Outgoing(
            id=message.id,
            to=message.account.external_id,
            card=card,
            retry_key=message.retry_key,
            reply_token=message.reply_token if can_reply(message, ctx.now) else None,
            previous=message.replaces or (ctx.uow.outbox.previous_receipt(*about) if card.redraws else None),
            thread=thread_of(message, ctx),
            in_place=message.replaces is not None,
            more=tuple(more),
            in_doubt=message.in_doubt,
        )

    def _do(self, errand: Errand) -> Result:
        message = errand.message
        try:
            return Result(errand) if errand.over else self._call(errand)
        except SendFailed as failure:
            return Result(errand, failure=failure)
        except LeaseLost:
            log().warning("card taken over", message=message.id)
            return Result(errand)
        except Unwanted:
            return Result(errand, unwanted=True)
        except Exception as fault:  # noqa: BLE001 - edge loop: one card must not hold up the others
            log().error("sending failed", message=message.id, fault=type(fault).__name__, id=fault_id())
            return Result(errand, failure=SendFailed(Failure.FAULT))

    def _call(self, errand: Errand) -> Result:
        message, platform = errand.message, self._platforms[errand.message.account.platform]
        if errand.outgoing is not None:
            return Result(errand, receipt=platform.send(errand.outgoing))
        receipt = platform.find(message.id, message.account.external_id)
        return Result(errand, receipt=receipt, absent=receipt is None)

    def _record(self, results: list[Result]) -> None:
        taken = {result.message.id: result.receipt for result in results if result.receipt is not None}
        arrived = [result.message for result in results if result.receipt is not None]
        with self._app.writing() as ctx:
            ctx.uow.cases.lock([result.message.case_id for result in results if result.message.case_id])
            ctx.uow.outbox.sent(taken, ctx.now)
            charged = (r.message.account.platform for r in results if r.receipt is not None and is_charged(r.receipt))
            for platform, count in Counter(charged).items():
                ctx.uow.quota.spend(platform, count)
            handle(NoteSent(tuple(message.delivery_id for message in arrived if message.delivery_id)), ctx)
            for message in arrived:
                if message.state == OutboxState.LATE and is_stop(message.topic):
                    handle(NoteStop(message.account_id, message.case_id or "", arrived=True), ctx)
            for result in results:
                self._look_again(result, ctx)
                if result.errand.over:
                    self._let_go(result.message, result.errand.reason or Failure.FAULT, ctx, look_at=ctx.now)
                elif result.unwanted:
                    ctx.uow.outbox.answered(result.message)
                    self._let_go(result.message, Failure.POLICY, ctx, look_at=ctx.now)
                elif result.failure is not None:
                    self._failed(result.errand, result.failure, ctx)
                elif result.absent:
                    self._give_up(result.message, result.errand.reason or Failure.FAULT, ctx, lost=False)
            if self._alarms or any(r.failure and r.failure.reason == Failure.TOKEN for r in results):
                self._alarm(ctx.uow.outbox.waiting_for(Failure.TOKEN))
            ctx.uow.commit()

    def _look_again(self, result: Result, ctx: Context) -> None:
        """R-078: nothing that an earlier attempt still brings may stay beside the card, or where it was given up."""
        message, outgoing = result.message, result.errand.outgoing
        found = result.receipt is not None and outgoing is not None and outgoing.in_doubt
        if not (found or result.absent) or not self._platforms[message.account.platform].finds:
            return
        for pause in LOOKS:
            subject = f"{message.id} {pause}"
            what = {"message": message.id}
            ctx.uow.due.plan(DueKind.TAKE_BACK, subject, ctx.now + pause, case_id=message.case_id, arguments=what)

    def _failed(self, errand: Errand, failure: SendFailed, ctx: Context) -> None:
        message, outbox, now = errand.message, ctx.uow.outbox, ctx.now
        log().warning("card not sent", message=message.id, reason=failure.reason, attempt=message.attempts)
        if errand.outgoing is not None and failure.traits.answer:
            outbox.answered(message)
        pause = pause_after(errand, failure, now)
        self._rest(message.account.gate, failure, pause)
        if pause is not None:
            if failure.reason == Failure.REPLY:
                outbox.push_instead(message)
            outbox.retry(message, now + pause, errand.reason or failure.reason)
        else:
            self._let_go(message, errand.reason or failure.reason, ctx, look_at=now + LOOKING)

    def _rest(self, gate: str, failure: SendFailed, pause: timedelta | None) -> None:
        """A rate limit and a refused token are about all messages through this gate: none is tried until then."""
        wait = pause or NOTHING if failure.reason == Failure.TOKEN else failure.asked
        until = self._steady() + wait.total_seconds()
        self._resting[gate] = max(until, self._resting.get(gate, until))

    def _let_go(self, message: OutboxMessage, reason: Failure, ctx: Context, *, look_at: datetime) -> None:
        """It is to be sent no more. What may be there is looked for first, if it hasn't been too long."""
        findable = self._platforms[message.account.platform].finds and ctx.now - message.created_at < KEPT
        if message.in_doubt and findable and message.state != OutboxState.UNCLEAR:
            ctx.uow.outbox.look_for(message, look_at, reason)
        else:
            self._give_up(message, reason, ctx, lost=message.in_doubt)

    def _give_up(self, message: OutboxMessage, reason: Failure, ctx: Context, *, lost: bool) -> None:
        if not ctx.uow.outbox.failed(message, reason, ctx.now):
            return
        if reason == Failure.BLOCKED and ctx.uow.people.account_by_id(message.account_id).revoked_at is None:
            handle(LoseTouch(message.account_id, blocked=True), ctx)
        if message.delivery_id is not None:
            # a card with a lost attempt may be on the phone, so the stop follows it.
            handle(NoteUnsent(message.delivery_id, reason, lost), ctx)
        elif is_stop(message.topic) and reason not in {Failure.POLICY, Failure.UNREADABLE}:
            handle(NoteStop(message.account_id, message.case_id or "", given_up=True), ctx)

    def _look_after_the_late(self) -> bool:
        """What can't leave and is urgent: people are told to telephone, and another way is tried meanwhile."""
        with self._app.reading() as ctx:
            stuck = ctx.uow.outbox.stuck(ctx.now - LATE, AT_ONCE, STOPS)
        if not stuck:
            return False
        with self._app.writing() as ctx:
            ctx.uow.cases.lock([case_id for case_id in stuck.values() if case_id])
            late = ctx.uow.outbox.become_late(stuck, ctx.now)
            for message in late:
                if message.delivery_id is not None:
                    handle(NoteLate(message.delivery_id, message.failure, message.in_doubt), ctx)
                elif is_stop(message.topic):
                    handle(NoteStop(message.account_id, message.case_id or ""), ctx)
                elif is_request(message.topic):
                    handle(NoteUnasked(message.account_id, message.case_id or ""), ctx)
            ctx.uow.commit()
        return bool(late)

    def _alarm(self, refused: Mapping[str, int]) -> None:
        """Say once that a gate refuses our token, and once that it takes cards again; ``/metrics`` says so too."""
        for gate in refused.keys() - self._alarms.keys():
            self._alarms[gate] = fault_id()
            log().error("token refused", platform=gate, cards=refused[gate], id=self._alarms[gate])
        for gate in self._alarms.keys() - refused.keys():
            log().info("token works again", platform=gate, id=self._alarms.pop(gate))
