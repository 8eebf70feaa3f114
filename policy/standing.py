"""Why somebody's part in the network changes, in closed words, so that the ledger can say it (R-005, R-144)."""

from __future__ import annotations

from enum import StrEnum

from policy.verdict import N_


class Why(StrEnum):
    """There are no others; what else there is to say stands in the network's own papers."""

    OWN_WISH = "own_wish"
    SHOP_CLOSED = "shop_closed"
    RULE_BROKEN = "rule_broken"
    MISUSE = "suspected_misuse"
    MEASURE = "measure_of_body"
    CAUSE_GONE = "cause_gone"
    OTHER = "other_cause"


WHYS = {
    Why.OWN_WISH: N_("本人・店舗の希望"),
    Why.SHOP_CLOSED: N_("閉店・休業・異動"),
    Why.RULE_BROKEN: N_("規則の違反"),
    Why.MISUSE: N_("不正な利用の疑い"),
    Why.MEASURE: N_("認定団体や行政の求め"),
    Why.CAUSE_GONE: N_("理由がなくなった"),
    Why.OTHER: N_("そのほか"),
}
"""How people read them (msgids)."""
