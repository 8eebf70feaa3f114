"""R-144, L261: what an accredited body or an authority may ask of a network, as closed words."""

from __future__ import annotations

from enum import StrEnum

from policy.verdict import N_


class MeasureKind(StrEnum):
    """From the mildest on."""

    GUIDANCE = "guidance"
    RECOMMENDATION = "recommendation"
    ORDER = "order"


MEASURES = {
    MeasureKind.GUIDANCE: N_("指導を受けた"),
    MeasureKind.RECOMMENDATION: N_("勧告を受けた"),
    MeasureKind.ORDER: N_("命令を受けた"),
}
"""How people read them (msgids)."""
