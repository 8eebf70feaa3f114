"""The answer to a request as a letter, compiled from what is on record (R-070, R-071, R-077)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.paper.sheet import compiled
from bot.web.public.answer import Answer
from handlers.recipient import Sentences, read_in
from handlers.wording.rights import DECISIONS, REFUSALS, WISHES
from handlers.wording.statements import free
from policy.rights import Part
from policy.rules import Rules
from policy.verdict import N_

COME: Final = N_("窓口で本人であることを確かめてから、紙で渡します。顔写真のある本人確認書類を持って来てください。")


def letter(view: Answer, network: str, rules: Rules, t: Sentences, language: str) -> bytes:
    """R-011, R-070, R-071, R-077, L146–161: asked, found, decided, law, whom to turn to; as tagged PDF.

    Args:
        view: An answered request.
        network: Whose answer it is.
        rules: Its desk and its certified body.
        t: The person's language.
        language: As ``policy.notices.facts.LANGUAGES``.

    Raises:
        NoFont, Unprintable: as ``bot.paper.sheet.compiled`` does.
    """
    return compiled(
        "letter",
        {
            "lang": "en" if language == "en" else "ja",
            "title": t("申し出への回答"),
            "author": network,
            "version": view.number,
            "above": [view.answered_on, f"{t('番号')} {view.number}", network],
            "items": [{"name": name, "lines": lines} for name, lines in _items(view, rules, t)],
        },
    )


def _items(view: Answer, rules: Rules, t: Sentences) -> Iterator[tuple[str, list[str]]]:
    yield t("求めていること"), [t(WISHES[view.wish]), *view.asked.splitlines()]
    yield t("受け付けた日時"), [view.received]
    yield t("調べた店と日時"), [view.about or t("わからない")]
    if view.found:
        yield t("見つかったこと"), [*view.found]
    if view.reach:
        told = t("{told} / {stores} 店", told=view.reach.told, stores=view.reach.stores)
        yield t("取りやめや訂正を知らせた店"), [told]
    yield t("決めたこと"), [t(DECISIONS[view.decided])] if view.decided else []
    if view.refused:
        yield t("断った理由"), [t(REFUSALS[view.refused]), *([view.law] if view.law else [])]
    if view.right:
        yield t("もとになる法律"), [view.right]
    if view.gone:
        yield t("消去の記録"), [*view.gone, t("番号と符号を監査人に示すと、台帳と照らし合わせられます。")]
    answer = next(one.words for one in view.said if one.part is Part.ANSWER)
    yield t("答え"), (answer or t("消去しました。")).splitlines()
    if view.shows:
        yield t("受け取りかた"), [t(COME), *_desk(rules, t)]
    yield t("費用"), [read_in(t, free())]
    yield t("納得できないとき"), [*_others(view, rules, t)]


def _desk(rules: Rules, t: Sentences) -> list[str]:
    return [
        "　".join(filter(None, (t("ネットワークの窓口"), rules.desk_telephone, rules.desk_hours, rules.desk_address)))
    ]


def _others(view: Answer, rules: Rules, t: Sentences) -> Iterator[str]:
    yield t(
        "納得できないときは、窓口か、下の認定個人情報保護団体か、個人情報保護委員会に相談できます。申し出から2週間がたてば、裁判所に訴えることもできます。"
    )
    if view.desk:
        yield f"{t('店の窓口')}　{view.desk}"
    yield from _desk(rules, t)
    body = [t("認定個人情報保護団体"), rules.certified_body, rules.certified_body_telephone]
    yield "　".join(body)
