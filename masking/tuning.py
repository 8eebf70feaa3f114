"""The numbers by which networks' words are weighed, one frozen group a stage; their hash stands in the evidence.

What is no matter of weighing isn't here: the shapes that networks take, anatomy (``masking.figure.limbs``), and the
safety margins of the second search (``masking.verify``), which no accuracy may loosen.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Pointing:
    """Whom a tap means.

    Attributes:
        face: Score from which a face alone stands for a person.
        touched: Outline's probability at the tap from which a person is there, …
        present: … and the pose network's own word.
        zooms: Of the picture's short side: closer looks where the whole frame showed nobody.
        touches: Squares around a box, in long sides of it, through which a tap is tried on it.
        central: What a tap in the middle of a box counts beside the outline there, …
        sure: … and the box's score: the outline decides, these only between outlines alike.
        same: Overlap over union of two boxes of the tapped person.
    """

    face: float = 0.6
    touched: float = 0.5
    present: float = 0.5
    zooms: tuple[float, ...] = (0.3, 0.5, 0.8)
    touches: tuple[float, ...] = (1.1, 1.6)
    central: float = 0.5
    sure: float = 0.3
    same: float = 0.6


@dataclass(frozen=True)
class Looking:
    """How people are looked at.

    Attributes:
        looks: Squares around the suspect's box, in long sides of it: one near, one with room for limbs.
        enough: Looks that must agree on the tap before the tap itself is made the middle.
        glance: As ``looks`` for a neighbour, who gets a second look only where the first saw anybody.
        crowd: The same of the square in which any person is looked for.
        holds: Outline's probability at the tap from which a look was at the suspect, and the network's own word.
        seen: The network's own word from which a look at a neighbour saw anybody.
        dim: Probability from which the suspect's outline reaches a neighbour's box.
    """

    looks: tuple[float, ...] = (1.1, 1.6)
    enough: int = 2
    glance: float = 1.1
    crowd: float = 1.15
    holds: float = 0.5
    seen: float = 0.5
    dim: float = 0.15


@dataclass(frozen=True)
class Weighing:
    """How what is seen of a neighbour becomes a claim.

    Attributes:
        seen: Score from which a neighbour is well seen, …
        full: … if their mask fills this share of their box; else all of the box is theirs.
        within: Share of what a look at a badly seen neighbour draws that must lie in their box, or it is of others.
        dim: Probability from which a well seen neighbour keeps others away from their part of the box.
        loose: Of the box's height: how far around that.
        same: Overlap of two masks from which they are one person's.
        ours: Of the suspect's limbs in the middle of such a second box, from which it is no other person's.
    """

    seen: float = 0.5
    full: float = 0.2
    within: float = 0.75
    dim: float = 0.15
    loose: float = 0.035
    same: float = 0.5
    ours: float = 0.5


@dataclass(frozen=True)
class Deciding:
    """How evidence is weighed.

    Attributes:
        ours: Probability from which a pixel is the suspect's.
        theirs: Probability from which a pixel may be somebody else's: in doubt it is hidden.
        ahead: By how much more a contested pixel must be the suspect's than a neighbour's: one of three looks.
        near: Of the box's long side: how far a finger may miss the figure.
        nearer: Share of the way to the tap up to which a stranger's body is the nearer one; beyond, edges decide.
        reach: Of the box's long side: how far from a pixel others look like it.
        like: Share of those in the figure up to which it isn't the figure's.
        smooth: Of the box's long side: notches and tags so narrow go.
        scrap: Of the largest part: what is smaller and apart from it goes.
    """

    ours: float = 0.5
    theirs: float = 0.35
    ahead: float = 0.3
    near: float = 0.08
    nearer: float = 0.5
    reach: float = 0.035
    like: float = 0.3
    smooth: float = 0.02
    scrap: float = 0.05


@dataclass(frozen=True)
class Heading:
    """What counts as a head.

    Attributes:
        crown: Top share of a figure that is one: people are about seven heads tall, hair and hats come on top.
        deepest: Share of the figure below which a "head" is no reason to fill what lies beside it.
        skull: Its radius with hair, around the face, in widths between the shoulder joints (15 of 35 cm, and some).
        chin: Of the way from the face's middle to the shoulders: the chin, 10 of 25 cm on, is passed by then.
        face_round: Its radius in distances from the nose to the farthest joint of the face.
    """

    crown: float = 0.15
    deepest: float = 0.5
    skull: float = 0.5
    chin: float = 0.7
    face_round: float = 1.7


@dataclass(frozen=True)
class Spread:
    """How far a tap carries, found on the rule half of the measuring set.

    Attributes:
        piece: px of a piece's side, of a figure whose long side is 320 px.
        alike: Distance of colours (Lab) at which a border is hard to cross.
        prior: Weight of the networks' word beside one easy border.
        dab: Of the box's long side: radius of what a tap says at least.
        opens: The same, of what a tap that keeps opens at most; at .2 it shows twice as much of others.
        agreed: The same, where the walker and the colours agree, and nobody else is in the box: …
        itself: … where another box overlaps over union so much, it is the suspect's own, …
        shared: … and where it shares so much of the smaller, somebody is.
        hides: The same, of what a tap that hides takes along.
        asked: The same of both, where a point-prompted network answers.
        even: Chance from which a piece goes with what is kept.
        nobody: Presence below which no person is seen, …
        alone: … and what that takes off a piece's chance.
        mostly: Share of a piece that lies in a head or a neighbour, from which it is theirs.
        partly: The same under a tap.
        weak: Weight of a head or a neighbour beside one easy border.
        sure: The same of a tap.
        empty: Presence below which a pixel's colour is one of the surroundings.
        reduced: To what share the part is reduced before its colours are learned, …
        rounds: … and how often they are: more changes little, and costs 20 ms each.
        hardly: How easily the hardest border is crossed: nothing is quite cut off.
    """

    piece: int = 9
    alike: float = 9.0
    prior: float = 0.05
    dab: float = 0.06
    opens: float = 0.15
    agreed: float = 0.5
    itself: float = 0.9
    shared: float = 0.5
    hides: float = 0.2
    asked: float = 0.5
    even: float = 0.5
    nobody: float = 0.3
    alone: float = 0.5
    mostly: float = 0.5
    partly: float = 0.3
    weak: float = 0.5
    sure: float = 100.0
    empty: float = 0.05
    reduced: float = 0.5
    rounds: int = 2
    hardly: float = 1e-4


@dataclass(frozen=True)
class Tuning:
    """All stages, in their order."""

    point: Pointing = field(default_factory=Pointing)
    look: Looking = field(default_factory=Looking)
    weigh: Weighing = field(default_factory=Weighing)
    decide: Deciding = field(default_factory=Deciding)
    head: Heading = field(default_factory=Heading)
    spread: Spread = field(default_factory=Spread)

    def sha256(self) -> str:
        """In hex; two masks are comparable where it is the same."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


TUNED = Tuning()
"""As figures chose them: docs/research/masking-versions.md, decisions 0010 and 0028."""
