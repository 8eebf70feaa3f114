"""What is shown with and without a hand's help, each searched again before anybody sees it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from masking.analysis import Analysis
from masking.errors import AllCovered, StillVisible
from masking.figure.around import surrounded
from masking.figure.brush import Stroke
from masking.figure.seeds import Drawing
from masking.figure.strokes import drawn, without_specks
from masking.geometry.boxes import Picture, Region
from masking.tuning import Tuning
from masking.verify import PERSON_LEFT, Known, SecondSearch, Verified


@dataclass(frozen=True)
class Corrections:
    """The second search, and what taps, strokes and lines are weighed by."""

    search_again: SecondSearch
    tuning: Tuning

    def plain(self, picture: Picture, known: Analysis, *, needed: bool) -> Verified | None:
        """The mask without any correction; None where there is none, and none is needed."""
        if known.plain is None and not known.nobody:
            # In the one colour a collar may look like a face, and in the other not.
            for fill in known.fills:
                try:
                    first = Known(known.shown.clothes, known.hints, known.region, fill, known.shown.figure)
                    known.plain = self.search_again(picture, known.region, len(known.own), first)
                    known.fills = [fill]
                    break
                except StillVisible as error:
                    known.plain = error
        if isinstance(known.plain, StillVisible):
            if needed:
                raise known.plain
            return None
        return known.plain

    def begun(
        self, picture: Picture, known: Analysis, plain: Verified | None, lines: list[Stroke]
    ) -> tuple[Region, Region]:
        """What is let through before any correction, and where a hand may let more through."""
        if lines:
            return (surrounded(picture, known, lines, self.tuning) & ~known.letters,) * 2
        # What the second search has filled no hand may open again.
        region = plain.region if plain else known.region
        room = (known.shown.room & ~known.letters | known.region) & ~(known.region & ~region)
        return region, without_specks(room) | region

    def corrected(self, picture: Picture, drawing: Drawing, known: Analysis, most: int) -> tuple[Verified, Region, int]:
        """What a hand makes of a region, verified; where it may still draw; and how often faces were filled.

        What is a face with all that the hand reveals stays filled for good. Else a stroke over half a face would
        leave the other half to be shown, since no detector finds it any more.
        """
        grown, strokes = drawing.grown, drawing.strokes
        growing = grown.opened & ~known.letters
        region, room = drawing.region | growing, drawing.room | growing
        opened = drawn(region, [s for s in strokes if s.kind == "reveal"], room)
        alone = known.plain.region if isinstance(known.plain, Verified) else np.zeros_like(opened)
        first = Known(known.shown.clothes, known.hints, alone, known.fills[0], known.shown.figure)
        whole = self._whole(picture, opened, known, first)
        room = room & ~(opened & ~whole.region)
        region = drawn(region & room & ~grown.hidden, strokes, room)
        if not region.any():
            raise AllCovered
        if (region == whole.region).all():
            if whole.persons > most:
                raise StillVisible(PERSON_LEFT)
            return whole, room, len(whole.refilled)
        done = self.search_again(picture, region, most, first)
        return done, room & ~(region & ~done.region), len(whole.refilled) + len(done.refilled)

    def _whole(self, picture: Picture, opened: Region, known: Analysis, first: Known) -> Verified:
        """All that a hand lets through, searched; whoever only hides lets through the same as before."""
        if isinstance(known.plain, Verified) and (opened == known.plain.region).all():
            return replace(known.plain, refilled=[])
        if known.again is None or (opened != known.again[0]).any():
            known.again = opened, self.search_again(picture, opened, math.inf, first)
        return known.again[1]
