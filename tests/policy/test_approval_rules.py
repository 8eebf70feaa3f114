"""Who can let an alert go out, as a table of named cases."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from policy.approval import binding, check_life, may_assess, may_send, people_needed, quorum, standing
from policy.facts import AlertForm, AnswerFacts, AssessmentFacts, Dispatch, Doubts, EarlierNo, MemberFacts, Role
from policy.rules import Rules
from policy.states import State
from policy.verdict import Deny, Verdict
from tests.world.facts import (
    APPROVER,
    DEPUTY,
    HOUR,
    NEIGHBOUR,
    NOW,
    REPORTER,
    RESPONSIBLE,
    RULES,
    SECOND_APPROVER,
    SECRETARY,
    SHOP,
    STAFF,
    STRANGER,
    answers,
    bound,
    member,
    picture,
    report,
    store,
)

YES = answers


@dataclass(frozen=True)
class Quorum:
    """A case of the table: who answered how, and the clause that refuses (None: it goes out)."""

    given: tuple[AssessmentFacts, ...]
    refused_by: str | None
    vulnerable: bool = False
    known_person: bool = False
    alerts_sent: int = 0
    earlier: tuple[EarlierNo, ...] = ()
    rules: Rules = RULES


BOTH = member("both", Role.APPROVER, roles=frozenset({(Role.APPROVER, SHOP), (Role.SECRETARIAT, None)}))


def refused(*people: MemberFacts | None) -> tuple[EarlierNo, ...]:
    """Earlier reports of the same event: who said "no" to each; None: nobody answered."""
    return tuple(EarlierNo(f"earlier-{n}", NOW - HOUR, NOW, p.id if p else None) for n, p in enumerate(people))


CASES = {
    "nobody answered: refused": Quorum((), "R-113"),
    "responsible and approver: allowed": Quorum((YES(RESPONSIBLE), YES(APPROVER)), None),
    "deputy and approver: allowed": Quorum((YES(DEPUTY), YES(APPROVER)), None),
    "responsible and deputy: allowed": Quorum((YES(RESPONSIBLE), YES(DEPUTY)), None),
    "responsible alone: refused": Quorum((YES(RESPONSIBLE),), "R-113"),
    "two approvers, none responsible: refused": Quorum((YES(APPROVER), YES(SECOND_APPROVER)), "R-113"),
    "responsible through two accounts: refused": Quorum((YES(RESPONSIBLE), YES(RESPONSIBLE)), "R-113"),
    "responsible and the reporter: refused": Quorum((YES(RESPONSIBLE), YES(REPORTER)), "R-113"),
    "responsible and the reporter, network counts reporters: allowed": Quorum(
        (YES(RESPONSIBLE), YES(REPORTER)), None, rules=replace(RULES, reporter_counts=True)
    ),
    "only the reporter, network counts reporters: refused": Quorum(
        (YES(REPORTER), YES(REPORTER)), "R-113", rules=replace(RULES, reporter_counts=True)
    ),
    "responsible and staff without the role: refused": Quorum((YES(RESPONSIBLE), YES(STAFF)), "R-113"),
    "responsible and the responsible of another store: refused": Quorum((YES(RESPONSIBLE), YES(STRANGER)), "R-113"),
    "approver and the responsible of another store: refused": Quorum((YES(APPROVER), YES(STRANGER)), "R-113"),
    "responsible and secretariat, nobody vulnerable: refused": Quorum((YES(RESPONSIBLE), YES(SECRETARY)), "R-113"),
    "one of two withdrew: refused": Quorum((YES(RESPONSIBLE), YES(APPROVER, withdrawn=True)), "R-113"),
    "one of two from an account that was revoked: refused": Quorum(
        (YES(RESPONSIBLE), replace(YES(APPROVER), account_revoked=True)), "R-113"
    ),
    "a no from an account that was revoked: refused": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER), replace(answers(DEPUTY, no_to="subsidiarity"), account_revoked=True)), "R-112"
    ),
    "one withdrew, another came: allowed": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER, withdrawn=True), YES(SECOND_APPROVER)), None
    ),
    "one approved something else: refused": Quorum((YES(RESPONSIBLE), YES(APPROVER, "other")), "R-113"),
    "a third person says no: refused": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER), answers(DEPUTY, no_to="subsidiarity")), "R-112"
    ),
    "a no taken back: allowed": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER), answers(DEPUTY, no_to="subsidiarity", withdrawn=True)), None
    ),
    "a no to an earlier version: allowed": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER), answers(DEPUTY, "earlier", no_to="subsidiarity")), None
    ),
    "a no by somebody who left since: refused": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER), answers(replace(DEPUTY, left_at=NOW), no_to="proportionality")), "R-112"
    ),
    "an approver left: refused": Quorum((YES(RESPONSIBLE), YES(replace(APPROVER, left_at=NOW))), "R-113"),
    "an approver lost the role: refused": Quorum(
        (YES(RESPONSIBLE), YES(replace(APPROVER, roles=frozenset({(Role.STAFF, SHOP)})))), "R-113"
    ),
    "an approver's training ran out: refused": Quorum(
        (YES(RESPONSIBLE), YES(replace(APPROVER, trained_until=NOW))), "R-113"
    ),
    "an approver's training was never recorded: refused": Quorum(
        (YES(RESPONSIBLE), YES(replace(APPROVER, trained_until=None))), "R-113"
    ),
    "the network wants three, two said yes: refused": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER)), "R-113", rules=replace(RULES, approvals_needed=3)
    ),
    "the network wants three, three said yes: allowed": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER), YES(DEPUTY)), None, rules=replace(RULES, approvals_needed=3)
    ),
    "a network that wants only one: refused": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER)), "R-044", rules=replace(RULES, approvals_needed=1)
    ),
    "vulnerable, without the secretariat: refused": Quorum((YES(RESPONSIBLE), YES(APPROVER)), "R-117", vulnerable=True),
    "vulnerable, with the secretariat: allowed": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER), YES(SECRETARY)), None, vulnerable=True
    ),
    "vulnerable, secretariat in place of the second approver: refused": Quorum(
        (YES(RESPONSIBLE), YES(SECRETARY)), "R-113", vulnerable=True
    ),
    "vulnerable, one person is approver and secretariat: refused": Quorum(
        (YES(RESPONSIBLE), YES(BOTH)), "R-117", vulnerable=True
    ),
    "vulnerable, that person and one more of the store: allowed": Quorum(
        (YES(RESPONSIBLE), YES(BOTH), YES(APPROVER)), None, vulnerable=True
    ),
    "vulnerable, three of the store but no secretariat: refused": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER), YES(DEPUTY)), "R-117", vulnerable=True
    ),
    "one alert short of a habit: allowed": Quorum((YES(RESPONSIBLE), YES(APPROVER)), None, alerts_sent=2),
    "a habit, two of the store: refused": Quorum((YES(RESPONSIBLE), YES(APPROVER)), "R-081", alerts_sent=3),
    "a habit, the secretariat joins: allowed": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER), YES(SECRETARY)), None, alerts_sent=3
    ),
    "a habit, the secretariat in place of the store: refused": Quorum(
        (YES(RESPONSIBLE), YES(SECRETARY)), "R-113", alerts_sent=3
    ),
    "somebody known, two of the store: refused": Quorum((YES(RESPONSIBLE), YES(APPROVER)), "R-110", known_person=True),
    "somebody known, the secretariat joins: allowed": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER), YES(SECRETARY)), None, known_person=True
    ),
    "refused before by somebody else: refused": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER)), "R-112", earlier=refused(DEPUTY)
    ),
    "refused before, three others of the store: refused": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER), YES(SECOND_APPROVER)), "R-112", earlier=refused(DEPUTY)
    ),
    "refused before, who said no says yes: allowed": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER)), None, earlier=refused(APPROVER)
    ),
    "refused before, who said no left since: refused": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER), YES(replace(DEPUTY, left_at=NOW))), "R-112", earlier=refused(DEPUTY)
    ),
    "refused before, the secretariat joins: allowed": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER), YES(SECRETARY)), None, earlier=refused(DEPUTY)
    ),
    "refused before, the secretariat in place of the store: refused": Quorum(
        (YES(RESPONSIBLE), YES(SECRETARY)), "R-113", earlier=refused(DEPUTY)
    ),
    "refused before, one person is approver and secretariat: refused": Quorum(
        (YES(RESPONSIBLE), YES(BOTH)), "R-112", earlier=refused(DEPUTY)
    ),
    "refused twice before, one of the two says yes: refused": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER)), "R-112", earlier=refused(APPROVER, DEPUTY)
    ),
    "lapsed before, two of the store: refused": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER)), "R-112", earlier=refused(None)
    ),
    "lapsed before, the secretariat joins: allowed": Quorum(
        (YES(RESPONSIBLE), YES(APPROVER), YES(SECRETARY)), None, earlier=refused(None)
    ),
}


def ask(case: Quorum) -> Verdict:
    return quorum(
        case.given,
        binding="hash",
        store_id=SHOP,
        reporters={REPORTER.id},
        doubts=Doubts(case.vulnerable, case.known_person, case.alerts_sent, case.earlier),
        rules=case.rules,
        now=NOW,
    )


@pytest.mark.parametrize("name", CASES)
def test_the_quorum_table(name: str) -> None:
    """R-081, R-110, R-112, R-113, R-114, R-117: an alert leaves only with the right people's yes, each counted once."""
    verdict = ask(CASES[name])

    assert name.endswith(": allowed" if verdict else ": refused")
    assert CASES[name].refused_by == (verdict.clause if isinstance(verdict, Deny) else None)


def test_the_wait_says_how_many_are_missing() -> None:
    """R-113: people who wait are told for whom."""
    alone, none_responsible = (
        ask(Quorum((YES(APPROVER),), None)),
        ask(Quorum((YES(APPROVER), YES(SECOND_APPROVER)), None)),
    )

    assert isinstance(alone, Deny)
    assert alone.values == {"missing": 1}
    assert isinstance(none_responsible, Deny)
    assert "店舗責任者" in none_responsible.reason


def test_boiler_plate_reasons_count_for_nothing() -> None:
    """R-110: a yes whose reasons are set phrases is no yes."""
    thoughtless = replace(YES(APPROVER), present_danger=AnswerFacts(yes=True, reason="はい、問題ないと思います"))

    assert ask(Quorum((YES(RESPONSIBLE), YES(APPROVER)), None))
    assert not ask(Quorum((YES(RESPONSIBLE), thoughtless), None))


def test_progress_counts_people_once() -> None:
    """R-113: "1 / 2" counts people, however often and from wherever they answered."""
    given = (YES(RESPONSIBLE), YES(RESPONSIBLE), YES(REPORTER), YES(STAFF))
    counted = standing(
        given, binding="hash", store_id=SHOP, reporters={REPORTER.id}, secretariat_joins=False, rules=RULES, now=NOW
    )

    assert counted == (RESPONSIBLE,)
    assert people_needed(RULES, secretariat_joins=False) == 2
    assert people_needed(RULES, secretariat_joins=True) == 3


@pytest.mark.parametrize(
    ("person", "secretariat_joins", "refused_by"),
    [
        (RESPONSIBLE, False, None),
        (DEPUTY, False, None),
        (APPROVER, False, None),
        (REPORTER, False, "R-114"),
        (STAFF, False, "R-113"),
        (STRANGER, False, "R-113"),
        (SECRETARY, False, "R-113"),
        (SECRETARY, True, None),
        (replace(RESPONSIBLE, left_at=NOW), False, "R-063"),
        (replace(RESPONSIBLE, trained_until=None), False, "R-062"),
    ],
    ids=lambda value: getattr(value, "id", str(value)),
)
def test_who_may_assess(person: object, secretariat_joins: bool, refused_by: str | None) -> None:
    """R-062, R-063, R-113, R-114: trained approvers of the reporting store assess; the secretariat joins if it must."""
    verdict = may_assess(
        person,  # type: ignore[arg-type]
        store_id=SHOP,
        reporters={REPORTER.id},
        rules=RULES,
        secretariat_joins=secretariat_joins,
        now=NOW,
    )

    assert refused_by == (verdict.clause if isinstance(verdict, Deny) else None)


def test_the_binding_ignores_the_order_of_stores_only() -> None:
    """R-111: the set of receivers is bound, not how they were sorted."""
    alert = {"text": {"goods": "米"}, "life_hours": 24, "rules_version": "v", "picture_sha256": None}

    assert binding(audience=["a", "b"], **alert) == binding(audience=["b", "a"], **alert)  # type: ignore[arg-type]
    assert binding(audience=["a", "b"], **alert) != binding(audience=["ab"], **alert)  # type: ignore[arg-type]


REPORT = report()
PHOTO_REPORT = report(form=AlertForm.PICTURE)


def sending(**changes: object) -> Verdict:
    """Ask for an alert that may go out, but for the changes."""
    facts = {
        "state": State.ASSESSING,
        "sender": store(),
        "reporters": frozenset({REPORTER.id}),
        "report": REPORT,
        "picture": None,
        "audience": (NEIGHBOUR,),
        "life_hours": 24,
        "expires_at": None,
        "binding": bound(REPORT),
        "alerts_sent": 0,
    } | changes
    given = facts.pop("assessments", (YES(RESPONSIBLE, bound(REPORT)), YES(APPROVER, bound(REPORT))))
    rules, now = facts.pop("rules", RULES), facts.pop("now", NOW)
    return may_send(given, Dispatch(**facts), rules=rules, now=now)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "refused_by"),
    [
        ({}, None),
        ({"state": State.LIVE, "expires_at": NOW + HOUR}, None),
        ({"state": State.LIVE, "expires_at": NOW}, "R-043"),
        *(({"state": state}, "R-111") for state in State if state not in {State.ASSESSING, State.LIVE}),
        ({"rules": replace(RULES, radius_km=11)}, "R-044"),
        ({"rules": replace(RULES, radius_km=2)}, "R-111"),
        ({"sender": store(has_responsible=False)}, "R-061"),
        ({"sender": store(notice_posted=False)}, "R-122"),
        ({"sender": store(suspended_at=NOW)}, "R-005"),
        ({"life_hours": 25}, "R-044"),
        ({"life_hours": 23}, "R-111"),
        ({"report": report(event_at=NOW - 25 * HOUR)}, "R-115"),
        ({"report": report(goods="米 2袋")}, "R-111"),
        ({"picture": picture()}, "R-117"),
        ({"audience": ()}, "R-124"),
        ({"audience": ("another",)}, "R-111"),
        ({"binding": "0" * 64}, "R-111"),
        ({"assessments": ()}, "R-113"),
        ({"assessments": (YES(RESPONSIBLE, bound(REPORT)),)}, "R-113"),
        ({"now": NOW + 24 * HOUR}, "R-115"),
    ],
    ids=str,
)
def test_everything_is_asked_again_at_the_moment_of_sending(changes: dict[str, object], refused_by: str | None) -> None:
    """R-043, R-080, R-111: nothing goes out on the strength of an earlier yes alone."""
    verdict = sending(**changes)

    assert refused_by == (verdict.clause if isinstance(verdict, Deny) else None)


def test_a_picture_goes_out_only_as_approved() -> None:
    """R-111, R-118: approvals for one picture send no other, and none on a text-only network."""
    photo = picture()
    approved = bound(PHOTO_REPORT, shown=photo)
    with_photo = {
        "report": PHOTO_REPORT,
        "picture": photo,
        "binding": approved,
        "assessments": (YES(RESPONSIBLE, approved), YES(APPROVER, approved)),
    }

    assert sending(**with_photo)
    assert not sending(**with_photo | {"picture": picture(sha256="b" * 64)})
    assert not sending(**with_photo | {"picture": None})
    assert not sending(**with_photo | {"picture": picture(verified=False)})
    assert not sending(**with_photo | {"rules": replace(RULES, text_only=True)})


@pytest.mark.parametrize(
    ("by_hand", "ticked_by", "refused_by"),
    [
        (20, set(), None),
        (21, set(), "R-118"),
        (21, {"a passer-by"}, "R-118"),
        (21, {APPROVER.id}, None),
    ],
)
def test_what_mostly_a_hand_opened_goes_out_with_a_tick_of_somebody_who_says_yes(
    by_hand: int, ticked_by: set[str], refused_by: str | None
) -> None:
    """R-118: more than a fifth by hand; a tick of somebody else, or of one who then said nothing, is none."""
    photo = picture(by_hand=by_hand, ticked_by=frozenset(ticked_by))
    approved = bound(PHOTO_REPORT, shown=photo)
    verdict = sending(
        report=PHOTO_REPORT,
        picture=photo,
        binding=approved,
        assessments=(YES(RESPONSIBLE, approved), YES(APPROVER, approved)),
    )
    assert refused_by == (verdict.clause if isinstance(verdict, Deny) else None)


def test_a_vulnerable_person_s_alert_needs_the_secretariat_at_sending_too() -> None:
    """R-117: the report, not a caller's flag, says whether the secretariat has to join."""
    careful = report(vulnerable=True)
    approved = bound(careful)
    store_only = (YES(RESPONSIBLE, approved), YES(APPROVER, approved))
    alert = {"report": careful, "binding": approved}

    assert not sending(**alert, assessments=store_only)
    assert sending(**alert, assessments=(*store_only, YES(SECRETARY, approved)))


def test_somebody_known_and_an_earlier_no_are_asked_about_at_sending_too() -> None:
    """R-110, R-112: the report says whether the person is known, and the store's other reports what was answered."""
    known = report(known_person=True)

    assert not sending(report=known)
    assert not sending(earlier=refused(DEPUTY))
    assert sending(earlier=refused(APPROVER))


@pytest.mark.parametrize("life_hours", [0, -1, 25, 72])
def test_life_stays_within_the_network_s_rule(life_hours: int) -> None:
    """R-044: a store can't give its alert a longer life than the network does."""
    assert not check_life(life_hours, None, RULES, NOW)
    assert check_life(RULES.life_hours, None, RULES, NOW)
