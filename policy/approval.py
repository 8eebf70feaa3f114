"""Several people, each for themselves, for exactly these bytes: quorum, four eyes, binding (guideline L219–225).

``may_send`` is asked when the quorum is reached and again before each single message. It performs:

1. the rules themselves are within their ceilings (R-044),
2. the case stands where something may be sent (R-111),
3. the sending store takes part (R-061, R-122),
4. the alert still has time to live (R-044),
5. the report is fresh, certain and clean (R-115, R-047, R-086),
6. the picture may leave (R-117 to R-119, R-003),
7. the receivers are within bounds (R-085),
8. what would go out is what was approved, byte for byte (R-111),
9. somebody who says yes has looked at what a hand opened, if that is much (R-118),
10. enough of the right people still say yes (R-112 to R-114).

Its caller also asks ``policy.audience.active`` for the receiving store of each message.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from datetime import datetime

from policy.access import approves_for, present, trained
from policy.assessment import is_no, is_yes
from policy.audience import check_audience, may_originate
from policy.content import alert_text
from policy.facts import AssessmentFacts, Dispatch, Doubts, MemberFacts, Role
from policy.forms.assess import check_assessment
from policy.forms.report import check_report
from policy.picture import check_by_hand, may_leave
from policy.repeats import refusers_agree
from policy.rules import Rules, check_rules
from policy.states import IN_FORCE, State
from policy.verdict import N_, Allow, Deny, Verdict, all_of

RESPONSIBLE = frozenset({Role.RESPONSIBLE, Role.DEPUTY})
"""店舗責任者 or the deputy appointed in their place (R-113)."""


def binding(
    *,
    picture_sha256: str | None,
    text: dict[str, str],
    audience: Sequence[str],
    life_hours: int,
    rules_version: str,
    version: int = 1,
    narrowed: Sequence[str] = (),
) -> str:
    """R-111, L219: SHA-256 (hex) over all that goes out; a yes holds for this and nothing else.

    The order of the stores is no part of it, their set is. A later version's holds for no other one, and for what the
    earlier one still said when it was handed in (``narrowed``: what it did not).
    """
    parts: dict[str, object] = {
        "picture": picture_sha256,
        "text": text,
        "audience": sorted(audience),
        "life_hours": life_hours,
        "rules": rules_version,
    }
    if version > 1:
        parts |= {"version": version, "narrowed": sorted(narrowed)}
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def may_assess(
    member: MemberFacts,
    *,
    store_id: str,
    reporters: Collection[str],
    rules: Rules,
    secretariat_joins: bool,
    now: datetime,
) -> Verdict:
    """R-062, R-113, R-114, L221: a trained approver of the reporting store, not one who reported or rewrote it.

    The secretariat may only join where it has to; it can't stand in for the store.
    """
    entitled = all_of((present(member, now), trained(member, now)))
    if not entitled:
        return entitled
    if member.id in reporters and not rules.reporter_counts:
        return Deny("R-114", N_("自分の通報を自分で承認することはできません。ほかの承認者に頼んでください。"))
    if approves_for(member, store_id) or (secretariat_joins and member.is_a(Role.SECRETARIAT)):
        return Allow()
    return Deny("R-113", N_("この事案を承認できるのは、通報した店舗の責任者と承認者です。"))


def standing(
    assessments: Sequence[AssessmentFacts],
    *,
    binding: str,
    store_id: str,
    reporters: Collection[str],
    secretariat_joins: bool,
    rules: Rules,
    now: datetime,
) -> tuple[MemberFacts, ...]:
    """R-110, R-113, R-114, L219, L221: the distinct people whose yes counts, in the order of their answers ("1 / 2").

    One person with two accounts is one member and stands here once; so does one who answered twice. A yes in the words
    of somebody who answered before is none of one's own.
    """
    people = {
        a.member.id: a.member
        for at, a in enumerate(assessments)
        if a.binding == binding
        and is_yes(a)
        and check_assessment(a, rules, now, before=assessments[:at])
        and may_assess(
            a.member,
            store_id=store_id,
            reporters=reporters,
            rules=rules,
            secretariat_joins=secretariat_joins,
            now=now,
        )
    }
    return tuple(people.values())


def people_needed(rules: Rules, *, secretariat_joins: bool) -> int:
    """R-113, L221: how many distinct yes answers it takes (the "2" of "1 / 2"); the secretariat comes on top."""
    return rules.approvals_needed + (1 if secretariat_joins else 0)


def is_habit(alerts_sent: int, rules: Rules) -> bool:
    """R-081, L169: a store that already sent this many alerts in the period needs the secretariat's yes as well.

    So does one of a chain whose stores told of this many alike events (``policy.drift``).

    Provision that goes on and on belongs to joint use; until then each further exception is looked at from outside.
    """
    return alerts_sent >= rules.repeat_alerts


def needs_secretariat(doubts: Doubts, rules: Rules) -> bool:
    """R-081, R-110, R-112, R-117: whether the store's own people can't send it by themselves, whoever of them says yes.

    Somebody who is known or can be reached can be asked, so that the difficulty of consent is looked at from outside.
    """
    unanswered = any(no.refuser_id is None for no in doubts.earlier)
    return doubts.vulnerable or doubts.known_person or is_habit(doubts.alerts_sent, rules) or unanswered


def secretariat_may_join(doubts: Doubts, rules: Rules) -> bool:
    """R-112: where it is needed, and where it may take the place of whoever said "no" before."""
    return needs_secretariat(doubts, rules) or bool(doubts.earlier)


def quorum(
    assessments: Sequence[AssessmentFacts],
    *,
    binding: str,
    store_id: str,
    reporters: Collection[str],
    doubts: Doubts,
    rules: Rules,
    now: datetime,
) -> Verdict:
    """R-112, R-113, R-114, L221: no "no", enough distinct people of the store, a responsible one among them.

    A "no" for this alert stops it whoever said it and whatever became of them since; only taking it back lifts it.
    For a vulnerable person (R-117), for one who is known (R-110), and where alerts have become a habit (R-081),
    somebody of the secretariat says yes on top of the store's own people. A "no" to the same event stays one (R-112).
    """
    if not check_rules(rules):
        return check_rules(rules)
    if any(is_no(a) and a.binding == binding for a in assessments):
        return Deny("R-112", N_("「いいえ」と答えた承認者がいるため、この警戒情報は送れません。"))
    people = standing(
        assessments,
        binding=binding,
        store_id=store_id,
        reporters=reporters,
        secretariat_joins=secretariat_may_join(doubts, rules),
        rules=rules,
        now=now,
    )
    enough = _enough_of_store(people, store_id, rules)
    if not enough or _joined_by_secretariat(people, rules):
        return enough
    of_store = [person for person in people if approves_for(person, store_id)]
    return all_of((_within_the_store(doubts, rules), refusers_agree(doubts.earlier, of_store)))


def may_send(assessments: Sequence[AssessmentFacts], alert: Dispatch, *, rules: Rules, now: datetime) -> Verdict:
    """R-111, L219: everything again at the moment of sending; the steps stand at the top of this file.

    ``assessments`` come with fresh ``MemberFacts`` and the reasons, ``rules`` are the network's as they are now.
    """
    bound_now = _binding_of(alert, rules)
    saying_yes = {a.member.id for a in assessments if a.binding == bound_now and is_yes(a)}
    return all_of(
        (
            check_rules(rules),
            _check_state(alert.state),
            may_originate(alert.sender, now),
            check_life(alert.life_hours, alert.expires_at, rules, now),
            # When it was told it had happened; a clock set back since makes it none that is yet to come.
            check_report(alert.report, rules, max(now, alert.report.event_at)),
            may_leave(alert.picture, alert.report, rules),
            check_audience(alert.audience, sender_id=alert.sender.id, rules=rules),
            _check_unchanged(alert.binding, bound_now),
            check_by_hand(alert.picture, saying_yes),
            quorum(
                assessments,
                binding=bound_now,
                store_id=alert.sender.id,
                reporters=alert.reporters,
                doubts=alert.doubts,
                rules=rules,
                now=now,
            ),
        ),
    )


def check_life(life_hours: int, expires_at: datetime | None, rules: Rules, now: datetime) -> Verdict:
    """R-043, R-044, L119, L121: an alert lives no longer than the network allows and is not sent after its end."""
    if not 1 <= life_hours <= rules.life_hours:
        return Deny("R-044", N_("警戒情報の期限は {most} 時間までにしてください。"), {"most": rules.life_hours})
    if expires_at is not None and expires_at <= now:
        return Deny("R-043", N_("この警戒情報は期限が切れました。必要なら新しく通報してください。"))
    return Allow()


def _enough_of_store(people: Sequence[MemberFacts], store_id: str, rules: Rules) -> Verdict:
    """R-113, L221: so many of the store itself, one of them responsible for it."""
    of_store = [person for person in people if approves_for(person, store_id)]
    missing = rules.approvals_needed - len(of_store)
    if missing > 0:
        return Deny(
            "R-113", N_("あと {missing} 人の「はい」が必要です。承認者の回答を待っています。"), {"missing": missing}
        )
    if not any(person.is_a(role, store_id) for person in of_store for role in RESPONSIBLE):
        return Deny("R-113", N_("店舗責任者か代行者の「はい」が必要です。責任者の回答を待っています。"))
    return Allow()


def _joined_by_secretariat(people: Sequence[MemberFacts], rules: Rules) -> bool:
    """R-117, L225: one person holding both roles can't stand for the store and for the secretariat at once."""
    joined = any(person.is_a(Role.SECRETARIAT) for person in people)
    return joined and len(people) >= people_needed(rules, secretariat_joins=True)


def _within_the_store(doubts: Doubts, rules: Rules) -> Verdict:
    """R-081, R-110, R-117: what the store's own people can't decide by themselves."""
    if doubts.vulnerable:
        return Deny(
            "R-117",
            N_("18歳未満や配慮が必要な人かもしれないため、事務局の承認も必要です。事務局の回答を待っています。"),
        )
    if doubts.known_person:
        return Deny(
            "R-110", N_("知っている人か連絡のとれる人のため、事務局の承認も必要です。事務局の回答を待っています。")
        )
    if is_habit(doubts.alerts_sent, rules):
        return Deny(
            "R-081",
            N_("この店舗か同じ事業者で警戒情報が続いているため、事務局の承認も必要です。回答を待っています。"),
        )
    return Allow()


def _check_state(state: State) -> Verdict:
    """R-111, L219: nothing is sent before the check, nor after the end."""
    if state in IN_FORCE:
        return Allow()
    return Deny("R-111", N_("この事案は終了しているか、まだ承認者に送られていないため、配信できません。"))


def _binding_of(alert: Dispatch, rules: Rules) -> str:
    return binding(
        picture_sha256=alert.picture.sha256 if alert.picture else None,
        text=alert_text(alert.report),
        audience=alert.audience,
        life_hours=alert.life_hours,
        rules_version=rules.version,
        version=alert.version,
        narrowed=alert.narrowed,
    )


def _check_unchanged(approved: str, bound_now: str) -> Verdict:
    """R-111, L219: what would go out now hashes to what was approved."""
    if approved == bound_now:
        return Allow()
    return Deny("R-111", N_("承認のあとに内容が変わりました。もう一度、承認者に送ってください。"))
