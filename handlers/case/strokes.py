"""Correction of the mask by hand: strokes and taps are kept sealed beside the original, and die with it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from handlers.case.picture import bytes_of, forget_bytes, keep_bytes
from handlers.context import Context
from masking import Stroke, Tap
from masking.figure.brush import (
    FEWEST_CORNERS,
    MOST_POINTS,
    MOST_STROKES,
    MOST_TAPS,
    dumped,
    dumped_taps,
    loaded,
    loaded_taps,
)
from policy.verdict import N_, Allow, Deny, Verdict
from storage.places import BY_HAND, DRAWN, ROOM, STROKES, TAPS, TRIED_TAPS, Place
from storage.tables import Case

Outlines = tuple[tuple[int, ...], ...]
"""Each x, y, x, y … in pixels of the upright picture."""

LEAST_AREA = 256
"""Px squared: 16 × 16, below which masking shows nothing of anybody (``masking.pipeline.SMALLEST``)."""

OF_HAND = (STROKES, DRAWN, ROOM, TAPS, TRIED_TAPS)

TOO_MANY = Deny("R-118", N_("修正が多すぎます。対象者を選び直してください。"))


def check_strokes(strokes: Sequence[Stroke]) -> Verdict:
    """R-118: as many as masking takes, and at least one."""
    if not strokes:
        return Deny("R-118", N_("まだ何も直していません。指でなぞってから反映してください。"))
    if len(strokes) > MOST_STROKES or sum(len(s.points) for s in strokes) > MOST_POINTS:
        return TOO_MANY
    return Allow()


def check_around(corners: Sequence[tuple[int, int]]) -> Verdict:
    """R-118: a line that surrounds somebody, not a dash; of as many corners as masking takes."""
    if len(corners) > MOST_POINTS:
        return TOO_MANY
    if len(corners) < FEWEST_CORNERS or _area(corners) < LEAST_AREA:
        return Deny("R-118", N_("囲む線が短すぎます。対象者の首から下を、ひと回り囲んでください。"))
    return Allow()


def within(corners: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """A place that the line surrounds, or nearly: the mean of its corners."""
    return tuple(round(sum(side) / len(corners)) for side in zip(*corners, strict=True))


def _area(corners: Sequence[tuple[int, int]]) -> float:
    """Px squared, by the shoelace formula."""
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def keep_strokes(case: Case, strokes: Sequence[Stroke], ctx: Context) -> None:
    """All strokes so far; those that masking has not taken yet come last."""
    keep_bytes(case, STROKES, dumped(strokes).encode(), ctx)


def strokes_of(case: Case, ctx: Context) -> tuple[tuple[Stroke, ...], tuple[Stroke, ...]]:
    """Those in the mask that stands, and those that were tried on it and refused."""
    strokes = loaded(bytes_of(case.id, STROKES, ctx) or b"[]")
    drawn = int(bytes_of(case.id, DRAWN, ctx) or b"0")
    return strokes[:drawn], strokes[drawn:]


def with_tap(taps: tuple[Tap, ...], tap: Tap | None) -> tuple[Tap, ...] | Deny:
    """R-118: as many as masking takes; None takes the last one back."""
    if tap is None:
        return taps[:-1] if taps else Deny("R-118", N_("戻せるタップはありません。"))
    return (*taps, tap) if len(taps) < MOST_TAPS else TOO_MANY


def try_taps(case: Case, taps: Sequence[Tap], ctx: Context) -> None:
    """Masking is to be asked about these in place of those in the mask that stands."""
    keep_bytes(case, TRIED_TAPS, dumped_taps(taps).encode(), ctx)


def taps_of(case: Case, ctx: Context) -> tuple[Tap, ...]:
    """Those in the mask that stands."""
    return loaded_taps(bytes_of(case.id, TAPS, ctx) or b"[]")


def taps_asked_about(case: Case, ctx: Context) -> tuple[Tap, ...]:
    """Those that are tried, else those in the mask that stands."""
    tried = bytes_of(case.id, TRIED_TAPS, ctx)
    return taps_of(case, ctx) if tried is None else loaded_taps(tried)


def drop_taps(case: Case, ctx: Context) -> bool:
    """What was tried is not done, and the mask stays as it was; whether it would have been one more."""
    more = len(taps_asked_about(case, ctx)) > len(taps_of(case, ctx))
    forget_bytes(case, [TRIED_TAPS], ctx)
    return more


def settle_by_hand(case: Case, room: Outlines, by_hand: Outlines, ctx: Context) -> None:
    """A mask was made: all strokes and taps are in it."""
    keep_bytes(case, TAPS, dumped_taps(taps_asked_about(case, ctx)).encode(), ctx)
    forget_bytes(case, [TRIED_TAPS], ctx)
    keep_bytes(case, DRAWN, str(len(sum(strokes_of(case, ctx), ()))).encode(), ctx)
    keep_bytes(case, ROOM, json.dumps(room).encode(), ctx)
    forget_bytes(case, [BY_HAND], ctx)
    if by_hand:
        keep_bytes(case, BY_HAND, json.dumps(by_hand).encode(), ctx)


def room_of(case: Case, ctx: Context) -> Outlines:
    """Within which the original may be revealed; none before masking and after erasure."""
    return _outlines(case, ROOM, ctx)


def by_hand_of(case: Case, ctx: Context) -> Outlines:
    """R-118: what of the masked picture a hand opened; it lives as long as that does."""
    return _outlines(case, BY_HAND, ctx)


def _outlines(case: Case, place: Place, ctx: Context) -> Outlines:
    return tuple(tuple(edge) for edge in json.loads(bytes_of(case.id, place, ctx) or b"[]"))
