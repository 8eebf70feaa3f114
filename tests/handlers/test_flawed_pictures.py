"""R-041: somebody confirms a picture that may mislead, with a reason that the approvers read."""

from __future__ import annotations

import json

import pytest

from audit.event import Event
from handlers.commands.picture import ConfirmMask, PickSuspect
from handlers.errors import NotAllowed
from masking import Quality
from policy.access import Purpose
from storage.vault import Erased
from tests.world.answers import REPORT
from tests.world.in_process import CLEAR, TownInProcess

FAR_AWAY = Quality(size=48, brightness=70, blur=30, texts=2)
REASON = "ほかのカメラには写っておらず、赤い上着で見分けられるため"


def masked(town: TownInProcess, quality: Quality) -> ConfirmMask:
    """A picture report up to the masked picture; returns its confirmation, still without a reason."""
    town.masking.quality = quality
    town.fill_in("P01", photo="photo-1", form="picture")
    town.work()
    return picked(town, 40)


def picked(town: TownInProcess, x: int) -> ConfirmMask:
    town.run(PickSuspect(town.account("P01"), town.case().id, x, 40))
    town.work()
    case = town.case()
    return ConfirmMask(town.account("P01"), case.id, case.masked_sha256 or "")


def with_reason(confirm: ConfirmMask, reason: str = REASON) -> ConfirmMask:
    return ConfirmMask(confirm.account_id, confirm.case_id, confirm.sha256, reason)


def kept_reason(town: TownInProcess) -> bytes | None:
    with town.reading() as uow:
        try:
            return uow.vault.get(town.case().id, "text", "override")
        except Erased:
            return None


def overrides(town: TownInProcess) -> list[dict[str, object]]:
    with town.reading() as uow:
        entries = uow.ledger.of_case(town.case().id)
    return [dict(e["details"]) for e in entries if e["event"] == Event.MASK_OVERRIDE]


@pytest.mark.parametrize("reason", ["", "はい、問題ありません", "赤い上着の田中さんだと全員わかるため"])
def test_without_a_reason_a_flawed_picture_is_not_confirmed(town: TownInProcess, reason: str) -> None:
    """R-041: empty, boiler-plate or a name; a clear picture asks for nothing."""
    confirm = masked(town, FAR_AWAY)
    with pytest.raises(NotAllowed):
        town.run(with_reason(confirm, reason))
    assert town.case().mask_confirmed_at is None
    assert overrides(town) == []
    town.masking.quality = CLEAR
    town.run(picked(town, 60))
    assert town.case().mask_confirmed_at is not None
    assert kept_reason(town) is None


def test_the_approvers_read_the_flaws_with_their_numbers_and_the_reason(town: TownInProcess) -> None:
    """R-041: on the page of each; the neighbours' page says nothing of it."""
    town.run(with_reason(masked(town, FAR_AWAY)))
    town.submit()
    rows = town.on_page("P02", Purpose.PREVIEW)
    assert rows["それでも使う理由"] == REASON
    assert "48ピクセル" in rows["画像の注意点"]
    assert "2か所" in rows["画像の注意点"]
    for code in ("P02", "P03"):
        town.look(code)
        town.answer(code)
    town.deliver()
    assert town.case().state == "live"
    assert "画像の注意点" not in town.on_page("P08", Purpose.ALERT)


def test_the_ledger_says_that_and_why_by_a_hash_alone(town: TownInProcess) -> None:
    """R-041, R-097: which flaws, for which bytes; no word of the reason."""
    town.run(with_reason(masked(town, FAR_AWAY)))
    (entry,) = overrides(town)
    assert entry["flaws"] == ["small", "text"]
    assert len(str(entry["sha256"])) == 64
    assert entry["sha256"] != town.case().masked_sha256
    assert len(str(entry["reason"])) == 64
    assert "上着" not in json.dumps(entry, ensure_ascii=False)


def test_a_reason_holds_for_one_picture_and_dies_with_it(town: TownInProcess) -> None:
    """R-041: another suspect is picked: the next flawed picture asks again; a dropped photo leaves no reason."""
    town.run(with_reason(masked(town, FAR_AWAY)))
    assert kept_reason(town) == REASON.encode()
    again = picked(town, 60)
    assert kept_reason(town) is None
    with pytest.raises(NotAllowed):
        town.run(again)
    town.run(with_reason(again, "青い鞄が特徴で、ほかに写っている写真がないため"))
    assert len(overrides(town)) == 2
    same = picked(town, 60)
    assert same.sha256 == again.sha256
    with pytest.raises(NotAllowed):
        town.run(same)
    town.form("P01", "report", **REPORT)
    assert kept_reason(town) is None
