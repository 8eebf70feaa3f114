"""The questions of the public page on paper, for whoever has no phone or wants to take it home (R-070)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from bot.language import sentences
from bot.paper.sheet import compiled
from handlers.recipient import Sentences, read_in
from handlers.wording.rights import WISHES
from handlers.wording.statements import free
from policy.clocks import ANSWER_DAYS, RECEIPT_DAYS
from policy.rules import Rules
from policy.verdict import N_

PROMISE: Final = N_(
    "{receipt} 営業日以内に窓口が読み、{answer} 日以内に答えます。"
    "答えがないときは、認定個人情報保護団体や個人情報保護委員会に相談できます。"
)


@lru_cache(maxsize=6)
def paper_form(network: str, address: str, rules: Rules, language: str) -> bytes:
    """R-011, R-070, R-077, L146, L157: six questions to fill in by hand, as tagged PDF; made once while it is the same.

    Args:
        network: Its name.
        address: Of its public page.
        rules: Its desk and its certified body.
        language: As ``policy.notices.facts.LANGUAGES``.

    Raises:
        NoFont, Unprintable: as ``bot.paper.sheet.compiled`` does.
    """
    t = sentences(language)
    desk = "　".join(filter(None, (network, rules.desk_address, rules.desk_telephone, rules.desk_hours)))
    above = (
        t("わかるところだけでかまいません。名前は要りません。"),
        t("書いた紙は、ネットワークの窓口に出してください。"),
        desk,
        t("同じことを、このアドレスでも申し出ることができます。{address}", address=address),
    )
    below = (
        f"{t(PROMISE, receipt=RECEIPT_DAYS, answer=ANSWER_DAYS)}{read_in(t, free())}",
        f"{t('認定個人情報保護団体')}　{rules.certified_body}　{rules.certified_body_telephone}",
    )
    return compiled(
        "questions",
        {
            "lang": "en" if language == "en" else "ja",
            "title": t("申出書"),
            "author": network,
            "version": address,
            "above": above,
            "items": [*_asked(t)],
            "below": below,
        },
    )


def _asked(t: Sentences) -> Iterator[dict[str, object]]:
    """Each question, the choices that it offers, and how many lines there are to write on."""
    asked: tuple[tuple[str, Iterable[str], int], ...] = (
        (t("何を求めますか"), WISHES.values(), 0),
        (t("どの店のことですか"), (), 1),
        (t("いつごろのことですか"), (), 1),
        (t("着ていたもの、持っていたもの（書かなくてもよい）"), (), 1),
        (t("何がありましたか"), (), 5),
        (t("返事がほしいときは、住所、電話番号、メールのどれか（書かなくてもよい）"), (), 2),
    )
    for place, (name, choices, rows) in enumerate(asked, start=1):
        yield {"name": f"{place}. {name}", "choices": [t(one) for one in choices], "rows": rows}
