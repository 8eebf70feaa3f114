"""What each act that takes two people is about: its command, what two askings may not share, and its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from handlers import wording
from handlers.case.involved import member_facts
from handlers.commands.chat import Command
from handlers.commands.decided import (
    AllowOffice,
    ConfirmHold,
    ConfirmNoLeak,
    DecideRules,
    GiveRole,
    ResumeStore,
    RotateKeys,
)
from handlers.context import Context
from handlers.network.stores import store_of
from handlers.notices.facts import draft
from handlers.wording.twofold import Fact
from policy.exports import Content, ExportPurpose
from policy.facts import Role
from policy.hold import HoldReason
from policy.notices.contradictions import contradictions
from policy.notices.lines import SHAPES
from policy.rule_changes import loosens
from policy.rules import rules_from
from policy.twofold import Act, AskedFacts, may_ask
from storage.tables import TwofoldAct

Arguments = Mapping[str, Any]


@dataclass(frozen=True)
class Meaning:
    """What an act's arguments stand for.

    Attributes:
        subject: What two askings must not both be about.
        facts: What the second person has to know.
        command: What is done once the person with this member code allows it; None where that is done later.
    """

    subject: Callable[[Arguments], str]
    facts: Callable[[Arguments, Context], tuple[Fact, ...]]
    command: Callable[[Arguments, str], Command] | None


def _rules(given: Arguments, ctx: Context) -> tuple[Fact, ...]:
    network = ctx.uow.stores.the_network()
    before = ctx.uow.stores.rules(network.id)
    after = rules_from({**network.rules, **given["changes"]})
    changed = wording.twofold.rules(before, after)
    if SHAPES.keys() & given["changes"].keys():
        amiss = [one for one in contradictions(*draft(network, after, ctx)) if one.blocks]
        changed = (*changed, *wording.twofold.amiss(amiss))
    return (*changed, wording.twofold.start(at_once=not loosens(before, after)))


def _overseer(given: Arguments, ctx: Context) -> tuple[Fact, ...]:
    return wording.twofold.overseer(ctx.uow.people.member(given["member"]).code, Role(given["role"]))


def _resume(given: Arguments, ctx: Context) -> tuple[Fact, ...]:
    return wording.twofold.store(store_of(given["code"], ctx).full_name, _at(given))


def _no_leak(given: Arguments, ctx: Context) -> tuple[Fact, ...]:
    incident = ctx.uow.incidents.by_number(given["number"])
    return wording.incidents.no_leak(given["number"], drill=incident is not None and incident.drill)


def _at(given: Arguments) -> datetime | None:
    return datetime.fromisoformat(given["at"]) if given.get("at") else None


MEANINGS: Final[Mapping[Act, Meaning]] = {
    Act.RULES: Meaning(
        lambda _: "",  # one at a time: what it would change is told against the rules of this moment
        _rules,
        lambda given, _: DecideRules(dict(given["changes"])),
    ),
    Act.OVERSEER: Meaning(
        lambda given: f"{given['member']} {given['role']}",
        _overseer,
        lambda given, _: GiveRole(given["member"], Role(given["role"])),
    ),
    Act.OFFICE: Meaning(
        lambda _: "",
        lambda given, _: wording.twofold.office(given["reference"], given["on"]),
        lambda given, _: AllowOffice(given["reference"], date.fromisoformat(given["on"])),
    ),
    Act.KEYS: Meaning(lambda _: "", lambda *_: (), lambda *_: RotateKeys()),
    Act.HOLD: Meaning(
        lambda given: str(given["number"]),
        lambda given, _: wording.twofold.hold(given["number"], HoldReason(given["why"]), given["days"]),
        lambda given, decider: ConfirmHold(given["number"], decider),
    ),
    Act.RESUME: Meaning(
        lambda given: str(given["code"]),
        _resume,
        lambda given, _: ResumeStore(given["code"], _at(given)),
    ),
    Act.TWIN: Meaning(
        lambda given: f"{given['kind']} {given['one']} {given['other']}",
        lambda given, _: wording.twofold.twin(given["one"], given["other"]),
        None,
    ),
    Act.NAMES: Meaning(
        lambda given: f"{given['by']} {given['content']} {given['purpose']}",
        lambda given, _: wording.twofold.names(Content(given["content"]), ExportPurpose(given["purpose"])),
        None,
    ),
    Act.NO_LEAK: Meaning(
        lambda given: str(given["number"]),
        _no_leak,
        lambda given, decider: ConfirmNoLeak(given["number"], decider, given["answered_at"]),
    ),
}


def waiting(network_id: str, ctx: Context) -> list[TwofoldAct]:
    """R-097: what somebody could still decide on, first asked first."""
    return [row for row in ctx.uow.twofold.waiting(network_id, ctx.now) if asked_facts(row, ctx).stands]


def asked_facts(row: TwofoldAct, ctx: Context) -> AskedFacts:
    """R-097: one asking as the rules see it; what was said from an account that is gone does not count."""
    by = ctx.uow.people.member(row.asked_by)
    gone = row.asked_from is not None and ctx.uow.people.account_by_id(row.asked_from).revoked_at is not None
    vacant = ctx.uow.people.vacant(row.network_id)
    fell = row.decided_at is not None and row.decided_by is None
    stands = bool(may_ask(row.act, member_facts(by, ctx), vacant, row.network_id, ctx.now)) and not (gone or fell)
    return AskedFacts(row.asked_by, row.asked_at, None if fell else row.decided_at, stands)
