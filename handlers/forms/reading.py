"""From a filled-in form to the facts the rules take."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.forms.definitions import MINUTES_AGO
from policy.facts import AlertForm, AnswerFacts, AssessmentFacts, Ground, MemberFacts, Report


def event_time(answer: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """One of the offered minutes ago, or a time of day ("14:20", the last one past); None if it is neither."""
    if answer in {option.value for option in MINUTES_AGO}:
        return now - timedelta(minutes=int(answer))
    try:
        clock = datetime.strptime(answer.replace("：", ":"), "%H:%M").time()  # noqa: DTZ007 - the zone follows
    except ValueError:
        return None
    local = now.astimezone(zone)
    moment = local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return moment if moment <= local else moment - timedelta(days=1)


def report_from(answers: dict[str, str]) -> Report:
    """The reporter's answers as facts; ``when`` must already be an ISO time."""
    return Report(
        goods=answers["goods"],
        event_at=datetime.fromisoformat(answers["when"]),
        ground=Ground(answers["ground"]),
        payment_checked=answers["payment_checked"] == "yes",
        police=answers["police"],
        direction=answers["direction"],
        travel=answers["travel"],
        known_person=answers["known_person"] == "yes",
        vulnerable=answers["vulnerable"] != "no",
        form=AlertForm(answers["form"]),
        features=answers.get("features", ""),
        step_up_reason=answers.get("step_up_reason", ""),
    )


def assessment_from(member: MemberFacts, binding: str, answers: dict[str, str]) -> AssessmentFacts:
    """The four answers with their reasons, bound to the alert they were given for."""

    def given(test: str) -> AnswerFacts:
        return AnswerFacts(answers[test] == "yes", answers[f"{test}_reason"])

    return AssessmentFacts(
        member=member,
        binding=binding,
        present_danger=given("present_danger"),
        subsidiarity=given("subsidiarity"),
        proportionality=given("proportionality"),
        consent_difficulty=given("consent_difficulty"),
    )
