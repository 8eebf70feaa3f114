"""What is shown and what is judged are one form: the same fields, choices and conditions under the same names."""

from __future__ import annotations

import pytest

from handlers.forms.definitions import FORMS
from handlers.forms.form import Form
from policy.forms.fields import OneOf
from policy.forms.names import FieldName
from policy.forms.table import FORM_RULES


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_every_question_has_its_rules_and_every_rule_its_question(form: Form) -> None:
    """R-127: in the same order, asked under the same condition, answered by the same choices."""
    rules = FORM_RULES[form.name]
    assert [field.name for field in form.fields] == list(rules)
    for field in form.fields:
        assert field.only_if is rules[field.name].only_if
        chosen = {value for rule in rules[field.name].rules if isinstance(rule, OneOf) for value in rule.values}
        typed_too = field.name == FieldName.WHEN
        assert chosen == {option.value for option in field.options} or typed_too
