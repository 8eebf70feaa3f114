"""What of a person is told by choosing, not by writing: everyday words for clothes and build (guideline L189)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

from policy.forms.names import Choice


class Colour(StrEnum):
    """Of what is worn above."""

    BLACK = "black"
    WHITE = "white"
    GREY = "grey"
    NAVY = "navy"
    BLUE = "blue"
    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    BROWN = "brown"
    PURPLE = "purple"
    PATTERNED = "patterned"


class Upper(StrEnum):
    """Worn above."""

    T_SHIRT = "t_shirt"
    SHIRT = "shirt"
    SWEATER = "sweater"
    HOODIE = "hoodie"
    JACKET = "jacket"
    COAT = "coat"
    DOWN = "down_jacket"
    SUIT = "suit"
    DRESS = "dress"
    WORKWEAR = "workwear"
    SPORTSWEAR = "sportswear"


class Lower(StrEnum):
    """Worn below."""

    BLACK_TROUSERS = "black_trousers"
    NAVY_TROUSERS = "navy_trousers"
    GREY_TROUSERS = "grey_trousers"
    BEIGE_TROUSERS = "beige_trousers"
    WHITE_TROUSERS = "white_trousers"
    JEANS = "jeans"
    SHORTS = "shorts"
    TRACK_TROUSERS = "track_trousers"
    SHORT_SKIRT = "short_skirt"
    LONG_SKIRT = "long_skirt"


class Bag(StrEnum):
    """Carried."""

    NO_BAG = "no_bag"
    RUCKSACK = "rucksack"
    HANDBAG = "handbag"
    SHOULDER_BAG = "shoulder_bag"
    LARGE_BAG = "large_bag"
    SHOPPING_BAG = "shopping_bag"
    PLASTIC_BAG = "plastic_bag"
    WAIST_BAG = "waist_bag"
    BRIEFCASE = "briefcase"
    SUITCASE = "suitcase"


class Hair(StrEnum):
    """Hair, or what covers it."""

    CAP = "cap"
    KNIT_HAT = "knit_hat"
    BRIMMED_HAT = "brimmed_hat"
    HOOD = "hood"
    HELMET = "helmet"
    SHORT_DARK = "short_dark"
    LONG_DARK = "long_dark"
    TIED = "tied"
    DYED = "dyed"
    GREYING = "greying"
    SHAVEN = "shaven"


class Height(StrEnum):
    """As it looks: nobody measures at a till."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


UNSAID = Choice.UNKNOWN
"""What isn't known, or isn't worth telling."""


@dataclass(frozen=True)
class Look:
    """R-086, R-117: one word of each vocabulary, or ``UNSAID``."""

    top_colour: str = UNSAID
    upper: str = UNSAID
    lower: str = UNSAID
    bag: str = UNSAID
    hair: str = UNSAID
    stature: str = UNSAID

    def said(self) -> dict[str, str]:
        """What it tells, by the names of its fields."""
        return {name: word for name, word in asdict(self).items() if word != UNSAID}
