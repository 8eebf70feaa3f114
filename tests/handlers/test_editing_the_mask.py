"""The mask corrected by hand: what is asked of masking, what stands meanwhile, what is kept of it, and for whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.case.strokes import room_of, strokes_of
from handlers.commands.chat import SubmitForm
from handlers.commands.picture import ConfirmMask, EditMask, PickSuspect
from handlers.errors import NotAllowed
from masking import Stroke
from masking.brush import MOST_POINTS, MOST_STROKES
from storage.vault import Erased
from tests.handlers.street import MINUTE, REPORT, Street

COVER, REVEAL = Stroke("cover", 5, ((10, 10), (20, 20))), Stroke("reveal", 7, ((30, 30),))
TOO_OPEN, TOO_CLOSED = Stroke("reveal", 100, ((1, 1),)), Stroke("cover", 100, ((1, 1),))


def masked(street: Street) -> str:
    """A picture report whose suspect is picked and masked; returns the case's id."""
    street.run(SubmitForm(street.account("P01"), "report", None, {**REPORT, "form": "picture"}, "photo-1"))
    street.work()
    case = street.case()
    street.run(PickSuspect(street.account("P01"), case.id, 40, 40))
    street.work()
    return case.id


def edit(street: Street, *strokes: Stroke, code: str = "P01", sha256: str | None = None) -> None:
    case = street.case()
    street.run(EditMask(street.account(code), case.id, sha256 or case.masked_sha256 or "", strokes))


def refusal(street: Street, *strokes: Stroke, sha256: str | None = None) -> str:
    """What the page says of an edit that is not done."""
    with pytest.raises(NotAllowed) as refused:
        edit(street, *strokes, sha256=sha256)
    return refused.value.sentence


def picture(street: Street) -> bytes:
    with street.reading() as uow:
        return uow.vault.get(street.case().id, "masked", "picture")


def entries(street: Street, event: str) -> list[dict[str, Any]]:
    with street.reading() as uow:
        return [dict(e) for e in uow.ledger.of_case(street.case().id) if e["event"] == event]


def test_strokes_make_a_new_picture_that_has_to_be_confirmed_anew(street: Street) -> None:
    """R-117, R-118: the strokes reach masking with the same tap, and the earlier confirmation falls."""
    case_id = masked(street)
    first = street.case().masked_sha256
    street.run(ConfirmMask(street.account("P01"), case_id, first or ""))
    edit(street, COVER, REVEAL)
    assert street.case().state == "masking"
    assert street.case().mask_confirmed_at is None
    street.work()
    assert street.case().state == "mask_review"
    assert street.case().masked_sha256 != first
    assert repr(([(40, 40)], (COVER, REVEAL))).encode() in picture(street)
    assert entries(street, "case:mask:edit")[0]["details"] == {"cover": 1, "reveal": 1}


def test_a_second_correction_adds_to_the_first(street: Street) -> None:
    """R-118: the server applies all strokes to the original, in the order of drawing."""
    masked(street)
    edit(street, COVER)
    street.work()
    edit(street, REVEAL)
    street.work()
    assert repr((COVER, REVEAL)).encode() in picture(street)
    with street.reading() as uow:
        assert strokes_of(uow, street.case()) == ((COVER, REVEAL), ())
        assert room_of(uow, street.case())


@pytest.mark.parametrize(
    ("stroke", "sentence"), [(TOO_OPEN, "ほかの人や顔が見えるおそれ"), (TOO_CLOSED, "すべて塗りつぶされたため")]
)
def test_refused_strokes_leave_the_mask_as_it_was_and_can_be_taken_back(
    street: Street, stroke: Stroke, sentence: str
) -> None:
    """R-119: the mask that stood still stands, with a sentence; the strokes wait for being undone."""
    case_id = masked(street)
    edit(street, COVER)
    street.work()
    before, shown = street.case().masked_sha256, picture(street)
    edit(street, REVEAL, stroke)
    street.work()
    case = street.case()
    assert (case.state, case.masked_sha256, picture(street)) == ("mask_review", before, shown)
    assert case.evidence is not None
    assert sentence in case.evidence["problem"]
    assert case.mask_confirmed_at is None
    with street.reading() as uow:
        assert strokes_of(uow, case) == ((COVER,), (REVEAL, stroke))
    edit(street, REVEAL)
    street.work()
    assert repr((COVER, REVEAL)).encode() in picture(street)
    street.run(ConfirmMask(street.account("P01"), case_id, street.case().masked_sha256 or ""))
    assert street.case().mask_confirmed_at is not None


def test_another_suspect_begins_without_strokes(street: Street) -> None:
    """R-118: 「選び直す」 is a fresh start."""
    case_id = masked(street)
    edit(street, COVER)
    street.work()
    street.run(PickSuspect(street.account("P01"), case_id, 60, 60))
    street.work()
    assert repr(([(60, 60)], ())).encode() in picture(street)


def test_strokes_are_sealed_beside_the_original_and_die_with_it(street: Street) -> None:
    """R-065: no plain row has them, and with the report that needs no picture they are gone."""
    masked(street)
    edit(street, COVER)
    with street.reading() as uow:
        case = uow.cases.get(street.case().id)
        assert "cover" not in str(case.evidence)
        rows = [w for w in uow.due.overdue(street.now + MINUTE, timedelta()) if w.kind == "mask"]
        assert [set(w.arguments) for w in rows] == [{"turn", "x", "y"}]
    street.work()
    street.form("P01", "report", **REPORT)
    with street.reading() as uow:
        assert strokes_of(uow, street.case()) == ((), ())
        assert room_of(uow, street.case()) == ()
        for name in ("strokes", "drawn", "room"):
            with pytest.raises(Erased):
                uow.vault.get(street.case().id, "original", name)


def test_the_network_gives_up_pictures_while_one_is_corrected(street: Street) -> None:
    """R-003: neither the picture nor the strokes are kept."""
    masked(street)
    edit(street, COVER)
    street.set_rules(text_only=True)
    street.work()
    assert street.case().state == "draft"
    for kind, name in (("masked", "picture"), ("original", "strokes"), ("original", "room")):
        assert not street.kept(kind, name)


@pytest.mark.parametrize("code", ["P05", "P09"])
def test_nobody_from_elsewhere_corrects_a_mask(street: Street, code: str) -> None:
    """R-125: before it is sent, a report belongs to the reporting store."""
    masked(street)
    with pytest.raises(NotAllowed):
        edit(street, COVER, code=code)


def test_only_the_mask_that_was_seen_is_corrected(street: Street) -> None:
    """R-117: not another one, not one that is being made, not one that lies with the approvers."""
    case_id = masked(street)
    assert "画像が変わりました" in refusal(street, COVER, sha256="0" * 64)
    edit(street, COVER)
    assert "画像が変わりました" in refusal(street, REVEAL)
    street.work()
    street.run(ConfirmMask(street.account("P01"), case_id, street.case().masked_sha256 or ""))
    street.submit()
    assert "もう書き直せません" in refusal(street, COVER)
    assert street.case().state == "assessing"


def test_no_strokes_and_far_too_many_are_refused(street: Street) -> None:
    """R-118: each with a sentence; also when earlier ones fill the measure."""
    masked(street)
    assert "まだ何も直していません" in refusal(street)
    edit(street, *[COVER] * MOST_STROKES)
    street.work()
    assert "直しが多すぎます" in refusal(street, COVER)
    assert "直しが多すぎます" in refusal(street, Stroke("cover", 3, ((1, 1),) * (MOST_POINTS + 1)))
