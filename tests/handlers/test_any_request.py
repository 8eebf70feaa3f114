"""The life of a request in any order: whoever does whatever whenever, nobody is answered but by a decision."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from handlers.commands.rights import AddToRequest, AskPerson, DecideRequest, ExtendRequest, SecondDecision
from handlers.context import Context
from handlers.errors import HanshoError
from handlers.rights.record import clock_of, parties, told_in
from policy.clocks import answer_by
from policy.decision import GROUNDS, SECONDED, Decided, Effect, effect_of
from policy.forms.names import Wrong
from policy.rights import Part, RequestState, Wish
from policy.states import State
from storage.tables import Request
from tests.world.in_process import TownInProcess
from tests.world.requests import REFUSAL, about, request, send

SEEDS = st.integers(0, 2**32)
STEPS = ("decide", "second", "ask", "decide", "second", "add", "decide", "second", "extend", "wait")
FLAWS = ("", "", "", "", "", "words", "ground", "party", "parts", "no")
"""Nothing, mostly; or what makes a decision none: its reason, its ground, who decides, what is taken back."""

NUMBERS = count(2345678)


class LifeOfARequest(RuleBasedStateMachine):
    """One request after another in one town, with one alert that each is about or not."""

    town: ClassVar[TownInProcess]
    answers: ClassVar[set[Decided]]

    @initialize(seed=SEEDS)
    def comes(self, seed: int) -> None:
        wish = Random(seed).choice(list(Wish))
        number = next(NUMBERS)
        address = f"192.0.{number // 250 % 250}.{number % 250}"
        self.wish = wish
        self.number = send(self.town, about(self.town, wish), f"Q-{number}", address)
        self.due = datetime.min.replace(tzinfo=UTC)
        self.answered: tuple[object, ...] = ()

    @rule(seed=SEEDS)
    def somebody_does_something(self, seed: int) -> None:
        """The secretariat, the auditor, or the reporter, who is a party: something that they may do, or may not."""
        chance = Random(seed)
        account, flaw = self.town.account(chance.choice(("P29", "P30", "P30", "P01"))), chance.choice(FLAWS)
        match chance.choice(STEPS):
            case "wait":
                self.town.now += timedelta(days=5)
            case "ask":
                self._try(AskPerson(account, self.number, "何時ごろのことでしたか。"))
            case "add":
                self._try(AddToRequest(self._row().id, "昼すぎです。"))
            case "extend":
                self._try(ExtendRequest(account, self.number, REFUSAL))
            case "decide":
                self._try(self._decision(chance.choice(list(Decided)), flaw))
            case "second":
                self._try(SecondDecision(account, self.number, agrees=flaw != "no"))

    def _decision(self, decided: Decided, flaw: str) -> DecideRequest:
        grounds = [one for one, where in GROUNDS.items() if self.wish in where.wishes]
        refused = grounds[0] if grounds and (decided in SECONDED) != (flaw == "ground") else None
        corrects = self.town.case().state is State.LIVE and effect_of(self.wish, decided) is Effect.CORRECT
        wrong = (Wrong.FEATURES,) if corrects != (flaw == "parts") else ()
        words, who = "はい。" if flaw == "words" else REFUSAL, self.town.account("P01" if flaw == "party" else "P29")
        return DecideRequest(who, self.number, decided, words, refused, (self.town.case().number,), wrong=wrong)

    @invariant()
    def what_must_hold(self) -> None:
        with self.town.app.reading() as ctx:
            row = ctx.uow.requests.by_number(self.number)
            assert row is not None
            self.nobody_is_answered_without_a_decision(row, ctx)
            self.nobody_decides_what_they_are_a_party_to_or_twice(row, ctx)
            self.no_clock_runs_backwards_and_no_answer_changes(row, ctx)

    def nobody_is_answered_without_a_decision(self, row: Request, ctx: Context) -> None:
        said = told_in(row, ctx, Part.ANSWER)
        assert bool(said) == (row.state is RequestState.ANSWERED) == (row.answered_at is not None)
        if said:
            assert row.decided
            self.answers.add(row.decided)
            assert (row.seconded_by is not None) or row.decided not in SECONDED
        if row.decided in SECONDED:
            assert row.refused

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

    def _row(self) -> Request:
        return request(self.town, self.number)

    def _try(self, command: object) -> None:
        with suppress(HanshoError):
            self.town.run(command)  # type: ignore[arg-type]


def test_a_request_is_answered_by_a_decision_in_whatever_order_people_do_things(town: TownInProcess) -> None:
    """R-070, R-071, R-074, R-099: no decision by a party, no refusal by one alone, no clock backwards."""
    town.warn()
    LifeOfARequest.town, LifeOfARequest.answers = town, set()
    how = settings(
        max_examples=10,
        stateful_step_count=10,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(LifeOfARequest, settings=how)
    assert LifeOfARequest.answers & SECONDED, "some were refused by two, or nothing was tried"
    assert LifeOfARequest.answers - SECONDED
