"""Whatever people answer in whatever order, an alert goes out only with several of the right ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from policy.approval import binding, quorum, standing
from policy.facts import AnswerFacts, AssessmentFacts, Doubts, EarlierNo, MemberFacts, Role
from tests.world.answers import REASONS
from tests.world.facts import NEIGHBOUR, NOW, RULES, SHOP, answers, member

REPORTER_ID = "p0"
HASH = "hash"

USUAL_ROLES = ((Role.RESPONSIBLE, SHOP), (Role.APPROVER, SHOP), (Role.SECRETARIAT, None))
PLACES = (SHOP, NEIGHBOUR, None)
LEAVING = (*[None] * 12, NOW - timedelta(days=1), NOW, NOW + timedelta(days=1))
TRAINING = (*[NOW + timedelta(days=1)] * 12, None, NOW - timedelta(days=1), NOW)
FLAWS = (*[None] * 24, "no", "withdrawn", "other alert", "boiler-plate")
rules = st.builds(
    replace, st.just(RULES), approvals_needed=st.sampled_from([0, 1, 2, 2, 2, 3]), reporter_counts=st.booleans()
)


def sequence(seed: int) -> list[AssessmentFacts]:
    """Any answers of up to five people with any roles, comings and goings; p0 is the reporter."""
    chance = Random(seed)
    people = [
        MemberFacts(
            id=f"p{i}",
            network_id="network",
            roles=frozenset(
                {
                    chance.choice(USUAL_ROLES),
                    *((chance.choice([*Role]), chance.choice(PLACES)) for _ in range(chance.randint(0, 2))),
                }
            ),
            left_at=chance.choice(LEAVING),
            trained_until=chance.choice(TRAINING),
        )
        for i in range(5)
    ]
    return [_answered(chance.choice(people), chance.choice(FLAWS)) for _ in range(chance.randint(2, 6))]


assessments = st.integers(0, 2**64).map(sequence)
"""By a number alone: to draw each of their forty parts takes longer than to judge them."""


def _answered(person: MemberFacts, flaw: str | None) -> AssessmentFacts:
    given_ = answers(
        person,
        "other" if flaw == "other alert" else HASH,
        no_to="proportionality" if flaw == "no" else None,
        withdrawn=flaw == "withdrawn",
    )
    return replace(given_, subsidiarity=AnswerFacts(yes=True, reason="はい")) if flaw == "boiler-plate" else given_


def ask(
    given_: list[AssessmentFacts], *, vulnerable: bool = False, rules_: object = RULES, doubts: Doubts | None = None
) -> bool:
    return bool(
        quorum(
            given_,
            binding=HASH,
            store_id=SHOP,
            reporters={REPORTER_ID},
            doubts=doubts or Doubts(vulnerable=vulnerable),
            rules=rules_,  # type: ignore[arg-type]
            now=NOW,
        )
    )


def says_yes(answer: AssessmentFacts) -> bool:
    return all(getattr(answer, name).yes and getattr(answer, name).reason != "はい" for name in REASONS)


def is_here(person: MemberFacts) -> bool:
    trained = person.trained_until is not None and person.trained_until > NOW
    return trained and (person.left_at is None or person.left_at > NOW)


TWO_GOOD_PEOPLE = [
    answers(member("p1", Role.RESPONSIBLE), HASH),
    answers(member("p2", Role.APPROVER), HASH),
]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(assessments, st.booleans(), rules)
@example(given_=TWO_GOOD_PEOPLE, vulnerable=False, rules_=RULES)
def test_no_sequence_of_answers_allows_with_less_than_the_guideline_asks(
    given_: list[AssessmentFacts], vulnerable: bool, rules_: object
) -> None:
    """R-080, R-112, R-113, R-114: two present people, one responsible, no "no", not just the reporter."""
    if not ask(given_, vulnerable=vulnerable, rules_=rules_):
        return
    valid = [a for a in given_ if a.binding == HASH and not a.withdrawn]
    people = {a.member.id: a.member for a in valid if says_yes(a) and is_here(a.member)}
    others = {name for name in people if name != REPORTER_ID}

    assert len(people if rules_.reporter_counts else others) >= max(2, rules_.approvals_needed)  # type: ignore[attr-defined]
    assert others
    assert any(p.is_a(Role.RESPONSIBLE, SHOP) or p.is_a(Role.DEPUTY, SHOP) for p in people.values())
    assert all(getattr(a, name).yes for a in valid for name in REASONS)
    assert not vulnerable or any(p.is_a(Role.SECRETARIAT) for p in people.values())


earlier_answers = st.lists(
    st.builds(
        EarlierNo,
        case_id=st.just("earlier"),
        event_at=st.just(NOW),
        ended_at=st.just(NOW),
        refuser_id=st.sampled_from(["p1", "p2", "p3", None]),
    ),
    min_size=1,
    max_size=2,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(assessments, earlier_answers)
@example(given_=TWO_GOOD_PEOPLE, earlier=[EarlierNo("earlier", NOW, NOW, "p2")])
def test_a_no_to_the_same_event_is_lifted_by_whoever_said_it_or_the_secretariat(
    given_: list[AssessmentFacts], earlier: list[EarlierNo]
) -> None:
    """R-112: whatever others answer, in whatever order."""
    if not ask(given_, doubts=Doubts(earlier=tuple(earlier))):
        return
    people = {a.member.id: a.member for a in given_ if a.binding == HASH and not a.withdrawn and says_yes(a)}
    here = {name for name, person in people.items() if is_here(person) and name != REPORTER_ID}

    assert ask(given_)
    assert {no.refuser_id for no in earlier} <= here or any(people[name].is_a(Role.SECRETARIAT) for name in here)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(assessments, st.booleans(), st.integers(0, 7))
@example(given_=TWO_GOOD_PEOPLE, vulnerable=False, index=0)
def test_withdrawing_never_turns_a_refusal_for_lack_of_people_into_a_yes(
    given_: list[AssessmentFacts], vulnerable: bool, index: int
) -> None:
    """R-113: taking a yes back can only leave fewer people standing."""
    if not given_:
        return
    taken_back = list(given_)
    taken_back[index % len(given_)] = replace(given_[index % len(given_)], withdrawn=True)
    facts = {
        "binding": HASH,
        "store_id": SHOP,
        "reporters": {REPORTER_ID},
        "secretariat_joins": vulnerable,
        "rules": RULES,
        "now": NOW,
    }

    before = {person.id for person in standing(given_, **facts)}  # type: ignore[arg-type]
    after = {person.id for person in standing(taken_back, **facts)}  # type: ignore[arg-type]
    assert after <= before


@settings(deadline=None)
@given(st.permutations([*TWO_GOOD_PEOPLE, answers(member("p3", Role.DEPUTY), HASH, no_to="present_danger")]))
def test_one_no_stops_in_every_order(given_: list[AssessmentFacts]) -> None:
    """R-112: a "no" stops whether it comes first, last or between."""
    assert ask([a for a in given_ if a.member.id != "p3"], vulnerable=False, rules_=RULES)
    assert not ask(given_, vulnerable=False, rules_=RULES)


texts = st.dictionaries(st.sampled_from(["goods", "event_at", "direction", "travel", "features"]), st.text(max_size=20))
alerts = st.fixed_dictionaries(
    {
        "picture_sha256": st.none() | st.text("0123456789abcdef", min_size=64, max_size=64),
        "text": texts,
        "audience": st.lists(st.text("abc", min_size=1, max_size=3), unique=True, max_size=4).map(sorted),
        "life_hours": st.integers(1, 72),
        "rules_version": st.text("0123456789abcdef", min_size=12, max_size=12),
    }
)


@settings(max_examples=100, deadline=None)
@given(alerts, alerts)
def test_two_alerts_share_a_hash_only_if_they_are_the_same(one: dict[str, object], other: dict[str, object]) -> None:
    """R-111: whatever differs in what goes out, the approvals fall."""
    assert (binding(**one) == binding(**other)) == (one == other)  # type: ignore[arg-type]


@settings(max_examples=100, deadline=None)
@given(alerts, st.data())
def test_one_changed_byte_is_another_hash(alert: dict[str, object], data: st.DataObject) -> None:
    """R-111: one byte of the picture's hash or of any text changed: another hash."""
    text = dict(alert["text"])  # type: ignore[call-overload]
    if text:
        field = data.draw(st.sampled_from(sorted(text)))
        at = data.draw(st.integers(0, len(text[field])))
        changed = {**alert, "text": {**text, field: text[field][:at] + "x" + text[field][at:]}}
        assert binding(**alert) != binding(**changed)  # type: ignore[arg-type]
    if alert["picture_sha256"] is not None:
        digest = str(alert["picture_sha256"])
        at = data.draw(st.integers(0, 63))
        changed = {**alert, "picture_sha256": digest[:at] + ("0" if digest[at] != "0" else "1") + digest[at + 1 :]}
        assert binding(**alert) != binding(**changed)  # type: ignore[arg-type]
