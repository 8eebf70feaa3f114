"""Which duties a network names people for, what each of them may do, and who stands in (guideline L134–142, L246–257).

One table. A duty that nobody holds is the secretariat's; one that somebody holds is theirs alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from policy.facts import MemberFacts, Role

OFFICERS: Final = (
    Role.REQUEST_DESK,
    Role.DECIDER,
    Role.PRIVACY_OFFICER,
    Role.INCIDENT_MANAGER,
    Role.INCIDENT_DEPUTY,
    Role.SECURITY_OFFICER,
)
"""Held for the whole network; the secretariat stands in for each that is vacant."""

NETWORK_WIDE: Final = frozenset({Role.SECRETARIAT, Role.AUDITOR, *OFFICERS})
"""All other roles are held at a store."""


class Task(StrEnum):
    """What only some may do about requests and incidents."""

    ANSWER_REQUEST = "task_answer_request"
    DECIDE_REQUEST = "task_decide_request"
    READ_REQUEST = "task_read_request"
    """And be the second person for a refusal."""
    READ_INCIDENT = "task_read_incident"
    TAKE_INCIDENT = "task_take_incident"
    """And name the alerts it is about, which are called back."""
    WRITE_INCIDENT = "task_write_incident"
    CLASSIFY_INCIDENT = "task_classify_incident"
    REPORT_INCIDENT = "task_report_incident"
    """To the certified body and the commission."""
    END_INCIDENT = "task_end_incident"
    DRILL = "task_drill"
    PRESERVE = "task_preserve"
    """Ask that nothing of an alert is erased for a while."""
    TRACE_LEAK = "task_trace_leak"
    """See by name whom an alert reached, and who looked at it."""
    TELL_PERSON = "task_tell_person"


_INCIDENT: Final = frozenset(
    {Role.INCIDENT_MANAGER, Role.INCIDENT_DEPUTY, Role.SECURITY_OFFICER, Role.PRIVACY_OFFICER, Role.SECRETARIAT}
)
_LEADS: Final = frozenset({Role.INCIDENT_MANAGER, Role.SECURITY_OFFICER})

HELD_BY: Final[Mapping[Task, frozenset[Role]]] = {
    Task.ANSWER_REQUEST: frozenset({Role.REQUEST_DESK, Role.DECIDER}),
    Task.DECIDE_REQUEST: frozenset({Role.DECIDER}),
    Task.READ_REQUEST: frozenset({Role.REQUEST_DESK, Role.DECIDER, Role.SECRETARIAT, Role.AUDITOR}),
    Task.READ_INCIDENT: _INCIDENT | {Role.AUDITOR},
    Task.TAKE_INCIDENT: _INCIDENT - {Role.PRIVACY_OFFICER},
    Task.WRITE_INCIDENT: _INCIDENT,
    Task.CLASSIFY_INCIDENT: _LEADS | {Role.PRIVACY_OFFICER},
    Task.REPORT_INCIDENT: frozenset({Role.SECURITY_OFFICER}),
    Task.END_INCIDENT: _LEADS,
    Task.DRILL: _LEADS,
    Task.PRESERVE: frozenset({Role.INCIDENT_MANAGER, Role.SECRETARIAT}),
    Task.TRACE_LEAK: _INCIDENT,
    Task.TELL_PERSON: frozenset({Role.PRIVACY_OFFICER}),
}
"""R-070, R-076, R-135, R-136, R-138, R-142, L146, L157, L246–256: whose task it is."""


def acts_as(member: MemberFacts, vacant: Collection[Role]) -> frozenset[Role]:
    """R-061, L135: the roles somebody holds for the whole network, and those that the secretariat stands in for."""
    own = frozenset(role for role, store_id in member.roles if store_id is None)
    return own | frozenset(vacant) if Role.SECRETARIAT in own else own


def has_task(task: Task, member: MemberFacts, vacant: Collection[Role]) -> bool:
    """R-061, L135: whether it is theirs."""
    return bool(HELD_BY[task] & acts_as(member, vacant))


def holders(roles: Collection[Role], vacant: Collection[Role]) -> frozenset[Role]:
    """R-061, L135: the roles whose people are meant: for a vacant one, the secretariat's."""
    return frozenset(Role.SECRETARIAT if role in vacant else role for role in roles)
