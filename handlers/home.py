"""What stands on a phone all the time: LINE's menu, Slack's Home tab. Drawn anew when what it shows has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from handlers import wording
from handlers.cards import Card, Message
from handlers.case.audience import metres_to
from handlers.case.involved import answers_for, in_use, member_facts, who
from handlers.case.question import told_in_question
from handlers.case.tally import tally
from handlers.case.told import told as told_of
from handlers.commands.chat import OpenHome
from handlers.commands.worker import NoteHomes
from handlers.context import Context
from handlers.dialogue.status import MOST_ALERTS, addressed, due_for, received, stoppable, waiting_for
from handlers.network.seats import seat_of
from policy.desk import Seated
from policy.facts import Role
from policy.menu import Menu, key_of, menu_of
from policy.states import CLOSED, MAY_BE_THERE
from storage.tables import Account, Case, DueKind, new_id

EVERYBODY = "everybody"
"""In place of account ids."""

MOST = 500
"""Accounts of one piece of work: as many as LINE's bulk link takes."""

Told = tuple[Case | None, Card]


@dataclass(frozen=True)
class Home:
    """What one account should have before it: which menu, red or not, in which language, and the page where one is."""

    menu: Menu
    live: bool
    language: str
    page: tuple[Message, ...] = ()

    @property
    def key(self) -> str:
        """Its name where the menu is all of it."""
        return key_of(self.menu, live=self.live, language=self.language)


def refresh(accounts: Collection[str], ctx: Context) -> None:
    """Have the homes of these accounts looked at, once this unit is kept; never within it."""
    ids = sorted(accounts)
    for start in range(0, len(ids), MOST):
        _plan({"accounts": " ".join(ids[start : start + MOST])}, ctx)


def refresh_all(ctx: Context) -> None:
    """Everybody's: after an import, a new set of menus, and once a day, since a training may have ended."""
    _plan({"accounts": EVERYBODY}, ctx)


def forget(platform: str, ctx: Context) -> None:
    """Nothing is known any more of what stands there, since what it was made of is made anew."""
    for account in _everybody(ctx):
        if account.platform == platform:
            account.home = None


def open_home(cmd: OpenHome, ctx: Context) -> None:
    """Somebody looks at their Home for the first time, or again: from now on it is kept up to date."""
    account = who(cmd.account_id, ctx)
    account.home = account.home or ""
    refresh([account.id], ctx)


def note_homes(cmd: NoteHomes, ctx: Context) -> None:
    """What the platform shows now; the same is not sent twice."""
    for account in ctx.uow.people.accounts_by_ids(cmd.marks):
        account.home = cmd.marks[account.id]


def concerned(arguments: Mapping[str, str], ctx: Context) -> list[Account]:
    """Whose home a piece of work is about: named accounts, the people of a case's stores, or everybody."""
    if "about" in arguments:
        return _of_case(arguments["about"], ctx)
    if arguments["accounts"] != EVERYBODY:
        return [ctx.uow.people.account_by_id(account_id) for account_id in arguments["accounts"].split()]
    return _everybody(ctx)


def outdated(accounts: Collection[Account], ctx: Context) -> Iterator[tuple[Account, Home, tuple[Told, ...], str]]:
    """Of these accounts those whose home shows something else than it should: what it should, and its mark.

    A page is drawn only for those who have opened it; a menu for everybody.
    """
    _look_up(accounts, ctx)
    for account in accounts:
        page = ctx.traits(account).home_has_page
        if page and account.home is None:
            continue
        home, told = _wanted(account, ctx)
        mark = _mark(home, told, account, ctx) if page else home.key
        if mark != account.home:
            yield account, home, told if page else (), mark


def _look_up(accounts: Collection[Account], ctx: Context) -> None:
    """What is asked about each of them is read for all of them together."""
    networks = {account.member.network_id for account in accounts}
    live = [case for network_id in networks for case in ctx.uow.cases.live_in(network_id)]
    ctx.uow.stores.all_facts(ctx.uow.stores.several({store_id for case in live for store_id in case.audience}))


def drawn(account: Account, home: Home, told: tuple[Told, ...], ctx: Context) -> Home:
    """The page with buttons and links of its own."""
    reader = ctx.recipient(account)
    return Home(home.menu, home.live, home.language, tuple(reader.message(card, case) for case, card in told))


def _wanted(account: Account, ctx: Context) -> tuple[Home, tuple[Told, ...]]:
    member = member_facts(account.member, ctx)
    menu = Menu.STRANGER if account.revoked_at else menu_of(member, ctx.now)
    if menu is Menu.STRANGER:
        return Home(menu, live=False, language=account.member.language), ()
    live = menu is not Menu.UNTRAINED and bool(stoppable(account, ctx) or addressed(account, ctx))
    home = Home(menu, live, account.member.language)
    if not ctx.traits(account).home_has_page:
        return home, ()
    due = due_for(account, ctx)
    shown = ((None, wording.board.board(due, ctx.now, leads=False)),) if due else ()
    below = (*_standing(account, ctx), *shown)
    desk = isinstance(seat_of(account.member, ctx), Seated)
    return home, ((None, wording.menu.home(menu, live=live, quiet=not below, desk=desk)), *below)


def _standing(account: Account, ctx: Context) -> Iterator[Told]:
    """The cards of 「状況」: what waits for one's answer, one's own case, alerts one may stop or was sent."""
    for case in waiting_for(account, ctx)[:MOST_ALERTS]:
        yield case, wording.assess.please_assess(told_in_question(case, ctx), ctx.now)
    own, alerts = ctx.uow.cases.latest_of(account.member_id), stoppable(account, ctx)
    if own is not None and own.state not in CLOSED and own not in alerts:
        alerts = [own, *alerts]
    for case in alerts[:MOST_ALERTS]:
        may_answer = answers_for(account, case, ctx)
        yield case, wording.stop.status(told_of(case, ctx), tally(case, ctx), answers=may_answer)
    for case, store_id in received(account, ctx)[:MOST_ALERTS]:
        delivery = ctx.uow.deliveries.for_account(case.id, account.id)
        if delivery is not None and delivery.state in MAY_BE_THERE:
            yield case, wording.alert.alert(told_of(case, ctx), metres_to(case, {store_id}, ctx)[store_id])


def _mark(home: Home, told: tuple[Told, ...], account: Account, ctx: Context) -> str:
    """A hash of what is read there; buttons and links are new each time and don't count."""
    read = ctx.recipient(account).read
    cards = [
        [
            read(card.title),
            *(read(line) for line in card.lines),
            *(f"{read(label)}={read(value)}" for label, value in card.facts),
            *(f"{read(action.label)}={action.does}" for action in (*card.buttons, *card.choices)),
            card.page is not None,
        ]
        for _, card in told
    ]
    return hashlib.sha256(json.dumps([home.key, cards]).encode()).hexdigest()


def _everybody(ctx: Context) -> list[Account]:
    if not ctx.uow.stores.has_network():
        return []
    members = ctx.uow.people.in_network(ctx.uow.stores.the_network().id, [*Role])
    return [account for member in members for account in in_use(member)]


def _of_case(case_id: str, ctx: Context) -> list[Account]:
    try:
        case = ctx.uow.cases.get(case_id)
    except LookupError:  # erased since
        return []
    at_stores = ctx.uow.people.working_at_any({case.store_id, *case.audience})
    people = dict.fromkeys((*at_stores, *ctx.uow.people.for_network(case.network_id, [*Role])))
    return [account for member in people for account in in_use(member)]


def _plan(arguments: Mapping[str, str], ctx: Context) -> None:
    ctx.uow.due.plan(DueKind.SHOW_HOMES, new_id(), ctx.now, arguments=arguments, at_once=True)
