"""A detector or segmenter of one's own works by its path alone; one that can't is refused before anything starts."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from masking import MaskingError, MaskingPool, ModelUnfit, NobodyThere, OwnModel, OwnModels
from masking.pipeline import Engine
from masking.redact import FILL
from tests.masking import own_graphs

RED_FIGURE = (320, 192, 512, 384)  # three cells of 32 px in the detector's frame, which is half as large
MIDDLE = (416, 288)


@pytest.fixture(scope="module")
def scene() -> bytes:
    """A red square on grey: somebody only to the models made here."""
    image = Image.new("RGB", (640, 480), (120, 120, 120))
    image.paste((230, 30, 30), RED_FIGURE)
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


@pytest.fixture(scope="module")
def segment(tmp_path_factory: pytest.TempPathFactory) -> OwnModel:
    return OwnModel(own_graphs.segmenter(tmp_path_factory.mktemp("segment") / "own.onnx"))


@pytest.fixture(scope="module", params=["yolox", "yolox, decoded", "detr"])
def persons(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> OwnModel:
    path = tmp_path_factory.mktemp("persons") / "own.onnx"
    if request.param == "detr":
        return OwnModel(own_graphs.detr(path))
    return OwnModel(own_graphs.yolox(path, decoded="decoded" in request.param))


@pytest.fixture(scope="module")
def own_engine(models: Path, persons: OwnModel, segment: OwnModel) -> Iterator[Engine]:
    with Engine(models, OwnModels(persons, segment)) as engine:
        yield engine


def pixels(picture: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"))


def test_people_are_found_by_the_plugged_detector_in_each_of_the_three_styles(
    engine: Engine, own_engine: Engine, scene: bytes
) -> None:
    found = own_engine.find(scene)

    assert engine.find(scene).people == ()
    assert len(found.people) == 1
    assert np.abs(np.subtract(found.people[0].box, RED_FIGURE)).max() <= 2


def test_the_figure_is_cut_out_by_the_plugged_segmenter(
    engine: Engine, own_engine: Engine, persons: OwnModel, scene: bytes
) -> None:
    """R-118: what the segmenter calls a person is shown below the head; nothing else of the picture is."""
    picture = own_engine.find(scene).picture
    masked = own_engine.mask(picture, [MIDDLE])
    shown = (pixels(masked.picture) != np.array(FILL[::-1])).any(-1)
    x0, y0, x1, y1 = RED_FIGURE

    assert shown[y0 + 60 : y1 - 5, x0 + 5 : x1 - 5].all()
    assert not shown[:, : x0 - 20].any()
    assert not shown[:, x1 + 20 :].any()
    assert not shown[: y0 + 20].any()
    assert dict(masked.evidence["models"])["own persons"] == hashlib.sha256(persons.path.read_bytes()).hexdigest()
    assert len(dict(masked.evidence["models"])["own segment"]) == 64
    with pytest.raises(NobodyThere):
        engine.mask(picture, [MIDDLE])


def test_the_plugged_models_give_the_same_bytes_every_time_and_in_the_worker_too(
    models: Path, own_engine: Engine, persons: OwnModel, segment: OwnModel, scene: bytes
) -> None:
    picture = own_engine.find(scene).picture
    here = [own_engine.mask(picture, [MIDDLE]).sha256 for _ in range(2)]
    with MaskingPool(models, memory_mb=2000, seconds=60, own=OwnModels(persons, segment)) as pool:
        there = pool.mask(picture, [MIDDLE]).sha256

    assert here == [there, there]


def unfit(folder: Path) -> dict[str, tuple[OwnModels, str]]:
    """Models that can't be used, and what the refusal has to say."""
    yolox = own_graphs.yolox(folder / "yolox.onnx")
    segmenter = own_graphs.segmenter(folder / "segmenter.onnx")
    half, text = folder / "half.onnx", folder / "text.onnx"
    half.write_bytes(yolox.read_bytes()[:2000])
    text.write_text("no network")
    return {
        "another file than the settings name": (OwnModels(OwnModel(yolox, "0" * 64)), "SHA-256"),
        "missing": (OwnModels(OwnModel(folder / "nowhere.onnx")), "can't be read"),
        "half of it": (OwnModels(OwnModel(half)), "no readable ONNX file"),
        "no network at all": (OwnModels(OwnModel(text)), "no readable ONNX file"),
        "a segmenter as detector": (OwnModels(OwnModel(segmenter)), "it gives 1×1×256×256. Expected: a first input"),
        "a detector as segmenter": (OwnModels(segment=OwnModel(yolox)), "it gives 1×2100×6. Expected: one input"),
        "strides of another network": (
            OwnModels(OwnModel(own_graphs.yolox(folder / "strides.onnx", strides=(16, 32)))),
            "it gives 1×500×6",
        ),
        "scores without sigmoid": (
            OwnModels(OwnModel(own_graphs.yolox(folder / "logits.onnx", sigmoid=False))),
            "a sigmoid is missing",
        ),
        "probabilities without sigmoid": (
            OwnModels(segment=OwnModel(own_graphs.segmenter(folder / "raw.onnx", sigmoid=False))),
            "a sigmoid is missing",
        ),
        "no fixed size": (OwnModels(OwnModel(own_graphs.yolox(folder / "open.onnx", side=None))), "its input is"),
    }


def test_what_can_not_be_used_is_refused_at_the_start_with_what_would_do(models: Path, tmp_path: Path) -> None:
    for what, (own, words) in unfit(tmp_path).items():
        with pytest.raises(ModelUnfit) as refused:
            Engine(models, own)
        assert words in str(refused.value), what
    fit = OwnModel(tmp_path / "yolox.onnx", hashlib.sha256((tmp_path / "yolox.onnx").read_bytes()).hexdigest().upper())
    with Engine(models, OwnModels(fit)):
        pass


def test_the_worker_passes_the_refusal_on_and_starts_again_once_the_file_is_right(
    models: Path, tmp_path: Path, scene: bytes
) -> None:
    """Never at the first alert: warm() is what `serve` and `worker` call before they listen."""
    path = tmp_path / "own.onnx"
    path.write_bytes(b"no network")
    with MaskingPool(models, memory_mb=2000, seconds=60, own=OwnModels(OwnModel(path))) as pool:
        with pytest.raises(ModelUnfit, match="docs/own-models"):
            pool.warm()
        own_graphs.yolox(path)
        assert len(pool.find(scene).people) == 1


def test_the_worked_example_of_the_page_makes_a_segmenter_that_fits(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scene: bytes
) -> None:
    """docs/own-models.md: its code is run as it stands there."""
    page = (Path(__file__).parents[2] / "docs" / "own-models.md").read_text()
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    own_graphs.two_planes(tmp_path / "two_planes.onnx")
    detector = OwnModel(own_graphs.detr(tmp_path / "persons.onnx"))
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ModelUnfit, match="1×2×256×256"):
        Engine(models, OwnModels(segment=OwnModel(tmp_path / "two_planes.onnx")))
    subprocess.run([sys.executable, "-c", example], check=True)
    with Engine(models, OwnModels(detector, OwnModel(tmp_path / "people.onnx"))) as engine:
        masked = engine.mask(engine.find(scene).picture, [MIDDLE])
    shown = (pixels(masked.picture) != np.array(FILL[::-1])).any(-1)
    x0, y0, x1, y1 = RED_FIGURE
    assert shown[y0 + 60 : y1 - 5, x0 + 5 : x1 - 5].all()


def test_models_without_paths_keep_the_server_small() -> None:
    """Naming one's own models loads no vision library; the worker does."""
    script = (
        "import sys; from masking import OwnModel, OwnModels, MaskingPool, MaskingError\n"
        "print([m for m in ('cv2', 'numpy', 'onnxruntime') if m in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, check=True).stdout

    assert loaded.decode().strip() == "[]"
    assert issubclass(ModelUnfit, MaskingError)
