"""A network of one's own that is asked by points answers taps, and is refused at the start when it is unfit. R-118."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from masking import ModelUnfit, OwnModel, OwnModels, Tap
from masking.geometry.boxes import Boxes, Picture
from masking.geometry.cut import Cut, cut_around
from masking.networks.own.prompted import OURS, THEIRS, own_prompted
from masking.pipeline import Engine
from tests.masking import own_graphs

RED = (200, 100, 300, 400)
TAIL = (140, 200, 200, 400)  # of a coat: too pale for whoever draws the figure
BLUE = (290, 120, 380, 400)


@pytest.fixture
def scene() -> Picture:
    """Somebody in red with a pale coat tail, and a neighbour in blue, on grey; blue first."""
    picture = np.full((480, 640, 3), 120, np.uint8)
    for (x0, y0, x1, y1), colour in ((TAIL, (80, 120, 170)), (RED, (30, 30, 230)), (BLUE, (230, 30, 30))):
        picture[y0:y1, x0:x1] = colour
    return picture


@pytest.fixture
def cut(scene: Picture) -> Cut:
    return cut_around(scene, np.array([*RED, 0.9], np.float32))


def within(cut: Cut, box: tuple[int, int, int, int], inset: int = 16) -> tuple[slice, slice]:
    """Well inside a box of the picture, in the pixels of the cut."""
    rows: Boxes = cut.boxes(np.array([[*box, 1.0]], np.float32))
    x0, y0, x1, y1 = (round(float(v)) for v in rows[0, :4])
    return np.s_[y0 + inset : y1 - inset, x0 + inset : x1 - inset]


@pytest.mark.parametrize(
    ("framed", "edge"),
    [(True, False), (True, True), (False, False)],
    ids=["six inputs, as MobileSAM", "three, as EdgeSAM", "an encoder that takes pixels as they are"],
)
def test_points_of_others_are_kept_out_of_what_the_suspect_s_points_stand_for(
    tmp_path: Path, scene: Picture, cut: Cut, framed: bool, edge: bool
) -> None:
    side = own_graphs.SIDE if framed else own_graphs.AS_IT_IS
    encoder = OwnModel(own_graphs.encoder(tmp_path / "encoder.onnx", framed=framed))
    prompted, _ = own_prompted(encoder, OwnModel(own_graphs.decoder(tmp_path / "decoder.onnx", edge=edge, side=side)))
    embedded = prompted(scene, cut)
    red, tail = cut.point((250, 300)), cut.point((170, 300))

    wanted = embedded(np.array([red], np.float32), np.array([OURS], np.float32))
    without = embedded(np.array([red, tail], np.float32), np.array([OURS, THEIRS], np.float32))

    assert wanted[within(cut, RED)].min() > 0.5
    assert wanted[within(cut, TAIL)].min() > 0.5
    assert wanted[within(cut, BLUE)].max() < 0.5
    assert without[round(tail[1]), round(tail[0])] < 0.5
    assert without[round(red[1]), round(red[0])] > 0.5


def test_one_tap_opens_all_that_the_network_says_and_one_hides_it_again(
    models: Path, tmp_path: Path, scene: Picture
) -> None:
    """A tap without such a network reaches a fifth of the figure. What is a neighbour's stays shut."""
    own = OwnModels(
        OwnModel(own_graphs.rf_detr(tmp_path / "own.onnx")),
        OwnModel(own_graphs.encoder(tmp_path / "encoder.onnx")),
        OwnModel(own_graphs.decoder(tmp_path / "decoder.onnx")),
    )
    with Engine(models, own) as engine:
        done = [
            engine.eliminate(scene, [(250, 300)], (), taps)
            for taps in ((), [Tap(170, 220, keep=True)], [Tap(170, 220, keep=True), Tap(170, 300, keep=False)])
        ]
    plain, kept, hidden = ((one.picture == scene).all(-1) for one in done)

    assert not plain[212:330, 150:180].any()
    assert kept[212:330, 150:190].all()
    assert not kept[:, 302:].any()
    assert not hidden[290:310, 160:180].any()
    assert hidden[212:390, 220:270].all()
    assert {"own prompt encoder", "own prompt decoder"} < set(dict(done[0].evidence["models"]))


def test_what_can_not_answer_is_refused_with_what_would_do(tmp_path: Path) -> None:
    encoder, decoder = own_graphs.encoder(tmp_path / "e.onnx"), own_graphs.decoder(tmp_path / "d.onnx")
    fixed = own_graphs.decoder(tmp_path / "fixed.onnx", points=5)
    ended = own_graphs.decoder(tmp_path / "ended.onnx", sigmoid=True)
    drawn = own_graphs.rf_detr(tmp_path / "drawn.onnx")
    for one, other, words in (
        (decoder, decoder, "d.onnx: it takes image_embeddings"),
        (drawn, decoder, "drawn.onnx: it gives"),
        (encoder, encoder, "e.onnx: it takes image"),
        (encoder, fixed, "fixed.onnx: it does not run. Expected: a decoder"),
        (encoder, ended, "ended.onnx: its masks are never below 0"),
        (own_graphs.encoder(tmp_path / "open.onnx", framed=False), decoder, "d.onnx: it does not run"),
    ):
        with pytest.raises(ModelUnfit) as refused:
            own_prompted(OwnModel(one), OwnModel(other))
        assert words in str(refused.value)
    own_prompted(OwnModel(encoder), OwnModel(decoder))
