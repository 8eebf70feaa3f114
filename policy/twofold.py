"""What no one person decides alone: asked by one of those whose task it is, allowed by another person (guideline L212).

It is asked once, stands open for a day, and is done only when somebody else has said yes. No surface decides this: the
terminal, the desk and the chat all ask here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from policy.access import present
from policy.duties import NETWORK_WIDE, Task, has_task
from policy.facts import MemberFacts, Role
from policy.verdict import N_, Allow, Deny, Verdict, all_of

WAITS: Final = timedelta(hours=24)
"""Long enough for somebody who is off today; whoever asks should still know why."""


class Act(StrEnum):
    """What takes two people; there are no others."""

    RULES = "act_rules"
    OVERSEER = "act_overseer"
    """Somebody is to watch over the network, or to hold a duty for all of it (``may_name_alone``)."""
    OFFICE = "act_office"
    """People of the secretariat may approve for a store."""
    KEYS = "act_keys"
    HOLD = "act_hold"
    RESUME = "act_resume"
    """A suspended store takes part again."""
    TWIN = "act_twin"
    """Two codes that look like one are two."""
    NAMES = "act_names"
    """Something with people's names in it is taken out of the desk."""
    NO_LEAK = "act_no_leak"
    """Of an incident: nothing got out."""


OVERSEERS: Final = frozenset({Role.SECRETARIAT, Role.AUDITOR})
"""They may be the second person."""


NEVER_ALONE: Final = frozenset({Act.HOLD, Act.NO_LEAK, Act.NAMES})
"""However few people there are yet."""


def may_name_alone(role: str) -> Verdict:
    """R-061, R-097, L135, L212: whoever decides or reads for a whole network was named by more than one person."""
    if role in NETWORK_WIDE:
        return Deny("R-097", N_("これは一人では決められません。事務局の方が依頼し、ほかの方が認めると実行されます。"))
    return Allow()


def may_let_in_alone(roles: Collection[str]) -> Verdict:
    """R-001, R-061, R-097, L135, L212: whom two people named, nobody alone puts another phone in the place of.

    Whoever held the auditor's code would be the second person of their own askings.
    """
    if NETWORK_WIDE.isdisjoint(roles):
        return Allow()
    return Deny(
        "R-097",
        N_(
            "事務局、監査人、係の人をチャットに登録することは、管理画面ではできません。"
            "サーバーの担当者が hansho members code でコードを作り、本人に渡します。"
        ),
    )


@dataclass(frozen=True)
class AskedFacts:
    """One asking. ``stands``: its asker could still ask, and the account it came from was not taken from them since."""

    asked_by: str
    asked_at: datetime
    decided_at: datetime | None
    stands: bool


@dataclass(frozen=True)
class Deciders:
    """Who could decide: ``now`` people of the secretariat and auditors who are enrolled; ``ever``, gone ones too."""

    now: int
    ever: int


def may_do_alone(act: Act, deciders: Deciders) -> Verdict:
    """R-097, L212: until a network has two people who could decide, whoever sets it up does; but for ``NEVER_ALONE``.

    Who was two once does not become one again by letting the other go: it first names another, at the terminal.
    """
    count = deciders.now if act is Act.OVERSEER else deciders.ever
    if count < len(OVERSEERS) and act not in NEVER_ALONE:
        return Allow()
    return Deny("R-097", N_("これは一人では決められません。事務局の方が依頼し、ほかの方が認めると実行されます。"))


ASKED_BY: Final[Mapping[Act, Task]] = {Act.NO_LEAK: Task.CLASSIFY_INCIDENT, Act.HOLD: Task.PRESERVE}
"""What is asked for by whoever has the task; all else by the secretariat."""


def may_ask(act: Act, member: MemberFacts, vacant: Collection[Role], network_id: str, now: datetime) -> Verdict:
    """R-097, R-130, L212, L237: what concerns the whole network is asked for by its secretariat, or whose task it is.

    ``vacant``: duties that nobody holds, for which the secretariat stands in.
    """
    task = ASKED_BY.get(act)
    theirs = has_task(task, member, vacant) if task else member.is_a(Role.SECRETARIAT)
    if member.network_id != network_id or not theirs:
        return Deny("R-097", N_("これを依頼できるのは、事務局か、その係の人だけです。"))
    return present(member, now)


def check_somebody_else(deciders: Deciders) -> Verdict:
    """R-097, L212: what nobody could allow is not asked for."""
    if deciders.now > 1:
        return Allow()
    return Deny("R-097", N_("認める人がいません。事務局か監査人をもう一人、チャットに登録してから依頼してください。"))


def is_open(asked: AskedFacts, now: datetime) -> bool:
    """R-097, L212: whether somebody's yes is waited for."""
    return asked.decided_at is None and now - asked.asked_at < WAITS


def check_decision(member: MemberFacts, asked: AskedFacts, network_id: str, now: datetime) -> Verdict:
    """R-097, R-121, L212, L227: another person than who asked, of the secretariat or the auditor, within the day.

    A person is a person: which of their accounts, browsers or sessions somebody answers from makes nobody another.
    """
    return all_of(
        (_is_open(asked, now), _is_another(member, asked), _may_decide(member, network_id), present(member, now))
    )


def _is_open(asked: AskedFacts, now: datetime) -> Verdict:
    if asked.decided_at is not None:
        return Deny("R-097", N_("この依頼は、もう決まっています。"))
    if not is_open(asked, now) or not asked.stands:
        return Deny("R-097", N_("この依頼は終わりました。必要なら、もう一度依頼してもらってください。"))
    return Allow()


def _is_another(member: MemberFacts, asked: AskedFacts) -> Verdict:
    if member.id == asked.asked_by:
        return Deny("R-097", N_("依頼した本人は決められません。事務局のほかの方か、監査人が決めてください。"))
    return Allow()


def _may_decide(member: MemberFacts, network_id: str) -> Verdict:
    if member.network_id == network_id and any(member.is_a(role) for role in OVERSEERS):
        return Allow()
    return Deny("R-097", N_("これを決められるのは、事務局と監査人だけです。"))
