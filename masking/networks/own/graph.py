"""One ``.onnx`` file of somebody's own: compared with its hash, opened, and asked what it takes and gives.

Whatever does not fit is refused here, while starting, with a sentence that says what would.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as state

from masking.errors import ModelUnfit
from masking.networks.own.models import OwnModel
from masking.networks.runtimes import CORES, session_options

FLOAT, WHOLE = "tensor(float)", "tensor(int64)"
LONGEST = 2048  # px: no detector for shops asks for more, and its memory has to fit into the worker's limit

# onnxruntime's errors have no base of their own.
REFUSED = (
    state.EPFail, state.EngineError, state.Fail, state.InvalidArgument, state.InvalidGraph, state.InvalidProtobuf,
    state.ModelRequiresCompilation, state.NoModel, state.NoSuchFile, state.NotImplemented, state.RuntimeException,
    RuntimeError, ValueError, TypeError,
)  # fmt: skip


@dataclass(frozen=True)
class Tensor:
    """An input or output: name, kind of number, and size; None where the file leaves a size open."""

    name: str
    kind: str
    shape: tuple[int | None, ...]

    def __str__(self) -> str:
        return f"{self.name} {_sized(self.shape)}"


class Graph:
    """The opened file; the same input gives the same output.

    Args:
        model: The file.
        expected: One sentence: which inputs and outputs would do.

    Raises:
        ModelUnfit: it can't be read, or is another file.
    """

    def __init__(self, model: OwnModel, expected: str) -> None:
        self._file, self._expected = model.path.name, expected
        data = self._read(model)
        self.sha256 = hashlib.sha256(data).hexdigest()
        # Compared before anything of it is parsed.
        if model.sha256 and self.sha256 != model.sha256.lower():
            raise ModelUnfit(f"{self._file}: its SHA-256 is {self.sha256}, not the one that the settings name")
        self._session = self._opened(data)
        self.inputs = tuple(_tensor(i) for i in self._session.get_inputs())

    def __call__(self, feeds: dict[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """Run; outputs in the file's order."""
        return [np.asarray(out) for out in self._session.run(None, feeds)]

    def tried(self, feeds: dict[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """Run once while starting.

        Raises:
            ModelUnfit: it does not run on this input, or gives something else than finite numbers.
        """
        try:
            given = self(feeds)
        except REFUSED as error:
            raise self.unfit("it does not run") from error
        if not all(np.isfinite(out).all() for out in given if out.dtype.kind == "f"):
            raise self.unfit("it gives numbers that are none")
        return given

    def unfit(self, why: str) -> ModelUnfit:
        """The refusal, with what would do."""
        return ModelUnfit(f"{self._file}: {why}. Expected: {self._expected} See docs/own-models.md")

    def _read(self, model: OwnModel) -> bytes:
        try:
            return model.path.read_bytes()
        except OSError as error:
            raise ModelUnfit(f"{self._file}: can't be read ({error.strerror})") from error

    def _opened(self, data: bytes) -> onnxruntime.InferenceSession:
        try:
            return onnxruntime.InferenceSession(data, session_options(CORES), providers=["CPUExecutionProvider"])
        except REFUSED as error:
            raise self.unfit("it is no readable ONNX file, or not in one piece") from error

    def frame(self) -> tuple[int, int]:
        """Width and height of the picture that it takes.

        Raises:
            ModelUnfit: it takes something else.
        """
        picture = self.inputs[0] if len(self.inputs) == 1 else None
        match picture:
            case Tensor(kind=kind, shape=(None | 1, 3, int(height), int(width))) if kind == FLOAT:
                if max(height, width) <= LONGEST:
                    return width, height
        raise self.unfit(f"it takes {', '.join(map(str, self.inputs)) or 'nothing'}")


def sizes(given: list[NDArray[Any]]) -> str:
    """The sizes of some outputs, for a sentence."""
    return ", ".join(_sized(out.shape) for out in given) or "nothing"


def _sized(shape: tuple[int | None, ...]) -> str:
    return "×".join("?" if n is None else str(n) for n in shape)


def _tensor(node: Any) -> Tensor:
    return Tensor(node.name, node.type, tuple(n if isinstance(n, int) else None for n in node.shape))
