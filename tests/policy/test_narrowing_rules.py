"""What approvers may take away, as a table; and how long reading takes at least."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.content import alert_text
from policy.facts import AlertForm
from policy.narrowing import as_light_as, check_choice, lighter_forms
from policy.reading import reading_seconds
from policy.verdict import Deny
from tests.world.facts import report

PICTURE, FEATURES, WARNING = AlertForm.PICTURE, AlertForm.FEATURES, AlertForm.WARNING
AUDIENCE, PROPOSED = ("near", "next"), ("far",)


@pytest.mark.parametrize(
    ("stores", "form", "refused_by"),
    [
        (("near", "next"), FEATURES, None),
        (("near",), FEATURES, None),
        (("near", "next", "far"), FEATURES, None),
        (("far",), WARNING, None),
        (("near", "next"), WARNING, None),
        ((), FEATURES, "R-124"),
        (("near", "elsewhere"), FEATURES, "R-117"),
        (("near",), PICTURE, "R-117"),
        (("near",), "poster", "R-117"),
    ],
)
def test_only_what_was_offered_can_be_chosen(stores: tuple[str, ...], form: str, refused_by: str | None) -> None:
    """R-030, R-117: fewer stores, far ones that were proposed, a lighter form; never more, never nobody."""
    verdict = check_choice(stores, form, report(), audience=AUDIENCE, proposed=PROPOSED)

    assert refused_by == (verdict.clause if isinstance(verdict, Deny) else None)


def test_the_lighter_forms_stand_beside_the_one_at_hand() -> None:
    """R-116: from the lightest up; features in words only where there are any."""
    assert lighter_forms(report(form=PICTURE)) == (WARNING, FEATURES)
    assert lighter_forms(report(form=PICTURE, features="")) == (WARNING,)
    assert lighter_forms(report()) == (WARNING,)
    assert lighter_forms(report(form=WARNING)) == ()


@given(st.sampled_from([PICTURE, FEATURES]), st.sampled_from([FEATURES, WARNING]))
def test_a_lighter_form_says_nothing_new(was: AlertForm, form: AlertForm) -> None:
    """R-116, R-117: what is left was there before, word for word."""
    before, after = report(form=was), as_light_as(report(form=was), form)

    assert alert_text(after).items() <= alert_text(before).items()
    assert form is not WARNING or (after.features, after.step_up_reason) == ("", "")


def test_reading_takes_as_long_as_the_words_are_many() -> None:
    """R-110: the report and the four questions at 600 characters a minute."""
    usual, long = reading_seconds(report()), reading_seconds(report(features="紺の上着と白い靴。" * 30))

    assert 12 <= usual <= 30
    assert long > 2 * usual
