"""A request comes in, is taken up by the clock, is added to, and dies (R-043, R-070, R-099)."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from audit.event import Event
from handlers.case.involved import member_facts, who
from handlers.case.record import require
from handlers.commands.rights import AddToRequest, CountLook, EnterRequest, NewRequest, NoteRead, ReceiveRequest
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.errors import TooManyAtOnce
from handlers.rights.record import cases_around, packed, told_in
from handlers.rights.remind import plan_reminders
from handlers.rights.suspend import darken
from policy import access
from policy.clocks import EXTENDED_DAYS
from policy.rights import (
    INTAKES_AN_HOUR,
    LONGEST_WORDS,
    LOOKS_AN_HOUR,
    READABLE,
    RECORD,
    TRIES,
    Channel,
    Part,
    RequestState,
    Told,
    check_asked,
    check_received,
    is_full,
)
from policy.spelling import clean
from policy.verdict import N_, Deny
from storage.tables import Account, DueKind, PublicUse, Request

LATER = timedelta(days=30)
"""What has no answer yet is not erased; it is looked at again then."""


def receive(cmd: ReceiveRequest, ctx: Context) -> None:
    """R-070, R-099, L146, L214: kept sealed; all else happens a moment later, so that the answer tells nothing.

    Raises:
        NotAllowed: something is missing or too long.
        TooManyAtOnce: so many came from this address.
    """
    mark = ctx.uow.requests.mark(f"{PublicUse.INTAKE}|{cmd.address}")
    if is_full(ctx.uow.requests.times(PublicUse.INTAKE, mark, ctx.now), INTAKES_AN_HOUR):
        raise TooManyAtOnce
    if begin(cmd, Channel.PAGE, ctx.now, None, ctx):
        ctx.uow.requests.count(PublicUse.INTAKE, mark, ctx.now)


def enter(cmd: EnterRequest, ctx: Context) -> None:
    """R-070, R-076, L146, L157: who can't use the page has the same door: same questions, same clocks, same secret.

    Raises:
        NotAllowed: not theirs to enter, something is missing or too long, or it came at no such time.
    """
    account = who(cmd.account_id, ctx)
    facts = member_facts(account.member, ctx)
    vacant = ctx.uow.people.vacant(facts.network_id)
    require(access.may_answer_request(facts, vacant=vacant, network_id=facts.network_id, now=ctx.now))
    received_at = cmd.received_at or ctx.now
    require(check_received(received_at, ctx.now))
    if request := begin(cmd, cmd.channel, received_at, account, ctx):
        request.entered_by, request.seen_at = account.member_id, ctx.now


def begin(cmd: NewRequest, channel: Channel, received_at: datetime, by: Account | None, ctx: Context) -> Request | None:
    """Kept sealed, with all that the clock is to do; None if the same page asked before."""
    network = ctx.uow.stores.the_network()
    require(check_asked(cmd.asked, received_at.astimezone(ZoneInfo(network.timezone)).date()))
    request = ctx.uow.requests.begin(
        packed(cmd.asked),
        cmd.asked.contact,
        number=cmd.number,
        salt=cmd.salt,
        secret=cmd.fingerprint,
        form=cmd.form,
        network_id=network.id,
        store_id=cmd.asked.store_id or None,
        wish=cmd.asked.wish,
        language=cmd.language,
        channel=channel,
        received_at=received_at,
    )
    if request is None:
        return None
    ctx.note(Event.REQUEST_RECEIVE, None, by, request=request.id, wish=request.wish, channel=channel)
    about = {"request": request.id}
    ctx.uow.due.plan(DueKind.TAKE_UP_REQUEST, request.id, ctx.now, arguments=about, at_once=True)
    last = ctx.now + timedelta(days=EXTENDED_DAYS) + READABLE
    ctx.uow.due.plan(DueKind.ERASE_REQUEST, request.id, last, arguments=about)
    return request


def take_up(cmd: DueCommand, ctx: Context) -> None:
    """R-070, R-099, L214: the desk hears of it, and a plausible objection keeps back the picture it is about."""
    request = ctx.uow.requests.get(cmd.arguments["request"])
    for case in cases_around(request, ctx):
        darken(request, ctx.uow.cases.locked(case.id), ctx)
    plan_reminders(request, ctx)


def count_look(cmd: CountLook, ctx: Context) -> None:
    """R-070: how often one address asks for answers, and how often a number's secret was wrong, whether it is or not.

    Raises:
        TooManyAtOnce: for now neither is looked at.
    """
    requests = ctx.uow.requests
    if cmd.wrong:
        requests.count(PublicUse.SECRET, requests.mark(f"{PublicUse.SECRET}|{cmd.wrong}"), ctx.now, again_at=TRIES)
        return
    mark = requests.mark(f"{PublicUse.LOOK}|{cmd.address}")
    if is_full(requests.times(PublicUse.LOOK, mark, ctx.now), LOOKS_AN_HOUR):
        raise TooManyAtOnce
    requests.count(PublicUse.LOOK, mark, ctx.now)


def is_locked(number: str, ctx: Context) -> bool:
    """R-070: whether nobody may try this number for now, whether or not there is such a request."""
    mark = ctx.uow.requests.mark(f"{PublicUse.SECRET}|{number}")
    return is_full(ctx.uow.requests.times(PublicUse.SECRET, mark, ctx.now), TRIES)


def add(cmd: AddToRequest, ctx: Context) -> None:
    """R-070, R-099: the person adds something, or answers; a clock that waited for it goes on. The rest a moment later,
    as when it came in, so that the work tells nobody whether a picture is kept back.

    Raises:
        NotAllowed: it is empty or too long, or the request was answered.
    """
    request, words = ctx.uow.requests.get(cmd.request_id), clean(cmd.words)
    if request.state is RequestState.ANSWERED:
        require(Deny("R-070", N_("この申出には回答しました。続きがあるときは、新しく申し出てください。")))
    if not words or len(words) > LONGEST_WORDS:
        require(Deny("R-070", N_("{most} 文字以内で書いてください。"), {"most": LONGEST_WORDS}))
    if [said for _, _, said in told_in(request, ctx, Part.ADDED)][-1:] == [words]:
        return  # the page was sent twice
    ctx.uow.requests.write(request, Part.ADDED, words.encode(), ctx.now)
    if request.state is RequestState.WAITING:
        request.state = RequestState.OPEN
    ctx.note(Event.REQUEST_ADD, None, request=request.id)
    about, subject = {"request": request.id}, f"{request.id}:{ctx.now.isoformat()}"
    ctx.uow.due.plan(DueKind.TAKE_UP_REQUEST, subject, ctx.now, arguments=about, at_once=True)


def note_read(cmd: NoteRead, ctx: Context) -> None:
    """R-070, L146: that they read on the page what was written to them; the first time is the proof."""
    note_reached(ctx.uow.requests.get(cmd.request_id), Told.PAGE, None, ctx)


def note_reached(request: Request, how: Told, by: Account | None, ctx: Context) -> bool:
    """R-070, R-097, L146: question, reason or answer has come to the person; False if that was on record before."""
    if not is_unread(request, ctx):
        return False
    if request.state is RequestState.ANSWERED:
        request.told_at, request.told_how, request.told_by = ctx.now, how, by.member_id if by else None
    else:
        ctx.uow.requests.write(request, Part.BROUGHT, how.encode(), ctx.now)
    ctx.note(Event.REQUEST_TELL, None, by, request=request.id, how=how)
    return True


def is_unread(request: Request, ctx: Context) -> bool:
    """R-070: whether something was written to the person of which nothing shows that it has reached them.

    An answer of anybody; before it, what somebody has to bring.
    """
    if request.state is RequestState.ANSWERED:
        return request.told_how in (None, Told.TRIED)
    return ctx.uow.requests.is_to_bring(request)


def plan_end(request: Request, ctx: Context) -> None:
    """R-043: from the answer on, the words and the record have their days."""
    about = {"request": request.id}
    subject = f"{request.id}:answered"
    ctx.uow.due.plan(DueKind.ERASE_REQUEST, subject, ctx.now + READABLE, arguments=about)
    ctx.uow.due.plan(DueKind.ERASE_REQUEST_RECORD, request.id, ctx.now + RECORD, arguments=about)


def erase_words(cmd: DueCommand, ctx: Context) -> None:
    """R-040, R-043: what the person wrote and read is gone; when, what and how it was decided stays for its years."""
    request = ctx.uow.requests.get(cmd.arguments["request"])
    if request.answered_at is None:
        when = ctx.now + LATER
        ctx.uow.due.plan(DueKind.ERASE_REQUEST, f"{request.id}:{when.isoformat()}", when, arguments=cmd.arguments)
    elif request.key_id is not None and ctx.now >= request.answered_at + READABLE:
        ctx.uow.requests.forget(request)
        ctx.note(Event.REQUEST_ERASE, None, request=request.id)


def erase_record(cmd: DueCommand, ctx: Context) -> None:
    """R-043: nothing stays but the ledger's entries."""
    request = ctx.uow.requests.get(cmd.arguments["request"])
    ctx.note(Event.REQUEST_END, None, request=request.id)
    ctx.uow.requests.remove(request)
