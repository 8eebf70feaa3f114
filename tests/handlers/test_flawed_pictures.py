"""R-041: somebody confirms a picture that may mislead, with a reason that the approvers read."""

from __future__ import annotations

import json

import pytest

from audit.event import Event
from handlers.commands.chat import SubmitForm
from handlers.commands.picture import ConfirmMask, PickSuspect
from handlers.errors import NotAllowed
from masking import Quality
from storage.vault import Erased
from tests.handlers.street import CLEAR, REPORT, Street

FAR_AWAY = Quality(size=48, brightness=70, blur=30, texts=2)
REASON = "ほかのカメラには写っておらず、赤い上着で見分けられるため"


def masked(street: Street, quality: Quality) -> ConfirmMask:
    """A picture report up to the masked picture; returns its confirmation, still without a reason."""
    street.darkroom.quality = quality
    street.run(SubmitForm(street.account("P01"), "report", None, {**REPORT, "form": "picture"}, "photo-1"))
    street.work()
    return picked(street, 40)


def picked(street: Street, x: int) -> ConfirmMask:
    street.run(PickSuspect(street.account("P01"), street.case().id, x, 40))
    street.work()
    case = street.case()
    return ConfirmMask(street.account("P01"), case.id, case.masked_sha256 or "")


def with_reason(confirm: ConfirmMask, reason: str = REASON) -> ConfirmMask:
    return ConfirmMask(confirm.account_id, confirm.case_id, confirm.sha256, reason)


def kept_reason(street: Street) -> bytes | None:
    with street.reading() as uow:
        try:
            return uow.vault.get(street.case().id, "text", "override")
        except Erased:
            return None


def overrides(street: Street) -> list[dict[str, object]]:
    with street.reading() as uow:
        entries = uow.ledger.of_case(street.case().id)
    return [dict(e["details"]) for e in entries if e["event"] == Event.MASK_OVERRIDE]


@pytest.mark.parametrize("reason", ["", "はい、問題ありません", "赤い上着の田中さんだと全員わかるため"])
def test_without_a_reason_a_flawed_picture_is_not_confirmed(street: Street, reason: str) -> None:
    """R-041: empty, boiler-plate or a name; a clear picture asks for nothing."""
    confirm = masked(street, FAR_AWAY)
    with pytest.raises(NotAllowed):
        street.run(with_reason(confirm, reason))
    assert street.case().mask_confirmed_at is None
    assert overrides(street) == []
    street.darkroom.quality = CLEAR
    street.run(picked(street, 60))
    assert street.case().mask_confirmed_at is not None
    assert kept_reason(street) is None


def test_the_approvers_read_the_flaws_with_their_numbers_and_the_reason(street: Street) -> None:
    """R-041: on the card of each; the neighbours' card says nothing of it."""
    street.run(with_reason(masked(street, FAR_AWAY)))
    street.submit()
    rows = dict(street.last("P02").facts)
    assert rows["それでも使う理由"] == REASON
    assert "48ピクセル" in rows["画像の注意点"]
    assert "2か所" in rows["画像の注意点"]
    for code in ("P02", "P03"):
        street.look(code)
        street.answer(code)
    street.deliver()
    assert street.case().state == "live"
    assert all("画像の注意点" not in dict(card.facts) for card in street.cards("P08"))


def test_the_ledger_says_that_and_why_by_a_hash_alone(street: Street) -> None:
    """R-041, R-097: which flaws, for which bytes; no word of the reason."""
    street.run(with_reason(masked(street, FAR_AWAY)))
    (entry,) = overrides(street)
    assert entry["flaws"] == ["small", "text"]
    assert entry["sha256"] == street.case().masked_sha256
    assert len(str(entry["reason"])) == 64
    assert "上着" not in json.dumps(entry, ensure_ascii=False)


def test_a_reason_holds_for_one_picture_and_dies_with_it(street: Street) -> None:
    """R-041: another suspect is picked: the next flawed picture asks again; a dropped photo leaves no reason."""
    street.run(with_reason(masked(street, FAR_AWAY)))
    assert kept_reason(street) == REASON.encode()
    again = picked(street, 60)
    assert kept_reason(street) is None
    with pytest.raises(NotAllowed):
        street.run(again)
    street.run(with_reason(again, "青い鞄が特徴で、ほかに写っている写真がないため"))
    assert len(overrides(street)) == 2
    same = picked(street, 60)
    assert same.sha256 == again.sha256
    with pytest.raises(NotAllowed):
        street.run(same)
    street.form("P01", "report", **REPORT)
    assert kept_reason(street) is None
