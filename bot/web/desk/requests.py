"""Requests of people outside: what waits and until when; and one of them, read for a purpose (R-070, R-071, R-097)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.web.authentication import Unknown
from bot.web.desk.handing import Handing, handing_of
from bot.web.desk.paging import MOST
from bot.web.desk.reception import HOME, Guest
from handlers.cards import Text, denial, t
from handlers.case.involved import member_facts
from handlers.case.told import still_told
from handlers.context import Context
from handlers.forms.definitions import RECALL, WRONGS
from handlers.network.as_shown import of_request
from handlers.rights.intake import is_unread
from handlers.rights.record import asked_in, cases_around, cases_of, parties, told_in
from handlers.rights.remind import facts_of, waiting
from handlers.wording.facts import RequestFacts
from handlers.wording.labels import state_name
from handlers.wording.rights import CHANNELS, DECISIONS, ITEMS, REFUSALS, SHORT, SPEAKS, STATES, TOLD, next_step
from policy import access
from policy.clocks import Level
from policy.decision import GROUNDS, Decided, may_judge
from policy.forms.names import FieldName
from policy.rights import HANDED, OF_AN_ALERT, LookPurpose, Part, RequestState, Told, Wish
from policy.states import State
from policy.verdict import N_, Deny, Verdict, all_of
from policy.withheld import ITEM_GROUNDS, Item
from storage.tables import Case, Request

PURPOSES: Final = {
    LookPurpose.ANSWER: N_("申出に答えるため"),
    LookPurpose.SECOND: N_("決定を確かめるため"),
    LookPurpose.COMPLAINT: N_("苦情を受けたため"),
}

PARTS: Final = {
    Part.ADDED: N_("本人が書き足したこと"),
    Part.QUESTION: N_("本人への質問"),
    Part.EXTENSION: N_("期限を延ばした理由"),
    Part.PROPOSAL: N_("決定（確かめ待ち）"),
    Part.ANSWER: N_("回答"),
}


@dataclass(frozen=True)
class Row:
    """One request of a list, with nothing of what was written."""

    number: str
    wish: Text
    store: str
    state: Text
    at: datetime
    due: Text
    level: Level


@dataclass(frozen=True)
class Requests:
    """What waits for a step, the nearest first; and what was answered lately. ``enters``: they may write one down."""

    rows: tuple[Row, ...]
    answered: tuple[Row, ...]
    enters: bool


@dataclass(frozen=True)
class Read:
    """What somebody may see who said what for: words by time, the cases of that place and time, and what they may do.

    ``no`` and ``no_second``: why they can't decide, or can't be the second person; None if they can. ``asks``: whether
    they may ask the person, and extend. ``parts``: what live alerts among those cases still tell, to be taken back.
    ``items``: what a disclosure that isn't granted whole answers one by one. ``handing``: what is to be shown at the
    desk; None for nothing.
    """

    asked: tuple[tuple[Text, Text], ...]
    said: tuple[tuple[Text, datetime, str], ...]
    cases: tuple[tuple[str, Text, bool], ...]
    no: Text | None
    no_second: Text | None
    asks: bool
    refusals: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str], ...]
    item_grounds: tuple[tuple[str, str], ...]
    handing: Handing | None


@dataclass(frozen=True)
class One:
    """One request; ``read`` None: nobody said what for. ``facts``: by what way it came and its answer went.

    ``tells``: the ways by which somebody may say that they brought what was written; none if that was brought.
    """

    row: Row
    facts: tuple[tuple[Text, Text], ...]
    tells: tuple[tuple[str, str], ...]
    open: bool
    proposed: bool
    seen: str
    purposes: tuple[tuple[str, str], ...]
    decisions: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    read: Read | None


def listed(guest: Guest, ctx: Context) -> Requests:
    """R-070: no word of anybody, so that looking at the list tells nothing."""
    answered = ctx.uow.requests.listed(guest.network_id, answered=True, most=MOST)
    return Requests(
        tuple(_row(one) for one in waiting(guest.network_id, ctx)),
        tuple(_row(facts) for one in answered if not (facts := facts_of(one, ctx)).dues),
        enters(guest, ctx),
    )


def enters(guest: Guest, ctx: Context) -> bool:
    """R-076: whether they may write down what somebody told the desk."""
    member = member_facts(ctx.uow.people.account_by_id(guest.account_id).member, ctx)
    vacant = ctx.uow.people.vacant(guest.network_id)
    return bool(access.may_answer_request(member, vacant=vacant, network_id=guest.network_id, now=ctx.now))


def one(guest: Guest, number: str, ctx: Context, *, read: bool) -> One:
    """R-007, R-070: one request; its words only for a purpose that is on record.

    Raises:
        Unknown: no such request for this reader.
    """
    request = ctx.uow.requests.by_number(number)
    if request is None or request.network_id != guest.network_id:
        raise Unknown
    return One(
        _row(facts_of(request, ctx)),
        tuple(_ways(request, ctx)),
        tuple((how.value, TOLD[how]) for how in HANDED if is_unread(request, ctx)),
        request.state in (RequestState.OPEN, RequestState.WAITING),
        request.state is RequestState.PROPOSED,
        of_request(request, ctx),
        tuple((purpose.value, PURPOSES[purpose]) for purpose in LookPurpose),
        tuple((decided.value, DECISIONS[decided]) for decided in Decided),
        tuple((option.value, option.label) for option in RECALL.field(FieldName.REASON).options),
        _read(guest, request, ctx) if read else None,
    )


def _ways(request: Request, ctx: Context) -> Iterator[tuple[Text, Text]]:
    """R-070, R-097, L146: in which language to answer; who entered it and brought the answer, by the ledger's codes."""
    people = ctx.uow.people
    entered = people.member(request.entered_by).code if request.entered_by else ""
    yield t("答える言葉"), t(SPEAKS[request.language])
    yield t("受けた方法"), _by(t(CHANNELS[request.channel]), entered)
    if brought := ctx.uow.requests.parts(request, Part.BROUGHT):
        yield t("質問や知らせを届けた日時"), brought[-1].at
    if request.told_at and request.told_how:
        by = people.member(request.told_by).code if request.told_by else ""
        tried = request.told_how is Told.TRIED
        yield (
            t("最後に届けようとした日時") if tried else t("回答が届いた日時"),
            (request.told_at, _by(t(TOLD[request.told_how]), by)),
        )


def _by(what: Text, code: str) -> Text:
    return (what, t("記録した人：{code}", code=code)) if code else what


def _read(guest: Guest, request: Request, ctx: Context) -> Read:
    member = member_facts(ctx.uow.people.account_by_id(guest.account_id).member, ctx)
    involved, network = parties(request, ctx), guest.network_id
    vacant = ctx.uow.people.vacant(network)
    decides = access.may_decide_request(member, vacant=vacant, network_id=network, now=ctx.now)
    seconds = access.may_second_request(member, vacant=vacant, network_id=network, now=ctx.now)
    cases = {case.id: case for case in (*cases_around(request, ctx), *cases_of(request, ctx))}
    live = (case for case in cases.values() if case.state is State.LIVE and request.wish in OF_AN_ALERT)
    standing = {part for case in live for part in still_told(case, ctx)}
    return Read(
        tuple(_asked(request, ctx)),
        tuple((t(PARTS[part]), at, words) for part, at, words in told_in(request, ctx, *PARTS)),
        tuple(_case(case) for case in cases.values()),
        _why(all_of((decides, may_judge(member.id, involved)))),
        _why(all_of((seconds, may_judge(member.id, involved, request.decided_by)))),
        enters(guest, ctx),
        tuple((code.value, REFUSALS[code]) for code, ground in GROUNDS.items() if request.wish in ground.wishes),
        tuple((part.value, name) for part, name in WRONGS.items() if part in standing),
        tuple((item.value, ITEMS[item]) for item in Item) if request.wish is Wish.DISCLOSURE else (),
        tuple((ground.value, REFUSALS[ground]) for ground in ITEM_GROUNDS),
        handing_of(request, member.id, ctx),
    )


def _asked(request: Request, ctx: Context) -> Iterator[tuple[Text, Text]]:
    asked = asked_in(request, ctx)
    if asked is None:
        yield t("書かれたこと"), t("消去または復元で、書かれたことは残っていません。")
        return
    when = f"{asked.day or '–'} {'' if asked.hour is None else f'{asked.hour}:00'}".strip()
    yield t("いつ"), when
    yield t("書かれたこと"), asked.words
    for name, words in (
        (t("着ていたもの、持っていたもの（書かなくてもよい）"), asked.wearing),
        (t("返事の希望"), asked.contact),
    ):
        if words:
            yield name, words


def _case(case: Case) -> tuple[str, Text, bool]:
    return case.number, state_name(case.state), case.state is State.LIVE


def _why(verdict: Verdict) -> Text | None:
    return denial(verdict) if isinstance(verdict, Deny) else None


def _row(facts: RequestFacts) -> Row:
    return Row(
        facts.number,
        t(SHORT[facts.wish]),
        facts.store or "–",
        t(STATES[facts.state]),
        facts.received_at,
        next_step(facts),
        facts.level,
    )


def address(number: str) -> str:
    """Where one request is."""
    return f"{HOME}/requests/{number}"
