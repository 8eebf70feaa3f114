"""Tiny but real ONNX graphs that know people by one colour: in the shapes of RF-DETR-Seg, RTMDet-Ins and SAM.

"Person" is a rectangle of more red than blue and green (somebody) or of more blue (a neighbour): a network of one
convolution gives both masks, and their edges come from where rows and columns of the mask begin and end.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper, save

SIDE = 320
AS_IT_IS = 1024  # of an encoder that puts the picture into its frame itself
STEEP = 60.0
MEAN, SPREAD = (np.array(rgb, np.float32) for rgb in ((123.675, 116.28, 103.53), (58.395, 57.12, 57.375)))
Weights = dict[str, NDArray[np.generic]]


def rf_detr(path: Path, *, queries: int = 4, sigmoid: bool = False, side: int | None = SIDE) -> Path:
    """Middles and sizes from 0 to 1, votes for 91 classes, masks of a quarter of the side, both before the sigmoid."""
    nodes, weights = _two_people(red=0, blue=2, cells=SIDE // 4)
    first, second = np.eye(4)[[0, 1]], np.eye(4)[[2, 3]]
    # The two people, then guesses that see nobody.
    weights |= {
        "to_middles": np.concatenate([(first + second) / 2, second - first]).T.astype(np.float32),
        "nobody": np.full((1, queries - 2, 4), 0.5, np.float32),
        "empty": np.full((1, queries - 2, SIDE // 4, SIDE // 4), -STEEP, np.float32),
        "unsure": np.full((1, queries - 2, 1), -STEEP, np.float32),
        "other": np.full((1, queries, 1), -STEEP, np.float32),
        "others": np.full((1, queries, 89), -STEEP, np.float32),
    }
    nodes += [
        _node("MatMul", ["corners", "to_middles"], "found"),
        helper.make_node("Concat", ["found", "nobody"], ["dets"], axis=1),
        helper.make_node("Concat", ["people", "empty"], ["masks" if not sigmoid else "all"], axis=1),
        helper.make_node("Concat", ["there", "unsure"], ["persons"], axis=1),
        helper.make_node("Concat", ["other", "persons", "others"], ["labels" if not sigmoid else "votes"], axis=2),
    ]
    if sigmoid:
        nodes += [_node("Sigmoid", ["all"], "masks"), _node("Sigmoid", ["votes"], "labels")]
    given = [
        _floats("dets", 1, queries, 4),
        _floats("labels", 1, queries, 91),
        _floats("masks", 1, queries, None, None),
    ]
    return _saved(path, nodes, weights, [_floats("input", 1, 3, side, side)], given)


def rtmdet_ins(path: Path, *, sigmoid: bool = True) -> Path:
    """Corners in pixels and scores, labels, masks of the frame; blue first."""
    nodes, weights = _two_people(red=2, blue=0, cells=SIDE)
    weights |= {"side": np.array(SIDE, np.float32), "labels0": np.zeros((1, 2), np.int64)}
    nodes += [
        _node("Mul", ["corners", "side"], "pixels"),
        _node("Sigmoid", ["there"], "scores"),
        helper.make_node("Concat", ["pixels", "scores"], ["dets"], axis=2),
        _node("Identity", ["labels0"], "labels"),
        _node("Sigmoid" if sigmoid else "Identity", ["people"], "masks"),
    ]
    labels = helper.make_tensor_value_info("labels", TensorProto.INT64, [1, 2])
    given = [_floats("dets", 1, 2, 5), labels, _floats("masks", 1, 2, SIDE, SIDE)]
    return _saved(path, nodes, weights, [_floats("input", 1, 3, SIDE, SIDE)], given)


def boxes_alone(path: Path) -> Path:
    """A detector that outlines nobody."""
    nodes, weights = _two_people(red=0, blue=2, cells=SIDE // 4)
    return _saved(path, nodes, weights, [_floats("input", 1, 3, SIDE, SIDE)], [_floats("corners", 1, 2, 4)])


def encoder(path: Path, *, framed: bool = True) -> Path:
    """How red each pixel is: as MobileSAM and EdgeSAM are fed, or (not framed) with the pixels as they are."""
    side = SIDE if framed else AS_IT_IS
    weights: Weights = {
        "red": np.array([1, 0, -1], np.float32).reshape(1, 3, 1, 1) / 255,
        "back": (SPREAD.reshape(1, 3, 1, 1) if framed else np.ones((1, 3, 1, 1), np.float32)),
        "mean": (MEAN.reshape(1, 3, 1, 1) if framed else np.zeros((1, 3, 1, 1), np.float32)),
        "first": np.array([0], np.int64),
        "whole": np.array([side, side, 3], np.int64),
        "nowhere": np.zeros(3, np.int64),
    }
    nodes, taken = [], _floats("image", None, 3, side, side)
    if not framed:
        taken = _floats("image", None, None, 3)
        nodes = [
            _node("Shape", ["image"], "size"),
            _node("Sub", ["whole", "size"], "missing"),
            helper.make_node("Concat", ["nowhere", "missing"], ["pads"], axis=0),
            _node("Pad", ["image", "pads"], "padded"),
            helper.make_node("Transpose", ["padded"], ["planes"], perm=[2, 0, 1]),
            _node("Unsqueeze", ["planes", "first"], "frame"),
        ]
    nodes += [
        _node("Mul", ["image" if framed else "frame", "back"], "scaled"),
        _node("Add", ["scaled", "mean"], "pixels"),
        _node("Conv", ["pixels", "red"], "redness"),
        helper.make_node("AveragePool", ["redness"], ["small"], kernel_shape=[4, 4], strides=[4, 4]),
        helper.make_node("SpaceToDepth", ["small"], ["image_embeddings"], blocksize=4),
    ]
    return _saved(path, nodes, weights, [taken], [_floats("image_embeddings", 1, 16, side // 16, side // 16)])


def decoder(
    path: Path, *, edge: bool = False, sigmoid: bool = False, points: int | None = None, side: int = SIDE
) -> Path:
    """All that is rather red, but what lies around points of others; as SAM's export, or as EdgeSAM's shorter one."""
    cells, far = side // 4, side / 10  # px of the frame: how far a point that isn't meant reaches
    y, x = (np.mgrid[0:cells, 0:cells].astype(np.float32) + 0.5) * 4
    weights: Weights = {
        "places": np.stack([x, y], -1)[None, None],
        "apart": np.array([1, -1, 1, 1, 2], np.int64),
        "last": np.array([4], np.int64),
        "each": np.array([1], np.int64),
        "wide": np.array(-1 / (2 * far**2), np.float32),
        "zero": np.array(0, np.float32),
        "column": np.array([1, -1, 1, 1], np.int64),
        "edge": np.array(0.25, np.float32),
        "steep": np.array(STEEP, np.float32),
    }
    nodes = [
        _node("Reshape", ["point_coords", "apart"], "points"),
        _node("Sub", ["places", "points"], "away"),
        _node("Mul", ["away", "away"], "squares"),
        helper.make_node("ReduceSum", ["squares", "last"], ["far"], keepdims=0),
        _node("Mul", ["far", "wide"], "fading"),
        _node("Exp", ["fading"], "near"),
        _node("Equal", ["point_labels", "zero"], "theirs"),
        helper.make_node("Cast", ["theirs"], ["against"], to=TensorProto.FLOAT),
        _node("Reshape", ["against", "column"], "weights"),
        _node("Mul", ["near", "weights"], "each_against"),
        helper.make_node("ReduceSum", ["each_against", "each"], ["all_against"], keepdims=1),
        helper.make_node("DepthToSpace", ["image_embeddings"], ["redness"], blocksize=4),
        _node("Sub", ["redness", "edge"], "rather"),
        _node("Sub", ["rather", "all_against"], "over"),
        _node("Mul", ["over", "steep"], "votes"),
        _node("Sigmoid" if sigmoid else "Identity", ["votes"], "masks" if edge else "low_res_masks"),
        helper.make_node("ReduceMax", ["votes"], ["scores" if edge else "iou_predictions"], axes=[2, 3], keepdims=0),
    ]
    embeddings = side // 16
    taken = [
        _floats("image_embeddings", 1, 16, embeddings, embeddings),
        _floats("point_coords", 1, points, 2),
        _floats("point_labels", 1, points),
    ]
    small = (1, 1, cells, cells)
    if edge:
        return _saved(path, nodes, weights, taken, [_floats("scores", 1, 1), _floats("masks", *small)])
    # Used for nothing here, as a mask of an earlier question and a picture's size are not asked for.
    taken += [_floats("mask_input", *small), _floats("has_mask_input", 1), _floats("orig_im_size", 2)]
    nodes.append(helper.make_node("Resize", ["votes", "", "twice"], ["masks"], mode="nearest"))
    weights["twice"] = np.array([1, 1, 2, 2], np.float32)
    given = [_floats("masks", 1, 1, None, None), _floats("iou_predictions", 1, 1), _floats("low_res_masks", *small)]
    return _saved(path, nodes, weights, taken, given)


def _two_people(*, red: int, blue: int, cells: int) -> tuple[list[NodeProto], Weights]:
    """``people`` (1×2×cells×cells, before the sigmoid), ``corners`` (1×2×4, 0 to 1) and ``there`` (1×2×1, likewise)."""
    colours = np.zeros((2, 3, 1, 1), np.float32)
    # The network reads normalised colours; their differences are those of the picture again, from -1 to 1.
    spread = SPREAD if red == 0 else SPREAD[::-1]
    mean = MEAN if red == 0 else MEAN[::-1]
    colours[0, red], colours[0, blue] = spread[red] / 255, -spread[blue] / 255
    colours[1] = -colours[0]
    shift = np.array([mean[red] - mean[blue], mean[blue] - mean[red]], np.float32) / 255 - 0.5
    places = np.arange(cells, dtype=np.float32)
    step = SIDE // cells
    weights: Weights = {
        "colours": colours,
        "shift": shift,
        "steep": np.array(STEEP, np.float32),
        "one": np.array(1.0, np.float32),
        "cells": np.array(cells, np.float32),
        "places": places,
        "backwards": -places,
    }
    nodes = [
        helper.make_node("Conv", ["input", "colours", "shift"], ["over"]),
        helper.make_node("AveragePool", ["over"], ["small"], kernel_shape=[step] * 2, strides=[step] * 2),
        _node("Mul", ["small", "steep"], "people"),
        _node("Sigmoid", ["people"], "likely"),
        helper.make_node("ReduceMax", ["people"], ["most"], axes=[2, 3], keepdims=0),
        helper.make_node("Unsqueeze", ["most", "last"], ["there"]),
    ]
    weights["last"] = np.array([2], np.int64)
    for name, axis in (("x", 2), ("y", 3)):  # the axis that is looked along
        nodes += [
            helper.make_node("ReduceMax", ["likely"], [f"{name}:any"], axes=[axis], keepdims=0),
            _node("Sub", [f"{name}:any", "one"], f"{name}:none"),
            _node("Mul", [f"{name}:none", "cells"], f"{name}:off"),
            _node("Add", ["places", f"{name}:off"], f"{name}:ends"),
            _node("Add", ["backwards", f"{name}:off"], f"{name}:begins"),
            helper.make_node("ReduceMax", [f"{name}:ends"], [f"{name}:end"], axes=[2], keepdims=1),
            helper.make_node("ReduceMax", [f"{name}:begins"], [f"{name}:begin"], axes=[2], keepdims=1),
            _node("Neg", [f"{name}:begin"], f"{name}:0"),
            _node("Add", [f"{name}:end", "one"], f"{name}:1"),
        ]
    nodes += [
        helper.make_node("Concat", ["x:0", "y:0", "x:1", "y:1"], ["edges"], axis=2),
        _node("Div", ["edges", "cells"], "corners"),
    ]
    return nodes, weights


def _node(kind: str, inputs: list[str], output: str) -> NodeProto:
    return helper.make_node(kind, inputs, [output])


def _floats(name: str, *shape: int | None) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N" if n is None else n for n in shape])


def _saved(
    path: Path, nodes: list[NodeProto], weights: Weights, taken: list[ValueInfoProto], given: list[ValueInfoProto]
) -> Path:
    kept = [numpy_helper.from_array(np.ascontiguousarray(w), name) for name, w in weights.items()]
    graph = helper.make_graph(nodes, "people by colour", taken, given, kept)
    model: ModelProto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    save(model, path)
    return path
