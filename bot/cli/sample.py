"""``hansho sample``: a year of invented weeks and alerts for the demo's desk, so that a visitor sees curves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

import click

from bot.cli.asking import DONE, asking
from bot.cli.sample_alerts import keep_alerts
from handlers.audit.digest import NINE, midnight
from handlers.context import Context
from policy.assessment import TESTS
from policy.digest import WEEK, CaseRow, Digest, weekly
from policy.facts import Role
from policy.rules import Rules
from policy.signs import HABIT, AnswerRow
from policy.states import State

YEAR: Final = 52
A_WEEK: Final = 4
"""Reports in an ordinary week of a shopping street; twice as many in December."""

DECEMBER: Final = 12
HASTY_SINCE: Final = timedelta(weeks=6)
"""From then on one of them is in a hurry, so that there is a sign to read."""


@click.command(hidden=True)
def sample() -> None:
    """Fill the demo's desk with a year of invented weeks and alerts. Refused anywhere else."""
    with asking() as application:
        if not application.settings.demo:
            raise click.ClickException("見本の1年は make demo だけのものです。 / Only `make demo` has invented weeks.")
        with application.writing() as ctx:
            network = ctx.uow.stores.the_network()
            year = _year(ctx)
            for until, told in year.weeks():
                ctx.uow.weeks.keep(network.id, until, told, timedelta(days=Rules().record_days))
            keep_alerts((one.case for one in year.events), ctx)
            ctx.uow.commit()
        click.echo(DONE)


@dataclass(frozen=True)
class Happened:
    """One invented case and the answers to it."""

    case: CaseRow
    answers: tuple[AnswerRow, ...]


@dataclass(frozen=True)
class Year:
    """All that happened, up to the last Monday."""

    events: tuple[Happened, ...]
    last: datetime

    def weeks(self) -> Iterator[tuple[datetime, Digest]]:
        """Each Monday's digest."""
        for week in range(YEAR):
            until = self.last - week * WEEK
            near = [one for one in self.events if until - HABIT < one.case.created_at <= until]
            answers = [answer for one in near for answer in one.answers]
            yield until, weekly([one.case for one in near], answers, [], rules=Rules(), now=until)


def _year(ctx: Context) -> Year:
    """The year before this moment."""
    network = ctx.uow.stores.the_network()
    leads = ctx.uow.people.in_network(network.id, [Role.RESPONSIBLE])
    stores = [role.store_id for lead in leads for role in lead.roles if role.store_id]
    people = [one.id for one in ctx.uow.people.in_network(network.id, [Role.APPROVER, Role.DEPUTY])]
    today = midnight(ctx)
    last = today - timedelta(days=today.weekday()) + NINE
    return Year(tuple(_events(Random(1), last, stores, people)), last)  # noqa: S311 - the same year for everybody


def _events(random: Random, last: datetime, stores: Sequence[str], people: Sequence[str]) -> Iterator[Happened]:
    for week in range(YEAR + HABIT // WEEK):
        monday = last - (week + 1) * WEEK
        most = 2 * A_WEEK if monday.month == DECEMBER else A_WEEK
        for number in range(random.randint(most // 2, most + 1)):
            at = monday + timedelta(days=random.randint(0, 6), hours=random.uniform(1, 11))
            pair = random.sample(people, 2)
            if last - at < HASTY_SINCE and number % 2:
                pair = [people[0], random.choice(people[1:])]
            yield _event(f"{week}-{number}", random, at, last, random.choice(stores), pair)


def _event(name: str, random: Random, at: datetime, last: datetime, store_id: str, people: Sequence[str]) -> Happened:
    no = random.choice(TESTS).name if random.random() < 0.12 else ""  # noqa: PLR2004 - one in eight
    sent = None if no else at + timedelta(minutes=random.uniform(3, 9))
    recalled = sent is not None and random.random() < 0.06  # noqa: PLR2004 - a drill, or an error, in two months
    reached = 0 if sent is None else random.randint(5, 9)
    case = CaseRow(
        name,
        store_id,
        State.REFUSED if no else State.ERASED,
        at,
        sent,
        recalled=recalled,
        recall_minutes=random.uniform(6, 40) if recalled else None,
        reached=reached,
        confirmed=max(0, reached - random.choice((0, 0, 0, 1, 1, 2))),
    )
    return Happened(case, tuple(_answers(name, random, at, last, people, no)))


def _answers(
    name: str, random: Random, at: datetime, last: datetime, people: Sequence[str], no: str
) -> Iterator[AnswerRow]:
    hurried = people[0] if last - at < HASTY_SINCE else ""
    for turn, person in enumerate(people):
        answered = at + timedelta(minutes=random.uniform(1, 3) + turn)
        hasty = person == hurried or random.random() < 0.05  # noqa: PLR2004 - as honest people are
        yield AnswerRow(name, person, answered, (f"{name} {person}",), hasty, no if turn else "")
