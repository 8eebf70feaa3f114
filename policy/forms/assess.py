"""One person's answers to the three tests and the consent limb, field by field (guideline L219–225)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from policy.assessment import TESTS, check_no, check_reason
from policy.facts import AnswerFacts, AssessmentFacts, MemberFacts
from policy.forms.fields import Answers, Asked, Condition, FieldRules, FormRules, Given, OneOf, judge_all
from policy.forms.names import Choice
from policy.own_words import is_copied
from policy.rules import Rules
from policy.verdict import N_, Allow, Deny, Verdict
from policy.words.care import tells_of_care


def reason_of(test: str) -> str:
    """The field that asks why the test was answered like this."""
    return f"{test}_reason"


_TEST_OF = {reason_of(test.name): test for test in TESTS}


def says_why(given: Given) -> Verdict:
    """R-110, R-112, L219, L221: yes to a test needs a reason, a "no" only a word, and the rest beside it nothing.

    Saying no must never be harder than saying yes.
    """
    if given.answers.get(_TEST_OF[given.name].name) == Choice.NO:
        return check_no(given.value)
    return Allow() if _is_no(given.answers) else check_reason(given.value, given.asked.rules)


def says_something_else(given: Given) -> Verdict:
    """R-110, L219: four yes need four reasons; one that repeats an earlier one is asked for again."""
    if _is_no(given.answers):
        return Allow()
    asked = list(_TEST_OF)
    for earlier in asked[: asked.index(given.name)]:
        if is_copied(
            given.value, [given.answers.get(earlier, "")], given.asked.rules.min_reason_characters, given.asked.spelt
        ):
            return Deny(
                "R-110",
                N_("「{first}」と「{second}」の理由が同じです。問いごとに、その問いへの理由を書いてください。"),
                {"first": _TEST_OF[earlier].title, "second": _TEST_OF[given.name].title},
            )
    return Allow()


def says_it_in_own_words(given: Given) -> Verdict:
    """R-110, L219: a yes whose reason stood somewhere before says that nobody looked at this case."""
    if _is_no(given.answers):
        return Allow()
    asked = given.asked
    for known, sentence in (
        (asked.examples, N_("質問の例と同じ理由です。この件で見たことや試したことを、自分の言葉で書いてください。")),
        (asked.by_others, N_("ほかの承認者と同じ理由です。自分で確かめて考えたことを、自分の言葉で書いてください。")),
        (asked.by_oneself, N_("以前の事案に書いた理由と同じです。この件で見たことや試したことを書いてください。")),
    ):
        if is_copied(given.value, known, asked.rules.min_reason_characters, asked.spelt):
            return Deny("R-110", sentence)
    return Allow()


def tells_no_more(given: Given) -> Verdict:
    """R-117, D7, L225: a yes can't rest on somebody's age or state of which the report says that there is nothing."""
    if _is_no(given.answers) or not given.asked.needs_no_care or not tells_of_care(given.value):
        return Allow()
    return Deny(
        "R-117",
        N_(
            "通報は「配慮が必要か：いいえ」ですが、理由に年齢や体調を思わせる言葉があります。"
            "そう見えるときは通報を差し戻してください。見えないときは、その言葉を使わずに書き直してください。"
        ),
    )


def reasons_in(assessment: AssessmentFacts) -> tuple[str, ...]:
    """Its four reasons."""
    return tuple(getattr(assessment, test.name).reason for test in TESTS)


def _is_no(answers: Answers) -> bool:
    return any(answers.get(test.name) == Choice.NO for test in TESTS)


_ANSWER = (OneOf((Choice.YES, Choice.NO)),)
_REASON = (says_why, says_something_else, says_it_in_own_words, tells_no_more)


def _all_yes_before(test: str) -> Condition | None:
    condition = None
    for earlier in TESTS[: [one.name for one in TESTS].index(test)]:
        condition = Condition(earlier.name, (Choice.YES,), condition)
    return condition


AFTER_YES: Mapping[str, Condition | None] = {test.name: _all_yes_before(test.name) for test in TESTS}
"""R-112, L221: the first "no" ends it, so that what comes after it is not asked."""

ASSESS: FormRules = {
    name: FieldRules(rules, AFTER_YES[test.name])
    for test in TESTS
    for name, rules in ((test.name, _ANSWER), (reason_of(test.name), _REASON))
}


def check_assessment(
    assessment: AssessmentFacts, rules: Rules, now: datetime, *, before: Sequence[AssessmentFacts] = ()
) -> Verdict:
    """R-110, R-112, L219, L221: whether these answers count: the whole form, once more.

    ``before``: what was answered about the case earlier, by whomever, counted or not.
    """
    others = (one for one in before if one.member.id != assessment.member.id)
    by_others = [reason for one in others for reason in reasons_in(one)]
    return judge_all(ASSESS, answers_of_assessment(assessment), Asked(rules, now, by_others=by_others))


def assessment_from(member: MemberFacts, binding: str, answers: Answers) -> AssessmentFacts:
    """The answers with their reasons, bound to the alert they were given for."""
    given = {test.name: _answer(answers.get(test.name), answers.get(reason_of(test.name), "")) for test in TESTS}
    return AssessmentFacts(member, binding, withdrawn=False, account_revoked=False, **given)


def _answer(said: str | None, reason: str) -> AnswerFacts:
    return AnswerFacts(None if said is None else said == Choice.YES, reason)


def answers_of_assessment(assessment: AssessmentFacts) -> dict[str, str]:
    """The answers that would make this assessment."""
    all_of_them = [(test.name, getattr(assessment, test.name)) for test in TESTS]
    given = [(name, answer) for name, answer in all_of_them if answer.yes is not None]
    return {name: Choice.YES if answer.yes else Choice.NO for name, answer in given} | {
        reason_of(name): answer.reason for name, answer in given
    }
