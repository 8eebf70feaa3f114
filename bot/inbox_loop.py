"""From a kept webhook event to a handled command, or to a sentence that says what went wrong."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.application import Application
from bot.chat import ChatPlatform, Outgoing, SendFailed
from bot.log import log
from bot.loop import fault_id
from bot.refusals import Refusal, refused
from handlers import wording
from handlers.cards import Card
from handlers.commands.chat import Command, Enrol, LoseTouch, RefuseCode, UnsendPhoto
from handlers.dialogue.forms import ask_below
from handlers.dialogue.repeats import said_again
from handlers.errors import AwaitsYes, HanshoError, NotEnrolled, WrongCode
from handlers.network.members import hear_from
from handlers.recipient import message_in
from handlers.routing import handle
from policy.lanes import STRANGER_ROWS, TOO_FAST_AGAIN, Lane
from storage.keyring import Damaged
from storage.leases import LeaseLost
from storage.tables import Account, InboxEvent
from storage.unit_of_work import UnitOfWork

LEASE_SECONDS = 25
"""A handler takes milliseconds and waits ten seconds at most for SQLite's one writer; after this its worker is gone."""

REPLY_SECONDS = 50
"""LINE's reply token lives one minute; ten seconds are left for the way."""


@dataclass(frozen=True)
class Taken:
    """A claimed event with what is needed to answer it.

    Attributes:
        event: Ours until the lease ends.
        body: JSON of it or, where it was said again, of the newest time: the answer to that one is free for longer.
        account: Its sender's; None: a stranger.
        platform: Where it comes from.
        behind: What else of its sender waits, in order.
        again: What of that says the same again, and is done with it.
    """

    event: InboxEvent
    body: bytes
    account: Account | None
    platform: ChatPlatform
    behind: tuple[tuple[InboxEvent, bytes], ...] = ()
    again: tuple[InboxEvent, ...] = ()

    @property
    def answer_until(self) -> datetime:
        """How long an answer is free."""
        return (self.event, *self.again)[-1].received_at + timedelta(seconds=REPLY_SECONDS)

    @property
    def hasty(self) -> str | None:
        """The account that writes faster than it is answered."""
        all_hasty = all(one.lane is Lane.HASTY for one in (self.event, *self.again))
        return self.account.id if self.account and all_hasty else None


def expects_answer(taken: Taken) -> bool:
    """Whether somebody waits for one: who takes a photo back or blocks us does not."""
    match taken.platform.command(taken.body, ""):
        case None | UnsendPhoto() | LoseTouch(blocked=True):
            return False
    return True


def with_repeats(taken: Taken) -> Taken:
    """R-123: what was pressed again while nothing came of it is done once, and not once for each time."""
    if taken.account is None or not taken.behind:
        return taken
    account = taken.account.id
    behind = [taken.platform.command(body, account) for _, body in taken.behind]
    again = [taken.behind[nth] for nth in said_again(taken.platform.command(taken.body, account), behind)]
    return replace(taken, body=again[-1][1], again=tuple(event for event, _ in again)) if again else taken


class InboxLoop:
    """One event per step, from these ``lanes``; all of them, unless some are named."""

    def __init__(self, app: Application, platforms: Mapping[str, ChatPlatform], lanes: Collection[Lane] = ()) -> None:
        self._app = app
        self._platforms = platforms
        self._lanes = lanes

    def step(self) -> bool:
        """Handle the next event; False if there is none."""
        taken = self._claim()
        if taken is None:
            return False
        try:
            self._handle(with_repeats(taken))
        except LeaseLost:
            log().warning("event taken over", inbox=taken.event.id)
        except Exception as fault:  # noqa: BLE001 - edge loop: the person is told, the event is tried again
            self._failed(taken, fault)
        return True

    def _claim(self) -> Taken | None:
        now = self._app.now()
        with self._app.database.unit_of_work(read_only=True) as uow:
            if not uow.inbox.waits(now, self._lanes):
                return None
        with self._app.database.unit_of_work() as uow:
            event = uow.inbox.claim(now, LEASE_SECONDS, self._lanes)
            if event is None:
                return None
            try:
                body = uow.inbox.body(event)
            except Damaged:
                log().error("event unreadable", inbox=event.id)
                uow.inbox.dead(event, fault_id())
                uow.commit()
                return None
            account = uow.people.account(event.platform, event.sender)
            behind = uow.inbox.behind(event) if account else ()
            uow.commit(lasting=False)
        return Taken(event, body, account, self._platforms[event.platform], tuple(behind))

    def _handle(self, taken: Taken) -> None:
        try:
            command = self._command(taken)
            if command is None:
                self._settle(taken)
            else:
                self._app.run(
                    command,
                    also=lambda uow: self._belongs(taken, uow),
                    quiet_to=taken.hasty,
                    happened_at=taken.event.happened_at,
                )
                if taken.account is None and self._waits(taken):
                    self._tell_stranger(taken, wording.general.problem(AwaitsYes().told))
        except HanshoError as error:
            self._answer(taken, error)

    def _command(self, taken: Taken) -> Command | None:
        code = taken.platform.enrolment_code(taken.body, bare=taken.account is None)
        if taken.account is not None and code is None:
            return taken.platform.command(taken.body, taken.account.id)
        if code is None:
            raise AwaitsYes if self._waits(taken) else NotEnrolled
        return Enrol(taken.event.platform, taken.event.sender, code)

    def _waits(self, taken: Taken) -> bool:
        """R-113: whether this stranger's account waits for a yes."""
        with self._app.reading() as ctx:
            return ctx.uow.people.is_waiting(taken.event.platform, taken.event.sender, ctx.now)

    def _belongs(self, taken: Taken, uow: UnitOfWork) -> None:
        now = self._app.now()
        if taken.account and taken.account.blocked_at and expects_answer(taken):
            hear_from(uow.people.account_by_id(taken.account.id), self._app.context(uow))
        token = taken.platform.reply_token(taken.body)
        if token and taken.account:
            uow.outbox.answer_with(token, taken.account.id, taken.answer_until)
        tell = taken.hasty is not None and not uow.inbox.told_since(taken.event, now - TOO_FAST_AGAIN, now)
        if tell and taken.account:
            self._app.context(uow).tell(taken.account, None, wording.general.too_fast())
        uow.inbox.done(taken.event, now, told=tell, again=taken.again)

    def _settle(self, taken: Taken, *, told: bool = False, wrong: bool = False) -> None:
        with self._app.writing() as ctx:
            ctx.uow.inbox.done(taken.event, ctx.now, told=told)
            if wrong:
                handle(RefuseCode(taken.event.platform, taken.event.sender), ctx)
            ctx.uow.commit()

    def _told(self, taken: Taken, error: HanshoError) -> bool:
        """Whether this stranger heard it already; a wrong code is news each time, but not at a second attempt."""
        since, now = STRANGER_ROWS if isinstance(error, NotEnrolled) else timedelta(), self._app.now()
        with self._app.database.unit_of_work(read_only=True) as uow:
            return uow.inbox.told_since(taken.event, now - since, now)

    def _answer(self, taken: Taken, error: HanshoError) -> None:
        """The error's sentence, where the person is."""
        if isinstance(error, WrongCode):
            refused(Refusal.CODE)
        if taken.account is None:
            fresh = self._app.now() < taken.answer_until
            tell = fresh and expects_answer(taken) and not self._told(taken, error)
            if tell:
                greeted = type(error) is NotEnrolled
                self._tell_stranger(
                    taken, (wording.general.greeting if greeted else wording.general.problem)(error.told)
                )
            self._settle(taken, told=tell and isinstance(error, NotEnrolled), wrong=isinstance(error, WrongCode))
            return
        with self._app.writing(quiet_to=taken.hasty) as ctx:
            self._belongs(taken, ctx.uow)
            ctx.tell(taken.account, None, wording.general.problem(error.told))
            ask_below(ctx)
            ctx.uow.commit()

    def _failed(self, taken: Taken, fault: Exception) -> None:
        error_id = fault_id()
        log().error("event failed", inbox=taken.event.id, fault=type(fault).__name__, id=error_id)
        with self._app.writing() as ctx:
            again = ctx.uow.inbox.retry(taken.event, ctx.now)
            if not again and taken.account:
                ctx.tell(taken.account, None, wording.general.unexpected(error_id))
            ctx.uow.commit()

    def _tell_stranger(self, taken: Taken, card: Card) -> None:
        """R-061: somebody without an account has no outbox and costs no message: a free answer, at best effort."""
        key = str(uuid.uuid5(uuid.NAMESPACE_OID, taken.event.id))
        token = taken.platform.reply_token(taken.body)
        message = message_in(self._app.ports.sentences("ja"), card)
        try:
            taken.platform.send(Outgoing(taken.event.id, taken.event.sender, message, key, token, free=True))
        except SendFailed as failure:
            log().warning("stranger not answered", inbox=taken.event.id, reason=failure.reason)
