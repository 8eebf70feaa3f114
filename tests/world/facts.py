"""Facts of shops, people and a report for the rules' tests; every one can be changed by keyword."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import asin, atan2, cos, degrees, radians, sin
from typing import Any

from policy.approval import binding
from policy.content import alert_text
from policy.distance import EARTH_RADIUS_KM, Position
from policy.facts import (
    AlertForm,
    AnswerFacts,
    AssessmentFacts,
    Ground,
    MemberFacts,
    PictureFacts,
    Report,
    Role,
    StoreFacts,
)
from policy.rules import Rules
from tests.world.answers import REPORT, in_own_words

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
RULES = Rules()

SHOP, NEIGHBOUR, NETWORK = "shop", "neighbour", "network"
SHA = "a" * 64


def store(store_id: str = SHOP, **changes: Any) -> StoreFacts:
    """A store that takes part."""
    shop = StoreFacts(
        id=store_id,
        business_id="business",
        network_id=NETWORK,
        latitude=35.70,
        longitude=139.58,
        facility=None,
        business_agreed=True,
        notice_posted=True,
        has_responsible=True,
        joined_at=NOW - 100 * DAY,
    )
    return replace(shop, **changes)


def member(name: str, *roles: Role, at: str | None = SHOP, **changes: Any) -> MemberFacts:
    """A trained person with the roles at one store."""
    person = MemberFacts(
        id=name,
        network_id=NETWORK,
        roles=frozenset((role, at) for role in roles),
        trained_until=NOW + 100 * DAY,
    )
    return replace(person, **changes)


REPORTER = member("reporter", Role.STAFF, Role.APPROVER)
RESPONSIBLE = member("responsible", Role.RESPONSIBLE)
DEPUTY = member("deputy", Role.DEPUTY)
APPROVER = member("approver", Role.APPROVER)
SECOND_APPROVER = member("second approver", Role.APPROVER)
STAFF = member("staff", Role.STAFF)
SECRETARY = member("secretary", Role.SECRETARIAT, at=None)
AUDITOR = member("auditor", Role.AUDITOR, at=None)
STRANGER = member("stranger", Role.RESPONSIBLE, Role.APPROVER, Role.CONTACT, at=NEIGHBOUR)


def report(**changes: Any) -> Report:
    """A complete report that may go out as text with features."""
    complete = Report(
        goods=REPORT["goods"],
        event_at=NOW - HOUR,
        ground=Ground(REPORT["ground"]),
        payment_checked=True,
        police=REPORT["police"],
        direction=REPORT["direction"],
        travel=REPORT["travel"],
        known_person=False,
        vulnerable=False,
        form=AlertForm(REPORT["form"]),
        features=REPORT["features"],
        step_up_reason=REPORT["step_up_reason"],
    )
    return replace(complete, **changes)


def picture(**changes: Any) -> PictureFacts:
    """A masked, verified picture that the reporter confirmed."""
    return replace(PictureFacts(sha256=SHA, verified=True, confirmed_by_reporter=True), **changes)


def bound(what: Report, *, shown: PictureFacts | None = None, audience: tuple[str, ...] = (NEIGHBOUR,)) -> str:
    """The hash approvers are asked about."""
    return binding(
        picture_sha256=shown.sha256 if shown else None,
        text=alert_text(what),
        audience=audience,
        life_hours=24,
        rules_version=RULES.version,
    )


def answers(
    person: MemberFacts, to: str = "hash", *, no_to: str | None = None, withdrawn: bool = False
) -> AssessmentFacts:
    """One person's answers: four times yes with good reasons, but for ``no_to``."""
    own = in_own_words(person.id)
    given = {name: AnswerFacts(yes=name != no_to, reason=reason) for name, reason in own.items()}
    return AssessmentFacts(member=person, binding=to, withdrawn=withdrawn, **given)


def there(here: Position, km: float, bearing: float) -> StoreFacts:
    """Where one comes out that many kilometres from here, in this direction (degrees from north)."""
    lat, lon, way, to = (radians(x) for x in (here.latitude, here.longitude, degrees(km / EARTH_RADIUS_KM), bearing))
    north = sin(lat) * cos(way) + cos(lat) * sin(way) * cos(to)
    east = lon + atan2(sin(to) * sin(way) * cos(lat), cos(way) - sin(lat) * north)
    return store(latitude=degrees(asin(max(-1, min(1, north)))), longitude=(degrees(east) + 540) % 360 - 180)
