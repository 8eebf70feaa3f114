"""The receipt of a request that the desk wrote down, for the person to take home or to be sent (R-070, R-077)."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bot.paper.form import PROMISE
from bot.paper.sheet import compiled
from bot.qr import drawn
from bot.web.desk.entered import Receipt
from handlers.recipient import Sentences, read_in
from handlers.wording.rights import WISHES
from handlers.wording.statements import free
from policy.clocks import ANSWER_DAYS, RECEIPT_DAYS
from policy.rules import Rules


def slip(view: Receipt, address: str, network: str, zone: ZoneInfo, rules: Rules, t: Sentences) -> bytes:
    """R-011, R-070, R-077, L146, L157: number and secret, where they open the answer, and whom to ask; tagged PDF.

    Args:
        view: With its secret.
        address: Of the page where the answer is read; behind the QR code.
        network: Whose desk it is.
        zone: The network's.
        rules: Its desk and its certified body.
        t: The person's language.

    Raises:
        NoFont, Unprintable: as ``bot.paper.sheet.compiled`` does.
    """
    return compiled(
        "letter",
        {
            "lang": "en" if view.language == "en" else "ja",
            "title": t("申出の控え"),
            "author": network,
            "version": view.number,
            "above": [network],
            "items": [{"name": name, "lines": lines} for name, lines in _items(view, address, network, zone, rules, t)],
            "qr": drawn(address)[0],
            "qr_alt": f"{t('QRコード')}：{address}",
        },
    )


def _items(
    view: Receipt, address: str, network: str, zone: ZoneInfo, rules: Rules, t: Sentences
) -> Iterator[tuple[str, list[str]]]:
    yield t("番号"), [view.number]
    keep = t("この二つで、答えを読み、書き足すことができます。合言葉をなくすと、だれも出し直せません。")
    yield t("合言葉"), [view.secret, keep]
    yield t("求めていること"), [t(WISHES[view.wish])]
    yield t("受け付けた日時"), [f"{view.received_at.astimezone(zone):%Y-%m-%d %H:%M}"]
    yield t("答えを読むページ"), [address, t("連絡先を残したときは、窓口からも答えを届けます。")]
    desk = "　".join(filter(None, (network, rules.desk_address, rules.desk_telephone, rules.desk_hours)))
    body = f"{t('認定個人情報保護団体')}　{rules.certified_body}　{rules.certified_body_telephone}"
    promise = t(PROMISE, receipt=RECEIPT_DAYS, answer=ANSWER_DAYS)
    yield t("ネットワークの窓口"), [desk, body, promise, read_in(t, free())]
