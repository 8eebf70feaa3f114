"""Correction of the mask by hand: strokes are kept sealed beside the original, and die with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from masking import Stroke
from masking.brush import MOST_POINTS, MOST_STROKES, dumped, loaded
from policy.verdict import N_, Allow, Deny, Verdict
from storage.tables import Case
from storage.unit_of_work import UnitOfWork
from storage.vault import Erased

Room = tuple[tuple[int, ...], ...]


OF_HAND = (("original", "strokes"), ("original", "drawn"), ("original", "room"))
"""What is kept of it: the strokes, how many of them are in the mask that stands, and where more may be revealed."""


def check_strokes(strokes: Sequence[Stroke]) -> Verdict:
    """R-118: as many as masking takes, and at least one."""
    if not strokes:
        return Deny("R-118", N_("まだ何も直していません。指でなぞってから反映してください。"))
    if len(strokes) > MOST_STROKES or sum(len(s.points) for s in strokes) > MOST_POINTS:
        return Deny("R-118", N_("直しが多すぎます。対象者を選び直してください。"))
    return Allow()


def keep_strokes(uow: UnitOfWork, case: Case, strokes: Sequence[Stroke], now: datetime) -> None:
    """All strokes so far; those that masking has not taken yet come last."""
    uow.vault.put(case.id, "original", "strokes", dumped(strokes).encode(), now)


def strokes_of(uow: UnitOfWork, case: Case) -> tuple[tuple[Stroke, ...], tuple[Stroke, ...]]:
    """Those in the mask that stands, and those that were tried on it and refused."""
    try:
        strokes = loaded(uow.vault.get(case.id, "original", "strokes"))
    except Erased:
        return (), ()
    drawn = int(uow.vault.get(case.id, "original", "drawn")) if uow.vault.has(case.id, "original", "drawn") else 0
    return strokes[:drawn], strokes[drawn:]


def settle_strokes(uow: UnitOfWork, case: Case, room: Room, now: datetime) -> None:
    """A mask was made: all strokes are in it."""
    uow.vault.put(case.id, "original", "drawn", str(len(sum(strokes_of(uow, case), ()))).encode(), now)
    uow.vault.put(case.id, "original", "room", json.dumps(room).encode(), now)


def room_of(uow: UnitOfWork, case: Case) -> Room:
    """Outlines within which the original may be revealed; none before masking and after erasure."""
    try:
        return tuple(tuple(edge) for edge in json.loads(uow.vault.get(case.id, "original", "room")))
    except Erased:
        return ()


def forget_strokes(uow: UnitOfWork, case: Case) -> None:
    """Another suspect, or no picture: nothing of the hand's work stays."""
    for kind, name in OF_HAND:
        uow.vault.remove(case.id, kind, name)
