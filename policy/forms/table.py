"""Every form with its rules; the chat, modals, pages and the moment of sending all ask here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from policy.audience import may_narrow
from policy.forms.assess import ASSESS
from policy.forms.fields import FieldRules, FormRules, Given, OneOf, offered, own_reason
from policy.forms.names import PEOPLES_REASONS, FieldName, FormName, LeaveOut, Reach
from policy.forms.report import REPORT
from policy.verdict import N_, Allow, Deny, Verdict


def reach_m(answer: str) -> int | None:
    """Metres, or None as far as the rules go; ValueError if it is neither."""
    return None if answer == Reach.WHOLE else int(answer)


def is_no_wider(given: Given) -> Verdict:
    """R-117, R-124, L225, L231: a sender may warn within less than the network's radius, never within more."""
    return may_narrow(reach_m(given.value), given.asked.rules) if given.value.isdecimal() else Allow()


def leaves_somebody(given: Given) -> Verdict:
    """R-124, L231: however far and without whom, somebody is left to be warned."""
    if given.asked.warned:
        return Allow()
    nobody = Deny("R-124", N_("知らせる店舗がなくなります。範囲を広げるか、外す店舗を減らしてください。"))
    return replace(nobody, field=FieldName.REACH) if given.value == LeaveOut.NONE else nobody


FORM_RULES: Mapping[str, FormRules] = {
    FormName.REPORT: REPORT,
    FormName.ASSESS: ASSESS,
    FormName.RETURN: {FieldName.REASON: FieldRules((own_reason,))},
    FormName.RECALL: {FieldName.REASON: FieldRules((OneOf(PEOPLES_REASONS),))},
    FormName.CORRECT: {FieldName.WRONG: FieldRules((offered,))},
    FormName.FAR_STORE: {
        FieldName.STORE: FieldRules((offered,)),
        FieldName.REASON: FieldRules((own_reason,)),
    },
    FormName.AUDIENCE: {
        FieldName.REACH: FieldRules((is_no_wider, offered)),
        FieldName.LEAVE_OUT: FieldRules((offered, leaves_somebody)),
    },
}
