"""The two runtimes that run our networks: LiteRT for ``.tflite`` of one size, ONNX Runtime for pictures of any size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import numpy as np
import onnx
import onnxruntime
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

onnxruntime.disable_telemetry_events()  # nobody is told what we do; behind the walls it could not be told either

_ON_THE_CPU = onnxruntime.OrtMemoryInfo(
    "Cpu", onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, onnxruntime.OrtMemType.DEFAULT
)
# Once a process: networks that take turns need the memory of the largest, and with one each that of all together.
onnxruntime.create_and_register_allocator(_ON_THE_CPU, None)

CORES = 2  # of the machine this is made for: so many networks run at once, each on one core


class Network:
    """A TFLite network, ready to run: one picture-shaped input, several outputs; threads may call it at once."""

    def __init__(self, model: Path | bytes, *, copies: int = CORES) -> None:
        source: dict[str, Any] = {"model_content": model} if isinstance(model, bytes) else {"model_path": str(model)}
        nets = [Interpreter(num_threads=1, **source) for _ in range(copies)]
        self._idle: SimpleQueue[Interpreter] = SimpleQueue()
        for net in nets:
            net.allocate_tensors()
            self._idle.put(net)
        self._outputs = [d["index"] for d in nets[0].get_output_details()]
        self._input = nets[0].get_input_details()[0]["index"]

    def __call__(self, tensor: NDArray[Any]) -> list[NDArray[Any]]:
        """Run on one input (without its batch dimension); outputs come in the file's order."""
        # An interpreter holds one input at a time, so each thread takes one of its own, or waits.
        net = self._idle.get()
        try:
            net.set_tensor(self._input, tensor[None])
            net.invoke()
            return [net.get_tensor(i)[0] for i in self._outputs]
        finally:
            self._idle.put(net)


class AnySize:
    """An ONNX network that takes pictures of any size, whatever size its file was frozen at; threads may share it."""

    def __init__(self, model: Path) -> None:
        self._session = onnxruntime.InferenceSession(_freed(model), session_options(1), ["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name

    def __call__(self, picture: NDArray[Any], outputs: Sequence[str] | None = None) -> list[NDArray[np.float32]]:
        """Run on height × width × 3; the outputs named, or all, come without their batch dimension."""
        given = self._session.run(outputs, {self._input: planes(picture)})
        return [np.asarray(out[0], np.float32) for out in given]


def session_options(threads: int) -> onnxruntime.SessionOptions:
    """The same input gives the same output; memory is kept, since asking for it anew takes a third of the time.

    All networks share what is kept: 100 MB less at 1920 × 1080.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.use_deterministic_compute = True
    options.enable_mem_pattern = False  # made for one size of picture; with many it only takes memory
    options.add_session_config_entry("session.use_env_allocators", "1")
    options.log_severity_level = 4  # fatal only: what is wrong comes as an error, and is said once
    return options


def planes(picture: NDArray[Any]) -> NDArray[np.float32]:
    """Height × width × 3 as the 1 × 3 × height × width that networks take."""
    return np.ascontiguousarray(picture.transpose(2, 0, 1)[None], np.float32)


def _freed(model: Path) -> bytes:
    """The network with height and width left open, and with weights that can't be fed, so that they are packed once."""
    network = onnx.load(model)
    graph = network.graph
    weights = {weight.name for weight in graph.initializer}
    (picture,) = [fed for fed in graph.input if fed.name not in weights]
    batch, _, height, width = picture.type.tensor_type.shape.dim
    batch.dim_value, height.dim_param, width.dim_param = 1, "height", "width"
    for given in graph.output:
        given.type.tensor_type.ClearField("shape")
    # A copy, since emptying the list below takes its members along.
    kept = onnx.ValueInfoProto.FromString(picture.SerializeToString())
    del graph.input[:], graph.value_info[:]
    graph.input.append(kept)
    return bytes(network.SerializeToString())
