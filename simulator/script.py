"""What is told and said in the story, in both languages of the town."""

from __future__ import annotations

from typing import Final, NamedTuple


class Said(NamedTuple):
    """The same in Japanese and in English."""

    ja: str
    en: str


def _both(word: str) -> Said:
    return Said(word, word)


TOLD: Final = {
    "open": Said("13店舗が参加。通報はLINE、本部と事務局はSlack", "13 shops take part, on LINE and Slack"),
    "photo": Said("店員が写真を1枚送る", "A shop assistant sends one photo"),
    "tap": Said(
        "ページで対象者をタップ。ほかの人と対象者の頭は塗りつぶされる", "Taps the suspect; all others are filled"
    ),
    "till": Said("何が・いつ・どちらへ：選ぶだけ", "What, when, which way: only taps"),
    "hand in": Said("残りも選んで、承認者へ渡す", "Taps the rest and hands it in"),
    "first yes": Said(
        "承認者のページで4つの問いに理由を書く。1 / 2", "Four questions on one page, with reasons: 1 / 2"
    ),
    "second yes": Said("別の人が自分の言葉で。2 / 2", "Somebody else, in words of their own: 2 / 2"),
    "sent": Said("近くの9店舗へ配信。原本は消去", "Nine shops nearby get the card; the original is erased"),
    "far": Said("40 km先の店には届かない", "40 km away nothing arrives"),
    "looked": Said("画像を見る。別の端末で開くと本人に確認", "Looks; another device has to ask its owner"),
    "seen": Said("「見かけた」は通報者と事務局へ", "A sighting goes straight back"),
    "doubt": Said("「誤りでは？」で回収ボタンが届く", "A doubt brings the recall button"),
    "recall": Said("回収。リンクは無効、全員に通知", "Recall: links die, everyone is told"),
    "monday": Said("次の月曜9:00、週次監査ダイジェスト", "Next Monday 9:00: the weekly digest"),
    "original": Said("写真の原本を消去", "original photograph erased"),
    "masked": Said("加工した画像を消去", "masked picture erased"),
    "texts": Said("通報文と判定理由を消去", "texts and reasons erased"),
    "again": Said(
        "第4幕：別の日、別の通報。写った人は、ただ買い物をした人だった",
        "Act four: another alert, and an innocent person",
    ),
    "unprinted": Said(
        "第4幕は省きます。ポスターを印刷する書体がありません",
        "Act four is left out: no font here to print the poster with",
    ),
    "scan": Said("その人が、店頭のポスターのQRを読む", "The person scans the poster at the shop's entrance"),
    "receipt": Said("店と日時を書いて「違う」と申し出る。控えを受け取る", "Objects with shop and time, gets a receipt"),
    "restarted": Said(
        "その瞬間にボットが落ちて起動し直す。申出は残っている",
        "At that moment the bot dies and restarts: nothing lost",
    ),
    "dark": Said("すぐに、どの店の画面からも画像が消える", "At once the picture is gone from every neighbour's page"),
    "objected": Said("事務局に知らせが届く。人が見て決める", "The secretariat hears of it, and decides"),
    "decided": Said("管理画面で申出を認め、回答を書く", "Grants it at the desk, with an answer"),
    "taken back": Said("警戒情報は、届いたすべての店から回収", "The alert is taken back from every shop that had it"),
    "answer": Said(
        "本人が、控えの番号と合言葉で回答を読む。全店に知らせ済み", "The person reads the answer: all shops are told"
    ),
    "erased": Said("31日後。残るのは判定の記録だけ", "31 days later only the record of decisions remains"),
}
"""What the story tells of each step."""

AT_THE_TILL: Final = {
    "goods": Said("化粧品", "cosmetics"),
    "when": _both("15"),
    "direction.words": Said("駅前通りを東へ", "east along the station road"),
    "travel": _both("on_foot"),
}
"""The report's first part, as the page posts it."""

IN_PEACE: Final = {
    "checked": _both("witnessed"),
    "police": _both("called"),
    "applies": _both("neither"),
    "form": _both("picture"),
    "top_colour": _both("grey"),
    "upper": _both("hoodie"),
    "step_up_reason.words": Said(
        "似た服装の人が多く、文字では取り違えるため", "many here dress alike, words would mix them up"
    ),
}
"""And its second."""

REASONS: Final = {
    "present_danger": Said("同じ品を置く店が駅まで三軒あります", "three shops on the way sell the same goods"),
    "subsidiarity": Said("交番からは着くのに半時間かかります", "the police need half an hour to get here"),
    "proportionality": Said("場所と服装しか伝わりません", "only the place and the clothes are told"),
    "consent_difficulty": Said("声をかける前に外へ出ました", "she left before anybody could speak to her"),
}
"""Of each test, what the responsible person says."""

SECOND_REASONS: Final = {
    "present_danger": Said("袋を持って次の薬局へ急いでいました", "hurried with two bags towards the next pharmacy"),
    "subsidiarity": Said("巡回を待つ間に次が起きます", "it happens again while we wait for a patrol"),
    "proportionality": Said("近所の店だけに知らせます", "nobody but neighbours within walking distance hears"),
    "consent_difficulty": Said("会員証もなく、連絡先を知りません", "no member card, no way to call this person"),
}
"""And the second approver, who has to find words of their own."""

OBJECTED: Final = Said("それは私ですが、レジで払いました。", "That was me, and I paid at the till.")
"""What the person of act four says."""

ANSWERED: Final = Said(
    "会計の記録を確かめました。お支払いがありました。警戒情報を取り消し、すべての店に知らせました。",
    "We found the payment in our records. The alert is taken back, and every shop that had it is told.",
)
"""And reads."""

LABELS: Final = {
    "photo": Said("写真を受け取りました", "Photo received"),
    "check": Said("画像を確認する", "Check the picture"),
    "request": Said("承認のお願い", "Please assess this alert"),
    "look": Said("内容を見る", "See the alert"),
    "alert": Said("警戒のお願い", "Alert: please keep watch"),
    "other device": Said("別の端末でページが開かれました", "Your page was opened on another device"),
    "not me": Said("いいえ、私ではありません", "No, not me"),
    "seen": Said("見かけた", "Possible sighting"),
    "sighting": Said("似た人を見かけたとの連絡", "Someone similar was seen"),
    "mistake": Said("誤りでは？", "Is this a mistake?"),
    "doubt": Said("「誤りでは？」という連絡がありました", "A store asks: “Is this a mistake?”"),
    "recall": Said("取り消す（回収）", "Recall the alert"),
    "why": Said("なぜ取り消しますか？", "Why do you recall it?"),
    "someone else": Said("別の人だった", "It was someone else"),
    "ended": Said("終了しました：", "The alert has ended: "),
    "recalled": Said("【回収】先ほどの警戒情報は取り消します", "RECALL: the earlier alert is taken back"),
    "objected": Said("本人から「違う」という申出がありました", "The person objects: “That is wrong”"),
    "read": Said("確認しました", "I’ve read this"),
    "digest": Said("週次監査ダイジェスト", "Weekly audit digest"),
}
"""What stands on the bot's cards and buttons, by which the story finds them."""
