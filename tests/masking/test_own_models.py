"""A network of one's own works by its path alone; an unfit one is refused before anything starts."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from masking import MaskingError, MaskingPool, ModelUnfit, NobodyThere, OwnModel, OwnModels, Stroke
from masking.networks.own.instances import own_instances
from masking.pipeline import Engine
from tests.masking import own_graphs
from tests.world.masking import shown as not_flat

RED, BLUE = (200, 100, 300, 400), (290, 120, 380, 400)  # two figures, the second over a strip of the first
ON_RED = (240, 300)


@pytest.fixture(scope="module")
def scene() -> bytes:
    """Two rectangles on grey: people only to the networks made here."""
    image = Image.new("RGB", (640, 480), (120, 120, 120))
    image.paste((230, 30, 30), RED)
    image.paste((30, 30, 230), BLUE)
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> OwnModels:
    return OwnModels(OwnModel(own_graphs.rf_detr(tmp_path_factory.mktemp("own") / "own.onnx")))


@pytest.fixture(scope="module")
def own_engine(models: Path, own: OwnModels) -> Iterator[Engine]:
    with Engine(models, own) as engine:
        yield engine


def pixels(picture: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"))


@pytest.mark.parametrize("graph", [own_graphs.rf_detr, own_graphs.rtmdet_ins])
def test_both_shapes_draw_each_person_apart(graph: Callable[[Path], Path], tmp_path: Path, scene: bytes) -> None:
    """R-118: boxes and masks come in the pixels of the picture, whatever frame the network wants it in."""
    draw, sha256 = own_instances(OwnModel(graph(tmp_path / "own.onnx")))
    picture = np.ascontiguousarray(pixels(scene)[..., ::-1])

    red, blue = draw(picture, least=0.5)

    assert sha256 == hashlib.sha256((tmp_path / "own.onnx").read_bytes()).hexdigest()
    assert np.abs(red.box[:4] - (200, 100, 290, 400)).max() <= 10
    assert np.abs(blue.box[:4] - BLUE).max() <= 10
    assert red.box[4] == pytest.approx(1)
    for one, inside in ((red, ON_RED), (blue, (340, 300))):
        x, y = np.linalg.inv(one.place[:, :2]) @ (np.array(inside) - one.place[:, 2])
        assert one.mask[round(y), round(x)] > 0.9
        assert one.mask.mean() < 0.3
    assert draw(np.full((480, 640, 3), 120, np.uint8), least=0.2) == []


def test_people_are_numbered_and_the_suspect_is_cut_out_without_the_neighbour(
    engine: Engine, own_engine: Engine, own: OwnModels, scene: bytes
) -> None:
    """R-118: what the network draws of them is shown below the head, to the neighbour's edge and no pixel farther."""
    found = own_engine.find(scene)
    masked = own_engine.mask(found.picture, [ON_RED])
    shown = not_flat(pixels(masked.picture))

    assert engine.find(scene).people == ()
    assert len(found.people) == 2
    assert shown[200:390, 206:276].all()
    assert not shown[:, 296:].any()
    assert not shown[:130].any()
    assert (
        dict(masked.evidence["models"])["own instances"] == hashlib.sha256(own.instances.path.read_bytes()).hexdigest()
    )
    with pytest.raises(NobodyThere):
        engine.mask(found.picture, [ON_RED])
    with pytest.raises(NobodyThere):
        own_engine.mask(found.picture, [(600, 60)])


def test_two_people_in_nearly_one_box_are_two(own_engine: Engine) -> None:
    """R-118: one before the other, boxes alike to nine tenths; neither is taken for a second hit on the other."""
    picture = np.full((480, 640, 3), 120, np.uint8)
    red = [np.s_[100:400, 200:260], np.s_[380:400, 200:340]]
    blue = [np.s_[80:380, 260:340], np.s_[80:100, 200:340]]
    for parts, colour in ((red, (30, 30, 230)), (blue, (230, 30, 30))):
        for part in parts:
            picture[part] = colour

    done = own_engine.eliminate(picture, [(230, 300)])
    shown = (done.picture == picture).all(-1)

    assert len(done.evidence["people"]) == 2
    assert shown[200:370, 206:248].all()
    assert not any(shown[part].any() for part in (np.s_[80:370, 268:340], np.s_[80:100, 200:340]))


def test_a_line_drawn_around_somebody_means_whom_the_network_draws_there(own_engine: Engine, scene: bytes) -> None:
    """R-118: they are not their own neighbour, and the neighbour stays one."""
    picture = np.ascontiguousarray(pixels(scene)[..., ::-1])
    line = Stroke("around", 1, ((180, 85), (320, 85), (320, 415), (180, 415)))

    shown = (own_engine.eliminate(picture, [ON_RED], [line]).picture == picture).all(-1)

    assert shown[200:390, 206:276].all()
    assert not shown[130:390, 300:].any()


def unfit(folder: Path) -> dict[str, tuple[OwnModel, str]]:
    """Models that can't be used, and what the refusal has to say."""
    fit = own_graphs.rf_detr(folder / "fit.onnx")
    half, text = folder / "half.onnx", folder / "text.onnx"
    half.write_bytes(fit.read_bytes()[:2000])
    text.write_text("no network")
    return {
        "another file than the settings name": (OwnModel(fit, "0" * 64), "SHA-256"),
        "missing": (OwnModel(folder / "nowhere.onnx"), "can't be read"),
        "half of it": (OwnModel(half), "no readable ONNX file"),
        "no network at all": (OwnModel(text), "no readable ONNX file"),
        "boxes alone": (OwnModel(own_graphs.boxes_alone(folder / "boxes.onnx")), "it gives 1×2×4. Expected: one input"),
        "votes after a sigmoid": (OwnModel(own_graphs.rf_detr(folder / "s.onnx", sigmoid=True)), "at its end already"),
        "masks without one": (OwnModel(own_graphs.rtmdet_ins(folder / "r.onnx", sigmoid=False)), "missing at its end"),
        "no fixed size": (OwnModel(own_graphs.rf_detr(folder / "open.onnx", side=None)), "it takes input 1×3×?×?"),
    }


def test_what_can_not_be_used_is_refused_with_what_would_do(tmp_path: Path) -> None:
    for what, (model, words) in unfit(tmp_path).items():
        with pytest.raises(ModelUnfit) as refused:
            own_instances(model)
        assert words in str(refused.value), what
    own_instances(
        OwnModel(tmp_path / "fit.onnx", hashlib.sha256((tmp_path / "fit.onnx").read_bytes()).hexdigest().upper())
    )


def test_the_worker_passes_the_refusal_on_and_gives_the_same_bytes_once_the_file_is_right(
    models: Path, tmp_path: Path, scene: bytes, own_engine: Engine
) -> None:
    """Never at the first alert: warm() is what `serve` and `worker` call before they listen."""
    path = tmp_path / "own.onnx"
    path.write_bytes(b"no network")
    with MaskingPool(models, memory_mb=2000, seconds=60, own=OwnModels(OwnModel(path))) as pool:
        with pytest.raises(ModelUnfit, match="docs/own-models"):
            pool.warm()
        own_graphs.rf_detr(path)
        assert pool.mask(scene, [ON_RED]).sha256 == own_engine.mask(scene, [ON_RED]).sha256


def test_models_without_paths_keep_the_server_small() -> None:
    """Naming one's own models loads no vision library; the worker does."""
    script = (
        "import sys; from masking import OwnModel, OwnModels, MaskingPool, MaskingError\n"
        "print([m for m in ('cv2', 'numpy', 'onnxruntime') if m in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, check=True).stdout

    assert loaded.decode().strip() == "[]"
    assert issubclass(ModelUnfit, MaskingError)
