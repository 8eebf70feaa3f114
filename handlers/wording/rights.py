"""Cards about requests of people outside, and what wishes and decisions are called. No card repeats their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.cards import Action, ButtonAction, Card, Text, Tone, Topic, Until, t
from handlers.forms.definitions import WRONGS
from handlers.wording.alert import recall_or_correct, stands
from handlers.wording.facts import CaseFacts, RequestFacts
from handlers.wording.labels import number_row
from policy.clocks import Level
from policy.decision import GROUNDS, Decided, Effect, Refused
from policy.forms.names import Wrong
from policy.handing import Bearer, Mandate, Proof
from policy.law import Law
from policy.rights import Channel, Part, RequestState, Told, Wish
from policy.rules import Rules
from policy.steps import Step
from policy.verdict import N_
from policy.withheld import Item, Line

WISHES: Final = {
    Wish.REBUTTAL: N_("自分ではない、万引きではない、解決済みだ"),
    Wish.STOP: N_("ほかの店に知らせるのをやめてほしい"),
    Wish.CORRECTION: N_("自分についての誤りを直してほしい"),
    Wish.SUSPENSION: N_("自分の情報を使うのをやめ、消してほしい"),
    Wish.DISCLOSURE: N_("自分についての情報を見せてほしい"),
    Wish.PURPOSE: N_("何のために使うのかを知りたい"),
    Wish.COMPLAINT: N_("苦情"),
    Wish.QUESTION: N_("質問"),
}
"""As the person chooses them."""

SHORT: Final = {
    Wish.REBUTTAL: N_("反論"),
    Wish.STOP: N_("提供の停止"),
    Wish.CORRECTION: N_("訂正"),
    Wish.SUSPENSION: N_("利用停止、消去"),
    Wish.DISCLOSURE: N_("開示"),
    Wish.PURPOSE: N_("利用目的の通知"),
    Wish.COMPLAINT: N_("苦情"),
    Wish.QUESTION: N_("質問"),
}
"""As the desk calls them."""

SPEAKS: Final = {"ja": N_("日本語"), "easy": N_("やさしい日本語"), "en": N_("英語")}
"""In which language the person asked, and reads the answer."""

CHANNELS: Final = {
    Channel.PAGE: N_("公開ページ"),
    Channel.TELEPHONE: N_("電話"),
    Channel.PAPER: N_("紙の申出書、手紙"),
    Channel.COUNTER: N_("窓口で口頭"),
    Channel.NEIGHBOUR: N_("近くの店の「誤りでは？」"),
    Channel.TRIAL: N_("毎月の確認（本人はいません）"),
}

TOLD: Final = {
    Told.PAGE: N_("本人がページで読んだ"),
    Told.POST: N_("手紙を郵送した"),
    Told.MAIL: N_("メールで送った"),
    Told.TELEPHONE: N_("電話で伝えた"),
    Told.HAND: N_("窓口で渡した"),
    Told.CHAT: N_("チャットで伝えた"),
    Told.TRIED: N_("何日か試したが、届かなかった（ページで読める）"),
}

BEARERS: Final = {
    Bearer.SELF: N_("本人"),
    Bearer.AGENT: N_("代理人"),
    Bearer.GUARDIAN: N_("法定代理人（親権者、後見人）"),
}

PROOFS: Final = {
    Proof.LICENCE: N_("運転免許証"),
    Proof.MY_NUMBER: N_("マイナンバーカード（表の面）"),
    Proof.PASSPORT: N_("パスポート"),
    Proof.RESIDENCE: N_("在留カード"),
    Proof.HANDBOOK: N_("障害者手帳"),
    Proof.TWO_PAPERS: N_("写真のない書類二つ"),
}
"""Of the person whose data it is."""

MANDATES: Final = {
    Mandate.NONE: N_("なし（本人）"),
    Mandate.LETTER: N_("委任状"),
    Mandate.REGISTER: N_("戸籍か登記の証明"),
}

STATES: Final = {
    RequestState.OPEN: N_("調べています"),
    RequestState.WAITING: N_("本人の返事を待っています"),
    RequestState.PROPOSED: N_("別の人が確かめています"),
    RequestState.ANSWERED: N_("回答しました"),
}

PARTS: Final = {
    Part.ADDED: N_("あなたが書き足したこと"),
    Part.QUESTION: N_("窓口からの質問"),
    Part.EXTENSION: N_("期限を延ばした理由"),
    Part.ANSWER: N_("答え"),
}
"""As the person reads them."""

STEPS: Final = {
    Step.READ: N_("読む"),
    Step.LOOK: N_("止めた画像を確かめる"),
    Step.ANSWER: N_("答える"),
    Step.SECOND: N_("別の人が決定を確かめる"),
    Step.BRING: N_("書いたことを本人に届け、記録する"),
}
"""What the desk has to do next."""

LEVELS: Final = {Level.CALM: N_("期限内"), Level.SOON: N_("期限が近い"), Level.OVER: N_("期限を過ぎた")}

DECISIONS: Final = {
    Decided.GRANTED: N_("申出のとおりにする"),
    Decided.IN_PART: N_("一部だけにする"),
    Decided.REFUSED: N_("断る"),
    Decided.NOT_HELD: N_("もう持っていない"),
    Decided.OTHER: N_("ほかの方法をとる"),
}

REFUSALS: Final = {
    Refused.HARMS_OTHERS: N_("本人やほかの人の命、体、財産などを害するおそれがある"),
    Refused.HINDERS: N_("業務の適正な実施に著しい支障がある"),
    Refused.OTHER_LAW: N_("ほかの法令に反する"),
    Refused.KNOWN: N_("利用目的は、もう明らかにしてある"),
    Refused.NOT_WRONG: N_("調べたが、内容は事実と違わない"),
    Refused.NO_GROUND: N_("法の定める停止や消去の理由がない"),
    Refused.COSTLY: N_("多額の費用がかかり、代わりの措置をとる"),
    Refused.UNIDENTIFIED: N_("本人であることを確かめられない"),
    Refused.STANDS: N_("調べ直したが、警戒情報に誤りはない"),
}


ITEMS: Final = {
    Item.WHETHER: N_("警戒情報があったかどうか"),
    Item.EVENT: N_("見たこと、日時、店"),
    Item.FEATURES: N_("着ていたもの、持っていたもの"),
    Item.PICTURE: N_("写真"),
    Item.RECEIVERS: N_("知らせた店"),
    Item.GROUNDS: N_("知らせると決めた理由"),
    Item.ERASURE: N_("いつ消すか"),
}


def item_by_item(lines: Sequence[Line]) -> tuple[Text, ...]:
    """R-073: what is shown, and of what isn't by which law and why; each item on its line."""
    return tuple(
        t("・{item}：{words}", item=t(ITEMS[line.item]), words=line.words)
        if line.withheld is None
        else t(
            "・{item}：お見せできません（{ground}、{law}）。{words}",
            item=t(ITEMS[line.item]),
            ground=t(REFUSALS[line.withheld]),
            law=article(GROUNDS[line.withheld].law),
            words=line.words,
        )
        for line in lines
    )


def article(law: Law | None) -> Text:
    """R-071, L146: where it stands, as people look it up; nothing for what stands nowhere."""
    if law is None:
        return ()
    if law.item is not None:
        (paragraph,) = law.paragraphs
        return t(
            "個人情報保護法 第{article}条第{paragraph}項第{item}号",
            article=law.article,
            paragraph=paragraph,
            item=law.item,
        )
    first, *others = law.paragraphs
    listed: Text = str(first)
    for one in others:
        listed = t("{said}・{more}", said=listed, more=one)
    return t("個人情報保護法 第{article}条第{paragraphs}項", article=law.article, paragraphs=listed)


def found(count: int, effect: Effect | None, wrong: Sequence[Wrong], shown: Sequence[Item]) -> tuple[Text, ...]:
    """R-070, R-074, R-075, L146: of the shop and the time that they named; what was done about it, or is shown."""
    done = {
        Effect.RECALL: (t("警戒情報は、すべて終わっています。"),),
        Effect.CORRECT: tuple(t("取り下げた部分：{what}", what=t(WRONGS[one])) for one in wrong),
    }
    items = tuple(t("窓口で渡すもの：{what}", what=t(ITEMS[one])) for one in shown)
    return (t("店と日時が合う警戒情報：{count} 件", count=count), *(done[effect] if effect else ()), *items)


NOTHING_HELD: Final = (t("いま持っている情報はありません。"),)
"""R-043, R-070: it was erased, or there was nothing."""


def where_to_ask(rules: Rules) -> Card:
    """R-076, R-099: to whoever has the person before them: whom to name, and what not to do."""
    desk = ((t("窓口の電話番号"), rules.desk_telephone), (t("窓口の受付時間"), rules.desk_hours))
    return Card(
        Topic.STATUS,
        t("写った人などの申出の窓口"),
        lines=(
            t(
                "店頭のお知らせのQRコードか、下の窓口を案内してください。だれでも、名前を書かずに申し出ることができます。"
            ),
            t("その場で言い争ったり、話の内容をチャットに書いたりしないでください。"),
        ),
        facts=tuple((name, said) for name, said in desk if said),
        tone=Tone.PLAIN,
    )


def waiting(rows: Sequence[RequestFacts], count: int) -> Card:
    """R-070: to the secretariat: what waits for which step, and until when; what was written stands at the desk."""
    late = any(row.level is Level.OVER for row in rows)
    return Card(
        Topic.REQUESTS,
        t("対応を待つ申出：{count} 件", count=count),
        lines=(t("管理画面の「申出」で、期限までに読み、答え、届けてください。"),),
        facts=tuple((row.number, _named(row)) for row in rows),
        buttons=(Action(t("管理画面"), ButtonAction.DESK),),
        tone=Tone.PROBLEM if late else Tone.QUESTION,
        redraws=True,
    )


def objected(case: CaseFacts, number: str, *, answers: bool) -> Card:
    """R-096, R-099: the picture is dark already; now its store and the secretariat look, within hours."""
    return Card(
        Topic.DOUBT,
        t("本人から「違う」という申出がありました"),
        lines=(
            t("確かめるまで、特徴と画像の表示を止めています。"),
            t(
                "数時間のうちに、通報した店舗と事務局の両方が確かめてください。誤りなら、すぐに「取り消す（回収）」を押してください。"
            ),
        ),
        facts=(number_row(case), (t("申出番号"), number)),
        buttons=(*(stands(case) if answers else ()), *recall_or_correct(answers=answers)),
        tone=Tone.PROBLEM,
        subject=number,
    )


def office_decides(case: CaseFacts) -> Card:
    """R-099: to the store that stands by its alert: it stays dark until the secretariat has decided as well."""
    return Card(
        Topic.STATUS,
        t("確かめたことを記録しました"),
        lines=(t("本人の申出に事務局が答えるまで、特徴と画像の表示は止めたままです。"),),
        facts=(number_row(case),),
        tone=Tone.DONE,
    )


def taken_back(case: CaseFacts, number: str, parts: Sequence[Wrong]) -> Card:
    """R-074, R-075, R-078: to the store and the secretariat: what of their alert is told no longer."""
    return Card(
        Topic.STATUS,
        t("本人の申出により、警戒情報の一部を取り下げました"),
        lines=(
            t("受け取った全員に届け、確認を求めています。"),
            *(t("取り下げた部分：{what}", what=t(WRONGS[one])) for one in parts),
        ),
        facts=(number_row(case), (t("申出番号"), number)),
        tone=Tone.DONE,
    )


def please_second(request: RequestFacts) -> Card:
    """R-071: to everybody who may be the second person."""
    return Card(
        Topic.SECOND,
        t("申出の決定の確認をお願いします"),
        lines=(t("管理画面の「申出」で、決定と理由を読み、確かめてください。確かめるまで、本人には届きません。"),),
        facts=(
            (t("申出番号"), request.number),
            (t("求めていること"), t(SHORT[request.wish])),
            (t("期限"), next_step(request)),
        ),
        buttons=(Action(t("管理画面"), ButtonAction.DESK),),
        tone=Tone.QUESTION,
        subject=request.number,
    )


def next_step(row: RequestFacts) -> Text:
    """R-070: what is to be done first about it, by when and how urgent it is; empty if nothing is."""
    told = tuple(
        t("{step}：{until} まで（{level}）", step=t(STEPS[due.step]), until=Until(due.by), level=t(LEVELS[row.level]))
        for due in row.dues[:1]
    )
    return (*told, *((t("画像の表示を止めています"),) if row.suspends else ()))


def _named(row: RequestFacts) -> Text:
    return (t(SHORT[row.wish]), next_step(row))
