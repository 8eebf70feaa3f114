"""When something went wrong: whom it is reported to and until when, who does what, and what ends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from policy.duties import HELD_BY, OFFICERS, Task, acts_as, has_task, holders
from policy.facts import MemberFacts, Role
from policy.incidents.calls import TURNS, is_called
from policy.incidents.classification import (
    COVERED,
    SHOWN,
    Answers,
    Statutory,
    Sure,
    check_answers,
    may_be_published,
    reportable,
    unanswered,
)
from policy.incidents.clocks import Light, Report, final_report, first_report, is_closed, report_due
from policy.incidents.kinds import FIRST_KIND, Kind, Part, What
from policy.incidents.on_record import OnRecord, check_records, is_needed
from policy.incidents.permits import may_contain, may_do
from policy.incidents.playbooks import (
    ENDING,
    PLAYBOOKS,
    SILENCE,
    TELLS_BODY,
    Outcome,
    Playbook,
    Step,
    check_end,
    check_step,
    may_close,
    may_stop_waiting,
    playbook_of,
    task_of,
)
from policy.verdict import Deny

NOW = datetime(2026, 12, 2, 3, tzinfo=UTC)
PROOF = "受け取った端末の記録を二人で調べ、開かれないまま消されたことを確かめた。閲覧の記録も一件もなかった。"

DATES = (
    ("2026-12-02", 30, "2027-01-04"),  # day 30 is New Year's Eve
    ("2027-04-05", 30, "2027-05-06"),  # Golden Week
    ("2026-12-01", 30, "2027-01-04"),
    ("2026-11-30", 30, "2027-01-04"),
    ("2026-12-05", 30, "2027-01-04"),
    ("2026-12-06", 30, "2027-01-04"),
    ("2026-12-07", 30, "2027-01-05"),
    ("2026-11-29", 30, "2026-12-28"),
    ("2027-03-31", 30, "2027-04-30"),  # 29 April is a holiday, the 30th is not
    ("2027-04-01", 30, "2027-04-30"),
    ("2027-04-02", 30, "2027-05-06"),  # Saturday, Sunday, three holidays
    ("2027-04-06", 30, "2027-05-06"),
    ("2027-04-07", 30, "2027-05-06"),
    ("2027-04-08", 30, "2027-05-07"),
    ("2028-01-31", 30, "2028-02-29"),  # leap day, a Tuesday
    ("2028-02-01", 30, "2028-03-01"),
    ("2027-01-30", 30, "2027-03-01"),  # Sunday the last of February
    ("2027-01-31", 30, "2027-03-01"),
    ("2026-08-24", 30, "2026-09-24"),  # autumn: 22 September lies between two holidays
    ("2026-08-23", 30, "2026-09-24"),
    ("2026-08-22", 30, "2026-09-24"),
    ("2026-07-13", 30, "2026-08-12"),  # 山の日
    ("2026-11-02", 60, "2027-01-04"),
    ("2026-11-04", 60, "2027-01-04"),
    ("2026-11-06", 60, "2027-01-04"),
    ("2026-11-07", 60, "2027-01-05"),
    ("2027-03-05", 60, "2027-05-06"),
    ("2027-12-31", 60, "2028-02-28"),
    ("2028-01-01", 60, "2028-02-29"),
)


@pytest.mark.parametrize(("known", "days", "last"), DATES)
def test_the_last_day_of_a_report(known: str, days: int, last: str) -> None:
    """R-130, L237: the first tap is day 1; a closed last day moves to the next open one."""
    assert report_due(date.fromisoformat(known), days) == date.fromisoformat(last)


def test_a_report_is_never_due_too_early_nor_on_a_closed_day() -> None:
    """R-130, L237: every day of four years, a leap year among them; and never later than the next open day."""
    for offset in range(4 * 366):
        known = date(2026, 1, 1) + timedelta(days=offset)
        for days in (30, 60):
            last, first = report_due(known, days), known + timedelta(days=days - 1)
            assert last >= first
            assert not is_closed(last)
            assert all(is_closed(first + timedelta(days=day)) for day in range((last - first).days))


def test_the_first_report_turns_amber_on_day_three_and_red_on_day_five() -> None:
    """R-130, L237: on holidays too, since it is a guide; made, it is done."""
    due, day = first_report(date(2026, 12, 30)), timedelta(days=1)
    lights = [due.light(date(2026, 12, 30) + n * day, made=False) for n in range(6)]
    assert lights == [Light.CALM, Light.CALM, Light.AMBER, Light.AMBER, Light.RED, Light.RED]
    assert due.light(date(2027, 3, 1), made=True) is Light.DONE


def test_harm_that_was_meant_has_sixty_days() -> None:
    """R-130, L237: and all else thirty."""
    assert final_report(date(2027, 2, 1), malice=False).last_day == date(2027, 3, 2)
    assert final_report(date(2027, 2, 1), malice=True).last_day == date(2027, 4, 1)


PEOPLE = (None, 0, 1, 1000, 1001)


def expected(what: What, answers: Answers) -> tuple[bool, int | None]:
    """The law in other words: article 7 as a question to each of its four numbers."""
    if answers.happened == "sure_no" or answers.kind.value.removeprefix("kind_") not in (
        "leak",
        "loss",
        "destruction",
        "damage",
        "tampering",
    ):
        return False, None
    if answers.encrypted == "sure_yes" and what.value not in ("what_screenshot", "what_wrong_receiver"):
        return False, None
    meant = what is What.SCREENSHOT or answers.malice == "sure_yes"
    may = (
        answers.sensitive != "sure_no"
        or answers.property_risk != "sure_no"
        or meant
        or answers.malice == "sure_maybe"
        or answers.people is None
        or answers.people > 1000
    )
    return may, (60 if meant else 30) if may else None


def test_reportable_over_its_whole_truth_table() -> None:
    """R-130, R-132, L237, L240: four cases, each for certain or perhaps; six things that happened, ten kinds."""
    seen = 0
    for what, kind, happened, encrypted, sensitive, risk, malice, people in product(
        What, Kind, Sure, Sure, Sure, Sure, Sure, PEOPLE
    ):
        answers = Answers(kind, happened, sensitive, risk, malice, people, encrypted)
        law = reportable(what, answers)
        assert (bool(law), law.days) == expected(what, answers)
        seen += 1
    assert seen == 6 * 10 * 3**5 * 5


def test_perhaps_stays_perhaps() -> None:
    """R-130, L237: which of the four cases, and whether for certain, is what the form asks."""
    law = reportable(What.LOST_PHONE, Answers(Kind.LOSS, sensitive=Sure.NO, property_risk=Sure.YES, people=3))
    assert law.cases == {Statutory.PROPERTY: Sure.YES, Statutory.MALICE: Sure.MAYBE}


def test_a_screenshot_of_one_face_is_a_leak() -> None:
    """R-130, R-132, L237, L240: whatever else is said; it can't be called anything else."""
    one = Answers(Kind.LEAK, Sure.YES, Sure.NO, Sure.NO, Sure.NO, 1, Sure.YES)
    assert reportable(What.SCREENSHOT, one).days == 60
    for what, kind in product(What, Kind):
        said = check_answers(what, replace(one, kind=kind), "")
        assert bool(said) == (kind is Kind.LEAK or what not in SHOWN), "no other word for it stops its clocks"
    assert reportable(What.SCREENSHOT, unanswered(What.SCREENSHOT)).days == 60


def test_no_leak_takes_a_proof_in_words() -> None:
    """R-130, L237: a number below nothing is no number either."""
    none = Answers(Kind.LEAK, happened=Sure.NO)
    assert not check_answers(What.OTHER, none, "消しました。")
    assert check_answers(What.OTHER, none, PROOF)
    assert check_answers(What.OTHER, Answers(Kind.LEAK), "")
    assert not check_answers(What.OTHER, Answers(Kind.LEAK, people=-1), "")


def test_a_word_to_the_press_is_for_what_is_grave_and_was_not_encrypted() -> None:
    """R-137, L248: in doubt about the second it is; in doubt about the first somebody decides first."""
    for encrypted, grave in product(Sure, Sure):
        answers = Answers(Kind.LEAK, encrypted=encrypted, grave=grave)
        assert may_be_published(answers) == (encrypted is not Sure.YES and grave is Sure.YES)


def test_the_guidelines_ten_kinds_have_a_playbook_each() -> None:
    """R-132, R-135, R-139, L240, L246, L253: and what is tapped first is one of them."""
    assert len(Kind) == 10
    assert {playbook_of(kind) for kind in COVERED - {Kind.LEAK}} == {Playbook.LOSS}
    assert playbook_of(Kind.LEAK) is playbook_of(Kind.REFUSAL) is Playbook.LEAK
    assert playbook_of(Kind.INACCURACY) is Playbook.WRONG_PERSON
    assert set(FIRST_KIND) == set(What)
    assert {FIRST_KIND[what] for what in SHOWN} == {Kind.LEAK}


def member(*roles: Role, store: str | None = None, left: bool = False) -> MemberFacts:
    held = frozenset((role, store) for role in roles)
    return MemberFacts("m", "n", held, left_at=NOW if left else None)


def test_the_steps_are_the_guidelines() -> None:
    """R-131, R-134, R-135, R-136, R-137, R-138, R-139, R-140, R-141, R-142, R-143, R-145: each with its role."""
    table = {
        playbook: [(task.step, set(task.roles), task.clauses[0]) for task in tasks]
        for playbook, tasks in PLAYBOOKS.items()
    }
    assert table[Playbook.LEAK] == [
        (Step.TOLD, set(), "R-135"),
        (Step.CHECKED, {Role.SECURITY_OFFICER}, "R-136"),
        (Step.PRESS, {Role.SECURITY_OFFICER}, "R-137"),
        (Step.COMMISSION, {Role.SECURITY_OFFICER}, "R-138"),
        (Step.PERSON, {Role.PRIVACY_OFFICER}, "R-131"),
    ]
    assert table[Playbook.LOSS] == [
        (Step.TOLD, set(), "R-139"),
        (Step.CAUSE, {Role.INCIDENT_MANAGER}, "R-140"),
        (Step.RESTORED, {Role.SECRETARIAT}, "R-141"),
        (Step.PRESERVED, {Role.INCIDENT_MANAGER}, "R-142"),
        *((step, {Role.SECURITY_OFFICER}, "R-143") for step in (Step.BODY, Step.POLICE, Step.COMMISSION)),
    ]
    clauses = [clause for _, _, clause in table[Playbook.WRONG_PERSON]]
    assert clauses == ["R-096", "R-078", "R-132", "R-134", "R-131", "R-145"]
    assert {playbook_of(kind) for kind in Kind} == {
        playbook for playbook, tasks in PLAYBOOKS.items() if any(task.step in TELLS_BODY for task in tasks)
    }


def test_a_step_is_closed_by_its_role_and_another_is_told_whose_it_is() -> None:
    """R-135, R-136, R-138, R-140, R-142, L246–257: a vacant duty is the secretariat's; some close by themselves."""
    for tasks in PLAYBOOKS.values():
        for task in tasks:
            for role in Role:
                said = may_close(task, member(role), (), of_store=False)
                assert bool(said) == (role in task.roles)
                if isinstance(said, Deny) and task.roles:
                    assert said.values["role"]
            vacant = bool(task.roles & {*OFFICERS, Role.SECRETARIAT})
            assert bool(may_close(task, member(Role.SECRETARIAT), OFFICERS, of_store=False)) == vacant
            assert bool(may_close(task, member(), (), of_store=True)) == (Role.STAFF in task.roles)


def test_nothing_is_skipped_that_has_to_be_done() -> None:
    """R-132, R-137, R-140, R-141, R-143, R-145, L240–265: no step is done, or left out, without a word about it."""
    for tasks in PLAYBOOKS.values():
        for task in tasks:
            assert bool(check_step(task, Outcome.NOT_NEEDED, tuple(Part))) == task.may_skip
            assert (task.needs is None) == (not task.roles), "what somebody closes is closed with words"
            for outcome in Outcome:
                assert bool(check_step(task, outcome, set(Part) - {task.needs})) == (
                    task.needs is None and outcome is Outcome.DONE
                )
    assert task_of(Kind.LEAK, Step.CAUSE) is None


def test_the_wait_for_silent_stores_ends_a_day_after_the_last_recall() -> None:
    """R-078: not before, not by a clock that goes backwards, and never where nothing was called back."""
    assert not may_stop_waiting(None, NOW)
    assert not may_stop_waiting(NOW, NOW + SILENCE - timedelta(seconds=1))
    assert not may_stop_waiting(NOW, NOW - SILENCE)
    assert may_stop_waiting(NOW, NOW + SILENCE)


def known(answers: Answers, *, due: bool = True, made: bool = False, named: bool = False) -> OnRecord:
    reports = frozenset(Report) if due else frozenset()
    return OnRecord(answers, reports, frozenset() if made else reports, named)


def allowed(step: Step, outcome: Outcome, on_record: OnRecord) -> bool:
    (task, *_) = [task for tasks in PLAYBOOKS.values() for task in tasks if task.step is step]
    return bool(check_records(task, outcome, on_record))


def test_nothing_is_left_out_that_the_classification_asks_for() -> None:
    """R-130, R-134, R-137, R-138, R-142, L237–256: in doubt it is asked for; nor does it stay left out later."""
    calm = Answers(Kind.LOSS, malice=Sure.NO, grave=Sure.NO)
    skipped = {Step.PRESS, Step.COMMISSION, Step.PRESERVED, Step.BODY}
    assert all(allowed(step, Outcome.NOT_NEEDED, known(calm, due=False)) for step in Step)
    for asks, on_record in (
        ({Step.COMMISSION}, known(calm, made=True)),
        ({Step.PRESERVED}, known(replace(calm, malice=Sure.MAYBE), due=False)),
        ({Step.PRESS, Step.BODY}, known(replace(calm, grave=Sure.YES), due=False)),
        ({Step.BODY}, known(replace(calm, grave=Sure.YES, encrypted=Sure.YES), due=False)),
    ):
        assert {step for step in skipped if not allowed(step, Outcome.NOT_NEEDED, on_record)} == asks
        assert {step for step in Step if is_needed(step, on_record)} == asks


def test_nothing_is_done_that_the_records_do_not_know() -> None:
    """R-096, R-130, R-138, L206, L237, L249: a report that nobody noted, a recall of no alert."""
    loss = Answers(Kind.LOSS)
    assert not allowed(Step.COMMISSION, Outcome.DONE, known(loss))
    assert allowed(Step.COMMISSION, Outcome.DONE, known(loss, made=True))
    assert allowed(Step.COMMISSION, Outcome.DONE, known(loss, due=False))
    assert not allowed(Step.RECALLED, Outcome.DONE, known(loss))
    assert allowed(Step.RECALLED, Outcome.DONE, known(loss, named=True))


def ends(left_out: Step | None = None, parts: tuple[Part, ...] = ENDING, **said: object) -> bool:
    """Whether a loss ends, of which all but this is done."""
    steps = [task.step for task in PLAYBOOKS[Playbook.LOSS] if task.step is not left_out]
    well = {"classified": True, "has_stopped": True, "reports_open": (), "changes": False}
    return bool(check_end(Kind.LOSS, steps, parts, **{**well, **said}))  # type: ignore[arg-type]


def test_it_ends_when_all_is_done() -> None:
    """R-130, R-132, R-136, R-140, R-145, L237, L247, L254, L265: take any one thing away, and it stays open."""
    assert ends()
    assert not ends(classified=False)
    assert not ends(has_stopped=False), "as long as it goes on, or nobody knows"
    for report in Report:
        assert not ends(reports_open={report}), "the first report too, as long as it is due"
    assert not any(ends(left_out=task.step) for task in PLAYBOOKS[Playbook.LOSS])
    assert not any(ends(parts=(part,)) for part in ENDING)
    assert not ends(changes=True), "a change that nobody has put into words"
    assert ends(parts=(*ENDING, Part.CHANGES), changes=True)


def test_calls_end_with_an_answer_or_the_end() -> None:
    """R-135, L246: whichever comes first; and the secretariat is the last who is called."""
    assert is_called(taken=False, closed=False)
    assert not is_called(taken=True, closed=False)
    assert not is_called(taken=False, closed=True)
    assert TURNS[0] == (Role.INCIDENT_MANAGER, Role.SECURITY_OFFICER)
    assert TURNS[-1] == (Role.SECRETARIAT,)


@pytest.mark.parametrize("task", Task)
def test_a_duty_that_nobody_holds_is_the_secretariats(task: Task) -> None:
    """R-061, L135: and one that somebody holds is theirs; held at a store it is none."""
    office = member(Role.SECRETARIAT)
    assert has_task(task, office, OFFICERS)
    assert has_task(task, office, ()) == (Role.SECRETARIAT in HELD_BY[task])
    for role in Role:
        assert has_task(task, member(role), ()) == (role in HELD_BY[task])
        assert not has_task(task, member(role, store="s"), OFFICERS)


def test_the_secretariat_stands_in_for_what_is_vacant_alone() -> None:
    """R-061, L135: nobody else does."""
    assert acts_as(member(Role.SECRETARIAT), (Role.DECIDER,)) == {Role.SECRETARIAT, Role.DECIDER}
    assert acts_as(member(Role.AUDITOR), (Role.DECIDER,)) == {Role.AUDITOR}
    assert holders((Role.DECIDER, Role.AUDITOR), (Role.DECIDER,)) == {Role.SECRETARIAT, Role.AUDITOR}


def test_who_may_do_what_about_an_incident() -> None:
    """R-135, R-136, R-096: in their own network, and as long as they are with us; whoever has the alert may stop it."""
    manager = member(Role.INCIDENT_MANAGER)
    about = {"vacant": (), "network_id": "n", "now": NOW}
    assert may_do(Task.TAKE_INCIDENT, manager, **about)  # type: ignore[arg-type]
    assert not may_do(Task.REPORT_INCIDENT, manager, **about)  # type: ignore[arg-type]
    assert not may_do(Task.TAKE_INCIDENT, manager, **{**about, "network_id": "o"})  # type: ignore[arg-type]
    assert not may_do(Task.TAKE_INCIDENT, member(Role.INCIDENT_MANAGER, left=True), **about)  # type: ignore[arg-type]
    clerk = member(Role.STAFF, store="s")
    assert may_contain(clerk, store_ids={"s"}, **about)  # type: ignore[arg-type]
    assert not may_contain(clerk, store_ids={"other"}, **about)  # type: ignore[arg-type]
    assert not may_contain(replace(clerk, left_at=NOW), store_ids={"s"}, **about)  # type: ignore[arg-type]
    assert may_contain(manager, store_ids={"other"}, **about)  # type: ignore[arg-type]


@pytest.mark.parametrize("what", What)
def test_before_anybody_answers_what_lies_behind_the_masks_may_be_out_unless_it_is_an_alert(what: What) -> None:
    """R-133: an alert that was photographed shows nothing but its masked picture; of a phone or a file nobody knows."""
    alert = what in (What.SCREENSHOT, What.WRONG_RECEIVER, What.WRONG_PERSON)
    assert unanswered(what).unmasked is (Sure.NO if alert else Sure.MAYBE)
