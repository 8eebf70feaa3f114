"""Stores and people from CSV: checked row by row, then all of it or nothing; importing again updates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from audit.event import Event
from handlers.case.involved import in_use
from handlers.case.record import require
from handlers.context import Context
from handlers.home import refresh_all
from handlers.incidents.call import call_anew
from handlers.network.accounts import cut_off
from handlers.network.enrolment import tell_of_account
from handlers.network.ground import look_at
from handlers.network.rule_versions import rules_to_cite
from handlers.network.watchers import tell_of_lost, watchers
from handlers.twofold.ask import is_alone, propose_overseer, propose_twins, unsettled_twins
from policy.access import may_vouch
from policy.facts import Role
from policy.likeness import Likeness, Pair
from policy.twofold import Act, may_let_in_alone, may_name_alone
from storage.imports import kept, members, stores, twins
from storage.imports.rows import RowError
from storage.imports.seen import Seen, mark, still
from storage.imports.standing import Change
from storage.imports.twins import NOTHING_SAID, Confirmed
from storage.parts import parted
from storage.tables import Account, Business, Member, MemberRole, Network, Store

STORES: Final = "stores"
MEMBERS: Final = "members"
"""Of which list two codes are that look like one."""

Progress = Callable[[int, int], object]
"""Told after each part: how many are written, of how many."""


def in_silence(_done: int, _of: int) -> None:
    """Nobody waits for it."""


@dataclass(frozen=True)
class ImportResult:
    """What an import did; with any error nothing was changed.

    Attributes:
        rows: Data rows of the file.
        created: New stores or members.
        updated: Known ones that were in the file too.
        errors: Every fault found, by line.
        codes: Member code → enrolment code, for new members without a chat account; shown once, kept nowhere.
        twins: Pairs of codes that a second person has to call two first; with any of them nothing was imported.
        overseers: Codes of whom a second person has to allow what they are for the whole network; all else came in.
    """

    rows: int = 0
    created: int = 0
    updated: int = 0
    errors: tuple[RowError, ...] = ()
    codes: dict[str, str] = field(default_factory=dict, repr=False)
    twins: tuple[tuple[str, str], ...] = ()
    overseers: tuple[str, ...] = ()


def look_at_stores(data: bytes | str, ctx: Context, *, confirmed: Confirmed = NOTHING_SAID) -> Seen[stores.Checked]:
    """The stores of the file, checked beside whoever writes meanwhile; for ``import_stores`` to take."""
    ctx.uow.take_time()
    return Seen(mark(ctx.uow), stores.checked(ctx.uow, data, confirmed, ctx.now))


def look_at_members(data: bytes | str, ctx: Context, *, confirmed: Confirmed = NOTHING_SAID) -> Seen[members.Checked]:
    """The people of the file, checked beside whoever writes meanwhile; for ``import_members`` to take."""
    ctx.uow.take_time()
    return Seen(mark(ctx.uow), members.checked(ctx.uow, data, confirmed, ctx.now))


def import_stores(
    data: bytes | str,
    ctx: Context,
    *,
    confirmed: Confirmed = NOTHING_SAID,
    joins_at: datetime | None = None,
    seen: Seen[stores.Checked] | None = None,
    progress: Progress = in_silence,
) -> ImportResult:
    """R-005: create or update the stores of the file; stores that are not in it stay as they are.

    ``joins_at``: from when on the new ones take part, past or ahead; None is now. An agreement or notice that the file
    takes back ends the alerts of its stores. ``confirmed``: what somebody of the secretariat says of codes that look
    like one. ``seen``: this file, checked before with the same words; checked anew if anything has changed since.
    """
    ctx.uow.take_time()
    lines, errors, vouched, _ = still(seen, ctx.uow) or stores.checked(ctx.uow, data, confirmed, ctx.now)
    if errors:
        return ImportResult(errors=tuple(errors))
    _require_a_name(confirmed, ctx)
    if unsettled := unsettled_twins(STORES, vouched, ctx):
        propose_twins(STORES, unsettled, ctx)
        return ImportResult(twins=unsettled)
    network = ctx.uow.stores.the_network() if ctx.uow.stores.has_network() else _open_network(ctx)
    created = done = 0
    for part in parted(lines):
        for store_id, new in stores.keep(ctx.uow, network, part, joins_at or ctx.now):
            ctx.note(Event.STORE_JOIN if new else Event.STORE_CHANGE, None, store=store_id)
            created += new
        ctx.uow.let_go()
        done += len(part)
        progress(done, len(lines))
    ctx.uow.look_over(done, Business, Store)
    look_at(joins_at or ctx.now, ctx)
    ids = twins.ids(ctx.uow, network)
    for code in confirmed.same & ids.stores.keys():
        ctx.note(Event.STORE_VOUCH, None, store=ids.stores[code])
    for event, of_kind in ((Event.STORE_VOUCH, ids.stores), (Event.BUSINESS_VOUCH, ids.businesses)):
        _vouch(event, vouched, of_kind, ctx)
    return ImportResult(len(lines), created, len(lines) - created)


def import_members(
    data: bytes | str,
    ctx: Context,
    *,
    confirmed: Confirmed = NOTHING_SAID,
    seen: Seen[members.Checked] | None = None,
    progress: Progress = in_silence,
    with_codes: bool = True,
) -> ImportResult:
    """R-001: create or update the people of the file; people who are not in it stay as they are.

    Somebody without any account gets an enrolment code, unless they hold one that still works. ``seen``: as above.
    """
    ctx.uow.take_time()
    people, errors, vouched, changes = still(seen, ctx.uow) or members.checked(ctx.uow, data, confirmed, ctx.now)
    if errors:
        return ImportResult(errors=tuple(errors))
    _require_a_name(confirmed, ctx)
    _require_nobody_let_in(people, changes, ctx)
    if unsettled := unsettled_twins(MEMBERS, vouched, ctx):
        propose_twins(MEMBERS, unsettled, ctx)
        return ImportResult(twins=unsettled)
    network, watched = ctx.uow.stores.the_network(), watchers(ctx)
    new = _hold_back_overseers(network, people, ctx)
    created, done, codes = 0, 0, dict[str, str]()
    for part in parted(people.values()):
        joined, without = _keep(network, part, ctx)
        codes |= _new_codes(without, ctx) if with_codes else {}
        created += joined
        ctx.uow.let_go()
        done += len(part)
        progress(done, len(people))
    ctx.uow.look_over(done, Member, MemberRole, Account)
    refresh_all(ctx)
    call_anew(ctx)
    tell_of_lost(watched, ctx)
    ids = twins.ids(ctx.uow, network).members
    _vouch_members(vouched, confirmed.same & people.keys(), ids, ctx)
    overseers, rows = _propose(new, ids, ctx), sum(map(len, people.values()))
    return ImportResult(rows, created, len(people) - created, codes=codes, overseers=overseers)


def _vouch_members(vouched: Mapping[Pair, Likeness], same: Iterable[str], ids: Mapping[str, str], ctx: Context) -> None:
    _vouch(Event.MEMBER_VOUCH, vouched, ids, ctx)
    for code in same:
        ctx.note(Event.MEMBER_VOUCH, None, member=ids[code])


def _require_nobody_let_in(
    people: Mapping[str, list[members.MemberLine]], changes: Iterable[Change], ctx: Context
) -> None:
    """R-097: at the desk; an account that a file names for whom two people named would be a code nobody had to type."""
    if ctx.account_id is None:
        return
    known = ctx.uow.people.by_codes(ctx.uow.stores.the_network().id, [*people])
    named = {one.code for one in changes if one.column in members.ID_COLUMNS}
    named |= {
        code for code, lines in people.items() if code not in known and any(any(line.ids.values()) for line in lines)
    }
    for code in named:
        require(may_let_in_alone({line.role for line in people[code]}))


def _propose(new: list[tuple[str, str]], ids: Mapping[str, str], ctx: Context) -> tuple[str, ...]:
    """R-113, R-121: a second person is asked about each; their codes."""
    for code, role in new:
        propose_overseer(ids[code], role, ctx)
    return tuple(sorted({code for code, _ in new}))


def _hold_back_overseers(
    network: Network, people: dict[str, list[members.MemberLine]], ctx: Context
) -> list[tuple[str, str]]:
    """R-113, R-121: whom the file would have watch over the network and who does not yet comes in without that role."""
    new = new_overseers(network, people, ctx)
    for code, _ in new:
        people[code] = [replace(line, waits=(line.code, line.role) in new) for line in people[code]]
    return new


def new_overseers(
    network: Network, people: Mapping[str, list[members.MemberLine]], ctx: Context
) -> list[tuple[str, str]]:
    """R-113, R-121: code and role of those about whom a second person is asked; none while one decides alone."""
    asked = [(line.code, line.role) for lines in people.values() for line in lines if not may_name_alone(line.role)]
    known = ctx.uow.people.by_codes(network.id, [code for code, _ in asked])
    held = {(code, role.role) for code, member in known.items() for role in member.roles}
    new = [one for one in asked if one not in held]
    return [] if new and is_alone(Act.OVERSEER, ctx) else new


def _keep(network: Network, people: Sequence[list[members.MemberLine]], ctx: Context) -> tuple[int, dict[str, str]]:
    """How many of these people are new, and id and code of whoever has no account to be written to."""
    known = ctx.uow.people.by_codes(network.id, [lines[0].code for lines in people])
    new = [lines for lines in people if lines[0].code not in known]
    joined = kept.join(ctx.uow, network, new, ctx.now)
    changed = kept.change(
        ctx.uow, [(known[lines[0].code], lines) for lines in people if lines[0].code in known], ctx.now
    )
    for newcomer in joined:
        _note_joined(newcomer, ctx)
    for one in changed:
        _note_changed(one, ctx)
    without = {newcomer.id: newcomer.code for newcomer in joined if not newcomer.accounts}
    return len(joined), without | {one.member.id: one.member.code for one in changed if not in_use(one.member)}


def _new_codes(people: Mapping[str, str], ctx: Context) -> dict[str, str]:
    """Member code → enrolment code, of whoever holds none that still works; ``people``: id → member code."""
    hold = ctx.uow.people.await_enrolment([*people], ctx.now)
    issued = ctx.uow.people.new_enrolments([one for one in people if one not in hold], ctx.now)
    for one in issued:
        ctx.note(Event.ENROLMENT_ISSUE, None, member=one)
    return {people[one]: code for one, code in issued.items()}


def _require_a_name(confirmed: Confirmed, ctx: Context) -> None:
    if confirmed and ctx.uow.stores.has_network():
        network = ctx.uow.stores.the_network()
        secretariat = bool(ctx.uow.people.for_network(network.id, [Role.SECRETARIAT]))
        require(may_vouch(ctx.by, secretariat=secretariat))


def _vouch(event: Event, vouched: Mapping[Pair, Likeness], ids: Mapping[str, str], ctx: Context) -> None:
    for (one, other), likeness in vouched.items():
        if one in ids and other in ids:
            ctx.note(event, None, one=ids[one], other=ids[other], alike=likeness)


def _open_network(ctx: Context) -> Network:
    network = Network(name="地域ネットワーク", created_at=ctx.now)
    ctx.uow.add(network)
    ctx.note(Event.NETWORK_OPEN, None, network=network.id)
    rules_to_cite(network, ctx)
    return network


def _note_joined(one: kept.Joined, ctx: Context) -> None:
    """They hear nothing: whoever is new has nobody to tell, and a town that moves in would only ring."""
    for account_id in one.accounts:
        ctx.note(Event.ACCOUNT_ENROL, None, account=account_id)
    ctx.note(Event.MEMBER_JOIN, None, member=one.id, roles=one.roles)


def _note_changed(one: kept.Changed, ctx: Context) -> None:
    if one.revoked:
        cut_off(one.member, one.revoked, ctx.now, ctx)
    for account in one.enrolled:
        ctx.note(Event.ACCOUNT_ENROL, None, account=account.id)
        tell_of_account(account, ctx)
    ctx.note(Event.MEMBER_CHANGE, None, member=one.member.id, roles=one.roles)
