"""The mask corrected by hand: what is asked of masking, what stands meanwhile, what is kept of it, and for whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.case.strokes import room_of, strokes_of
from handlers.commands.picture import ConfirmMask, EditMask, PickSuspect
from handlers.errors import NotAllowed
from masking import Stroke
from masking.figure.brush import MOST_POINTS, MOST_STROKES
from storage.vault import Erased
from tests.world.answers import REPORT
from tests.world.beginnings import remembered
from tests.world.in_process import MINUTE, TownInProcess

COVER, REVEAL = Stroke("cover", 5, ((10, 10), (20, 20))), Stroke("reveal", 7, ((30, 30),))
TOO_OPEN, TOO_CLOSED = Stroke("reveal", 100, ((1, 1),)), Stroke("cover", 100, ((1, 1),))


def masked(town: TownInProcess) -> str:
    """A picture report whose suspect is picked and masked; returns the case's id."""
    picked(town)
    return town.case().id


@remembered
def picked(town: TownInProcess) -> None:
    town.fill_in("P01", photo="photo-1", form="picture")
    town.work()
    town.run(PickSuspect(town.account("P01"), town.case().id, 40, 40))
    town.work()


def edit(town: TownInProcess, *strokes: Stroke, code: str = "P01", sha256: str | None = None) -> None:
    case = town.case()
    town.run(EditMask(town.account(code), case.id, sha256 or case.masked_sha256 or "", strokes))


def refusal(town: TownInProcess, *strokes: Stroke, sha256: str | None = None) -> str:
    """What the page says of an edit that is not done."""
    with pytest.raises(NotAllowed) as refused:
        edit(town, *strokes, sha256=sha256)
    return refused.value.told.msgid


def picture(town: TownInProcess) -> bytes:
    with town.reading() as uow:
        return uow.vault.get(town.case().id, "masked", "picture")


def entries(town: TownInProcess, event: str) -> list[dict[str, Any]]:
    with town.reading() as uow:
        return [dict(e) for e in uow.ledger.of_case(town.case().id) if e["event"] == event]


def test_strokes_make_a_new_picture_that_has_to_be_confirmed_anew(town: TownInProcess) -> None:
    """R-117, R-118: the strokes reach masking with the same tap, and the earlier confirmation falls."""
    case_id = masked(town)
    first = town.case().masked_sha256
    town.run(ConfirmMask(town.account("P01"), case_id, first or ""))
    edit(town, COVER, REVEAL)
    assert town.case().state == "masking"
    assert town.case().mask_confirmed_at is None
    town.work()
    assert town.case().state == "mask_review"
    assert town.case().masked_sha256 != first
    assert repr(([(40, 40)], (COVER, REVEAL))).encode() in picture(town)
    assert entries(town, "case:mask:edit")[0]["details"] == {"cover": 1, "reveal": 1}


def test_a_second_correction_adds_to_the_first(town: TownInProcess) -> None:
    """R-118: the server applies all strokes to the original, in the order of drawing."""
    masked(town)
    edit(town, COVER)
    town.work()
    edit(town, REVEAL)
    town.work()
    assert repr((COVER, REVEAL)).encode() in picture(town)
    with town.reading() as uow:
        assert strokes_of(town.case(), town.app.context(uow)) == ((COVER, REVEAL), ())
        assert room_of(town.case(), town.app.context(uow))


@pytest.mark.parametrize(
    ("stroke", "sentence"), [(TOO_OPEN, "ほかの人や顔が見えるおそれ"), (TOO_CLOSED, "すべて塗りつぶされたため")]
)
def test_refused_strokes_leave_the_mask_as_it_was_and_can_be_taken_back(
    town: TownInProcess, stroke: Stroke, sentence: str
) -> None:
    """R-119: the mask that stood still stands, with a sentence; the strokes wait for being undone."""
    case_id = masked(town)
    edit(town, COVER)
    town.work()
    before, shown = town.case().masked_sha256, picture(town)
    edit(town, REVEAL, stroke)
    town.work()
    case = town.case()
    assert (case.state, case.masked_sha256, picture(town)) == ("mask_review", before, shown)
    assert sentence in case.picture.problem
    assert case.mask_confirmed_at is None
    with town.reading() as uow:
        assert strokes_of(case, town.app.context(uow)) == ((COVER,), (REVEAL, stroke))
    edit(town, REVEAL)
    town.work()
    assert repr((COVER, REVEAL)).encode() in picture(town)
    town.run(ConfirmMask(town.account("P01"), case_id, town.case().masked_sha256 or ""))
    assert town.case().mask_confirmed_at is not None


def test_another_suspect_begins_without_strokes(town: TownInProcess) -> None:
    """R-118: 「選び直す」 is a fresh start."""
    case_id = masked(town)
    edit(town, COVER)
    town.work()
    town.run(PickSuspect(town.account("P01"), case_id, 60, 60))
    town.work()
    assert repr(([(60, 60)], ())).encode() in picture(town)


def test_strokes_are_sealed_beside_the_original_and_die_with_it(town: TownInProcess) -> None:
    """R-065: no plain row has them, and with the report that needs no picture they are gone."""
    masked(town)
    edit(town, COVER)
    assert town.kept("original", "strokes")
    with town.reading() as uow:
        case = uow.cases.get(town.case().id)
        assert "cover" not in str((case.picture, case.evidence))
        rows = [w for w in uow.due.overdue(town.now + MINUTE, timedelta()) if w.kind == "mask"]
        assert [set(w.arguments) for w in rows] == [{"turn", "x", "y"}]
    town.work()
    town.form("P01", "report", **REPORT)
    with town.reading() as uow:
        assert strokes_of(town.case(), town.app.context(uow)) == ((), ())
        assert room_of(town.case(), town.app.context(uow)) == ()
        for name in ("strokes", "drawn", "room"):
            with pytest.raises(Erased):
                uow.vault.get(town.case().id, "original", name)


def test_the_network_gives_up_pictures_while_one_is_corrected(town: TownInProcess) -> None:
    """R-003: neither the picture nor the strokes are kept."""
    masked(town)
    edit(town, COVER)
    town.set_rules(text_only=True)
    town.work()
    assert town.case().state == "draft"
    for kind, name in (("masked", "picture"), ("original", "strokes"), ("original", "room")):
        assert not town.kept(kind, name)


@pytest.mark.parametrize("code", ["P05", "P09"])
def test_nobody_from_elsewhere_corrects_a_mask(town: TownInProcess, code: str) -> None:
    """R-125: before it is sent, a report belongs to the reporting store."""
    masked(town)
    with pytest.raises(NotAllowed):
        edit(town, COVER, code=code)


def test_only_the_mask_that_was_seen_is_corrected(town: TownInProcess) -> None:
    """R-117: not another one, not one that is being made, not one that lies with the approvers."""
    case_id = masked(town)
    assert "画像が変わりました" in refusal(town, COVER, sha256="0" * 64)
    edit(town, COVER)
    assert "画像が変わりました" in refusal(town, REVEAL)
    town.work()
    town.run(ConfirmMask(town.account("P01"), case_id, town.case().masked_sha256 or ""))
    town.submit()
    assert "もう書き直せません" in refusal(town, COVER)
    assert town.case().state == "assessing"


def test_no_strokes_and_far_too_many_are_refused(town: TownInProcess) -> None:
    """R-118: each with a sentence; also when earlier ones fill the measure."""
    masked(town)
    assert "まだ何も直していません" in refusal(town)
    edit(town, *[COVER] * MOST_STROKES)
    town.work()
    assert "修正が多すぎます" in refusal(town, COVER)
    assert "修正が多すぎます" in refusal(town, Stroke("cover", 3, ((1, 1),) * (MOST_POINTS + 1)))
