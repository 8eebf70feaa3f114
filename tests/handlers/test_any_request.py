"""The life of a request in any order: whoever does whatever whenever, nobody is answered but by a decision.

Each wish is lived to each end that it can have: what happens on the way is drawn, and in the end somebody answers it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from handlers.commands.chat import Command
from handlers.commands.rights import AddToRequest, AskPerson, DecideRequest, ExtendRequest, SecondDecision
from handlers.context import Context
from handlers.errors import HanshoError
from handlers.rights.record import clock_of, parties, told_in
from policy.clocks import answer_by
from policy.decision import GROUNDS, OF_RIGHT, SECONDED, Decided, Effect, Proposal, Refused, check_decision, effect_of
from policy.facts import Role
from policy.forms.names import Wrong
from policy.rights import OF_AN_ALERT, Part, RequestState, Wish
from policy.states import Ending, State
from storage.tables import Request
from tests.world.in_process import TownInProcess
from tests.world.requests import REFUSAL, about, request, send

OFFICE, AUDITOR, REPORTER, DECIDER, JUDGED = "P29", "P30", "P01", "P28", "P03"
"""``JUDGED`` has said yes to the alert, and is a decider too: a party."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)
STEPS = ("decide", "second", "ask", "decide", "second", "add", "decide", "second", "extend", "wait")
ON_THE_WAY = 5
FLAWS = ("", "", "", "", "", "words", "ground", "party", "parts", "no")
"""Nothing, mostly; or what makes a decision none: its reason, its ground, who decides, what is taken back."""


def ground(wish: Wish) -> Refused | None:
    """What it can be refused for as a whole."""
    return next((one for one, where in reversed([*GROUNDS.items()]) if wish in where.wishes), None)


def can_be(wish: Wish, decided: Decided) -> bool:
    """Whether it can end so."""
    refused = ground(wish) if decided in SECONDED else None
    return bool(check_decision(Proposal(wish, decided, REFUSAL, refused)))


ENDS = [(wish, decided) for wish in Wish for decided in Decided if can_be(wish, decided)]


@dataclass
class Life:
    """One request about the one alert of its town."""

    town: TownInProcess
    wish: Wish
    number: str
    chance: Random
    due: datetime = LONG_AGO
    answered: tuple[object, ...] = ()

    def live(self, end: Decided) -> None:
        """Whatever happens first, nobody answers it on the way; then it ends so."""
        self.what_must_hold()
        for _ in range(ON_THE_WAY):
            self.somebody_does_something()
            self.what_must_hold()
        if self.row().state is RequestState.PROPOSED:
            self.second(agrees=False)
        self.attempt(self.decision(end, "party"))
        self.what_must_hold()
        self.town.run(self.decision(end))
        self.attempt(SecondDecision(self.town.account(DECIDER), self.number, agrees=True))  # who decided it
        self.what_must_hold()
        if self.row().state is RequestState.PROPOSED:
            self.second(agrees=True)
        self.what_must_hold()
        self.what_was_decided_is_done()

    def second(self, *, agrees: bool) -> None:
        """The auditor looks at what the decider proposes."""
        self.town.run(SecondDecision(self.town.account(AUDITOR), self.number, agrees=agrees))

    def somebody_does_something(self) -> None:
        """The secretariat, the auditor, a decider, or the reporter: something that they may do, or may not."""
        chance, town = self.chance, self.town
        account, flaw = town.account(chance.choice((OFFICE, AUDITOR, DECIDER, REPORTER))), chance.choice(FLAWS)
        match chance.choice(STEPS):
            case "wait":
                town.now += timedelta(days=5)
            case "ask":
                self.attempt(AskPerson(account, self.number, "何時ごろのことでしたか。"))
            case "add":
                self.attempt(AddToRequest(self.row().id, "昼すぎです。"))
            case "extend":
                self.attempt(ExtendRequest(account, self.number, REFUSAL))
            case "decide":
                self.attempt(self.decision(chance.choice((Decided.REFUSED, Decided.IN_PART)), flaw or "no"))
            case "second":
                self.attempt(SecondDecision(account, self.number, agrees=False))

    def decision(self, decided: Decided, flaw: str = "") -> DecideRequest:
        refused = ground(self.wish) if (decided in SECONDED) != (flaw == "ground") else None
        corrects = self.town.case().state is State.LIVE and effect_of(self.wish, decided) is Effect.CORRECT
        wrong = (Wrong.FEATURES,) if corrects != (flaw == "parts") else ()
        words, who = ("はい。" if flaw == "words" else REFUSAL), (JUDGED if flaw == "party" else DECIDER)
        cases = (self.town.case().number,)
        return DecideRequest(self.town.account(who), self.number, decided, words, refused, cases, wrong=wrong)

    def attempt(self, command: Command) -> None:
        """They do it, or are told why not."""
        with suppress(HanshoError):
            self.town.run(command)

    def row(self) -> Request:
        """As it stands."""
        return request(self.town, self.number)

    # --- what must hold ---

    def what_must_hold(self) -> None:
        """After every step."""
        with self.town.app.reading() as ctx:
            row = ctx.uow.requests.by_number(self.number)
            assert row is not None
            self.nobody_is_answered_without_a_decision(row, ctx)
            self.nobody_decides_what_they_are_a_party_to_or_twice(row, ctx)
            self.no_clock_runs_backwards_and_no_answer_changes(row, ctx)
        self.what_is_objected_to_stays_dark_and_what_is_not_decided_is_not_done(row)

    def nobody_is_answered_without_a_decision(self, row: Request, ctx: Context) -> None:
        said = told_in(row, ctx, Part.ANSWER)
        assert bool(said) == (row.state is RequestState.ANSWERED) == (row.answered_at is not None)
        assert not said or row.decided
        if said and row.decided is not Decided.GRANTED and self.wish in OF_RIGHT:
            assert row.seconded_by is not None, "less than was asked for takes two, by whatever name"
        assert (row.decided in SECONDED) == (row.refused is not None)

    def nobody_decides_what_they_are_a_party_to_or_twice(self, row: Request, ctx: Context) -> None:
        deciders = {row.decided_by, row.seconded_by} - {None}
        assert not (deciders and deciders & parties(row, ctx))
        assert row.decided_by is None or row.decided_by != row.seconded_by

    def no_clock_runs_backwards_and_no_answer_changes(self, row: Request, ctx: Context) -> None:
        due = answer_by(clock_of(row, ctx), self.town.now)
        assert due >= self.due
        self.due = due
        answer = (row.decided, row.refused, row.answered_at, row.seconded_by)
        assert not self.answered or answer == self.answered
        if row.state is RequestState.ANSWERED:
            self.answered = answer

    def what_is_objected_to_stays_dark_and_what_is_not_decided_is_not_done(self, row: Request) -> None:
        case = self.town.case()
        if row.state is not RequestState.ANSWERED:
            assert (case.state, case.ending, case.narrowed) == (State.LIVE, None, [])
            assert (case.paused_at is not None) == (self.wish in OF_AN_ALERT)

    def what_was_decided_is_done(self) -> None:
        """The alert ends, tells less, or is as it was."""
        row, case = self.row(), self.town.case()
        assert row.decided
        effect = effect_of(self.wish, row.decided)
        assert (case.ending is Ending.RECALL) == (effect is Effect.RECALL)
        assert case.narrowed == ([Wrong.FEATURES] if effect is Effect.CORRECT else [])
        assert effect is None or self.wish in OF_AN_ALERT


@pytest.mark.parametrize("wish", Wish)
def test_a_request_is_answered_by_a_decision_in_whatever_order_people_do_things(
    town: TownInProcess, wish: Wish
) -> None:
    """R-070, R-071, R-074, R-075, R-099: no decision by a party, no refusal by one alone, no clock backwards."""
    town.warn()
    for code in (DECIDER, JUDGED):
        town.appoint(code, Role.DECIDER)
    start = town.moment()
    assert start
    came_to = set()
    for place, end in enumerate(decided for asked, decided in ENDS if asked is wish):
        town.database.close()
        town.resume(start)
        number = send(town, about(town, wish))
        life = Life(town, wish, number, Random(f"{wish} {place}"))
        life.live(end)
        came_to.add(life.row().decided)
    assert came_to == {decided for asked, decided in ENDS if asked is wish}, "each end was lived"
