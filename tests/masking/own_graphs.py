"""Tiny but real ONNX graphs: detectors and a segmenter that know people by one colour. Each is made anew by a test.

"Person" is a red square three cells of 32 px wide: a network of one convolution and a few poolings, in the shapes
that YOLOX, RT-DETR and person segmenters give.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper, save

SIDE = 320
STRIDES = (8, 16, 32)
BODY = 3  # cells of the coarsest stride: how large the red figure is
FULL, ALONE = 0.65, 0.36  # redness at least in the figure's three cells, and at most in five: so only its own size fits


def yolox(
    path: Path,
    *,
    decoded: bool = False,
    sigmoid: bool = True,
    strides: Sequence[int] = STRIDES,
    side: int | None = SIDE,
) -> Path:
    """Rows of centre, size, objectness and one class for each cell; blue first, 0…255."""
    weights = {"redness": _redness(red=2, green=1, scale=1 / 255)}
    nodes = [_node("Conv", ["image", "redness"], "red")]
    for stride in strides:
        cells = SIDE // stride
        y, x = np.mgrid[0:cells, 0:cells].astype(np.float32)
        ours = stride == STRIDES[-1]  # one level finds the figure, the others see nothing, as in a trained network
        size = np.full_like(x, float(BODY))
        fixed = [np.full_like(x, 0.5), np.full_like(x, 0.5), np.log(size), np.log(size)]
        if decoded:
            fixed = [(x + 0.5) * stride, (y + 0.5) * stride, size * stride, size * stride]
        weights[f"fixed{stride}"] = np.stack(fixed)[None]
        weights[f"edge{stride}"] = np.array([0.0 if ours else -2.0], np.float32)
        nodes += [
            *_figure("red", f"over{stride}", stride),
            _node("Add", [f"over{stride}", f"edge{stride}"], f"edged{stride}"),
            _node("Mul", [f"edged{stride}", "steep"], f"logit{stride}"),
            _node("Sigmoid" if sigmoid else "Identity", [f"logit{stride}"], f"score{stride}"),
            helper.make_node(
                "Concat", [f"fixed{stride}", f"score{stride}", f"score{stride}"], [f"map{stride}"], axis=1
            ),
            _node("Reshape", [f"map{stride}", "flat"], f"rows{stride}"),
        ]
    weights |= {"steep": np.array([60], np.float32), "flat": np.array([1, 6, -1], np.int64)}
    weights |= {"full": np.array([-FULL], np.float32), "alone": np.array([ALONE], np.float32)}
    nodes += [
        helper.make_node("Concat", [f"rows{s}" for s in strides], ["all"], axis=2),
        helper.make_node("Transpose", ["all"], ["output"], perm=[0, 2, 1]),
    ]
    return _saved(path, nodes, weights, [_floats("image", 1, 3, side, side)], [_floats("output", 1, None, 6)])


def detr(path: Path, *, queries: int = 300) -> Path:
    """Labels, boxes and scores of the reddest cells, in pixels of the size asked for; red first, 0…1."""
    stride = STRIDES[-1]
    cells = SIDE // stride
    y, x = (np.mgrid[0:cells, 0:cells].reshape(2, -1).astype(np.float32) + 0.5) / cells
    half = BODY / cells / 2
    shares = np.stack([x - half, y - half, x + half, y + half], -1)
    shares = np.concatenate([shares, np.zeros((queries - len(shares), 4), np.float32)])[None]
    weights = {
        "redness": _redness(red=0, green=1, scale=1.0),
        "full": np.array([-FULL], np.float32),
        "alone": np.array([ALONE], np.float32),
        "steep": np.array([60], np.float32),
        "flat": np.array([1, -1], np.int64),
        "rest": np.zeros((1, queries - cells * cells), np.float32),
        "shares": shares.astype(np.float32),
        "labels0": np.zeros((1, queries), np.int64),
    }
    nodes = [
        _node("Conv", ["images", "redness"], "red"),
        *_figure("red", "over", stride),
        _node("Mul", ["over", "steep"], "logit"),
        _node("Sigmoid", ["logit"], "score"),
        _node("Reshape", ["score", "flat"], "found"),
        helper.make_node("Concat", ["found", "rest"], ["scores"], axis=1),
        _node("Identity", ["labels0"], "labels"),
        helper.make_node("Cast", ["orig_target_sizes"], ["sizes"], to=TensorProto.FLOAT),
        helper.make_node("Concat", ["sizes", "sizes"], ["corners"], axis=1),
        _node("Mul", ["shares", "corners"], "boxes"),
    ]
    given = [
        helper.make_tensor_value_info("labels", TensorProto.INT64, ["N", queries]),
        _floats("boxes", None, queries, 4),
        _floats("scores", None, queries),
    ]
    taken = [
        _floats("images", None, 3, SIDE, SIDE),
        helper.make_tensor_value_info("orig_target_sizes", TensorProto.INT64, ["N", 2]),
    ]
    return _saved(path, nodes, weights, taken, given)


def segmenter(path: Path, *, sigmoid: bool = True) -> Path:
    """The probability that a pixel is red; red first, 0…1."""
    weights = {
        "redness": _redness(red=0, green=1, scale=1.0),
        "edge": np.array([-FULL], np.float32),
        "steep": np.array([60], np.float32),
    }
    nodes = [
        _node("Conv", ["image", "redness"], "red"),
        _node("Add", ["red", "edge"], "over"),
        _node("Mul", ["over", "steep"], "logit"),
        _node("Sigmoid" if sigmoid else "Identity", ["logit"], "person"),
    ]
    return _saved(path, nodes, weights, [_floats("image", 1, 3, 256, 256)], [_floats("person", 1, 1, 256, 256)])


def two_planes(path: Path) -> Path:
    """Votes for background and person, from an input of -1 to 1: what docs/own-models.md makes fit."""
    weights = {
        "redness": np.concatenate([_redness(red=1, green=0, scale=0.5), _redness(red=0, green=1, scale=0.5)]),
        "edge": np.array([FULL / 2, -FULL / 2], np.float32).reshape(1, 2, 1, 1),
        "steep": np.array([60], np.float32),
    }
    nodes = [
        _node("Conv", ["image", "redness"], "red"),
        _node("Add", ["red", "edge"], "over"),
        _node("Mul", ["over", "steep"], "votes"),
    ]
    return _saved(path, nodes, weights, [_floats("image", 1, 3, 256, 256)], [_floats("votes", 1, 2, 256, 256)])


def _redness(*, red: int, green: int, scale: float) -> NDArray[np.float32]:
    kernel = np.zeros((1, 3, 1, 1), np.float32)
    kernel[0, red], kernel[0, green] = scale, -scale
    return kernel


def _node(kind: str, inputs: list[str], output: str) -> NodeProto:
    return helper.make_node(kind, inputs, [output])


def _figure(plane: str, found: str, stride: int) -> list[NodeProto]:
    """Above 0 in the cell that has the whole figure, and no more than that, around it."""
    inner, outer = f"{found}:inner", f"{found}:outer"
    return [
        _mean(plane, inner, stride, BODY),
        _mean(plane, outer, stride, BODY + 2),
        _node("Add", [inner, "full"], f"{inner}:over"),
        _node("Sub", ["alone", outer], f"{outer}:over"),
        _node("Min", [f"{inner}:over", f"{outer}:over"], found),
    ]


def _mean(plane: str, mean: str, stride: int, cells: int) -> NodeProto:
    sizes = {"kernel_shape": [cells * stride] * 2, "strides": [stride] * 2, "pads": [(cells - 1) // 2 * stride] * 4}
    return helper.make_node("AveragePool", [plane], [mean], count_include_pad=1, **sizes)


def _floats(name: str, *shape: int | None) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N" if n is None else n for n in shape])


def _saved(
    path: Path,
    nodes: list[NodeProto],
    weights: dict[str, NDArray[np.generic]],
    taken: list[ValueInfoProto],
    given: list[ValueInfoProto],
) -> Path:
    kept = [numpy_helper.from_array(np.ascontiguousarray(w), name) for name, w in weights.items()]
    graph = helper.make_graph(nodes, "people by colour", taken, given, kept)
    model: ModelProto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    save(model, path)
    return path
