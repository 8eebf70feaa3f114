"""R-118: the mask corrected by taps: each makes a new picture, one after the other, and the last one can be undone."""

from __future__ import annotations

import pytest

from handlers.case.picture import keep_bytes
from handlers.case.strokes import taps_of
from handlers.commands.picture import ConfirmMask, DrawAround, EditMask, PickSuspect, TapMask, TurnPhoto
from handlers.errors import NotAllowed
from masking import Stroke, Tap
from masking.figure.brush import MOST_POINTS, MOST_TAPS, dumped_taps
from storage.places import TAPS
from tests.world.answers import REPORT
from tests.world.in_process import TownInProcess

SLEEVE, STRANGER = Tap(30, 30, keep=True), Tap(70, 70, keep=False)
HEAD, SOMEBODY = Tap(50, 0, keep=True), Tap(0, 50, keep=True)
COVER, TOO_OPEN = Stroke("cover", 5, ((10, 10),)), Stroke("reveal", 100, ((1, 1),))


@pytest.fixture
def masked(town: TownInProcess) -> TownInProcess:
    """A picture report whose suspect is picked and masked."""
    town.fill_in("P01", photo="photo-1", form="picture")
    town.work()
    town.run(PickSuspect(town.account("P01"), town.case().id, 40, 40))
    town.work()
    return town


def tap(town: TownInProcess, *taps: Tap | None, code: str = "P01") -> None:
    """One after the other, each answered."""
    for one in taps:
        case = town.case()
        town.run(TapMask(town.account(code), case.id, case.masked_sha256 or "", one))
        town.work()


def refusal(town: TownInProcess, one: Tap | None, *, sha256: str = "", code: str = "P01") -> str:
    with pytest.raises(NotAllowed) as refused:
        town.run(TapMask(town.account(code), town.case().id, sha256 or town.case().masked_sha256 or "", one))
    return refused.value.told.msgid


def picture(town: TownInProcess) -> bytes:
    with town.reading() as uow:
        return uow.vault.get(town.case().id, "masked", "picture")


def kept(town: TownInProcess) -> tuple[Tap, ...]:
    with town.reading() as uow:
        return taps_of(town.case(), town.app.context(uow))


def test_taps_add_up_and_the_last_one_can_be_taken_back(masked: TownInProcess) -> None:
    """R-117, R-118: all of them reach masking each time; whatever was confirmed has to be confirmed anew."""
    town, first = masked, picture(masked)
    town.run(ConfirmMask(town.account("P01"), town.case().id, town.case().masked_sha256 or ""))
    tap(town, SLEEVE, STRANGER)
    assert town.case().mask_confirmed_at is None
    assert repr([SLEEVE, STRANGER]).encode() in picture(town)
    tap(town, None)
    assert kept(town) == (SLEEVE,)
    tap(town, None)
    assert picture(town) == first
    assert "戻せるタップはありません" in refusal(town, None)
    with town.reading() as uow:
        noted = [e["details"] for e in uow.ledger.of_case(town.case().id) if e["event"] == "case:mask:edit"]
    assert [one["tap"] for one in noted] == ["kept", "hidden", "undone", "undone"]


@pytest.mark.parametrize(
    ("refused", "sentence"), [(SOMEBODY, "ほかの人や顔が見えるおそれ"), (HEAD, "そこは変えられませんでした")]
)
def test_a_tap_that_may_open_nothing_leaves_the_picture_as_it_was(
    masked: TownInProcess, refused: Tap, sentence: str
) -> None:
    """R-119: the sentence says what to do, and the tap is forgotten, so that the next one isn't refused for it."""
    town = masked
    tap(town, SLEEVE)
    stood = picture(town)
    tap(town, refused)
    assert (town.case().state, picture(town), kept(town)) == ("mask_review", stood, (SLEEVE,))
    assert sentence in town.case().picture.problem
    assert not town.kept("original", "tried_taps")
    tap(town, STRANGER)
    assert kept(town) == (SLEEVE, STRANGER)
    assert town.case().picture.problem == ""


def test_taps_and_strokes_work_on_one_picture(masked: TownInProcess) -> None:
    """R-118: a brush keeps the taps, a tap the brush; strokes that were refused are left out by the next tap."""
    town = masked
    tap(town, SLEEVE)
    for stroke in (COVER, TOO_OPEN):
        town.run(EditMask(town.account("P01"), town.case().id, town.case().masked_sha256 or "", (stroke,)))
        town.work()
    assert town.case().picture.problem
    tap(town, STRANGER)
    assert repr(([(40, 40)], (COVER,), [SLEEVE, STRANGER])).encode() in picture(town)


def test_another_suspect_begins_without_taps_and_words_end_them(masked: TownInProcess) -> None:
    """R-065, R-118: sealed beside the original, in no plain row, and gone with it."""
    town = masked
    tap(town, SLEEVE)
    assert town.kept("original", "taps")
    town.run(PickSuspect(town.account("P01"), town.case().id, 60, 60))
    town.work()
    assert kept(town) == ()
    tap(town, SLEEVE)
    town.form("P01", "report", **REPORT)
    assert not town.kept("original", "taps")


def test_where_masking_shows_nobody_a_line_around_them_begins_the_picture(masked: TownInProcess) -> None:
    """R-118, R-119: not before masking has looked; a refused line leaves nothing, taps go on from a good one."""
    town, account = masked, masked.account("P01")
    square, edge = ((10, 10), (90, 10), (90, 90), (10, 90)), ((0, 0), (90, 10), (90, 90))

    def around(corners: tuple[tuple[int, int], ...]) -> str:
        with pytest.raises(NotAllowed) as refused:
            town.run(DrawAround(account, town.case().id, corners))
        return refused.value.told.msgid

    assert "まず、写真の対象者をタップ" in around(square)
    town.run(PickSuspect(account, town.case().id, 0, 0))
    town.work()
    assert "人が見つかりませんでした" in town.case().picture.problem
    assert "囲む線が短すぎます" in around(((1, 1), (90, 1), (1, 1)))
    assert "修正が多すぎます" in around(square * MOST_POINTS)
    town.run(DrawAround(account, town.case().id, edge))
    town.work()
    assert "囲んだ中に" in town.case().picture.problem
    assert (town.case().masked_sha256, town.kept("masked", "picture")) == (None, False)
    town.run(DrawAround(account, town.case().id, square))
    town.work()
    tap(town, SLEEVE)
    assert repr(([(50, 50)], (Stroke("around", 1, square),), [SLEEVE])).encode() in picture(town)
    assert "まず、写真の対象者をタップ" in around(square)


def test_a_photo_on_its_side_is_turned_and_its_people_are_looked_for_anew(masked: TownInProcess) -> None:
    """R-118: what was chosen and masked in it is gone; not by anybody else, and not while it is being looked at."""
    town, turn = masked, TurnPhoto(masked.account("P01"), masked.case().id)
    tap(town, SLEEVE)
    with pytest.raises(NotAllowed):
        town.run(TurnPhoto(town.account("P09"), town.case().id))
    town.run(turn)
    with pytest.raises(NotAllowed):
        town.run(turn)
    town.work()
    town.run(turn)
    town.work()
    case = town.case()
    with town.reading() as uow:
        assert uow.vault.get(case.id, "original", "upright").count(b"turned") == 2
    assert (case.state, case.masked_sha256, case.picture.picked, len(case.picture.found.people)) == (  # type: ignore[union-attr]
        "mask_review", None, None, 1,
    )  # fmt: skip
    assert not town.kept("original", "taps")
    assert not town.kept("masked", "picture")


def test_only_the_reporters_tap_on_the_picture_they_saw_counts(masked: TownInProcess) -> None:
    """R-117, R-125: not on another picture, not while one is made, not from elsewhere, not without end."""
    town = masked
    assert "画像が変わりました" in refusal(town, SLEEVE, sha256="0" * 64)
    assert refusal(town, SLEEVE, code="P09")
    town.run(TapMask(town.account("P01"), town.case().id, town.case().masked_sha256 or "", SLEEVE))
    assert "画像が変わりました" in refusal(town, STRANGER)
    town.work()
    with town.database.unit_of_work() as uow:
        keep_bytes(town.case(), TAPS, dumped_taps([SLEEVE] * MOST_TAPS).encode(), town.app.context(uow))
        uow.commit()
    assert "修正が多すぎます" in refusal(town, SLEEVE)
