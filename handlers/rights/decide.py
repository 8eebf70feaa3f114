"""What the desk does about a request: reads it, asks, extends, decides, and looks at a colleague's refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from audit.event import Event
from handlers import wording
from handlers.alert.correct import take_back
from handlers.alert.stop import call_back
from handlers.case.involved import in_charge, member_facts, who
from handlers.case.record import require
from handlers.case.told import still_read, still_told, told
from handlers.commands.rights import (
    AskPerson,
    DecideRequest,
    ExtendRequest,
    LookAtRequest,
    NoteTold,
    RequestCommand,
    SecondDecision,
)
from handlers.context import Context
from handlers.errors import NotFound
from handlers.recipient import read_in
from handlers.rights.doubts import tell_neighbours
from handlers.rights.intake import note_reached, plan_end
from handlers.rights.record import (
    cases_around,
    cases_of,
    clock_of,
    is_gone,
    is_held,
    kept_back_since,
    numbered,
    parties,
    standing_of,
    told_in,
)
from handlers.rights.remind import ask_second, plan_end_of_wait, plan_reminders, plan_steps
from handlers.rights.suspend import release
from policy import access
from policy.clocks import may_extend
from policy.decision import (
    Decided,
    Effect,
    Proposal,
    check_decision,
    check_linked,
    check_parts,
    check_reason,
    effect_of,
    may_judge,
    takes_second,
)
from policy.forms.names import RecallReason, Wrong
from policy.rights import LONGEST_WORDS, PEOPLE, Part, RequestState, Told
from policy.spelling import clean
from policy.states import State
from policy.steps import may_give_up
from policy.untold import check_told
from policy.verdict import N_, Deny, Verdict
from policy.withheld import check_lines, shown_at_desk, withholds
from storage.tables import Account, Case, Request


def look(cmd: LookAtRequest, ctx: Context) -> None:
    """R-007, R-070, R-097: who reads what a person wrote, and what for, is on record before a word is shown."""
    account, request = named(cmd, ctx)
    ctx.note(Event.REQUEST_VIEW, None, account, request=request.id, purpose=cmd.purpose)
    if request.seen_at is None:
        request.seen_at = ctx.now


def ask(cmd: AskPerson, ctx: Context) -> None:
    """R-070, L146: without the person's answer nobody can go on, so the clock stands still, for a while."""
    account, request = _in_hand(cmd, ctx)
    words = clean(cmd.words)
    if request.channel not in PEOPLE:
        require(Deny("R-070", N_("この申出には、たずねる相手がいません。期限までに答えてください。")))
    if not words or len(words) > LONGEST_WORDS:
        require(Deny("R-070", N_("{most} 文字以内で書いてください。"), {"most": LONGEST_WORDS}))
    require(check_told(words))
    ctx.uow.requests.write(request, Part.QUESTION, words.encode(), ctx.now)
    request.state = RequestState.WAITING
    plan_end_of_wait(ctx)
    plan_steps(request, ctx)
    ctx.note(Event.REQUEST_ASK, None, account, request=request.id)


def extend(cmd: ExtendRequest, ctx: Context) -> None:
    """R-070, L146: once, to thirty days, and the person reads why."""
    account, request = _in_hand(cmd, ctx)
    words = clean(cmd.words)
    require(may_extend(clock_of(request, ctx), words, ctx.now))
    require(check_told(words))
    ctx.uow.requests.write(request, Part.EXTENSION, words.encode(), ctx.now)
    request.extended_at = ctx.now
    ctx.note(Event.REQUEST_EXTEND, None, account, request=request.id)
    plan_reminders(request, ctx)


def decide(cmd: DecideRequest, ctx: Context) -> None:
    """R-070, R-071, R-074, R-075, L146–153: the answer; what isn't granted may wait for a second person."""
    account, request = _in_hand(cmd, ctx, access.may_decide_request)
    words, lines = clean(cmd.words), [replace(line, words=clean(line.words)) for line in cmd.lines]
    require(check_decision(Proposal(request.wish, cmd.decided, words, cmd.refused)))
    require(check_reason(request.wish, cmd.decided, said=cmd.reason is not None))
    require(check_told(words, *(line.words for line in lines)))
    require(check_lines(request.wish, cmd.decided, cmd.refused, lines))
    if lines:
        words = f"{words}\n\n{read_in(ctx.ports.sentences(request.language), wording.rights.item_by_item(lines))}"
    require(may_judge(account.member_id, parties(request, ctx)))
    _link(request, cmd, ctx)
    request.shown = list(shown_at_desk(request.wish, cmd.decided, lines))
    if request.shown and not cases_of(request, ctx):
        require(Deny("R-070", N_("見せる事案を、一つ以上選んでください。")))
    require(check_linked(request.wish, cmd.decided, linked=bool(cases_of(request, ctx))))
    standing = {one for case in _live(request, ctx) for one in still_told(case, ctx)}
    require(check_parts(request.wish, cmd.decided, cmd.wrong, standing))
    request.decided, request.refused, request.decided_by = cmd.decided, cmd.refused, account.member_id
    request.wrong = list(cmd.wrong)
    ctx.note(Event.REQUEST_DECIDE, None, account, request=request.id, decided=cmd.decided)
    suspends, gone = kept_back_since(request, ctx) is not None, is_gone(request, ctx)
    if not (takes_second(request.wish, cmd.decided, suspends=suspends, gone=gone) or withholds(lines)):
        _answer(request, words, account, cmd.reason or RecallReason.NOT_NEEDED, ctx)
        return
    ctx.uow.requests.write(request, Part.PROPOSAL, words.encode(), ctx.now)
    request.state = RequestState.PROPOSED
    ask_second(request, ctx)
    plan_steps(request, ctx)


def second(cmd: SecondDecision, ctx: Context) -> None:
    """R-071, L150: nothing that takes two reaches the person while one pair of eyes has seen it."""
    account = who(cmd.account_id, ctx)
    facts = member_facts(account.member, ctx)
    vacant = ctx.uow.people.vacant(facts.network_id)
    require(access.may_second_request(facts, vacant=vacant, network_id=facts.network_id, now=ctx.now))
    request = numbered(cmd.number, facts.network_id, ctx)
    if request.state is not RequestState.PROPOSED:
        require(Deny("R-071", N_("確かめを待つ決定はありません。")))
    require(may_judge(account.member_id, parties(request, ctx), request.decided_by))
    ((_, _, words),) = told_in(request, ctx, Part.PROPOSAL)
    ctx.note(Event.REQUEST_SECOND, None, account, request=request.id, agrees=cmd.agrees)
    ctx.uow.requests.drop(request, Part.PROPOSAL)
    if cmd.agrees:
        request.seconded_by = account.member_id
        _answer(request, words, account, RecallReason.NOT_NEEDED, ctx)
        return
    request.state, request.decided, request.refused, request.decided_by = RequestState.OPEN, None, None, None
    request.wrong, request.shown = [], []
    ctx.uow.requests.unlink(request)
    plan_reminders(request, ctx)


def note_told(cmd: NoteTold, ctx: Context) -> None:
    """R-070, L146: who brought the person what was written to them, by what way and when; once, as the proof of it."""
    account, request = named(cmd, ctx)
    facts, vacant = member_facts(account.member, ctx), ctx.uow.people.vacant(request.network_id)
    require(access.may_answer_request(facts, vacant=vacant, network_id=facts.network_id, now=ctx.now))
    if cmd.how is Told.TRIED:
        require(may_give_up(standing_of(request, ctx), ctx.now))
    if not note_reached(request, cmd.how, account, ctx):
        require(Deny("R-070", N_("届けた記録は、質問や回答ごとに一度だけ残せます。画面を開き直してください。")))


def _answer(request: Request, words: str, by: Account, reason: RecallReason, ctx: Context) -> None:
    """R-074, R-075, R-078: the person can read it, and what was granted is done at once."""
    ctx.uow.requests.write(request, Part.ANSWER, words.encode(), ctx.now)
    request.state, request.answered_at = RequestState.ANSWERED, ctx.now
    plan_end(request, ctx)
    match effect_of(request.wish, request.decided) if request.decided else None:
        case Effect.RECALL:
            for case in cases_of(request, ctx):
                if still_read(ctx.uow.cases.locked(case.id)):
                    call_back(case, by, reason, ctx)
        case Effect.CORRECT:
            for case in _live(request, ctx):
                _take_back(request, case, by, ctx)
    release(request, ctx)
    tell_neighbours(request, cases_of(request, ctx), ctx)
    plan_reminders(request, ctx)


def _take_back(request: Request, case: Case, by: Account, ctx: Context) -> None:
    """R-074, R-075, R-078: its store hears what its neighbours may rely on no longer; the rest stands."""
    parts = [Wrong(one) for one in request.wrong if one in still_told(case, ctx)]
    for one in parts:
        take_back(case, one, by, ctx, granted=True)
    for reader in in_charge(case, ctx) if parts else ():
        ctx.tell(reader, case, wording.rights.taken_back(told(case, ctx), request.number, parts))


def _live(request: Request, ctx: Context) -> list[Case]:
    """Those that it is about and that still tell somebody something; locked."""
    return [case for one in cases_of(request, ctx) if (case := ctx.uow.cases.locked(one.id)).state is State.LIVE]


def _link(request: Request, cmd: DecideRequest, ctx: Context) -> None:
    """R-070: only what shop, day and hour lead to can be what a request is about.

    R-043, L117: who says that nothing is held any more owes the proof of all that was there, ticked or not.
    """
    around = {case.number: case for case in (*cases_around(request, ctx), *cases_of(request, ctx))}
    if not set(cmd.cases) <= set(around):
        raise NotFound
    gone = [number for number, case in around.items() if cmd.decided is Decided.NOT_HELD and not is_held(case, ctx)]
    for number in (*cmd.cases, *gone):
        ctx.uow.requests.link(request, around[number])


def named(cmd: RequestCommand, ctx: Context) -> tuple[Account, Request]:
    """Whoever may read requests, and the one they mean."""
    account = who(cmd.account_id, ctx)
    facts = member_facts(account.member, ctx)
    vacant = ctx.uow.people.vacant(facts.network_id)
    require(access.may_second_request(facts, vacant=vacant, network_id=facts.network_id, now=ctx.now))
    return account, numbered(cmd.number, facts.network_id, ctx)


def _in_hand(
    cmd: RequestCommand, ctx: Context, may: Callable[..., Verdict] = access.may_answer_request
) -> tuple[Account, Request]:
    """Whoever may answer requests, or decide them, and one that has no answer yet."""
    account, request = named(cmd, ctx)
    facts, vacant = member_facts(account.member, ctx), ctx.uow.people.vacant(request.network_id)
    require(may(facts, vacant=vacant, network_id=facts.network_id, now=ctx.now))
    if request.state in (RequestState.ANSWERED, RequestState.PROPOSED):
        require(Deny("R-070", N_("この申出はもう決めてあります。画面を開き直してください。")))
    return account, request
